"""What an act says of its things and of its verb: adjectives, participles, adverbs of manner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from stemmata.parsing.act import Act
from stemmata.parsing.actions import Verb
from stemmata.parsing.entities import is_quality, predicated
from stemmata.parsing.lexicon import UNTOLD, VAGUE
from stemmata.parsing.outputs import reduced
from stemmata.parsing.syntax import Range, kids, label

if TYPE_CHECKING:
    from spacy.tokens import Token

_LOADING = ("obl", "nmod", "obj", "xcomp", "ccomp", "advcl", "csubj")
# Adverbs which say when, where or whether, not how.
_NOT_MANNER = frozenset(
    """only really currently recently usually generally globally locally additionally finally firstly secondly lastly
    family early daily weekly monthly yearly supply apply reply ultimately possibly probably likely specifically
    especially particularly mainly mostly partly newly previously originally initially actually simply exactly
    approximately roughly nearly directly respectively accordingly consequently eventually immediately separately
    kindly equally easily early""".split()
)


def attributes(act: Act, verb: Verb | None, heads: Mapping[int, int]) -> Iterator[tuple[Range, int]]:
    """Yield the attributes of an act, each with the position of the token that it qualifies.

    Args:
        act: The act.
        verb: Its verb, if it has one.
        heads: The head of the output or entity that each token in one belongs to, by position.
    """
    if verb is not None:
        for first, last in act.vague:
            yield act.sentence.span(first, last), verb.head.i
    for token in act.tokens:
        if token.i in heads or token.i in act.fixed or token.i in act.titles or token.lower_ in UNTOLD:
            continue
        if verb is not None and verb.first.i <= token.i <= verb.last.i:
            continue
        if token.i in act.words:
            first, last = act.words[token.i]
            if token.i != last.i or any(first.i <= i <= last.i for i in heads):
                continue
            named = _bears_word(first, last, heads, act)
            if named:
                yield act.sentence.span(first, last), named
                continue
        for bearer in _bearers(token, act, verb, heads):
            yield _span(token, act), bearer


def _bears_word(first: Token, last: Token, heads: Mapping[int, int], act: Act) -> int | None:
    """Return the noun that a hyphenated word qualifies: "a step-by-step guide"."""
    inside = first.doc[first.i : last.i + 1]
    outer = next((t.head for t in inside if not first.i <= t.head.i <= last.i), None)
    if outer is None or outer.i not in heads or outer.i < last.i:
        return None
    adjectival = any(t.pos_ in ("ADJ", "ADP", "ADV", "NUM") or t.tag_ in ("VBN", "VBG", "AFX") for t in inside)
    return heads[outer.i] if adjectival else None


def _bearers(token: Token, act: Act, verb: Verb | None, heads: Mapping[int, int]) -> list[int]:
    """Return the positions of the tokens that a word qualifies; none where it is no attribute."""
    leader = token
    while (
        label(leader) == "conj"
        and (token.pos_ in ("ADJ", "ADV", "VERB") or predicated(token))
        and leader.head.i in act.own
        and leader.head.pos_ in ("ADJ", "ADV", "VERB", "NOUN")
    ):
        if label(leader.head) not in ("amod", "conj", "xcomp", "acl", "advmod", "ROOT", "ccomp"):
            break
        if leader.head.pos_ == "NOUN" and label(leader.head) != "amod":
            break
        leader = leader.head
    if leader is not token and token.pos_ == "VERB" and token.tag_ not in ("VBN", "VBG"):
        return []
    relation, head = label(leader), leader.head
    if verb is not None and leader.i == verb.head.i:
        return []
    loaded = any(label(kid) in _LOADING and kid.i in act.own and kid.i > token.i for kid in token.children)
    misread = relation == "compound" and is_quality(token)
    if (relation == "amod" or misread) and not loaded:
        while (
            head.i not in heads
            and token.i < head.i < head.head.i
            and label(head) in ("compound", "amod", "nmod", "obj")
        ):
            head = head.head  # the adjective of a word that is no part of the act: "a detailed [C one-page] guide"
        if head.i in heads:
            return [heads[head.i], *_sharing(head, heads)]
    bare = token.pos_ == "ADJ" or (token.pos_ == "VERB" and not list(token.children))
    participle = token.tag_ in ("JJ", "VBN", "VBD", "JJR", "JJS")
    if relation == "acl" and head.i in heads and not loaded and participle and bare:
        return [heads[head.i]]
    becomes = relation == "xcomp" and token.pos_ == "NOUN" and not kids(token, "det", "compound", "amod", "case")
    becomes = becomes or predicated(token)
    if (token.pos_ == "ADJ" or token.tag_ in ("VBG", "VBN") or becomes) and not loaded:
        subject = _predicated(leader, token, act, verb, heads)
        if subject is not None:
            return [subject]
    if relation == "ccomp" and reduced(token):
        return [heads[t.i] for t in kids(token, "nsubj") if t.i in heads]
    beside = verb is not None and (head.i == verb.head.i or token.i == verb.last.i + 1)
    if relation == "advmod" and verb is not None and beside and token.pos_ == "ADV":
        manner = (token.lower_.endswith("ly") and token.lower_ not in _NOT_MANNER) or token.lower_ in VAGUE
        return [verb.head.i] if manner and (not act.question or token.i > verb.head.i) else []
    return []


def _sharing(head: Token, heads: Mapping[int, int]) -> list[int]:
    """Return the nouns coordinated with one that share its adjective: those without words of their own before them."""
    return [
        heads[t.i]
        for t in head.conjuncts
        if t.i > head.i and t.i in heads and not kids(t, "det", "amod", "nummod", "nmod", "case")
    ]


def _predicated(leader: Token, token: Token, act: Act, verb: Verb | None, heads: Mapping[int, int]) -> int | None:
    """Return what a predicate is said of: its subject, or the object of "make it shorter"."""
    relation, head = label(leader), leader.head
    if kids(leader, "cop"):
        subject = next((t for t in kids(leader, "nsubj") if t.i in act.own), None)
        if token.pos_ not in ("ADJ", "NOUN"):
            return None
        if subject is None:  # "rewrite it to be shorter", "a text to be proud of"
            if relation not in ("xcomp", "advcl", "acl") or head.i not in act.own:
                return None
            bearer = next((t for t in kids(head, "obj") if t.i in heads), None)
            if bearer is not None:
                return heads[bearer.i]
            return heads.get(head.i) if verb is None or head.i != verb.head.i else head.i
        if subject.tag_ in ("WDT", "WP") or subject.lower_ in ("that", "which", "who"):
            return heads.get(head.i) if label(leader) == "acl" else None
        return heads.get(subject.i)
    if (
        relation not in ("xcomp", "amod", "advcl", "ccomp", "obj")
        or head.i not in act.own
        or head.pos_ != "VERB"
        or leader.i < head.i
    ):
        return None
    if kids(leader, "mark", "nsubj", "case", "aux"):
        return None
    inside = next((t for t in kids(leader, "amod") if t.i in heads), None)
    if inside is not None:
        return heads[inside.i]
    above = head
    while True:
        bearer = next((t for t in kids(above, "obj", "nsubj") if t.i in heads), None)
        if bearer is not None:
            return heads[bearer.i]
        if verb is not None and above.i == verb.head.i:
            return above.i
        if (
            label(above) in ("xcomp", "ccomp", "acl", "advcl")
            and above.head.i in act.own
            and above.lemma_.lower() in ("sound", "be", "look", "seem", "feel", "read", "make", "become", "appear")
        ):
            above = above.head
            if above.i in heads:
                return heads[above.i]
            continue
        return None


def _span(token: Token, act: Act) -> Range:
    """Return an adjective with the hyphenated parts and the degree word of its own: "half-day", "most common"."""
    first = last = token
    if token.i in act.words:
        first, last = act.words[token.i]
    for child in token.children:
        if child.i in act.own and child.i == first.i - 1 and child.lower_ in ("most", "least"):
            first = child
    return act.sentence.span(first, last)
