"""Whether the response has a table, and how large it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as Closed
from stemmata.graphs.constraints.footprint import Footprint, Measure
from stemmata.graphs.constraints.layout import Table, rewritten, tables
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import Interval, adjectives, amounts, interval, spoken
from stemmata.graphs.constraints.table_orders import orders
from stemmata.graphs.constraints.terms import TermList, said
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning, Relation

ID = "detectable_format:table"
_TABULAR = frozenset(
    "comparison schedule timetable itinerary overview ranking budget plan statistics options data".split()
)
_AXES = (("columns", "column"), ("rows", "row"))


def _cells(names: list[str]) -> list[str]:
    if any("|" in name for name in names):
        raise ValueError("a column's name cannot hold '|'")
    return names


class Arguments(Closed):
    """Numbers of columns and rows, exact unless a bound is named, or the columns' names; `use` makes it "if any"."""

    columns: int | None = Field(default=None, ge=1, le=10_000)
    columns_relation: Literal["at least", "at most"] | None = None
    rows: int | None = Field(default=None, ge=1, le=10_000)
    rows_relation: Literal["at least", "at most"] | None = None
    names: Annotated[TermList, AfterValidator(_cells)] | None = None
    use: Literal["if any", "never"] | None = None

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if (self.columns_relation and not self.columns) or (self.rows_relation and not self.rows):
            raise ValueError("a bound goes with its number")
        if self.names and self.columns:
            raise ValueError("'names' says how many columns there are; leave out 'columns'")
        sized = bool(self.columns or self.rows or self.names)
        if self.use is not None and sized != (self.use == "if any"):
            raise ValueError("'if any' needs a size or names, 'never' has none")
        return self


class HasTable:
    """The response has a markdown table, and every table in it is of the size and has the columns that are asked for.

    The header is no row. With `use` "if any" there may be none; with "never" there is none.
    """

    id = ID
    hard = True
    summary = "a markdown table, the number of its columns and rows, their names"
    example = Example("Include a table with no more than 5 rows.", {"rows": 5, "rows_relation": "at most"})
    arguments = Arguments
    cues = ("table", "tabular")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order about tables."""
        for kwargs, start, end, form in orders(passage):
            yield Found(ID, kwargs, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form; as an AMOUNT, the size alone."""
        use, sizes = kwargs.get("use"), _sizes(kwargs)
        if use == "never":
            return list(_NEVER.get(form, ()))
        if form is Form.AMOUNT:
            return [size for size in sizes if size]
        if form is Form.ADJECTIVE:
            exact = [adjectives(kwargs, axis, noun)[:2] for axis, noun in _AXES if list(kwargs) == [axis]]
            return exact[0] if exact else []
        if use:
            frames = _IF_ANY if form is Form.SENTENCE else ()
            return [frame.format(size) for size in sizes for frame in frames]
        if form is Form.VERB and kwargs.get("rows_relation") == "at most" and set(kwargs) == {"rows", "rows_relation"}:
            exceed = [f"not exceed {spoken(kwargs['rows'], 'row', 'rows')}"]
        else:
            exceed = []
        return exceed + [
            frame.format(f"a table with {size}" if size else "a table")
            for size in sizes
            for frame in _FRAMES.get(form, ())
        ]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other sizes, the same without one of its bounds, no table, and a table where there may be none."""
        use = kwargs.get("use")
        if use == "never":
            yield Alternative(ID, {}, "contradicting")
            return
        for axis, _ in _AXES:
            yield from self._resized(kwargs, axis, rng)
        if use is None:
            yield Alternative(ID, {"use": "never"}, "contradicting")
            if kwargs:
                yield Alternative(ID, {**kwargs, "use": "if any"}, "weaker")
                yield Alternative(ID, {}, "weaker")
            else:
                yield Alternative(ID, {"columns": rng.choice((2, 3, 4))}, "stronger")
        else:
            yield Alternative(ID, {key: value for key, value in kwargs.items() if key != "use"}, "stronger")

    def _resized(self, kwargs: Kwargs, axis: str, rng: random.Random) -> Iterator[Alternative]:
        value, bound = kwargs.get(axis), kwargs.get(f"{axis}_relation")
        if value is None:
            return
        rest = {key: one for key, one in kwargs.items() if key not in (axis, f"{axis}_relation")}
        up, down = value + rng.choice((1, 2, 3)), value - 1
        for changed, relation in ((up, bound), (down, bound), (value, None), (down, "at most"), (up, "at least")):
            if changed < 1 or (changed, relation) == (value, bound):
                continue
            made = {**rest, axis: changed} | ({f"{axis}_relation": relation} if relation else {})
            meant = self.relation(made, Payload(ID, dict(kwargs)))
            if meant in _EDITS:
                yield Alternative(ID, made, _EDITS[meant])

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the sizes and names, and of whether there is a table at all."""
        if other.id != ID:
            return None
        forward, backward = _implies(kwargs, other.kwargs), _implies(other.kwargs, kwargs)
        if forward and backward:
            return "equivalent"
        if forward or backward:
            return "implies" if forward else "implied_by"
        uses = {kwargs.get("use"), other.kwargs.get("use")}
        if None not in uses:
            return "independent"
        return "contradicts" if "never" in uses or _apart(kwargs, other.kwargs) else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that there is a table or none, and the bars of its rows."""
        if kwargs.get("use") == "if any":
            return Footprint()
        if kwargs.get("use"):
            return Footprint(counts={"tables": Interval(0, 0)}, exact=True)
        least = 2 + _interval(kwargs, "rows").low
        counts: dict[Measure, Interval] = {"tables": Interval(1, None), "lines": Interval(least, None)}
        return Footprint(counts=counts, holds=frozenset({"|", "-"}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is a table and each is as it should be; the span is the first that is not."""
        found, use = tables(response), kwargs.get("use")
        if use == "never":
            return Check(not found, f"{len(found)} tables; asked for none", found[0][:2] if found else None)
        if not found:
            return Check(use is not None, "no table")
        for table in found:
            wrong = _wrong(kwargs, table)
            if wrong:
                return Check(False, wrong, (table.start, table.end))
        return Check(True, f"a table of {len(found[0].names)} columns and {len(found[0].rows)} rows")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Leave out the last rows of tables that have too many; nothing else is mechanical."""
        high = _interval(kwargs, "rows").high
        over = [table for table in tables(response) if high is not None and len(table.rows) > high]
        if high is None or not over:
            return None
        cuts = [(table.rows[high][0] - 1, table.end, "") for table in over]
        left_out = sum(len(table.rows) - high for table in over)
        return rewritten(response, cuts, f"the last {spoken(left_out, 'row', 'rows')} left out", lossy=True)

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a table for what can be tabled: lists and comparisons; its size near a known response's table."""
        if any(known.id == ID for known in task.constraints) or "table" in task.text.lower() or task.shape == "code":
            return
        if task.response is not None:
            found = tables(task.response)
            if len(found) == 1:
                yield {}
                yield {"columns": len(found[0].names)}
                if found[0].rows:
                    yield {"rows": len(found[0].rows), "rows_relation": "at most"}
            return
        if addition.is_markup(task) or not (task.shape == "list" or addition.names(task, _TABULAR)):
            return
        if addition.has_room(task, Payload(ID, {})):
            yield {}
            yield {"columns": rng.choice((2, 3))}


