"""GraphML: all graphs of a file as one `<graph>`, since Gephi, yEd and networkx read no more than one.

Each instruction is a node, with the nodes of its graph right behind it and their edges behind these; `graph` numbers
the instructions, to filter and colour by. XML ids are made of that number, because a text may come twice; a node's own
id is in `identifier`. XML 1.0 cannot hold every character: see `flat.rows_of`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from stemmata.graphs.formats.flat import (
    EDGE_COLUMNS,
    INSTRUCTION,
    INSTRUCTION_COLUMNS,
    NODE_COLUMNS,
    TYPES,
    Fields,
    rows_of,
)
from stemmata.graphs.graph import Graph

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
IDENTIFIER = "identifier"
_GRAPH = "graph"
_LABEL = "label"
_LABEL_LENGTH = 60

_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r")
_KINDS = {int: "long", float: "double", bool: "boolean"}
_COLUMNS = dict.fromkeys((*NODE_COLUMNS, *INSTRUCTION_COLUMNS))
_OF_NODES = (_LABEL, _GRAPH, IDENTIFIER, *(name for name in _COLUMNS if name not in ("id", "roles")))
_OF_EDGES = (_GRAPH, *(name for name in EDGE_COLUMNS if name not in ("source", "target")))


def lines(graphs: Iterable[Graph]) -> Iterator[str]:
    """Yield a GraphML document of graphs, piece by piece, each without its line's end.

    `graphml_reading.read` gives the graphs back equal, in the same order.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{NAMESPACE}">'
    for domain, names in (("node", _OF_NODES), ("edge", _OF_EDGES)):
        for name in names:
            kind = "long" if name == _GRAPH else _KINDS.get(TYPES.get(name, str), "string")
            yield f'<key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>'
    yield '<graph edgedefault="directed">'
    for number, graph in enumerate(graphs, start=1):
        yield "\n".join(_parts(graph, number))
    yield "</graph>"
    yield "</graphml>"


def _parts(graph: Graph, number: int) -> Iterator[str]:
    rows = rows_of(graph, _UNFIT)
    rows.instruction.pop("roles")
    names = {graph.id: f"g{number}"}
    yield _node(names[graph.id], {"kind": INSTRUCTION, **rows.instruction}, number)
    for place, (node, fields) in enumerate(zip(graph.nodes, rows.nodes, strict=True), start=1):
        names[node.id] = f"g{number}.{place}"
        yield _node(names[node.id], fields, number)
    for edge, fields in zip(graph.edges, rows.edges, strict=True):
        del fields["source"], fields["target"]
        data = _data({_GRAPH: number, **fields}, "e")
        yield f'<edge source="{names[edge.source]}" target="{names[edge.target]}">{data}</edge>'


def _node(name: str, fields: Fields, number: int) -> str:
    words = " ".join(fields["text"].split())
    label = words if len(words) <= _LABEL_LENGTH else words[: _LABEL_LENGTH - 1] + "…"
    identifier = fields.pop("id")
    return f'<node id="{name}">{_data({_LABEL: label, _GRAPH: number, IDENTIFIER: identifier, **fields}, "n")}</node>'


def _data(fields: Fields, domain: str) -> str:
    held = ((name, value) for name, value in fields.items() if value is not None)
    return "".join(f'<data key="{domain}_{name}">{_text(value)}</data>' for name, value in held)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return escape(value)
    # XML Schema has INF for what Python calls inf.
    return str(value).replace("inf", "INF").replace("nan", "NaN")
