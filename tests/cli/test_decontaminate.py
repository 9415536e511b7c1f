from __future__ import annotations

import json

import pytest

BENCH = [
    {"key": 7, "prompt": "Write a poem about rain in at least 300 words. Do not use any commas."},
    {"key": 8, "prompt": "Explain how tides work. Answer with exactly 4 bullet points."},
]
TRAIN = [
    '{"id": "other",  "prompt": "Name three rivers of Poland.", "x": 1.50}',
    '{"id": "same", "prompt": "write a poem about rain in at least 300 words; do not use any commas!"}',
    '{"id": "said", "prompt": "Compose a poem of 300 words or more about rain, without commas. Caf\\u00e9"}',
    '{"prompt": "Write a poem about snow in at least 300 words. Do not use any commas.", "id": "snow"}',
    '{"id": "talk", "messages": [{"role": "user", "content": "Explain how tides work in exactly four bullets."}]}',
]


@pytest.fixture
def bench(lines, tmp_path):
    return lines(tmp_path / "bench.jsonl", BENCH)


@pytest.fixture
def train(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(TRAIN) + "\n", encoding="utf-8")
    return path


def test_what_is_kept_is_unchanged_and_in_order(stemmata, train, bench, tmp_path):
    out = tmp_path / "clean.jsonl"
    said = stemmata("decontaminate", train, "--against", bench, "-o", out, "--workers", 1)
    assert said.code == 0
    assert out.read_text(encoding="utf-8").splitlines() == [TRAIN[0], TRAIN[3]]
    assert "5 records against 2 prompts: 2 clean, 3 dropped (1 by text" in said.err
    told = [json.loads(line) for line in (tmp_path / "clean.jsonl.dropped.jsonl").read_text().splitlines()]
    assert [(one["id"], one["where"], one["prompt"]["id"]) for one in told] == [
        ("same", "train.jsonl:2", 7),
        ("said", "train.jsonl:3", 7),
        ("talk", "train.jsonl:5", 8),
    ]
    assert told[0]["reason"] == "text"
    assert all(one["reason"] in ("structure", "near") and 0 < one["likeness"] <= 1 for one in told[1:])


def test_marks_in_place_of_dropping(stemmata, train, bench):
    said = stemmata("decontaminate", train, "--against", bench, "--mark")
    assert [line["id"] for line in said.lines] == ["other", "same", "said", "snow", "talk"]
    assert [("contamination" in line) for line in said.lines] == [False, True, True, False, True]
    assert said.lines[1]["contamination"]["prompt"] == {"where": "bench.jsonl:1", "id": 7}
    assert said.out.splitlines()[0] == TRAIN[0]
    assert "3 marked" in said.err


def test_finer_levels_and_higher_thresholds_drop_less(stemmata, train, bench):
    strict = stemmata("decontaminate", train, "--against", bench, "--level", "text", "--threshold", 1)
    assert [line["id"] for line in strict.lines] == ["other", "said", "snow"]  # "talk" has every feature in common


def test_the_output_does_not_depend_on_the_workers(stemmata, lines, bench, tmp_path):
    path = lines(tmp_path / "many.jsonl", [{"prompt": f"Write a poem about {n} rivers."} for n in range(150)])
    one, two = (stemmata("decontaminate", path, "--against", bench, "--workers", count) for count in (1, 2))
    assert (one.code, one.out) == (two.code, two.out)
    assert len(one.lines) == 150


def test_tables_come_out_as_json_lines(stemmata, bench, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('prompt,n\n"Explain how tides work. Answer with exactly 4 bullet points.",1\nName a river.,2\n')
    said = stemmata("decontaminate", path, "--against", bench)
    assert said.lines == [{"prompt": "Name a river.", "n": "2"}]


def test_a_store_loses_the_variants_too(stemmata, store, lines, tmp_path):
    bench = lines(tmp_path / "b.jsonl", [{"prompt": "Write a poem about rain. Do not use any commas."}])
    report = tmp_path / "report.jsonl"
    said = stemmata("decontaminate", "--store", store, "--against", bench, "--report", report, "--threshold", 1)
    assert said.code == 0
    kept = {line["id"] for line in said.lines}
    told = [json.loads(line) for line in report.read_text().splitlines()]
    assert [one["reason"] for one in told].count("text") == 1
    (root,) = (one["where"] for one in told if one["reason"] == "text")
    assert {one["of"] for one in told if one["reason"] == "variant"} == {root}
    family = "MATCH (i:Instruction) WHERE i.family = $root RETURN i.id"
    members = {row["i.id"] for row in stemmata("query", family, "--store", store, "-p", f"root={root}").lines}
    assert len(members) > 1
    assert not members & kept
    select = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id"
    chosen = stemmata("decontaminate", "--store", store, "--against", bench, "--select", select)
    assert len(chosen.lines) == 3


def test_what_cannot_be_checked_is_said_and_not_kept(stemmata, bench, tmp_path):
    path = tmp_path / "torn.jsonl"
    path.write_text('{"prompt": "Say \\ud83d."}\n{"prompt": "Name a river."}\n')
    said = stemmata("decontaminate", path, "--against", bench)
    assert said.code == 1
    assert said.lines == [{"prompt": "Name a river."}]
    assert "not checked, not kept: torn.jsonl:1" in said.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("train",), "--against"),
        (("train", "--against", "none.jsonl"), "none.jsonl: no such file"),
        (("none.jsonl", "--against", "bench"), "none.jsonl: no such file"),
        (("train", "--against", "bench", "--level", "words"), "level"),
        (("train", "--against", "bench", "--threshold", "2"), "threshold"),
        (("train", "--against", "bench", "--select", "RETURN 1"), "--select"),
        (("train", "--against", "bench", "--parser", "nobody"), "unknown parser"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_writes_nothing(stemmata, train, bench, tmp_path, arguments, sentence):
    names = {"train": train, "bench": bench}
    said = stemmata("decontaminate", *(names.get(one, one) for one in arguments), "-o", tmp_path / "out.jsonl")
    assert said.code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert not list(tmp_path.glob("out*"))


def test_a_broken_record_further_down_stops_it_before_anything_is_written(stemmata, train, bench, tmp_path):
    with train.open("a") as stream:
        stream.write("{broken\n")
    said = stemmata("decontaminate", train, "--against", bench, "-o", tmp_path / "out.jsonl")
    assert (said.code, list(tmp_path.glob("out*"))) == (2, [])
    assert "train.jsonl:6: broken JSON" in said.err
