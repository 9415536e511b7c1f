"""The commands that ask a model, against a rehearsal endpoint over real sockets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rehearsal_server import rehearsal

TEXTS = [
    "Write a haiku about rain. Do not use any commas.",
    "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words. Be polite.",
    "List three rivers of Europe in alphabetical order. Answer in all lowercase letters.",
    "Summarise the following text in two sentences.",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with rehearsal(tmp_path_factory.mktemp("served") / "calls.jsonl") as one:
        yield one


@pytest.fixture(autouse=True)
def endpoint(served, monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_BASE_URL", served.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("STEMMATA_CACHE", str(tmp_path / "answers.sqlite"))


@pytest.fixture
def source(lines, tmp_path) -> Path:
    return lines(tmp_path / "source.jsonl", [{"instruction": text} for text in TEXTS])


def once(folder: Path) -> Path:
    """Settings with which a call is sent once, so that nobody waits for an endpoint that is not there."""
    settings = folder / "once.toml"
    settings.write_text('[model]\nname = "small"\n[endpoint]\nattempts = 1\n', encoding="utf-8")
    return settings


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_with_a_model_does_all_of_it(stemmata, source, tmp_path):
    out = tmp_path / "out"
    said = stemmata("run", source, "-o", out, "--model", "small")
    assert said.code == 0, said.err
    names = {path.name for path in out.iterdir()}
    assert {"judgements.jsonl", "report.html", "spending.json", "aug", "ref", "aug-dpo", "ref-dpo"} <= names
    report = json.loads((out / "report.json").read_text())
    assert report["counts"]["records"] == {"read": 4, "graphs": 3, "duplicates": 0, "failed": 0, "filtered": 1}
    assert report["settings"]["models"]["judge"] == {"name": "small", "temperature": 0.0, "extra": {}}
    (lacking,) = [one for one in rows(out / "failures.jsonl") if one["stage"] == "filter"]
    assert lacking["where"] == "source.jsonl:4"
    responses = rows(out / "responses.jsonl")
    assert {response["model"] for response in responses} == {"stemmata-rehearsal"}
    assert {response["mode"] for response in responses} == {"direct", "reference"}
    assert all(graph["meta"]["parser"] == "llm:stemmata-rehearsal" for graph in rows(out / "graphs.jsonl"))
    assert all(one["edit"]["proposer"] == "llm:stemmata-rehearsal" for one in rows(out / "variants.jsonl"))
    assert "Rehearsed: rules gave the answers" in (out / "report.html").read_text(encoding="utf-8")
    for path in (path for path in [*out.rglob("*"), tmp_path / "answers.sqlite"] if path.is_file()):
        assert b"sk-very-secret" not in path.read_bytes(), path
    assert "finished: nothing to do" in stemmata("run", source, "-o", out, "--model", "small").err
    other = stemmata("run", source, "-o", out, "--model", "large")
    assert other.code == 2 and "another settings.models" in other.err


def test_stages_are_chosen_one_by_one(stemmata, source, tmp_path):
    out = tmp_path / "out"
    options = ("--parser", "rules", "--no-filter", "--proposer", "catalogue", "--mode", "direct", "--no-judge")
    assert stemmata("run", source, "-o", out, "--model", "small", *options, "--per-instruction", 1).code == 0
    assert all("parser" not in graph["meta"] for graph in rows(out / "graphs.jsonl"))
    assert {response["mode"] for response in rows(out / "responses.jsonl")} == {"direct"}
    assert not (out / "judgements.jsonl").exists()


def test_the_paper_way_writes_whole_prompts(stemmata, source, tmp_path, served):
    out = tmp_path / "out"
    before = len(served.calls)
    said = stemmata("run", source, "-o", out, "--model", "small", "--reconstruct", "paper", "--mode", "given")
    assert said.code == 0, said.err
    assert {call["stage"] for call in served.calls[before:]} >= {"filter", "decompose", "modify_prompt"}
    accepted = [one for one in rows(out / "variants.jsonl") if one["status"] == "accepted"]
    assert accepted and all(one["edit"]["way"] == "paper" for one in accepted)


def test_a_dry_run_tells_the_cost_and_sends_nothing(stemmata, source, tmp_path, served):
    settings = tmp_path / "stemmata.toml"
    settings.write_text('[model]\nname = "small"\n[prices.small]\ninput = 100\noutput = 1000\n', encoding="utf-8")
    sent = len(served.calls)
    told = stemmata("run", source, "-o", tmp_path / "out", "--config", settings, "--dry-run")
    assert told.code == 0 and "estimate" in told.err
    assert len(served.calls) == sent and not (tmp_path / "out").exists()
    total = told.out.splitlines()[-1].split()
    assert total[0] == "total"
    assert stemmata("run", source, "-o", tmp_path / "out", "--config", settings).code == 0
    used = json.loads((tmp_path / "out" / "spending.json").read_text())["used"]
    assert int(total[1]) == sum(row["calls"] for row in used) == len(served.calls) - sent
    assert int(total[2]) == sum(row["prompt_tokens"] for row in used)
    assert float(total[4]) == pytest.approx(sum(row["cost"] for row in used), abs=0.01)
    again = stemmata("run", source, "-o", tmp_path / "again", "--config", settings, "--dry-run")
    assert again.out.splitlines()[-1].split()[1] == "0" and "answered from the cache" in again.err


def test_a_budget_stops_a_run_and_a_larger_one_goes_on(stemmata, source, tmp_path, served):
    whole = tmp_path / "whole"
    begun = len(served.calls)
    assert stemmata("run", source, "-o", whole, "--model", "small", "--cache", tmp_path / "other.sqlite").code == 0
    before = len(served.calls)
    stopped = stemmata("run", source, "-o", tmp_path / "out", "--model", "small", "--max-calls", 9)
    assert stopped.code == 130 and "9 of 9 calls" in stopped.err and "--max-calls" in stopped.err
    assert len(served.calls) == before + 9
    assert stemmata("run", source, "-o", tmp_path / "out", "--model", "small").code == 0
    assert len(served.calls) - before == before - begun  # what was paid for is not asked again
    for name in ("graphs.jsonl", "variants.jsonl", "responses.jsonl", "judgements.jsonl", "report.json"):
        assert (tmp_path / "out" / name).read_bytes() == (whole / name).read_bytes()


def test_the_steps_one_by_one_make_the_same(stemmata, source, tmp_path):
    store, model = tmp_path / "steps.lbug", ("--model", "small")
    assert stemmata("run", source, "-o", tmp_path / "out", "--model", "small", "--no-filter").code == 0
    parsed = stemmata("parse", source, "--store", store, "--parser", "llm", *model)
    assert parsed.code == 0 and "answers" in parsed.err
    assert stemmata("vary", "--store", store, "--proposer", "llm", *model).code == 0
    assert stemmata("respond", "--store", store, "--mode", "direct", "--mode", "reference", *model).code == 0
    assert stemmata("judge", "--store", store, *model).code == 0
    counts = json.loads(stemmata("stats", "--store", store, "--format", "json").out)
    whole = json.loads(stemmata("stats", "--store", tmp_path / "out" / "instructions.lbug", "--format", "json").out)
    assert counts == whole


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("parse", ("SOURCE", "--parser", "llm")),
        ("vary", ("--proposer", "llm")),
        ("respond", ("--mode", "direct")),
        ("judge", ()),
    ],
)
def test_each_step_estimates_its_cost(stemmata, store, source, served, command, options):
    sent = len(served.calls)
    given = [source if option == "SOURCE" else option for option in options]
    place = () if command == "parse" else ("--store", store)
    told = stemmata(command, *given, *place, "--model", "small", "--dry-run")
    assert told.code == 0, told.err
    assert told.out.splitlines()[-1].startswith("total") and len(served.calls) == sent


def test_an_estimate_leaves_out_what_is_done_whoever_did_it(stemmata, source, tmp_path):
    store = tmp_path / "steps.lbug"
    steps = [
        ("parse", source, "--parser", "llm"),
        ("vary", "--proposer", "llm", "--relation", "equivalent"),
        ("respond", "--mode", "direct", "--mode", "reference"),
        ("judge",),
    ]
    for command, *options in steps:
        at = ("--store", store)
        before = stemmata(command, *options, *at, "--model", "other", "--dry-run").out.splitlines()[-1].split()
        assert int(before[1]) > 0, command
        assert stemmata(command, *options, *at, "--model", "small").code == 0
        after = stemmata(command, *options, *at, "--model", "other", "--dry-run")
        if command != "vary":  # what no variant came of is asked for once more
            assert after.code == 0 and after.out.splitlines()[-1].split()[1] == "0", command
        anew = stemmata(command, *options, *at, "--model", "other", "--dry-run", "--no-resume")
        assert anew.out.splitlines()[-1].split()[1] == before[1], command


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[model", "is no TOML"),
        ('[model]\nnam = "x"\n', "field model.nam: there is no such field"),
        ('[model]\nname = "x"\ntemperature = -1\n', "field model.temperature"),
        ('[model]\nname = "x"\n[model.judge]\nnane = "y"\n', "field model.judge.nane: there is no such field"),
        ("[model.judge]\ntemperature = -1\n", "field model.judge.temperature"),
        ('[model]\nname = ""\n', "field model.name"),
        ('model = "x"\n', "field model: input should be an object"),
        ('[respond]\nmodes = "direct"\n', "field respond.modes: input should be a list"),
        ('[model]\nname = "x"\n[vary]\nproposer = "nonsense"\n', "unknown proposer 'nonsense'"),
        ('[parse]\nparser = "llm"\n', "the parser llm asks a model, and none is named"),
        ('[vary]\nproposer = "llm"\n[model.judge]\nname = "x"\n', "name in [model] or [model.vary]"),
        ('[build]\npairs = "best"\n', "field build.pairs"),
        ('[budget]\nmax_cost = 1\n[model]\nname = "x"\n', "the model x has no price"),
        ('colour = "red"\n', "field colour"),
    ],
)
def test_what_is_wrong_in_a_settings_file_is_one_sentence(stemmata, source, tmp_path, text, said):
    settings = tmp_path / "bad.toml"
    settings.write_text(text, encoding="utf-8")
    told = stemmata("run", source, "-o", tmp_path / "out", "--config", settings)
    assert told.code == 2 and said in told.err and told.err.count("\n") == 1, told.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text",
    ['[model]\nname = "x"\napi_key = "KEY"\n', '[model]\nname = "x"\nkey_variable = "KEY"\n', 'api_key = "KEY"\n'],
)
def test_a_key_among_the_settings_is_refused_and_not_repeated(stemmata, source, tmp_path, text):
    settings = tmp_path / "bad.toml"
    settings.write_text(text.replace("KEY", "sk-very-secret"), encoding="utf-8")
    told = stemmata("run", source, "-o", tmp_path / "out", "--config", settings, "--dry-run")
    assert told.code == 2 and "sk-very" not in told.err and told.err.count("\n") == 1, told.err


def test_an_empty_name_is_no_run_without_a_model(stemmata, source, tmp_path):
    told = stemmata("run", source, "-o", tmp_path / "out", "--model", "")
    assert told.code == 2 and "field model.name" in told.err and not (tmp_path / "out").exists()


def test_a_settings_file_can_say_everything(stemmata, source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stemmata.toml").write_text(
        'sources = ["source.jsonl"]\noutput = "out"\nlimit = 2\nseed = 5\n[respond]\nmodes = ["repair"]\n',
        encoding="utf-8",
    )
    assert stemmata("run", "--config", "stemmata.toml", "--limit", 3).code == 0
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["limit"] == 3 and report["settings"]["vary"]["seed"] == report["settings"]["build"]["seed"] == 5


def test_an_endpoint_out_of_reach_is_exit_3(stemmata, source, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    told = stemmata("run", source, "-o", tmp_path / "out", "--config", once(tmp_path))
    assert told.code == 3 and "127.0.0.1:9" in told.err and told.err.count("\n") == 1


def test_what_was_sent_is_told_beside_what_was_used(stemmata, source, tmp_path):
    first = stemmata("parse", source, "--store", tmp_path / "one", "--parser", "llm", "--model", "small")
    assert "4 answers" in first.err and "4 calls sent, 0 answers from the cache" in first.err
    second = stemmata("parse", source, "--store", tmp_path / "two", "--parser", "llm", "--model", "small")
    assert "4 answers" in second.err and "0 calls sent, 4 answers from the cache" in second.err
    run = stemmata("run", source, "-o", tmp_path / "out", "--model", "small", "--no-filter", "--mode", "given")
    assert "4 answers from the cache" in run.err
    sent = json.loads((tmp_path / "out" / "spending.json").read_text())["sent"]
    assert sent and all(row["cost"] is None for row in sent), "no price is known"


def test_costs_go_by_the_price_of_what_was_asked_for_as_the_budget_does(stemmata, source, tmp_path):
    settings = tmp_path / "stemmata.toml"
    prices = "[prices.small]\ninput = 100\noutput = 100\n[prices.stemmata-rehearsal]\ninput = 1\noutput = 1\n"
    settings.write_text(f'[model]\nname = "small"\n{prices}', encoding="utf-8")
    assert stemmata("run", source, "-o", tmp_path / "out", "--config", settings).code == 0
    noted = json.loads((tmp_path / "out" / "spending.json").read_text())
    assert sum(row["cost"] for row in noted["used"]) == pytest.approx(sum(row["cost"] for row in noted["sent"]))


@pytest.mark.parametrize("command", ["run", "parse"])
def test_a_cache_that_cannot_be_used_leaves_nothing(stemmata, source, tmp_path, command):
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"no database " * 2_000)
    place = ("-o", tmp_path / "out") if command == "run" else ("--store", tmp_path / "out", "--parser", "llm")
    told = stemmata(command, source, *place, "--model", "small", "--cache", damaged)
    assert told.code == 2 and "damaged" in told.err and told.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_what_was_written_before_is_told_of_a_store_alone(stemmata, source, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    asked = ("--parser", "llm", "--config", once(tmp_path))
    stored = stemmata("parse", source, "--store", tmp_path / "store", *asked)
    assert stored.code == 3 and "written before: 0 graphs" in stored.err
    assert "start the endpoint, or name another, and run the same command again" in stored.err
    filed = stemmata("parse", source, "-o", tmp_path / "graphs.jsonl", *asked)
    assert filed.code == 3 and "written" not in filed.err and not (tmp_path / "graphs.jsonl").exists()


@pytest.mark.parametrize("command", ["vary", "respond", "judge"])
def test_work_on_a_store_that_is_not_there_makes_none(stemmata, tmp_path, command):
    told = stemmata(command, "--store", tmp_path / "typo.lbug", "--model", "small")
    assert told.code == 2 and "there is no store here" in told.err and not (tmp_path / "typo.lbug").exists()
