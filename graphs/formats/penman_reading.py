"""Penman notation back to graphs; also when another tool has laid the tree out anew, or turned edges round."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from stemmata.graphs.codec import from_dict
from stemmata.graphs.formats.penman import INSTRUCTION, UNLINKED
from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#.*|~[a-z]?\.?[0-9,]*)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<mark>[()/])
  | (?P<role>:[^\s()"/:~]*)
  | (?P<symbol>[^\s()"/:~]+)
    """,
    re.VERBOSE,
)
_SPANS = re.compile(r"(?:[0-9]{1,18}:[0-9]{1,18}:[0-9]{1,18}(?: |$))+")
_INVERSE = "-of"
_TRUTHS = {"true": True, "false": False}
_OF_CONSTRAINTS = frozenset({":family", ":kwargs", ":hard", ":constraint-extra"})
_MADE_BY = "`stemmata export penman` writes it"

_ALSO = {"edges": " and their qualifiers"}

_Triple = tuple[str, str, str]


@dataclass(slots=True)
class _Block:
    """One graph on its way in: comments, the concept of each variable, and what stands behind each role."""

    where: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    concepts: dict[str, str | None] = field(default_factory=dict)
    roles: list[tuple[str, str, str, bool, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


def read(lines: Iterable[tuple[str, object]]) -> Iterator[Graph]:
    """Yield the graphs of some lines, each given with its place.

    Raises:
        InputError: A line is not Penman, or a graph is none of ours.
    """
    block = _Block()
    before = role = ""
    place = "the end"
    for line, at in lines:
        place = str(at)
        if line.startswith("#") and not block.open:
            block.where = block.where or place
            block.comments.update(_fields(line))
            continue
        for kind, text in _tokens(line, place):
            wanted = _expected(before, bool(block.open))
            named = "symbol" if kind == "symbol" else text if kind == "mark" else kind
            if named not in wanted:
                raise InputError(f"expected {' or '.join(wanted)}, found {text[:40]!r}", where=place)
            if before == "(":
                _open(block, text, role, place)
                before = "variable"
                continue
            if before == "/":
                block.concepts[block.open[-1]] = text
            elif before == "role" and named in ("symbol", "string"):
                block.roles.append((block.open[-1], role, text, kind == "string", place))
            elif kind == "role":
                role = text
            elif text == ")":
                block.open.pop()
                if not block.open:
                    yield _graph(block)
                    block, before, role = _Block(), "", ""
                    continue
            block.where = block.where or place
            before = named if named in ("(", "/", "role") else "value"
    if block.open or block.comments:
        raise InputError("the file ends within a graph", where=place)


def _expected(before: str, inside: bool) -> tuple[str, ...]:
    if not inside and before != "(":
        return ("(",)
    if before == "(" or before == "/":
        return ("symbol",)
    if before == "variable":
        return ("/", "role", ")")
    return ("symbol", "string", "(") if before == "role" else ("role", ")")


def _tokens(line: str, place: str) -> Iterator[tuple[str, str]]:
    cursor = 0
    while cursor < len(line):
        match = _TOKEN.match(line, cursor)
        if match is None:
            problem = "a text has no end" if line[cursor] == '"' else f"{line[cursor]!r} means nothing here"
            raise InputError(f"{problem} (column {cursor + 1})", where=place)
        if match.lastgroup != "space":
            yield str(match.lastgroup), match[0]
        cursor = match.end()


def _fields(line: str) -> Iterator[tuple[str, str]]:
    for part in line.split("::")[1:]:
        name, _, value = part.partition(" ")
        yield name.strip(), value.strip()


def _open(block: _Block, variable: str, role: str, place: str) -> None:
    if variable in block.concepts:
        raise InputError(f"the variable {variable} stands for two nodes", where=place)
    block.concepts[variable] = None
    if block.open:
        block.roles.append((block.open[-1], role, variable, False, place))
    block.open.append(variable)


def _graph(block: _Block) -> Graph:
    where = block.where
    ids = {variable: variable for variable, concept in block.concepts.items() if concept == INSTRUCTION}
    root = next(iter(ids), None)
    if root is None:
        raise InputError(f"no node is of the concept {INSTRUCTION}", where=where, fix=_MADE_BY)
    if "turns" not in block.comments or "id" not in block.comments:
        missing = "turns" if "turns" not in block.comments else "id"
        raise InputError(f"the graph lacks the comment ::{missing}", where=where, fix=_MADE_BY)
    nodes: dict[str, dict[str, Any]] = {
        variable: {"kind": concept, "spans": []} for variable, concept in block.concepts.items() if variable != root
    }
    triples: list[_Triple] = []
    for variable, role, target, quoted, place in block.roles:
        if not quoted and target in block.concepts:
            if role == UNLINKED:
                continue
            turned = role.endswith(_INVERSE)
            source, sink = (target, variable) if turned else (variable, target)
            triples.append((source, role[1:].removesuffix(_INVERSE) if turned else role[1:], sink))
        elif variable == root:
            raise InputError(f"{role} of {variable}: {target[:40]} is no node of this graph", where=place)
        else:
            _attribute(nodes[variable], variable, role, _value(target, place) if quoted else target, place)
    for variable, node in nodes.items():
        if "id" not in node:
            raise InputError(f"the node {variable} lacks :id", where=where)
    named = {root: block.comments["id"], **{variable: node["id"] for variable, node in nodes.items()}}
    record = {
        **_comment(block, "extra", {}),
        "id": block.comments["id"],
        "turns": _comment(block, "turns", []),
        "nodes": [nodes[variable] for variable in _ordered(block, nodes)],
        "edges": [
            {**edge, "source": named[edge["source"]], "target": named[edge["target"]]}
            for edge in _edges(block, triples)
        ],
        "meta": _comment(block, "meta", {}),
    }
    return from_dict(record, where=where)


def _value(text: str, place: str) -> str:
    try:
        value: str = json.loads(text)
    except ValueError as error:
        raise InputError(f"broken text ({error})", where=place) from None
    return value


def _attribute(node: dict[str, Any], variable: str, role: str, value: str, place: str) -> None:
    constraint: dict[str, Any] = node.setdefault("constraint", {}) if role in _OF_CONSTRAINTS else {}
    if role in (":id", ":text", ":role"):
        node[role[1:]] = value
    elif role == ":spans" and _SPANS.fullmatch(value):
        node["spans"] = [[int(number) for number in span.split(":")] for span in value.split()]
    elif role == ":family":
        constraint["id"] = value
    elif role == ":hard" and value in _TRUTHS:
        constraint["hard"] = _TRUTHS[value]
    elif role == ":kwargs":
        constraint["kwargs"] = _held(value, variable, role, place)
    elif role == ":constraint-extra":
        constraint.update(_held(value, variable, role, place))
    elif role == ":extra":
        node.update(_held(value, variable, role, place))
    else:
        raise InputError(f"{role} of {variable}: {value[:40]!r} is neither a node nor such an attribute", where=place)


def _held(value: str, variable: str, role: str, place: str) -> dict[str, Any]:
    held: dict[str, Any] = _checked_json(value, dict, f"{role} of {variable}", place)
    return held


def _comment(block: _Block, name: str, default: Any) -> Any:
    if name not in block.comments:
        return default
    return _checked_json(block.comments[name], type(default), f"the comment ::{name}", block.where)


def _checked_json(text: str, kind: type, what: str, where: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{what}: broken JSON ({error})", where=where) from None
    if not isinstance(value, kind):
        raise InputError(f"{what}: expected a JSON {'object' if kind is dict else 'list'}", where=where)
    return value


def _ordered(block: _Block, nodes: dict[str, dict[str, Any]]) -> list[str]:
    listed = _comment(block, "nodes", [])
    for variable in listed:
        if not isinstance(variable, str) or variable not in nodes:
            _strange(block, "nodes", variable)
    return list(dict.fromkeys([*listed, *nodes]))


def _edges(block: _Block, triples: list[_Triple]) -> Iterator[dict[str, Any]]:
    left = Counter(triples)
    for noted in _comment(block, "edges", []):
        parts = [*noted, {}, {}][:5] if isinstance(noted, list) else []
        if [type(part) for part in parts] != [str, str, str, dict, dict] or not left[tuple(parts[:3])]:
            _strange(block, "edges", noted)
        source, kind, target, qualifiers, extra = parts
        triple = (source, kind, target)
        left[triple] -= 1
        yield {**_joined(triple), "qualifiers": qualifiers, **extra}
    for triple in triples:
        if left[triple]:
            left[triple] -= 1
            yield _joined(triple)


def _joined(triple: _Triple) -> dict[str, Any]:
    return {"source": triple[0], "kind": triple[1], "target": triple[2]}


def _strange(block: _Block, name: str, found: object) -> NoReturn:
    shown = " ".join(map(str, found)) if isinstance(found, tuple | list) else str(found)
    raise InputError(
        f"the comment ::{name} names {shown[:60]!r}, which the graph has not",
        where=block.where,
        fix=f"mend that comment; without it the {name} lose their order" + _ALSO.get(name, ""),
    )
