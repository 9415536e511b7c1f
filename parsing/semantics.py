"""The semantic layer: what an act does, what comes out of it, what it is about, and what is said of these.

Follows the rules of `docs/annotation.md`, section 2, over Universal Dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from stemmata.parsing.lexicon import ACTS, FRAMES, LANGUAGES, LIGHT, PERSONS, PRODUCING, UNTOLD, VAGUE
from stemmata.parsing.syntax import Range, Sentence, case_of, kids, label
from stemmata.schemas.vocabulary import NodeKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_LANGUAGE = re.compile(LANGUAGES)
_CLAUSES = ("ccomp", "acl", "advcl", "csubj", "parataxis")
_TIMES = frozenset(
    """day days week weeks month months year years hour hours minute minutes morning evening afternoon night
    weekend today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december spring summer autumn winter
    century decade""".split()
)
# What a preposition makes of a noun; `into` and `for` are told apart below.
_ROLES = {
    "about": "topic", "of": "topic", "on": "topic", "regarding": "topic", "concerning": "topic", "against": "topic",
    "from": "source", "based on": "source", "according to": "source", "using": "instrument", "with": "instrument",
    "by": "instrument", "to": "recipient", "for": "target", "into": "target", "in": "place", "at": "place",
    "near": "place", "around": "place", "during": "time", "between": "topic", "without": "exclude", "except": "exclude",
}  # fmt: skip


class Mention(NamedTuple):
    """A semantic node, before it has an id; `head` is the position of the mention that it hangs on."""

    kind: NodeKind
    range: Range
    role: str | None = None
    head: int | None = None


class _Act(NamedTuple):
    """What is known of an act: its sentence, its own tokens, and whether it asks about the world."""

    sentence: Sentence
    own: frozenset[int]
    question: bool


def mentions(sentence: Sentence, ranges: Iterable[Range], *, question: bool) -> list[Mention]:
    """Return the mentions in an act's pieces: the action first if there is one, then the others in order of position.

    Args:
        sentence: The sentence that the act stands in.
        ranges: The act's pieces in the turn.
        question: Whether the act is a question.
    """
    tokens = sentence.tokens(ranges)
    if not tokens:
        return []
    act = _Act(sentence, frozenset(t.i for t in tokens), question)
    verb = _action(tokens, act)
    outputs = _outputs(tokens, verb, act)
    found = [] if verb is None else [Mention(NodeKind.ACTION, _verb_span(verb, act))]
    heads: dict[int, int] = {} if verb is None else {verb.i: 0}
    for token in tokens:
        if not _names(token, act) or token is verb:
            continue
        heads[token.i] = len(found)
        if token.i in outputs:
            found.append(Mention(NodeKind.OUTPUT, _name_span(token, act), None, 0 if verb is not None else None))
        else:
            found.append(Mention(NodeKind.ENTITY, _name_span(token, act), _role(token, verb, act)))
    for token in tokens:
        for bearer in _bearers(token, heads, verb, act):
            found.append(Mention(NodeKind.ATTRIBUTE, _attribute_span(token, act), None, heads[bearer]))
    return found


def entities(sentence: Sentence, start: int, end: int) -> list[Range]:
    """Return the ranges of the things that a statement of the situation names."""
    tokens = sentence.tokens([(start, end)])
    act = _Act(sentence, frozenset(t.i for t in tokens), False)
    return [_name_span(token, act) for token in tokens if _names(token, act)]


def _action(tokens: list[Token], act: _Act) -> Token | None:
    """Return the act's verb: that of its clause, behind polite frames; none in a question about the world."""
    first = next((t for t in tokens if t.pos_ not in ("PUNCT", "CCONJ", "ADV", "INTJ", "SPACE", "X")), None)
    if first is not None and first.pos_ in ("NOUN", "PROPN", "ADJ") and first.lower_ in ACTS and _opens(first, act):
        return first  # "critique the plan", which reads like a noun
    roots = [t for t in tokens if t.head.i == t.i or t.head.i not in act.own]
    roots = [t for t in roots if label(t) not in ("punct", "cc", "discourse", "mark", "case", "det", "advmod", "intj")]
    root = next((t for t in roots if t.pos_ in ("VERB", "AUX")), roots[0] if roots else None)
    while root is not None and (inner := _framed(root, act)) is not None:
        root = inner
    if root is not None and root.lemma_.lower() in ("need", "want", "require") and root.tag_ == "VBN":
        return None
    if root is None or root.pos_ not in ("VERB", "AUX") or (root.pos_ == "AUX" and label(root) in ("cop", "aux")):
        return None
    if act.question and not any(s.lower_ in ("you", "u") for s in kids(root, "nsubj")):
        return None
    return root


