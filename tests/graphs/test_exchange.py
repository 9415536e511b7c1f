from __future__ import annotations

import json

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs.codec import from_dict, to_dict
from stemmata.graphs.exchange import from_networkx, to_networkx
from stemmata.graphs.graph import GraphBuilder
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_round_trip_loses_nothing(graphs, data):
    graph = data.draw(graphs)
    again = from_networkx(to_networkx(graph))
    assert again == graph
    assert again.meta == graph.meta


def test_unknown_fields_survive(sms):
    record = json.loads(json.dumps(to_dict(sms)))
    for part in (record, record["turns"][0], record["nodes"][0], record["nodes"][2]["constraint"], record["edges"][3]):
        part["weight"] = 1
        part["extra"] = "theirs"
    assert to_dict(from_networkx(to_networkx(from_dict(record)))) == record


def test_nodes_and_edges_are_what_networkx_users_expect(sms):
    net = sms.to_networkx()
    act, length = sms.sub_instructions[0], sms.constraint_nodes[0]
    assert net.nodes[sms.id] == {"kind": "Instruction", "text": sms.text}
    assert net.nodes[length.id]["spans"] == [(0, 79, 90)]
    assert net.nodes[length.id]["constraint"]["kwargs"] == {"relation": "equal to", "num_words": 20}
    assert net.nodes[sms.facts[0].id]["role"] == "background"
    output = next(node.id for node in sms.nodes if node.text == "SMS")
    assert net.edges[length.id, output, "CONSTRAINS"]["scope"] == "output"
    assert set(net.predecessors(sms.id)) == {edge.source for edge in sms.edges if edge.target == sms.id}
    assert nx.has_path(net, act.id, output)
    assert net.graph["turns"] == [{"role": "user", "text": sms.text}]
    assert net.graph["meta"] == {"source": "examples.jsonl:1"}


def test_two_edges_of_a_kind_between_the_same_nodes_are_both_kept(sms):
    act, length = sms.sub_instructions[0].id, sms.constraint_nodes[0].id
    record = to_dict(sms)
    record["edges"] += [
        {"source": length, "target": act, "kind": "CONSTRAINS", "qualifiers": {"scope": scope}} for scope in "ab"
    ]
    graph = from_dict(record)
    net = to_networkx(graph)
    assert {key for *_, key in net.edges(length, keys=True)} >= {"CONSTRAINS", "CONSTRAINS 2"}
    assert from_networkx(net) == graph


def test_the_order_of_edges_is_kept(sms):
    record = to_dict(sms)
    record["edges"].reverse()
    graph = from_dict(record)
    assert from_networkx(to_networkx(graph)) == graph != sms


def test_it_survives_networkx_own_json(dialogue):
    data = json.loads(json.dumps(nx.node_link_data(to_networkx(dialogue), edges="edges")))
    assert from_networkx(nx.node_link_graph(data, edges="edges")) == dialogue


def test_an_edge_added_by_hand_needs_no_more_than_its_kind(sms):
    net = to_networkx(sms)
    act, length = sms.sub_instructions[0].id, sms.constraint_nodes[0].id
    net.add_edge(length, act, key="CONSTRAINS", scope="title")
    edge = from_networkx(net).edges[-1]
    assert (edge.kind, edge.qualifiers) == ("CONSTRAINS", {"scope": "title"})


def test_an_empty_graph():
    graph = GraphBuilder([Turn("user", "")]).build()
    assert to_networkx(graph).number_of_nodes() == 1
    assert from_networkx(to_networkx(graph)) == graph


def test_another_multidigraph_is_refused(sms):
    with pytest.raises(InputError, match=r"no graph attribute 'id'; make it with to_networkx"):
        from_networkx(nx.MultiDiGraph())
    net = to_networkx(sms)
    net.add_edge(sms.nodes[0].id, sms.nodes[1].id, key="LIKES")
    with pytest.raises(InputError, match="kind"):
        from_networkx(net)
    net = to_networkx(sms)
    net.remove_node(sms.sub_instructions[0].id)
    with pytest.raises(InputError, match="no PART_OF edge"):
        from_networkx(net)
