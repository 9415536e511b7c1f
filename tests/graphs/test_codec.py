from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs.codec import from_dict, from_json, to_dict, to_json
from stemmata.graphs.graph import GraphBuilder
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_round_trip_loses_nothing(graphs, data):
    graph = data.draw(graphs)
    line = to_json(graph)
    assert "\n" not in line
    again = from_json(line)
    assert again == graph
    assert again.meta == graph.meta
    assert to_json(again) == line
    assert from_dict(to_dict(graph)) == graph


def test_the_form_is_the_documented_one(sms):
    record = to_dict(sms)
    assert record["format"] == "stemmata/graph"
    assert record["version"] == 1
    assert record["turns"] == [{"role": "user", "text": sms.text}]
    assert record["nodes"][2] == {
        "id": sms.nodes[2].id,
        "kind": "Constraint",
        "text": "In 20 words",
        "spans": [[0, 79, 90]],
        "constraint": {
            "id": "length_constraints:number_words",
            "kwargs": {"relation": "equal to", "num_words": 20},
            "hard": True,
        },
    }
    assert {"source", "target", "kind", "qualifiers"} == set(
        next(edge for edge in record["edges"] if "qualifiers" in edge)
    )
    assert sms.to_dict() == record


def test_unknown_fields_are_kept_wherever_they_stand(sms):
    record = json.loads(to_json(sms))
    for part in (
        record,
        record["turns"][0],
        record["nodes"][0],
        record["nodes"][2]["constraint"],
        record["edges"][0],
    ):
        part["weight"] = 0.5
        part["extra"] = ["not", "ours"]
    graph = from_dict(copy.deepcopy(record))
    assert to_dict(graph) == record
    assert from_json(to_json(graph)).extra == {"weight": 0.5, "extra": ["not", "ours"]}


def test_what_has_a_default_may_be_left_out(sms):
    record = to_dict(sms)
    for name in ("format", "version", "meta"):
        del record[name]
    assert from_dict(record) == sms


def test_line_ends_and_separators_stay_on_one_line(sms):
    record = to_dict(sms)
    record["note"] = "a\nb\u2028c\x85d"
    assert len(to_json(from_dict(record)).split("\n")) == 1


def test_half_a_surrogate_pair_survives_a_utf8_file():
    graph = GraphBuilder([Turn("user", "a \ud83d b 😀")]).build()
    line = to_json(graph).encode("utf-8")
    assert from_json(line.decode("utf-8")) == graph


def broken(**changes):
    return lambda record: {**record, **changes}


def in_node(**changes):
    return lambda record: {**record, "nodes": [{**record["nodes"][0], **changes}, *record["nodes"][1:]]}


def in_edge(**changes):
    return lambda record: {**record, "edges": [{**record["edges"][0], **changes}, *record["edges"][1:]]}


BAD = {
    "another format": (broken(format="penman"), "format is 'penman', not 'stemmata/graph'"),
    "newer": (broken(version=2), "graph format version 2 is newer than 1; upgrade stemmata"),
    "no version": (broken(version="one"), "field version"),
    "turns no list": (broken(turns="Sing."), "field turns"),
    "an unknown role": (broken(turns=[{"role": "robot", "text": ""}]), "field turns.0.role"),
    "no text": (broken(turns=[{"role": "user"}]), "field turns.0.text: field required"),
    "nodes no list": (broken(nodes=None), "field nodes"),
    "a node that is a number": (broken(nodes=[7]), "field nodes.0"),
    "an unknown kind": (in_node(kind="Verb"), "field nodes.0.kind"),
    "spans of two": (in_node(spans=[[0, 1]]), "field nodes.0.spans.0"),
    "spans of words": (in_node(spans=[["a", "b", "c"]]), "field nodes.0.spans.0"),
    "a constraint without id": (in_node(constraint={"kwargs": {}}), "field nodes.0.constraint.id"),
    "an unknown fact role": (in_node(role="rumour"), "field nodes.0.role"),
    "an unknown edge kind": (in_edge(kind="LIKES"), "field edges.0.kind"),
    "a qualifier that is a list": (in_edge(qualifiers={"role": ["a"]}), "field edges.0.qualifiers.role"),
    "an id of another text": (broken(id="0" * 24), "is inconsistent: content-id"),
    "words of another place": (in_node(text="Some other words"), "is inconsistent: words"),
    "a span outside": (in_node(spans=[[0, 0, 9999]]), "is inconsistent: inside-turn"),
    "an edge to nowhere": (in_edge(target="nothing"), "is inconsistent: edge-ends"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_one_clear_sentence(sms, name):
    change, sentence = BAD[name]
    with pytest.raises(InputError) as caught:
        from_dict(change(to_dict(sms)), where="graphs.jsonl:7")
    message = str(caught.value)
    assert message.startswith("graphs.jsonl:7: ")
    assert sentence in message
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize("field", ["id", "turns", "nodes", "edges"])
def test_a_missing_field_is_named(sms, field):
    record = to_dict(sms)
    del record[field]
    with pytest.raises(InputError, match=rf"field {field}: field required"):
        from_dict(record)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "broken JSON"),
        ("{", "broken JSON"),
        ("[1]", "expected a JSON object, found list"),
        ("null", "expected a JSON object, found NoneType"),
    ],
)
def test_a_line_that_is_no_graph(line, sentence):
    with pytest.raises(InputError, match=sentence):
        from_json(line, where="-:1")


def test_deep_nesting_is_refused_not_crashed_on():
    with pytest.raises(InputError, match="broken JSON"):
        from_json('{"a":' * 200_000)
