"""How long texts made to be hard take: each family's `verify` and `extract` on a million characters and on two.

usage: python benchmarks/hostile.py [--size 1000000] [--only LETTERS] [--slowest 10] [--limit 30]

Each kind of text repeats something that patterns and parsers may stumble over; one repeats the words of the family's
own example. All are tried on a twentieth of the size; the slowest there are printed with their seconds (of the
processor) on the whole size and on twice that, and the ratio of both: about 2 is linear. Leaves with 1 where something
raises an error or is stopped at the limit.
"""

from __future__ import annotations

import argparse
import gc
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from stemmata.graphs.constraints.family import ConstraintFamily
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.wording import extract

KINDS = {
    "one word": "a",
    "one capital word": "A",
    "words": "a ",
    "new lines": "\n",
    "blanks": " ",
    "blank lines": " \n",
    "double quotes": '"',
    "open quotes": "“",
    "quotes in turn": "“a \"b 'c ‘d ",
    "square brackets": "[",
    "round brackets": "(",
    "brackets in turn": "[({<",
    "nested objects": '{"a":',
    "nested lists": "[1,",
    "nested tags": "<a>",
    "tags with attributes": '<a b="',
    "angles": "<<",
    "comments": "<!--",
    "entities": "&a",
    "stars": "*",
    "stars and letters": "*a",
    "bold": "**a ",
    "bullets": "- ",
    "bullet lines": "- a\n",
    "headings": "# a\n",
    "hashes": "#",
    "digits": "1",
    "numbers": "1 ",
    "decimals": "1.",
    "number words": "one hundred and ",
    "stops": ".",
    "questions": "?!",
    "sentences": "A b. ",
    "initials": "A. ",
    "commas": "a, ",
    "table cells": "|",
    "table rows": "|a|b|\n|-|-|\n",
    "ticks": "`",
    "code fences": "```\n",
    "dashes": "-",
    "underscores": "_a",
    "apostrophes": "a'",
    "apostrophes first": "'a",
    "hyphens": "a-",
    "hyphens first": "-a",
    "dotted": "a.",
    "with and": "a and ",
    "with commas and": "a, b and ",
    "colons": "a: ",
    "slashes": "a/",
    "addresses": "a.b@",
    "links": "http://a.",
    "accents": "e\u0301",
    "not Latin": "雨 ",
    "marks": "***\n",
    "dividers": "******",
    "section marks": "Section 1 ",
    "postscripts": "P.S. ",
    "placeholders": "[a] ",
    "prompts": "Do not use the word ",
    "amounts": "at least one hundred and ",
    "nulls": "\x00",
}


SCREEN = 20


class Timed(NamedTuple):
    """What took how long."""

    seconds: float
    family: str
    function: str
    kind: str
    error: str = ""


class Stopped(Exception):
    """The limit is reached."""


def _stop(number: int, frame: object) -> None:
    raise Stopped


def timed(call: Callable[[], object], limit: int) -> tuple[float, str]:
    """Return the seconds that a call takes, and its error."""
    error = ""
    gc.collect(0)
    gc.disable()
    signal.alarm(limit)
    start = time.process_time()
    try:
        call()
    except Exception as raised:
        error = type(raised).__name__
    signal.alarm(0)
    seconds = time.process_time() - start
    gc.enable()
    return seconds, error


def text_of(piece: str, size: int) -> str:
    """Return a text of a size that repeats a piece."""
    return (piece * (size // len(piece) + 1))[:size]


@cache
def passage(text: str) -> Passage:
    """Return a text as `extract` takes it, made once."""
    return Passage.of(text)


def calls(member: ConstraintFamily, text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what a family does with a text."""
    yield "extract", lambda: list(member.extract(passage(text)))
    if member.hard:
        yield "verify", lambda: member.verify(member.example.kwargs, text)


def measured(size: int, only: str, limit: int) -> Iterator[Timed]:
    """Yield the time of each family and function for each kind of text."""
    chosen = [member for name, member in families().items() if only in name]
    for kind, piece in {**KINDS, "its own words": ""}.items():
        text = text_of(piece, size) if piece else ""
        if text and not only:
            yield Timed(*_first(timed(lambda text=text: extract(Passage.of(text)), limit), "all", "extract", kind))
        if text:
            passage(text)
        for member in chosen:
            own = text or text_of(member.example.text + " ", size)
            passage(own)
            for function, call in calls(member, own):
                yield Timed(*_first(timed(call, limit), member.id, function, kind))
            if not text:
                passage.cache_clear()
        passage.cache_clear()


def _first(result: tuple[float, str], family: str, function: str, kind: str) -> tuple[float, str, str, str, str]:
    return result[0], family, function, kind, result[1]


def again(one: Timed, size: int, limit: int) -> float:
    """Return the seconds of something for a text of another size."""
    if one.family == "all":
        return timed(lambda: extract(Passage.of(text_of(KINDS[one.kind], size))), limit)[0]
    member = families()[one.family]
    text = text_of(KINDS.get(one.kind) or member.example.text + " ", size)
    passage(text)
    seconds, _ = timed(dict(calls(member, text))[one.function], limit)
    passage.cache_clear()
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--only", default="", help="the ids that have this in them")
    parser.add_argument("--slowest", type=int, default=10)
    parser.add_argument("--limit", type=int, default=30, help="seconds after which a call is stopped")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _stop)
    for member in families().values():  # so that what is loaded once is loaded
        for _, call in calls(member, member.example.text):
            call()
    results = sorted(measured(options.size // SCREEN, options.only, options.limit), reverse=True)
    print(f"{len(results)} calls on {options.size // SCREEN} characters; the slowest on {options.size} and twice that:")
    print(f"{'family':46}{'function':10}{'text':22}{'seconds':>8}{'twice':>8}{'ratio':>7}")
    for one in results[: options.slowest]:
        once, double = (again(one, times * options.size, times * options.limit) for times in (1, 2))
        print(f"{one.family:46}{one.function:10}{one.kind:22}{once:8.2f}{double:8.2f}{double / once:7.2f}")
    failed = [one for one in results if one.error]
    for one in failed:
        print(f"{one.error}: {one.family} {one.function} on {one.kind}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
