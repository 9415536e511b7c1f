"""A small store whose every answer is known: six instructions, four variants, five responses, five judgements."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from stemmata.graphs.edits import delete_node, modify_node
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.graphs.stores.store import GraphStore
from stemmata.schemas.instruction import Node, Payload, Span, Turn
from stemmata.schemas.records import Edit, Judgement, Response, Variant, Verdict
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

CONSTRAINTS: Mapping[str, Payload | None] = {
    "Use at least 100 words": Payload("length_constraints:number_words", {"relation": "at least", "num_words": 100}),
    "Use at most 50 words": Payload("length_constraints:number_words", {"relation": "at most", "num_words": 50}),
    "Use at least 200 words": Payload("length_constraints:number_words", {"relation": "at least", "num_words": 200}),
    "Use at most 20 words": Payload("length_constraints:number_words", {"relation": "at most", "num_words": 20}),
    "Use at least 300 words": Payload("length_constraints:number_words", {"relation": "at least", "num_words": 300}),
    "No commas": Payload("punctuation:no_comma", {}),
    "Be polite": Payload("style:tone", {"tone": "polite"}, False),
    "In all capitals": Payload("change_case:english_capital", {}),
    "Use 3 bullet points": Payload("detectable_format:number_bullet_lists", {"num_bullets": 3}),
    "Use at least 5 bullet points": Payload(
        "detectable_format:number_bullet_lists", {"num_bullets": 5, "relation": "at least"}
    ),
    "In Welsh": Payload("language:response_language", {"language": "cy"}),
    "Exactly three rivers": None,
}


class Sketch:
    """An instruction put together from pieces: each is a sentence of its turn."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.texts: list[list[str]] = [[]]
        self.nodes: list[tuple[NodeKind, Span, dict[str, Any]]] = []
        self.links: list[tuple[int, int | None, EdgeKind, dict[str, Any]]] = []

    def turn(self, words: str | None = None) -> None:
        """Begin another turn; with words, put one of the assistant's before it."""
        if words is not None:
            self.texts.append([words])
        self.texts.append([])

    def piece(self, kind: NodeKind, words: str, **more: Any) -> int:
        """Add a sentence that is a node, a part of the instruction."""
        turn = len(self.texts) - 1
        start = sum(len(said) + 2 for said in self.texts[turn])
        self.texts[turn].append(words)
        self.nodes.append((kind, Span(turn, start, start + len(words)), more))
        self.links.append((len(self.nodes) - 1, None, EdgeKind.PART_OF, {}))
        return len(self.nodes) - 1

    def inner(self, act: int, kind: NodeKind, words: str, **qualifiers: Any) -> int:
        """Add a node within an act's words."""
        span = self.nodes[act][1]
        start = self.texts[span.turn][-1].index(words) + span.start
        self.nodes.append((kind, Span(span.turn, start, start + len(words)), {}))
        self.links.append((len(self.nodes) - 1, act, EdgeKind.PART_OF, qualifiers))
        return len(self.nodes) - 1

    def act(self, words: str, action: str = "", output: str = "", attribute: str = "", **entities: str) -> int:
        """Add an act with what it holds; entities come by their role."""
        act = self.piece(NodeKind.SUB_INSTRUCTION, words)
        if action:
            verb = self.inner(act, NodeKind.ACTION, action)
            self.links.append((act, verb, EdgeKind.PERFORMS_ACTION, {}))
            if output:
                made = self.inner(act, NodeKind.OUTPUT, output)
                self.links.append((verb, made, EdgeKind.PRODUCES, {}))
                if attribute:
                    like = self.inner(act, NodeKind.ATTRIBUTE, attribute)
                    self.links.append((made, like, EdgeKind.HAS_ATTRIBUTE, {}))
        for role, words in entities.items():
            self.inner(act, NodeKind.ENTITY, words, role=role)
        return act

    def limit(self, words: str, act: int | None, polarity: str | None = "required", scope: str = "output") -> None:
        """Add a constraint on an act."""
        node = self.piece(NodeKind.CONSTRAINT, words, constraint=CONSTRAINTS[words])
        if act is not None:
            qualifiers = {"scope": scope} | ({"polarity": polarity} if polarity else {})
            self.links.append((node, act, EdgeKind.CONSTRAINS, qualifiers))

    def depends(self, act: int, on: int, **qualifiers: Any) -> None:
        """Let an act depend on a fact or another act."""
        self.links.append((act, on, EdgeKind.DEPENDS_ON, qualifiers))

    def graph(self) -> Graph:
        """Return the graph."""
        turns = [Turn("assistant" if i % 2 else "user", ". ".join(said) + ".") for i, said in enumerate(self.texts)]
        builder = GraphBuilder(turns, {"source": self.source})
        for kind, span, more in self.nodes:
            builder.add(kind, [span], **more)
        for source, target, kind, qualifiers in self.links:
            builder.link(source, target, kind, **qualifiers)
        return builder.build()


