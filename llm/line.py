"""The line to an endpoint: attempts of calls within its limit, the budget and the time, in words that it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from stemmata.llm.accounts import Accounts
from stemmata.llm.calls import Status
from stemmata.llm.dialects import Dialects
from stemmata.llm.endpoint import Endpoint, LostError, Reply
from stemmata.llm.limiter import Limiter
from stemmata.llm.replies import Reading, read_reply
from stemmata.llm.requests import Dialect, Request
from stemmata.llm.waiting import asked_wait, spent_wait
from stemmata.schemas.errors import AccessError

_OVERLOADED = frozenset({429, 503, 529})  # with these an endpoint may ask to wait
_TOO_MANY = frozenset({429, 529})
_FORBIDDEN = frozenset({401, 403, 404})


class Said(NamedTuple):
    """What became of one attempt.

    Attributes:
        reading: What the reply says, or why there is none.
        reached: Whether there was a connection.
        wait: The seconds that the endpoint asks to wait, if it asks for that.
    """

    reading: Reading
    reached: bool = True
    wait: float | None = None


class Line:
    """The way to one endpoint with one key, in one event loop.

    Args:
        endpoint: The endpoint.
        limiter: How many calls it bears.
        accounts: What is sent, and may be.
        dialects: What its models take.
        timeout: Seconds for one attempt.
        go_on: Raises the error that has stopped everything, if there is one.

    Attributes:
        answered: When it last answered anything, on the loop's clock.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        limiter: Limiter,
        accounts: Accounts,
        dialects: Dialects,
        *,
        timeout: float,
        go_on: Callable[[], None],
    ) -> None:
        self.endpoint = endpoint
        self.limiter = limiter
        self.answered = float("-inf")
        self._accounts = accounts
        self._dialects = dialects
        self._timeout = timeout
        self._go_on = go_on
        self._opening: asyncio.Task[None] | None = None

    async def opened(self) -> None:
        """Open the connections, unless they are open."""
        if self._opening is None:
            self._opening = asyncio.get_running_loop().create_task(self.endpoint.open())
        if not self._opening.done():
            await asyncio.shield(self._opening)
        self._opening.result()

    async def close(self) -> None:
        """Close the connections."""
        if self._opening is not None:
            await asyncio.wait([self._opening])
        await self.endpoint.close()

    async def attempt(self, request: Request) -> Said:
        """Send a call once; what the model rejects of its words is left out, or asked for otherwise.

        Raises:
            AccessError: The endpoint takes no such call from us at all.
            BudgetError: The call would go beyond the budget.
        """
        ticket = await self.limiter.enter()
        reply: Reply | None = None
        try:
            said, reply = await self._worded(request)
        finally:
            if reply is None:
                self.limiter.drop()
            else:
                self.limiter.leave(ticket, refused=reply.status in _TOO_MANY)
        if reply is not None and reply.status in _FORBIDDEN and said.reading.status is Status.REJECTED:
            raise refused(request, said.reading)
        return said

    async def _worded(self, request: Request) -> tuple[Said, Reply | None]:
        """Send a request in one way after another, until one is taken or none is left."""
        dialect = self._dialects.of(request)
        first: tuple[Said, Reply | None] | None = None
        while True:
            said, reply = await self._sent(request, dialect)
            if said.reading.http not in (400, 422):
                if said.reading.http == 200 and said.reading.status is not Status.BODY:
                    self._dialects.learn(request, dialect)
                return said, reply
            first = first or (said, reply)
            other = self._dialects.other(dialect, request, said.reading)
            if other is None:
                return first
            dialect = other

    async def _sent(self, request: Request, dialect: Dialect) -> tuple[Said, Reply | None]:
        """Send one request within the budget and the time."""
        call, name = request.call, request.model.name
        self._go_on()
        held = await self._accounts.hold(call, name)
        reading: Reading | None = None
        reply: Reply | None = None
        reached = True
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self.endpoint.post(request.body(dialect))
            reading = read_reply(reply)
        except TimeoutError:
            reading = Reading(Status.TIMEOUT, reason=f"there was no answer within {self._timeout:g} s", http=0)
        except LostError as error:
            reading = Reading(error.status, reason=error.reason, http=0)
            reached = error.reached
        finally:
            unspent = reading is None or not reached or reading.status is Status.RATE_LIMITED
            usage = None if reading is None or unspent else reading.usage
            self._accounts.settle(call, name, held, usage, wasted=reading is None or reading.status is not Status.OK)
        if reply is None:
            return Said(reading, reached), None
        self.answered = asyncio.get_running_loop().time()
        return Said(reading, wait=self._paused(reply)), reply

    def _paused(self, reply: Reply) -> float | None:
        """Let the limiter wait for as long as a reply asks, and return what it asks of the call itself."""
        headers = reply.headers
        if reply.status in _OVERLOADED:
            wait = asked_wait(headers)
            self.limiter.pause(wait or 0.0)
            return wait
        for kind in ("requests", "tokens"):
            if f"x-ratelimit-remaining-{kind}" in headers:
                self.limiter.pause(spent_wait(headers, kind) or 0.0)
        return None


def refused(request: Request, reading: Reading) -> AccessError:
    """Return the error that says why an endpoint takes no call at all."""
    model = request.model
    if reading.http == 404:
        return AccessError(
            f"{request.endpoint} does not know the model {model.name}, or is no such endpoint ({reading.reason})",
            fix="correct the name or the base URL",
        )
    return AccessError(
        f"{request.endpoint} refuses the key (status {reading.http})",
        fix=f"put the right one into the environment variable {model.key_variable}",
    )
