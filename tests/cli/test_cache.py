"""`stemmata cache`, on a file with answers of two models."""

from __future__ import annotations

import json
import time

import pytest

from stemmata.llm.cache import AnswerCache, Kept
from stemmata.llm.calls import Call, Usage
from stemmata.llm.requests import Request
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ModelSettings


def kept(number, *, model="small", stage="modify", days=0):
    call = Call("vary", stage, (Turn("system", "Be brief."), Turn("user", f"Ask {number}.")), about=f"id{number}")
    request = Request.of(call, ModelSettings(name=model), "http://localhost/v1")
    created = int(time.time()) - days * 86400
    return Kept(
        request.key, "vary", stage, call.about, request.endpoint, model, f"{model}-1", request.text,
        f"Answer {number}.", Usage(10, 5), "stop", created,
    )  # fmt: skip


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "answers.sqlite"
    monkeypatch.setenv("STEMMATA_CACHE", str(path))
    with AnswerCache(path) as cache:
        cache.add([kept(0), kept(1, stage="judge", days=40), kept(2, model="big", days=3)])
    return path


def test_stats_count_by_model_and_stage(stemmata, file):
    said = stemmata("cache", "stats", "--format", "jsonl")
    assert [(line["model"], line["stage"], line["answers"], line["prompt_tokens"]) for line in said.lines] == [
        ("big-1", "modify", 1, 10),
        ("small-1", "judge", 1, 10),
        ("small-1", "modify", 1, 10),
    ]
    assert f"{file}: 3 answers, " in said.err
    assert "small-1" in stemmata("cache", "stats").out


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["Answer 0.", "Answer 2.", "Answer 1."]),
        (("--limit", 1), ["Answer 0."]),
        (("--model", "big"), ["Answer 2."]),
        (("--model", "big-1"), ["Answer 2."]),
        (("--stage", "judge"), ["Answer 1."]),
        (("--about", "id2"), ["Answer 2."]),
        (("--older-than", "2d"), ["Answer 2.", "Answer 1."]),
    ],
)
def test_list_names_the_newest_first(stemmata, file, options, found):
    said = stemmata("cache", "list", "--format", "jsonl", *options)
    assert [line["text"] for line in said.lines] == found
    table = stemmata("cache", "list", *options).out
    assert all(text in table for text in found)


def test_show_writes_what_was_asked_and_answered(stemmata, file):
    one = kept(0)
    text = stemmata("cache", "show", one.key[:8]).out
    assert "--- system\nBe brief.\n\n--- user\nAsk 0.\n\n--- answer\nAnswer 0.\n" in text
    (whole,) = stemmata("cache", "show", one.key.upper(), "--format", "jsonl").lines
    assert whole["request"]["messages"][1] == {"role": "user", "content": "Ask 0."}
    assert (whole["key"], whole["text"], whole["about"]) == (one.key, "Answer 0.", "id0")


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (("--older-than", "30d"), 2),
        (("--model", "small"), 1),
        (("--model", "small", "--stage", "judge"), 2),
        (("--all",), 0),
    ],
)
def test_prune_deletes_what_is_chosen(stemmata, file, options, left):
    before = file.stat().st_size
    said = stemmata("cache", "prune", *options)
    assert f"{3 - left} answer" in said.err
    assert len(stemmata("cache", "list", "--format", "jsonl").lines) == left
    assert file.stat().st_size <= before


def test_prune_gives_the_room_back(stemmata, file):
    with AnswerCache(file) as cache:
        cache.add([kept(number) for number in range(10, 3000)])
    before = file.stat().st_size
    stemmata("cache", "prune", "--all")
    assert file.stat().st_size < before / 5


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("show",), "show takes the key"),
        (("stats", "abcd"), "the others take none"),
        (("show", "zz"), "is no key of an answer"),
        (("show", "ffffffff"), "no answer has a key that begins with ffffffff"),
        (("prune",), "prune wants to know which answers"),
        (("prune", "--all", "--model", "x"), "prune wants to know which answers"),
        (("prune", "--older-than", "soon"), "is no age"),
        (("stats", "--model", "x"), "takes no choice of answers"),
        (("list", "--all"), "--all goes with prune"),
        (("stats", "--limit", "3"), "--limit goes with list"),
        (("list", "--cache", "nowhere/x.sqlite"), "there is no cache of answers"),
    ],
)
def test_a_wrong_call_is_said_in_one_sentence(stemmata, file, arguments, reason):
    said = stemmata("cache", *arguments)
    assert (said.code, said.out) == (2, "")
    assert reason in said.err
    assert len(said.err.splitlines()) == 1


def test_what_is_no_cache_is_said(stemmata, file, tmp_path):
    (tmp_path / "x").write_text("no database at all, but long enough to look at " * 50)
    said = stemmata("cache", "stats", "--cache", tmp_path / "x")
    assert said.code == 2
    assert "is damaged, or is no such file" in said.err


def test_lines_are_json(stemmata, file):
    assert [
        json.loads(line)["kept"][:2] for line in stemmata("cache", "list", "--format", "jsonl").out.splitlines()
    ] == ["20"] * 3
