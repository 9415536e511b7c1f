"""Ask IFEval's reference how it splits sentences after each of many words, and write what is worth keeping.

usage: python benchmarks/sentence_words.py FILE... > graphs/constraints/sentence_words.txt

Needs the reference (see `ifeval_reference.py`) and `pip install wordfreq`. The words asked about are the 60,000 most
frequent English ones, those with which sentences of the files begin, and for abbreviations also all of up to three
letters, with and without stops. The answers for words that behave like any unknown word are left out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from itertools import product
from string import ascii_lowercase
from textwrap import fill

from ifeval_checkers import load_reference
from ifeval_reference import texts

FREQUENT = 60_000
MORE = {"ph.d", "b.sc", "m.sc", "m.phil", "ll.b", "u.s.s.r", "e.t.c", "w.va", "st.petersburg", "a.k.a"}
_FIRST = re.compile(r"(?:^|[.?!…\])*\"]\s+|\n\s*)([A-Z][A-Za-z]*(?:[-/'][A-Za-z]+)*)", re.MULTILINE)
_STOPPED = re.compile(r"(?<![\w.])((?:[A-Za-z]+\.)*[A-Za-z]+)\.(?!\w)")


def capitalized(word: str) -> str:
    """Return a word with a capital first letter."""
    return word[:1].upper() + word[1:]


def main() -> None:
    """Print the words for each kind of answer."""
    from wordfreq import top_n_list

    count: Callable[[str], int] = load_reference().count_sentences
    given = list(texts(sys.argv[1:]))
    frequent = [re.match(r"[a-z]*", word) for word in top_n_list("en", FREQUENT)]
    words = {match[0] for match in frequent if match and match[0]}
    words |= {word.lower() for text in given for word in _FIRST.findall(text)}
    stopped = MORE | {word.lower() for text in given for word in _STOPPED.findall(text)}
    stopped |= {word for word in top_n_list("en", FREQUENT) if word.isascii() and word.isalpha()}
    for length in (1, 2, 3):
        stopped |= {stop.join(letters) for letters in product(ascii_lowercase, repeat=length) for stop in ("", ".")}

    def kept(candidates: Iterable[str], one: str, other: int) -> list[str]:
        return sorted(word for word in candidates if count(one.format(word, capitalized(word))) == other)

    letters = kept(ascii_lowercase, "{0}. The end.", 1)
    found = {
        "abbreviations": [*letters, *kept((word for word in stopped if len(word) > 1), "{0}. zzz zzz.", 1)],
        "headings": kept(words | stopped, "5. {1} zzz.", 1),
        "starters": kept(words, "Mr. {1} zzz.", 2),
    }
    starters = set(found["starters"])
    found["others"] = [word for word in kept(words, "Q. {1} zzz.", 2) if word not in starters]
    for name, members in found.items():
        print(f"{name}:\n{fill(' '.join(members), 118, break_long_words=False, break_on_hyphens=False)}")


if __name__ == "__main__":
    main()
