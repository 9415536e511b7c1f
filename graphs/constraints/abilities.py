"""What a constraint family can do, found by trying it; and the table of families for people."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Literal

from stemmata.graphs.constraints.family import ConstraintFamily, Task
from stemmata.graphs.constraints.verifying import repair
from stemmata.graphs.constraints.witness import TEXTS

Ability = Literal["verify", "repair", "vary", "add"]

_TASKS = (
    Task("Write an essay about the tides.", "write", "essay"),
    Task("Write a story about a lighthouse.", "write", "story", topics=("lighthouse", "storm")),
    Task("Write a poem about the tides.", "write", "poem", "verse", topics=("tides", "moon")),
    Task("Write an email to my landlord about the rent.", "write", "email", topics=("landlord", "rent")),
    Task("Write a short slogan for a bakery.", "write", "slogan", "sentence"),
    Task("List five reasons to visit Lisbon.", "list", "reasons", "list"),
    Task("Compare trains, planes and buses.", "compare", "", topics=("trains", "planes")),
    Task("Explain how a fridge works.", "explain", "", topics=("fridge",)),
    Task("Give the capital and the population of Chile.", "give", "", "short"),
    Task("Write a Python function that sorts names.", "write", "function", "code"),
    Task("Extract the names from the text.", "extract", "names", "data"),
)


def abilities(member: ConstraintFamily) -> tuple[Ability, ...]:
    """Return what a family does beside finding and wording its constraint.

    `verify`: a program decides whether a response keeps it. `repair`: some responses can be mended mechanically.
    `vary`: it knows other constraints to put in its place. `add`: there are tasks to which it would be added.
    """
    found: list[Ability] = []
    asked = [dict(member.example.kwargs)]
    asked += [one.kwargs for one in member.edits(asked[0], random.Random(0)) if one.id == member.id]
    if member.hard:
        found.append("verify")
        if any(
            (mended := repair(member.id, kwargs, text)) and mended.changed for kwargs in asked[:4] for text in TEXTS
        ):
            found.append("repair")
    if next(iter(member.edits(member.example.kwargs, random.Random(0))), None) is not None:
        found.append("vary")
    if any(next(iter(member.suits(task, random.Random(0))), None) is not None for task in _TASKS):
        found.append("add")
    return tuple(found)


def listing(members: Iterable[ConstraintFamily]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a row for each family: its id, hard or soft, what it demands, what it can do, an example."""
    for one in members:
        yield one.id, "hard" if one.hard else "soft", one.summary, " ".join(abilities(one)), one.example.text
