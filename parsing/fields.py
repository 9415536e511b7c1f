"""What a raw record says: its text or messages, its id, its response, whatever names the fields have."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, NamedTuple, get_args

from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn
from stemmata.schemas.records import Failure
from stemmata.schemas.vocabulary import ASKING_ROLES, Role

TEXT_FIELDS = ("instruction", "prompt", "text")
CHAT_FIELDS = ("messages", "conversations", "turns", "whole_conv")
ID_FIELDS = ("id", "key", "question_id", "example_id")
RESPONSE_FIELDS = ("response", "output", "completion", "target")

# What other formats call the roles of a chat.
_ROLES: dict[str, Role] = {
    **{role: role for role in get_args(Role)},
    "human": "user",
    "prompter": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "function": "tool",
    "observation": "tool",
}
_NAMES = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", int: "a number", float: "a number"}


class Place(NamedTuple):
    """Where a record stands: a source as the user named it, and a line (or, where there are none, a record number)."""

    source: str
    line: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"

    @property
    def label(self) -> str:
        """The place without the folder, which differs from machine to machine."""
        return f"{PurePath(self.source).name}:{self.line}"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One instruction as a source has it.

    Attributes:
        turns: Its messages.
        id: The record's own id.
        response: The response that came with it.
        meta: What the graph keeps of it: source, source_id, response, the record's own `meta`, and in `fields` the
            other fields that hold a single value.
        where: The file's name and the line.
    """

    turns: tuple[Turn, ...]
    id: str | None
    response: str | None
    meta: Mapping[str, Any] = field(hash=False)
    where: str

    @property
    def is_empty(self) -> bool:
        """Whether no turn asks for anything: there is nothing to parse."""
        return not any(turn.text.strip() for turn in self.turns if turn.role in ASKING_ROLES)


def interpret(raw: object, place: Place, name: str | None = None) -> Iterator[SourceRecord | Failure]:
    """Yield the instructions that a raw record holds: one, or one for each of self-instruct's instances.

    Args:
        raw: The record.
        place: Where it stands.
        name: The field that holds the text, when it is none of the usual ones.

    Raises:
        InputError: The record is no object, no known field holds a text, or a field has the wrong type.
    """
    if not isinstance(raw, dict):
        raise InputError(f"expected a JSON object, found {_kind(raw)}", where=str(place))
    used = _text_field(raw, place, name)
    own_id = next((str(raw[key]) for key in ID_FIELDS if _is_scalar(raw.get(key))), None)
    instances = raw.get("instances")
    if used in TEXT_FIELDS and isinstance(instances, list) and instances:
        for number, instance in enumerate(instances, start=1):
            if not isinstance(instance, dict):
                raise _wrong("instances", instance, "a list of objects", place)
            suffix = f"/{number}" if len(instances) > 1 else ""
            one_id = f"{own_id}{suffix}" if own_id is not None else None
            yield _record({**raw, **instance}, used, one_id, place, own=raw)
    else:
        yield _record(raw, used, own_id, place, own=raw)


def _text_field(raw: Mapping[str, Any], place: Place, name: str | None) -> str:
    if name is not None:
        if name not in raw:
            raise InputError(f"no field {name!r} (found: {_listing(raw)})", where=str(place), fix="check --field")
        return name
    lists = [key for key in CHAT_FIELDS if isinstance(raw.get(key), list)]
    filled = [key for key in TEXT_FIELDS + CHAT_FIELDS if raw.get(key) is not None]
    present = [key for key in TEXT_FIELDS + CHAT_FIELDS if key in raw]
    chosen = next(iter(lists + filled + present), None)
    if chosen is None:
        raise InputError(
            f"no field holds an instruction (found: {_listing(raw)})",
            where=str(place),
            fix=f"use one of {', '.join(TEXT_FIELDS + CHAT_FIELDS[:3])}, or name the field with --field",
        )
    return chosen


