"""JSON objects brought to the keys and types that were asked for, and plain text made into one."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from stemmata.graphs.constraints.family import Kwargs, Repair
from stemmata.graphs.constraints.formats import changed
from stemmata.graphs.constraints.json_members import members
from stemmata.graphs.constraints.json_orders import JsonType

_LINE_ITEM = re.compile(r"[ \t]*(?:[-*•+]|\d{1,3}\s?[.)])[ \t]+(\S[^\n]*)\Z")
_PAIR = re.compile(r"[ \t*-]{0,6}([A-Za-z][\w &/'-]{0,60}?)[ \t*]{0,4}:[ \t*]{0,4}(\S[^\n]*)\Z")


def _plain(key: str) -> str:
    return "".join(c for c in key.casefold() if c.isalnum())


def mended(kwargs: Kwargs, text: str) -> tuple[str, bool]:
    """Return an object's text with keys and values as asked, as far as that is mechanical; and whether any is lost."""
    found = members(text)
    there = {one.key for one in found}
    missing = {_plain(key): key for key in kwargs["keys"] if key not in there}
    pieces, kept, lossy = [], [], False
    for one in found:
        key = one.key
        if key not in kwargs["keys"] and _plain(key) in missing:
            key = missing.pop(_plain(key))
        if kwargs.get("only") and key not in kwargs["keys"]:
            lossy = True
            continue
        kept.append(one)
        written = text[one.key_start : one.key_end] if key == one.key else json.dumps(key, ensure_ascii=False)
        value = _typed(one.value, (kwargs.get("types") or {}).get(key))
        pieces.append(written + text[one.key_end : one.start] + (value or text[one.start : one.end]))
    if not kept:
        return text, False
    gaps = [text[left.end : right.key_start] for left, right in pairwise(found)]
    gap = gaps[0] if gaps else ", "
    return text[: found[0].key_start] + gap.join(pieces) + text[found[-1].end :], lossy


def _typed(value: Any, kind: JsonType | None) -> str | None:
    """Return a value written as another type, where that says the same; None where nothing has to be done or can be."""
    if kind == "number" and isinstance(value, str) and re.fullmatch(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?", value):
        return value
    if kind == "string" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return json.dumps(json.dumps(value))
    if kind == "array" and isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return json.dumps([value], ensure_ascii=False)
    if kind == "boolean" and isinstance(value, str) and value.lower() in ("true", "false", "yes", "no"):
        return "true" if value.lower() in ("true", "yes") else "false"
    return None


def wrapped(kwargs: Kwargs, response: str) -> Repair | None:
    """Return plain text as an object: under the only key, or its lines "key: value" under the keys that they name."""
    text, types = response.strip(), kwargs.get("types") or {}
    if not text or "```" in text or text[0] in "{[":
        return None
    lines = [line for line in text.split("\n") if line.strip()]
    value: dict[str, Any]
    pairs = [pair for pair in map(_PAIR.match, lines) if pair]
    spelt = {_plain(key): key for key in kwargs["keys"]}
    told = {spelt.get(_plain(pair[1]), str(pair[1])): str(pair[2]).strip() for pair in pairs}
    if len(pairs) == len(lines) == len(told) and all(key in told for key in kwargs["keys"]):
        value = told
    elif len(kwargs["keys"]) == 1:
        key = kwargs["keys"][0]
        if types.get(key) == "array":
            items = [item[1] for item in map(_LINE_ITEM.match, lines) if item]
            if len(items) not in (0, len(lines)):
                return None
            value = {key: items or [line.strip() for line in lines]}
        else:
            value = {key: text}
    else:
        return None
    written = json.dumps(value, ensure_ascii=False, indent=2 if "\n" in text else None)
    made = mended(kwargs, written)[0]
    return Repair(made, changed(response, made), False, "put into JSON")