_EDITS: dict[Meaning | None, Relation] = {
    "contradicts": "contradicting", "implies": "stronger", "implied_by": "weaker", "independent": "parallel",
}  # fmt: skip
_FRAMES: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Include {}", "Use {}", "Present your answer in {}", "Your response must contain {}", "Put your answer in {}",
    ),
    Form.MODAL: ("must include {}", "should contain {}", "should be presented in {}"),
    Form.VERB: ("include {}", "use {}", "contain {}"),
    Form.PHRASE: ("in {}", "as {}", "using {}", "with {}"),
}  # fmt: skip
_IF_ANY = (
    "If you use a table, it must have {}", "Any table must have {}", "If a table is used, it should have {}",
    "Any table in your response must have {}",
)  # fmt: skip
_NEVER: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: ("Do not use any tables", "Avoid using tables", "Do not include tables", "Write without any tables"),
    Form.MODAL: ("must not contain any tables", "should avoid tables"),
    Form.VERB: ("avoid tables", "use no tables"),
    Form.PHRASE: ("without any tables", "without tables"),
    Form.AMOUNT: ("no tables",),
}


def _interval(kwargs: Kwargs, axis: str) -> Interval:
    least = 1 if axis == "columns" else 0
    if axis == "columns" and kwargs.get("names"):
        return Interval(len(kwargs["names"]), len(kwargs["names"]))
    value = kwargs.get(axis)
    if value is None:
        return Interval(least, None)
    meant = interval(kwargs.get(f"{axis}_relation") or "equal to", value)
    return Interval(max(least, meant.low), meant.high)


def _sizes(kwargs: Kwargs) -> list[str]:
    """Return phrasings of the size; an empty one where none is asked for."""
    made = [""]
    for axis, noun in reversed(_AXES):
        if kwargs.get(axis):
            bound = {"relation": kwargs.get(f"{axis}_relation"), axis: kwargs[axis]}
            made = [
                f"{one} and {size}" if one else size for one in made for size in amounts(bound, axis, noun, axis)[:2]
            ]
    if kwargs.get("names"):
        columns = "column" if len(kwargs["names"]) == 1 else "columns"
        listed = [one for one in said(kwargs["names"]) if not one[0].isalnum()]
        made = [
            f"{one} and the {columns} {names}" if one else f"the {columns} {names}" for one in made for names in listed
        ]
    return made


def _plain(name: str) -> str:
    return name.strip("*_`# ").casefold()


def _same_names(ours: Kwargs, theirs: Kwargs) -> bool:
    return [_plain(name) for name in ours.get("names") or ()] == [_plain(name) for name in theirs.get("names") or ()]


def _apart(ours: Kwargs, theirs: Kwargs) -> bool:
    """Return whether no table is as both want it."""
    if ours.get("names") and theirs.get("names") and not _same_names(ours, theirs):
        return True
    return any(_interval(ours, axis).meet(_interval(theirs, axis)).empty for axis, _ in _AXES)


def _implies(ours: Kwargs, theirs: Kwargs) -> bool:
    """Return whether what keeps the first keeps the second."""
    if ours.get("use") == "never" or theirs.get("use") == "never":
        return ours.get("use") == "never" and theirs.get("use") is not None
    if ours.get("use") and not theirs.get("use"):
        return False
    if theirs.get("names") and not _same_names(ours, theirs):
        return False
    return all(_interval(ours, axis).within(_interval(theirs, axis)) for axis, _ in _AXES)


def _wrong(kwargs: Kwargs, table: Table) -> str:
    """Return what is wrong with a table, in words; nothing if all is right."""
    names = kwargs.get("names")
    if names and [_plain(name) for name in names] != [_plain(name) for name in table.names]:
        return f"the columns are {', '.join(table.names)}"
    for axis, noun in _AXES:
        count = len(table.names if axis == "columns" else table.rows)
        if not _interval(kwargs, axis).holds(count):
            bound = {"relation": kwargs.get(f"{axis}_relation"), axis: kwargs[axis]}
            return f"a table of {spoken(count, noun, axis)}; asked for {amounts(bound, axis, noun, axis)[0]}"
    return ""


FAMILY = HasTable()
