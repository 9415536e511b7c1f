"""Writers that are killed at random moments, a few of them here and a hundred by name (`pytest -m slow`)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import made_graphs
import pytest
from made_graphs import made

from stemmata.graphs.stores.store import GraphStore, open_store
from stemmata.graphs.stores.tables import PRINT_COLUMNS

STEP = 50  # graphs that are written, and then reported, at once
AGAIN = 2 * STEP  # how many of those that are there already each writer begins with
SECONDS = 1.0  # the longest that a writer lives once it writes

# Merging the log into the file every few commits, so that kills meet that too.
WRITER = """
import sys
from stemmata.graphs.stores import ladybug_engine
from stemmata.graphs.stores.store import open_store
from made_graphs import made

ladybug_engine._LOG_SIZE = 1 << 20
uri, start, stop, step = sys.argv[1], *map(int, sys.argv[2:])
with open_store(uri) as store:
    for first in range(start, stop, step):
        store.write(made(min(step, stop - first), first))
        print(min(first + step, stop), flush=True)
"""


def writer(uri: str, start: int, stop: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, uri, *map(str, (start, stop, STEP))]
    path = os.pathsep.join([str(Path(made_graphs.__file__).parent), *sys.path])
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path})


def killed(uri: str, reported: int, wait: float) -> int:
    """Let a writer go on from what was reported, kill it, and return what it has reported."""
    process = writer(uri, max(0, reported - AGAIN), sys.maxsize)
    assert process.stdout is not None
    reported = max(reported, int(process.stdout.readline()))
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    numbers = [int(line) for line in process.stdout if line.endswith("\n")]
    assert process.wait() == -signal.SIGKILL
    return max([reported, *numbers])


def check(store: GraphStore, reported: int, rng: random.Random) -> int:
    """Fail unless the store holds all that was reported, nothing half, nothing twice; returns how many it holds."""
    counts = store.counts()
    held = counts["nodes"]["Instruction"]
    assert held >= reported
    (one,) = made(1)
    kinds = Counter(node.kind.value for node in one.nodes)
    links = Counter(edge.kind.value for edge in one.edges)
    assert {kind: number for kind, number in counts["nodes"].items() if number and kind != "Instruction"} == {
        kind: number * held for kind, number in kinds.items()
    }
    assert {kind: number for kind, number in counts["edges"].items() if number} == {
        kind: number * held for kind, number in links.items()
    }
    numbers = [*rng.sample(range(reported), min(20, reported)), *range(max(0, held - 5), held)]
    wanted = sorted((next(made(1, number)) for number in numbers), key=lambda graph: graph.id)
    assert list(store.graphs(ids=[graph.id for graph in wanted])) == sorted(set(wanted), key=lambda graph: graph.id)
    return held


def rows(store: GraphStore) -> Iterator[list[object]]:
    names = ("id", "text", "family", "depth", "source", *PRINT_COLUMNS)
    for row in store.query(f"MATCH (i:Instruction) RETURN {', '.join(f'i.{name}' for name in names)} ORDER BY i.id"):
        yield list(row.values())


def die_and_go_on(uri: str, kills: int, seed: int, undisturbed: Path) -> None:
    rng = random.Random(seed)
    reported = held = 0
    for _ in range(kills):
        reported = killed(uri, reported, rng.uniform(0, SECONDS))
        with open_store(uri, read_only=True) as store:
            held = check(store, reported, rng)
    with open_store(uri) as store, open_store(undisturbed) as other:
        assert store.write(made(held + STEP)) == STEP
        assert other.write(made(held + STEP)) == held + STEP
        assert store.counts() == other.counts()
        assert list(rows(store)) == list(rows(other))
        assert all(mine == theirs for mine, theirs in zip(store.graphs(), other.graphs(), strict=True))
    print(f"{kills} kills, {held + STEP} graphs")


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_what_was_reported_outlives_every_kill(open_at, tmp_path, kills):
    with open_at("killed") as store:
        uri = store.uri
    die_and_go_on(uri, kills, seed=kills, undisturbed=tmp_path / "undisturbed.lbug")
