from __future__ import annotations

import json
import os
import stat
import subprocess

import pytest

from stemmata.graphs.stores.store import open_store

BAD_SOURCES = {
    "missing.jsonl": (None, "no such file"),
    "broken.jsonl": (b'{"text": "Sing."}\n{"text": \n', "broken.jsonl:2: broken JSON"),
    "type.jsonl": (b'{"instruction": ["Sing."]}\n', "type.jsonl:1: field instruction"),
    "field.jsonl": (b'{"body": "Sing."}\n', "field.jsonl:1: no field holds an instruction"),
    "latin.jsonl": (b'{"text": "\xe9"}\n', "latin.jsonl:1: not UTF-8"),
    "empty.jsonl": (b"", "empty.jsonl: the source is empty"),
    "x.docx": (b"Sing.", "unknown kind of file"),
}


@pytest.mark.parametrize("name", BAD_SOURCES)
@pytest.mark.parametrize("command", ["run", "parse"])
def test_a_bad_source_is_one_sentence_exit_2_and_nothing_written(stemmata, tmp_path, command, name):
    data, expected = BAD_SOURCES[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    before = set(tmp_path.iterdir())
    said = stemmata(command, tmp_path / name, "-o", tmp_path / "out")
    assert said.code == 2
    assert said.err.startswith("stemmata: ")
    assert said.err.count("\n") == 1
    assert expected in said.err
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("command", ["run", "parse"])
@pytest.mark.parametrize("options", [("--parser", "nobody"), ("--field", "nothing")])
def test_an_unknown_name_is_exit_2_and_nothing_written(stemmata, source, tmp_path, command, options):
    said = stemmata(command, source, "-o", tmp_path / "out", *options)
    assert (said.code, said.out) == (2, "")
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_exit_2(stemmata, source, tmp_path):
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "below"
    for arguments in (
        ("run", source, "-o", below),
        ("parse", source, "-o", below / "x.jsonl"),
        ("parse", source, "--store", below / "x.lbug"),
        ("show", "Sing.", "-o", below / "x.dot"),
    ):
        said = stemmata(*arguments)
        assert said.code == 2, arguments
        assert said.err.count("\n") == 1
        assert str(below) in said.err


def test_a_store_that_is_not_there(stemmata, tmp_path):
    for arguments in (("stats",), ("query", "RETURN 1"), ("verify",), ("build", "sft", "-o", tmp_path / "x")):
        said = stemmata(*arguments, "--store", tmp_path / "none.lbug")
        assert (said.code, said.err.count("\n")) == (2, 1), arguments
        assert "none.lbug" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_held_by_another_process(process, source, tmp_path):
    with open_store(tmp_path / "x.lbug"):
        said = process("parse", source, "--store", tmp_path / "x.lbug")
    assert said.code == 2
    assert "has the store open" in said.err
    assert said.err.count("\n") == 1


def test_a_store_of_a_newer_version(stemmata, source, tmp_path):
    path = tmp_path / "x.lbug"
    stemmata("parse", source, "--store", path)
    newer = "MATCH (m:Meta {id: 'schema'}) SET m.text = '99'"
    assert stemmata("query", newer, "--store", path, "--write").code == 0
    said = stemmata("stats", "--store", path)
    assert said.code == 2
    assert "upgrade stemmata" in said.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("MATCH (i:Instruction RETURN i",), "query"),
        (("MATCH (i:Instruction) RETURN i.nothing",), "nothing"),
        (("MATCH (i:Instruction {id: $id}) RETURN i.id",), "$id"),
        (("RETURN 1", "--param", "id"), "not of the form name=value"),
        (("CREATE (i:Instruction {id: 'x'})",), "--write"),
    ],
)
def test_a_wrong_query_is_one_sentence(stemmata, store, arguments, expected):
    said = stemmata("query", *arguments, "--store", store)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert expected in said.err


GOOD = {"instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}], "response": "a"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({**GOOD, "instruction_id_list": ["nobody:knows"]}, "unknown constraint family 'nobody:knows'"),
        ({**GOOD, "kwargs": [{"num_words": 3}]}, "num_words"),
        ({**GOOD, "instruction_id_list": ["length_constraints:number_words"]}, "field"),
        ({**GOOD, "kwargs": []}, "field kwargs"),
        ({**GOOD, "kwargs": ["x"]}, "field kwargs[0]"),
        ({**GOOD, "response": None}, "field response"),
        ({"response": "a"}, "nothing to verify against"),
        ({"graph": {"id": "x"}, "response": "a"}, "not a graph"),
        ("text", "expected a JSON object"),
    ],
)
def test_a_wrong_record_to_verify_says_where_before_any_verdict(stemmata, lines, tmp_path, record, expected):
    said = stemmata("verify", lines(tmp_path / "r.jsonl", [GOOD, record]))
    assert (said.code, said.out) == (2, "")
    assert f"{tmp_path / 'r.jsonl'}:2: " in said.err
    assert expected in said.err
    assert said.err.count("\n") == 1


def test_graphs_that_are_none(stemmata, lines, made, tmp_path):
    graph = json.loads((made / "graphs.jsonl").read_text().splitlines()[0])
    for wrong, expected in (
        ({"id": "x"}, "not a graph"),
        ({**graph, "version": 2}, "upgrade stemmata"),
        ({**graph, "id": "0" * 24}, "inconsistent"),
    ):
        said = stemmata("render", lines(tmp_path / "g.jsonl", [graph, wrong]))
        assert (said.code, said.out) == (2, ""), expected
        assert f"{tmp_path / 'g.jsonl'}:2" in said.err
        assert expected in said.err
    assert stemmata("render", tmp_path / "none.jsonl").code == 2


def test_an_output_that_fails_half_way_leaves_nothing(stemmata, made, tmp_path):
    graph = (made / "graphs.jsonl").read_text().splitlines()[0]
    said = stemmata("render", "-", "-o", tmp_path / "out.jsonl", input=f"{graph}\nbroken\n")
    assert said.code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_written_to_and_not_replaced(stemmata, made, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        assert stemmata("render", made / "graphs.jsonl", "-o", pipe).code == 0
        assert reader.stdout.read() == stemmata("render", made / "graphs.jsonl").out
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]
