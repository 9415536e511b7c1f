"""Variants of made instructions, and responses to them: a small number, the same whatever the size of the store."""

from __future__ import annotations

from made_graphs import made_graph

from stemmata.graphs.edits import modify_node
from stemmata.graphs.graph import Graph
from stemmata.graphs.stores.store import GraphStore
from stemmata.schemas.instruction import Payload
from stemmata.schemas.records import Edit, Response, Variant, Verdict
from stemmata.schemas.vocabulary import NodeKind

PARENTS = 50
EACH = 4


def parents(count: int) -> list[str]:
    """Return the ids of the instructions that have variants, strewn over a store of so many."""
    return [made_graph(number).id for number in _numbers(count)]


def add_variants(store: GraphStore, count: int) -> list[str]:
    """Write the variants of a store of so many instructions, and a response to each; returns the variants' ids."""
    pairs = [
        made_variant(made_graph(number), 1_000 + words) for number in _numbers(count) for words in range(1, EACH + 1)
    ]
    store.write_variants(pairs)
    store.write_responses(made_response(graph, passed=place % 3 > 0) for place, (_, graph) in enumerate(pairs))
    return [graph.id for _, graph in pairs]


def made_variant(parent: Graph, words: int) -> tuple[Variant, Graph]:
    """Return the variant whose first demand is for a number of words, with its graph."""
    node = parent.constraint_nodes[0]
    payload = Payload("length_constraints:number_words", {"relation": "less than", "num_words": words})
    after = f"Use fewer than {words} words"
    graph = modify_node(parent, node.id, after, constraint=payload)
    edit = Edit(
        op="modify_node",
        node=node.id,
        kind=NodeKind.CONSTRAINT,
        before=node.text,
        after=after,
        spans_before=node.spans,
        spans_after=next(one.spans for one in graph.constraint_nodes if one.text == after),
        relation="parallel",
        proposer="catalogue",
        constraint_after={"id": payload.id, "kwargs": dict(payload.kwargs)},
    )
    variant = Variant(
        id=graph.id,
        parent=parent.id,
        family=parent.id,
        turns=tuple(turn.text for turn in graph.turns),
        parent_turns=tuple(turn.text for turn in parent.turns),
        roles=tuple(turn.role for turn in graph.turns),
        edit=edit,
        gates={"parses_back": True},
        status="accepted",
    )
    return variant, graph


def made_response(graph: Graph, *, passed: bool) -> Response:
    """Return a response with a verdict on each typed demand."""
    verdicts = [
        Verdict(
            id=node.constraint.id,
            kwargs=dict(node.constraint.kwargs),
            hard=node.constraint.hard,
            passed=passed,
            detail="counted",
            node=node.id,
        )
        for node in graph.constraint_nodes
        if node.constraint is not None
    ]
    return Response(
        id=f"response-{graph.id}",
        instruction=graph.id,
        family=graph.id,
        model="made",
        mode="direct",
        text="Here it is.",
        passed=passed,
        constraints=tuple(verdicts),
    )


def _numbers(count: int) -> list[int]:
    return [place * count // PARENTS for place in range(min(PARENTS, count))]
