"""Whether the response is separated values."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from pydantic import Field, field_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.csv_orders import csv_orders
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.formats import changed, unfenced
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.json_orders import Key
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.terms import joined
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:csv"
_OTHERS = (
    "detectable_format:json_format",
    "detectable_format:json_keys",
    "detectable_format:xml",
    "detectable_format:html",
)
_XML = _OTHERS[2]
_DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "CSV", "\t": "TSV", ";": "semicolon-separated CSV", "|": "pipe-separated CSV"}
_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Give your answer in {} format",
        "Format your entire response as {}",
        "Respond only with valid {}",
        "Your entire output should be in {} format",
    ),
    Form.MODAL: ("should use {} format", "must use valid {}"),
    Form.VERB: ("use {} format", "format your answer as {}", "respond in {}"),
    Form.PHRASE: ("in {} format", "in {}", "as {}"),
}
_TABLE_LINE = re.compile(r"[ \t]*\|(.*)\|[ \t]*\Z")
_NOT_ROWS = ("- ", "* ", "#", "<", "{", "[", "```")


class CsvArguments(Arguments):
    """The names of the columns as the first row has them, where they are told; and what stands between values."""

    columns: list[Key] | None = Field(default=None, min_length=2, max_length=50)
    delimiter: Literal[",", ";", "\t", "|"] = ","

    @field_validator("columns")
    @classmethod
    def _once_each(cls, value: list[str] | None) -> list[str] | None:
        if value is not None and len(set(value)) < len(value):
            raise ValueError("a column is named twice")
        return value


class _Rows(NamedTuple):
    rows: list[list[str]]
    problem: str
    at: int | None


class CsvFormat:
    """The response is two rows or more of two values or more, as many in each; fenced or not.

    Text that begins as a list, markup or JSON is none, whatever commas it has.
    """

    id = ID
    hard = True
    summary = "the entire response in separated values (CSV)"
    example = Example("Give your answer in CSV format.", {"delimiter": ","})
    arguments = CsvArguments
    cues = ("csv", "tsv", "separated", "delimited")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to answer in separated values; those that are read or converted are left alone."""
        for order in csv_orders(passage):
            if all(len(name) <= 100 for name in order.columns):
                yield Found(ID, _kwargs(list(order.columns), order.delimiter), order.start, order.end, order.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        words = [said.format(_NAMES[kwargs.get("delimiter") or ","]) for said in _WORDS.get(form, ())]
        columns = kwargs.get("columns")
        if not columns:
            return words
        marks = '"' if any("'" in name for name in columns) else "\"'"
        tails = [
            f"with {noun} {joined([f'{mark}{name}{mark}' for name in columns], 'and')}"
            for mark in marks
            for noun in ("the columns", "the header row")
        ]
        return [f"{said} {tail}" for tail in tails for said in words]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another format, other columns, any columns, another delimiter."""
        columns, mark = list(kwargs.get("columns") or []), kwargs.get("delimiter") or ","
        yield Alternative(_XML, {}, "contradicting")
        if columns:
            yield Alternative(ID, _kwargs([], mark), "weaker")
            if len(columns) > 2:
                yield Alternative(ID, _kwargs(columns[:-1], mark), "contradicting")
            yield Alternative(ID, _kwargs(columns[::-1], mark), "contradicting")
        other = rng.choice([one for one in (",", ";", "\t") if one != mark])
        yield Alternative(ID, _kwargs(columns, other), "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the columns; documents of other formats begin as no row does."""
        if other.id in _OTHERS:
            return "contradicts"
        if other.id != ID:
            return None
        if (kwargs.get("delimiter") or ",") != (other.kwargs.get("delimiter") or ","):
            return None
        ours, theirs = kwargs.get("columns"), other.kwargs.get("columns")
        if ours == theirs:
            return "equivalent"
        if ours is None:
            return "implied_by"
        return "implies" if theirs is None else "contradicts"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the format, its lines, its commas and the names of the columns."""
        columns, mark = kwargs.get("columns") or [], kwargs.get("delimiter") or ","
        commas = Interval(2 * (max(len(columns), 2) - 1), None) if mark == "," else Interval(0, None)
        return Footprint(
            counts={"lines": Interval(2, None), "commas": commas},
            holds=frozenset({*columns, mark}),
            shape="tsv" if mark == "\t" else "csv",
        )

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the rows are as long as one another, and the first has the names; the span is a row."""
        body = unfenced(response)
        read = _read(body.text, kwargs.get("delimiter") or ",")
        if read.problem:
            at = None if read.at is None else body.start + read.at
            return Check(False, read.problem, None if at is None else (at, len(response)))
        header = [cell.strip() for cell in read.rows[0]]
        if kwargs.get("columns") not in (None, header):
            end = body.text.find("\n")
            return Check(False, f"the columns are {', '.join(header)[:100]}", (body.start, body.start + end))
        return Check(True, f"{len(read.rows)} rows of {len(header)} values")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Rewrite a markdown table, rows with another delimiter, or names of columns that are spelt otherwise."""
        body, mark = unfenced(response), kwargs.get("delimiter") or ","
        rows = _table(body.text)
        for one in (mark, *_DELIMITERS):
            rows = rows or _read(body.text, one).rows
        if not rows:
            return None
        columns = kwargs.get("columns") or [cell.strip() for cell in rows[0]]
        if [_plain(cell) for cell in rows[0]] != [_plain(name) for name in columns]:
            return None
        written = io.StringIO()
        csv.writer(written, delimiter=mark, lineterminator="\n").writerows([columns, *rows[1:]])
        text = response[: body.start] + written.getvalue().rstrip("\n") + response[body.start + len(body.text) :]
        return Repair(text, changed(response, text), False, "written as separated values")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for records: what a spreadsheet may take, with the columns of a known response."""
        if task.shape not in ("list", "data") or not addition.names(task, _RECORDS):
            return
        if any(
            known.id == "startend:quotation" or known.id.startswith("detectable_format:") for known in task.constraints
        ):
            return
        made = _kwargs([], ",")
        if task.response is not None:
            rows = _table(task.response) or _read(task.response.strip(), ",").rows
            if not rows:
                return
        if addition.has_room(task, Payload(ID, made)):
            yield made


_RECORDS = frozenset("table record dataset spreadsheet schedule inventory roster timetable contact expense".split())


def _kwargs(columns: list[str], delimiter: str) -> dict[str, Any]:
    return ({"columns": columns} if columns else {}) | {"delimiter": delimiter}


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _read(text: str, delimiter: str) -> _Rows:
    """Return the rows of a text; or why it has none."""
    if not text or text.startswith(_NOT_ROWS):
        return _Rows([], "no rows", 0)
    lines = text.replace("\r\n", "\n").split("\n")
    starts, place = [], 0
    for line in text.split("\n"):
        starts.append(place)
        place += len(line) + 1
    rows: list[list[str]] = []
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    begin = 0
    try:
        for row in reader:
            if len(row) < 2 or (rows and len(row) != len(rows[0])):
                wanted = f", not {len(rows[0])}" if rows else ""
                return _Rows([], f"row {len(rows) + 1} has {len(row)} values{wanted}", starts[begin])
            rows.append(row)
            begin = reader.line_num
    except csv.Error as error:
        return _Rows([], f"no rows: {error}", starts[min(begin, len(starts) - 1)])
    return _Rows(rows, "", None) if len(rows) > 1 else _Rows([], "one row alone", 0)


def _is_rule(line: str) -> bool:
    return "-" in line and not line.strip(" \t:|-")


def _table(text: str) -> list[list[str]]:
    """Return the cells of a markdown table that is the whole text."""
    lines = [line for line in text.split("\n") if line.strip()]
    matched = [_TABLE_LINE.match(line) for line in lines if not _is_rule(line)]
    rows = [[cell.strip() for cell in line[1].split("|")] for line in matched if line]
    if len(matched) != len(rows) or len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return []
    return rows


FAMILY = CsvFormat()
