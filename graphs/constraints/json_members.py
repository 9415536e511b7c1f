"""JSON in a response: parsed with care, its members with their places, its depth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecoder
from typing import Any, NamedTuple

from stemmata.graphs.constraints.formats import Body, blocks

_FENCE = re.compile(r"\A\s*```(?:json|Json|JSON)?")
_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder()


class Member(NamedTuple):
    """A key of an object with its value, and the offsets of both."""

    key: str
    key_start: int
    key_end: int
    value: Any
    start: int
    end: int


class Parsed(NamedTuple):
    """What a text holds as JSON; or why it holds none, and where it stops being JSON."""

    value: Any
    problem: str
    at: int | None


def json_body(response: str) -> Body:
    """Return the JSON of a response, a markdown fence around it apart, as IFEval takes it."""
    fence = _FENCE.match(response)
    begin = fence.end() if fence else 0
    text = response[begin:].rstrip().removesuffix("```")
    return Body(text.strip(), begin + len(text) - len(text.lstrip()))


def parsed(text: str) -> Parsed:
    """Return the value of a JSON text."""
    try:
        return Parsed(json.loads(text), "", None)
    except json.JSONDecodeError as error:
        return Parsed(None, f"not JSON: {error.msg.lower()} at {error.pos}", error.pos)
    except (ValueError, RecursionError) as error:
        return Parsed(None, f"not JSON: {str(error)[:80].lower()}", None)


def members(text: str) -> list[Member]:
    """Return the members of the object that a valid JSON text is.

    Example:
        >>> [(one.key, one.value) for one in members('{"a": [1], "b": "x"}')]
        [('a', [1]), ('b', 'x')]
    """
    found = []
    place = _skip(text, 1)
    while text[place] != "}":
        key, key_end = _DECODER.raw_decode(text, place)
        start = _skip(text, _skip(text, key_end) + 1)
        value, end = _DECODER.raw_decode(text, start)
        found.append(Member(key, place, key_end, value, start, end))
        place = _skip(text, end)
        place = _skip(text, place + 1) if text[place] == "," else place
    return found


def _skip(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank else place


def depth(value: Any) -> int:
    """Return how many objects and arrays are inside one another at most; 0 for a text, a number and the like.

    Example:
        >>> depth({"a": [{"b": 1}]})
        3
    """
    deepest, level = 0, [value]
    while level := [one for one in level if isinstance(one, (dict, list))]:
        deepest += 1
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    return deepest


def json_texts(response: str) -> Iterator[Body]:
    """Yield the JSON that a response is, or the fenced JSON in it."""
    whole = json_body(response)
    if whole.text[:1] in ("{", "[") and not parsed(whole.text).problem:
        yield whole
    else:
        yield from blocks(response, "json")
