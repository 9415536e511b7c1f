"""Rows of an answer as people and programs read them: a table, JSON Lines, CSV, a table in Markdown."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

_GAP = 2
_NARROWEST = 8  # what a column of words keeps, however little room there is
_LONGEST_NAME = 24  # what a column keeps for its name
_PLACES = 6  # decimals of a number
_WIDTH = 120  # where there is no terminal


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


def written(columns: Sequence[str], rows: Iterator[Mapping[str, Any]], form: Format) -> Iterator[str]:
    """Yield rows as lines in a format.

    A table is cut to the width of the terminal; in the other formats every value is whole.
    """
    if form is Format.JSONL:
        for row in rows:
            yield to_json(dict(row))
    elif form is Format.CSV:
        yield _csv(columns)
        for row in rows:
            yield _csv([_cell(row[name]) for name in columns])
    elif form is Format.MARKDOWN:
        yield from markdown(columns, ([_cell(row[name]) for name in columns] for row in rows))
    else:
        yield grid(columns, [[row[name] for name in columns] for row in rows], terminal_width())


def terminal_width() -> int:
    """Return how many characters fit in a line of the terminal, or of a table where there is none."""
    return shutil.get_terminal_size((_WIDTH, 24)).columns


def to_json(value: object) -> str:
    """Return a value as one line of JSON; a database's sums of whole numbers are whole numbers."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else to_json(value)


def _csv(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


def markdown(header: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in row)
        yield "| " + " | ".join(cells) + " |"


def grid(header: Sequence[str], rows: Sequence[Sequence[Any]], width: int) -> str:
    """Return rows as aligned columns, a line each: numbers to the right, long words cut so that a line fits.

    Ids and other single words are cut last, and numbers never.

    Args:
        header: The names of the columns.
        rows: The values.
        width: How many characters fit in a line.

    Example:
        >>> print(grid(["family", "share"], [["style:tone", 6.25], ["keywords:existence", 50.0]], 80))
        family              share
        ------------------  -----
        style:tone           6.25
        keywords:existence  50.00
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    numeric = [_is_numeric(values) for values in columns]
    cells = [
        _numbers(values) if right else [_words(value) for value in values]
        for values, right in zip(columns, numeric, strict=True)
    ]
    header = [_line(name) for name in header]
    widths = [max(map(_width, (name, *column))) for name, column in zip(header, cells, strict=True)]
    wordy = [any(" " in cell for cell in column) for column in cells]
    single = [not right and not words for right, words in zip(numeric, wordy, strict=True)]
    for chosen in (wordy, single):
        widths = _narrowed(widths, header, chosen, width - _GAP * (len(widths) - 1))
    lines = [list(header), ["-" * one for one in widths], *zip(*cells, strict=True)]
    made = [
        (" " * _GAP)
        .join(_padded(cell, one, right) for cell, one, right in zip(line, widths, numeric, strict=True))
        .rstrip()
        for line in lines
    ]
    return "\n".join(made if rows else [*made, "(no rows)"])


def _is_numeric(values: Sequence[Any]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(one, int | float | Decimal) and not isinstance(one, bool) for one in known)


def _numbers(values: Sequence[Any]) -> list[str]:
    """Return the numbers of a column, with as many decimals each as the longest of them needs, six at most."""
    shown = [value if value is None else to_json(value) for value in values]
    if any(text and "e" in text.lower() for text in shown):
        return [text or "" for text in shown]
    places = max(len(text.rpartition(".")[2].rstrip("0")) if text and "." in text else 0 for text in shown)
    places = min(places, _PLACES)
    return ["" if value is None else f"{value:.{places}f}" for value in values]


def _words(value: object) -> str:
    """Return a value as words on one line; several texts stand beside each other."""
    several = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return _line("; ".join(value) if isinstance(value, list) and several else _cell(value))


def _line(text: str) -> str:
    """Return a text on one line, without what would move the cursor of a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _narrowed(widths: Sequence[int], header: Sequence[str], chosen: Sequence[bool], room: int) -> list[int]:
    """Return the widths with the chosen columns cut to one width, the widest first, until all fit where they can."""
    cap = max((one for one, may in zip(widths, chosen, strict=True) if may), default=0)
    now = list(widths)
    while sum(now) > room and cap > _NARROWEST:
        cap -= 1
        now = [
            min(one, max(cap, min(_width(name), _LONGEST_NAME))) if may else one
            for one, name, may in zip(widths, header, chosen, strict=True)
        ]
    return now


def _padded(cell: str, width: int, right: bool) -> str:
    if _width(cell) > width:
        from rich.cells import set_cell_size

        cell = set_cell_size(cell, width - 1).rstrip() + "…"
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space
