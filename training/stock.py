"""Stock sentences about what an instruction names, and the layouts they can stand in: what rehearsed answers are of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import digest
from stemmata.schemas.vocabulary import NodeKind

_OPENINGS = (
    "Here is what there is to say about {topic}.",
    "This is about {topic}, as it was asked for.",
    "What follows deals with {topic}.",
    "Let us turn to {topic} without delay.",
)
_MIDDLES = (
    "At first sight {thing} looks like a small matter.",
    "Most people know {thing} better than they think.",
    "There is more to say of {thing} than fits in a line.",
    "With {thing} one does well to begin slowly.",
    "Nobody who has thought about {thing} will be surprised.",
    "The case of {thing} shows this clearly.",
    "Much depends on how one looks at {thing}.",
    "A good example of this is {thing}.",
    "Some care about {thing} and some do not.",
    "It takes a while until {thing} makes sense.",
    "One could also begin with {thing} and go on from there.",
    "In many houses {thing} is a thing of every day.",
)
_CLOSINGS = (
    "So much for {topic}.",
    "That is what can be said of {topic} here.",
    "In the end {topic} comes down to patience and care.",
    "Anyone who wants to know more of {topic} can go on from here.",
)
_STEPS = (1, 5, 7, 11)  # each comes round to every form
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_LONG = (20, 60)  # how many sentences the longer layouts have


def pick(choices: int, *about: object) -> int:
    """Return one of so many numbers, as a hash of texts has it."""
    return int(digest(*map(str, about))[:12], 16) % choices


def sentences(graph: Graph, sample: int, count: int | None = None) -> list[str]:
    """Return sentences about what an instruction names, different for each instruction and sample.

    Args:
        graph: The instruction.
        sample: Which of several answers.
        count: How many; by default as fits what the instruction names.
    """
    entities, outputs = _names(graph, NodeKind.ENTITY), _names(graph, NodeKind.OUTPUT)
    things = list(dict.fromkeys((*entities, *outputs))) or ["the question"]
    topics = entities or things
    topic = topics[pick(len(topics), graph.id, "topic", sample)]
    middles = max(3, min(6, len(things))) if count is None else max(0, count - 2)
    return [
        _OPENINGS[pick(len(_OPENINGS), graph.id, "opening", sample)].format(topic=topic),
        *_about(things, pick(len(_MIDDLES), graph.id, "middle", sample), pick(4, graph.id, "step", sample), middles),
        _CLOSINGS[pick(len(_CLOSINGS), graph.id, "closing", sample)].format(topic=topic),
    ]


def _about(things: Sequence[str], start: int, step: int, count: int) -> Iterator[str]:
    """Yield sentences, each thing in turn, and the forms in one of four orders."""
    size = len(_MIDDLES)
    for place, thing in enumerate(islice(cycle(things), count)):
        yield _MIDDLES[(start + place * _STEPS[step] + place // size) % size].format(thing=thing)


def _names(graph: Graph, kind: NodeKind) -> list[str]:
    """Return the words of the nodes of a kind, each once, on one line and no longer than a phrase."""
    words = (" ".join(node.text.split()) for node in graph.of_kind(kind))
    return list(dict.fromkeys(word for word in words if 0 < len(word) <= 60))[:6]


def layouts(text: str, graph: Graph, sample: int) -> Iterator[str]:
    """Yield a text as it is, longer, and with its sentences in other layouts, likely ones first."""
    yield text
    said = [found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip()][:40] or [text]
    more = sentences(graph, sample, _LONG[1])[1:-1]
    for count in _LONG:
        yield " ".join([text, *more[:count]])
    some = [*said, *more[: max(0, 12 - len(said))]]
    bare = [one.rstrip(".!?") for one in some]
    yield "\n\n".join(some)
    yield "\n".join(f"* {one}" for one in bare)
    yield "\n".join(f"{place}. {one}" for place, one in enumerate(bare, start=1))
    yield "\n\n".join(f"## {one}\n\n{one}." for one in bare)
    yield " ".join(_marked(some, "*"))
    yield " ".join(_marked(some, "**"))
    yield "\n\n".join(f"> {one}" for one in some)
    yield "\n\n".join(f"Section {place}\n{one}" for place, one in enumerate(some, start=1))
    yield "| No. | Text |\n|---|---|\n" + "\n".join(f"| {place} | {one} |" for place, one in enumerate(bare, start=1))
    yield "\n\n".join([some[0], *(f"```\n{one}\n```" for one in bare[1:])])
    yield "* " + "\n  * ".join(bare[:3])
    yield " ".join(f"{one.rstrip('.!?')} [{place}]." for place, one in enumerate(some, start=1))


def _marked(some: Sequence[str], mark: str) -> Iterator[str]:
    for one in some:
        words = one.split(" ")
        yield " ".join([*words[:-1], f"{mark}{words[-1].rstrip('.!?')}{mark}."])
