"""The library of named queries, listed for people, programs and docs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stemmata.cli.rows import Format, markdown, terminal_width, to_json, written
from stemmata.graphs.queries.named import NamedQuery, Parameter

_COLUMNS = ("name", "question", "parameters")
_WIDE = 119  # a line with the longest of each


def listed(queries: Sequence[NamedQuery], form: Format) -> Iterator[str]:
    """Yield the list as lines: a table or CSV with a line each, objects with all that is known, or pages of docs.

    A table leaves out the parameters where the terminal has no room for them.
    """
    if form is Format.JSONL:
        yield from (to_json(_object(one)) for one in queries)
    elif form is Format.MARKDOWN:
        yield from _pages(queries)
    else:
        rows = ({"name": one.name, "question": one.question, "parameters": _signature(one)} for one in queries)
        narrow = form is Format.TABLE and terminal_width() < _WIDE
        yield from written(_COLUMNS[:2] if narrow else _COLUMNS, rows, form)


def _signature(query: NamedQuery) -> str:
    """Return the names of the parameters, in brackets those that may be left out."""
    return " ".join(one.name if one.required else f"[{one.name}]" for one in query.parameters)


def _object(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "question": query.question,
        "note": query.note,
        "parameters": [
            {"name": one.name, "type": one.type, "meaning": one.meaning}
            | ({} if one.required else {"default": one.default})
            for one in query.parameters
        ],
        "columns": dict(query.columns),
        "example": query.example,
    }


def _pages(queries: Iterable[NamedQuery]) -> Iterator[str]:
    for query in queries:
        yield from (f"### {query.name}", "", f"**{query.question}**", "", query.note, "")
        if query.parameters:
            header = ("parameter", "type", "default", "what it chooses")
            yield from (*markdown(header, (_parameter(one) for one in query.parameters)), "")
        yield from (*markdown(("column", "what it holds"), ((f"`{k}`", v) for k, v in query.columns.items())), "")
        yield from ("```sh", query.example, "```", "")


def _parameter(one: Parameter) -> tuple[str, str, str, str]:
    default = "required" if one.required else f"`{json.dumps(one.default, ensure_ascii=False)}`"
    return f"`{one.name}`", one.type, default, one.meaning
