"""The client: answers calls from the cache or an endpoint, and says of each what became of it."""

from __future__ import annotations

import asyncio
from copy import copy
from pathlib import Path
from types import TracebackType

from stemmata.llm.accounts import Accounts
from stemmata.llm.cache import AnswerCache, default_path, new_answer
from stemmata.llm.calls import Answer, Call, Status, Usage
from stemmata.llm.dialects import other_words
from stemmata.llm.endpoint import Endpoint, LostError, Reply, address, base_url_of, check_libraries, key_of
from stemmata.llm.limiter import Limiter
from stemmata.llm.replies import Reading, read_reply
from stemmata.llm.requests import Dialect, Request
from stemmata.llm.waiting import asked_wait, backoff, spent_wait
from stemmata.schemas.errors import AccessError, InputError, ServerError, StemmataError
from stemmata.schemas.settings import ClientSettings, ModelRole, ModelSettings

_OVERLOADED = frozenset({429, 503, 529})
_FORBIDDEN = frozenset({401, 403, 404})


class Line:
    """An endpoint as one event loop uses it: its connections, and how many calls it bears."""

    def __init__(self, endpoint: Endpoint, limiter: Limiter) -> None:
        self.endpoint = endpoint
        self.limiter = limiter
        self.ready = asyncio.Lock()
        self.open = False


