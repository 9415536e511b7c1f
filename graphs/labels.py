"""Labels that came with an instruction, in IFEval's terms: put on the graph's nodes, and read off them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from stemmata.graphs.constraints.ifeval import IFEVAL, Label, demands, extended, joined, lists_words, said
from stemmata.graphs.constraints.registry import family, payload
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.schemas.instruction import Payload

META = "ifeval"


class Labelled(NamedTuple):
    """A graph with the given labels on its nodes.

    Attributes:
        graph: The graph; `meta["ifeval"]` keeps the labels as they were given.
        found: How many of them the parser had found.
        placed: How many went to a node that the parser had read otherwise, or as no constraint that it knows.
        missing: Those for which no node states them; the graph's `meta` alone has them.
        dropped: What the parser read as constraints that IFEval can say, and no label says; its nodes stay, unread.
    """

    graph: Graph
    found: int
    placed: int
    missing: tuple[Payload, ...]
    dropped: tuple[Payload, ...]


class Said(NamedTuple):
    """What a graph demands, as labels.

    Attributes:
        labels: Ids and arguments, in order.
        unsayable: Constraints of IFEval's ids whose arguments IFEval cannot say.
        foreign: Constraints of other families, which were left out.
    """

    labels: tuple[Label, ...]
    unsayable: tuple[Payload, ...]
    foreign: tuple[Payload, ...]


def label(graph: Graph, labels: Sequence[Label], *, key: object = None) -> Labelled:
    """Put labels on a parsed graph: they are the truth, and the nodes show where the text states them.

    A node that says what a label says stays as it is. A label that no node says goes to a node of its kind that says
    something else, or to the one node that no family knew and that holds one of its family's cues. What the parser
    read, IFEval could say and no label says is taken off its node; other constraints stay.

    Args:
        graph: The graph of the text.
        labels: The labels, valid ones.
        key: The record's key, to be kept.

    Raises:
        InputError: A label has an id that no family answers to, or arguments that are not the family's.
    """
    wanted = _unique(payload(one.id, one.kwargs) for one in labels)
    keys = {key for one in wanted for key in demands(one)}
    now = {node.id: node.constraint for node in graph.constraint_nodes}
    wrong = {
        name: one
        for name, one in now.items()
        if one is not None and one.id in IFEVAL and not demands(one).keys() <= keys
    }
    now |= {name: None for name, one in wrong.items() if said(one)}  # IFEval would have a label for it
    taken = {key for one in now.values() if one is not None for key in demands(one)}
    rest = [one for one in wanted if not demands(one).keys() <= taken]
    missing: list[Payload] = []
    for one in joined(rest):
        name = _place(one, graph, now, wrong)
        if name is None:
            missing.append(one)
            continue
        held = now[name]
        more = [part for key, part in demands(one).items() if key not in taken]
        now[name] = one if held is None or name in wrong else extended(held, more)
        wrong.pop(name, None)
    absent = {key for one in missing for key in demands(one)}
    lost = tuple(one for one in rest if demands(one).keys() & absent)
    kept: dict[str, Any] = {} if key is None else {"key": key}
    kept |= {"instruction": graph.id, "instruction_id_list": [one.id for one in labels]}
    kept |= {"kwargs": [dict(one.kwargs) for one in labels]}
    if lost:
        kept["missing"] = [{"id": one.id, "kwargs": dict(one.kwargs)} for one in lost]
    return Labelled(
        _with_payloads(graph, now).with_meta({**graph.meta, META: kept}),
        found=len(wanted) - len(rest),
        placed=len(rest) - len(lost),
        missing=lost,
        dropped=tuple(one for name, one in wrong.items() if now[name] is None),
    )


def _place(one: Payload, graph: Graph, now: Mapping[str, Payload | None], wrong: Mapping[str, Payload]) -> str | None:
    """Return the node that is to hold a label; None where there is none.

    It is one that holds some of the label's words, one of its kind that says something else, or the only unread one
    with a cue of its family.
    """
    if lists_words(one.id):
        own = demands(one).keys()
        for name, held in now.items():
            if held is not None and held.id == one.id and demands(held).keys() <= own:
                return name
    for name, held in wrong.items():
        if held.id == one.id:
            return name
    cues = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, family(one.id).cues)) + ")")
    unread = [graph.node(name) for name, held in now.items() if held is None]
    holding = [node.id for node in unread if cues.search(node.text.lower())]
    return holding[0] if len(holding) == 1 else None


def _unique(constraints: Iterable[Payload]) -> list[Payload]:
    """Return constraints without those that demand nothing new."""
    seen: set[str] = set()
    kept = []
    for one in constraints:
        if not demands(one).keys() <= seen:
            kept.append(one)
        seen |= demands(one).keys()
    return kept


def labels_of(graph: Graph, *, all_families: bool = False) -> Said:
    """Return what a graph demands as labels.

    A graph that was labelled and still has the text that the labels were given for says just those labels.

    Args:
        graph: The graph.
        all_families: Take every family's constraints, with the arguments that Stemmata knows them by.
    """
    given = _given(graph)
    known = {key for one in given or () for key in demands(one)}
    stated = [node.constraint for node in graph.constraint_nodes if node.constraint is not None]
    if given is not None:
        stated = [one for one in stated if not (one.id in IFEVAL and said(one)) and not demands(one).keys() <= known]
    labels: list[Label] = []
    unsayable: list[Payload] = []
    foreign: list[Payload] = []
    for one in (*(given or ()), *stated):
        words = [Label(one.id, dict(one.kwargs))] if all_families else said(one)
        labels += words or []
        if not words:
            (unsayable if one.id in IFEVAL else foreign).append(one)
    return Said(tuple(labels), tuple(unsayable), tuple(foreign))


def _given(graph: Graph) -> list[Payload] | None:
    """Return the labels that a graph's text was given; None where it was given none."""
    kept = graph.meta.get(META)
    if not isinstance(kept, Mapping) or kept.get("instruction") != graph.id:
        return None
    return [Payload(*pair) for pair in zip(kept["instruction_id_list"], kept["kwargs"], strict=True)]


def _with_payloads(graph: Graph, payloads: Mapping[str, Payload | None]) -> Graph:
    """Return a graph with other constraints on its nodes; ids follow the content."""
    if all(payloads.get(node.id, node.constraint) == node.constraint for node in graph.nodes):
        return graph
    builder = GraphBuilder(graph.turns, graph.meta)
    handles: dict[str, int | None] = {graph.id: None}
    for node in graph.nodes:
        constraint = payloads.get(node.id, node.constraint)
        handles[node.id] = builder.add(node.kind, node.spans, role=node.role, constraint=constraint, extra=node.extra)
    for edge in graph.edges:
        source = handles[edge.source]
        if source is not None:
            builder.link(source, handles[edge.target], edge.kind, **edge.qualifiers)
    return replace(builder.build(), extra=graph.extra)
