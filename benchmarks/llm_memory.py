"""The memory of a run of many calls: the peak after 1,000, 10,000 and 100,000 of them, each run in a new process.

The endpoint is Stemmata's own on loopback, in another process. Each call is about two kilobytes, and is kept in the
cache. "all hits" are runs over what the run before them has kept.

    python benchmarks/llm_memory.py --calls 1000 10000 100000
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from stemmata.llm.asking import Asking, ask
from stemmata.llm.calls import Call
from stemmata.llm.client import open_client
from stemmata.llm.running import Runner
from stemmata.llm.serving.server import Endpoint, serve
from stemmata.llm.serving.settings import ServingSettings
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ClientSettings, ModelSettings

_SYSTEM = "You are a careful assistant. " * 20
_TEXT = "Say something about this text, and keep to what it asks for. " * 20


def tasks(number: int) -> Iterator[Asking[int]]:
    """Yield work of one call each."""
    for place in range(number):
        yield task(place)


def task(place: int) -> Asking[int]:
    """Ask one thing, and return the length of the answer."""
    answer = yield from ask(Call("parse", "bench", (Turn("system", _SYSTEM), Turn("user", f"{_TEXT}{place}"))))
    assert answer.ok, answer.reason
    return len(answer.text)


def run(url: str, cache: str, number: int) -> None:
    """Make so many calls, and print seconds, calls sent and the peak of memory in megabytes."""
    settings = ClientSettings(
        models={"parse": ModelSettings(name="m", base_url=url)}, concurrency=64, cache=cache, timeout=60
    )
    began = time.perf_counter()
    with open_client(settings) as client, Runner(client) as runner:
        count = sum(1 for _ in runner.map(tasks(number)))
        sent = client.accounts.total.calls
    assert count == number
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - began, "sent": sent, "peak": peak}))


def constant(body: object) -> str:
    """Answer every call alike."""
    return "hello " * 60


def main() -> None:
    """Run each number of calls twice, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--run", nargs=3, metavar=("URL", "CACHE", "NUMBER"), help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        run(args.run[0], args.run[1], int(args.run[2]))
        return
    if args.serve:
        endpoint = Endpoint(constant, ServingSettings(model="m"))
        serve(endpoint, 0, lambda: print(endpoint.url, flush=True))
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        for number in args.calls:
            cache = str(Path(folder) / f"{number}.sqlite")
            for kind in ("sent", "all hits"):
                command = [sys.executable, __file__, "--run", url, cache, str(number)]
                found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                size = Path(cache).stat().st_size / 1e6
                print(
                    f"{number:>8,} calls, {kind:8}  peak {found['peak']:6.1f} MB  "
                    f"{number / found['seconds']:7,.0f} calls/s  {found['sent']:>7,} sent  cache {size:6.1f} MB",
                    flush=True,
                )
        server.terminate()


if __name__ == "__main__":
    main()
