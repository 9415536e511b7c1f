"""The endpoint itself: which request goes where, and how it starts and stops."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import Any

from stemmata.llm.serving.answers import Answerer, Answers
from stemmata.llm.serving.batches import Batches
from stemmata.llm.serving.completions import Completions
from stemmata.llm.serving.files import Files
from stemmata.llm.serving.http import Connection, HttpError, Request
from stemmata.llm.serving.log import Log
from stemmata.llm.serving.settings import ServingSettings
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn

HOST = "127.0.0.1"


def _unknown(_: Sequence[Turn]) -> str:
    return ""


class Endpoint:
    """An endpoint on loopback with OpenAI's protocol: models, chat completions, files, batches.

    Args:
        answerer: Answers the body of a request with the model's words. It depends on the body alone.
        settings: How the endpoint behaves.
        log: Where calls are noted.
        pool: Where the answerer works; None for here, which is right where it is fast.
        stage: Says what a prompt is for, for the log.
    """

    def __init__(
        self,
        answerer: Answerer,
        settings: ServingSettings,
        *,
        log: Log | None = None,
        pool: Executor | None = None,
        stage: Callable[[Sequence[Turn]], str] = _unknown,
    ) -> None:
        self._settings = settings
        self._files = Files()
        self._completions = Completions(Answers(answerer, pool), settings, log or Log(), stage)
        self._batches = Batches(self._completions, self._files, settings)
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self.url = ""

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one. `url` is then the base URL.

        Raises:
            InputError: The port is taken, or not ours to take.
        """
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                partial(Connection, self._handle, self._connections), HOST, port, backlog=4096
            )
        except (OSError, OverflowError) as error:
            reason = "no such port" if isinstance(error, OverflowError) else "it is taken, or not allowed"
            raise InputError(f"cannot listen on port {port}: {reason}", fix="name another with --port") from None
        self.url = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}/v1"

    async def stop(self) -> None:
        """Stop listening, and end all connections and batches."""
        self._batches.stop()
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.reset()
        await asyncio.sleep(0)

    async def _handle(self, request: Request, connection: Connection) -> None:
        head, _, rest = request.path.removeprefix("/v1/").partition("/")
        if request.path == "/v1/chat/completions":
            _allow(request, "POST")
            await self._completions.serve(request.body, connection)
        elif request.path.startswith("/v1/") and head in ("models", "files", "batches"):
            parts = tuple(rest.split("/")) if rest else ()
            body = {"models": self._models, "files": self._of_files, "batches": self._of_batches}[head](request, parts)
            connection.send(200, body)
            await connection.written()
        else:
            raise HttpError(404, f"Unknown request URL: {request.method} {request.path}", code="unknown_url")

    def _models(self, request: Request, parts: tuple[str, ...]) -> Any:
        _allow(request, "GET")
        model = {"id": self._settings.model, "object": "model", "created": 0, "owned_by": "stemmata"}
        return model if parts else {"object": "list", "data": [model]}

    def _of_files(self, request: Request, parts: tuple[str, ...]) -> Any:
        match request.method, parts:
            case "POST", ():
                return self._files.upload(request).described()
            case "GET", ():
                return _listed([file.described() for file in self._files.all()], request)
            case "GET", (id,):
                return self._files.get(id).described()
            case "GET", (id, "content"):
                return self._files.get(id).data
            case "DELETE", (id,):
                self._files.remove(id)
                return {"id": id, "object": "file", "deleted": True}
        raise HttpError(405, f"{request.method} cannot be done to {request.path}.")

    def _of_batches(self, request: Request, parts: tuple[str, ...]) -> Any:
        match request.method, parts:
            case "POST", ():
                return self._batches.create(request.body)
            case "GET", ():
                return _listed(self._batches.all(), request)
            case "GET", (id,):
                return self._batches.get(id)
            case "POST", (id, "cancel"):
                return self._batches.cancel(id)
        raise HttpError(405, f"{request.method} cannot be done to {request.path}.")


def _allow(request: Request, method: str) -> None:
    if request.method != method:
        raise HttpError(405, f"{request.method} cannot be done to {request.path}.")


def _listed(things: list[dict[str, Any]], request: Request) -> dict[str, Any]:
    """Return a page of a list, as `limit` and `after` ask."""
    after, limit = request.query.get("after"), request.query.get("limit", "20")
    ids = [thing["id"] for thing in things]
    start = ids.index(after) + 1 if after in ids else 0
    size = int(limit) if limit.isdecimal() and len(limit) < 6 else 20
    page = things[start : start + size]
    return {
        "object": "list",
        "data": page,
        "first_id": page[0]["id"] if page else None,
        "last_id": page[-1]["id"] if page else None,
        "has_more": start + size < len(things),
    }


def new_loop() -> asyncio.AbstractEventLoop:
    """Return an event loop: uvloop's where it is installed, which is about twice as fast here."""
    if find_spec("uvloop") is None:
        return asyncio.new_event_loop()
    import uvloop

    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


def serve(endpoint: Endpoint, port: int, ready: Callable[[], None]) -> None:
    """Serve an endpoint until the process is interrupted or told to end, and call a function when it listens.

    Raises:
        InputError: The port cannot be had.
    """
    loop = new_loop()

    async def until_told() -> None:
        # All in one run of the loop: a signal between two runs would be lost.
        told = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, told.set)
        await endpoint.start(port)
        ready()
        await told.wait()
        await endpoint.stop()

    try:
        loop.run_until_complete(until_told())
    finally:
        loop.close()


@contextmanager
def served(endpoint: Endpoint, port: int = 0) -> Iterator[str]:
    """Serve an endpoint from a thread of its own for as long as the block lasts, and yield its base URL."""
    loop = new_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(endpoint.start(port), loop).result()
        yield endpoint.url
    finally:
        asyncio.run_coroutine_threadsafe(endpoint.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
