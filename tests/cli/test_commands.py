from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from stemmata.graphs.stores.store import open_store
from stemmata.parsing.english.loading import SHIPPED

TEXT = "Write a poem about rain. Do not use any commas."


def test_parse_fills_the_store_once(stemmata, source, tmp_path):
    path = tmp_path / "x.lbug"
    said = stemmata("parse", source, "--store", path, "--workers", 1)
    assert said.code == 1  # one text is empty
    assert "6 records: 5 graphs, 4 new" in said.err
    assert "1 record failed: empty text (1)" in said.err
    again = stemmata("parse", source, "--store", path)
    assert "6 records: 1 graph, 0 new" in again.err  # that of the empty text, which no store holds
    assert "5 were there already" in again.err
    with open_store(path, read_only=True) as store:
        counts = store.counts()
    assert counts["roots"] == 4
    assert counts["failures"] == {"read": {"empty text": 1}}


def test_parse_writes_one_graph_for_each_record_in_order(stemmata, source, tmp_path):
    out = tmp_path / "graphs.jsonl"
    said = stemmata("parse", source, "-o", out)
    assert said.code == 1
    graphs = [json.loads(line) for line in out.read_text().splitlines()]
    ids = [graph["meta"]["source_id"] for graph in graphs]
    assert ids == ["leave", "rain", "rain again", "rivers", "empty", "fox"]
    assert graphs[1]["id"] == graphs[2]["id"]
    (failure,) = [json.loads(line) for line in (tmp_path / "graphs.jsonl.failures.jsonl").read_text().splitlines()]
    assert (failure["reason"], failure["where"]) == ("empty text", "source.jsonl:5")
    assert not (tmp_path / "stemmata.lbug").exists()


def test_parse_writes_to_both_where_a_store_is_named(stemmata, source, tmp_path):
    said = stemmata("parse", source, "-o", "-", "--store", tmp_path / "x.lbug", "--limit", 2)
    assert said.code == 0
    assert len(said.lines) == 2
    with open_store(tmp_path / "x.lbug", read_only=True) as store:
        assert {graph.id for graph in store.graphs()} == {graph["id"] for graph in said.lines}


def test_the_store_may_be_named_by_the_environment(stemmata, source, tmp_path, monkeypatch):
    monkeypatch.setenv("STEMMATA_STORE", str(tmp_path / "here.lbug"))
    assert stemmata("parse", source, "--limit", 1).code == 0
    assert (tmp_path / "here.lbug").exists()


