"""A graph as a networkx MultiDiGraph, and back without loss."""

from __future__ import annotations

from typing import Any

import networkx as nx

from stemmata.graphs.codec import from_dict, to_dict
from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError

INSTRUCTION = "Instruction"
_EDGE_FIELDS = ("kind", "position", "extra")


def to_networkx(graph: Graph) -> nx.MultiDiGraph:
    """Return a graph as a networkx MultiDiGraph; `from_networkx` reads it back equal.

    Nodes go by id and carry `kind`, `text`, `spans`, and `role`, `constraint` and `extra` where they have them. The
    instruction is a node too, of kind "Instruction". Edges go by their kind ("CONSTRAINS"; "CONSTRAINS 2" for a second
    one between the same two nodes) and carry `kind`, their qualifiers, and `position`, their place in the graph's
    order. `turns`, `meta` and `extra` are attributes of the whole.
    """
    record = to_dict(graph)
    net = nx.MultiDiGraph(
        id=graph.id, turns=record["turns"], meta=dict(graph.meta), extra=dict(graph.extra), format=record["format"]
    )
    net.add_node(graph.id, kind=INSTRUCTION, text=graph.text)
    for node, fields in zip(graph.nodes, record["nodes"], strict=True):
        known = {name: fields[name] for name in ("kind", "text", "role", "constraint") if name in fields}
        known["spans"] = [tuple(span) for span in node.spans]
        if node.extra:
            known["extra"] = dict(node.extra)
        net.add_nodes_from([(node.id, known)])
    for position, (edge, fields) in enumerate(zip(graph.edges, record["edges"], strict=True)):
        key, kind, again = fields["kind"], fields["kind"], 2
        while net.has_edge(fields["source"], fields["target"], key):
            key, again = f"{kind} {again}", again + 1
        attributes = {"kind": kind, "position": position, **fields.get("qualifiers", {})}
        if edge.extra:
            attributes["extra"] = dict(edge.extra)
        net.add_edges_from([(fields["source"], fields["target"], key, attributes)])
    return net


def from_networkx(net: nx.MultiDiGraph) -> Graph:
    """Return the graph that `to_networkx` made a MultiDiGraph of.

    Edges without a `position` come last; an edge without a `kind` has its key for one.

    Raises:
        InputError: The MultiDiGraph lacks the attributes of a graph, or breaks an invariant.
    """
    missing = [name for name in ("id", "turns") if name not in net.graph]
    if missing:
        raise InputError(f"the MultiDiGraph has no graph attribute {missing[0]!r}", fix="make it with to_networkx")
    nodes: list[dict[str, Any]] = []
    for node_id, attributes in net.nodes(data=True):
        if attributes.get("kind") == INSTRUCTION:
            continue
        fields = {key: value for key, value in attributes.items() if key != "extra"}
        nodes.append({"id": node_id, **fields, **attributes.get("extra", {})})
    last = net.number_of_edges()
    ordered = sorted(net.edges(keys=True, data=True), key=lambda edge: edge[3].get("position", last))
    edges = [
        {
            "source": source,
            "target": target,
            "kind": attributes.get("kind", key),
            "qualifiers": {name: value for name, value in attributes.items() if name not in _EDGE_FIELDS},
            **attributes.get("extra", {}),
        }
        for source, target, key, attributes in ordered
    ]
    record = {
        **net.graph.get("extra", {}),
        "id": net.graph["id"],
        "turns": net.graph["turns"],
        "nodes": nodes,
        "edges": edges,
        "meta": net.graph.get("meta", {}),
    }
    return from_dict(record, where="MultiDiGraph")
