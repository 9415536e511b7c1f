"""Records to the rows that a batch loads: a table for each label, and for each kind of edge and pair of ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any

from stemmata.graphs.fingerprints import Level, Prints
from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import StoreError
from stemmata.schemas.instruction import Node, digest
from stemmata.schemas.records import Failure, Judgement, Record, Response, Variant
from stemmata.schemas.vocabulary import QUALIFIERS

# Which columns hold something other than text.
TYPES: dict[str, type] = {
    **dict.fromkeys(("turn", "start", "end", "depth", "position", "order"), int),
    **dict.fromkeys(("hard", "passed"), bool),
    **dict.fromkeys(("value", "score"), float),
    "roles": list,
}
_JSON = frozenset({"turns", "nodes", "meta", "extra", "spans", "kwargs", "record", "spans_before", "spans_after"})
_LARGEST = 2**63 - 1

_ANCHOR = ("id", "text", "instruction", "turn", "start", "end", "spans", "extra")
_QUALIFIED = ("position", *QUALIFIERS)
_UNPRINTED = (None,) * len(Level)
_UNQUALIFIED = (None,) * len(QUALIFIERS)
_MORE: dict[str, tuple[str, ...]] = {
    "Fact": ("role",),
    "Constraint": ("family", "group", "hard", "kwargs", "value", "relation"),
}
PRINT_COLUMNS = tuple(f"print_{level}" for level in Level)
_COLUMNS: dict[str, tuple[str, ...]] = {
    "Instruction": (
        *("id", "text", "turns", "roles", "family", "source", "depth", "nodes", "meta", "extra"),
        *PRINT_COLUMNS,
    ),
    "Response": ("id", "text", "instruction", "family", "model", "mode", "passed", "record"),
    "Failure": ("id", "text", "stage", "reason", "place", "record"),
    "EDIT": (
        *("op", "node", "kind", "before", "after", "spans_before", "spans_after"),
        *("relation", "proposer", "record"),
    ),
    "ANSWERS": (),
    "SATISFIES": ("verifier", "detail"),
    "VIOLATES": ("verifier", "detail"),
    "JUDGED": ("judge", "passed", "score", "detail"),
}

Row = tuple[Any, ...]
Ends = tuple[str, str, str]
EDIT_ENDS: Ends = ("EDIT", "Instruction", "Instruction")
JUDGED_WHOLE: Ends = ("JUDGED", "Response", "Instruction")
JUDGED_PART: Ends = ("JUDGED", "Response", "Constraint")


def node_columns(label: str) -> tuple[str, ...]:
    """Return the columns of a node table, in the order of its rows."""
    return _COLUMNS.get(label) or (*_ANCHOR, *_MORE.get(label, ()))


def edge_columns(kind: str) -> tuple[str, ...]:
    """Return the columns of an edge table but its ends, in the order of its rows."""
    return _COLUMNS.get(kind, _QUALIFIED)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(value: Any) -> str:
    """Return a value as compact JSON."""
    return _encode(value)


def to_record(record: Record, *, without: frozenset[str] = frozenset()) -> str:
    """Return all that a record holds, unknown fields too, as JSON."""
    return to_json(record.model_dump(exclude=set(without)))


class Batch:
    """Rows on their way into the store, all of them or none.

    Attributes:
        nodes: Rows by label.
        edges: Rows by kind and the labels of both ends; each begins with the ends' ids.
        loads: The same as its database loads it, where a `Backend` has prepared that.
    """

    def __init__(self) -> None:
        self.nodes: dict[str, list[Row]] = {}
        self.edges: dict[Ends, list[Row]] = {}
        self.loads: Sequence[tuple[str, Any]] | None = None

    def add_node(self, label: str, row: Row) -> None:
        """Add a row of `node_columns`."""
        self.nodes.setdefault(label, []).append(row)

    def add_edge(self, ends: Ends, row: Row) -> None:
        """Add a row of both ends' ids and `edge_columns`."""
        self.edges.setdefault(ends, []).append(row)

    def add_graph(self, graph: Graph, *, family: str, depth: int, prints: Prints | None = None) -> None:
        """Add an instruction with its nodes and edges; a store wants its prints too."""
        source = graph.meta.get("source")
        labelled = [(node.kind._value_, node) for node in graph.nodes]
        instruction = (
            graph.id,
            graph.text,
            to_json([[turn.role, turn.text] for turn in graph.turns]),
            [turn.role for turn in graph.turns],
            family,
            source if isinstance(source, str) or source is None else to_json(source),
            depth,
            to_json([[label, node.id] for label, node in labelled]),
            to_json(dict(graph.meta)),
            to_json(dict(graph.extra)) if graph.extra else None,
            *(prints or _UNPRINTED),
        )
        self.add_node("Instruction", instruction)
        for label, node in labelled:
            self.add_node(label, (*_anchor(graph.id, node), *_particulars(label, node)))
        labels = {graph.id: "Instruction"} | {node.id: label for label, node in labelled}
        for position, edge in enumerate(graph.edges):
            qualifiers = map(edge.qualifiers.get, QUALIFIERS) if edge.qualifiers else _UNQUALIFIED
            # `_value_` is the value itself, where `value` is a slow look-up; this runs for each edge ever stored.
            ends = (edge.kind._value_, labels[edge.source], labels[edge.target])
            self.add_edge(ends, (edge.source, edge.target, position, *qualifiers))

    def add_edit(self, variant: Variant) -> None:
        """Add the edge from a variant's parent to it."""
        edit = variant.edit
        values = (edit.op, edit.node, edit.kind.value, edit.before, edit.after)
        spans = (to_json(edit.spans_before), to_json(edit.spans_after))
        row = (variant.parent, variant.id, *values, *spans, edit.relation, edit.proposer, to_record(variant))
        self.add_edge(EDIT_ENDS, row)

    def add_response(self, response: Response, constraints: frozenset[str]) -> None:
        """Add a response, its edge to its instruction, and one to each decided constraint among `constraints`."""
        values = (response.instruction, response.family, response.model, response.mode, response.passed)
        rest = to_record(response, without=frozenset({"text"}))
        self.add_node("Response", (response.id, response.text, *values, rest))
        self.add_edge(("ANSWERS", "Response", "Instruction"), (response.id, response.instruction))
        for verdict in response.constraints:
            if verdict.passed is not None and verdict.node in constraints:
                kind = "SATISFIES" if verdict.passed else "VIOLATES"
                row = (response.id, verdict.node, verdict.id, verdict.detail)
                self.add_edge((kind, "Response", "Constraint"), row)

    def add_judgement(self, judgement: Judgement, constraints: frozenset[str]) -> None:
        """Add a judgement: an edge to the instruction, and one to each constraint judged alone among `constraints`.

        The first has the whole record as its detail, in ASCII, and as its score the share of the constraints judged
        alone that are kept.
        """
        told = [one.passed for one in judgement.constraints if one.passed is not None]
        record = json.dumps(judgement.model_dump(mode="json"), separators=(",", ":"))
        share = sum(told) / len(told) if told else None
        ends = (judgement.response, judgement.instruction)
        self.add_edge(JUDGED_WHOLE, (*ends, judgement.judge, judgement.passed, share, record))
        for one in judgement.constraints:
            if one.node in constraints:
                self.add_edge(
                    JUDGED_PART, (judgement.response, one.node, judgement.judge, one.passed, None, one.detail)
                )

    def add_failure(self, failure_id: str, failure: Failure) -> None:
        """Add a failure under its content id."""
        values = (failure.detail, failure.stage, failure.reason, failure.where, to_record(failure))
        self.add_node("Failure", (failure_id, *values))


