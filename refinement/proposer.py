"""What an edit proposal is, how it is applied, and proposers by name."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, NamedTuple, Protocol, cast

from stemmata.graphs.edits import Replacement, join, places, splice, splice_turns
from stemmata.graphs.graph import Draft, Graph, words_at
from stemmata.schemas.config import ASKING_PROPOSERS
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Edge, Node, Payload, Span
from stemmata.schemas.records import Edit
from stemmata.schemas.vocabulary import EdgeKind, EditOp, NodeKind, Reconstruct, Relation

ENTRY_POINTS = "stemmata.proposers"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit of one node that somebody proposes.

    Attributes:
        op: What is done.
        kind: The kind of the node.
        node: The node to change or delete; None when one is added.
        relation: How the new instruction relates to the old one.
        replacements: The new texts of some spans; the only change of the text.
        payload: The payload of the node after the edit, for a Constraint.
        own: Where the node's own words stand inside the new text of an addition, as offsets into it.
        whole: Whether the words of a whole unit are written anew: what stands inside it is then found anew too, the
            payload is what the new words state, and the relation what the two payloads mean for each other.
        stray: What else would change; none where the edit is confined to the node. Such a proposal is for the record.
        free: Whether the proposer could have changed other parts too, so that this is a gate.
        proposer: Who wrote it, where that is not the proposer's own name.
        way: What a model wrote.
        asked: The relation that a model was asked for.
    """

    op: EditOp
    kind: NodeKind
    node: Node | None
    relation: Relation
    replacements: tuple[Replacement, ...]
    payload: Payload | None = None
    own: tuple[int, int] | None = None
    whole: bool = False
    stray: str = ""
    free: bool = False
    proposer: str = ""
    way: Reconstruct | None = None
    asked: Relation | None = None


class EditProposer(Protocol):
    """Proposes edits of a graph's nodes, best spread first; deterministic for a seed."""

    @property
    def name(self) -> str:
        """The name that the edits record."""

    def propose(self, graph: Graph, rng: random.Random) -> Iterator[Proposal]:
        """Yield proposals, each of one node."""


@cache
def get_proposer(name: str = "catalogue") -> EditProposer:
    """Return the proposer of this name.

    `catalogue` works by rules; `llm` asks a model, node by node; `eda` (random word edits) and `rewrite` (a model
    writes the whole prompt anew) are there for comparison; others are entry points of `stemmata.proposers`.

    Raises:
        InputError: There is no such proposer.
    """
    if name == "catalogue":
        from stemmata.refinement.catalogue import CatalogueProposer

        return CatalogueProposer()
    if name == "eda":
        from stemmata.refinement.eda import EdaProposer

        return EdaProposer()
    if name in ASKING_PROPOSERS:
        from stemmata.refinement.model_proposer import ModelProposer

        return ModelProposer(name)
    found = {entry.name: entry for entry in entry_points(group=ENTRY_POINTS)}
    if name not in found:
        known = ["catalogue", *sorted(ASKING_PROPOSERS), "eda", *sorted(found)]
        raise InputError(f"unknown proposer {name!r}", fix=f"known ones: {', '.join(known)}")
    return cast(EditProposer, found[name].load()())


class Applied(NamedTuple):
    """A proposal carried out: the new graph, and the record of the edit."""

    graph: Graph
    edit: Edit


def apply(graph: Graph, proposal: Proposal, proposer: str) -> Applied:
    """Carry out a proposal.

    Raises:
        EditError: The replacements do not fit the graph.
    """
    node = proposal.node
    ordered = tuple(sorted(proposal.replacements))
    if proposal.op == "delete_node":
        spans = join([replacement.span for replacement in ordered])
        ordered = tuple(Replacement(span, "") for span in spans)
    draft: Draft | None = None
    links: Sequence[Edge] = ()
    if proposal.op == "modify_node" and node is not None:
        draft = Draft(node.kind, moved_spans(node, ordered), node.role, proposal.payload, node.extra)
    elif proposal.op == "add_node" and proposal.own is not None:
        span, start = ordered[0].span, ordered[0].span.start
        draft = Draft(
            proposal.kind, (Span(span.turn, start + proposal.own[0], start + proposal.own[1]),), None, proposal.payload
        )
        links = [Edge("new", graph.id, EdgeKind.PART_OF)]
    spliced = splice(graph, ordered, edited=node.id if node else None, draft=draft, links=links)
    edited = _edited_node(spliced.graph, draft)
    before = [replacement.span for replacement in ordered]
    edit = Edit(
        op=proposal.op,
        node=node.id if node else cast(Node, edited).id,
        kind=proposal.kind,
        before=words_at(graph.turns, before) if proposal.op == "delete_node" else node.text if node else "",
        after=edited.text if edited else "",
        spans_before=tuple(before),
        spans_after=spliced.spans,
        relation=proposal.relation,
        proposer=proposal.proposer or proposer,
        constraint_before=_payload_dict(node.constraint if node else None),
        constraint_after=_payload_dict(proposal.payload),
        way=proposal.way,
        asked=proposal.asked,
    )
    return Applied(spliced.graph, edit)


def strayed(graph: Graph, node: Node, proposal: Proposal, proposer: str) -> Edit:
    """Return the record of an edit of a node that changes other places too: the words are those at all of them."""
    ordered = tuple(sorted(proposal.replacements))
    after = places(ordered)
    turns = splice_turns(graph.turns, ordered)
    return Edit(
        op=proposal.op,
        node=node.id,
        kind=node.kind,
        before=words_at(graph.turns, [replacement.span for replacement in ordered]),
        after=words_at(turns, after),
        spans_before=tuple(replacement.span for replacement in ordered),
        spans_after=after,
        relation=proposal.relation,
        proposer=proposal.proposer or proposer,
        constraint_before=_payload_dict(node.constraint),
        way=proposal.way,
        asked=proposal.asked,
    )


def moved_spans(node: Node, ordered: Sequence[Replacement]) -> tuple[Span, ...]:
    """Return where a node's spans end up when text inside them is replaced."""
    places = []
    for span in node.spans:
        before = sum(
            len(text) - (s.end - s.start) for s, text in ordered if s.turn == span.turn and s.end <= span.start
        )
        inside = sum(
            len(text) - (s.end - s.start)
            for s, text in ordered
            if s.turn == span.turn and span.start <= s.start and s.end <= span.end and s.end > span.start
        )
        places.append(Span(span.turn, span.start + before, span.end + before + inside))
    return tuple(place for place in places if place.end > place.start)


def _edited_node(graph: Graph, draft: Draft | None) -> Node | None:
    if draft is None:
        return None
    return next(
        node
        for node in graph.nodes
        if (node.kind, node.spans, node.role, node.constraint)
        == (draft.kind, draft.spans, draft.role, draft.constraint)
    )


def _payload_dict(payload: Payload | None) -> dict[str, Any] | None:
    return None if payload is None else {"id": payload.id, "kwargs": dict(payload.kwargs), "hard": payload.hard}
