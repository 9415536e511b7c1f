"""Who sends calls in `llm_throughput.py`: each in a process of its own, which says how long the sending took.

A contestant is made ready (imports, what it says to a log) before its time begins, and shuts down after it. The peers
run with the Python that they are installed in, so that nothing of Stemmata is imported but where it is asked for.

    python benchmarks/llm_contestants.py aiohttp http://127.0.0.1:8000/v1 1000 50
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MODEL = "gpt-4o-mini"  # a name that the peers know how to count for; the endpoint answers to any
SYSTEM = "You are a careful assistant. Follow every constraint of the instruction, and answer briefly."


def prompt(number: int) -> str:
    """Return the prompt of a call; no two are alike."""
    return f"Write a short note, number {number}, to my neighbour about the noise. In 30 words. Be polite; no commas."


def messages(number: int) -> list[dict[str, str]]:
    """Return the conversation of a call."""
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": prompt(number)}]


def stemmata(url: str, calls: int, at_once: int) -> list[str]:
    """Stemmata's client: cache, accounts and adaptive limit on, nothing in the cache."""
    import aiohttp  # noqa: F401
    import openai  # noqa: F401

    from stemmata.llm.calls import Call
    from stemmata.llm.client import open_client
    from stemmata.llm.running import Runner
    from stemmata.schemas.instruction import Turn
    from stemmata.schemas.settings import ClientSettings, ModelSettings, Price

    with tempfile.TemporaryDirectory() as folder:
        settings = ClientSettings(
            models={"respond": ModelSettings(name=MODEL, base_url=url, max_tokens=128)},
            prices={MODEL: Price(input=0.15, output=0.6)},
            concurrency=at_once,
            cache=str(Path(folder) / "cache.sqlite"),
        )
        since = began()
        with open_client(settings) as client, Runner(client, window=4 * at_once) as runner:
            asked = (
                Call("respond", "direct", (Turn("system", SYSTEM), Turn("user", prompt(number))), about=str(number))
                for number in range(calls)
            )
            answers = list(runner.map_calls(asked))
        took(since)
        return [answer.text for answer in answers if answer.ok]


def bare(url: str, calls: int, at_once: int) -> list[str]:
    """A bare loop over aiohttp: as many workers as calls at once, on uvloop's event loop."""
    import aiohttp
    import uvloop

    async def send() -> list[str]:
        todo = iter(range(calls))
        texts = []
        connector = aiohttp.TCPConnector(limit=at_once)
        async with aiohttp.ClientSession(connector=connector, headers={"authorization": "Bearer none"}) as session:

            async def work() -> None:
                for number in todo:
                    body = {"model": MODEL, "messages": messages(number), "max_tokens": 128}
                    async with session.post(f"{url}/chat/completions", json=body) as response:
                        texts.append((await response.json())["choices"][0]["message"]["content"])

            await asyncio.gather(*(work() for _ in range(at_once)))
        return texts

    since = began()
    texts = uvloop.run(send())
    took(since)
    return texts


def sdk(url: str, calls: int, at_once: int) -> list[str]:
    """OpenAI's async client under a semaphore, on uvloop's event loop."""
    import openai

    return _sdk(url, calls, at_once, openai.DefaultAsyncHttpxClient)


def sdk_aiohttp(url: str, calls: int, at_once: int) -> list[str]:
    """The same over its aiohttp transport."""
    import openai

    return _sdk(url, calls, at_once, openai.DefaultAioHttpClient)


def _sdk(url: str, calls: int, at_once: int, transport: Callable[[], Any]) -> list[str]:
    import openai
    import uvloop

    async def send() -> list[str]:
        gate = asyncio.Semaphore(at_once)
        async with openai.AsyncOpenAI(
            base_url=url, api_key="none", max_retries=0, timeout=30, http_client=transport()
        ) as client:

            async def ask(number: int) -> str:
                async with gate:
                    made = await client.chat.completions.create(
                        model=MODEL,
                        messages=messages(number),
                        max_tokens=128,  # type: ignore[arg-type]
                    )
                return made.choices[0].message.content or ""

            return await asyncio.gather(*(ask(number) for number in range(calls)))

    since = began()
    texts = uvloop.run(send())
    took(since)
    return texts


def distilabel(url: str, calls: int, at_once: int) -> list[str]:
    """A pipeline of distilabel with one step that asks, without its cache; it asks a batch at a time."""
    from distilabel.models.llms import OpenAILLM
    from distilabel.pipeline import Pipeline
    from distilabel.steps import LoadDataFromDicts
    from distilabel.steps.tasks import TextGeneration

    with tempfile.TemporaryDirectory() as folder:
        with Pipeline(name="throughput", cache_dir=folder) as pipeline:
            rows = [{"instruction": prompt(number)} for number in range(calls)]
            load = LoadDataFromDicts(data=rows, batch_size=at_once)
            ask = TextGeneration(
                llm=OpenAILLM(model=MODEL, base_url=url, api_key="none", generation_kwargs={"max_new_tokens": 128}),
                system_prompt=SYSTEM,
                input_batch_size=at_once,
            )
            load >> ask
        since = began()
        made = pipeline.run(use_cache=False)
        took(since)
        return [row["generation"] for row in made["default"]["train"] if row["generation"]]


def curator(url: str, calls: int, at_once: int) -> list[str]:
    """Curator's LLM with its OpenAI backend and as many calls at once, nothing in its cache."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OPENAI_API_KEY": "none", "CURATOR_DISABLE_RICH_DISPLAY": "1", "TELEMETRY_ENABLED": "0"}
        from bespokelabs import curator as library

        class Writer(library.LLM):
            def prompt(self, input: dict[str, Any]) -> list[dict[str, str]]:
                return messages(input["number"])

            def parse(self, input: dict[str, Any], response: str) -> dict[str, str]:
                return {"text": response}

        writer = Writer(
            model_name=MODEL,
            backend="openai",
            backend_params={
                "base_url": url,
                "max_requests_per_minute": 10_000_000,
                "max_tokens_per_minute": 1_000_000_000,
                "max_concurrent_requests": at_once,
            },
            generation_params={"max_tokens": 128},
        )
        rows = [{"number": number} for number in range(calls)]
        since = began()
        made = writer(rows, working_dir=folder)
        took(since)
        return [row["text"] for row in getattr(made, "dataset", made)]


CONTESTANTS: dict[str, Callable[[str, int, int], list[str]]] = {
    "aiohttp": bare,
    "stemmata": stemmata,
    "sdk": sdk,
    "sdk-aiohttp": sdk_aiohttp,
    "curator": curator,
    "distilabel": distilabel,
}
PEERS = frozenset({"curator", "distilabel"})

_took = {"seconds": 0.0, "processor": 0.0}


def began() -> tuple[float, float]:
    """Return the moment at which the sending begins, on the clock and in processor time."""
    return time.perf_counter(), time.process_time()


def took(since: tuple[float, float]) -> None:
    """Note how long the sending took."""
    _took.update(seconds=time.perf_counter() - since[0], processor=time.process_time() - since[1])


def main(name: str, url: str, calls: str, at_once: str) -> None:
    """Send the calls, and say in JSON how long that took and how many answers came."""
    texts = CONTESTANTS[name](url, int(calls), int(at_once))
    print(json.dumps({**_took, "answers": len(texts)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
