"""A graph as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from stemmata.graphs.captions import (
    holders,
    kind_words,
    on_one_line,
    payload_words,
    qualifier_words,
    semantic_parents,
    shortened,
)
from stemmata.graphs.conflicts import conflicting
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Edge, Node
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind

TEXT_LIMIT = 400
WORDS_LIMIT = 160
MENTION_LIMIT = 40


def outline(graph: Graph) -> str:
    """Return a graph as plain text: its turns, its discourse nodes in order of position, what hangs on each.

    Discourse nodes are numbered, and edges name their other end by number or by its words. An edge that only says
    that a node is part of its instruction is left out, as every node has one.
    """
    return "\n".join(_Outline(graph).lines())


class _Outline:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = {node.id: node for node in graph.nodes}
        self.number = {node.id: place for place, node in enumerate(graph.discourse, start=1)}
        self.parents = semantic_parents(graph)
        self.holders = holders(graph.nodes, self.parents)
        self.children: dict[str, list[str]] = {}
        for child, edge in self.parents.items():
            above = edge.target if edge.source == child else edge.source
            self.children.setdefault(above, []).append(child)
        self.others: dict[str, list[Edge]] = {}
        shown = set(map(id, self.parents.values()))
        for edge in graph.edges:
            plain = edge.kind is EdgeKind.PART_OF and not edge.qualifiers and self._implied(edge)
            if not plain and id(edge) not in shown:
                self.others.setdefault(edge.source, []).append(edge)

    def _implied(self, edge: Edge) -> bool:
        """Whether a PART_OF edge is said by where its node stands: in the instruction, or in its SubInstruction."""
        if edge.target == self.graph.id:
            return True
        return edge.source in self.parents and self._root(edge.source) == edge.target

    def _root(self, node_id: str) -> str:
        while node_id in self.parents:
            edge = self.parents[node_id]
            node_id = edge.target if edge.source == node_id else edge.source
        return node_id

    def lines(self) -> Iterator[str]:
        yield f"Instruction {on_one_line(self.graph.id)}"
        for turn in self.graph.turns:
            text = on_one_line(turn.text)
            yield f"  {turn.role}: {shortened(text, TEXT_LIMIT) or '(empty)'}"
        yield ""
        if not self.graph.nodes:
            yield "  (no nodes)"
        several = len(self.graph.turns) > 1
        for node in self.graph.discourse:
            place = f", turn {node.spans[0].turn}" if several and node.spans else ""
            lead = f"[{self.number[node.id]}] "
            yield f"{lead}{kind_words(node)}{place}: {self._words(node)}"
            yield from self._below(node, " " * len(lead))
        rest = [
            n
            for n in self.graph.nodes
            if n.kind not in DISCOURSE and n.id not in self.parents and n.id not in self.holders
        ]
        if rest:
            yield "In no sub-instruction:"
            yield from self._branches([self._entry(node, "") for node in rest], "  ")
        for one, two in conflicting(self.graph):
            yield f"[{self.number[one.id]}] and [{self.number[two.id]}] contradict each other."

    def _words(self, node: Node) -> str:
        return shortened(on_one_line(node.text), WORDS_LIMIT)

    def _below(self, node: Node, indent: str) -> Iterator[str]:
        entries: list[tuple[str, Node | None]] = []
        if node.constraint is not None:
            entries.append((payload_words(node.constraint), None))
        entries += [self._child(child) for child in self.children.get(node.id, ())]
        entries += [self._entry(self.nodes[held], "") for held, by in self.holders.items() if by is node]
        entries += [(self._pointer(edge), None) for edge in self.others.get(node.id, ())]
        yield from self._branches(entries, indent)

    def _branches(self, entries: list[tuple[str, Node | None]], indent: str) -> Iterator[str]:
        for place, (words, node) in enumerate(entries):
            last = place == len(entries) - 1
            yield f"{indent}{'└─' if last else '├─'} {words}"
            if node is not None:
                yield from self._below(node, indent + ("   " if last else "│  "))

    def _child(self, child: str) -> tuple[str, Node]:
        edge = self.parents[child]
        label = "" if edge.kind is EdgeKind.PART_OF else f"{edge.kind} → "
        words, node = self._entry(self.nodes[child], label)
        return (f"{words} ({qualifier_words(edge.qualifiers)})" if edge.qualifiers else words), node

    def _entry(self, node: Node, label: str) -> tuple[str, Node]:
        return f"{label}{node.kind}: {self._words(node)}", node

    def _pointer(self, edge: Edge) -> str:
        words = f"{edge.kind} → {self._mention(edge.target)}"
        return f"{words} ({qualifier_words(edge.qualifiers)})" if edge.qualifiers else words

    def _mention(self, node_id: str) -> str:
        if node_id == self.graph.id:
            return "the instruction"
        node = self.nodes.get(node_id)
        if node is None:
            return f"unknown node {on_one_line(node_id)}"
        words = shortened(on_one_line(node.text), MENTION_LIMIT)
        number = f"[{self.number[node_id]}]" if node_id in self.number else str(node.kind)
        return f"{number} {words}"
