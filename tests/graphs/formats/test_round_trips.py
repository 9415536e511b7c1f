from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemmata.graphs.codec import from_dict, to_dict
from stemmata.graphs.graph import GraphBuilder
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_is_lost_of_several_graphs_in_a_file(trip, odd_graphs, data):
    graphs = data.draw(st.lists(odd_graphs, min_size=1, max_size=3))
    with TemporaryDirectory() as folder:
        again = trip(graphs, Path(folder))
    assert [to_dict(graph) for graph in again] == [to_dict(graph) for graph in graphs]


def test_the_examples_come_back(trip, sms, dialogue, tmp_path):
    empty = GraphBuilder([Turn("user", "")]).build()
    graphs = [sms, dialogue, empty, sms]
    assert [to_dict(graph) for graph in trip(graphs, tmp_path)] == [to_dict(graph) for graph in graphs]


ODD = ["\x00", "\x0b", "\x85", "\u2028", "\ufffe", "\ud800", "\r\n", '"\\', "<&]]>", "::", "\ufffd"]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_each_odd_character_comes_back_wherever_it_stands(trip, sms, rename, tmp_path, odd):
    builder = GraphBuilder([Turn("user", f"{odd}Sing{odd}.")], {"source": odd, odd: [odd]})
    act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, len(odd) + 4)], extra={"note": odd})
    limit = builder.add(
        NodeKind.CONSTRAINT, [Span(0, len(odd) + 4, 2 * len(odd) + 4)], constraint=Payload(odd, {odd: odd})
    )
    builder.link(act, None, EdgeKind.PART_OF, scope=odd)
    builder.link(limit, None, EdgeKind.PART_OF)
    builder.link(limit, act, EdgeKind.CONSTRAINS, condition=odd)
    graph = rename(builder.build(), {}, [odd], [])
    assert [to_dict(one) for one in trip([graph, sms], tmp_path)] == [to_dict(graph), to_dict(sms)]


def test_a_text_of_a_million_characters(trip, tmp_path):
    text = "Sum up: " + 'Rain <falls>, "again".\n\x00' * 40_000
    builder = GraphBuilder([Turn("user", text)])
    builder.link(builder.add(NodeKind.FACT, [Span(0, 8, len(text))], role="material"), None, EdgeKind.PART_OF)
    graph = builder.build()
    assert trip([graph], tmp_path) == [graph]


def test_edges_keep_their_order_and_their_doubles(trip, sms, tmp_path):
    record = to_dict(sms)
    act, length = sms.sub_instructions[0].id, sms.constraint_nodes[0].id
    record["edges"] += [
        {"source": length, "target": act, "kind": "CONSTRAINS", "qualifiers": {"scope": scope, "order": 2}, "by": scope}
        for scope in "ab"
    ]
    record["edges"].reverse()
    graph = from_dict(record)
    assert [to_dict(one) for one in trip([graph], tmp_path)] == [to_dict(graph)]


def test_nodes_in_a_circle_are_kept(trip, sms, tmp_path):
    # Parts of each other, and of nothing else: no edge leads from the instruction to them.
    record = to_dict(sms)
    act = next(node for node in record["nodes"] if node["kind"] == "SubInstruction")
    other = {**act, "id": "other", "text": ".", "spans": [[0, 24, 25]]}
    record["nodes"].append(other)
    for edge in record["edges"]:
        if edge["source"] == act["id"] and edge["kind"] == "PART_OF":
            edge["target"] = "other"
    record["edges"].append({"source": "other", "target": act["id"], "kind": "PART_OF"})
    graph = from_dict(record)
    assert [to_dict(one) for one in trip([graph], tmp_path)] == [to_dict(graph)]
