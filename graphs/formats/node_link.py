"""Node-link JSON, the form of networkx's `node_link_data`: a graph is one object on one line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import networkx as nx

from stemmata.graphs.codec import escaped
from stemmata.graphs.exchange import from_networkx, to_networkx
from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError


def to_line(graph: Graph) -> str:
    """Return a graph as one line of node-link JSON; `of_record` reads it back equal."""
    net = to_networkx(graph)
    record = {
        "directed": True,
        "multigraph": True,
        "graph": net.graph,
        "nodes": [{**fields, "id": node} for node, fields in net.nodes(data=True)],
        "edges": [
            {**fields, "source": source, "target": target, "key": key}
            for source, target, key, fields in net.edges(keys=True, data=True)
        ],
    }
    return escaped(json.dumps(record, ensure_ascii=False))


def of_record(record: Mapping[str, Any], *, where: str | None = None) -> Graph:
    """Return the graph that a node-link object describes; its edges may be called `links`, as they were before.

    Raises:
        InputError: It is not of that form, or no graph of ours.
    """
    if record.get("directed") is not True or record.get("multigraph") is not True:
        raise InputError("not a directed multigraph in node-link form", where=where, fix="write it with node_link_data")
    net = nx.MultiDiGraph()
    try:
        net.graph.update(record["graph"])
        net.add_nodes_from((node["id"], _without(node, "id")) for node in record["nodes"])
        for edge in record["edges"] if "edges" in record else record["links"]:
            ends = (edge["source"], edge["target"], edge.get("key", edge.get("kind")))
            net.add_edges_from([(*ends, _without(edge, "source", "target", "key"))])
    except KeyError as error:
        raise InputError(f"the node-link form lacks {error}", where=where) from None
    except (TypeError, ValueError, AttributeError, nx.NetworkXError) as error:
        raise InputError(f"broken node-link form ({error})", where=where) from None
    try:
        return from_networkx(net)
    except InputError as error:
        raise InputError(error.problem, where=where, fix=error.fix) from None
    except (TypeError, AttributeError) as error:
        raise InputError(f"broken node-link form ({error})", where=where) from None


def _without(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}
