"""How many markdown block quotes the response has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.counted_layout import CountedLayout, orders_for
from stemmata.graphs.constraints.family import Example, Kwargs, Repair, Task
from stemmata.graphs.constraints.layout import Span, block_quotes, lines, rewritten
from stemmata.graphs.constraints.quantity import CountedExactly, interval_of

ID = "detectable_format:block_quotes"
_QUOTES = r"block ?-?quot(?:e|ation)s?"


class Arguments(CountedExactly):
    """A number, exact unless bounded; less than 1 for none."""

    num_block_quotes: int = Field(ge=1, le=10_000)


def _spans(text: str, _kind: str | None) -> list[Span]:
    return block_quotes(text)


def _mend(kwargs: Kwargs, response: str) -> Repair | None:
    """Take off the marks where no block quote may be; put one before the whole of a short response."""
    if interval_of(kwargs, "num_block_quotes").high == 0:
        marks = []
        for start, end in block_quotes(response):
            for line in lines(response[start:end]):
                inner = line.text.lstrip(" >")
                marks.append((start + line.start, start + line.end - len(inner), ""))
        return rewritten(response, marks, "marks of block quotes taken off")
    whole = response.strip()
    if kwargs["num_block_quotes"] == 1 and whole and "\n\n" not in whole and "```" not in whole:
        at = len(response) - len(response.lstrip())
        starts = [at + line.start for line in lines(whole)]
        if not block_quotes(response):
            return rewritten(response, [(start, start, "> ") for start in starts], "put in a block quote")
    return None


def _fits(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Yield it where a known response quotes, or the task is about quotations."""
    if task.response is not None:
        count = len(block_quotes(task.response))
        if count and task.shape != "code":
            yield {"num_block_quotes": 1, "relation": "at least"}
            if count > 1:
                yield {"num_block_quotes": count}
        return
    asked = re.search(r"\b(?:quot(?:e|ation)|testimonial|excerpt)s?\b", task.text, re.IGNORECASE)
    if task.shape in ("prose", "list") and asked:
        yield {"num_block_quotes": rng.choice((1, 2)), "relation": "at least"}


FAMILY = CountedLayout(
    id=ID,
    summary="the number of markdown block quotes",
    example=Example("Include at least two block quotes.", {"num_block_quotes": 2, "relation": "at least"}),
    arguments=Arguments,
    cues=("block quot", "blockquot", "block-quot"),
    key="num_block_quotes",
    nouns=("block quote", "block quotes"),
    spans=_spans,
    orders=orders_for(
        "num_block_quotes",
        _QUOTES,
        rf"(?:an?\s+|some\s+|the\s+)?(?:markdown\s+)?{_QUOTES}",
        rf"(?:markdown\s+)?{_QUOTES}",
        inside=True,
    ),
    mend=_mend,
    fits=_fits,
    measure="quotes",
)
