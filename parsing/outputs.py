"""What an act brings forth: which of its nouns the answer is, or consists of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from stemmata.parsing.act import Act
from stemmata.parsing.actions import Verb
from stemmata.parsing.entities import misread
from stemmata.parsing.lexicon import BRINGING, LANGUAGES, LIGHT, PERSONS
from stemmata.parsing.persons import is_person
from stemmata.parsing.syntax import case_of, kids, label

if TYPE_CHECKING:
    from spacy.tokens import Token

_LANGUAGE = re.compile(LANGUAGES)
_TURNING = frozenset(
    "turn convert transform change make rewrite rework put expand split divide break reformat reshape develop merge "
    "combine render restructure organize organise condense".split()
)
_GIVEN = frozenset(
    "give provide tell send offer show supply notify inform ask assign present furnish equip teach".split()
)
_DEFINITE = frozenset("the this that these those my your each every all any".split())
_CAUSING = frozenset("make get have keep".split())
_ADDRESSING = frozenset("ask tell show teach get".split())
_PREPOSITIONED = {"come": ("with", "up with"), "think": ("of",), "look": ("for",), "search": ("for",)}
_INTO = dict.fromkeys(("convert", "turn", "change", "transform"), ("into", "to"))
_WISHES = frozenset("need want like love wish appreciate require have get".split())
_ASKED_FOR = re.compile(r"(?:any|(?:do|did) (?:you|u) have (?:any|some)|what about|how about|got any|some|more)\b")


def outputs(act: Act, verb: Verb | None) -> set[int]:
    """Return the positions of the tokens that name what an act brings forth."""
    if verb is None:
        return {t.i for t in _with_conjuncts(_nominal_task(act), act)}
    objects = _objects(act, verb)
    made = [*_brought(verb, act, objects), *_handed(verb.head, act)]
    if verb.head.lemma_.lower() in _TURNING and (results := _results(verb.head, objects)):
        made = [t for t in made if t not in objects] + results
    keep = verb.head.lemma_.lower() in ("turn", "convert")
    made = [t for t in made if t.i in act.own and t.pos_ != "PRON" and (keep or not _LANGUAGE.fullmatch(t.lower_))]
    found = {t.i for t in _with_conjuncts([_meant(t, act) for t in made], act)}
    return found | _announced(act, found)


def _objects(act: Act, verb: Verb) -> list[Token]:
    """Return what a verb governs, also where its tree shows it as something else."""
    head = verb.head
    found = [t for t in kids(head, "obj") if t.i > head.i] or _misread(head, verb, act)
    clauses = kids(head, "ccomp")
    found += [t for t in clauses if misread(t, act)]
    found += [s for t in clauses if reduced(t) for s in kids(t, "nsubj")]
    if found:  # "name the cast, the plot and the end", where the tree parts the list
        found += [t for t in kids(head, "parataxis") if t.pos_ == "NOUN" and kids(t, "conj") and not kids(t, "nsubj")]
    found += [t for t in kids(head, "obl") if any(c.i == verb.last.i > head.i for c in kids(t, "case"))]
    return [t for t in found if t.i in act.own and not _prepositional(t, verb)]


def _brought(verb: Verb, act: Act, objects: list[Token]) -> list[Token]:
    """Return the objects that a verb brings forth, whatever else it does with them."""
    head, lemma = verb.head, verb.head.lemma_.lower()
    made: list[Token] = []
    if head.tag_ == "VBN" and lemma in ("need", "want", "require"):
        made += kids(head, "nsubj")
    elif {lemma, head.lower_} & (BRINGING | _WISHES) and not (lemma in _CAUSING and _resulting(head, act)):
        if len(objects) > 1 and lemma in _GIVEN and is_person(objects[0]):
            objects = objects[1:]
        if lemma == "highlight":  # "highlight three facts" brings them, "highlight the errors" marks them
            objects = [t for t in objects if not any(kid.lower_ in _DEFINITE for kid in t.children)]
        made += [t for t in objects if not (t.lemma_.lower() in PERSONS and lemma in _ADDRESSING)]
    if lemma in _PREPOSITIONED:
        made += [t for t in kids(head, "obl", "obj", "nmod") if case_of(t) in _PREPOSITIONED[lemma]]
    return made


def _results(head: Token, objects: list[Token]) -> list[Token]:
    """Return what a verb turns its object into."""
    into = [t for t in kids(head, "obl", "xcomp", "nmod") if case_of(t) in ("into", "to")]
    into += [t for o in objects for t in kids(o, "nmod") if case_of(t) in _INTO.get(head.lemma_.lower(), ("into",))]
    return [t for t in into if t.pos_ in ("NOUN", "PROPN")]


def _prepositional(token: Token, verb: Verb) -> bool:
    """Return whether a preposition stands before an object, which is none then: "details about the game Go"."""
    lead = token.doc[token.left_edge.i]
    following = lead.i + 1 < len(lead.doc)
    return following and lead.pos_ == "ADP" and lead.i > verb.last.i and lead.nbor(1).lower_ not in ("least", "most")


def reduced(token: Token) -> bool:
    """Return whether a verb is a participle after its noun that was taken for a clause: "the tools *used*"."""
    if token.tag_ not in ("VBD", "VBN") or not kids(token, "nsubj"):
        return False
    return not any(label(kid) not in ("nsubj", "advmod", "punct") for kid in token.children)


def _nominal_task(act: Act) -> list[Token]:
    """Return the noun that names a task by itself; a question has one only where it asks for things: "any tips?"."""
    if act.question and not _ASKED_FOR.match(act.sentence.doc.text[act.tokens[0].idx :].lower()):
        return []
    roots = [t for t in act.tokens if t.head.i == t.i or t.head.i not in act.own or label(t) == "ROOT"]
    nouns = [t for t in roots if t.pos_ in ("NOUN", "PROPN") and label(t) not in ("vocative", "compound")]
    if not nouns:
        nouns = [
            t
            for r in roots
            for t in kids(r, "obj", "nsubj", "obl", "nmod")
            if t.i in act.own and t.pos_ in ("NOUN", "PROPN")
        ]
        nouns = [t for t in nouns if case_of(t) in ("", "about")]
    return [_meant(t, act) for t in nouns[:1]]


def _misread(head: Token, verb: Verb, act: Act) -> list[Token]:
    """Return what a verb governs where its tree does not say so: the first noun phrase after it."""
    if head.pos_ == "VERB" and label(head) not in ("compound", "amod", "flat"):
        return []
    for token in act.tokens:
        if token.i <= verb.last.i:
            continue
        if token.pos_ in ("NOUN", "PROPN") and label(token) != "compound":
            return [token]
        if token.pos_ in ("ADP", "VERB", "SCONJ", "PUNCT") or token.tag_ in ("WRB", "WP", "WDT"):
            return []
    return []


def _resulting(head: Token, act: Act) -> bool:
    """Return whether a verb says what its object is to become: "make the tone *warmer*"."""
    return any(
        t.i in act.own and t.i > head.i and (t.pos_ in ("ADJ", "VERB", "ADV")) and not kids(t, "mark", "case")
        for t in kids(head, "xcomp", "ccomp", "amod", "advcl")
        if not (label(t) == "advcl" and t.pos_ == "VERB")
    )


def _handed(head: Token, act: Act) -> list[Token]:
    """Return what someone is given with a preposition: "provide me *with tips*", "notify me *of changes*"."""
    if head.lemma_.lower() not in _GIVEN:
        return []
    found = [t for t in kids(head, "obl") if t.i in act.own and case_of(t) in ("with", "of")]
    persons = [t for t in kids(head, "obj", "iobj") if t.pos_ == "PRON" or t.lemma_.lower() in PERSONS]
    return found if persons else []


def _meant(token: Token, act: Act) -> Token:
    """Return what a light noun introduces: of "a set of rules" the rules."""
    if token.lemma_.lower() in LIGHT:
        for child in kids(token, "nmod"):
            if case_of(child) == "of" and child.i in act.own:
                return child
    return token


def _announced(act: Act, found: set[int]) -> set[int]:
    """Return the nouns that a colon lists after an output: "the following facts: the name, the date"."""
    doc = act.sentence.doc
    for place, token in enumerate(act.tokens):
        if token.text != ":" or not found or token.i < min(found):
            continue
        if not any(t.lower_ in ("following", "these") for i in found for t in doc[i].children):
            return set()
        listed: set[int] = set()
        for t in act.tokens[place + 1 :]:
            previous = doc[t.i - 1] if t.i else t
            if t.pos_ == "VERB":
                return set()
            heads = t.pos_ in ("NOUN", "PROPN") and label(t) not in ("compound", "flat") and not case_of(t)
            if heads and (label(t) != "nmod" or previous.text == ","):
                listed.add(t.i)
        return listed
    return set()


def _with_conjuncts(tokens: Iterable[Token], act: Act) -> Iterator[Token]:
    for token in tokens:
        yield token
        listed = [t for t in token.conjuncts if t.i > token.i and t.i in act.own]
        for one in kids(token, "appos"):  # "a name, a slogan and a logo": the second is no explanation of the first
            if kids(one, "det") and one.i in act.own and (listed or kids(one, "conj")):
                listed += [one, *(t for t in one.conjuncts if t.i > one.i and t.i in act.own)]
        yield from listed
