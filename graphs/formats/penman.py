"""Penman notation, in which AMR is written: a graph is a tree of nodes in parentheses under some lines of comment.

The instruction is the root, with its id and text in `# ::id` and `# ::snt`, where AMR tools look for them. A node has
its kind for a concept, and its words, spans and the rest as attributes. An edge is a role, with `-of` where it is
written from its target. What Penman has no place for stands in comments as JSON: `# ::turns`, `# ::meta`, `# ::extra`,
and in `# ::nodes` and `# ::edges` the order of both, with the qualifiers of edges.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Edge, Node
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

ROOT = "i"
INSTRUCTION = "Instruction"
# The role of a node that nothing but a circle of PART_OF holds; it stands for no edge.
UNLINKED = ":unlinked"

_INITIALS = {
    NodeKind.FACT: "f",
    NodeKind.SUB_INSTRUCTION: "s",
    NodeKind.CONSTRAINT: "c",
    NodeKind.ACTION: "a",
    NodeKind.OUTPUT: "o",
    NodeKind.ENTITY: "e",
    NodeKind.ATTRIBUTE: "t",
}
# The edges that a node may be written under, as AMR would. They lead from acts to attributes, and in no circle.
_NESTING = frozenset({EdgeKind.PERFORMS_ACTION, EdgeKind.PRODUCES, EdgeKind.HAS_ATTRIBUTE})
_DEEPEST = 20

# What some reader takes for the end of a line, and what no encoding can hold.
_UNFIT = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What begins a field of a comment.
_FIELD, _COLON = re.compile("(?<=:):"), r"\\u003a"
_GAP = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class _Child(NamedTuple):
    role: str
    node: str
    opens: bool


def to_penman(graph: Graph) -> str:
    """Return a graph in Penman notation, without a line's end; `penman_reading.read` gives it back equal."""
    names = {node.id: f"{_INITIALS[node.kind]}{number}" for number, node in enumerate(graph.nodes, start=1)}
    names[graph.id] = ROOT
    return "\n".join([*_comments(graph, names), *_tree(graph, names)])


def _json(value: Any) -> str:
    return _UNFIT.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _comment(name: str, value: Any) -> str:
    return f"# ::{name} {_FIELD.sub(_COLON, _json(value))}"


def _comments(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    yield f"# ::id {graph.id}"
    yield f"# ::snt {_GAP.sub(' ', graph.text).replace('::', ': :').strip()}".rstrip()
    yield _comment("turns", [{"role": turn.role, "text": turn.text, **turn.extra} for turn in graph.turns])
    for name, held in (("meta", graph.meta), ("extra", graph.extra)):
        if held:
            yield _comment(name, dict(held))
    yield _comment("nodes", [names[node.id] for node in graph.nodes])
    yield _comment("edges", [_noted(edge, names) for edge in graph.edges])


def _noted(edge: Edge, names: Mapping[str, str]) -> list[Any]:
    """Return an edge as `::edges` has it: source, kind, target; then its qualifiers, then unknown fields, if any."""
    noted = [names[edge.source], edge.kind.value, names[edge.target]]
    if edge.extra:
        return [*noted, dict(edge.qualifiers), dict(edge.extra)]
    return [*noted, dict(edge.qualifiers)] if edge.qualifiers else noted


def _tree(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    nodes = {node.id: node for node in graph.nodes}
    children = _children(graph)
    open_nodes = [iter(children[graph.id])]
    line = f"({ROOT} / {INSTRUCTION}"
    while open_nodes:
        child = next(open_nodes[-1], None)
        if child is None:
            open_nodes.pop()
            line += ")"
            continue
        yield line
        line = f"{'    ' * min(len(open_nodes), _DEEPEST)}{child.role} "
        if child.opens:
            node = nodes[child.node]
            line += f"({names[node.id]} / {node.kind.value}{''.join(_attributes(node))}"
            open_nodes.append(iter(children[node.id]))
        else:
            line += names[child.node]
    yield line


def _attributes(node: Node) -> Iterator[str]:
    yield f" :id {_json(node.id)} :text {_json(node.text)}"
    yield f' :spans "{" ".join(f"{span.turn}:{span.start}:{span.end}" for span in node.spans)}"'
    if node.role is not None:
        yield f" :role {node.role}"
    if node.constraint is not None:
        payload = node.constraint
        yield f" :family {_json(payload.id)} :kwargs {_json(_json(dict(payload.kwargs)))}"
        yield f" :hard {'true' if payload.hard else 'false'}"
        if payload.extra:
            yield f" :constraint-extra {_json(_json(dict(payload.extra)))}"
    if node.extra:
        yield f" :extra {_json(_json(dict(node.extra)))}"


def _children(graph: Graph) -> dict[str, list[_Child]]:
    """Return what is written under each node: its own edges, then the nodes that are part of it."""
    under = _places(graph)
    children: dict[str, list[_Child]] = {key: [] for key in (graph.id, *(node.id for node in graph.nodes))}
    inverse = {id(edge) for edge in under.values() if edge.kind is EdgeKind.PART_OF}
    for edge in graph.edges:
        if id(edge) not in inverse:
            child = _Child(f":{edge.kind.value}", edge.target, under.get(edge.target) is edge)
            children[edge.source].append(child)
    for node in graph.nodes:
        place = under.get(node.id)
        if place is not None and id(place) in inverse:
            children[place.target].append(_Child(":PART_OF-of", node.id, True))
    held = {graph.id}
    _hold(children, held, graph.id)
    for node in graph.nodes:
        if node.id not in held:
            children[graph.id].append(_Child(UNLINKED, node.id, True))
            held.add(node.id)
            _hold(children, held, node.id)
    return children


def _hold(children: Mapping[str, list[_Child]], held: set[str], start: str) -> None:
    """Add to `held` what is written under a node; a node that is held already is only named again."""
    waiting = [start]
    while waiting:
        here = children[waiting.pop()]
        for place, child in enumerate(here):
            if child.opens:
                if child.node in held:
                    here[place] = child._replace(opens=False)
                else:
                    held.add(child.node)
                    waiting.append(child.node)


def _places(graph: Graph) -> dict[str, Edge]:
    """Return the edge by which each node is written: the first that AMR would nest it by, else its first PART_OF."""
    places: dict[str, Edge] = {}
    for edge in graph.edges:
        if edge.kind in _NESTING:
            places.setdefault(edge.target, edge)
    for edge in graph.edges:
        if edge.kind is EdgeKind.PART_OF:
            places.setdefault(edge.source, edge)
    return places
