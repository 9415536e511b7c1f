"""A proposal carried out, parsed and put before the gates: the record of a variant, with its graph where it passed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from stemmata.graphs.edits import splice_turns
from stemmata.graphs.graph import Graph
from stemmata.parsing.parser import Parser
from stemmata.refinement.gates import GATES, Candidate, new_text
from stemmata.refinement.modelled import found_inside, is_modelled, stable
from stemmata.refinement.proposer import Applied, Proposal, apply, moved_spans, strayed
from stemmata.refinement.recognised import payload_at, true_relation
from stemmata.schemas.instruction import Turn, instruction_id
from stemmata.schemas.records import Edit, GateName, Variant
from stemmata.schemas.vocabulary import NodeKind

Outcome = tuple[Variant, Graph | None]
_KEPT = ("source", "source_id", "parser")  # of the provenance: what holds of a variant too


def weighed(
    graph: Graph, proposal: Proposal, proposer: str, parser: Parser, seen: Collection[str], family: str
) -> Outcome:
    """Carry out a proposal and ask the gates.

    The variant's graph is what its text parses to. That of a model's graph is the parent's with the new words in it,
    since the rules would not find the model's nodes in its text: see `refinement.modelled`.

    Args:
        graph: The instruction.
        proposal: The edit.
        proposer: Who proposes, where the proposal does not say.
        parser: What the new text must parse back with; for a model's graph, what reads both texts.
        seen: The ids of the texts that the family has.
        family: The id of the family's root.

    Returns:
        The record, and the graph where it was accepted.
    """
    if proposal.stray and proposal.node is not None:
        edit = strayed(graph, proposal.node, proposal, proposer)
        turns = splice_turns(graph.turns, proposal.replacements)
        return _record(graph, turns, edit, family, {"minimal": False}, ("minimal", proposal.stray)), None
    said: dict[str, bool] = {"minimal": True} if proposal.free else {}
    turns = splice_turns(graph.turns, proposal.replacements)
    modelled = is_modelled(graph)
    meta = {key: value for key, value in graph.meta.items() if key in _KEPT and (modelled or key != "parser")}
    parsed = parser.parse(turns, meta)
    applied = _applied(graph, proposal, proposer, parsed)
    gates: list[tuple[GateName, Callable[[Candidate], str | None]]] = list(GATES)
    if modelled:
        before = parser.parse(graph.turns)
        gates[1] = ("stable", lambda candidate: stable(before, parsed, candidate.edit))
        made = found_inside(applied.graph, applied.edit, parsed).with_meta(meta)
    else:
        made = parsed
    candidate = Candidate(graph, applied.graph, applied.edit, made, proposal.whole)
    refused: tuple[GateName, str] | None = None
    repeated = new_text(candidate, seen)
    if repeated:
        refused = ("new", repeated)
        said["new"] = False
    for name, gate in gates:
        if refused is not None:
            break
        reason = gate(candidate)
        said[name] = reason is None
        if reason is not None:
            refused = (name, reason)
    return _record(graph, made.turns, applied.edit, family, said, refused), None if refused else made


def _applied(graph: Graph, proposal: Proposal, proposer: str, parsed: Graph) -> Applied:
    """Apply a proposal; of a whole unit written anew, payload and relation are those of its new words."""
    node = proposal.node
    if proposal.whole and node is not None and node.kind is NodeKind.CONSTRAINT:
        found = payload_at(parsed, moved_spans(node, sorted(proposal.replacements)))
        relation = true_relation(node.constraint, found, proposal.relation)
        proposal = replace(proposal, payload=found, relation=relation)
    return apply(graph, proposal, proposer)


def _record(
    graph: Graph,
    turns: tuple[Turn, ...],
    edit: Edit,
    family: str,
    said: dict[str, bool],
    refused: tuple[GateName, str] | None,
) -> Variant:
    return Variant(
        id=instruction_id(turns),
        parent=graph.id,
        family=family,
        turns=tuple(turn.text for turn in turns),
        parent_turns=tuple(turn.text for turn in graph.turns),
        roles=tuple(turn.role for turn in graph.turns),
        edit=edit,
        gates=said,
        status="refused" if refused else "accepted",
        gate=refused[0] if refused else None,
        reason=refused[1] if refused else None,
    )