def _record(
    raw: Mapping[str, Any], used: str, own_id: str | None, place: Place, *, own: Mapping[str, Any]
) -> SourceRecord | Failure:
    value = raw[used]
    response: str | None = None
    if value is None:
        turns: tuple[Turn, ...] = ()
    elif isinstance(value, list) and used not in ("instruction", "text"):
        turns = tuple(_turns(value, used, place))
        # Chat formats end with the answer; our own `turns` are kept as they are.
        if used != "turns" and len(turns) > 1 and turns[-1].role == "assistant":
            response = turns[-1].text
            turns = turns[:-1]
    elif isinstance(value, str) and used not in CHAT_FIELDS:
        turns = (Turn("user", _with_input(value, raw, used, place)),)
    else:
        raise _wrong(used, value, "a list" if used in CHAT_FIELDS else "a text", place)
    response = response or _response(raw, used, place)
    if any(_is_torn(text) for text in (*(turn.text for turn in turns), response or "", own_id or "")):
        return Failure(
            stage="read",
            reason="not valid Unicode",
            detail="a text holds half of a surrogate pair, which UTF-8 cannot hold",
            where=place.label,
        )
    meta = _meta(own, used, own_id, response, place)
    return SourceRecord(turns or (Turn("user", ""),), own_id, response, meta, place.label)


def _with_input(text: str, raw: Mapping[str, Any], used: str, place: Place) -> str:
    extra = raw.get("input") if used != "input" else None
    if extra is None or extra == "":
        return text
    if not isinstance(extra, str):
        raise _wrong("input", extra, "a text", place)
    return f"{text}\n\n{extra}" if extra.strip() else text


def _turns(messages: list[Any], used: str, place: Place) -> Iterator[Turn]:
    for number, message in enumerate(messages):
        name = f"{used}[{number}]"
        if isinstance(message, str) and used != "messages":
            yield Turn("user", message)
        elif not isinstance(message, dict):
            raise _wrong(name, message, "a message with a role and a content", place)
        elif "user prompt" in message:
            yield Turn("user", _content(message["user prompt"], f"{name}.user prompt", place))
            answer = next((message[key] for key in ("assistant answer", "assistant") if message.get(key)), None)
            if answer is not None:
                yield Turn("assistant", _content(answer, f"{name}.assistant answer", place))
        else:
            role = message.get("role", message.get("from"))
            if not isinstance(role, str) or role.lower() not in _ROLES:
                raise InputError(
                    f"field {name}: unknown role {role!r}", where=str(place), fix=f"use one of {', '.join(_ROLES)}"
                )
            key = next((key for key in ("content", "text", "value") if key in message), "content")
            yield Turn(_ROLES[role.lower()], _content(message.get(key), f"{name}.{key}", place))


def _content(value: object, name: str, place: Place) -> str:
    """Return a message's content: a text, or the texts among its parts; a message that only calls tools has none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, dict) and isinstance(part.get("text"), str) for part in value):
        return "".join(part["text"] for part in value)
    raise _wrong(name, value, "a text", place)


def _response(raw: Mapping[str, Any], used: str, place: Place) -> str | None:
    for key in RESPONSE_FIELDS:
        value = raw.get(key)
        if key == used or value is None:
            continue
        if not isinstance(value, str):
            if key == "target":  # a label as often as an answer
                continue
            raise _wrong(key, value, "a text", place)
        if value.strip():
            return value
    return None


def _meta(
    own: Mapping[str, Any], used: str, own_id: str | None, response: str | None, place: Place
) -> Mapping[str, Any]:
    known = {used, "input", "meta", "instances", *ID_FIELDS, *RESPONSE_FIELDS, "format", "version"}
    rest = {
        key: value
        for key, value in own.items()
        if key not in known
        and value is not None
        and _is_scalar(value)
        and not (isinstance(value, str) and _is_torn(value))
    }
    meta: dict[str, Any] = dict(own["meta"]) if isinstance(own.get("meta"), dict) else {}
    meta["source"] = place.label
    for key, value in (("source_id", own_id), ("response", response), ("fields", rest or None)):
        if value is not None:
            meta[key] = value
    return meta


def _wrong(name: str, value: object, expected: str, place: Place) -> InputError:
    return InputError(f"field {name}: expected {expected}, found {_kind(value)}", where=str(place))


def _kind(value: object) -> str:
    return "nothing" if value is None else _NAMES.get(type(value), f"a {type(value).__name__}")


def _listing(raw: Mapping[str, Any]) -> str:
    names = [str(key) for key in raw]
    return ", ".join(names[:8]) + (", …" if len(names) > 8 else "") if names else "no fields"


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))


def _is_torn(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
