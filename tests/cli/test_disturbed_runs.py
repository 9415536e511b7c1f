"""Runs with a model whose calls fail and whose process is killed: the same bytes as a run that nothing disturbed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from rehearsal_server import Rehearsal, rehearsal

from stemmata.graphs.codec import to_json
from stemmata.graphs.stores.store import open_store

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

INSTRUCTIONS = [
    "Write a haiku about rain. Do not use any commas.",
    "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words. Be polite.",
    "List three rivers of Europe in alphabetical order. Answer in all lowercase letters.",
    "Summarise the plot of a story about a lost dog in two sentences. Use the word harbour.",
]
COSTS = ("spending.json", "report.html")
SETTINGS = """
[model]
name = "small"
[endpoint]
attempts = 12
asks = 12
timeout = {timeout}
[vary]
relations = ["contradicting", "parallel"]
"""


def test_failing_calls_and_kills_change_nothing(command, tmp_path, lines):
    source = lines(tmp_path / "source.jsonl", [{"instruction": text} for text in INSTRUCTIONS])
    disturb(command, tmp_path, [source], kills=2, longest=3)


@pytest.mark.slow
def test_twenty_kills_among_real_instructions(command, tmp_path):
    sources = [DATA / "self_instruct_seed_tasks.jsonl", DATA / "self_instruct_user_oriented.jsonl"]
    if not all(source.exists() for source in sources):
        pytest.skip("the public data is not beside the project")
    assert disturb(command, tmp_path, sources, kills=20, longest=8) == 20


def disturb(command: list[str], folder: Path, sources: list[Path], *, kills: int, longest: float) -> int:
    """Compare an undisturbed run with one of which calls fail and which is killed; returns how often it was killed."""
    settings = folder / "stemmata.toml"
    settings.write_text(SETTINGS.format(timeout=60), encoding="utf-8")
    arguments = ["run", *map(str, sources), "--config", str(settings), "--quiet"]
    with rehearsal(folder / "calm.jsonl") as calm:
        assert go(command, arguments, folder, "calm", calm) in (0, 1)
    settings.write_text(SETTINGS.format(timeout=2), encoding="utf-8")
    rng = random.Random(7)
    with rehearsal(folder / "rough.jsonl", "--faults", 0.3, "--in-a-row", 6, "--seed", 1) as rough:
        killed: list[float] = []
        for _ in range(kills):
            started = start(command, arguments, folder, "rough", rough)
            try:
                started.wait(rng.uniform(1.5, longest))
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                killed.append(time.time())
            started.wait()
        assert killed
        assert go(command, arguments, folder, "rough", rough) in (0, 1)
        calls, finished = rough.calls, rough.finished
    assert sum(call["fault"] is not None for call in calls) > 0.2 * len(calls)
    assert contents(folder / "rough") == contents(folder / "calm")
    assert stored(folder / "rough") == stored(folder / "calm")
    repeated = [
        call
        for key, count in Counter(call["key"] for call in finished).items()
        if count > 1
        for call in finished
        if call["key"] == key
    ]
    first = {call["key"]: call for call in reversed(repeated)}
    # The endpoint had just said the last word of these when the process that was to hear it died.
    assert all(any(abs(call["ended_at"] - at) < 0.5 for at in killed) for call in first.values()), first
    print(f"{len(calls)} calls, {len(finished)} answered, {len(first)} answered as a kill fell, {len(killed)} kills")
    return len(killed)


def test_an_edit_of_one_node_sends_what_depends_on_it_alone(command, tmp_path, lines):
    settings = tmp_path / "stemmata.toml"
    settings.write_text(SETTINGS.format(timeout=60), encoding="utf-8")
    before = lines(tmp_path / "before.jsonl", [{"instruction": text} for text in INSTRUCTIONS])
    changed = [text.replace("In 20 words", "In 30 words") for text in INSTRUCTIONS]
    after = lines(tmp_path / "after.jsonl", [{"instruction": text} for text in changed])
    with rehearsal(tmp_path / "calls.jsonl") as served:
        go(command, ["run", str(before), "--config", str(settings), "--quiet"], tmp_path, "first", served)
        asked = {call["key"] for call in served.calls}
        go(command, ["run", str(after), "--config", str(settings), "--quiet"], tmp_path, "edited", served)
        new = Counter(call["stage"] for call in served.calls if call["key"] not in asked)
    family = [one for one in variants(tmp_path / "edited") if any("In 30" in turn for turn in one["parent_turns"])]
    accepted = [one for one in family if one["status"] == "accepted"]
    assert accepted
    # The instruction is filtered and decomposed anew. The node is asked about for both relations, and so is the act
    # that it constrains; what else constrains the act (be polite) is not.
    assert (new["filter"], new["decompose"]) == (1, 1)
    assert new["modify_span"] == 4
    assert new["direct"] <= 1 + len(accepted)


def start(
    command: list[str], arguments: list[str], folder: Path, out: str, served: Rehearsal
) -> subprocess.Popen[bytes]:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "STEMMATA_STORE"},
        "OPENAI_BASE_URL": served.url,
        "OPENAI_API_KEY": "none",
        "STEMMATA_CACHE": str(folder / f"{served.log.stem}.sqlite"),
    }
    return subprocess.Popen([*command, *arguments, "-o", str(folder / out)], env=environment, start_new_session=True)


def go(command: list[str], arguments: list[str], folder: Path, out: str, served: Rehearsal) -> int:
    return start(command, arguments, folder, out, served).wait(600)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a run but the store, and what tells the cost: a bad answer is mended by a call more."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("instructions.lbug") and path.name not in COSTS
    }


def stored(folder: Path) -> list[str]:
    """All that the store of a run holds."""
    with open_store(folder / "instructions.lbug", read_only=True) as store:
        kinds = (store.variants(), store.responses(), store.judgements(), store.failures())
        return [to_json(graph) for graph in store.graphs()] + [one.line() for kind in kinds for one in kind]


def variants(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "variants.jsonl").read_text(encoding="utf-8").splitlines()]