def _rain() -> Graph:
    sketch = Sketch("mine.jsonl:1")
    fact = sketch.piece(NodeKind.FACT, "I own a boat", role="background")
    act = sketch.act("Write a short poem about rain", "Write", "poem", "short", topic="rain")
    sketch.depends(act, fact, role="topic")
    sketch.limit("Use at least 100 words", act)
    sketch.limit("Use at most 50 words", act)
    sketch.limit("No commas", act, "forbidden")
    sketch.limit("In all capitals", act)
    return sketch.graph()


def _story() -> Graph:
    sketch = Sketch("mine.jsonl:2")
    act = sketch.act("Write a short story about rain", "Write", "story", "short", topic="rain")
    sketch.limit("Use at least 200 words", act)
    sketch.limit("Be polite", act, None)
    sketch.limit("No commas", act, "forbidden")
    return sketch.graph()


def _rivers() -> Graph:
    sketch = Sketch("mine.jsonl:10")
    first = sketch.act("List the rivers of Europe", "List", "rivers", topic="Europe")
    second = sketch.act("Sort them by length", "Sort", target="length")
    third = sketch.act("Explain the order", "Explain", target="order")
    sketch.depends(second, first, composition="chain", order=1)
    sketch.depends(third, second, composition="chain", order=2)
    sketch.limit("Exactly three rivers", first, scope="list")
    sketch.limit("Use 3 bullet points", first, scope="list")
    sketch.limit("Use at least 5 bullet points", first, scope="list")
    return sketch.graph()


def _poem() -> Graph:
    sketch = Sketch("bench.jsonl:1")
    act = sketch.act("write a short poem about Rain", "write", "poem", "short", topic="Rain")
    sketch.limit("In all capitals", act)
    return sketch.graph()


def _bakery() -> Graph:
    sketch = Sketch("bench.jsonl:2")
    sketch.piece(NodeKind.FACT, "Bread, cake, coffee", role="material")
    first = sketch.act("Suggest names for a bakery", "Suggest", "names", target="bakery")
    sketch.limit("Be polite", first, "optional")
    sketch.limit("In Welsh", None)
    sketch.turn("The Crusty Loaf")
    second = sketch.act("Make them shorter", "Make")
    sketch.depends(second, first, reference="refinement", turn=0)
    return sketch.graph()


def _songs() -> Graph:
    sketch = Sketch("mine.jsonl:11")
    act = sketch.act("List long songs about trees", "List", "songs", "long", topic="trees")
    sketch.limit("Use at least 200 words", act)
    sketch.limit("Be polite", act)
    sketch.limit("No commas", act)
    return sketch.graph()


def _node(graph: Graph, words: str) -> Node:
    return next(node for node in graph.nodes if node.text == words)


def _variant(root: Graph, parent: Graph, before: str, after: str, relation: str) -> tuple[Variant, Graph]:
    node = _node(parent, before)
    if after:
        graph = modify_node(parent, node.id, after, constraint=CONSTRAINTS.get(after))
    else:
        graph = delete_node(parent, node.id)
    edit = Edit(
        op="modify_node" if after else "delete_node",
        node=node.id,
        kind=node.kind,
        before=before,
        after=after,
        spans_before=node.spans,
        spans_after=_node(graph, after).spans if after else (),
        relation=relation,
        proposer="hand",
    )
    variant = Variant(
        id=graph.id,
        parent=parent.id,
        family=root.id,
        turns=tuple(turn.text for turn in graph.turns),
        parent_turns=tuple(turn.text for turn in parent.turns),
        roles=tuple(turn.role for turn in graph.turns),
        edit=edit,
        gates={"parses_back": True},
        status="accepted",
    )
    return variant, graph.with_meta(dict(parent.meta))


