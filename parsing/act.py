"""An act as the semantic layer sees it: the tokens of its pieces, and what holds a stretch of them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from stemmata.parsing.questions import hidden_verb
from stemmata.parsing.syntax import Range, Sentence
from stemmata.parsing.terms import FIXED

if TYPE_CHECKING:
    from spacy.tokens import Token

# What stands between such marks is one name, where it is short or written like a title.
_MARKED = re.compile(
    r"\[([^\[\]\n]{1,60})\]|<([^<>\n]{1,60})>|\{([^{}\n]{1,60})\}|`([^`\n]{1,60})`|"
    r"[\"“”]([^\"“”\n]{1,80})[\"“”]|(?<!\w)['‘]([^'‘’\n]{1,80})['’](?!\w)"
)
# A vague phrase on how much is to be said.
_DEPTH = re.compile(
    r"(?<!\w)in (?:(?:more|great|greater|full|some|as much) )?(?:detail|depth|short|brief)(?!\w)", re.IGNORECASE
)
_SMALL = frozenset("a an the of and or in on for to at by with from as is".split())


class Act:
    """An act, or a statement of the situation, in its sentence.

    Attributes:
        sentence: The sentence that it stands in.
        tokens: Its own tokens, in order.
        own: Their positions in the sentence.
        question: Whether it is a question.
        words: The first and last tokens of the hyphenated word that each token in one belongs to, by position.
        titles: The same of names in quotation marks or brackets.
        fixed: The positions of tokens that stand for nothing of their own: those of fixed phrases.
        vague: The first and last tokens of phrases like "in detail".
        hidden: The verb of a question that was taken for a noun.
    """

    def __init__(self, sentence: Sentence, ranges: Iterable[Range], *, question: bool = False) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens(ranges)
        self.own = frozenset(t.i for t in self.tokens)
        self.question = question
        self.words: dict[int, tuple[Token, Token]] = {}
        self.titles: dict[int, tuple[Token, Token]] = {}
        self.fixed: set[int] = set()
        self.vague: list[tuple[Token, Token]] = []
        self.hidden = hidden_verb(self.tokens) if question else None
        if self.tokens:
            self._hold()

    def _hold(self) -> None:
        text, starts = self.sentence.doc.text, {t.idx: t for t in self.tokens}
        for first, last in self._hyphenated():
            for i in range(first.i, last.i + 1):
                self.words[i] = first, last
        begin, end = self.tokens[0].idx, self.tokens[-1].idx + len(self.tokens[-1])
        for match in _MARKED.finditer(text, max(0, begin - 1), min(len(text), end + 1)):
            held = [t for t in self.between(*match.span(match.lastindex or 0), starts) if not t.is_space]
            if held and _named(held, quoted=match[0][0] not in "[<{`"):
                for token in held:
                    self.titles[token.i] = held[0], held[-1]
        for match in _DEPTH.finditer(text, begin, end):
            held = self.between(*match.span(), starts)
            if held:
                self.vague.append((held[0], held[-1]))
                self.fixed.update(t.i for t in held)
        for match in FIXED.finditer(text, begin, end):
            self.fixed.update(t.i for t in self.between(*match.span(), starts))

    def between(self, start: int, end: int, starts: dict[int, Token]) -> list[Token]:
        """Return the act's tokens between two offsets of the sentence."""
        found = []
        for offset in range(start, end):
            token = starts.get(offset)
            if token is not None and offset + len(token) <= end:
                found.append(token)
        return found

    def _hyphenated(self) -> Iterator[tuple[Token, Token]]:
        """Yield the first and last tokens of words that were parted at hyphens or signs: "eco-friendly", "x-y"."""
        run: list[Token] = []
        for token in self.tokens:
            if run and (token.i != run[-1].i + 1 or run[-1].whitespace_):
                yield from _joined(run)
                run = []
            run.append(token)
        yield from _joined(run)


def _joined(run: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield the parts of a stretch without blanks that hyphens or signs of arithmetic hold together."""
    first = 0
    while first < len(run):
        last = first
        while last + 2 < len(run) and run[last + 1].text in ("-", "–", "+", "*", "^") and _worded(run[last + 2]):
            last += 2
        if last > first and _worded(run[first]):
            yield run[first], run[last]
        first = last + 1


def _worded(token: Token) -> bool:
    return token.text[:1].isalnum()


def _named(held: list[Token], *, quoted: bool) -> bool:
    """Return whether what stands between marks is one name: short, or capitalised as a title is."""
    words = [t for t in held if t.text[:1].isalnum()]
    if not words:
        return False
    if len(words) <= (3 if quoted else 6):
        return True
    large = [t for t in words if t.lower_ not in _SMALL]
    return quoted and bool(large) and all(t.text[:1].isupper() or t.text[:1].isdigit() for t in large[1:] or large)
