"""Where a sentence falls into clauses, by syntax: coordinated acts, demands and statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stemmata.parsing.lexicon import AUX, FRAMES, WH
from stemmata.parsing.syntax import Range, Sentence, kids, label

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUESTION = re.compile(rf"(?:\W|and |but |so |also )*(?:{WH}|{AUX})\b", re.IGNORECASE)
_ASKED = re.compile(
    r",?\s+and\s+(?:also\s+)?(?=(?:(?:what|how|why|who|when|where|which)(?:\?|'s\b| (?:(?!(?:i|you|we|he|she|it|"
    r"they|people)\b)\w+ ){0,2}?(?:is|are|was|were|do|does|did|can|could|should|would|will|might|may|"
    r"has|have)\b)|(?:is|are|do|does|can|could) ))"
)
_LINKS = frozenset("and or but then also plus while so yet finally lastly next afterwards otherwise please".split())


def cuts(sentence: Sentence) -> list[Range]:
    """Return the separators between the clauses of a sentence, as ranges of the turn.

    A clause is cut off where its verb is coordinated with, or merely put beside, the verb of the sentence.
    """
    found: list[Range] = []
    text = sentence.doc.text.rstrip()
    question = text.endswith("?") and _QUESTION.match(text) is not None
    for token in sentence.doc:
        if question or not _opens(token):
            continue
        first = token.doc[token.left_edge.i]
        while first.i < token.i and (first.pos_ in ("CCONJ", "PUNCT") or first.lower_ in _LINKS):
            first = first.nbor(1)
        last = first.nbor(-1) if first.i else None
        begin = last
        while begin is not None and begin.i and (begin.pos_ in ("CCONJ", "PUNCT") or begin.lower_ in _LINKS):
            if begin.text in "\"”’')":
                break
            begin = begin.nbor(-1)
        if begin is None or (begin.i == 0 and (begin.pos_ in ("CCONJ", "PUNCT") or begin.lower_ in _LINKS)):
            continue
        if not question and first.tag_ in ("WRB", "WP", "WDT"):
            continue  # "tell me what I did and what I should do"
        if begin.tag_ in ("WRB", "WP", "WDT"):
            continue  # "where and how you live" is one question
        between = sentence.doc.text[begin.idx + len(begin) : first.idx]
        if not any(c.isspace() for c in between):
            continue  # "a thank-you note"
        if between.strip():  # else a noun was taken for a verb: "a social media post"
            found.append((sentence.start + begin.idx + len(begin), sentence.start + first.idx))
    if text.endswith("?"):
        for link in _ASKED.finditer(sentence.doc.text):
            found.append((sentence.start + link.start(), sentence.start + link.end()))
    return sorted(set(found))


def _opens(token: Token) -> bool:
    """Return whether a token is the verb of a further clause on the level of the sentence's own."""
    if label(token) not in ("conj", "parataxis") or token.head.i > token.i:
        return False
    verbal = token.pos_ in ("VERB", "AUX") or kids(token, "cop", "aux")
    if not verbal or not _main(token.head) or token.head.tag_ == "WRB":
        return False
    head = token.head
    if any(mark.pos_ == "SCONJ" for mark in kids(head, "mark")):
        return False  # the verb of a condition
    if token.tag_ in ("VBG", "VBN") and not kids(token, "nsubj", "aux"):
        return False
    if token.tag_ in ("VBZ", "VBD") and head.tag_ == "VB" and not kids(token, "nsubj"):
        return False  # "a dish that serves six, takes an hour": it goes with a verb inside
    if head.pos_ in ("NOUN", "PROPN") and not kids(token, "nsubj", "aux", "obj"):
        return False  # "no numbers or underscores"
    # "(is) clear and concise": an adjective or noun goes with the one before it
    if token.pos_ not in ("VERB", "AUX") and not kids(token, "nsubj", "cop", "aux"):
        return False
    return not (head.pos_ == "NOUN" and label(head) != "ROOT")


def _main(token: Token) -> bool:
    """Return whether a token is the verb of the sentence, one coordinated with it, or what a frame asks for."""
    if label(token) == "ROOT" or token.head.i == token.i:
        return True
    if label(token) in ("conj", "parataxis"):
        return _main(token.head)
    return label(token) in ("xcomp", "ccomp") and token.head.lemma_.lower() in FRAMES and _main(token.head)


def imperative(sentence: Sentence, start: int, end: int) -> Token | None:
    """Return the verb of a clause that is an order: a bare verb without a subject; None where there is none."""
    tokens = sentence.tokens([(start, end)])
    own = {t.i for t in tokens}
    for token in tokens:
        top = token.head.i == token.i or token.head.i not in own or label(token) in ("ROOT",)
        if token.pos_ == "VERB" and token.tag_ in ("VB", "VBP") and top:
            if kids(token, "nsubj") or any(a.lower_ not in ("do", "n't", "not") for a in kids(token, "aux")):
                return None
            if any(m.lower_ == "to" for m in kids(token, "mark")):
                return None
            return token
    return None


def fragment(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether some words have no finite verb and no order in them: "Five lines, rhyming AABBA"."""
    for token in sentence.tokens([(start, end)]):
        if label(token) in ("acl", "advcl", "ccomp") or any(label(t) in ("acl", "advcl") for t in token.ancestors):
            continue
        if token.pos_ in ("VERB", "AUX") and token.tag_ in ("VB", "VBP", "VBZ", "VBD", "MD"):
            return False
    return True


def subject(sentence: Sentence, start: int, end: int) -> Token | None:
    """Return the subject of a clause's main verb."""
    tokens = sentence.tokens([(start, end)])
    own = {t.i for t in tokens}
    for token in tokens:
        if label(token) == "nsubj" and token.head.i in own:
            head = token.head
            if head.head.i == head.i or head.head.i not in own or label(head) in ("ROOT", "conj", "parataxis"):
                return token
    return None
