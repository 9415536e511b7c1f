"""A server on loopback that answers each request for a completion as a test says, down to the bytes."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Back:
    """What a request is answered with.

    Attributes:
        body: The body; a mapping is sent as JSON.
        cut: How many bytes of the body are sent before the connection ends; None for all.
        reset: Whether it ends with a reset, not in peace.
        delay: Seconds before anything is sent; infinity for never.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    reset: bool = False
    delay: float = 0.0


@dataclass
class Request:
    """What came: headers in lower case, the body as JSON, how many came before."""

    headers: dict[str, str]
    body: dict[str, Any]
    number: int
    path: str


def completion(
    text: str | None = "hello", *, finish: str = "stop", model: str = "tiny-1", **message: Any
) -> dict[str, Any]:
    """A completion as OpenAI's endpoint gives it."""
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
        ],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 2}},
    }


def failure(message: str, **fields: Any) -> dict[str, Any]:
    """An error as OpenAI's endpoint gives it."""
    return {"error": {"message": message, **fields}}


class ScriptedServer:
    """The server.

    Attributes:
        url: Its base URL.
        requests: What came, in order.
        most: The most requests that were under way at once.
    """

    def __init__(self, script: Callable[[Request], Back]) -> None:
        self._script = script
        self.url = ""
        self.requests: list[Request] = []
        self.most = 0
        self._now = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._one(reader, writer):
                pass
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        raw = dict(line.split(": ", 1) for line in head[1:] if line)
        if "Authorization" in raw or "authorization" in raw:
            headers["authorization"] = raw.get("Authorization") or raw["authorization"]
        data = await reader.readexactly(int(headers.get("content-length", 0)))
        fields = json.loads(data) if headers.get("content-type") == "application/json" else {}
        request = Request(headers, fields, len(self.requests), head[0].split()[1])
        self.requests.append(request)
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            back = self._script(request)
            if back.delay:
                await asyncio.sleep(min(back.delay, 30))
        finally:
            self._now -= 1
        body = back.body if isinstance(back.body, bytes) else json.dumps(back.body).encode()
        lines = {"content-type": "application/json", "content-length": str(len(body)), **back.headers}
        start = f"HTTP/1.1 {back.status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        if back.cut is None:
            writer.write(start.encode() + b"\r\n" + body)
            await writer.drain()
            return not back.reset
        if back.cut > 0:
            writer.write(start.encode() + b"\r\n" + body[: back.cut])
            await writer.drain()
            await asyncio.sleep(0.02)
        if back.reset:
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False


@contextmanager
def scripted(script: Callable[[Request], Back]) -> Iterator[ScriptedServer]:
    """Serve for as long as the block lasts, from a thread of its own."""
    server = ScriptedServer(script)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(server.handle, "127.0.0.1", 0)

    async def stop() -> None:
        listening.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    listening = asyncio.run_coroutine_threadsafe(start(), loop).result()
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
