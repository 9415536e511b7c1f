from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stemmata.cli.main import outcome

FILES = ("graphs.jsonl", "variants.jsonl", "responses.jsonl", "failures.jsonl", "report.json")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a run but the store, whose pages are a database's own affair."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("instructions.lbug")
    }


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_many(path: Path) -> Path:
    """Enough records for several of the workers' chunks."""
    things = ["rain", "a fox", "the sea", "an old clock", "winter", "bread"]
    records = [
        {
            "instruction": f"Write {number} lines about {things[number % 6]}. Use no commas.",
            "response": f"Line {number % 5}, and so on.",
        }
        for number in range(20)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


FEW = ("--per-instruction", "1")


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A run over them that nothing stopped."""
    folder = tmp_path_factory.mktemp("whole")
    many = write_many(folder / "many.jsonl")
    assert outcome(["run", str(many), "-o", str(folder / "out"), "--workers", "1", "--quiet", *FEW]) == 0
    return folder / "out"


def test_a_run_leaves_all_its_files(made):
    assert {path.name for path in made.iterdir()} >= {*FILES, "instructions.lbug", "sft", "dpo"}
    assert not list(made.rglob("*.part"))
    assert not (made / "checkpoint.json").exists()
    graphs = rows(made / "graphs.jsonl")
    assert [graph["meta"]["source"] for graph in graphs] == [f"source.jsonl:{n}" for n in range(1, 7)]
    assert [failure["reason"] for failure in rows(made / "failures.jsonl")] == ["empty text"]
    variants = rows(made / "variants.jsonl")
    assert {variant["status"] for variant in variants} <= {"accepted", "refused"}
    assert all(variant.get("gate") for variant in variants if variant["status"] == "refused")
    parents = [variant["parent"] for variant in variants]
    assert set(parents) <= {graph["id"] for graph in graphs}
    report = json.loads((made / "report.json").read_text())
    counts = report["counts"]
    assert counts["records"] == {"duplicates": 1, "failed": 1, "graphs": 6, "read": 6}
    assert counts["variants"]["accepted"] == sum(variant["status"] == "accepted" for variant in variants)
    assert counts["failures"] == {"read: empty text": 1}
    assert report["sources"] == ["source.jsonl"]
    assert str(made) not in (made / "report.json").read_text()


def test_a_text_met_twice_is_varied_once_and_keeps_both_responses(made):
    texts = [response["text"] for response in rows(made / "responses.jsonl") if response["mode"] == "given"]
    assert "Rain falls on the sea." in texts
    assert "Rain once more." in texts
    variants = rows(made / "variants.jsonl")
    assert len({(variant["parent"], variant["id"], variant["edit"]["op"]) for variant in variants}) == len(variants)


def test_the_same_bytes_in_another_folder_with_other_workers(stemmata, source, made, tmp_path):
    said = stemmata("run", source, "-o", tmp_path / "elsewhere" / "out", "--workers", 2)
    assert said.code == 1
    assert "1 record failed: read: empty text (1)" in said.err
    assert contents(tmp_path / "elsewhere" / "out") == contents(made)


def test_two_workers_give_what_one_gives(stemmata, whole, tmp_path):
    many = write_many(tmp_path / "many.jsonl")
    assert stemmata("run", many, "-o", tmp_path / "out", "--workers", 2, *FEW).code == 0
    assert contents(tmp_path / "out") == contents(whole)


def test_a_finished_run_does_nothing_again(stemmata, source, tmp_path):
    out = tmp_path / "out"
    assert stemmata("run", source, "-o", out).code == 1
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    said = stemmata("run", source, "-o", out)
    assert (said.code, "nothing to do" in said.err) == (0, True)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_another_run_does_not_go_into_the_same_folder_unless_told(stemmata, source, lines, tmp_path):
    out = tmp_path / "out"
    assert stemmata("run", source, "-o", out, "--limit", 2).code == 0
    said = stemmata("run", source, "-o", out, "--limit", 2, "--seed", 5)
    assert said.code == 2
    assert "was begun with another settings.build.seed (0, not 5)" in said.err
    assert "--no-resume" in said.err
    lines(source, [{"id": "leave", "text": "List five songs."}, {"id": "b", "text": "List five dances."}])
    said = stemmata("run", source, "-o", out, "--limit", 2)
    assert (said.code, "was begun with another input" in said.err) == (2, True)
    assert stemmata("run", source, "-o", out, "--limit", 2, "--no-resume").code == 0
    assert [row["meta"]["source_id"] for row in rows(out / "graphs.jsonl")] == ["leave", "b"]


@pytest.mark.parametrize("name", ["graphs.jsonl", "report.json"])
def test_what_is_not_ours_is_left_alone(stemmata, source, tmp_path, name):
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text('{"mine": 1}')
    for options in ((), ("--no-resume",)):
        said = stemmata("run", source, "-o", out, *options)
        assert (said.code, f"holds {name}" in said.err) == (2, True)
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [(name, '{"mine": 1}')]


# A run in batches of eight that waits to be stopped once the first of them is kept.
WAITING = """
import sys, time
from stemmata.cli import main, running
def waiting(checkpoint, harvest, real=running._write):
    if checkpoint.done:
        time.sleep(60)
    real(checkpoint, harvest)
running._write = waiting
running._BATCH = 8
main.main(sys.argv[1:])
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_is_continued_to_the_same_bytes(stemmata, whole, tmp_path, how):
    many, stopped = write_many(tmp_path / "many.jsonl"), tmp_path / "stopped"
    arguments = ["run", str(many), "-o", str(stopped), *FEW]
    run = subprocess.Popen(
        [sys.executable, "-c", WAITING, *arguments, "--workers", "2"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    note = stopped / "checkpoint.json"
    while (
        run.poll() is None and time.monotonic() < deadline and not (note.exists() and '"done": 8' in note.read_text())
    ):
        time.sleep(0.005)
    os.killpg(run.pid, how) if how is signal.SIGINT else run.kill()
    err = run.communicate(timeout=60)[1]
    assert note.exists(), err
    assert not (stopped / "report.json").exists()
    if how is signal.SIGINT:
        assert (run.returncode, err) == (130, b"stemmata: interrupted; run the same command again to continue\n")
    said = stemmata(*arguments, "--workers", 1)
    assert said.code == 0
    assert "continuing after 8 records" in said.err
    assert contents(stopped) == contents(whole)


# Where a run of batches of three is killed, as Python that patches `running`: what to wrap, and at which call of it.
DEATHS = {
    "before anything is kept": ("_keep", 1),
    "in the middle of writing the second batch": ("_write", 4),
    "while the files are given their names": ("Checkpoint.finish", 1),
    "after the report is written": ("Checkpoint.forget", 1),
}
SCRIPT = """
import os, sys
from stemmata.cli import main, running
calls = 0
def dying(*arguments, real=running.{what}, **options):
    global calls
    calls += 1
    if calls == {call}:
        for name in {renamed}:  # as far as a kill may come
            os.rename(arguments[0]._part(name), arguments[0].folder / name)
        os._exit(9)
    return real(*arguments, **options)
running.{what} = dying
running._BATCH = 3
main.main(sys.argv[1:])
"""


@pytest.mark.parametrize("moment", DEATHS)
def test_a_run_killed_at_any_moment_is_continued_to_the_same_bytes(stemmata, source, made, tmp_path, moment):
    what, call = DEATHS[moment]
    renamed = ["graphs.jsonl", "variants.jsonl"] if what == "Checkpoint.finish" else []
    script = SCRIPT.format(what=what, call=call, renamed=renamed)
    arguments = ["run", str(source), "-o", str(tmp_path / "out"), "--workers", "1"]
    killed = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False)
    assert killed.returncode == 9, killed.stderr
    assert stemmata(*arguments).code == 1
    assert contents(tmp_path / "out") == contents(made)
    assert "nothing to do" in stemmata(*arguments).err


def test_standard_input_can_be_run(stemmata, tmp_path):
    given = '{"text": "List three rivers. Use no commas."}\n'
    assert stemmata("run", "-", "-o", tmp_path / "out", input=given).code == 0
    assert rows(tmp_path / "out" / "graphs.jsonl")[0]["meta"] == {"source": "standard input:1"}
    again = stemmata("run", "-", "-o", tmp_path / "out", input=given)
    assert (again.code, "nothing to do" in again.err) == (0, True)


def test_an_error_at_one_record_is_a_failure_and_no_crash(stemmata, source, tmp_path, monkeypatch):
    from stemmata.parsing.parser import get_parser
    from stemmata.parsing.rules import RulesParser

    graph = RulesParser._graph

    def refuse(self, turns, readings):
        if "fox" in turns[0].text:
            raise RecursionError("too deep")
        return graph(self, turns, readings)

    monkeypatch.setattr(RulesParser, "_graph", refuse)
    get_parser.cache_clear()  # the one there is may have parsed the text before
    said = stemmata("run", source, "-o", tmp_path / "out", "--workers", 1)
    assert said.code == 1
    assert "parse: RecursionError (1)" in said.err
    assert "failures.jsonl lists them" in said.err
    (failure,) = [row for row in rows(tmp_path / "out" / "failures.jsonl") if row["stage"] == "parse"]
    assert (failure["detail"], failure["where"], failure["id"]) == ("too deep", "source.jsonl:6", "fox")


def test_a_text_that_asks_for_nothing_is_a_failure_with_its_graph(stemmata, lines, tmp_path):
    source = lines(tmp_path / "x.jsonl", [{"text": "!!!"}, {"text": "List three rivers."}])
    assert stemmata("run", source, "-o", tmp_path / "out").code == 1
    assert len(rows(tmp_path / "out" / "graphs.jsonl")) == 2
    assert [row["reason"] for row in rows(tmp_path / "out" / "failures.jsonl")] == ["no sub-instruction"]
