"""How many calls are under way at once: as many as the endpoint bears, found by trying.

At first the limit grows by half every few milliseconds, since a refusal comes back much sooner than an answer. Once
refused, it falls below the lowest level that was refused, the further the larger the share of calls that were, and
climbs back by one call a round trip. Just below the refused level it rests, and tries one more from time to time, ever
more rarely as long as that is refused. Calls that were under way at a fall bring no other, and a refusal now and then
is no fall where calls were accepted before.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque

_FIRST = 8  # calls at once before anything is known
_BEAT = 0.015  # seconds in which the limit grows by half as long as nothing was refused
_MEMORY = 1 / 64  # the weight of the newest call in the share of refused ones
_MANY = 0.1  # the share of refused calls that means something at levels that calls were accepted at before
_REST = 2  # round trips just below the refused level before it is tried again
_LONGEST_REST = 1024
_WORTH = 30  # times as long as the pause that a refusal has cost the rest has to last
_BUSY = 0.75  # the share of the limit that has to be in use for a call to show that more would do


class Ticket:
    """A call that is under way: how many were, with it, and after how many falls it began."""

    __slots__ = ("falls", "level")

    def __init__(self, level: int, falls: int) -> None:
        self.level = level
        self.falls = falls


class Limiter:
    """An adaptive limit of the calls under way at one endpoint.

    Args:
        most: The limit is never higher.

    Attributes:
        limit: The limit now.
        active: The calls under way.
        refused: How many calls the endpoint has refused.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.limit = float(min(most, _FIRST))
        self.active = 0
        self.refused = 0
        self._share = 0.0  # of the calls lately, those that were refused
        self._falls = 0
        self._ceiling = math.inf  # the level that was refused
        self._lowest = math.inf  # the lowest level that was refused since the last fall
        self._proven = 0  # the highest level that a call was accepted at, and none refused in numbers since
        self._rested = 0.0  # round trips just below the ceiling
        self._rest = _REST
        self._trying = False
        self._resume = 0.0  # when a pause ends
        self._rest_until = 0.0
        self._waiting: deque[asyncio.Future[Ticket]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0
        self._beat: asyncio.TimerHandle | None = None

    async def enter(self) -> Ticket:
        """Wait for room, and take it."""
        loop = asyncio.get_running_loop()
        if not self._waiting and self.active < int(self.limit) and loop.time() >= self._resume:
            return self._ticket()
        future: asyncio.Future[Ticket] = loop.create_future()
        self._waiting.append(future)
        if self._beat is None and self.refused == 0 and self.limit < self.most:
            self._beat = loop.call_later(_BEAT, self._grow)
        self._wake()
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and future.exception() is None:
                self.drop()
            raise

    def leave(self, ticket: Ticket, *, refused: bool = False) -> None:
        """Give the room back, and tell whether the endpoint refused the call for too many."""
        self.active -= 1
        self._share += (refused - self._share) * _MEMORY
        if refused:
            self._lower(ticket)
        else:
            self._raise(ticket)
        self._wake()

    def drop(self) -> None:
        """Give the room of a call back that says nothing about the endpoint."""
        self.active -= 1
        self._wake()

    def pause(self, seconds: float) -> None:
        """Start no call for some time."""
        if seconds > 0:
            self._resume = max(self._resume, asyncio.get_running_loop().time() + seconds)

    def release(self, error: Exception) -> None:
        """Let nobody wait any longer: all stop with an error."""
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_exception(error)

    def _ticket(self) -> Ticket:
        self.active += 1
        return Ticket(self.active, self._falls)

    def _lower(self, ticket: Ticket) -> None:
        self.refused += 1
        if ticket.falls < self._falls:
            self._ceiling = max(2, min(self._ceiling, ticket.level))
            self.limit = min(self.limit, self._ceiling - 1)
            return
        if self._trying and ticket.level >= self._ceiling:  # as was to be expected: tried more rarely from now on
            self._rest_from_now()
            self._rest = min(_LONGEST_REST, self._rest * 2)
            self.limit = self._ceiling - 1
            return
        self._lowest = min(self._lowest, ticket.level)
        if self._share >= _MANY or ticket.level > self._proven:
            self._falls += 1
            self._ceiling = max(2, self._lowest)
            self._proven = min(self._proven, int(self._ceiling) - 1)
            self._lowest = math.inf
            self._rest_from_now()
            self._rest = _REST
            self.limit = max(1.0, min(self._ceiling - 1, self.limit * (1 - self._share / 2)))

    def _rest_from_now(self) -> None:
        """Begin a rest, the longer the longer the pause that the refusal has brought."""
        now = asyncio.get_running_loop().time()
        self._trying = False
        self._rested = 0.0
        self._rest_until = now + _WORTH * max(0.0, self._resume - now)

    def _raise(self, ticket: Ticket) -> None:
        self._proven = max(self._proven, ticket.level) if ticket.falls == self._falls else self._proven
        if ticket.level < self.limit * _BUSY and not self._waiting:
            return
        if self._trying and ticket.falls == self._falls and ticket.level >= self._ceiling:
            self._ceiling = ticket.level + 1  # the endpoint bears more than before
            self._rest = _REST
            self.limit = min(float(self.most), self._ceiling)
        elif self.limit < min(self.most, self._ceiling - 1):
            step = 1 / self.limit if self.refused else 1.0
            self.limit = min(float(self.most), self._ceiling - 1, self.limit + step)
        elif self._ceiling <= self.most and not self._trying:
            self._rested += 1 / self.limit
            if self._rested >= self._rest and asyncio.get_running_loop().time() >= self._rest_until:
                self._trying = True
                self._rested = 0.0
                self.limit = float(self._ceiling)

    def _wake(self) -> None:
        if not self._waiting:
            return
        loop = asyncio.get_running_loop()
        if loop.time() < self._resume:
            if self._timer is None or self._timer_at < self._resume:
                if self._timer is not None:
                    self._timer.cancel()
                self._timer = loop.call_at(self._resume, self._resumed)
                self._timer_at = self._resume
            return
        while self._waiting and self.active < int(self.limit):
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(self._ticket())

    def _resumed(self) -> None:
        self._timer = None
        self._wake()

    def _grow(self) -> None:
        self._beat = None
        if self.refused == 0 and self.limit < self.most:
            self.limit = min(float(self.most), self.limit * 1.5)
            if self._waiting:
                self._beat = asyncio.get_running_loop().call_later(_BEAT, self._grow)
        self._wake()
