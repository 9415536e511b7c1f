"""New words made to fit the place of old ones: capitals, stops, quotation marks, blanks; nothing that they say."""

from __future__ import annotations

import re

from stemmata.refinement.prompts import CLOSING, OPENING

_STOPS = ".,;:!"
_QUOTES = {'"': '"', "“": "”", "‘": "’", "'": "'", "«": "»", "`": "`"}
# Words that have a capital at the start of a sentence alone.
_SMALL = frozenset(
    """a an the in on at by for from with without of to as into about after before between under over using use write
    make do don't never no not only each every all any keep include avoid exclude give list add provide that which who
    while and or but be is are should must in exactly at least most more less fewer up no both either this these those
    its your their my our start end begin finish answer respond explain describe""".split()
)

_SENTENCE = re.compile(r"(?<!\.\w)(?<!\b[A-Z])[.!?][\"”’')\]]{0,3}\s{1,9}[A-Z\[\"“]")


def adds_sentence(old: str, new: str) -> bool:
    """Return whether new words have more sentences than the old ones: then they are more than one part.

    Example:
        >>> adds_sentence("Write a poem", "Write a song. Thank you"), adds_sentence("Do it", "Do it, e.g. Monday")
        (True, False)
    """
    return len(_SENTENCE.findall(new)) > len(_SENTENCE.findall(old))


def fitted(old: str, new: str, follows: str = "") -> str:
    """Return new words as they fit the place of old ones.

    A final stop is kept only where the old words had one; the first letter is large or small as theirs was; marks
    around the whole, and blanks, are as theirs were.

    Args:
        old: The words that stood there.
        new: The words that are to stand there.
        follows: What stands after them.

    Example:
        >>> fitted("in 20 words", "In at most 30 words.", ".")
        'in at most 30 words'
        >>> fitted("Write a poem", "compose a song")
        'Compose a song'
    """
    core, words = old.strip(), new.strip().removeprefix(OPENING).removesuffix(CLOSING).strip()
    if len(words) > 2 and _QUOTES.get(words[0]) == words[-1] and not core.startswith(words[0]):
        inner = words[1:-1]
        words = words if words[0] in inner or words[-1] in inner else inner.strip()
    stops = core[len(core.rstrip(_STOPS)) :]
    bare = words.rstrip(_STOPS)
    if stops:
        words = bare + stops if not bare.endswith("?") else bare
    elif not words.endswith("...") or follows[:1] in _STOPS:
        words = bare
    if follows.startswith("?"):
        words = words.rstrip("?")
    blanks = old[: len(old) - len(old.lstrip())], old[len(old.rstrip()) :]
    return blanks[0] + _like(core, words) + blanks[1]


def _like(old: str, new: str) -> str:
    """Return words that begin with a large or a small letter, as others do."""
    if old[:1].isupper() and new[:1].islower():
        return new[:1].upper() + new[1:]
    if old[:1].islower() and new[:1].isupper() and re.split(r"[^\w']", new, maxsplit=1)[0].lower() in _SMALL:
        return new[:1].lower() + new[1:]
    return new
