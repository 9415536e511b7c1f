"""What differs between two graphs: nodes removed, added and changed, and edges."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stemmata.graphs.graph import Graph, payload_key
from stemmata.schemas.instruction import Edge, Node
from stemmata.schemas.vocabulary import NodeKind


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """The difference of two graphs, first to second."""

    removed: tuple[Node, ...]
    added: tuple[Node, ...]
    changed: tuple[tuple[Node, Node], ...]
    edges_removed: tuple[Edge, ...]
    edges_added: tuple[Edge, ...]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.changed or self.edges_removed or self.edges_added)

    def __str__(self) -> str:
        lines = [f"~ {old.kind}: {old.text!r} -> {new.text!r}" for old, new in self.changed]
        lines += [f"- {node.kind}: {node.text!r}" for node in self.removed]
        lines += [f"+ {node.kind}: {node.text!r}" for node in self.added]
        lines += [f"- {edge.kind}" for edge in self.edges_removed]
        lines += [f"+ {edge.kind}" for edge in self.edges_added]
        return "\n".join(lines)


def _key(node: Node) -> tuple[str, str, str, str]:
    return node.kind, node.text, node.role or "", payload_key(node.constraint)


def diff(first: Graph, second: Graph) -> GraphDiff:
    """Return what differs between two graphs.

    Nodes of equal kind, words and meaning are the same node wherever they stand; the rest are paired in order, kind
    by kind, as changed. Edges are compared between paired nodes.
    """
    remaining: dict[tuple[str, str, str, str], list[Node]] = {}
    for node in second.nodes:
        remaining.setdefault(_key(node), []).append(node)
    pair: dict[str, str] = {first.id: second.id}
    left: list[Node] = []
    for node in first.nodes:
        same = remaining.get(_key(node))
        if same:
            pair[node.id] = same.pop(0).id
        else:
            left.append(node)
    kept = {node.id for nodes in remaining.values() for node in nodes}
    right = [node for node in second.nodes if node.id in kept]
    changed: list[tuple[Node, Node]] = []
    for kind in NodeKind:
        olds = [node for node in left if node.kind is kind]
        news = [node for node in right if node.kind is kind]
        changed += zip(olds, news, strict=False)
    pair.update({old.id: new.id for old, new in changed})
    paired = {node.id for both in changed for node in both}

    def shape(edge: Edge) -> tuple[str, str, str, str]:
        return edge.source, edge.target, edge.kind, repr(sorted(edge.qualifiers.items()))

    def carried(edge: Edge) -> tuple[str, str, str, str]:
        source, target, kind, qualifiers = shape(edge)
        return pair.get(source, source), pair.get(target, target), kind, qualifiers

    there, here = Counter(map(shape, second.edges)), Counter(map(carried, first.edges))
    return GraphDiff(
        removed=tuple(node for node in left if node.id not in paired),
        added=tuple(node for node in right if node.id not in paired),
        changed=tuple(changed),
        edges_removed=tuple(edge for edge in first.edges if not there[carried(edge)]),
        edges_added=tuple(edge for edge in second.edges if not here[shape(edge)]),
    )
