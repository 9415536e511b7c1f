"""The gold set: instructions annotated by hand as `docs/annotation.md` says, as graphs.

`gold/own.jsonl` holds texts written for this purpose. `gold/public.jsonl` and `gold/dev.jsonl` hold no text, only
where a text stands in a file of public instructions, a hash of it, and offsets; those records are passed over where the
files are absent. `public` is for measuring alone; `dev`, no part of the yardstick, was read while rules were written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.parsing.sources import read
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.records import Failure
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, NodeKind

FOLDER = Path(__file__).resolve().parent / "gold"
YARDSTICK = ("own", "public")
ORIGINS = (*YARDSTICK, "dev")
DATA = Path(__file__).resolve().parents[1] / "../shared/data"


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated instruction; `origin` is `own`, `public` or `dev`."""

    id: str
    origin: str
    graph: Graph


def text_hash(turns: Iterable[Turn]) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of some turns."""
    text = "\x1e".join(f"{turn.role}\x1f{turn.text}" for turn in turns)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def load(folder: Path = FOLDER, data: Path = DATA, origins: Sequence[str] = ORIGINS) -> tuple[list[Gold], list[str]]:
    """Return the annotated instructions, and the ids of those whose public file is not there.

    Args:
        folder: Where `own.jsonl`, `public.jsonl` and `dev.jsonl` are; some of them may be missing.
        data: Where the public files are.
        origins: Which of the three files are read.

    Raises:
        InputError: There is no gold in the folder, a record is broken, or a public text is not the annotated one.
    """
    found: list[Gold] = []
    absent: list[str] = []
    seen: set[str] = set()
    for origin in origins:
        path = folder / f"{origin}.jsonl"
        for where, record in _records(path) if path.is_file() else ():
            try:
                if record["id"] in seen:
                    raise InputError(f"the id {record['id']!r} is used twice", where=where)
                seen.add(record["id"])
                turns = _turns(record, data, where)
                if turns is None:
                    absent.append(record["id"])
                else:
                    found.append(Gold(record["id"], origin, _graph(turns, record)))
            except (KeyError, TypeError, ValueError) as error:
                raise InputError(f"not a gold record ({error})", where=where) from None
    if not seen:
        raise InputError(
            "no gold record in " + " or ".join(f"{origin}.jsonl" for origin in origins),
            where=str(folder),
            fix="name another folder",
        )
    return found, absent


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            yield f"{path.name}:{number}", json.loads(line)


def _turns(record: Mapping[str, Any], data: Path, where: str) -> Sequence[Turn] | None:
    if "turns" in record:
        return [Turn(turn["role"], turn["text"]) for turn in record["turns"]]
    source = record["source"]
    path = data / source["file"]
    if not path.is_file():
        return None
    parts = _public(path).get(source["line"], [])
    number: int = source.get("part", 1)
    if len(parts) < number or text_hash(parts[number - 1]) != record["sha256"]:
        raise InputError(
            f"line {source['line']} of {source['file']} is not the text that was annotated",
            where=where,
            fix="use the file's original version",
        )
    return parts[number - 1]


@cache
def _public(path: Path) -> dict[int, list[tuple[Turn, ...]]]:
    """Return the instructions of a public file by line; a line may hold several."""
    lines: dict[int, list[tuple[Turn, ...]]] = {}
    for record in read([str(path)]):
        if not isinstance(record, Failure):
            lines.setdefault(int(record.where.rpartition(":")[2]), []).append(record.turns)
    return lines


def _graph(turns: Sequence[Turn], record: Mapping[str, Any]) -> Graph:
    builder = GraphBuilder(turns, {"gold": record["id"]})
    handles: dict[str, int] = {}
    within = {edge["source"] for edge in record["edges"] if edge["kind"] == EdgeKind.PART_OF}
    for node in record["nodes"]:
        kind = NodeKind(node["kind"])
        handle = builder.add(kind, [Span(*span) for span in node["spans"]], role=node.get("role"))
        handles[node["id"]] = handle
        if kind in DISCOURSE or node["id"] not in within:
            builder.link(handle, None, EdgeKind.PART_OF)
    for edge in record["edges"]:
        ends = handles[edge["source"]], handles[edge["target"]]
        builder.link(*ends, EdgeKind(edge["kind"]), **edge.get("qualifiers", {}))
    return builder.build()
