"""`export` and `import` of whole graphs."""

from __future__ import annotations

import json

import pytest

from stemmata.graphs.stores.store import open_store

FORMS = ["node-link", "penman", "graphml", "parquet"]


@pytest.mark.parametrize("form", FORMS)
def test_graphs_go_out_and_come_back(stemmata, made, tmp_path, form):
    out, again = tmp_path / "out", tmp_path / "again.jsonl"
    said = stemmata("export", form, made / "graphs.jsonl", "-o", out)
    assert (said.code, said.out, said.err) == (0, "", "6 graphs\n")
    said = stemmata("import", form, out, "-o", again)
    assert (said.code, said.out, said.err) == (0, "", "6 graphs\n")
    assert again.read_bytes() == (made / "graphs.jsonl").read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_a_store_goes_out_and_into_another(stemmata, store, tmp_path, form):
    out, other = tmp_path / "out", tmp_path / "other.lbug"
    assert stemmata("export", form, "--store", store, "-o", out).code == 0
    with open_store(store, read_only=True) as first:
        graphs = list(first.graphs())
    said = stemmata("import", form, out, "--store", other)
    assert (said.code, said.err) == (0, f"{len(graphs)} graphs, {len(graphs)} new in {other}\n")
    with open_store(other, read_only=True) as second:
        assert [graph.to_dict() for graph in second.graphs()] == [graph.to_dict() for graph in graphs]
    said = stemmata("import", form, out, "--store", other)
    assert said.err == f"{len(graphs)} graphs, 0 new in {other}\n"


def test_text_formats_go_through_pipes(stemmata, made, tmp_path):
    graphs = (made / "graphs.jsonl").read_text()
    for form in ("node-link", "penman"):
        out = stemmata("export", form, "-", input=graphs).out
        assert stemmata("import", form, "-", "-o", "-", input=out).out == graphs
    assert stemmata("export", "graphml", made / "graphs.jsonl", "-q").out.startswith("<?xml")


def test_instructions_are_parsed_and_those_that_fail_are_told(stemmata, lines, tmp_path):
    source = lines(tmp_path / "x.jsonl", [{"text": "Sing."}, {"text": 7}])
    said = stemmata("export", "node-link", source)
    assert said.code in (1, 2)
    assert "x.jsonl:2" in said.err


@pytest.mark.parametrize("form", FORMS)
def test_a_broken_file_is_one_sentence_with_its_place_and_nothing_is_written(stemmata, made, tmp_path, form):
    out, store = tmp_path / "out", tmp_path / "x.lbug"
    stemmata("export", form, made / "graphs.jsonl", "-o", out)
    broken = out / "nodes.parquet" if form == "parquet" else out
    whole = broken.read_bytes()
    broken.write_bytes(whole[: len(whole) * 2 // 3])
    for target in (("-o", tmp_path / "again.jsonl"), ("--store", store)):
        said = stemmata("import", form, out, *target)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert said.err.startswith(f"stemmata: {broken}" + ("" if form == "parquet" else ":"))
        assert not store.exists() and not (tmp_path / "again.jsonl").exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_missing_or_empty_is_told(stemmata, tmp_path, form):
    said = stemmata("import", form, tmp_path / "nowhere")
    assert (said.code, said.err) == (2, f"stemmata: {tmp_path}/nowhere: no such file.\n")
    empty = tmp_path / "empty"
    if form == "parquet":
        empty.mkdir()
    else:
        empty.touch()
    said = stemmata("import", form, empty, "-o", tmp_path / "x.jsonl")
    assert said.code == 2
    assert said.err.startswith(f"stemmata: {empty}")
    assert not (tmp_path / "x.jsonl").exists()


def test_a_wrong_call_is_one_sentence(stemmata, made, tmp_path):
    graphs = made / "graphs.jsonl"
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").touch()
    for arguments, said in (
        (("export", "parquet", graphs), "Parquet is a folder of files; name one with -o DIR."),
        (("export", "parquet", graphs, "-o", full), f"{full}: is no empty folder; name a new one."),
        (
            ("export", "parquet", graphs, "-o", full / "mine" / "x"),
            "cannot be written (Not a directory).",
        ),
        (("export", "graphml", graphs, "--all-families"), "--all-families goes with ifeval"),
        (("import", "graphml", "-"), "GraphML is read more than once; name a file instead of standard input."),
    ):
        found = stemmata(*arguments)
        assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
        assert said in found.err
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert [path.name for path in full.iterdir()] == ["mine"]


def test_the_lines_of_node_link_are_networkx_own(stemmata, made):
    import networkx as nx

    line = stemmata("export", "node-link", made / "graphs.jsonl").out.splitlines()[0]
    net = nx.node_link_graph(json.loads(line), edges="edges")
    assert net.graph["id"] == json.loads((made / "graphs.jsonl").read_text().splitlines()[0])["id"]
