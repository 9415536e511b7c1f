"""Graphs, variants and responses to put into stores, and the stores that one contract holds for."""

from __future__ import annotations

import random
from collections.abc import Iterable
from types import SimpleNamespace

import pytest

from stemmata.graphs.edits import modify_node
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.graphs.stores.store import GraphStore
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.records import Edit, Failure, JudgedConstraint, Judgement, Response, Variant, Verdict
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


def make_graph(number: int = 0, *, words: int = 300, capitals: bool = False) -> Graph:
    shout = " Use capital letters only." if capitals else ""
    text = f"I have {number} cats. Write a short poem about them. Use at least {words} words. Rhyme. Be polite.{shout}"
    builder = GraphBuilder([Turn("user", text)], {"source": f"made.jsonl:{number}", "source_id": number})

    def add(kind: NodeKind, part: str, **more: object) -> int:
        start = text.index(part)
        return builder.add(kind, [Span(0, start, start + len(part))], **more)

    fact = add(NodeKind.FACT, f"I have {number} cats", role="background", extra={"seen": [1, {"é": None}]})
    act = add(NodeKind.SUB_INSTRUCTION, "Write a short poem about them")
    length = add(
        NodeKind.CONSTRAINT,
        f"Use at least {words} words",
        constraint=Payload("length_constraints:number_words", {"relation": "at least", "num_words": words}),
    )
    tone = add(NodeKind.CONSTRAINT, "Be polite", constraint=Payload("style:tone", {"tone": "polite"}, False))
    untyped = add(NodeKind.CONSTRAINT, "Rhyme")
    verb, poem = add(NodeKind.ACTION, "Write"), add(NodeKind.OUTPUT, "poem")
    them, brief = add(NodeKind.ENTITY, "them"), add(NodeKind.ATTRIBUTE, "a short")
    if capitals:
        case = add(
            NodeKind.CONSTRAINT, "Use capital letters only", constraint=Payload("change_case:english_capital", {})
        )
        builder.link(case, None, EdgeKind.PART_OF)
    for part in (fact, act, length, tone):
        builder.link(part, None, EdgeKind.PART_OF, order=part)
    for part in (verb, poem, them, brief, untyped):
        builder.link(part, act, EdgeKind.PART_OF)
    builder.link(act, verb, EdgeKind.PERFORMS_ACTION, composition="and", polarity="required")
    builder.link(them, verb, EdgeKind.PERFORMS_ACTION, role="topic")
    builder.link(verb, poem, EdgeKind.PRODUCES)
    builder.link(poem, brief, EdgeKind.HAS_ATTRIBUTE)
    builder.link(act, fact, EdgeKind.DEPENDS_ON, reference="recall", turn=0)
    builder.link(length, poem, EdgeKind.CONSTRAINS, scope='the whole "output"', condition="if it's möglich")
    builder.link(tone, act, EdgeKind.CONSTRAINS)
    return builder.build()


def plain_graph(*texts: str, meta: dict[str, object] | None = None) -> Graph:
    turns = [Turn("assistant" if i % 2 else "user", text) for i, text in enumerate(texts)]
    builder = GraphBuilder(turns, meta or {})
    for index, turn in enumerate(turns):
        if turn.text:
            act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(index, 0, len(turn.text))])
            builder.link(act, None, EdgeKind.PART_OF)
    return builder.build()


def make_variant(parent: Graph, words: int, *, family: str | None = None) -> tuple[Variant, Graph]:
    node = next(n for n in parent.constraint_nodes if n.constraint and n.constraint.id.endswith("number_words"))
    after = f"Use at most {words} words"
    payload = Payload("length_constraints:number_words", {"relation": "at most", "num_words": words})
    graph = modify_node(parent, node.id, after, constraint=payload)
    changed = next(n for n in graph.constraint_nodes if n.text == after)
    edit = Edit(
        op="modify_node",
        node=node.id,
        kind=NodeKind.CONSTRAINT,
        before=node.text,
        after=after,
        spans_before=node.spans,
        spans_after=changed.spans,
        relation="contradicting",
        proposer="catalogue",
        constraint_after={"id": payload.id, "kwargs": dict(payload.kwargs)},
    )
    variant = Variant(
        id=graph.id,
        parent=parent.id,
        family=family or parent.id,
        turns=tuple(turn.text for turn in graph.turns),
        parent_turns=tuple(turn.text for turn in parent.turns),
        roles=tuple(turn.role for turn in graph.turns),
        edit=edit,
        gates={"parses_back": True, "natural": True},
        status="accepted",
        note={"kept": ["too", 1.5, None]},
    )
    return variant, graph


def refuse(variant: Variant, gate: str, reason: str) -> Variant:
    return variant.model_copy(update={"status": "refused", "gate": gate, "reason": reason})


def make_response(graph: Graph, number: int = 0, *, passed: bool = True) -> Response:
    verdicts = []
    for node in graph.constraint_nodes:
        if node.constraint is not None:
            hard = node.constraint.hard
            verdict = passed if hard else None
            kwargs = dict(node.constraint.kwargs)
            verdicts.append(
                Verdict(
                    id=node.constraint.id,
                    kwargs=kwargs,
                    hard=hard,
                    passed=verdict,
                    detail=f"{number} words",
                    node=node.id,
                )
            )
    return Response(
        id=f"response-{number}-{graph.id}",
        instruction=graph.id,
        family=graph.id,
        model="scripted",
        mode="direct",
        text=f"Cats, {number} of them.\r\n\U0001f408",
        passed=passed,
        constraints=tuple(verdicts),
        sampled={"temperature": 0.7},
    )


def make_judgement(response: Response, graph: Graph, *, judge: str = "scripted", passed: bool | None = True):
    return Judgement(
        id=f"judgement-{judge}-{response.id}",
        response=response.id,
        instruction=graph.id,
        family=graph.id,
        judge=judge,
        passed=passed,
        constraints=tuple(
            JudgedConstraint(
                node=node.id,
                text=node.text,
                id=node.constraint.id if node.constraint else None,
                passed=None if node.constraint is None else passed,
                detail='{"id": "é \ud800"}',
            )
            for node in graph.constraint_nodes
            if node.constraint is None or not node.constraint.hard
        ),
        verified=tuple(one for one in response.constraints if one.hard),
        sampled={"temperature": [0.7, None]},
    )


def make_failure(number: int = 0) -> Failure:
    return Failure(stage="parse", reason="empty", detail="no text", where=f"made.jsonl:{number}", id=None, seen=number)


def content(store: GraphStore) -> list[object]:
    """All that a store holds, in order, to compare stores by."""
    return [
        [graph.to_dict() for graph in store.graphs()],
        [variant.model_dump() for variant in store.variants()],
        [response.model_dump() for response in store.responses()],
        [judgement.model_dump() for judgement in store.judgements()],
        [failure.model_dump() for failure in store.failures()],
        list(store.query("MATCH (i:Instruction) RETURN i.id, i.family, i.depth, i.source ORDER BY i.id")),
        store.counts(),
    ]


def shuffled(items: Iterable[object], seed: int) -> list[object]:
    listed = list(items)
    random.Random(seed).shuffle(listed)
    return listed


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    return SimpleNamespace(
        graph=make_graph,
        plain=plain_graph,
        variant=make_variant,
        refuse=refuse,
        response=make_response,
        judgement=make_judgement,
        failure=make_failure,
        content=content,
        shuffled=shuffled,
    )
