"""Work that asks a model, many pieces at once: each goes on as soon as its answers are there.

The calls live in an event loop in a thread of its own; the work itself is done in the thread that takes the results, so
that it may use whatever belongs there, and never keeps an answer from being read.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from stemmata.llm.asking import Answers, Asking, Calls, ask
from stemmata.llm.calls import Answer, Call, TextModel

if TYPE_CHECKING:
    from stemmata.llm.batch import Batches

Result = TypeVar("Result")

WINDOW = 256  # pieces of work under way at once
_TOGETHER = 0.001  # seconds in which calls are gathered before they are handed over; doing it for each is slow


class _Round:
    """Calls of one piece of work that are under way together."""

    __slots__ = ("answers", "calls", "error", "left", "place")

    def __init__(self, place: int, calls: Calls) -> None:
        self.place = place
        self.calls = calls
        self.answers: list[Answer | None] = [None] * len(calls)
        self.left = len(calls)
        self.error: BaseException | None = None


class Runner:
    """Does work that asks a model.

    Args:
        model: Who answers.
        window: How many pieces of work are under way at once; where calls go in batches, as many as a batch holds.
    """

    def __init__(self, model: TextModel, *, window: int = WINDOW) -> None:
        self.model = model
        self.window = window
        self.batches: Batches | None = getattr(model, "batches", None)
        if self.batches is not None:
            self.batches.told = True
            self.window = max(window, self.batches.most)
        self._loop = _new_loop()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Runner:
        self._thread = threading.Thread(target=self._loop.run_forever, name="stemmata-calls", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join()
        self._loop.close()

    def run(self, task: Asking[Result]) -> Result:
        """Do one piece of work, and return its result."""
        (result,) = self.map([task])
        return result

    def map(self, tasks: Iterable[Asking[Result]]) -> Iterator[Result]:
        """Do pieces of work, drawn as there is room, and yield their results in order.

        Raises:
            Exception: Whatever a piece of work or its calls raised, in its place: after the results before it.
        """
        work = _Work(self, tasks)
        try:
            yield from work.results()
        finally:
            work.cancel()

    def map_calls(self, calls: Iterable[Call]) -> Iterator[Answer]:
        """Ask calls that do not depend on one another, and yield their answers in order."""
        return self.map(ask(call) for call in calls)

    async def _end(self) -> None:
        """Let go of what belongs to the event loop."""
        here = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not here]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        disconnect: Callable[[], Coroutine[Any, Any, None]] | None = getattr(self.model, "disconnect", None)
        if disconnect is not None:
            await disconnect()
        await self._loop.shutdown_asyncgens()
        await self._loop.shutdown_default_executor()


class _Work(Generic[Result]):
    """One run of `map`."""

    def __init__(self, runner: Runner, tasks: Iterable[Asking[Result]]) -> None:
        self._loop = runner._loop
        self._model = runner.model
        self._window = runner.window
        self._flush: Callable[[], None] | None = getattr(runner.model, "flush", None) if runner.batches else None
        self._tasks = iter(tasks)
        self._more = True
        self._drawn = 0
        self._given = 0
        self._open: dict[int, Asking[Result]] = {}
        self._done: dict[int, tuple[Result | None, BaseException | None]] = {}
        self._arrived: SimpleQueue[list[_Round]] = SimpleQueue()
        self._sending: deque[_Round] = deque()
        self._sent_at = 0.0
        # Of the event loop's thread alone:
        self._ready: list[_Round] = []
        self._asyncs: set[asyncio.Task[None]] = set()
        self._cancelled = False

    def results(self) -> Iterator[Result]:
        """Yield the results in order, and do the work between them."""
        while True:
            self._draw()
            while self._given in self._done:
                result, error = self._done.pop(self._given)
                if error is not None:
                    raise error
                self._given += 1
                yield result  # type: ignore[misc]
                self._draw()
            if not self._open and not self._more:
                return
            if self._flush is not None and self._arrived.empty():
                self._loop.call_soon_threadsafe(self._loop.call_soon, self._flush)
            for arrived in self._arrived.get():
                self._go_on(arrived)
            while not self._arrived.empty():
                for arrived in self._arrived.get():
                    self._go_on(arrived)

    def _draw(self) -> None:
        """Begin as much work as there is room for, and send its calls."""
        while self._more and self._drawn - self._given < self._window:
            place = self._drawn
            try:
                task = next(self._tasks)
            except StopIteration:
                self._more = False
                break
            except Exception as error:
                self._more = False
                self._drawn += 1
                self._done[place] = (None, error)
                break
            self._drawn += 1
            self._open[place] = task
            self._step(place, None)
        self._send()

    def _go_on(self, arrived: _Round) -> None:
        if arrived.error is not None:
            self._fail(arrived.place, arrived.error)
            return
        self._step(arrived.place, tuple(answer for answer in arrived.answers if answer is not None))

    def _step(self, place: int, answers: Answers | None) -> None:
        """Go on with one piece of work until its next calls, or its end."""
        task = self._open[place]
        try:
            calls = next(task) if answers is None else task.send(answers)
            while not calls:
                calls = task.send(())
        except StopIteration as stop:
            del self._open[place]
            self._done[place] = (stop.value, None)
        except Exception as error:
            self._fail(place, error)
        else:
            self._sending.append(_Round(place, calls))
        if monotonic() - self._sent_at > _TOGETHER:
            self._send()

    def _fail(self, place: int, error: BaseException) -> None:
        self._more = False  # nothing after it will be given out
        self._open.pop(place).close()
        self._done[place] = (None, error)

    def _send(self) -> None:
        self._sent_at = monotonic()
        if self._sending:
            rounds, self._sending = self._sending, deque()
            self._loop.call_soon_threadsafe(self._start, rounds)

    def cancel(self) -> None:
        """Stop everything that is under way."""
        for task in self._open.values():
            with suppress(Exception):
                task.close()
        self._open.clear()
        if self._loop.is_running():
            done = threading.Event()
            self._loop.call_soon_threadsafe(self._cancel, done)
            done.wait()

    # What follows runs in the event loop's thread.

    def _start(self, rounds: deque[_Round]) -> None:
        if self._cancelled:
            return
        for one in rounds:
            for number in range(len(one.calls)):
                task = self._loop.create_task(self._answer(one, number))
                self._asyncs.add(task)
                task.add_done_callback(self._asyncs.discard)

    async def _answer(self, one: _Round, number: int) -> None:
        try:
            one.answers[number] = await self._model.complete(one.calls[number])
        except asyncio.CancelledError:
            raise
        except Exception as error:
            one.error = one.error or error
        one.left -= 1
        if one.left == 0:
            if not self._ready:
                self._loop.call_soon(self._hand_over)
            self._ready.append(one)

    def _hand_over(self) -> None:
        ready, self._ready = self._ready, []
        self._arrived.put(ready)

    def _cancel(self, done: threading.Event) -> None:
        self._cancelled = True
        for task in self._asyncs:
            task.cancel()
        done.set()


def run(model: TextModel, task: Asking[Result]) -> Result:
    """Do one piece of work with a model, and return its result."""
    with Runner(model) as runner:
        return runner.run(task)


def _new_loop() -> asyncio.AbstractEventLoop:
    """Return a new event loop: uvloop's where it is installed."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop
