from __future__ import annotations

import json

import pytest

POEM = "Write a poem about rain. Do not use any commas."


def test_the_nearest_to_a_text_come_first(stemmata, store):
    said = stemmata("similar", "Please write me a poem about rain without any commas", "--store", store)
    assert said.code == 0
    likest = [row for row in said.lines if row["likeness"] == said.lines[0]["likeness"]]
    assert POEM in [row["text"] for row in likest]
    assert said.lines[0]["likeness"] >= 0.6
    assert said.lines[0]["level"] in ("demands", "typed", "content")
    assert [row["likeness"] for row in said.lines] == sorted((row["likeness"] for row in said.lines), reverse=True)
    assert "at least 0.2 alike, among" in said.err


def test_the_nearest_to_an_id_leave_out_itself(stemmata, store, made):
    name = json.loads((made / "graphs.jsonl").read_text().splitlines()[1])["id"]
    by_id = stemmata("similar", name, "--store", store, "-n", 3)
    assert len(by_id.lines) == 3
    assert name not in [row["id"] for row in by_id.lines]
    assert stemmata("similar", POEM, "--store", store, "-n", 1).lines[0]["id"] == name
    assert stemmata("similar", "0" * 24, "--store", store).code == 2


def test_each_record_of_a_file_is_looked_up(stemmata, store, source):
    said = stemmata("similar", source, "--store", store, "-n", 1, "--workers", 1)
    assert said.code == 0
    assert [row["query"] for row in said.lines] == [f"source.jsonl:{line}" for line in (1, 2, 3, 4, 6)]
    assert {row["level"] for row in said.lines} == {"text"}
    assert {row["likeness"] for row in said.lines} == {1.0}


def test_standard_input_is_a_file(stemmata, store):
    said = stemmata("similar", "-", "--store", store, "-n", 1, input=json.dumps({"text": POEM}) + "\n")
    assert [row["query"] for row in said.lines] == ["standard input:1"]


def test_groups_of_the_store_and_of_a_file(stemmata, store, source, lines, tmp_path):
    groups = stemmata("similar", "--all", "--store", store).lines
    assert len(groups) >= 3  # an instruction and its variants
    assert all(group["size"] == len(group["members"]) >= 2 for group in groups)
    (group,) = stemmata("similar", source, "--all").lines
    assert (group["size"], group["level"], group["members"]) == (2, "text", ["source.jsonl:2", "source.jsonl:3"])
    alone = lines(tmp_path / "alone.jsonl", [{"text": POEM}])
    said = stemmata("similar", alone, "--all")
    assert (said.code, said.out) == (0, "")
    assert "0 groups" in said.err


def test_a_table_for_people(stemmata, store):
    out = stemmata("similar", POEM, "--store", store, "-n", 2, "--format", "table").out.splitlines()
    assert out[0].split() == ["id", "likeness", "level", "text"]
    assert len(out) == 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "nothing to look for"),
        (("Sing.", "--all"), "--all looks at"),
        (("none.jsonl",), "none.jsonl: no such file"),
        (("Sing.", "--threshold", "0"), "threshold"),
        (("Sing.", "--store", "none.lbug"), "none.lbug"),
    ],
)
def test_a_wrong_call_is_one_sentence(stemmata, arguments, sentence):
    said = stemmata("similar", *arguments)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_diversity_of_a_store(stemmata, store):
    said = stemmata("stats", "--diversity", "--store", store, "--format", "json")
    report = json.loads(said.out)
    distinct = report["distinct"]
    assert report["graphs"] >= distinct["text"] >= distinct["content"] >= distinct["typed"] >= distinct["shape"] > 1
    assert report["shapes"][0]["graphs"] >= 1
    roots = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id"
    said = stemmata("stats", "--diversity", "--store", store, "--select", roots)
    assert said.out.splitlines()[0].split() == ["graphs", "4"]
    assert stemmata("stats", "--store", store, "--select", roots).code == 2
