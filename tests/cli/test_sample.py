from __future__ import annotations

import json
from collections import Counter

import pytest

THINGS = ["rivers", "songs", "birds", "towns", "boats", "winds", "games", "herbs", "wells", "coins"]
RULES = ["", "Do not use any commas.", "Use at least 30 words.", "Answer in all lowercase letters."]
MANY = [
    {"id": f"{n}", "prompt": f"Write a poem about {thing}. {rule}".strip(), "kind": "rare" if n % 10 == 9 else "often"}
    for n, (thing, rule) in enumerate((thing, rule) for rule in RULES for thing in THINGS)
]


@pytest.fixture
def many(lines, tmp_path):
    return lines(tmp_path / "many.jsonl", MANY)


def test_a_sample_is_of_unchanged_lines_in_order(stemmata, many):
    said = stemmata("sample", many, "-n", 7)
    taken = said.out.splitlines()
    assert said.code == 0
    assert len(taken) == 7
    whole = many.read_text().splitlines()
    assert taken == [line for line in whole if line in set(taken)]
    assert "7 of 40 records" in said.err
    assert stemmata("sample", many, "-n", 7, "--seed", 1).out != said.out


def test_the_seed_decides_and_not_the_order(stemmata, many, lines, tmp_path):
    turned = lines(tmp_path / "turned.jsonl", MANY[::-1])
    for more in ((), ("--cover", "families,kinds"), ("--stratify", "kind")):
        first = stemmata("sample", many, "-n", 9, "--seed", 3, *more)
        second = stemmata("sample", turned, "-n", 9, "--seed", 3, *more)
        assert sorted(first.out.splitlines()) == sorted(second.out.splitlines())
        assert stemmata("sample", many, "-n", 9, "--seed", 3, *more).out == first.out


def test_strata_keep_their_shares_or_are_equal(stemmata, many):
    in_proportion = stemmata("sample", many, "-n", 20, "--stratify", "kind")
    assert Counter(line["kind"] for line in in_proportion.lines) == {"often": 18, "rare": 2}
    equal = stemmata("sample", many, "-n", 8, "--stratify", "kind", "--equal")
    assert Counter(line["kind"] for line in equal.lines) == {"often": 4, "rare": 4}
    assert "4 often" in equal.err


def test_coverage_takes_every_family_before_one_twice(stemmata, many):
    said = stemmata("sample", many, "-n", 3, "--cover", "families", "--workers", 1)
    assert len({line["prompt"].partition(". ")[2] for line in said.lines} - {""}) == 3
    assert "3 of 3 elements covered" in said.err


def test_coverage_within_strata(stemmata, many):
    said = stemmata("sample", many, "-n", 6, "--cover", "families", "--stratify", "kind", "--equal")
    assert Counter(line["kind"] for line in said.lines) == {"often": 3, "rare": 3}
    assert "3 of 3 elements covered" in said.err


def test_one_of_near_duplicates(stemmata, lines, tmp_path):
    texts = ["Write a poem about rain.", "Please write a poem about rain!", "Name three rivers.", "name three rivers"]
    path = lines(tmp_path / "d.jsonl", [{"prompt": text} for text in texts])
    said = stemmata("sample", path, "-n", 4, "--distinct")
    assert sorted(line["prompt"].split()[-1].strip("!.").lower() for line in said.lines) == ["rain", "rivers"]
    assert "2 are no near-duplicates" in said.err


def test_from_standard_input(stemmata, many):
    piped = stemmata("sample", "-", "-n", 5, input=many.read_text())
    assert piped.out == stemmata("sample", many, "-n", 5).out


def test_from_a_store(stemmata, store, tmp_path):
    out = tmp_path / "g.jsonl"
    said = stemmata("sample", "--store", store, "-n", 4, "--cover", "families,relations", "--distinct", "-o", out)
    graphs = [json.loads(line) for line in out.read_text().splitlines()]
    assert said.code == 0
    assert len(graphs) == 4
    assert all(graph["format"] == "stemmata/graph" for graph in graphs)
    roots = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id"
    assert len(stemmata("sample", "--store", store, "-n", 99, "--select", roots).lines) == 4


def test_more_than_there_are(stemmata, many):
    for more in ((), ("--cover", "kinds"), ("--stratify", "kind")):
        assert len(stemmata("sample", many, "-n", 99, *more).lines) == 40


def test_records_that_fail_are_said_and_not_taken(stemmata, tmp_path):
    path = tmp_path / "torn.jsonl"
    path.write_text('{"prompt": "Say \\ud83d."}\n{"prompt": "Name a river."}\n')
    said = stemmata("sample", path, "-n", 2)
    assert said.code == 1
    assert said.lines == [{"prompt": "Name a river."}]
    assert "not read, not taken: torn.jsonl:1" in said.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("many", "--cover", "words"), "--cover knows no 'words'"),
        (("many", "--stratify", "nothing"), "no record has a field 'nothing'"),
        (("many", "--equal"), "--equal goes with"),
        (("many", "--select", "RETURN 1"), "--select goes with the store"),
        (("none.jsonl",), "no such file"),
        (("many", "-n", "0"), "count"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_writes_nothing(stemmata, many, tmp_path, arguments, sentence):
    said = stemmata("sample", *(many if one == "many" else one for one in arguments), "-o", tmp_path / "out.jsonl")
    assert said.code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert not list(tmp_path.glob("out*"))
