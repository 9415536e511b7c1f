"""How fast `stemmata parse` reads instructions beside its bare spaCy pipeline on the same text, and in how much memory.

usage: python benchmarks/parse_speed.py [FILE...] [--records 3000] [--sizes 1000,10000,100000,1000000] [--budget 60]

Speed: with one worker on one core, and with two on two cores, where the bare pipeline is two processes with half of the
text each. Two kinds of text: the files' instructions, varied (by default the examples), and made ones of a sentence.
No sentence comes twice. Time is that of the whole command, start-up included; the ratio is 1 where `parse` is as fast
as the pipeline alone. The fastest of `--rounds` runs counts; they take turns. On a busy machine the ratio of processor
time says more.

Memory: as many instructions of one sentence as the largest of `--sizes`, each with a word never seen before, written to
a pipe that is read and forgotten. A row is printed when so many graphs had come as a size says: the largest resident
size until then of the main process, of the largest of the others, and the sum of all (pages that processes share count
for each of them). `--budget` ends the run after so many minutes; the last row is what was reached.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple

from speed_texts import short, split, varied, write

EXAMPLES = Path(__file__).resolve().parents[1] / "examples/instructions.jsonl"
PARSE = [sys.executable, "-m", "stemmata.cli.main", "parse", "--quiet", "-o", "-"]
PIPELINE = """
import json, sys
from stemmata.parsing.english import load
with open(sys.argv[1], encoding="utf-8") as lines:
    for doc in load().pipe(json.loads(line)["instruction"] for line in lines):
        pass
"""


class Use(NamedTuple):
    """What a process has used: its largest resident size in MiB, and seconds of processor time."""

    size: float
    seconds: float


class Run(NamedTuple):
    """How commands ran: their seconds, the lines that they wrote, and what each process used, the main one first."""

    seconds: float
    lines: int
    used: tuple[Use, ...]

    @property
    def processor(self) -> float:
        """Seconds of processor time of all processes."""
        return sum(use.seconds for use in self.used)

    def row(self, size: int) -> str:
        """Return the figures of memory at a size."""
        sizes = [use.size for use in self.used]
        figures = f"{size:24}{self.lines:10}{self.seconds:9.1f}{self.lines / self.seconds:7.1f}{sizes[0]:7.0f}"
        return f"{figures}{max(sizes[1:], default=0.0):15.0f}{sum(sizes):12.0f}"


class Sink(Thread):
    """Reads a stream to its end, and keeps nothing but the number of its lines."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.stream, self.lines = stream, 0
        self.start()

    def run(self) -> None:
        """Read until there is no more."""
        while data := os.read(self.stream.fileno(), 1 << 20):
            self.lines += data.count(b"\n")


def run(
    commands: Sequence[Sequence[str]], cores: Sequence[int], *, budget: float = float("inf"), sizes: Sequence[int] = ()
) -> Run:
    """Run commands side by side on some cores until all have ended, or for so many seconds; tell what sizes took."""
    waiting = sorted(sizes, reverse=True)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        processes = [
            subprocess.Popen(
                ["taskset", "-c", ",".join(map(str, cores)), *command], stdout=subprocess.PIPE, stderr=errors
            )
            for command in commands
        ]
        sinks = [Sink(process.stdout) for process in processes if process.stdout]
        used: dict[int, Use] = {}
        while (elapsed := time.perf_counter() - start) < budget and any(p.poll() is None for p in processes):
            _look([process.pid for process in processes], used)
            written = sum(sink.lines for sink in sinks)
            while waiting and written >= waiting[-1]:
                print(Run(elapsed, written, tuple(used.values())).row(waiting.pop()), flush=True)
            time.sleep(0.02 if elapsed < 60 else 0.5)
        seconds = time.perf_counter() - start
        for process, sink in zip(processes, sinks, strict=True):
            if process.poll() is None:
                process.terminate()
                process.wait()
            elif process.returncode not in (0, 1):
                errors.seek(0)
                raise SystemExit(errors.read().decode())
            sink.join()
            sink.stream.close()
    ran = Run(seconds, sum(sink.lines for sink in sinks), tuple(used.values()))
    for size in reversed(waiting):
        print(ran.row(size), flush=True)
        if ran.lines < size:
            break
    return ran


def _look(mains: Sequence[int], used: dict[int, Use]) -> None:
    """Note what some processes and all below them have used so far."""
    family = list(mains)
    for process in family:
        place = Path(f"/proc/{process}")
        try:
            for task in (place / "task").iterdir():
                family += map(int, (task / "children").read_text().split())
            ticks = (place / "stat").read_text().rpartition(")")[2].split()[11:13]
            size = [line for line in (place / "status").read_text().splitlines() if line.startswith("VmHWM:")]
        except OSError:  # it has ended
            continue
        if size:
            used[process] = Use(int(size[0].split()[1]) / 1024, sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"))


def speed(source: Path, workers: int, cores: Sequence[int], rounds: int) -> tuple[Run, Run]:
    """Return the best runs of `parse` and of the bare pipeline on a file, on as many cores as there are workers."""
    parse = [[*PARSE, "--workers", str(workers), str(source)]]
    bare = [
        [sys.executable, "-c", PIPELINE, str(part)] for part in (split(source, workers) if workers > 1 else [source])
    ]
    best = [(run(parse, cores[:workers]), run(bare, cores[:workers])) for _ in range(rounds)]
    return min((pair[0] for pair in best), key=_seconds), min((pair[1] for pair in best), key=_seconds)


def _seconds(one: Run) -> float:
    return one.seconds


def main() -> None:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", default=[str(EXAMPLES)])
    parser.add_argument("--records", type=int, default=3000, help="for the speed; 0 leaves it out (%(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each, of which the best counts (%(default)s)")
    parser.add_argument("--sizes", default="1000,10000", help="for the memory; empty leaves it out (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes for the memory (%(default)s)")
    parser.add_argument("--budget", type=float, default=60, help="minutes that a size may take (%(default)s)")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(cores)} cores", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "instructions.jsonl")
        if options.records:
            columns = "workers  parse/s  pipeline/s  ratio  ratio of processor time  MB text"
            print(f"\n{f'{options.records} instructions each':25}{columns}", flush=True)
            texts = {"varied": lambda: varied(options.files, options.records), "short": lambda: short(options.records)}
            for kind, made in texts.items():
                size = write(made(), source) / 1e6
                for workers in (1, 2)[: len(cores)]:
                    parse, bare = speed(source, workers, cores, options.rounds)
                    rates = f"{options.records / parse.seconds:9.1f}{options.records / bare.seconds:12.1f}"
                    ratios = f"{bare.seconds / parse.seconds:7.2f}{bare.processor / parse.processor:25.2f}"
                    print(f"{kind:25}{workers:7}{rates}{ratios}{size:9.2f}", flush=True)
        sizes = [int(size) for size in options.sizes.split(",") if size]
        if sizes:
            columns = "instructions    graphs  seconds  per s   main  largest other    all, MiB"
            print(f"\n{options.workers} worker(s)  {columns}", flush=True)
            write(short(max(sizes)), source)
            command = [*PARSE, "--workers", str(options.workers), str(source)]
            run([command], cores, budget=options.budget * 60, sizes=sizes)


if __name__ == "__main__":
    main()
