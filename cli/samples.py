"""A few lines of what a run made, spread evenly over it, to be looked at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from stemmata.schemas.records import Variant

Item = TypeVar("Item")

VARIANTS = 24
PAIRS = 6


def accepted(path: Path, count: int = VARIANTS) -> list[Variant]:
    """Return accepted variants of a file of them, spread over it."""
    return [Variant.model_validate(record) for record in _spread(lambda: filter(_accepted, _lines([path])), count)]


def paired(folders: Iterable[Path], count: int = PAIRS) -> list[dict[str, Any]]:
    """Return pairs of datasets of preferences, spread over them."""
    shards = [shard for folder in folders for shard in sorted(folder.glob("*.jsonl"))]
    return list(_spread(lambda: _lines(shards), count))


def _accepted(record: dict[str, Any]) -> bool:
    return bool(record["status"] == "accepted")


def _lines(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as stream:
            yield from map(json.loads, stream)


def _spread(items: Callable[[], Iterable[Item]], count: int) -> Iterator[Item]:
    total = sum(1 for _ in items())
    step = max(1, total // count)
    places = set(range(0, total, step)[:count])
    return (item for place, item in enumerate(items()) if place in places)
