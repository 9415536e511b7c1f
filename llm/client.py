"""The client: answers calls from the cache or an endpoint, and says of each what became of it."""

from __future__ import annotations

import asyncio
from copy import copy
from dataclasses import replace
from hashlib import blake2b
from types import TracebackType

from stemmata.llm.accounts import Accounts
from stemmata.llm.batch import Batches
from stemmata.llm.cache import AnswerCache, Known, new_answer, path_of
from stemmata.llm.calls import Answer, Call, Status
from stemmata.llm.dialects import Dialects
from stemmata.llm.endpoint import Endpoint, address, base_url_of, check_libraries, key_of
from stemmata.llm.limiter import Limiter
from stemmata.llm.line import Line, Said
from stemmata.llm.noted import BatchNotes
from stemmata.llm.replies import Reading
from stemmata.llm.requests import Request
from stemmata.llm.waiting import SAID, Patience, backoff
from stemmata.schemas.errors import InputError, ServerError, StemmataError
from stemmata.schemas.settings import ClientSettings, ModelRole, ModelSettings

# What a model said, or a filter: the endpoint works, and there is nothing to wait for.


class Client:
    """Answers calls; made by `open_client`.

    One client serves one event loop at a time; `disconnect` ends its connections before another takes over.

    Args:
        settings: Who answers, and how they are asked.
        cache: Where answers are kept.

    Attributes:
        accounts: What was sent.
        batches: What sends calls together, where that is the mode.
    """

    def __init__(self, settings: ClientSettings, cache: AnswerCache) -> None:
        self.settings = settings
        self.cache = cache
        self.accounts = Accounts(settings)
        self._names = {role: address(base_url_of(model)) for role, model in settings.models.items()}
        self._dialects = Dialects()
        self._lines: dict[tuple[str, bytes], Line] = {}
        self._under_way: dict[str, asyncio.Future[Answer | None]] = {}
        self._stopped: StemmataError | None = None
        self._inside = 0  # calls that are being completed
        self._parked = 0  # those of them that only a batch, or another call, can bring on
        self.batches = (
            Batches(BatchNotes(cache), self.accounts, self._dialects, settings, keep=self._kept)
            if settings.batch
            else None
        )

    def __repr__(self) -> str:
        return f"Client({', '.join(f'{role}={model.name}' for role, model in self.settings.models.items())})"

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the cache."""
        self.cache.close()

    async def disconnect(self) -> None:
        """End all connections of this event loop."""
        if self.batches is not None:
            await self.batches.close()
        lines, self._lines = self._lines, {}
        for line in lines.values():
            await line.close()

    async def complete(self, call: Call) -> Answer:
        """Return the answer to a call.

        Raises:
            InputError: No model is named for the call's role.
            AccessError: The endpoint refuses the key, or does not know the model.
            ServerError: The endpoint cannot be reached.
            BudgetError: The call would go beyond the budget.
            StoreError: The cache cannot be used.
        """
        self._inside += 1
        try:
            return await self._completed(Request.of(call, self._model(call.role), self._names[call.role]))
        finally:
            self._inside -= 1

    def flush(self) -> None:
        """Make batches of the calls that were gathered, unless some call can still go on without one."""
        if self.batches is not None and self._inside == self._parked:
            self.batches.flush()

    async def _completed(self, request: Request) -> Answer:
        while True:
            known = self.cache.get(request.key)
            if known is not None:
                self.accounts.hits += 1
                return _known(known, cached=True, attempts=0)
            self._go_on()
            other = self._under_way.get(request.key)
            if other is None:
                return await self._first(request)
            self._parked += 1
            try:
                shared = await asyncio.shield(other)
            finally:
                self._parked -= 1
            if shared is not None:
                self.accounts.hits += shared.ok
                return replace(shared, cached=True, attempts=0)

    def _model(self, role: ModelRole) -> ModelSettings:
        model = self.settings.models.get(role)
        if model is None:
            raise InputError(f"no model is named for the role {role}", fix=f"name one in [model] or [model.{role}]")
        return model

    async def _first(self, request: Request) -> Answer:
        """Send a call that nobody else is sending; equal calls meanwhile wait for its answer."""
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._under_way[request.key] = future
        answer: Answer | None = None
        try:
            answer = await self._asked(request)
        except StemmataError as error:
            self._stop(error)
            raise
        finally:
            del self._under_way[request.key]
            future.set_result(answer)
        return answer

    def _go_on(self) -> None:
        """Raise the error that has stopped everything, if there is one."""
        if self._stopped is not None:
            raise copy(self._stopped)

    def _stop(self, error: StemmataError) -> None:
        """Let all other calls end with the error that ended one."""
        if self._stopped is None:
            self._stopped = error
            for line in self._lines.values():
                line.limiter.release(error)
            if self.batches is not None:
                self.batches.stop(error)

    async def _asked(self, request: Request) -> Answer:
        """Send a call, again and again where that may help, and keep its answer."""
        line = self._line(request.model)
        if self.batches is not None:
            self._parked += 1
            try:
                return await self.batches.answer(request, line.endpoint)
            finally:
                self._parked -= 1
        await line.opened()
        began = asyncio.get_running_loop().time()
        patience = Patience(self.settings.attempts, self.settings.asks)
        reached = False
        while True:
            said = await line.attempt(request)
            reading = said.reading
            reached = reached or said.reached
            ended = patience.ends(reading.status)
            if reading.status is Status.OK:
                return await self._kept(request, reading, patience.sent)
            if ended:
                break
            if reading.status not in SAID:
                await asyncio.sleep(_wait(said, patience.sent))
            self._go_on()
        if not reached and line.answered < began:
            raise ServerError(
                f"no model answers at {request.endpoint}: {reading.reason}", fix="start the endpoint, or name another"
            )
        name = reading.model or request.model.name
        return Answer(reading.status, reading.text, reading.reason, name, reading.usage, attempts=patience.sent)

    async def _kept(self, request: Request, reading: Reading, attempts: int) -> Answer:
        """Keep an answer, and return it."""
        answer = new_answer(request, reading)
        if not await self.cache.keep(answer):  # another process was first: its answer is the one that stays
            known = self.cache.get(request.key)
            if known is not None:
                return _known(known, cached=False, attempts=attempts)
        return Answer(Status.OK, answer.text, "", answer.model, answer.usage, attempts=attempts)

    def _line(self, model: ModelSettings) -> Line:
        """Return the line to a model's endpoint, with the key that the environment has now."""
        base_url, key = base_url_of(model), key_of(model)
        place = (base_url, blake2b(key.encode()).digest())  # whatever shows the client shows no key
        line = self._lines.get(place)
        if line is None:
            self._lines[place] = line = Line(
                Endpoint(base_url, key),
                Limiter(self.settings.concurrency),
                self.accounts,
                self._dialects,
                timeout=self.settings.timeout,
                go_on=self._go_on,
            )
        return line


def _known(known: Known, *, cached: bool, attempts: int) -> Answer:
    return Answer(Status.OK, known.text, "", known.model, known.usage, cached=cached, attempts=attempts)


def _wait(said: Said, attempt: int) -> float:
    return backoff(attempt - 1) if said.wait is None else said.wait


def open_client(settings: ClientSettings) -> Client:
    """Return a client; a `with` block closes it.

    Raises:
        InputError: A setting is wrong: an address, or a price that is missing.
        StoreError: The cache cannot be opened.
        MissingExtraError: What a client needs is not installed.
    """
    check_libraries()
    cache = AnswerCache(path_of(settings.cache))
    try:
        return Client(settings, cache)
    except StemmataError:
        cache.close()
        raise
