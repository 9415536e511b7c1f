"""How a parsed document compares with a treebank: the measures of CoNLL 2018, and two that are stricter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MEASURES = {
    "words": "word boundaries",
    "sentences": "sentence boundaries",
    "upos": "universal part of speech",
    "xpos": "Penn Treebank tag",
    "feats": "morphological features",
    "lemmas": "lemmas, letter case ignored",
    "uas": "heads",
    "las": "heads and universal relations",
    "las_full": "heads and relations with their subtypes",
    "uas_no_punct": "heads, punctuation left out",
    "las_no_punct": "heads and full relations, punctuation left out",
}
_PLAIN = {"uas_no_punct", "las_no_punct"}
_OTHERS = {"sentences", *_PLAIN}


@dataclass(slots=True)
class Scores:
    """Counts, from which each measure's F1 comes. With equal words on both sides an F1 is an accuracy."""

    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Doc, found: Doc) -> None:
        """Count one document. Both must have the same characters, white space aside."""
        ours, theirs = _words(found), _words(gold)
        for counter, words, doc in ((self.gold, theirs, gold), (self.found, ours, found)):
            counter.update(dict.fromkeys(MEASURES.keys() - _OTHERS, len(words)))
            counter.update(dict.fromkeys(_PLAIN, sum(token.dep_ != "punct" for token, _ in words.values())))
            counter["sentences"] += len(_sentences(doc, words))
        self.right["sentences"] += len(_sentences(gold, theirs) & _sentences(found, ours))
        for span, (token, head) in theirs.items():
            if span in ours:
                other, other_head = ours[span]
                self.right.update(_equal(token, other, head == other_head))

    def f1(self, measure: str) -> float:
        """Return a measure's F1 in percent."""
        total = self.gold[measure] + self.found[measure]
        return 200 * self.right[measure] / total if total else 0.0


def _equal(gold: Token, found: Token, same_head: bool) -> Iterable[str]:
    yield "words"
    if gold.pos == found.pos:
        yield "upos"
    if gold.tag == found.tag:
        yield "xpos"
    if str(gold.morph) == str(found.morph):
        yield "feats"
    if gold.lemma_.lower() == found.lemma_.lower():
        yield "lemmas"
    if same_head:
        plain = gold.dep_ != "punct"
        yield "uas"
        if plain:
            yield "uas_no_punct"
        if gold.dep_.partition(":")[0] == found.dep_.partition(":")[0]:
            yield "las"
        if gold.dep == found.dep:
            yield "las_full"
            if plain:
                yield "las_no_punct"


def _words(doc: Doc) -> dict[tuple[int, int], tuple[Token, tuple[int, int]]]:
    """Each word's place among the characters that are no white space, with the place of its head."""
    places = {}
    length = 0
    for token in doc:
        if not token.is_space:
            places[token.i] = (length, length + len(token))
            length += len(token)
    return {places[token.i]: (token, places[_head(token).i]) for token in doc if not token.is_space}


def _head(token: Token) -> Token:
    """The head of a word, or the word itself at the root; white space is no head."""
    head = token.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    return token if head.is_space else head


def _sentences(doc: Doc, words: dict[tuple[int, int], tuple[Token, tuple[int, int]]]) -> set[tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    number = 0
    by_index = {token.i: span for span, (token, _) in words.items()}
    for token in doc:
        number += bool(token.is_sent_start)
        if token.i in by_index:
            start, end = by_index[token.i]
            found[number] = (found.get(number, (start, end))[0], end)
    return set(found.values())
