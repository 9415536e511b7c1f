"""Files of records that commands read: graphs, and responses to verify."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from stemmata.graphs.codec import from_dict
from stemmata.graphs.constraints.ifeval import Label
from stemmata.graphs.constraints.registry import payload
from stemmata.graphs.graph import Graph
from stemmata.parsing.fields import Place, SourceRecord, interpret
from stemmata.parsing.sources import STDIN, json_lines, read
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Payload
from stemmata.schemas.records import Failure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """A response to verify, and what it is to keep: a graph, a text to parse, or constraints outright."""

    response: str
    id: str | None
    where: str
    graph: Graph | None = None
    instruction: str | None = None
    constraints: tuple[Payload, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledRecord:
    """An instruction with labels: valid ids and arguments of families."""

    item: SourceRecord | Failure
    labels: tuple[Label, ...]
    key: object = None

    @property
    def where(self) -> str:
        """The place of the record."""
        return self.item.where


def read_graphs(sources: Sequence[str]) -> Iterator[Graph]:
    """Read graphs from files, or from standard input for `-`; files are checked to the end first.

    Raises:
        InputError: A file is missing, or a line is not a graph.
    """
    return _checked(sources, lambda: _records(sources, _graph))


def read_claims(sources: Sequence[str]) -> Iterator[Claim]:
    """Read responses to verify from files, or from standard input for `-`; files are checked to the end first.

    Raises:
        InputError: A file is missing, or a record lacks what it needs or names an unknown family or wrong arguments.
    """
    return _checked(sources, lambda: _records(sources, _claim))


def read_labelled(sources: Sequence[str]) -> Iterator[LabelledRecord]:
    """Read instructions with IFEval's labels, as `read_claims` reads responses.

    Raises:
        InputError: A file is missing, or a record lacks what it needs or names an unknown family or wrong arguments.
    """
    return _checked(sources, lambda: _records(sources, _labelled))


def read_either(sources: Sequence[str]) -> Iterator[Graph | SourceRecord | Failure]:
    """Read graphs, or instructions, or both, from sources as `parse` takes them; files are checked to the end first.

    Raises:
        InputError: A source is missing, of an unknown kind or empty, or a record is neither.
    """

    def stream() -> Iterator[Graph | SourceRecord | Failure]:
        for source in sources:
            if source == STDIN or source.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")):
                for found in _records([source], _either):
                    yield from found
            else:
                yield from read([source])

    return _checked(sources, stream)


def _graph(raw: object, place: Place) -> Graph:
    return from_dict(_object(raw, place), where=str(place))


def _either(raw: object, place: Place) -> list[Graph | SourceRecord | Failure]:
    if isinstance(raw, dict) and "nodes" in raw and "turns" in raw:
        return [from_dict(raw, where=str(place))]
    return list(interpret(raw, place))


def _labelled(raw: object, place: Place) -> LabelledRecord:
    record = _object(raw, place)
    given = _payloads(record.get("instruction_id_list"), _whole(record.get("kwargs")), place)
    if not isinstance(record.get("prompt"), str):
        raise InputError("field prompt: expected a text", where=str(place))
    (item,) = interpret({key: value for key, value in record.items() if key != "instances"}, place, "prompt")
    key = record.get("key")
    labels = tuple(Label(one.id, dict(one.kwargs)) for one in given)
    return LabelledRecord(item, labels, key if isinstance(key, str | int) else None)


def _whole(arguments: object) -> object:
    """Return lists of arguments with whole numbers for those that a table made floating-point ones."""
    if isinstance(arguments, float) and arguments.is_integer():
        return int(arguments)
    if isinstance(arguments, list):
        return [_whole(one) for one in arguments]
    if isinstance(arguments, dict):
        return {key: _whole(one) for key, one in arguments.items()}
    return arguments


def _checked(sources: Sequence[str], stream: Callable[[], Iterator[T]]) -> Iterator[T]:
    """Return a stream, after it was read to its end once where all its sources can be read twice."""
    for source in sources:
        if source != STDIN and not Path(source).exists():
            raise InputError("no such file", where=source)
    if all(source != STDIN and Path(source).is_file() for source in sources):
        for _ in stream():
            pass
    return stream()


def _records(sources: Sequence[str], interpret: Callable[[object, Place], T]) -> Iterator[T]:
    for source in sources:
        empty = True
        for raw, place in json_lines(source):
            empty = False
            yield interpret(raw, place)
        if empty:
            raise InputError("is empty", where="standard input" if source == STDIN else source)


def _claim(raw: object, place: Place) -> Claim:
    record = _object(raw, place)
    response = record.get("response")
    if not isinstance(response, str):
        raise InputError("field response: expected a text", where=str(place))
    name = next((str(record[key]) for key in ("id", "key") if record.get(key) is not None), None)
    if record.get("graph") is not None:
        graph = from_dict(_object(record["graph"], place), where=str(place))
        constraints = tuple(node.constraint for node in graph.constraint_nodes if node.constraint is not None)
        _payloads([one.id for one in constraints], [one.kwargs for one in constraints], place)
        return Claim(response, name, place.label, graph=graph)
    if record.get("instruction_id_list") is not None:
        ids, arguments = record["instruction_id_list"], record.get("kwargs")
        return Claim(response, name, place.label, constraints=_payloads(ids, arguments, place))
    text = record.get("instruction", record.get("prompt"))
    if isinstance(text, str):
        return Claim(response, name, place.label, instruction=text)
    raise InputError(
        "nothing to verify against",
        where=str(place),
        fix='give "graph", "instruction", or "instruction_id_list" with "kwargs"',
    )


def _payloads(ids: object, arguments: object, place: Place) -> tuple[Payload, ...]:
    if not isinstance(ids, list):
        raise InputError("field instruction_id_list: expected a list", where=str(place))
    if not isinstance(arguments, list) or len(arguments) != len(ids):
        raise InputError(
            f"field kwargs: expected a list of {len(ids)} objects, one for each instruction id", where=str(place)
        )
    found = []
    for number, (family_id, kwargs) in enumerate(zip(ids, arguments, strict=True)):
        if not isinstance(family_id, str):
            raise InputError(f"field instruction_id_list[{number}]: expected a text", where=str(place))
        if kwargs is not None and not isinstance(kwargs, dict):
            raise InputError(f"field kwargs[{number}]: expected an object", where=str(place))
        try:
            found.append(payload(family_id, kwargs or {}))
        except InputError as error:
            raise type(error)(error.problem, where=str(place), fix=error.fix) from None
    return tuple(found)


def _object(raw: object, place: Place) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise InputError("expected a JSON object", where=str(place))
    return raw
