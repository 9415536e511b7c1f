"""How fast calls are sent: Stemmata's client against a bare loop, OpenAI's SDK, distilabel and curator, over loopback.

The endpoint is Stemmata's own with a constant answer and a latency, in its own process; each contestant sends the same
calls from a new process, in turn, several rounds. Timed is the sending, without the start of processes and imports; the
endpoint's log says whether every call came once, and how long it was from the first call to the last answer.

    python benchmarks/llm_throughput.py --peers-python VENV/bin/python      # peers: distilabel, bespokelabs-curator
    python benchmarks/llm_throughput.py --only aiohttp stemmata

Peers that were tried: distilabel 1.5.3, bespokelabs-curator 0.1.31 (with litellm 1.83.7, and TIKTOKEN_CACHE_DIR set to
the folder of encodings that litellm brings, since curator would download them).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from llm_contestants import CONTESTANTS, PEERS

from stemmata.llm.serving.log import Log
from stemmata.llm.serving.server import Endpoint, serve
from stemmata.llm.serving.settings import ServingSettings

ANSWER = "Dear neighbour, the noise last night kept us awake. Could you please keep it down after ten? Many thanks."
CASES = ((50, 50), (200, 100))  # milliseconds, calls at once
SLACK = 60  # seconds for a contestant to start and end, beside a hundred times the least it can take


class Run(NamedTuple):
    """What one contestant took in one round."""

    seconds: float
    processor: float  # of its main process alone
    span: float  # from the first call to the last answer, as the endpoint saw it
    wrong: str


def endpoint(latency: float, path: str) -> None:
    """Serve the constant answer until interrupted."""
    one = Endpoint(lambda _: ANSWER, ServingSettings(model="stemmata-rehearsal", latency=latency), log=Log(Path(path)))
    serve(one, 0, lambda: print(one.url, flush=True))


@contextmanager
def serving(latency: float, path: Path) -> Iterator[str]:
    """Serve from a process of its own; yields the base URL."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", str(latency), str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def once(name: str, python: str, calls: int, latency: float, at_once: int) -> Run:
    """Let one contestant send the calls to an endpoint of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.jsonl"
        with serving(latency, path) as url:
            done = subprocess.run(
                [python, str(Path(__file__).with_name("llm_contestants.py")), name, url, str(calls), str(at_once)],
                capture_output=True,
                text=True,
                timeout=SLACK + 100 * calls * latency / 1000 / at_once,
                check=False,
                env={**os.environ, "HF_HUB_OFFLINE": "1"},
            )
        entries = Log.read(path)
    if done.returncode:
        return Run(0, 0, 0, (done.stderr.strip().splitlines() or ["no word"])[-1][:100])
    said = json.loads(done.stdout.strip().splitlines()[-1])
    asked = [entry for entry in entries if entry["key"]]  # curator sends an empty request first, to see the headers
    keys = {entry["key"] for entry in asked}
    wrong = ""
    if len(keys) < calls or said["answers"] < calls:
        wrong = f"{len(keys)} calls came, {said['answers']} answers"
    elif len(asked) > len(keys) + 1:
        wrong = f"{len(asked) - len(keys)} calls came twice"
    span = max(entry["ended"] for entry in asked) - min(entry["began"] for entry in asked)
    return Run(said["seconds"], said["processor"], span, wrong)


def case(names: list[str], pythons: dict[str, str], calls: int, latency: float, at_once: int, rounds: int) -> None:
    """Let all send the calls in turn, and print what each took."""
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for turn in range(rounds):
        order = names[turn % len(names) :] + names[: turn % len(names)]
        for name in order:
            runs[name].append(once(name, pythons[name], calls, latency, at_once))
            print(f"  round {turn + 1} {name}: {runs[name][-1]}", file=sys.stderr, flush=True)
    least = calls * latency / 1000 / at_once
    first = statistics.median(run.seconds for run in runs[names[0]])
    print(f"\n{calls:,} calls at {latency:g} ms, {at_once} at once: at least {least:g} s; median of {rounds} rounds\n")
    print(f"| sent by | s | × least | × {names[0]} | × least as the endpoint saw it | processor s | amiss |")
    print("|---|---|---|---|---|---|---|")
    for name in names:
        seconds = statistics.median(run.seconds for run in runs[name])
        span = statistics.median(run.span for run in runs[name])
        busy = statistics.median(run.processor for run in runs[name])
        wrong = "; ".join(sorted({run.wrong for run in runs[name] if run.wrong}))
        ratios = f"{seconds / least:.2f} | {seconds / first:.2f} | {span / least:.2f}"
        print(f"| {name} | {seconds:.3f} | {ratios} | {busy:.2f} | {wrong} |", flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers-python", metavar="PYTHON", help="where distilabel and curator are installed")
    parser.add_argument("--only", nargs="+", choices=list(CONTESTANTS), default=list(CONTESTANTS))
    parser.add_argument("--calls", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", nargs=2, metavar=("MS", "LOG"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        endpoint(float(given.serve[0]), given.serve[1])
        return
    names = [name for name in given.only if name not in PEERS or given.peers_python]
    for left in set(given.only) - set(names):
        print(f"{left} is left out: --peers-python says where it is installed", file=sys.stderr)
    pythons = {name: given.peers_python if name in PEERS else sys.executable for name in names}
    for latency, at_once in CASES:
        case(names, pythons, given.calls, latency, at_once, given.rounds)


if __name__ == "__main__":
    main()
