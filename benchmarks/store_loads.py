"""Loads of made instructions into new stores, each step in a process of its own, with its time and its peak memory.

As a program, `python benchmarks/store_loads.py embedded|files COUNT PATH`, it does one step and prints what it took as
JSON; `benchmarks/store_query.py` runs it so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from made_graphs import made

from stemmata.graphs.stores import bulk, neo4j_admin
from stemmata.graphs.stores.dumping import fresh
from stemmata.graphs.stores.tables import Batch

_T = TypeVar("_T")


class Stage(NamedTuple):
    """A part of a load.

    Attributes:
        name: What was done.
        seconds: How long it took.
        processor: How many seconds its process computed, on all cores.
        peak: The largest resident size of its process meanwhile, in MiB.
    """

    name: str
    seconds: float
    processor: float
    peak: float


class Clock:
    """Seconds spent within an iterator, and those of them that were computed."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    def within(self, items: Iterable[_T]) -> Iterator[_T]:
        """Yield the items, and count the time that they take to come."""
        iterator = iter(items)
        while True:
            begun = time.perf_counter(), time.process_time()
            try:
                item = next(iterator)
            except StopIteration:
                return
            finally:
                self.seconds += time.perf_counter() - begun[0]
                self.processor += time.process_time() - begun[1]
            yield item


def load(kind: str, count: int, path: Path) -> list[Stage]:
    """Do one step here: build an embedded store at a path, or write the files for `neo4j-admin` into a folder."""
    graphs = Clock()
    stages: list[Stage] = []
    begun = time.perf_counter(), time.process_time()

    def rest(name: str) -> Stage:
        seconds = time.perf_counter() - begun[0] - sum(stage.seconds for stage in stages)
        processor = time.process_time() - begun[1] - sum(stage.processor for stage in stages)
        return Stage(name, seconds, processor, peak("self"))

    def rows() -> Iterator[Batch]:
        yield from fresh(graphs.within(made(count)), lambda noun, number: None)
        stages.append(Stage("graphs", graphs.seconds, graphs.processor, 0.0))
        stages.append(rest("rows, into Parquet" if kind == "embedded" else "rows, into CSV"))
        Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew

    if kind == "embedded":
        bulk.build(path, rows())
        stages.append(rest("COPY"))
    else:
        neo4j_admin.write(rows(), path)
    return stages


def apart(kind: str, count: int, path: Path) -> list[Stage]:
    """Do one step in a process of its own."""
    command = [sys.executable, __file__, kind, str(count), str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [Stage(*stage) for stage in json.loads(done.stdout)]


def watched(name: str, command: Sequence[str], environment: dict[str, str], log: Path) -> Stage:
    """Run a command to its end."""
    begun = time.perf_counter()
    highest = spent = 0.0
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        while process.poll() is None:
            highest, spent = max(highest, peak(process.pid)), max(spent, processor(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(log.read_text(errors="replace")[-2_000:])
    return Stage(name, time.perf_counter() - begun, spent, highest)


def timed(name: str, work: Callable[[], object], pid: int) -> Stage:
    """Do work that another process is busy with."""
    begun, spent = time.perf_counter(), processor(pid)
    work()
    return Stage(name, time.perf_counter() - begun, processor(pid) - spent, peak(pid))


def processor(pid: int) -> float:
    """Return how many seconds a process has computed so far; 0 where it has ended."""
    try:
        ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def peak(pid: int | str) -> float:
    """Return the largest resident size of a process so far, in MiB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def size(path: Path) -> float:
    """Return how many MiB a file, or a folder with all below, takes on the disk."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_blocks * 512 for file in files) / (1 << 20)


if __name__ == "__main__":
    print(json.dumps(load(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
