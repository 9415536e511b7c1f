"""Responses and judgements asked of an endpoint, the datasets built of them, the table and the figure."""

from __future__ import annotations

import json

import pytest
from rehearsal_server import rehearsal

TEXTS = [
    "Write a poem about rain. Do not use any commas. Use at least 20 words. Be polite.",
    "Describe a fox. Use only lowercase letters.",
    "List three rivers of Europe. Answer in all lowercase letters.",
    "Tell a story without any commas.",
]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """A rehearsal endpoint."""
    pytest.importorskip("openai")
    with rehearsal(tmp_path_factory.mktemp("endpoint") / "log.jsonl") as served:
        yield served


@pytest.fixture
def asking(stemmata, endpoint, monkeypatch, tmp_path):
    """The command, with the endpoint in its environment and a cache of the test's own."""
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("STEMMATA_CACHE", str(tmp_path / "cache.db"))
    return stemmata


@pytest.fixture
def varied(stemmata, tmp_path, lines):
    """A store of instructions and variants."""
    path = tmp_path / "varied.lbug"
    source = lines(tmp_path / "source.jsonl", [{"instruction": text} for text in TEXTS])
    assert stemmata("parse", source, "--store", path, "--workers", 1).code == 0
    assert stemmata("vary", "--store", path, "--per-instruction", 3, "--workers", 1).code == 0
    return path


def test_from_answers_to_datasets(asking, endpoint, varied, tmp_path):
    before = len(endpoint.calls)
    said = asking("respond", "--store", varied, "--mode", "direct", "--mode", "reference", "--model", "m")
    assert said.code == 0, said.err
    assert "direct of" in said.err and "tokens" in said.err
    sent = len(endpoint.calls) - before
    again = asking("respond", "--store", varied, "--mode", "direct", "--mode", "reference", "--model", "m")
    assert again.err.startswith("responses: 0 direct of 0 wanted, 0 reference of 0 wanted")
    assert len(endpoint.calls) - before == sent

    said = asking("judge", "--store", varied, "--model", "m")
    assert said.code == 0, said.err
    assert "stemmata-rehearsal and the verifiers: agree on" in said.err
    assert asking("judge", "--store", varied, "--model", "m").err.startswith("0 responses judged")
    judged = asking("stats", "--store", varied, "--format", "json").lines[0]["judges against verifiers"]
    counted = judged["stemmata-rehearsal"]
    (row,) = asking("query", "--named", "judges", "--store", varied).lines
    assert [row[name] for name in ("responses", "both", "judge_alone", "verifiers_alone", "neither")] == [
        counted[name] for name in ("responses", "both pass", "judge alone passes", "verifiers alone pass", "both fail")
    ]

    said = asking("build", "all", "-o", tmp_path / "data", "--store", varied)
    assert said.code == 0, said.err
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        *("aug", "aug-dpo", "det", "dpo", "eval", "ref", "ref-dpo", "sft"),
    ]
    loose = asking("build", "ref-dpo", "-o", tmp_path / "loose", "--store", varied, "--pairs", "paper")
    assert "ref-dpo: " in loose.err and "not shown" not in loose.err

    rows = asking("stats", "--table1", "--store", varied, "--format", "json").lines[0]
    assert [row["dataset"] for row in rows] == ["eval", "aug", "ref", "aug-dpo", "ref-dpo", "det"]
    table = asking("stats", "--table1", "--store", varied)
    assert table.out.splitlines()[0].split("  ")[0] == "dataset"
    markdown = asking("stats", "--table1", "--store", varied, "--format", "markdown").out.splitlines()
    assert markdown[0].startswith("| dataset | instructions |") and len(markdown) == 8

    pytest.importorskip("sklearn")
    pytest.importorskip("matplotlib")
    said = asking("plot", "--store", varied, "-o", tmp_path / "figure2.svg")
    assert said.code == 0 and "responses, Ref" in said.err
    assert (tmp_path / "figure2.svg").read_text().startswith("<?xml")


def test_a_dry_run_asks_and_writes_nothing(asking, endpoint, varied):
    before = len(endpoint.calls), asking("stats", "--store", varied).out
    said = asking("respond", "--mode", "direct", "--mode", "reference", "--model", "m", "--store", varied, "--dry-run")
    assert said.code == 0, said.err
    assert [line.split()[0] for line in said.out.splitlines()[2:]] == ["direct", "reference", "total"]
    assert asking("judge", "--model", "m", "--store", varied, "--dry-run").code == 0
    assert (len(endpoint.calls), asking("stats", "--store", varied).out) == before


def test_answers_can_go_to_a_file(asking, varied, tmp_path):
    said = asking("respond", "--mode", "direct", "--model", "m", "--store", varied, "-o", tmp_path / "answers.jsonl")
    assert said.code == 0, said.err
    records = [json.loads(line) for line in (tmp_path / "answers.jsonl").open(encoding="utf-8")]
    assert records and {one["mode"] for one in records} == {"direct"}
    counts = asking("stats", "--store", varied, "--format", "json").lines[0]
    assert counts["nodes"]["Response"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["respond", "--mode", "direct"], "name"),
        (["judge"], "name"),
        (["plot", "-o", "x.gif"], "is no picture"),
        (["stats", "--table1", "--diversity"], "give one of these"),
        (["stats", "--format", "markdown"], "goes with --table1"),
        (["build", "det", "-o", "x", "--pairs", "all"], "Invalid value"),
    ],
)
def test_a_wrong_call_is_one_sentence(stemmata, varied, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    found = stemmata(*arguments, "--store", varied)
    assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
    assert said in found.err
