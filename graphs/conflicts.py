"""Which constraints of an instruction nobody can or would keep together."""

from __future__ import annotations

from collections.abc import Mapping

from stemmata.graphs.constraints.meaning import conflicts
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Node
from stemmata.schemas.vocabulary import EdgeKind


def conflicting(graph: Graph) -> list[tuple[Node, Node]]:
    """Return the pairs of an instruction's constraints that contradict each other, in order of position.

    Two constraints meet where they bind the same act or output in the same scope: a poem in Welsh and an essay in Irish
    do not contradict. Constraints that no family knows are passed over.

    Example:
        >>> from stemmata import parse
        >>> graph = parse("Describe tea in at least 200 words. Use one sentence. Keep it under 100 words.")
        >>> [(first.text, second.text) for first, second in conflicting(graph)]
        [('in at least 200 words', 'Keep it under 100 words')]
    """
    bound = _bound(graph)
    known = [(node, node.constraint) for node in graph.constraint_nodes if node.constraint is not None]
    pairs = conflicts(constraint for _, constraint in known)
    found = [(known[i][0], known[j][0]) for i, j in pairs]
    return [(one, two) for one, two in found if bound.get(one.id, _ANY) & bound.get(two.id, _ANY)]


_ANY = frozenset({("", "")})


def _bound(graph: Graph) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Return what each constraint binds, with the scope."""
    held: dict[str, set[tuple[str, str]]] = {}
    for edge in graph.edges:
        if edge.kind is EdgeKind.CONSTRAINS:
            held.setdefault(edge.source, set()).add((edge.target, str(edge.qualifiers.get("scope") or "output")))
    return {source: frozenset(targets) for source, targets in held.items()}
