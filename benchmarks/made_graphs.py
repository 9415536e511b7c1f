"""Made instructions for benchmarks of stores: any number of them, all different, each of eight nodes and 13 edges.

The instruction itself is one of the nodes. Which families, tasks, topics and numbers meet is drawn by the instruction's
number, so that the hundredth is the same in every run and every process.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

_TASKS = (
    *(("Write", "poem"), ("Draft", "letter"), ("Compose", "song"), ("Write", "story"), ("Prepare", "summary")),
    *(("Make", "list"), ("Plan", "lesson"), ("Write", "review"), ("Outline", "speech"), ("Invent", "riddle")),
)
_LIKE = ("short", "cheerful", "formal", "plain", "long", "witty", "gentle", "vivid")
_TOPICS = (
    *("rain", "harbours", "old maps", "night trains", "bees", "glass", "winter", "bridges", "tea", "sailing"),
    *("libraries", "foxes", "clocks", "gardens", "rivers", "bread", "comets", "lanterns", "chess", "wool"),
)
_WORDS = ("silver", "quietly", "window", "perhaps", "stone", "yellow", "music", "often")


def made(count: int, start: int = 0) -> Iterator[Graph]:
    """Yield the instructions with these numbers."""
    for number in range(start, start + count):
        yield made_graph(number)


def made_graph(number: int) -> Graph:
    """Return the instruction with a number."""
    draw = random.Random(number)
    action, output = draw.choice(_TASKS)
    like, topic = draw.choice(_LIKE), draw.choice(_TOPICS)
    one, other = draw.sample(_limits(draw), 2)
    asked = f"{action} a {like} {output} about {topic} number {number}"
    texts = (asked, one[0], other[0])
    builder = GraphBuilder([Turn("user", ". ".join(texts) + ".")], {"source": f"made-{number % 7}.jsonl:{number}"})
    inner = (
        (NodeKind.ACTION, action),
        (NodeKind.ATTRIBUTE, like),
        (NodeKind.OUTPUT, output),
        (NodeKind.ENTITY, f"{topic} number {number}"),
    )
    act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, len(asked))])
    end = 0
    places = []
    for kind, words in inner:
        start = asked.index(words, end)
        end = start + len(words)
        places.append(builder.add(kind, [Span(0, start, end)]))
    verb, attribute, product, entity = places
    at = len(asked) + 2
    limits = []
    for words, payload in (one, other):
        limits.append(builder.add(NodeKind.CONSTRAINT, [Span(0, at, at + len(words))], constraint=payload))
        at += len(words) + 2
    for node in (act, *limits):
        builder.link(node, None, EdgeKind.PART_OF)
    for node in places:
        builder.link(node, act, EdgeKind.PART_OF)
    builder.link(act, verb, EdgeKind.PERFORMS_ACTION, composition="and", order=1)
    builder.link(entity, verb, EdgeKind.PERFORMS_ACTION, role="topic")
    builder.link(verb, product, EdgeKind.PRODUCES)
    builder.link(product, attribute, EdgeKind.HAS_ATTRIBUTE)
    for node in limits:
        builder.link(node, act, EdgeKind.CONSTRAINS, scope="response", polarity="required")
    return builder.build()


def _limits(draw: random.Random) -> list[tuple[str, Payload]]:
    words, sentences, bullets, word = (
        draw.randint(20, 900),
        draw.randint(2, 30),
        draw.randint(2, 9),
        draw.choice(_WORDS),
    )
    return [
        (
            f"Use at least {words} words",
            Payload("length_constraints:number_words", {"relation": "at least", "num_words": words}),
        ),
        (
            f"Use at most {sentences} sentences",
            Payload("length_constraints:number_sentences", {"relation": "at most", "num_sentences": sentences}),
        ),
        (f"Give {bullets} bullet points", Payload("detectable_format:number_bullet_lists", {"num_bullets": bullets})),
        (f'Include the word "{word}"', Payload("keywords:existence", {"keywords": [word]})),
        ("Use no commas", Payload("punctuation:no_comma", {})),
        ("Write in lowercase", Payload("change_case:english_lowercase", {})),
        ("Add a title", Payload("detectable_format:title", {})),
        ("Be polite", Payload("style:tone", {"tone": "polite"}, False)),
    ]
