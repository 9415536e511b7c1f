"""Sentences of a turn with their syntax: tokens at offsets of the turn, and what hangs on what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
LONGEST = 2000  # characters of a sentence that are parsed; nobody reads a longer one


class Sentence(NamedTuple):
    """One sentence of a turn, or a line of it, parsed.

    Attributes:
        start: Where it begins in the turn.
        end: Where it ends.
        doc: Its tokens; their offsets count from `start`.
        begins: Where each token begins.
    """

    start: int
    end: int
    doc: Doc
    begins: list[int]

    def span(self, first: Token, last: Token | None = None) -> Range:
        """Return where some tokens stand in the turn."""
        last = first if last is None else last
        return self.start + first.idx, self.start + last.idx + len(last)

    def tokens(self, ranges: Iterable[Range]) -> list[Token]:
        """Return the tokens that lie inside some ranges of the turn, in order."""
        begin, doc = self.start, self.doc
        places: set[int] = set()
        for left, right in ranges:
            first = bisect_left(self.begins, left - begin)
            after = bisect_right(self.begins, right - begin)
            while after > first and self.begins[after - 1] + len(doc[after - 1]) > right - begin:
                after -= 1
            places.update(range(first, after))
        return [doc[place] for place in sorted(places)]


def analysed(nlp: Language, turns: Iterable[tuple[str, Sequence[Range]]]) -> list[list[Sentence]]:
    """Return the sentences at some offsets of each turn, parsed together; equal ones are parsed once.

    Args:
        nlp: The pipeline.
        turns: The text of each turn, with where its sentences are.
    """
    found = [[(start, end, text[start : min(end, start + LONGEST)]) for start, end in spans] for text, spans in turns]
    texts = dict.fromkeys(text for sentences in found for _, _, text in sentences)
    docs = {text: (doc, [token.idx for token in doc]) for text, doc in zip(texts, nlp.pipe(texts), strict=True)}
    return [[Sentence(start, end, *docs[text]) for start, end, text in sentences] for sentences in found]


def label(token: Token) -> str:
    """Return a token's relation without its subtype: `obl` of `obl:tmod`."""
    return str(token.dep_).partition(":")[0]


def kids(token: Token, *labels: str) -> list[Token]:
    """Return the dependents of a token with some relations, in order."""
    return [child for child in token.children if label(child) in labels]


def case_of(token: Token) -> str:
    """Return the preposition of a noun, in lower case; empty where it has none."""
    return " ".join(child.lower_ for child in kids(token, "case", "mark") if child.i < token.i)


def subtree(token: Token) -> tuple[Token, Token]:
    """Return the first and the last token of what hangs on a token, itself included."""
    return token.doc[token.left_edge.i], token.doc[token.right_edge.i]
