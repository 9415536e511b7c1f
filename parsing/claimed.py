"""The discourse units of a turn from what a model said of it: its claims where they stand, typed by the families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemmata.graphs.constraints.family import Found
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.blocks import Block
from stemmata.parsing.carried import fact, without_material
from stemmata.parsing.clauses import Clause, ClauseKind, kind_of
from stemmata.parsing.demands import constraints
from stemmata.parsing.discourse import Prose, stated_in
from stemmata.parsing.headings import Section, inline
from stemmata.parsing.regions import Region, regions
from stemmata.parsing.sentences import sentences
from stemmata.parsing.units import Range, Unit, pieces, trimmed
from stemmata.schemas.vocabulary import FactRole, NodeKind


@dataclass(slots=True)
class Claimed:
    """What a model found in a turn: the kind of unit, its role if it is a Fact, and where it stands."""

    kind: NodeKind
    ranges: list[Range]
    role: FactRole | None = None


def told(text: str, claims: Sequence[Claimed]) -> tuple[Prose, list[Unit]]:
    """Return a turn as syntax is read, and its units in order of position.

    Args:
        text: The turn.
        claims: What a model found in it, without overlaps.
    """
    plain = Passage.of(text)
    carried = [
        Region(one.role, (Block("text", start, end, ()),))
        for one in claims
        for start, end in one.ranges
        if one.role in ("material", "example")
    ]
    carried.sort(key=lambda part: part.start)
    passage = without_material(plain, carried)
    found = extract(passage)
    ordered = sorted(claims, key=lambda claim: claim.ranges[0])
    made = _units(passage, ordered, found, None)
    asked = next((one for one in ordered if one.kind is NodeKind.SUB_INSTRUCTION), None)
    if asked is not None and not any(unit.kind is NodeKind.SUB_INSTRUCTION for unit in made):
        made = _units(passage, ordered, found, asked)  # a turn that asks for something has an act
    own = _Blocks(plain, passage, carried)
    return Prose(passage, carried, found, own.spans), _settled(text, made, own)


def _units(passage: Passage, claims: Sequence[Claimed], found: Sequence[Found], act: Claimed | None) -> list[Unit]:
    """Return the units of a turn; one claim stays an act whatever its words say."""
    made: list[Unit] = []
    for one in claims:
        if one.kind is NodeKind.FACT:
            _fact(passage.text, one, made)
        else:
            _instruction(passage, one, _inside(found, one.ranges), made, stays=one is act)
    return made


class _Blocks:
    """The blocks of a turn: where their sentences are, and which section each stands in."""

    def __init__(self, plain: Passage, passage: Passage, carried: Sequence[Region]) -> None:
        parts = [pair for part in regions(plain) for pair in zip(part.blocks, part.sections, strict=True)]
        held = [(part.start, part.end) for part in carried]
        self.spans: list[list[Range]] = []
        self.starts: dict[int, Section | None] = {}
        at = 0
        for block, section in parts:
            spans = []
            for start, end in sentences(passage, block):
                while at < len(held) and held[at][1] <= start:
                    at += 1
                if at < len(held) and held[at][0] <= start and end <= held[at][1]:
                    continue
                labelled = inline(plain.text[start : min(end, start + 60)])
                self.starts[start] = labelled[0] if labelled else section
                spans.append((start, end))
            self.spans.append(spans)


def _inside(found: Sequence[Found], ranges: Iterable[Range]) -> list[Found]:
    return [one for one in found if any(start <= one.start and one.end <= end for start, end in ranges)]


def _fact(text: str, one: Claimed, made: list[Unit]) -> None:
    held: list[Unit] = []
    kept: FactRole = "material" if one.role == "example" else one.role or "background"  # with its own punctuation
    for start, end in one.ranges:
        fact(text, start, end, kept, held)
    if held:
        made.append(Unit(NodeKind.FACT, [part for unit in held for part in unit.ranges], one.role))


def _instruction(passage: Passage, one: Claimed, found: list[Found], made: list[Unit], *, stays: bool) -> None:
    """Add what is asked for: the constraints that families know as units of their own."""
    ranges = _edged(passage.text, one.ranges, found)
    if stays:
        made.append(Unit(NodeKind.SUB_INSTRUCTION, ranges))
    elif one.kind is NodeKind.CONSTRAINT or _demands(passage, ranges, found):
        _constraint(passage, ranges, found, made)
    else:
        _act(passage, ranges, found, made)


def _demands(passage: Passage, ranges: Sequence[Range], found: Sequence[Found]) -> bool:
    """Return whether what was taken for an act says nothing but how the output must be, as families know it."""
    start, end = ranges[0][0], ranges[-1][1]
    if any(one.start <= start and end <= one.end for one in found):
        return True
    alone = bool(found) and len(ranges) == 1
    return alone and kind_of(passage, start, end, typed=True) is ClauseKind.CONSTRAINT


def _edged(text: str, ranges: Sequence[Range], found: Sequence[Found]) -> list[Range]:
    """Return ranges without the punctuation around them that is no part of a constraint which a family knows."""
    last = max((one.end for one in found), default=0)
    held = [trimmed(text, start, end, keep=last if start < last <= end else 0) for start, end in ranges]
    return [part for part in held if part[1] > part[0]] or list(ranges)


def _constraint(passage: Passage, ranges: list[Range], found: list[Found], made: list[Unit]) -> None:
    if len(ranges) == 1 and len(found) > 1:
        constraints(passage, Clause(*ranges[0], ClauseKind.CONSTRAINT), found, made)
    else:
        made.append(Unit(NodeKind.CONSTRAINT, ranges, None, found[0] if found else None))


def _act(passage: Passage, ranges: list[Range], found: list[Found], made: list[Unit]) -> None:
    asked = any(unit.kind is NodeKind.SUB_INSTRUCTION for unit in made[-24:])
    stated = [
        where
        for start, end in ranges
        for where in stated_in(passage, start, end, _inside(found, [(start, end)]), asked=asked)
    ]
    holes = [where for where, _ in stated]
    rest = [part for start, end in ranges for part in pieces(passage.text, start, end, _within(holes, start, end))]
    if not stated or not rest:
        made.append(Unit(NodeKind.SUB_INSTRUCTION, ranges))
        return
    made.append(Unit(NodeKind.SUB_INSTRUCTION, rest))
    made += [Unit(NodeKind.CONSTRAINT, [where], None, one) for where, one in stated]


def _within(holes: Iterable[Range], start: int, end: int) -> list[Range]:
    return [hole for hole in holes if start <= hole[0] and hole[1] <= end]


_ATTACHED = re.compile(r"\s*\(?\s*")  # a phrase
_QUOTED = re.compile(r":?\s*[\"“„«'‘]\s*")


def _settled(text: str, made: list[Unit], blocks: _Blocks) -> list[Unit]:
    """Return units in order of position, neighbouring background joined, each with where it stands."""
    made.sort(key=lambda unit: unit.ranges[0])
    joined: list[Unit] = []
    for unit in made:
        last = joined[-1] if joined else None
        if last and unit.role == last.role == "background" and _touch(text, last.ranges[-1][1], unit.ranges[0][0]):
            last.ranges = [*last.ranges[:-1], (last.ranges[-1][0], unit.ranges[0][1]), *unit.ranges[1:]]
        else:
            joined.append(unit)
    _placed(text, joined, blocks)
    return joined


def _touch(text: str, end: int, start: int) -> bool:
    """Return whether there is no word from an end to a start."""
    return end <= start and not any(char.isalnum() for char in text[end:start])


def _placed(text: str, made: list[Unit], blocks: _Blocks) -> None:
    """Say of each unit which act it stands in, which section it is under, and whether it opens a sentence."""
    places = [span for spans in blocks.spans for span in spans]
    at, opened = -1, -1
    act: int | None = None
    for number, unit in enumerate(made):
        start = unit.ranges[0][0]
        while at + 1 < len(places) and places[at + 1][0] <= start:
            at += 1
        unit.section = blocks.starts[places[at][0]] if at >= 0 else None
        unit.separate = at != opened
        opened = at
        if unit.separate:
            act = act if act is not None and made[act].ranges[-1][1] > start else None
        if unit.kind is NodeKind.SUB_INSTRUCTION:
            act = number
        elif act is not None:
            first, last = made[act].ranges[0][0], made[act].ranges[-1][1]
            joint = _ATTACHED if unit.kind is NodeKind.CONSTRAINT else _QUOTED
            if first <= start < last or joint.fullmatch(text, last, start):
                unit.inside = act