def _opens(token: Token, act: _Act) -> bool:
    """Return whether a determiner, pronoun or possessive follows a word, as it follows a verb and no noun."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and after.i in act.own and (after.pos_ in ("DET", "PRON") or after.tag_ == "PRP$")


def _framed(root: Token, act: _Act) -> Token | None:
    """Return the verb that a frame asks for: "could you help me *write*", "your task is to *sort*"."""
    inside = [t for t in root.children if t.i in act.own]
    if root.lemma_.lower() in FRAMES or (root.pos_ == "NOUN" and root.lemma_.lower() in ("task", "job", "goal", "aim")):
        for child in inside:
            if label(child) in ("xcomp", "ccomp", "csubj", "acl", "advcl", "obl") and child.pos_ == "VERB":
                return child
    subject = next((t for t in inside if label(t) == "nsubj"), None)
    if root.pos_ != "VERB" and subject is not None and subject.lemma_.lower() in ("task", "job", "goal", "role"):
        return next((t for t in inside if label(t) in ("xcomp", "ccomp", "csubj") and t.pos_ == "VERB"), None)
    return None


def _verb_span(verb: Token, act: _Act) -> Range:
    """Return a verb with its particle: "fill in", "come up with"."""
    last = verb
    for child in verb.children:
        particle = label(child) == "compound" or (
            label(child) == "advmod" and child.lower_ in ("together", "up", "out", "down")
        )
        if particle and child.i == last.i + 1 and child.i in act.own:
            last = child
    if verb.lemma_.lower() == "come" and last.lower_ == "up" and last.i + 1 < len(verb.doc):
        after = verb.doc[last.i + 1]
        last = after if after.lower_ == "with" else last
    return act.sentence.span(verb, last)


def _outputs(tokens: list[Token], verb: Token | None, act: _Act) -> set[int]:
    """Return the tokens that name what the act brings forth."""
    if verb is None:
        if act.question:
            return set()
        roots = [t for t in tokens if (t.head.i == t.i or t.head.i not in act.own) and t.pos_ in ("NOUN", "PROPN")]
        needed = [s for t in tokens if t.lemma_ in ("need", "want") for s in kids(t, "nsubj") if t.tag_ == "VBN"]
        return {t.i for t in _with_conjuncts(needed or roots[:1], act)}
    lemma = verb.lemma_.lower()
    made: list[Token] = []
    objects = [t for t in kids(verb, "obj") if t.i in act.own]
    if lemma in PRODUCING:
        made += objects
        if lemma in ("come", "think"):
            made += [t for t in kids(verb, "obl") if case_of(t) in ("with", "of", "up with")]
    if lemma in FRAMES:
        made += objects
    if lemma in ("turn", "convert", "transform", "change", "make", "rewrite", "rework", "put", "expand"):
        made += [t for t in kids(verb, "obl", "xcomp", "nmod") if case_of(t) in ("into", "to")]
        made += [t for o in objects for t in kids(o, "nmod") if case_of(t) == "into"]
    made = [t for t in made if not _LANGUAGE.fullmatch(t.lower_)]
    return {t.i for t in _with_conjuncts([_meant(t, act) for t in made], act)}


def _meant(token: Token, act: _Act) -> Token:
    """Return what a light noun introduces: of "a set of rules" the rules."""
    if token.lemma_.lower() in LIGHT:
        for child in kids(token, "nmod"):
            if case_of(child) == "of" and child.i in act.own:
                return child
    return token


def _with_conjuncts(tokens: Iterable[Token], act: _Act) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from (t for t in token.conjuncts if t.i > token.i and t.i in act.own)


def _names(token: Token, act: _Act) -> bool:
    """Return whether a token is the head of a name or of a noun that stands for something of its own."""
    if token.pos_ not in ("NOUN", "PROPN", "SYM", "X") or not any(c.isalnum() for c in token.text):
        return False
    if label(token) in ("compound", "flat", "goeswith", "fixed", "cc") and token.head.i in act.own:
        return False
    if token.lower_ in UNTOLD or token.tag_ in ("WP", "PRP"):
        return False
    if _inside_name(token, act):
        return False
    lemma = token.lemma_.lower()
    if lemma in LIGHT:
        return not any(case_of(child) in ("of", "for", "to") or label(child) == "acl" for child in token.children)
    return case_of(token) not in ("in order to",)


def _inside_name(token: Token, act: _Act) -> bool:
    """Return whether a token is part of a longer name: "Biscay" in "Bay of Biscay"."""
    head = token.head
    return (
        label(token) == "nmod"
        and token.pos_ == head.pos_ == "PROPN"
        and case_of(token) == "of"
        and head.i in act.own
        and head.text[:1].isupper()
        and token.i - head.i <= 3
    )


def _name_span(token: Token, act: _Act) -> Range:
    """Return a head noun with the nouns that form a compound with it, or the whole name."""
    first = last = token
    for child in token.children:
        if child.i not in act.own:
            continue
        if child.i < first.i and label(child) == "compound" and child.i >= first.i - 2 and child.pos_ != "VERB":
            first = min(first, child.left_edge, key=lambda t: t.i)
        elif child.i < token.i and label(child) == "nummod" and token.lower_ in _TIMES:
            first = child
        elif child.i > last.i and label(child) in ("flat", "goeswith"):
            last = max(last, child.right_edge, key=lambda t: t.i)
        elif child.i > last.i and _inside_name(child, act):
            last = max(last, child, key=lambda t: t.i)
    if first.i < token.i and any(t.pos_ in ("DET", "ADP") for t in token.doc[first.i : token.i]):
        first = token
    return act.sentence.span(first, last)


def _role(token: Token, verb: Token | None, act: _Act) -> str | None:
    """Return the role of an entity in its act, where it is clear."""
    head, case = token.head, case_of(token)
    while label(token) == "conj" and head.i in act.own:
        token, head = head, head.head
        case = case or case_of(token)
    clause = next((t for t in token.ancestors if label(t) in _CLAUSES and t.i in act.own and t != verb), None)
    if clause is not None and clause.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
        marks = {m.lower_ for m in kids(clause, "mark")}
        if label(clause) == "advcl" and marks & {"if", "when", "so", "because", "to", "once", "unless"}:
            return None
        if not marks & {"using"}:
            return "topic"
    if act.question and verb is None:
        asked = any(t.tag_ in ("WDT", "WP", "WRB") for t in token.children) or (
            label(token) in ("nsubj", "ROOT") and not case
        )
        return "target" if asked else "topic"
    if label(token) == "iobj":
        return "recipient"
    if token.lower_ in _TIMES and case in ("in", "on", "at", "for", "during", "last", "next", ""):
        return "time"
    if case == "for" or case == "to":
        return "recipient" if _is_person(token) else "target"
    if case:
        return _ROLES.get(case.split(" ")[0] if case not in _ROLES else case)
    if label(token) in ("obj", "nsubj", "ROOT", "obl"):
        return "target"
    return "topic" if label(token) == "nmod" else None


def _is_person(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return (
        lemma in PERSONS
        or (token.pos_ == "PROPN" and token.ent_type_ == "PERSON")
        or (len(lemma) > 5 and lemma.endswith(("er", "or", "ist", "ian", "ant", "ee")))
    )


def _bearers(token: Token, heads: dict[int, int], verb: Token | None, act: _Act) -> list[int]:
    """Return the tokens that a word qualifies; none where it is no attribute."""
    if token.lower_ in UNTOLD or token.i in heads:
        return []
    relation = label(token)
    if relation == "conj" and token.pos_ in ("ADJ", "ADV"):
        return _bearers_of(token.head, token, heads, verb, act)
    return _bearers_of(token, token, heads, verb, act)


def _bearers_of(token: Token, word: Token, heads: dict[int, int], verb: Token | None, act: _Act) -> list[int]:
    relation, head = label(token), token.head
    loaded = any(
        label(c) in ("obl", "nmod", "obj", "xcomp", "ccomp", "advcl") and c.i in act.own for c in word.children
    )
    if relation == "amod" and word.pos_ in ("ADJ", "VERB") and not loaded and head.i in heads:
        others = [t.i for t in head.conjuncts if t.i > head.i and t.i in heads and not kids(t, "det", "amod")]
        return [head.i, *others]
    if relation == "advmod" and verb is not None and head.i == verb.i and word.pos_ == "ADV":
        return [verb.i] if word.lower_.endswith("ly") or word.lower_ in VAGUE else []
    if relation == "acl" and word.pos_ == "ADJ" and not loaded and head.i in heads:
        return [head.i]
    if relation in ("xcomp", "amod") and word.pos_ == "ADJ" and verb is not None and head.i == verb.i and not loaded:
        bearer = next((t for t in kids(verb, "obj") if t.i in heads), None)
        return [bearer.i if bearer is not None else verb.i]
    if relation == "nmod" and word.lower_ in VAGUE and head.i in heads:
        return [head.i]
    return []


def _attribute_span(token: Token, act: _Act) -> Range:
    """Return an adjective with the hyphenated parts and the degree word of its own: "half-day", "most common"."""
    first = token
    for child in token.children:
        if child.i in act.own and child.i < first.i and child.lower_ in ("most", "least", "more", "less"):
            first = child
    return act.sentence.span(first, token)
