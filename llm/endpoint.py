"""An endpoint: where it is, what a request to it carries, and one request over connections that are kept.

OpenAI's SDK prepares the first request of an endpoint: its address, its headers, its key. All further ones carry the
same headers over a pool of connections of aiohttp, since the SDK's own way takes three to seven times the processor
time for each (see benchmarks/llm_throughput.py).
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from stemmata.llm.calls import Status
from stemmata.schemas.errors import AccessError, InputError, MissingExtraError
from stemmata.schemas.settings import ModelSettings

OPENAI = "https://api.openai.com/v1"
PLACEHOLDER = "none"  # the key for endpoints that want none

_PATH = "/chat/completions"
_CONNECT = 30.0  # seconds for a connection alone
_LARGEST = 64 * 1024 * 1024  # bytes of a body that are read
_PORTS = {"http": 80, "https": 443}
_OWN = frozenset({"host", "content-length", "connection", "accept-encoding", "transfer-encoding"})


class LostError(Exception):
    """A request that got no answer.

    Attributes:
        status: Why.
        reason: One sentence.
        reached: Whether a connection was there at all.
    """

    def __init__(self, status: Status, reason: str, *, reached: bool = True) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.reached = reached


class Reply(NamedTuple):
    """What came back for a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def base_url_of(model: ModelSettings) -> str:
    """Return the address of a model's endpoint as it was given, or the environment's, or OpenAI's."""
    return model.base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI


def address(base_url: str) -> str:
    """Return the address of an endpoint in one form, without what may be secret in it: its name in keys and logs.

    Raises:
        InputError: It is no address over HTTP, or it holds a user or a password.

    Example:
        >>> address("HTTP://LocalHost:80/v1/?key=abc")
        'http://localhost/v1'
    """
    try:
        parts = urlsplit(base_url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InputError("the base URL of the model's endpoint is no http:// or https:// address")
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "the base URL of the model's endpoint holds a user or a password",
            fix="name the environment variable of the key with key_variable instead",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    return f"{parts.scheme}://{shown}{parts.path.rstrip('/')}"


def key_of(model: ModelSettings) -> str:
    """Return the key from the environment; a placeholder where there is none and the endpoint is not OpenAI's.

    Raises:
        AccessError: OpenAI's own endpoint is meant, and there is no key.
    """
    key = os.environ.get(model.key_variable, "").strip()
    if key and not (key.isascii() and key.isprintable()):
        raise AccessError(f"what the environment variable {model.key_variable} holds is no key: a key is plain ASCII")
    if key:
        return key
    if urlsplit(base_url_of(model)).hostname == urlsplit(OPENAI).hostname:
        raise AccessError(
            f"OpenAI's endpoint wants a key, and the environment has no {model.key_variable}",
            fix=f"set {model.key_variable}, or name another endpoint with base_url",
        )
    return PLACEHOLDER


def check_libraries() -> None:
    """Make sure that what a client needs is installed.

    Raises:
        MissingExtraError: It is not.
    """
    for name in ("openai", "aiohttp"):
        if find_spec(name) is None:
            raise MissingExtraError(f"asking a model needs {name}", fix="pip install 'stemmata[llm]'")


_SECRET = 12  # characters from which on a key may be one


class Endpoint:
    """One address with one key, in one event loop.

    Args:
        base_url: The address.
        key: The key; it is in the headers of requests, and never shown.
    """

    def __init__(self, base_url: str, key: str) -> None:
        self.name = address(base_url)
        self._base_url = base_url
        self._key = key
        # Something as short as "none" is no secret, and stands in many an answer.
        self._secret = key.encode() if len(key) >= _SECRET else b""
        self._target: tuple[Any, dict[str, str]] | None = None
        self._session: Any = None
        self._proxy: str | None = None

    def __repr__(self) -> str:
        return f"Endpoint({self.name!r})"

    def sdk(self, **options: Any) -> Any:
        """Return the SDK's client for this endpoint, its own retries off."""
        from openai import AsyncOpenAI

        return AsyncOpenAI(base_url=self._base_url, api_key=self._key, max_retries=0, **options)

    def scrubbed(self, data: bytes) -> bytes:
        """Return what came from the endpoint without the key, which it may have quoted."""
        return data.replace(self._secret, b"***") if self._secret and self._secret in data else data

    async def open(self) -> None:
        """Prepare the first request and the pool of connections."""
        import aiohttp
        from openai import DefaultAsyncHttpxClient, OpenAIError
        from yarl import URL

        prepared: list[Any] = []

        async def note(request: Any) -> None:
            prepared.append(request)
            raise _NotSent

        # It sends nothing, so it needs none of the certificates and proxies that take long to look up.
        unused = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        http = DefaultAsyncHttpxClient(event_hooks={"request": [note]}, verify=unused, trust_env=False)
        async with self.sdk(http_client=http) as sdk:
            with suppress(_NotSent, OpenAIError):
                await sdk.post(_PATH, body={}, cast_to=object)
        (request,) = prepared
        url = str(request.url)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _OWN}
        self._proxy = _proxy_of(url)
        connector = aiohttp.TCPConnector(limit=0, ssl=_trust() if url.startswith("https") else True)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT),
        )
        self._target = URL(url, encoded=True), headers

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, body: bytes) -> Reply:
        """Send one request.

        Raises:
            LostError: There is no answer to it.
        """
        import aiohttp

        assert self._target is not None
        url, headers = self._target
        try:
            async with self._session.post(url, data=body, headers=headers, proxy=self._proxy) as response:
                return Reply(response.status, response.headers, self.scrubbed(await _bounded(response)))
        except aiohttp.ClientConnectorCertificateError:
            raise LostError(
                Status.CONNECTION, f"{self.name} has a certificate that is not trusted", reached=False
            ) from None
        except aiohttp.ClientConnectorError as error:
            said = error.os_error.strerror or "no connection"
            raise LostError(Status.CONNECTION, f"{self.name} cannot be reached ({said})", reached=False) from None
        except aiohttp.ConnectionTimeoutError:
            raise LostError(Status.TIMEOUT, f"{self.name} gave no connection in time", reached=False) from None
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError) as error:
            raise LostError(Status.BODY, f"the answer broke off or is no HTTP ({type(error).__name__})") from None
        except (aiohttp.ClientError, OSError) as error:
            raise LostError(Status.CONNECTION, f"the connection was lost ({type(error).__name__})") from None


class _NotSent(Exception):
    """Ends a request that was only prepared."""


async def _bounded(response: Any) -> bytes:
    """Return a body that is no larger than an answer can be."""
    length = response.content_length
    if length is not None and length <= _LARGEST:
        whole: bytes = await response.read()
        return whole
    pieces: list[bytes] = []
    size = 0
    async for piece in response.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST:
            raise LostError(Status.BODY, f"the answer has more than {_LARGEST} bytes")
    return b"".join(pieces)


def _trust() -> ssl.SSLContext:
    """Return what certificates are checked against: the system's, and those that come with Python packages."""
    context = ssl.create_default_context()
    with suppress(ImportError):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _proxy_of(url: str) -> str | None:
    """Return the proxy that the environment names for an address."""
    parts = urlsplit(url)
    if parts.hostname is None or proxy_bypass(parts.hostname):
        return None
    found = getproxies()
    return found.get(parts.scheme) or found.get("all")