def failure_id(failure: Failure) -> str:
    """Return the content id of a failure: equal failures are one."""
    return digest("failure", json.dumps(failure.model_dump(), sort_keys=True))


def refused(variant: Variant) -> Failure:
    """Return a refused variant as a failure of the stage `vary`, with its edit."""
    edit: dict[str, Any] = {"edit": variant.edit.model_dump(mode="json", exclude_none=True)}
    return Failure(
        stage="vary",
        reason=variant.gate or "refused",
        detail=variant.reason or "",
        where=variant.parent,
        id=variant.id,
        **edit,
    )


def _anchor(instruction: str, node: Node) -> Row:
    first = node.spans[0]
    spans = ",".join([f"[{span.turn},{span.start},{span.end}]" for span in node.spans])
    extra = to_json(dict(node.extra)) if node.extra else None
    return (node.id, node.text, instruction, first.turn, first.start, first.end, f"[{spans}]", extra)


def _particulars(label: str, node: Node) -> Row:
    if label == "Fact":
        return (node.role,)
    if label != "Constraint":
        return ()
    if node.constraint is None:
        return (None,) * len(_MORE["Constraint"])
    payload = node.constraint
    relation = payload.kwargs.get("relation")
    return (
        payload.id,
        payload.id.partition(":")[0],
        payload.hard,
        to_json(dict(payload.kwargs)),
        _only_number(payload.kwargs),
        relation if isinstance(relation, str) else None,
    )


def _only_number(kwargs: Mapping[str, Any]) -> float | None:
    numbers = [value for value in kwargs.values() if isinstance(value, int | float) and not isinstance(value, bool)]
    try:
        return float(numbers[0]) if len(numbers) == 1 else None
    except OverflowError:
        return None


def storable(name: str, values: Sequence[Any], table: str) -> Sequence[Any]:
    """Return the values of a column as a store can hold them.

    Raises:
        StoreError: A value is of the wrong type, or a whole number too large for 64 bits.
    """
    wanted = TYPES.get(name, str)
    kinds = set(map(type, values)) - {NoneType}
    for kind in kinds - {wanted}:
        if not issubclass(kind, wanted) or (kind is bool and wanted is int):
            raise StoreError(f"a value of {name} cannot be stored: {kind.__name__}, not {wanted.__name__}", where=table)
    if wanted is int and kinds:
        given = [value for value in values if value is not None]
        if max(given) > _LARGEST or min(given) < -_LARGEST:
            raise StoreError(f"a value of {name} cannot be stored: it is too large", where=table)
    if wanted is not str or not kinds or _encodable(values):
        return values
    # Half a surrogate pair, as broken JSON has it. UTF-8 cannot hold it: JSON columns, of which records are made
    # anew, keep it escaped, and the columns that are there to be queried show a question mark.
    mend: Callable[[str], str] = _escaped if name in _JSON else _replaced
    return [value if value is None else mend(value) for value in values]


def _encodable(texts: Sequence[str | None]) -> bool:
    try:
        "".join(filter(None, texts)).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _escaped(value: str) -> str:
    return json.dumps(json.loads(value), separators=(",", ":"))


def _replaced(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")
