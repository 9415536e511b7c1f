"""OpenAI's Batch API in place of single calls: slower, at about half the price.

Calls are gathered until all work waits for them, and sent as one file for each model. Which call is in which batch is
noted in the cache before the batch is made, so that a killed run finds its batches again and sends nothing twice.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from stemmata.llm.accounts import Accounts, Held
from stemmata.llm.calls import Answer, Status
from stemmata.llm.dialects import Dialects
from stemmata.llm.endpoint import Endpoint
from stemmata.llm.noted import Batch, BatchNotes
from stemmata.llm.replies import Reading, read_body
from stemmata.llm.requests import Request
from stemmata.llm.waiting import Patience, backoff
from stemmata.schemas.errors import AccessError, ServerError, StemmataError
from stemmata.schemas.settings import ClientSettings

MOST = 50_000  # requests of a batch
_LARGEST = 190_000_000  # bytes of its file; the endpoint takes 200 MB
_TAG = "stemmata"  # of the metadata by which a batch is found whose id was never noted
_LISTED = 1_000  # of the newest batches, those that are looked through for it
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_QUIET = 2.0  # seconds without a new call after which a batch is made where nobody says that all wait
_FIRST_LOOK, _LAST_LOOK = 0.25, 60.0  # seconds between two looks at a batch, at first and at last
_PATIENCE = 600.0  # seconds for a file
_FAILURES = 8  # in a row, after which an endpoint counts as out of reach
_FORBIDDEN = frozenset({401, 403, 404})

Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class Waiting:
    """A call that waits for its batch."""

    request: Request
    endpoint: Endpoint
    future: asyncio.Future[Answer]
    patience: Patience
    held: Held | None = None


class Batches:
    """Answers calls by batches.

    Args:
        notes: Which calls are in which batch.
        accounts: What is sent, and may be.
        dialects: What models take.
        settings: How often a call is sent.
        keep: Keeps an answer, and returns it.

    Attributes:
        most: The most calls of a batch.
        told: Whether somebody says when all wait, by `flush`; else a batch is made when no call has come for a while.
    """

    def __init__(
        self,
        notes: BatchNotes,
        accounts: Accounts,
        dialects: Dialects,
        settings: ClientSettings,
        *,
        keep: Callable[[Request, Reading, int], Awaitable[Answer]],
    ) -> None:
        self.told = False
        self.most = MOST
        self._notes = notes
        self._accounts = accounts
        self._dialects = dialects
        self._settings = settings
        self._keep = keep
        self._gathered: list[Waiting] = []
        self._open: dict[str, asyncio.Task[None]] = {}
        self._joined: dict[str, dict[str, Waiting]] = {}
        self._quiet: asyncio.TimerHandle | None = None
        self._fruitless = 0  # batches in a row that brought nothing

    async def answer(self, request: Request, endpoint: Endpoint) -> Answer:
        """Return the answer to a call, once its batch is done."""
        loop = asyncio.get_running_loop()
        one = Waiting(request, endpoint, loop.create_future(), Patience(self._settings.attempts, self._settings.asks))
        batch = self._notes.batch_of(request.key)
        if batch is not None:
            self._join(batch, [one])
        else:
            self._gathered.append(one)
            if not self.told:
                if self._quiet is not None:
                    self._quiet.cancel()
                self._quiet = loop.call_later(_QUIET, self.flush)
        return await one.future

    async def close(self) -> None:
        """Stop looking at batches; they go on at the endpoint, and are found again."""
        tasks = list(self._open.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._quiet is not None:
            self._quiet.cancel()

    def stop(self, error: StemmataError) -> None:
        """Let all calls that wait end with an error."""
        for one in [*self._gathered, *(one for joined in self._joined.values() for one in joined.values())]:
            _fail(one, error)
        self._gathered.clear()

    def flush(self) -> None:
        """Make batches of the calls that were gathered, as far as the budget goes."""
        self._quiet = None
        groups: dict[tuple[Endpoint, str], list[Waiting]] = {}
        gathered, self._gathered = self._gathered, []
        for one in gathered:
            if one.future.done():
                continue
            name = one.request.model.name
            one.held, over = self._accounts.try_hold(one.request.call, name)
            if over is None:
                groups.setdefault((one.endpoint, name), []).append(one)
            elif groups or self._open:
                self._gathered.append(one)  # what is under way may use less than was set aside for it
            else:
                _fail(one, over)
        for (endpoint, model), waiting in groups.items():
            for part in _parts(waiting, self._dialects):
                keys = [one.request.key for one, _ in part]
                try:
                    batch = self._notes.begin(uuid4().hex, endpoint.name, model, keys)
                except Exception as error:  # nobody else would tell those who wait
                    for one, _ in part:
                        self._settle(one, None)
                        _fail(one, error)
                    continue
                self._join(batch, [one for one, _ in part], b"".join(line for _, line in part))

    def _join(self, batch: Batch, waiting: list[Waiting], lines: bytes | None = None) -> None:
        """Let calls wait for a batch, and look after it if nobody does."""
        joined = self._joined.setdefault(batch.tag, {})
        joined.update((one.request.key, one) for one in waiting)
        if batch.tag not in self._open:
            task = asyncio.get_running_loop().create_task(self._see_through(batch, waiting[0].endpoint, lines))
            self._open[batch.tag] = task

    async def _see_through(self, batch: Batch, endpoint: Endpoint, lines: bytes | None) -> None:
        """Send a batch or find it again, wait for its end, and give out the answers."""
        resolved = 0
        try:
            async with endpoint.sdk(timeout=_PATIENCE) as sdk:
                id = batch.id
                if id is None and lines is not None:
                    id = await self._made(sdk, batch, endpoint, lines)
                    self._notes.made(batch.tag, id)
                elif id is None:
                    id = await self._found_again(sdk, batch, endpoint)
                if id is None:
                    self._gathered += self._joined.pop(batch.tag).values()
                else:
                    done, wrong = await self._results(sdk, id, endpoint)
                    resolved = await self._give_out(batch.tag, done, wrong)
        except Exception as error:
            for one in self._joined.pop(batch.tag, {}).values():
                self._settle(one, None)
                _fail(one, error)
        finally:
            self._open.pop(batch.tag, None)
        if self._gathered and not self._open and not (resolved and self.told):
            await asyncio.sleep(backoff(self._fruitless) if self.told else _QUIET)
            self.flush()

    async def _found_again(self, sdk: Any, batch: Batch, endpoint: Endpoint) -> str | None:
        """Return the id of a batch that was noted before it was made, by another process; None where it never was."""
        while True:
            id = self._notes.id_of(batch.tag) or await self._found(sdk, batch, endpoint)
            if id is not None:
                self._notes.made(batch.tag, id)
                return id
            if not batch.may_be_under_way:
                return None
            await asyncio.sleep(_FIRST_LOOK)

    async def _found(self, sdk: Any, batch: Batch, endpoint: Endpoint) -> str | None:
        """Return the id of a batch that may have been made just before a process was killed."""

        async def look() -> str | None:
            seen = 0
            async for one in sdk.batches.list(limit=100):
                if (one.metadata or {}).get(_TAG) == batch.tag:
                    id: str = one.id
                    return id
                seen += 1
                if seen >= _LISTED:
                    break
            return None

        return await _persistent(look, endpoint)

    async def _made(self, sdk: Any, batch: Batch, endpoint: Endpoint, lines: bytes) -> str:
        async def upload() -> str:
            file = await sdk.files.create(file=("calls.jsonl", lines, "application/jsonl"), purpose="batch")
            id: str = file.id
            return id

        async def create() -> str:
            made = await sdk.batches.create(
                input_file_id=input_id,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={_TAG: batch.tag},
            )
            id: str = made.id
            return id

        input_id = await _persistent(upload, endpoint)
        # An answer that was lost may still have made the batch: it is looked for before a second one is made.
        try:
            return await _once(create, endpoint)
        except _LostError:
            found = await self._found(sdk, batch, endpoint)
            return found if found is not None else await _persistent(create, endpoint)

    async def _results(self, sdk: Any, id: str, endpoint: Endpoint) -> tuple[dict[str, Reading], str]:
        """Return what a batch brought, by key, when it has ended; and what was wrong with the whole of it."""
        pause = _FIRST_LOOK
        while True:
            batch = await _persistent(partial(sdk.batches.retrieve, id), endpoint)
            if batch.status in _ENDED:
                break
            await asyncio.sleep(pause)
            pause = min(_LAST_LOOK, pause * 1.3)
        done: dict[str, Reading] = {}
        for file in (batch.output_file_id, batch.error_file_id):
            if file:
                content = await _persistent(partial(sdk.files.content, file), endpoint)
                await asyncio.to_thread(_read_lines, endpoint.scrubbed(content.content), done)
        errors = batch.errors.data if batch.errors is not None and batch.errors.data else []
        said = f": {errors[0].message}" if errors else ""
        return done, f"the batch {id} ended as {batch.status}{said}"

    async def _give_out(self, tag: str, done: dict[str, Reading], wrong: str) -> int:
        """Keep the answers of a batch, tell who waits, and gather again what is to be sent once more.

        Returns:
            How many calls are done with.
        """
        lost = Reading(Status.SERVER, reason=f"there is no answer to the call: {wrong}", http=0)
        joined = self._joined.pop(tag)
        outcomes = await asyncio.gather(
            *(self._finished(one, done.get(key, lost)) for key, one in joined.items()), return_exceptions=True
        )
        ready: list[tuple[Waiting, Answer | BaseException]] = []
        for one, outcome in zip(joined.values(), outcomes, strict=True):
            if outcome is None:
                self._gathered.append(one)
            else:
                ready.append((one, outcome))
        # Answers are committed by now: whoever is killed before the note goes finds both.
        self._notes.end([one.request.key for one, _ in ready])
        for one, outcome in ready:
            if isinstance(outcome, BaseException):
                _fail(one, outcome)
            elif not one.future.done():
                one.future.set_result(outcome)
        self._fruitless = 0 if ready else self._fruitless + 1
        return len(ready)

    async def _finished(self, one: Waiting, reading: Reading) -> Answer | None:
        """Return the answer to a call, kept; None where it is to be sent once more."""
        request = one.request
        self._settle(one, reading)
        dialect = self._dialects.of(request)
        if reading.status is Status.OK:
            self._dialects.learn(request, dialect)
            return await self._keep(request, reading, one.patience.sent + 1)
        if reading.http in (400, 422):
            other = self._dialects.other(dialect, request, reading)
            if other is not None:
                self._dialects.learn(request, other, proven=False)
                return None
        if not one.patience.ends(reading.status):
            return None
        name = reading.model or request.model.name
        return Answer(reading.status, reading.text, reading.reason, name, reading.usage, attempts=one.patience.sent)

    def _settle(self, one: Waiting, reading: Reading | None) -> None:
        """Note what was used; nothing where the endpoint did no work."""
        unspent = reading is None or reading.http != 200
        usage = None if reading is None or unspent else reading.usage
        wasted = reading is not None and reading.status is not Status.OK
        self._accounts.settle(one.request.call, one.request.model.name, one.held, usage, wasted=wasted)
        one.held = None


def _parts(waiting: list[Waiting], dialects: Dialects) -> list[list[tuple[Waiting, bytes]]]:
    """Return calls with their lines, in parts that a batch can hold."""
    parts: list[list[tuple[Waiting, bytes]]] = []
    size = math.inf
    for one in waiting:
        body = one.request.fields(dialects.of(one.request))
        fields = {"custom_id": one.request.key, "method": "POST", "url": "/v1/chat/completions", "body": body}
        line = json.dumps(fields).encode() + b"\n"
        if size + len(line) > _LARGEST or len(parts[-1]) >= MOST:
            parts.append([])
            size = 0
        parts[-1].append((one, line))
        size += len(line)
    return parts


def _read_lines(data: bytes, done: dict[str, Reading]) -> None:
    """Read the lines of an output or error file; one that cannot be read stands for no call."""
    for line in data.splitlines():
        try:
            fields = json.loads(line)
            key, response, error = fields["custom_id"], fields.get("response"), fields.get("error")
            if response:
                done[key] = read_body(response["status_code"], response["body"])
            else:
                said = (error or {}).get("message") or "no reason is given"
                done[key] = Reading(Status.SERVER, reason=f"the call was not made: {said}", http=0)
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            continue


class _LostError(Exception):
    """A request about a batch got no answer, or a failure of the endpoint."""


async def _once(work: Callable[[], Awaitable[Result]], endpoint: Endpoint) -> Result:
    import openai

    try:
        async with asyncio.timeout(_PATIENCE):
            return await work()
    except openai.APIStatusError as error:
        if error.status_code in _FORBIDDEN:
            raise AccessError(
                f"{endpoint.name} has no batches for us (status {error.status_code})",
                fix="check the key and the base URL, or do without batches",
            ) from None
        if error.status_code < 500 and error.status_code not in (408, 409, 429):
            said = endpoint.scrubbed(str(error.message).encode()).decode()
            raise ServerError(f"{endpoint.name} rejects the batch: {said[:300]}") from None
        raise _LostError(f"status {error.status_code}") from None
    except (openai.OpenAIError, TimeoutError, ValueError) as error:
        raise _LostError(type(error).__name__) from None


async def _persistent(work: Callable[[], Awaitable[Result]], endpoint: Endpoint) -> Result:
    """Do what can be done again until it is done.

    Raises:
        ServerError: The endpoint is out of reach for long.
    """
    for attempt in range(_FAILURES):
        try:
            return await _once(work, endpoint)
        except _LostError as error:
            lost = error
        await asyncio.sleep(backoff(attempt))
    raise ServerError(f"{endpoint.name} is out of reach ({lost})", fix="the same command finds the batch again")


def _fail(one: Waiting, error: BaseException) -> None:
    if not one.future.done():
        one.future.set_exception(error)
