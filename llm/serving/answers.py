"""The answers of an endpoint: made once for equal requests, and not where they would hold up other calls."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any, TypeAlias

from stemmata.llm.serving.chat import Asked

# Answers the body of a request with the model's words, and always so.
Answerer: TypeAlias = Callable[[Mapping[str, Any]], str]

_KEPT = 64 * 1024 * 1024  # characters of answers that are remembered


class Answers:
    """Asks an answerer, and remembers what it said.

    Args:
        answerer: Who answers.
        pool: Where it works: processes or a thread of its own; None for here, which is right where it is fast.
    """

    def __init__(self, answerer: Answerer, pool: Executor | None = None) -> None:
        self._answerer = answerer
        self._pool = pool
        self._known: OrderedDict[str, str] = OrderedDict()
        self._size = 0
        self._coming: dict[str, asyncio.Future[str]] = {}

    async def get(self, asked: Asked) -> str:
        """Return the answer to a request."""
        known = self._known.get(asked.key)
        if known is not None:
            self._known.move_to_end(asked.key)
            return known
        if self._pool is None:
            return self._keep(asked.key, self._answerer(asked.body))
        coming = self._coming.get(asked.key)
        if coming is None:
            coming = asyncio.ensure_future(self._work(asked, self._pool))
            self._coming[asked.key] = coming
        return await asyncio.shield(coming)  # who gave up waiting leaves the work to the others who wait for it

    async def _work(self, asked: Asked, pool: Executor) -> str:
        try:
            loop = asyncio.get_running_loop()
            return self._keep(asked.key, await loop.run_in_executor(pool, self._answerer, asked.body))
        finally:
            del self._coming[asked.key]

    def _keep(self, key: str, text: str) -> str:
        self._known[key] = text
        self._size += len(text)
        while self._size > _KEPT and len(self._known) > 1:
            self._size -= len(self._known.popitem(last=False)[1])
        return text
