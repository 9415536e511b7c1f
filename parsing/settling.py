"""The units of a turn put in order: neighbours joined, and something asked for where anything can be."""

from __future__ import annotations

import re
from itertools import pairwise

from stemmata.graphs.constraints.registry import family
from stemmata.parsing.units import Unit
from stemmata.schemas.vocabulary import NodeKind

_FINITE = re.compile(
    r"\b(?:is|am|are|was|were|has|have|had|will|can|do|does|did|likes?|loves?|wants?|my|i|I)\b|'(?:m|s|re|ve)\b"
)


def settled(text: str, made: list[Unit], *, later: bool) -> list[Unit]:
    """Join neighbouring background, and see to it that something is asked for where anything can be."""
    joined: list[Unit] = []
    moved: dict[int, int] = {}
    for position, unit in enumerate(made):
        last = joined[-1] if joined else None
        if (
            last
            and last.carried
            and unit.role == "background"
            and "\n" not in text[last.ranges[-1][1] : unit.ranges[0][0]]
        ):
            unit.role = "material"  # the passage that a colon announced goes on
            if text[unit.ranges[-1][1] : unit.ranges[-1][1] + 1] in (".", "!", "?"):
                unit.ranges[-1] = (unit.ranges[-1][0], unit.ranges[-1][1] + 1)
        if (
            last
            and unit.role == last.role
            and unit.role in ("background", "example", "material")
            and not unit.apart
            and unit.inside is None
            and last.inside is None
        ):
            last.ranges = [(last.ranges[0][0], unit.ranges[-1][1])]
        else:
            joined.append(unit)
        moved[position] = len(joined) - 1
    for unit in joined:
        if unit.inside is not None:
            unit.inside = moved[unit.inside]
    _told(text, joined)
    joined = _arranged(joined, text)
    if not later and not any(unit.kind is NodeKind.SUB_INSTRUCTION for unit in joined):
        _promote(text, joined)
    return joined


_SPEAKER = re.compile(r"\b(?:i|i'm|i’m|my|me|we|our|us|you|your)\b", re.IGNORECASE)


def _told(text: str, made: list[Unit]) -> None:
    """Take the story of a riddle for material: what comes before a question about it, without anyone who speaks."""
    for fact, act in pairwise(made):
        if fact.role != "background" or act.kind is not NodeKind.SUB_INSTRUCTION or act.inside is not None:
            continue
        start, end = fact.ranges[0][0], fact.ranges[-1][1]
        asks = text[act.ranges[-1][1] : act.ranges[-1][1] + 1] == "?"
        spoken = _SPEAKER.search(text, start, end) or _SPEAKER.search(text, act.ranges[0][0], act.ranges[-1][1])
        if asks and spoken is None and re.search(r"[.!?;]\s|\d", text[start:end]):
            fact.role = "material"


_ARRANGE = re.compile(
    r"(?:organi[sz]e|present|display|arrange|lay out|introduce|deliver|show) (?:the|your|these|this|it|them|"
    r"each|all|any)\b|"
    r"provide (?:the|your) (?:answer|information|response|output|results?)\b",
    re.IGNORECASE,
)


def _arranged(made: list[Unit], text: str) -> list[Unit]:
    """Turn orders on how to lay out what another act asks for into constraints: "present the list in a table"."""
    first = next((place for place, unit in enumerate(made) if unit.kind is NodeKind.SUB_INSTRUCTION), len(made))
    taken: set[int] = set()
    within: dict[int, list[int]] = {}
    for at, unit in enumerate(made):
        if unit.inside is not None:
            within.setdefault(unit.inside, []).append(at)
    for place in range(first + 1, len(made)):
        unit = made[place]
        if unit.kind is not NodeKind.SUB_INSTRUCTION or not _ARRANGE.match(text, *unit.ranges[0]):
            continue
        inner = [at for at in within.get(place, ()) if at > place]
        layout = made[inner[0]] if inner else unit
        if layout.found is None or not layout.found.id.startswith("detectable_format:"):
            continue
        if any(made[at].found is None for at in inner):
            continue
        rest = unit.ranges[-1][1] if len(inner) == 1 else 0
        unit.kind, unit.found = NodeKind.CONSTRAINT, layout.found
        unit.ranges = [(unit.ranges[0][0], max(rest, layout.ranges[-1][1]))]
        taken.add(inner[0])
        for at in inner[1:]:
            made[at].inside = None
    places = {at: new for new, at in enumerate(at for at in range(len(made)) if at not in taken)}
    for unit in made:
        if unit.inside is not None:
            unit.inside = places[unit.inside]
    return [made[at] for at in places]


def _promote(text: str, made: list[Unit]) -> None:
    """Where no act is stated, take the first constraint that no family knows for the act, else a short task name."""
    for unit in made:
        if unit.kind is NodeKind.CONSTRAINT and unit.found is None:
            unit.kind = NodeKind.SUB_INSTRUCTION
            return
    if not any(unit.kind is NodeKind.CONSTRAINT and unit.found and family(unit.found.id).hard for unit in made):
        for unit in made:
            if unit.kind is NodeKind.CONSTRAINT and unit.inside is None and unit.ranges[0][1] - unit.ranges[0][0] > 20:
                unit.kind, unit.found = NodeKind.SUB_INSTRUCTION, None  # "the tone of the e-mail should be changed"
                return
    if any(unit.role == "material" for unit in made):
        for unit in made:
            if (
                unit.kind is NodeKind.CONSTRAINT
                and unit.inside is None
                and len(text[slice(*unit.ranges[0])].split()) > 5
            ):
                unit.kind, unit.found = NodeKind.SUB_INSTRUCTION, None  # "use emojis to convey the text below"
                return
    for unit in made:
        start, end = unit.ranges[0]
        named = unit.role == "background" and end - start < 100 and "\n" not in text[start:end]
        if named and not _FINITE.search(text[start:end]) and len(text[start:end].split()) > 1:
            unit.kind, unit.role = NodeKind.SUB_INSTRUCTION, None
            return