class Client:
    """Answers calls; made by `open_client`.

    One client serves one event loop at a time; `disconnect` ends its connections before another takes over.

    Args:
        settings: Who answers, and how they are asked.
        cache: Where answers are kept.

    Attributes:
        accounts: What answers used, and what was sent.
    """

    def __init__(self, settings: ClientSettings, cache: AnswerCache) -> None:
        self.settings = settings
        self.cache = cache
        self.accounts = Accounts(settings)
        self._names = {role: address(base_url_of(model)) for role, model in settings.models.items()}
        self._lines: dict[tuple[str, str], Line] = {}
        self._dialects: dict[tuple[str, str], Dialect] = {}
        self._proven: set[tuple[str, str]] = set()
        self._answered: set[str] = set()
        self._under_way: dict[str, asyncio.Future[Answer | None]] = {}
        self._stopped: StemmataError | None = None

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
        lines, self._lines = self._lines, {}
        for line in lines.values():
            await line.endpoint.close()

    async def complete(self, call: Call) -> Answer:
        """Return the answer to a call.

        Raises:
            InputError: No model is named for the call's role.
            AccessError: The endpoint refuses the key, or does not know the model.
            ServerError: The endpoint cannot be reached.
            BudgetError: The call would go beyond the budget.
        """
        model = self._model(call.role)
        request = Request.of(call, model, self._names[call.role])
        while True:
            known = self.cache.get(request.key)
            if known is not None:
                answer = Answer(Status.OK, known.text, "", known.model, known.usage, cached=True, attempts=0)
                break
            self._go_on()
            other = self._under_way.get(request.key)
            if other is None:
                answer = await self._first(request)
                break
            shared = await asyncio.shield(other)
            if shared is not None:
                answer = Answer(
                    shared.status, shared.text, shared.reason, shared.model, shared.usage, cached=True, attempts=0
                )
                break
        self.accounts.use(call, model.name, answer)
        return answer

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

    async def _asked(self, request: Request) -> Answer:
        """Send a call, again and again where that may help, and keep its answer."""
        line = await self._line(request.model)
        reading = Reading(Status.CONNECTION)
        reached = False
        for attempt in range(1, self.settings.attempts + 1):
            reading, reply, connected = await self._spoken(line, request)
            reached = reached or connected
            if reading.status is Status.OK:
                return await self._kept(request, reading, attempt)
            if reading.status is Status.REJECTED:
                break
            if attempt < self.settings.attempts:
                wait = asked_wait(reply.headers) if reply is not None and reply.status in _OVERLOADED else None
                await asyncio.sleep(backoff(attempt - 1) if wait is None else wait)
                self._go_on()
        if not reached and request.endpoint not in self._answered:
            raise ServerError(
                f"no model answers at {request.endpoint}: {reading.reason}", fix="start the endpoint, or name another"
            )
        name = reading.model or request.model.name
        return Answer(reading.status, reading.text, reading.reason, name, reading.usage, attempts=attempt)

    async def _kept(self, request: Request, reading: Reading, attempts: int) -> Answer:
        call, name = request.call, reading.model or request.model.name
        kept = new_answer(
            request.key,
            role=call.role,
            stage=call.stage,
            about=call.about,
            endpoint=request.endpoint,
            asked=request.model.name,
            model=name,
            request=request.text,
            text=reading.text,
            usage=reading.usage,
            finish=reading.finish,
        )
        if not await self.cache.keep(kept):  # another process was first: its answer is the one that stays
            known = self.cache.get(request.key)
            if known is not None:
                return Answer(Status.OK, known.text, "", known.model, known.usage, attempts=attempts)
        return Answer(Status.OK, reading.text, "", name, reading.usage, attempts=attempts)

    async def _spoken(self, line: Line, request: Request) -> tuple[Reading, Reply | None, bool]:
        """Send one attempt, in the words that the model takes: what it rejects is left out or asked for otherwise.

        Returns:
            What was read, the reply, and whether the endpoint was reached.
        """
        place = (request.endpoint, request.model.name)
        call, model = request.call, request.model
        dialect = self._dialects.get(place, Dialect())
        first: tuple[Reading, Reply | None, bool] | None = None
        while True:
            said = await self._sent(line, request, request.body(dialect))
            reading = said[0]
            if reading.http in (400, 422):
                first = first or said
                other = other_words(dialect, call, model, reading, proven=place in self._proven)
                if other is None:
                    return first
                dialect = other
                continue
            if reading.http == 200 and reading.status is not Status.BODY:
                self._dialects[place] = dialect
                if call.schema is not None:
                    self._proven.add(place)
            return said

    async def _sent(self, line: Line, request: Request, body: bytes) -> tuple[Reading, Reply | None, bool]:
        """Send one request within the limit, the budget and the time."""
        call, name = request.call, request.model.name
        ticket = await line.limiter.enter()
        estimate: Usage | None = None
        reading: Reading | None = None
        try:
            self._go_on()
            estimate = await self.accounts.reserve(call, name)
            reply = None
            reached = True
            try:
                async with asyncio.timeout(self.settings.timeout):
                    reply = await line.endpoint.post(body)
                reading = read_reply(reply)
            except TimeoutError:
                reading = Reading(Status.TIMEOUT, reason=f"no answer within {self.settings.timeout:g} s")
            except LostError as error:
                reading = Reading(error.status, reason=error.reason)
                reached = error.reached
        finally:
            if reading is None:
                line.limiter.drop()
                self.accounts.settle(call, name, estimate, None)
        self._settle(line, request, reading, reply, estimate, reached=reached)
        if reply is not None:
            self._pause(line, reply)
            self._answered.add(request.endpoint)
            if reply.status in _FORBIDDEN and reading.status is Status.REJECTED:
                line.limiter.drop()
                raise _refused(request, reading)
        if reading.status is Status.RATE_LIMITED or (reply is not None and reply.status in _OVERLOADED):
            line.limiter.leave(ticket, refused=True)
        elif reply is not None:
            line.limiter.leave(ticket)
        else:
            line.limiter.drop()
        return reading, reply, reached

    def _settle(
        self,
        line: Line,
        request: Request,
        reading: Reading,
        reply: Reply | None,
        estimate: Usage | None,
        *,
        reached: bool,
    ) -> None:
        unspent = not reached or reading.status is Status.RATE_LIMITED
        self.accounts.settle(
            request.call,
            request.model.name,
            estimate,
            None if unspent else reading.usage,
            wasted=reading.status is not Status.OK,
        )

    @staticmethod
    def _pause(line: Line, reply: Reply) -> None:
        """Let the limiter wait for as long as the endpoint asks."""
        headers = reply.headers
        if reply.status in _OVERLOADED:
            line.limiter.pause(asked_wait(headers) or 0.0)
        elif "x-ratelimit-remaining-requests" in headers or "x-ratelimit-remaining-tokens" in headers:
            for kind in ("requests", "tokens"):
                line.limiter.pause(spent_wait(headers, kind) or 0.0)

    async def _line(self, model: ModelSettings) -> Line:
        """Return the way to a model's endpoint, with the key that the environment has now."""
        base_url, key = base_url_of(model), key_of(model)
        line = self._lines.get((base_url, key))
        if line is None:
            line = Line(Endpoint(base_url, key), Limiter(self.settings.concurrency))
            self._lines[base_url, key] = line
        if not line.open:
            async with line.ready:
                if not line.open:
                    await line.endpoint.open()
                    line.open = True
        return line


def _refused(request: Request, reading: Reading) -> AccessError:
    """Return the error that says why an endpoint takes no call at all."""
    model = request.model
    if reading.http == 404:
        return AccessError(
            f"{request.endpoint} does not know the model {model.name}, or is no such endpoint ({reading.reason})",
            fix="correct the name or the base URL",
        )
    return AccessError(
        f"{request.endpoint} refuses the key (status {reading.http})",
        fix=f"put the right one into {model.key_variable}",
    )


def open_client(settings: ClientSettings) -> Client:
    """Return a client; a `with` block closes it.

    Raises:
        InputError: A setting is wrong: an address, or a price that is missing.
        StoreError: The cache cannot be opened.
        MissingExtraError: What a client needs is not installed.
    """
    check_libraries()
    path = Path(settings.cache).expanduser() if settings.cache is not None else default_path()
    return Client(settings, AnswerCache(path))
