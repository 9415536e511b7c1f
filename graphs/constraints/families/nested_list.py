"""How deep the response's list is nested."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.counted_layout import Arranged, CountedLayout, orders_for
from stemmata.graphs.constraints.family import Example, Form, Kwargs, Repair, Task
from stemmata.graphs.constraints.layout import Span, depths, items, rewritten
from stemmata.graphs.constraints.layout_orders import amounts_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import CountedExactly, amount_pattern, exactly, find_amounts
from stemmata.graphs.constraints.scope import sentence_before

ID = "detectable_format:nested_list"
_DEPTHS = amount_pattern(
    r"(?:list levels?|levels? of (?:nesting|bullets?(?: points?)?|lists?|list items|sub-?points|indentation in "
    r"(?:your|the) list)|"
    r"(?:nested|bullet|list) levels?)"
)
_NESTED = (
    r"(?:nested\s+(?:markdown\s+)?(?:bullet(?:ed)?\s+|numbered\s+)?(?:lists?|bullet\s+points|bullets)|"
    r"sub-?\s?(?:bullets?|lists|items)(?:\s+points)?|sub-?bullet\s+points|sub-bulleted\s+lists)"
)
_USED = orders_for("depth", r"nested lists deep", rf"(?:an?\s+|some\s+)?{_NESTED}", _NESTED, inside=True)


class Arguments(CountedExactly):
    """The depth, 1 for a list without another inside; exact unless bounded."""

    depth: int = Field(ge=1, le=10_000)


def _spans(text: str, _kind: str | None) -> list[Span]:
    """Return the first item of each depth, so that there are as many as the list is deep."""
    found = items(text)
    first: dict[int, Span] = {}
    for item, depth in zip(found, depths(found), strict=True):
        first.setdefault(depth, (item.start, item.end))
    return [first[depth] for depth in sorted(first)]


def _orders(passage: Passage) -> Iterator[tuple[Arranged, int, int, Form]]:
    for start, end, read, form in amounts_of(passage, _DEPTHS):
        if "nesting" in passage.lower[start:end] and not _OF_LISTS.search(sentence_before(passage, start)):
            continue
        yield exactly({"relation": read.relation, "depth": read.value, "upper": read.upper}), start, end, form
    for match, read, form in find_amounts(passage, _LEVELS):
        if _LIST_BEFORE.search(sentence_before(passage, match.start())):
            yield exactly({"relation": read.relation, "depth": read.value, "upper": read.upper}), *match.span(), form
    for kwargs, start, end, form in _USED(passage):
        # what is nested is two deep at least; without it, a list is one deep at most
        nested = {"depth": 2, "relation": "at least"} if kwargs["relation"] == "at least" else _FLAT
        yield nested, start, end, form


_OF_LISTS = re.compile(r"\b(?:lists?|bullets?|bulleted|outline|items)\b")
_LEVELS = amount_pattern(r"(?:nested |different )?levels(?: deep)?")
_LIST_BEFORE = re.compile(
    r"\b(?:lists?|bullets?|bullet[- ]points|items)(?: (?:with|of|in|on|that (?:is|has|goes)|"
    r"nested))? $"
)
_FLAT = {"depth": 1, "relation": "at most"}


def _mend(kwargs: Kwargs, response: str) -> Repair | None:
    """Take the indent off items that are nested where none may be."""
    if (kwargs["depth"], kwargs.get("relation")) not in ((1, "at most"), (1, None), (2, "less than")):
        return None
    return rewritten(response, [(item.start, item.at, "") for item in items(response)], "nested items brought out")


def _fits(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Yield the depth of a known response's list, where that is nested; else for outlines and plans."""
    if task.shape not in ("list", "prose"):
        return
    if task.response is not None:
        depth = len(_spans(task.response, None))
        if 2 <= depth <= 4:
            yield {"depth": depth}
            yield {"depth": depth, "relation": "at most"}
        return
    if {"outline", "plan", "agenda", "curriculum", "syllabus", "checklist"} & set(task.output.lower().split()):
        yield {"depth": 2, "relation": "at least"}
        yield {"depth": rng.choice((2, 3)), "relation": "at most"}


FAMILY = CountedLayout(
    id=ID,
    summary="how many levels deep the list is nested",
    example=Example("Use at most two list levels.", {"depth": 2, "relation": "at most"}),
    arguments=Arguments,
    cues=("nest", "sub", "level"),
    key="depth",
    nouns=("list level", "list levels"),
    spans=_spans,
    orders=_orders,
    mend=_mend,
    fits=_fits,
)
