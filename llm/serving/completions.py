"""The completions of an endpoint: a call is let in or not, takes its time, and is answered or made to fail."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from stemmata.llm.serving.answers import Answers
from stemmata.llm.serving.chat import Asked, asked, completion, limited, read
from stemmata.llm.serving.faults import Faults, chance, fitting, spoilt
from stemmata.llm.serving.http import JSON, OCTETS, Connection, Headers, HttpError, answer_bytes
from stemmata.llm.serving.limits import Limits, retry_headers
from stemmata.llm.serving.log import Entry, Log
from stemmata.llm.serving.settings import SAID, FaultKind, ServingSettings
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn

_PIECES = 10  # of a slow body
_STATUS = {FaultKind.ERROR_500: 500, FaultKind.ERROR_502: 502, FaultKind.ERROR_503: 503}
_BROKEN = frozenset({FaultKind.SLOW, FaultKind.TRUNCATED, FaultKind.RESET_WITHIN})
_SOON = 0.1  # seconds after which a call may be tried again that was refused for no reason


class Completions:
    """Answers requests for chat completions.

    Args:
        answers: Where answers come from.
        settings: How it behaves.
        log: Where calls are noted.
        stage: Says what a prompt is for; empty where it is not known.
    """

    def __init__(
        self, answers: Answers, settings: ServingSettings, log: Log, stage: Callable[[Sequence[Turn]], str]
    ) -> None:
        self._answers = answers
        self._settings = settings
        self._log = log
        self._stage = stage
        self._faults = Faults(settings)
        self._limits = Limits(settings.concurrency, settings.per_minute, settings.latency / 1000 or _SOON)

    async def serve(self, data: bytes, connection: Connection) -> None:
        """Answer one request over its connection."""
        entry = Entry.begun()
        try:
            wanted = read(data)
            self._name(entry, wanted)
            refusal = self._limits.enter(entry.began)
            if refusal is not None:
                raise HttpError(
                    429,
                    f"{refusal.reason}; please try again in {refusal.wait:.3f}s.",
                    code="rate_limit_exceeded",
                    headers=(*retry_headers(refusal.wait), *self._limits.headers(entry.began)),
                )
            try:
                await self._answer(wanted, entry, connection)
            finally:
                self._limits.leave()
        except HttpError as error:
            await self._send(entry, connection, error.status, error.body, error.headers)
        finally:
            self._log.end(entry)

    async def batched(self, body: Any, batch: str) -> tuple[int, Any] | None:
        """Return the status and body that answer a request of a batch, or None where it was never answered."""
        entry = Entry.begun()
        entry.batch = batch
        try:
            wanted = asked(body)
            self._name(entry, wanted)
            kind, entry.times = self._faults.draw(wanted.key, wanted.mending)
            if kind is not None and kind not in SAID:
                entry.fault = kind
                entry.status = _STATUS.get(kind, 429 if kind is FaultKind.RATE_LIMIT else 0)
                if not entry.status:
                    return None
                raise _failing(kind)
            answer = await self._completed(wanted, kind, entry)
            entry.status = 200
        except HttpError as error:
            entry.status, answer = error.status, error.body
        finally:
            entry.whole = entry.status > 0
            self._log.end(entry)
        return entry.status, answer

    def _name(self, entry: Entry, wanted: Asked) -> None:
        entry.key, entry.stage = wanted.key, self._stage(wanted.messages)

    async def _answer(self, wanted: Asked, entry: Entry, connection: Connection) -> None:
        kind, entry.times = self._faults.draw(wanted.key, wanted.mending)
        entry.fault = kind
        until = entry.began + self._latency(wanted.key, entry.times)
        if kind is FaultKind.TIMEOUT:
            await asyncio.get_running_loop().create_future()  # until the other side gives up
        elif kind is FaultKind.RESET:
            await _sleep(until)
            connection.reset()
        elif kind is FaultKind.INVALID_BODY or kind is FaultKind.PAGE:
            await _sleep(until)
            page = kind is FaultKind.PAGE
            body = b"<html><body>No upstream</body></html>" if page else b'{"choices": [{]}'
            await self._send(entry, connection, 200, body, kind="text/html" if page else JSON)
        elif kind is FaultKind.WRONG_BODY:
            await _sleep(until)
            await self._send(entry, connection, 200, {"object": "chat.completion", "model": self._settings.model})
        elif kind is not None and kind not in SAID and kind not in _BROKEN:
            if kind not in (FaultKind.RATE_LIMIT, FaultKind.RATE_LIMIT_BARE):
                await _sleep(until)
            raise _failing(kind)
        else:
            answer = await self._completed(wanted, kind, entry)
            await _sleep(until)
            headers = self._limits.headers(time.monotonic()) if self._settings.per_minute else ()
            if kind in _BROKEN:
                await self._break(kind, answer_bytes(200, answer, headers), entry, connection)
            else:
                await self._send(entry, connection, 200, answer, headers)

    async def _completed(self, wanted: Asked, kind: FaultKind | None, entry: Entry) -> dict[str, Any]:
        try:
            text = await self._answers.get(wanted)
        except InputError as error:
            raise HttpError(400, str(error)) from None
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            raise HttpError(500, f"The answer could not be made: {type(error).__name__}.") from None
        said = limited(text, wanted.max_tokens)
        if kind in SAID:
            kind = entry.fault = fitting(kind, text, as_json=wanted.json)
            said = spoilt(said, kind)
        made = completion(wanted, said, self._settings.model)
        entry.prompt_tokens = made["usage"]["prompt_tokens"]
        entry.completion_tokens = made["usage"]["completion_tokens"]
        return made

    async def _send(
        self,
        entry: Entry,
        connection: Connection,
        status: int,
        body: Any,
        headers: Headers = (),
        kind: str = OCTETS,
    ) -> None:
        entry.status = status
        connection.send(status, body, headers, kind)
        entry.whole = await connection.written()

    async def _break(self, kind: FaultKind | None, data: bytes, entry: Entry, connection: Connection) -> None:
        """Send an answer in pieces, or a part of it."""
        entry.status = 200
        start = data.index(b"\r\n\r\n") + 4
        if kind is FaultKind.SLOW:
            size = -(-(len(data) - start) // _PIECES)
            connection.write(data[:start])
            for place in range(start, len(data), size):
                await asyncio.sleep(self._settings.slow / _PIECES)
                connection.write(data[place : place + size])
            entry.whole = await connection.written()
            return
        connection.write(data[: start + (len(data) - start) // 2])
        await connection.written()
        if kind is FaultKind.RESET_WITHIN:
            await asyncio.sleep(0.02)  # a reset overtakes what the other side has not read yet
            connection.reset()
        else:
            connection.finish()

    def _latency(self, key: str, times: int) -> float:
        usual = self._settings.latency / 1000
        if not usual or not self._settings.jitter:
            return usual
        return usual * (1 + self._settings.jitter * (2 * chance(self._settings.seed, "latency", key, times) - 1))


async def _sleep(until: float) -> None:
    rest = until - time.monotonic()
    if rest > 0:
        await asyncio.sleep(rest)


def _failing(kind: FaultKind) -> HttpError:
    if kind is FaultKind.RATE_LIMIT:
        return HttpError(429, "Too many requests", code="rate_limit_exceeded", headers=retry_headers(_SOON))
    if kind is FaultKind.RATE_LIMIT_BARE:
        return HttpError(429, "Too many requests", code="rate_limit_exceeded")
    return HttpError(_STATUS[kind], "The server had an error while processing your request.")
