"""The adaptive limit against an endpoint that takes so many calls at once and answers 429 above.

The endpoint runs in a process of its own. "best" is what it could do at most: all its places in use all the time. It is
also measured, with as many workers over plain aiohttp as it has places. Three kinds of refusal are tried: one that
says nothing, one that asks to come again after the time of a call, and one that says both in seconds and milliseconds.

    python benchmarks/llm_limiter.py --calls 2000 --latency 50
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stemmata.llm.calls import Call, Status
from stemmata.llm.client import open_client
from stemmata.llm.running import Runner
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ClientSettings, ModelSettings

KINDS = {"bare": {}, "retry-after-ms": {"retry-after-ms": "{ms}"}, "retry-after": {"retry-after": "1"}}
BODY = json.dumps(
    {
        "object": "chat.completion",
        "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "word " * 40}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 40},
    }
).encode()


async def server(places: int, latency: float, kind: str) -> None:
    """Serve on a free port, say which, and answer until standard input ends; then say what was counted."""
    from aiohttp import web

    now = served = refused = 0
    headers = {name: value.format(ms=int(latency * 1000)) for name, value in KINDS[kind].items()}

    async def answer(request: web.Request) -> web.Response:
        nonlocal now, served, refused
        await request.read()
        if now >= places:
            refused += 1
            return web.json_response({"error": {"message": "too many at once"}}, status=429, headers=headers)
        now += 1
        try:
            await asyncio.sleep(latency)
        finally:
            now -= 1
        served += 1
        return web.Response(body=BODY, content_type="application/json")

    async def counts(_: web.Request) -> web.Response:
        return web.json_response({"served": served, "refused": refused})

    app = web.Application()
    app.router.add_post("/v1/chat/completions", answer)
    app.router.add_get("/counts", counts)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


async def bare(url: str, calls: int, workers: int) -> float:
    """Return the seconds that so many workers need over plain aiohttp."""
    import aiohttp

    places = iter(range(calls))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def work() -> None:
            for number in places:
                body = {"model": "m", "messages": [{"role": "user", "content": f"Say {number}."}]}
                async with session.post(f"{url}/v1/chat/completions", json=body) as response:
                    await response.json()

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(workers)))
        return time.perf_counter() - began


def ours(url: str, calls: int, concurrency: int) -> tuple[float, int]:
    """Return the seconds that the client needs, and how many calls were answered."""
    with tempfile.TemporaryDirectory() as folder:
        model = ModelSettings(name="m", base_url=f"{url}/v1")
        settings = ClientSettings(
            models={"parse": model}, concurrency=concurrency, cache=str(Path(folder) / "a.sqlite")
        )
        with open_client(settings) as client, Runner(client) as runner:
            asked = (Call("parse", "say", (Turn("user", f"Say {number}."),)) for number in range(calls))
            began = time.perf_counter()
            answered = sum(answer.status is Status.OK for answer in runner.map_calls(asked))
            return time.perf_counter() - began, answered


async def counted(url: str) -> dict[str, int]:
    """Return what the server counted."""
    import aiohttp

    async with aiohttp.ClientSession() as session, session.get(f"{url}/counts") as response:
        found: dict[str, int] = await response.json()
        return found


def measure(args: argparse.Namespace, kind: str) -> None:
    """Measure one kind of refusal, and print a line."""
    command = [sys.executable, __file__, "--serve", kind, "--places", str(args.places), "--latency", str(args.latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        best = args.calls * args.latency / 1000 / args.places
        plain, took, shares = [], [], []
        for _ in range(args.rounds):
            plain.append(asyncio.run(bare(url, args.calls, args.places)))
            before = asyncio.run(counted(url))
            seconds, answered = ours(url, args.calls, args.concurrency)
            after = asyncio.run(counted(url))
            assert answered == args.calls, f"{args.calls - answered} calls were not answered"
            took.append(seconds)
            refused = after["refused"] - before["refused"]
            shares.append(refused / (refused + after["served"] - before["served"]))
        process.stdin.close()
    aiohttp_seconds, seconds = statistics.median(plain), statistics.median(took)
    print(
        f"{kind:15} best {best:6.2f} s  aiohttp with {args.places} workers {aiohttp_seconds:6.2f} s  "
        f"ours {seconds:6.2f} s: {best / seconds:.2f} of the best, {aiohttp_seconds / seconds:.2f} of aiohttp; "
        f"{statistics.median(shares):.2%} of calls refused (worst {max(shares):.2%})",
        flush=True,
    )


def main() -> None:
    """Measure each kind of refusal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--latency", type=float, default=50.0, help="milliseconds")
    parser.add_argument("--places", type=int, default=20, help="calls that the endpoint takes at once")
    parser.add_argument("--concurrency", type=int, default=64, help="the setting: the most calls at once")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", choices=KINDS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(server(args.places, args.latency / 1000, args.serve))
        return
    for kind in KINDS:
        measure(args, kind)


if __name__ == "__main__":
    main()
