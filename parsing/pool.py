"""Map a function over a stream in several processes, keeping the order and little in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from typing import TypeVar

from stemmata.schemas.errors import StemmataError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Chunks that may be under way or waiting for each worker: enough to keep it busy, few enough to keep memory flat.
_AHEAD = 3


def ordered_map(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int, chunk: int = 64
) -> Iterator[Result]:
    """Yield `function(item)` for each item, in the order of the items, whatever the number of workers.

    With one worker, or with no more items than one chunk, all is done in this process. Items are drawn from the
    iterable only a few chunks ahead of what has been yielded.

    Args:
        function: What to do with an item; it can be pickled, and depends on the item alone.
        items: What to do it with.
        workers: How many processes.
        chunk: How many items go to a process at once.

    Raises:
        StemmataError: A process died. What `function` raises is raised here too, with the place in a note.
    """
    return ordered_chunks(partial(_each, function), batches(items, chunk), workers=workers)


def ordered_chunks(
    function: Callable[[list[Item]], list[Result]], chunks: Iterable[list[Item]], *, workers: int
) -> Iterator[Result]:
    """Yield what a function returns for the items of each chunk, in the order of the items.

    With one worker, or a single chunk, all is done in this process. Chunks are drawn from the iterable only a few ahead
    of what has been yielded.

    Args:
        function: What to do with some items together: it can be pickled, and returns a result for each, which depends
            on that item alone.
        chunks: What to do it with.
        workers: How many processes.

    Raises:
        StemmataError: A process died. What `function` raises is raised here too.
    """
    stream = iter(chunks)
    first = list(islice(stream, 2)) if workers > 1 else []
    if len(first) < 2:
        for some in chain(first, stream):
            yield from function(some)
        return
    stream = chain(first, stream)
    executor = process_pool(workers)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        for some in islice(stream, workers * _AHEAD):
            waiting.append(executor.submit(function, some))
        while waiting:
            results = waiting.popleft().result()
            for some in islice(stream, 1):
                waiting.append(executor.submit(function, some))
            yield from results
    except BrokenProcessPool:
        raise StemmataError(
            "a worker process died, most likely for want of memory", fix="try again with fewer --workers"
        ) from None
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of one size; the last may be shorter.

    Example:
        >>> list(batches("abc", 2))
        [['a', 'b'], ['c']]
    """
    stream = iter(items)
    return iter(lambda: list(islice(stream, size)), [])


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Return processes to work in, which leave interrupts to this one and end with it."""
    return ProcessPoolExecutor(workers, _context(), initializer=_settle)


def _context() -> BaseContext:
    """Return how to start processes: never by a bare fork, since the parent may hold a store and its threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["stemmata.parsing.preload"])
    return context


def collect_seldom() -> None:
    """Make this process look for garbage in cycles less often: parsing makes many small objects and hardly a cycle."""
    gc.set_threshold(20_000, 20, 20)


def _settle() -> None:
    """Make a worker leave interrupts to its parent, and end when its parent does, even if that was killed."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(1)), daemon=True).start()


def _each(function: Callable[[Item], Result], items: list[Item]) -> list[Result]:
    results = []
    for item in items:
        try:
            results.append(function(item))
        except Exception as error:
            where = getattr(item, "where", None)
            if where is not None:
                error.add_note(f"while working on {where}")
            raise
    return results
