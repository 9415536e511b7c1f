"""Streams of records cut into batches, and repeats dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TypeVar

from stemmata.schemas.records import Judgement

# A killed process loses the batch at hand, so a batch also closes after some seconds of a slow source.
BATCH_RECORDS = 2_000
BATCH_CHARACTERS = 16_000_000
BATCH_SECONDS = 5.0

_T = TypeVar("_T")


def batches(records: Iterable[_T], size: Callable[[_T], int]) -> Iterator[list[_T]]:
    """Yield the records in lists that a transaction can hold; `size` counts a record's characters."""
    batch: list[_T] = []
    characters = 0
    began = monotonic()
    for record in records:
        batch.append(record)
        characters += size(record)
        if len(batch) >= BATCH_RECORDS or characters >= BATCH_CHARACTERS or monotonic() - began >= BATCH_SECONDS:
            yield batch
            batch, characters, began = [], 0, monotonic()
    if batch:
        yield batch


def judgement_size(judgement: Judgement) -> int:
    """Return how many characters of a judgement are somebody's words."""
    judged = sum(len(one.text) + len(one.detail) for one in judgement.constraints)
    return judged + sum(len(one.detail) for one in judgement.verified)


def unique(records: Iterable[_T], key: Callable[[_T], str]) -> dict[str, _T]:
    """Return the first record of each key."""
    first: dict[str, _T] = {}
    for record in records:
        first.setdefault(key(record), record)
    return first
