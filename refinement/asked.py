"""Variants that a model writes, one node at a time (DeMoRecon, appendix E.3): which nodes are asked about, and when."""

from __future__ import annotations

from collections.abc import Sequence

from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking, together
from stemmata.llm.calls import Call
from stemmata.llm.structured import ask_for
from stemmata.parsing.parser import Parser
from stemmata.refinement.catalogue import repeated, touches
from stemmata.refinement.prompts import NATURAL, Naturalness
from stemmata.refinement.proposer import Proposal
from stemmata.refinement.shown import changed_span, part
from stemmata.refinement.suggesting import Wanted, rewritten, suggested
from stemmata.refinement.weighing import Outcome, weighed
from stemmata.schemas.instruction import Node, digest
from stemmata.schemas.records import Failure
from stemmata.schemas.settings import VarySettings
from stemmata.schemas.vocabulary import ASKING_ROLES, NodeKind, Relation

_CHOSEN: tuple[Relation, Relation] = ("contradicting", "parallel")  # DeMoRecon's two
_LONGEST = 2_000  # characters of a node that a model is asked to write anew


def asked_variants(
    graph: Graph, settings: VarySettings, parser: Parser, *, family: str | None = None
) -> Asking[tuple[list[Outcome], list[Failure]]]:
    """Ask a model to change the nodes of an instruction, one at a time, and put what it writes before the gates.

    Tasks and requirements are changed, facts never. As many nodes are asked about at once as variants are still
    wanted, so that no call is made whose answer is not needed. Which relation a node is asked for, and the order of
    the nodes, follow from the seed and the node's own prompt alone: an edit elsewhere changes neither.

    Args:
        graph: The instruction.
        settings: The way, the relations, the seed, how many variants to accept, whether a judge is asked.
        parser: The rules parser, that new texts must parse back with.
        family: The id of the family's root; by default the graph is the root.

    Returns:
        The record of each variant with its graph where it was accepted; and what came to nothing before that: calls
        that failed, nodes that the model called INVALID.
    """
    outcomes: list[Outcome] = []
    failures: list[Failure] = []
    waiting = suggestions(graph, settings)
    seen = {graph.id}
    while waiting:
        missing = settings.per_instruction - sum(made is not None for _, made in outcomes)
        if missing <= 0:
            break
        round_, waiting = waiting[:missing], waiting[missing:]
        answers = yield from together(round_)
        failures += [one for one in answers if isinstance(one, Failure)]
        proposals = [one for one in answers if isinstance(one, Proposal)]
        tried: list[Outcome] = []
        for proposal in proposals:
            tried.append(weighed(graph, proposal, proposal.proposer, parser, seen, family or graph.id))
            if tried[-1][1] is not None:
                seen.add(tried[-1][0].id)
        if settings.judge_natural:
            tried = yield from together([judged(one) for one in tried])
        outcomes += tried
    return outcomes, failures


def suggestions(graph: Graph, settings: VarySettings) -> list[Asking[Proposal | Failure]]:
    """Return the work of asking a model for each change that could be had, in the order in which it is done.

    The proposer `rewrite` asks for the whole prompt anew instead, once for each variant that is wanted.
    """
    if settings.proposer == "rewrite":
        parts = any(node.spans[0].turn == _last_asking(graph) for node in graph.discourse)
        return [rewritten(graph, sample) for sample in range(settings.per_instruction if parts else 0)]
    return [suggested(graph, one, settings.reconstruct) for one in wanted(graph, settings)]


def _last_asking(graph: Graph) -> int:
    return max((number for number, turn in enumerate(graph.turns) if turn.role in ASKING_ROLES), default=-1)


def wanted(graph: Graph, settings: VarySettings) -> list[Wanted]:
    """Return the nodes to ask about, each with a relation, in the order in which they are asked about."""
    kept = tuple(repeated(graph))
    found: list[tuple[str, Wanted]] = []
    for node in _changeable(graph):
        if touches([changed_span(node)], kept):
            continue
        own = digest(str(settings.seed), *part(graph, node, "parallel").values())
        relations: Sequence[Relation] = settings.relations or (_CHOSEN[int(own[0], 16) % 2],)
        found += [(digest(own, relation), Wanted(node, relation)) for relation in dict.fromkeys(relations)]
    return [one for _, one in sorted(found, key=lambda item: (item[0], item[1].node.spans))]


def _changeable(graph: Graph) -> list[Node]:
    return [
        node
        for node in graph.discourse
        if node.kind in (NodeKind.SUB_INSTRUCTION, NodeKind.CONSTRAINT)
        and len(node.text) <= _LONGEST
        and any(c.isalnum() for c in node.text)
        and all(graph.turns[span.turn].role in ASKING_ROLES for span in node.spans)
    ]


def judged(outcome: Outcome) -> Asking[Outcome]:
    """Ask a judge whether an accepted variant reads naturally; one that cannot be judged is refused."""
    variant, made = outcome
    if made is None:
        return outcome
    call = Call("judge", "natural", NATURAL.messages(prompt=variant.text), about=variant.id)
    answer, form = yield from ask_for(call, Naturalness)
    natural = form is not None and form.natural
    gates = {**variant.gates, "judged": natural}
    if natural:
        return variant.model_copy(update={"gates": gates}), made
    why = f"no judgement: {answer.status}" if form is None else " ".join(form.why.split())[:300] or "reads badly"
    return variant.model_copy(update={"gates": gates, "status": "refused", "gate": "judged", "reason": why}), None
