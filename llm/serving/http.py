"""As much of HTTP/1.1 as an endpoint on loopback needs, straight on asyncio's transports.

A web framework would take most of the time of a call that is answered from memory, and would not let an answer break
off in the middle, which is what a rehearsal of faults is about.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

_HEAD = 64 * 1024  # the longest head of a request, in bytes
_BODY = 256 * 1024 * 1024  # the longest body
_PHRASES = {status.value: status.phrase for status in HTTPStatus}

JSON = "application/json"
OCTETS = "application/octet-stream"

Headers: TypeAlias = Sequence[tuple[str, str]]


class HttpError(Exception):
    """A request that is answered with an error, in OpenAI's form."""

    def __init__(self, status: int, message: str, *, code: str | None = None, headers: Headers = ()) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        kind = {404: "not_found_error", 429: "rate_limit_error"}.get(status)
        self.body = {
            "error": {
                "message": message,
                "type": kind or ("invalid_request_error" if status < 500 else "server_error"),
                "param": None,
                "code": code,
            }
        }


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was read; names of headers are in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Connection(asyncio.Protocol):
    """One connection: reads requests, has them handled one after another, and writes what the handler says."""

    def __init__(self, handle: Callable[[Request, Connection], Awaitable[None]], open_ones: set[Connection]) -> None:
        self._handle = handle
        self._open_ones = open_ones
        self._reader = Reader()
        self._task: asyncio.Task[None] | None = None
        self._transport: Any = None
        self._clear: asyncio.Future[None] | None = None  # waits until all is written
        self._stays = True
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection up."""
        self._transport = transport
        self._transport.set_write_buffer_limits(high=0)
        self._open_ones.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give up what the other side no longer waits for."""
        self.lost = True
        self._open_ones.discard(self)
        self.resume_writing()
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._reader.feed(data)
        if self._task is None:
            self._next()

    def pause_writing(self) -> None:
        """Note that bytes wait to be written."""
        if self._clear is None:
            self._clear = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        """Note that none do."""
        if self._clear is not None and not self._clear.done():
            self._clear.set_result(None)
        self._clear = None

    def _next(self) -> None:
        try:
            request = self._reader.request()
        except HttpError as error:
            self._stays = False
            self.send(error.status, error.body, error.headers)
            self.finish()
            return
        if request is None:
            if self._reader.awaited:
                self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            return
        self._stays = request.headers.get("connection", "").lower() != "close"
        self._task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: Request) -> None:
        try:
            await self._handle(request, self)
        except HttpError as error:
            self.send(error.status, error.body, error.headers)
        self._task = None
        if not self._stays:
            self.finish()
        elif not self.lost:
            self._next()

    def send(self, status: int, body: Any, headers: Headers = (), kind: str = OCTETS) -> None:
        """Send an answer; a body that is not bytes is written as JSON."""
        self.write(answer_bytes(status, body, headers, kind))

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        if not self.lost:
            self._transport.write(data)

    async def written(self) -> bool:
        """Wait until all is handed to the network, and say whether it was."""
        if self._clear is not None:
            await self._clear
        return not self.lost

    def finish(self) -> None:
        """Close the connection when all is written."""
        self._stays = False
        if not self.lost:
            self._transport.close()

    def reset(self) -> None:
        """Break the connection off, as a fault of the network would."""
        self._stays = False
        if not self.lost:
            self._transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
            self._transport.abort()


class Reader:
    """Puts requests together from the bytes that come in."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._head: tuple[str, str, dict[str, str]] | None = None
        self._length: int | None = None  # of the body; None where it comes in chunks
        self._chunks = bytearray()
        self._seen = 0  # how much of the buffer holds no end of a head
        self.awaited = False  # whether the client waits to be told to go on

    def feed(self, data: bytes) -> None:
        """Take bytes in."""
        self._buffer += data

    def request(self) -> Request | None:
        """Return the next request, or None while it is not whole.

        Raises:
            HttpError: What came is no request, or is too long.
        """
        self.awaited = False
        if self._head is None and not self._read_head():
            return None
        assert self._head is not None
        body = self._read_chunks() if self._length is None else self._read_length(self._length)
        if body is None:
            return None
        method, target, headers = self._head
        self._head = None
        parts = urlsplit(target)
        return Request(method, unquote(parts.path), dict(parse_qsl(parts.query)) if parts.query else {}, headers, body)

    def _read_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n", self._seen)
        if end < 0:
            self._seen = max(0, len(self._buffer) - 3)
            if len(self._buffer) > _HEAD:
                raise HttpError(431, "The head of the request is too long")
            return False
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        del self._buffer[: end + 4]
        self._seen = 0
        words = first.split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise HttpError(400, "This is no HTTP request")
        headers: dict[str, str] = {}
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon:
                raise HttpError(400, "A header has no colon")
            headers[name.lower()] = value.strip()
        self._head = (words[0], words[1], headers)
        self._chunks.clear()
        if headers.get("transfer-encoding", "").lower() == "chunked":
            self._length = None
        else:
            length = headers.get("content-length", "0")
            if not (length.isascii() and length.isdigit()) or len(length) > 12:
                raise HttpError(400, "The Content-Length is no number")
            self._length = int(length)
            _check_size(self._length)
        self.awaited = headers.get("expect", "").lower() == "100-continue" and not self._buffer
        return True

    def _read_length(self, length: int) -> bytes | None:
        if len(self._buffer) < length:
            return None
        body = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        return body

    def _read_chunks(self) -> bytes | None:
        while True:
            end = self._buffer.find(b"\r\n", 0, 64)
            if end < 0:
                if len(self._buffer) >= 64:
                    raise HttpError(400, "A chunk has no length")
                return None
            try:
                length = int(self._buffer[:end].split(b";")[0], 16)
            except ValueError:
                raise HttpError(400, "A chunk's length is no number") from None
            _check_size(len(self._chunks) + max(length, 0))
            if length < 0:
                raise HttpError(400, "A chunk's length is no number")
            if len(self._buffer) < end + 2 + length + 2:
                return None
            self._chunks += memoryview(self._buffer)[end + 2 : end + 2 + length]
            del self._buffer[: end + 2 + length + 2]
            if not length:
                return bytes(self._chunks)


def _check_size(size: int) -> None:
    if size > _BODY:
        raise HttpError(413, "The body of the request is too long")


def answer_bytes(status: int, body: Any, headers: Headers = (), kind: str = OCTETS) -> bytes:
    """Return an answer as it goes over the wire: bytes of a kind, or anything else as JSON."""
    if not isinstance(body, bytes):
        kind, body = JSON, json.dumps(body).encode("ascii")
    more = "".join(f"{name}: {value}\r\n" for name, value in headers)
    phrase = _PHRASES.get(status, "Unknown")
    head = f"HTTP/1.1 {status} {phrase}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{more}\r\n"
    whole: bytes = head.encode("latin-1") + body
    return whole
