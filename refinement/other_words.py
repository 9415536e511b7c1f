"""Other words for a task or a requirement by rules: what a rehearsed model writes in a node's place."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.parsing.parser import parse
from stemmata.refinement import swaps
from stemmata.refinement.swaps import like
from stemmata.refinement.word_pairs import paired
from stemmata.schemas.instruction import Node
from stemmata.schemas.vocabulary import NodeKind, Relation

_OFFERS = 3  # of each alternative of a family
_PLAIN = 10  # words of a requirement whose modal verb bears the whole of it

# First verbs of a task, and what can be asked of the same object instead.
_VERBS: dict[Relation, dict[str, tuple[str, ...]]] = {
    "contradicting": {
        "extract": ("remove",), "identify": ("ignore",),
        "suggest": ("advise against",), "recommend": ("advise against",), "include": ("leave out",),
        "find": ("leave out",), "select": ("leave out",), "remove": ("keep",), "add": ("leave out",),
        "expand": ("condense",), "shorten": ("lengthen",), "mention": ("leave out",),
        "avoid": ("use",), "simplify": ("elaborate",), "list": ("leave out",),
    },
    "parallel": {
        "write": ("outline", "plan"), "create": ("outline",), "design": ("evaluate", "outline"),
        "generate": ("outline",), "compose": ("outline",), "make": ("outline", "plan"),
        "list": ("rank", "discuss"), "find": ("count",), "extract": ("count",), "identify": ("count", "discuss"),
        "classify": ("discuss",), "categorize": ("discuss",), "describe": ("illustrate", "analyze"),
        "explain": ("illustrate", "discuss"), "suggest": ("rank", "compare"), "recommend": ("compare",),
        "select": ("rank",), "choose": ("rank",), "solve": ("explain",), "predict": ("discuss",),
        "review": ("summarize",), "rewrite": ("critique",), "correct": ("critique",), "edit": ("critique",),
        "calculate": ("explain how to calculate",), "estimate": ("explain how to estimate",),
        "translate": ("summarize",), "answer": ("discuss",), "provide": ("outline",), "discuss": ("outline",),
        "analyze": ("summarize",), "summarize": ("critique",), "compare": ("contrast",), "convert": ("explain",),
        "replace": ("underline",), "determine": ("explain",), "define": ("illustrate",), "propose": ("evaluate",),
        "build": ("outline",), "complete": ("critique",), "organize": ("summarize",),
    },
    "equivalent": {
        "write": ("compose",), "create": ("make",), "generate": ("produce",), "find": ("look for",),
        "suggest": ("propose",), "recommend": ("suggest",), "rewrite": ("reword",), "provide": ("give",),
        "summarize": ("sum up",), "design": ("devise",), "identify": ("point out",),
        "classify": ("categorize",), "categorize": ("classify",), "list": ("name",), "make": ("create",),
        "select": ("choose",), "choose": ("select",), "correct": ("fix",), "convert": ("turn",),
        "discuss": ("talk about",), "describe": ("give a description of",), "explain": ("give an explanation of",),
    },
}  # fmt: skip
_OF_MANY = frozenset({"rank", "count", "compare", "contrast"})  # what is done with several things
_PLURAL = re.compile(r"\b(?!this\b|its\b|is\b|was\b|has\b|us\b|bias\b|as\b|plus\b|thus\b)[a-z]{2,}[^s\W]s\b|\band\b")
_AFTER = re.compile(r" (?:that|which|who|to|from|of|in|for|with|on|by|about|as|given) ")  # ends the object of a verb
_PRONOUN = re.compile(r" (?:it|them|this|that|these|those)\b")
_PARTICLE = re.compile(r"[- ](?:up|out|down|off|over|me|us)\b")
_STARTS: dict[Relation, tuple[tuple[str, str], ...]] = {
    "contradicting": (
        ("with ", "without "), ("without ", "with "), ("using ", "without using "), ("including ", "leaving out "),
        ("that includes ", "that leaves out "), ("that contains ", "that leaves out "), ("that has ", "that lacks "),
        ("do not ", "always "), ("don't ", "always "), ("always ", "never "), ("never ", "always "),
        ("only ", "not only "), ("avoid ", "use "), ("include ", "leave out "), ("use ", "do not use "),
        ("must ", "must not "), ("before ", "after "), ("after ", "before "),
    ),
    "equivalent": (
        ("using ", "by means of "), ("do not ", "never "), ("don't ", "do not "), ("include ", "put in "),
        ("avoid ", "do not use "), ("that includes ", "that has "), ("that contains ", "that has "),
    ),
}  # fmt: skip
_MODALS: dict[Relation, tuple[tuple[str, str], ...]] = {
    "contradicting": ((" should be ", " should not be "), (" must be ", " must not be "), (" should ", " should not "),
                      (" must ", " must not "), (" may ", " may not "), (" can ", " cannot ")),
    "stronger": ((" may ", " must "), (" can ", " must "), (" should ", " must always ")),
    "weaker": ((" must ", " may "), (" should ", " may ")),
    "equivalent": ((" should ", " must "), (" must ", " has to ")),
}  # fmt: skip
_POLITE = re.compile(
    r"(?:(?:please|kindly|you should|you must|you need to|your task is to|can you)\s+)?", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z]+")
_QUESTION = re.compile(
    r"(?:who|what|when|where|which|why|how|is|are|do|does|did|can|could|should|would)\b", re.IGNORECASE
)


def other_words(words: str, relation: Relation, rng: random.Random, *, task: bool) -> Iterator[str]:
    """Yield words to stand in the place of others, so that what they ask for relates to the old as it should.

    Those that the constraint families know come first, then swaps of the lexicon, then first verbs and first words.

    Args:
        words: The old words.
        relation: How what they ask for is to relate to the old.
        rng: Decides among what fits.
        task: Whether they are a task; else a requirement.
    """
    seen = {words}
    sources = (_swapped, _paired, _sized, _done) if task else (_typed, _swapped, _paired, _started)
    for source in sources:
        found = list(source(words, relation, rng))
        rng.shuffle(found)
        for one in found:
            if one not in seen and one.strip():
                seen.add(one)
                yield one


def _typed(words: str, relation: Relation, rng: random.Random) -> Iterator[str]:
    found = extract(Passage.of(words))
    if len(found) != 1:
        return
    (only,) = found
    if relation == "equivalent":
        yield from _some(words, only.id, only.kwargs)
        return
    for alternative in families()[only.id].edits(only.kwargs, rng):
        if alternative.relation == relation:
            new = payload(alternative.id, alternative.kwargs)
            yield from _some(words, new.id, dict(new.kwargs))


def _some(words: str, family_id: str, kwargs: dict[str, object]) -> Iterator[str]:
    (found,) = extract(Passage.of(words))
    for one, _ in zip(reworded(words, found, family_id, kwargs), range(_OFFERS), strict=False):
        yield one


def _swapped(words: str, relation: Relation, rng: random.Random) -> Iterator[str]:
    for new, how in swaps.counts(words):
        if how == relation:
            yield new
    for start, end, new, how in swaps.inside(words):
        if how == relation:
            yield words[:start] + new + words[end:]
    tables = {
        NodeKind.ATTRIBUTE: swaps.attributes,
        NodeKind.OUTPUT: swaps.outputs,
        NodeKind.ACTION: swaps.actions,
        NodeKind.ENTITY: swaps.entities,
    }
    nodes = parse(words).nodes
    sizes = sum(node.text.lower() in swaps.SIZES for node in nodes)
    for node in nodes:
        if node.text.lower() in swaps.SIZES and sizes > 1:
            continue  # "a long, concise summary"
        if node.kind in tables and not words[node.spans[0].end :].startswith(" joke"):  # "dad joke"
            for new, how in tables[node.kind](node.text):
                if how == relation and new.lower() not in words.lower() and new != "slow-cooked":
                    yield _put(words, node, new)


def _put(words: str, node: Node, new: str) -> str:
    _, start, end = node.spans[0]
    return words[:start] + new + words[end:]


def _paired(words: str, relation: Relation, rng: random.Random) -> Iterator[str]:
    return paired(words, relation)


def _sized(words: str, relation: Relation, rng: random.Random) -> Iterator[str]:
    """An attribute more, or one less, of what is to come out."""
    nodes = parse(words).nodes
    attributes = [node for node in nodes if node.kind is NodeKind.ATTRIBUTE]
    if relation == "weaker":
        for node in attributes:
            _, start, end = node.spans[0]
            if words[end : end + 1] == " ":
                yield words[:start] + words[end + 1 :]
    elif relation == "stronger" and not attributes:
        for node in nodes:
            start = node.spans[0].start
            if node.kind is NodeKind.OUTPUT and words[:start].lower().endswith((" a ", " the ")):
                yield from (f"{words[:start]}{size} {words[start:]}" for size in ("short", "detailed", "funny"))


def _started(words: str, relation: Relation, rng: random.Random) -> Iterator[str]:
    """Another first word, or another modal verb, of a requirement."""
    lower = words.lower()
    for old, new in _STARTS.get(relation, ()):
        if lower.startswith(old):
            yield like(words, new) + words[len(old) :]
            return
    for old, new in _MODALS.get(relation, ()):
        if old in words and len(words.split()) <= _PLAIN and not words.startswith(("If ", "When ")):
            yield words.replace(old, new, 1)
            return


def _done(words: str, relation: Relation, rng: random.Random) -> Iterator[str]:
    """Another first verb of a task."""
    if _QUESTION.match(words):
        return
    polite = _POLITE.match(words)
    start = polite.end() if polite else 0
    verb = _WORD.match(words, start)
    if verb is None or verb.end() == len(words) or _PARTICLE.match(words, verb.end()) or " into " in words:
        return
    after = _AFTER.search(words, verb.end())
    ends = after.start() if after else len(words)
    for new in _VERBS.get(relation, {}).get(verb[0].lower(), ()):
        if new in words.lower() or (" " in new and _PRONOUN.match(words, verb.end())):
            continue  # "outline an outline", "leave out them"
        if new not in _OF_MANY or _PLURAL.search(words, verb.end(), ends):
            yield words[:start] + like(verb[0], new) + words[verb.end() :]