def test_the_store_is_in_the_current_folder_unless_named(stemmata, source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert stemmata("parse", source, "--limit", 1).code == 0
    assert (tmp_path / "stemmata.lbug").exists()


def test_standard_input_is_a_source(stemmata):
    said = stemmata("parse", "-", "-o", "-", input='{"text": "List three rivers."}\n')
    assert said.code == 0
    assert said.lines[0]["meta"]["source"] == "standard input:1"


def test_render_gives_back_every_text(stemmata, made):
    said = stemmata("render", made / "graphs.jsonl")
    assert said.code == 0
    assert said.lines[1]["turns"] == [{"role": "user", "text": TEXT}]
    assert [line["turns"] for line in said.lines] == [
        json.loads(line)["turns"] for line in (made / "graphs.jsonl").read_text().splitlines()
    ]


def test_show_draws_a_text_or_a_stored_graph(stemmata, store, made, tmp_path):
    assert "punctuation:no_comma" in stemmata("show", TEXT).out
    graph_id = json.loads((made / "graphs.jsonl").read_text().splitlines()[1])["id"]
    assert stemmata("show", graph_id, "--store", store).out == stemmata("show", TEXT).out
    for ending in ("svg", "html", "dot", "json"):
        assert stemmata("show", TEXT, "-o", tmp_path / f"x.{ending}").code == 0
        assert (tmp_path / f"x.{ending}").stat().st_size > 100
    said = stemmata("show", TEXT, "-o", tmp_path / "x.png")
    assert (said.code, "unknown kind of drawing" in said.err) == (2, True)
    assert stemmata("show", "0" * 24, "--store", store).code == 2


def test_show_reads_standard_input(stemmata, made):
    line = (made / "graphs.jsonl").read_text().splitlines()[1]
    assert stemmata("show", "-", input=line).out == stemmata("show", "-", input=TEXT + "\n").out


def test_query_in_each_format(stemmata, store):
    cypher = "MATCH (c:Constraint) WHERE c.family = $family RETURN c.family AS family, count(*) AS n"
    arguments = ("query", cypher, "--store", store, "--param", "family=punctuation:no_comma")
    jsonl = stemmata(*arguments)
    assert jsonl.lines[0]["family"] == "punctuation:no_comma"
    count = jsonl.lines[0]["n"]
    assert stemmata(*arguments, "--format", "csv").out == f"family,n\npunctuation:no_comma,{count}\n"
    assert stemmata(*arguments, "--format", "table").out.splitlines()[0].split() == ["family", "n"]


def test_query_takes_numbers_and_a_limit(stemmata, store):
    cypher = "MATCH (c:Constraint) WHERE c.value >= $least RETURN c.value AS value ORDER BY value"
    values = [row["value"] for row in stemmata("query", cypher, "--store", store, "--param", "least=20").lines]
    assert values[0] == 20
    assert len(stemmata("query", cypher, "--store", store, "-p", "least=20", "--limit", 1).lines) == 1


def test_query_only_reads_unless_told(stemmata, source, tmp_path):
    path = tmp_path / "x.lbug"
    stemmata("parse", source, "--store", path, "--quiet")
    wipe = "MATCH (f:Failure) DELETE f"
    assert stemmata("query", wipe, "--store", path).code == 2
    assert stemmata("query", wipe, "--store", path, "--write").code == 0
    assert json.loads(stemmata("stats", "--store", path, "--format", "json").out)["failures"] == {}


def test_stats_counts_and_says_what_failed(stemmata, store):
    said = stemmata("stats", "--store", store)
    assert "empty text" in said.out
    assert json.loads(stemmata("stats", "--store", store, "--format", "json").out)["roots"] == 4


def test_vary_respond_build_do_what_run_does(stemmata, source, made, tmp_path):
    path = tmp_path / "x.lbug"
    stemmata("parse", source, "--store", path)
    said = stemmata("vary", "--store", path, "--workers", 1)
    assert said.code == 0
    assert "4 of 4 instructions varied" in said.err
    assert "0 of 4 instructions varied" in stemmata("vary", "--store", path, "--workers", 1).err
    assert stemmata("respond", "--store", path, "--workers", 1).code == 0
    assert stemmata("build", "all", "-o", tmp_path / "data", "--store", path).code == 0
    with open_store(path, read_only=True) as ours, open_store(made / "instructions.lbug", read_only=True) as theirs:
        assert ours.counts()["edges"]["EDIT"] == theirs.counts()["edges"]["EDIT"] > 0
    for kind in ("sft", "dpo"):
        assert (tmp_path / "data" / kind / "README.md").is_file()


def test_vary_and_respond_into_files(stemmata, store, tmp_path):
    out = tmp_path / "variants.jsonl"
    comma = "(:Constraint {family: 'punctuation:no_comma'})"
    select = f"MATCH (i:Instruction)<-[:PART_OF]-{comma} WHERE i.depth = 0 RETURN i.id"
    assert stemmata("vary", "--store", store, "-o", out, "--select", select, "--seed", 3).code == 0
    variants = [json.loads(line) for line in out.read_text().splitlines()]
    assert {tuple(variant["parent_turns"]) for variant in variants} == {(TEXT,)}
    answers = tmp_path / "responses.jsonl"
    assert stemmata("respond", "--store", store, "-o", answers, "--mode", "given").code == 0
    responses = [json.loads(line) for line in answers.read_text().splitlines()]
    assert {response["mode"] for response in responses} == {"given"}
    assert stemmata("vary", "--store", store, "-o", "-", "--select", "RETURN 'x'").code == 2


def test_build_takes_its_options(stemmata, store, tmp_path):
    arguments = ("--store", store, "--test-fraction", 0, "--shard-records", 1, "--seed", 2)
    assert stemmata("build", "sft", "-o", tmp_path / "sft", *arguments).code == 0
    shards = sorted(path.name for path in (tmp_path / "sft").glob("*.jsonl"))
    assert shards[0] == "train-00000.jsonl"
    assert len(shards) > 1


def test_verify_each_form_of_record(stemmata, lines, made, tmp_path):
    graph = json.loads((made / "graphs.jsonl").read_text().splitlines()[1])
    typed = {"instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
    records = [
        {"key": 1, **typed, "response": "None here."},
        {"id": "b", **typed, "response": "One, here."},
        {"instruction": TEXT, "response": "One, here."},
        {"graph": graph, "response": "None here."},
        {"prompt": TEXT, **typed, "response": "None."},
    ]
    said = stemmata("verify", lines(tmp_path / "r.jsonl", records))
    assert said.code == 0
    assert [line["passed"] for line in said.lines] == [True, False, False, True, True]
    assert [line.get("id") for line in said.lines] == ["1", "b", None, None, None]
    (verdict,) = said.lines[1]["constraints"]
    assert (verdict["id"], verdict["kwargs"], verdict["passed"]) == ("punctuation:no_comma", {}, False)
    assert verdict["span"] == [3, 4]
    assert verdict["detail"]
    assert "5 responses verified: 3 passed, 2 failed" in said.err


def test_verify_the_responses_of_a_store(stemmata, store):
    said = stemmata("verify", "--store", store)
    assert said.code == 0
    assert (
        len(said.lines) == json.loads(stemmata("stats", "--store", store, "--format", "json").out)["nodes"]["Response"]
    )


def test_families_are_listed_with_examples(stemmata):
    assert "length_constraints:number_words" in stemmata("families").out
    records = {line["id"]: line for line in stemmata("families", "--format", "jsonl").lines}
    words = records["length_constraints:number_words"]
    assert words["group"] == "length_constraints"
    assert words["hard"] is True
    assert set(words) == {"id", "group", "hard", "summary", "can", "example", "arguments"}
    assert "num_words" in words["arguments"]


def test_a_reader_that_has_enough_ends_the_command_quietly(command, made):
    many = made.parent / "many.jsonl"
    many.write_text((made / "graphs.jsonl").read_text() * 300)
    with subprocess.Popen([*command, "render", str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as render:
        first = subprocess.run(["head", "-1"], stdin=render.stdout, capture_output=True, check=True).stdout
        render.stdout.close()
        assert (render.stderr.read(), render.wait(timeout=60)) == (b"", 0)
    assert json.loads(first)["id"]


@pytest.mark.parametrize("flag", ["--quiet", "--verbose"])
def test_data_goes_to_stdout_and_words_to_stderr(stemmata, source, flag):
    said = stemmata("parse", source, "-o", "-", "--limit", 2, flag)
    assert len(said.lines) == 2
    assert (said.err == "") is (flag == "--quiet")


def test_parse_reads_syntax_with_a_pipeline_that_is_named(stemmata, tmp_path):
    source = tmp_path / "one.jsonl"
    source.write_text('{"text": "List three rivers in Asia."}\n', encoding="utf-8")
    copy = shutil.copytree(SHIPPED, tmp_path / "model")
    own = stemmata("parse", source, "-o", "-", "--spacy-model", copy)
    assert (own.code, own.out) == (0, stemmata("parse", source, "-o", "-").out)
    assert stemmata("parse", source, "-o", "-", "--spacy-model", "nope").err == (
        "stemmata: the spaCy pipeline 'nope' is not installed; install the package that has it, or name its folder.\n"
    )
    assert stemmata("run", source, "-o", tmp_path / "out", "--parser", "x", "--spacy-model", copy).code == 2
    assert not (tmp_path / "out").exists()