def _response(name: str, graph: Graph, root: Graph, mode: str, model: str, fails: str = "") -> Response:
    verdicts = [
        Verdict(
            id=node.constraint.id,
            kwargs=dict(node.constraint.kwargs),
            hard=node.constraint.hard,
            passed=node.text != fails if node.constraint.hard else None,
            detail="broken" if node.text == fails else "kept",
            node=node.id,
        )
        for node in graph.constraint_nodes
        if node.constraint is not None
    ]
    return Response(
        id=f"response-{name}",
        instruction=graph.id,
        family=root.id,
        model=model,
        mode=mode,
        text=name,
        passed=not fails,
        constraints=tuple(verdicts),
    )


def _judgement(response: Response, judge: str, passed: bool) -> Judgement:
    return Judgement(
        id=f"judgement-{judge}-{response.id}",
        response=response.id,
        instruction=response.instruction,
        family=response.family,
        judge=judge,
        passed=passed,
    )


@dataclass(frozen=True)
class World:
    """What the store holds.

    Attributes:
        ids: The ids of instructions by the names that the tests give them.
        graphs: The instructions.
        pairs: The variants with their graphs.
        responses: The responses.
        judgements: What judges said of them.
    """

    ids: Mapping[str, str]
    graphs: list[Graph]
    pairs: list[tuple[Variant, Graph]]
    responses: list[Response]
    judgements: list[Judgement]
    names: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", {key: name for name, key in self.ids.items()})

    def put(self, store: GraphStore, seed: int = 0) -> GraphStore:
        """Write all of it, in an order of the seed's."""
        order = random.Random(seed)
        for write, items in (
            (store.write, self.graphs),
            (store.write_variants, self.pairs),
            (store.write_responses, self.responses),
            (store.write_judgements, self.judgements),
        ):
            mixed = list(items)
            order.shuffle(mixed)
            write(mixed)
        return store

    def named(self, value: Any) -> Any:
        """Return a value with the tests' names in the place of ids."""
        if isinstance(value, list):
            return [self.named(one) for one in value]
        return self.names.get(value, value) if isinstance(value, str) else value


@pytest.fixture(scope="session")
def world() -> World:
    roots = {
        "rain": _rain(),
        "story": _story(),
        "rivers": _rivers(),
        "poem": _poem(),
        "bakery": _bakery(),
        "songs": _songs(),
    }
    story = roots["story"]
    brief = _variant(story, story, "Use at least 200 words", "Use at most 20 words", "contradicting")
    longer = _variant(story, story, "Use at least 200 words", "Use at least 300 words", "stronger")
    blunt = _variant(story, story, "Be polite", "", "weaker")
    snow = _variant(story, brief[1], "rain", "snow", "parallel")
    variants = {"brief": brief, "longer": longer, "blunt": blunt, "snow": snow}
    responses = [
        _response("a", story, story, "given", "given"),
        _response("b", story, story, "direct", "small", "No commas"),
        _response("c", brief[1], story, "direct", "small", "Use at most 20 words"),
        _response("d", brief[1], story, "repair", "given"),
        _response("e", longer[1], story, "direct", "small", "No commas"),
    ]
    ids = {name: graph.id for name, graph in roots.items()} | {name: pair[1].id for name, pair in variants.items()}
    given, broken, short, repaired, _ = responses
    judgements = [
        _judgement(given, "kind", True),
        _judgement(broken, "kind", True),
        _judgement(given, "stern", False),
        _judgement(short, "stern", False),
        _judgement(repaired, "stern", True),
    ]
    return World(ids, list(roots.values()), list(variants.values()), responses, judgements)
