from __future__ import annotations

import json

import networkx as nx
import pytest

from stemmata.graphs.exchange import from_networkx, to_networkx
from stemmata.graphs.formats.node_link import of_record, to_line
from stemmata.schemas.errors import InputError


def test_it_is_what_networkx_writes_and_reads(sms, dialogue):
    for graph in (sms, dialogue):
        record = json.loads(to_line(graph))
        assert record == json.loads(json.dumps(nx.node_link_data(to_networkx(graph), edges="edges")))
        assert from_networkx(nx.node_link_graph(record, edges="edges")) == graph
        assert of_record(json.loads(json.dumps(nx.node_link_data(to_networkx(graph), edges="links")))) == graph


def without(record, name):
    return {key: value for key, value in record.items() if key != name}


BROKEN = [
    (lambda record: without(record, "directed"), "not a directed multigraph"),
    (lambda record: without(record, "nodes"), "lacks 'nodes'"),
    (lambda record: without(record, "edges"), "lacks 'links'"),
    (lambda record: {**record, "nodes": [{"kind": "Fact"}]}, "lacks 'id'"),
    (lambda record: {**record, "edges": [{"source": "x"}]}, "lacks 'target'"),
    (lambda record: {**record, "graph": {}}, "no graph attribute 'id'"),
    (lambda record: {**record, "graph": [1]}, "broken node-link form"),
    (lambda record: {**record, "nodes": 7}, "broken node-link form"),
    (lambda record: {**record, "nodes": [*record["nodes"], {"id": [1]}]}, "broken node-link form"),
    (lambda record: {**record, "edges": record["edges"][:-3]}, "not a graph|inconsistent"),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN)
def test_a_broken_record_is_told_with_its_place(sms, broken, said):
    with pytest.raises(InputError, match=f"^x.jsonl:3: .*({said})"):
        of_record(broken(json.loads(to_line(sms))), where="x.jsonl:3")
