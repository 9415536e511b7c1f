"""Runs of marked text broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from stemmata.graphs.drawing_text import fitting, right_to_left, width
from stemmata.schemas.instruction import Node

SIZE = 15.0
LEADING = 27.0
_BADGE = 9.0
# Scripts that break between any two characters.
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_WIDE_LETTER = re.compile(f"[{_WIDE}]")
_ATOM = re.compile(rf"\n|[^\S\n]+|[{_WIDE}]|[^\s{_WIDE}]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one discourse node owns, or glue, with the semantic node that it names.

    Attributes:
        text: The text.
        owner: The discourse node that owns it.
        named: The semantic node that it names.
        badge: The owner's number, before its first run.
        aside: Whether the drawing says it, not the instruction.
        x: Where it begins in its line.
    """

    text: str
    owner: Node | None = None
    named: Node | None = None
    badge: int | None = None
    aside: bool = False
    x: float = 0.0

    @property
    def lead(self) -> float:
        """The room of the number before the text."""
        return 0.0 if self.badge is None else 4 + width(str(self.badge), _BADGE, bold=True)

    @property
    def width(self) -> float:
        """The room of the number and the text."""
        return self.lead + width(self.text, SIZE)

    @property
    def margins(self) -> tuple[float, float]:
        """The room of the blanks before and after the words."""
        before = len(self.text) - len(self.text.lstrip())
        after = len(self.text) - len(self.text.rstrip())
        return width(" " * before, SIZE), width(" " * after, SIZE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of runs, in reading order, each with its place from where the line begins to read."""

    runs: tuple[Run, ...]
    rtl: bool


def lines(runs: Iterable[Run], room: float) -> Iterator[Line]:
    """Yield runs broken into lines no wider than some room, at blanks and line ends, else anywhere."""
    line: list[Run] = []
    for word in _words(runs):
        if word is None:
            yield _line(line)
            line = []
            continue
        for piece in _broken(word, room):
            taken = sum(run.width for run in line)
            blank = piece[0].text.isspace()
            if line and not blank and taken + sum(run.width for run in piece) > room:
                yield _line(line)
                line = []
            line += piece
    if line:
        yield _line(line)


def _words(runs: Iterable[Run]) -> Iterator[list[Run] | None]:
    """Yield what must stand on one line, as runs: words, blanks; None for the end of a line."""
    word: list[Run] = []
    for run in runs:
        badge = run.badge
        for atom in [run.text] if run.aside else _ATOM.findall(run.text):
            if atom.isspace() or _WIDE_LETTER.fullmatch(atom):
                if word:
                    yield word
                word = []
            if atom == "\n":
                yield None
            elif atom.isspace():
                yield [replace(run, text=" " * min(len(atom.expandtabs(4)), 40), badge=None)]
            else:
                word.append(replace(run, text=atom, badge=badge))
                badge = None
    if word:
        yield word


def _broken(word: list[Run], room: float) -> Iterator[list[Run]]:
    """Yield a word as it is, or cut into pieces where it is wider than a line."""
    if sum(run.width for run in word) <= room:
        yield word
        return
    for run in word:
        rest, badge = run.text, run.badge
        while rest:
            end = fitting(rest, room - run.lead, SIZE)
            yield [replace(run, text=rest[:end], badge=badge)]
            rest, badge = rest[end:], None


def _line(runs: list[Run]) -> Line:
    """Join neighbours that are marked alike, drop blanks at the end, and place each run."""
    while runs and runs[-1].text.isspace():
        runs = runs[:-1]
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        alike = last is not None and (last.owner, last.named, last.aside) == (run.owner, run.named, run.aside)
        if last is not None and alike and run.badge is None:
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    placed, x = [], 0.0
    for run in joined:
        placed.append(replace(run, x=x))
        x += run.width
    return Line(tuple(placed), right_to_left("".join(run.text for run in joined)))
