"""Which keys the response has as a JSON object."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint, Measure
from stemmata.graphs.constraints.formats import changed
from stemmata.graphs.constraints.json_members import json_body, members, parsed
from stemmata.graphs.constraints.json_mending import mended, wrapped
from stemmata.graphs.constraints.json_orders import JsonType, Key, key_orders
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import Interval, interval_of
from stemmata.graphs.constraints.terms import joined
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:json_keys"
_JSON = "detectable_format:json_format"
_DEPTH = "detectable_format:json_depth"
_XML = "detectable_format:xml"

_LEADS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Respond in JSON with",
        "Give your answer as a JSON object with",
        "Return a JSON object with",
        "Your entire response should be a JSON object with",
        "Format your answer as a JSON object containing",
    ),
    Form.MODAL: ("should use JSON with", "must return a JSON object with"),
    Form.VERB: ("use JSON with", "return a JSON object with", "respond in JSON with"),
    Form.PHRASE: ("in JSON with", "as a JSON object with", "in JSON format with"),
}
_PYTHON: dict[JsonType, tuple[type, ...]] = {
    "string": (str,), "number": (int, float), "boolean": (bool,), "array": (list,), "object": (dict,),
}  # fmt: skip


class KeyArguments(Arguments):
    """The keys; whether there may be others; the types of the values where they are told."""

    keys: list[Key] = Field(min_length=1, max_length=50)
    only: bool = False
    types: dict[str, JsonType] | None = None

    @field_validator("keys")
    @classmethod
    def _once_each(cls, value: list[str]) -> list[str]:
        return list(dict.fromkeys(value))

    @model_validator(mode="after")
    def _types_are_of_keys(self) -> Self:
        if self.types is not None and (not self.types or not self.types.keys() <= set(self.keys)):
            raise ValueError("'types' names one key at least, and only keys that are in 'keys'")
        return self


class JsonKeys:
    """The response is a JSON object that has some keys at its top, and no others where that is said."""

    id = ID
    hard = True
    summary = "the keys of the JSON object that the response is"
    example = Example('Respond in JSON with the keys "name" and "age".', {"keys": ["name", "age"], "only": False})
    arguments = KeyArguments
    cues = ("json",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for JSON that names its keys."""
        for order in key_orders(passage):
            if all(len(name) <= 100 for name in order.keys.names):
                yield Found(ID, _kwargs(order.keys.names, order.keys.only, order.keys.types),
                            order.start, order.end, order.form)  # fmt: skip

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        quotes = '"' if any("'" in key for key in kwargs["keys"]) else "\"'"
        return [f"{lead} {keys}" for keys in _named(kwargs, quotes) for lead in _LEADS.get(form, ())]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other formats, keys more and less, and the same keys with and without others."""
        keys, only, types = list(kwargs["keys"]), bool(kwargs.get("only")), dict(kwargs.get("types") or {})
        yield Alternative(_XML, {}, "contradicting")
        if len(keys) > 1:
            for left_out in rng.sample(keys, min(2, len(keys))):
                kept = [key for key in keys if key != left_out]
                rest = {key: kind for key, kind in types.items() if key != left_out}
                yield Alternative(ID, _kwargs(kept, only, rest), "contradicting" if only else "weaker")
        yield Alternative(ID, _kwargs(keys, not only, types), "weaker" if only else "stronger")
        if types:
            yield Alternative(ID, _kwargs(keys, only, {}), "weaker")
            key = rng.choice(sorted(types))
            other: JsonType = "array" if types[key] == "string" else "string"
            yield Alternative(ID, _kwargs(keys, only, {**types, key: other}), "contradicting")
        yield Alternative(_JSON, {}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of what two orders say of the keys, or of the depth that follows from the types."""
        if other.id == ID:
            return _meaning(kwargs, other.kwargs)
        if other.id == _JSON:
            return "implies"
        if other.id == _DEPTH:
            nested = any(kind in ("array", "object") for kind in (kwargs.get("types") or {}).values())
            bound = interval_of(other.kwargs, "num_levels")
            least = 2 if nested else 1
            if bound.high is not None and bound.high < least:
                return "contradicts"
            return "implies" if bound.high is None and bound.low <= least else None
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the format and its signs; a key can be written in more than one way."""
        commas: dict[Measure, Interval] = {"commas": Interval(len(kwargs["keys"]) - 1, None)}
        return Footprint(
            counts=commas,
            holds=frozenset('{}":'),
            shape="json",
            first=frozenset("{`"),
            last=frozenset("}`"),
        )

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response is such an object; the span is a key or value that is not as asked."""
        body = json_body(response)
        read = parsed(body.text)
        if read.problem:
            at = None if read.at is None else min(len(response), body.start + read.at)
            return Check(False, read.problem, None if at is None else (at, len(response)))
        if not isinstance(read.value, dict):
            return Check(False, "JSON, but no object with keys")
        missing = [key for key in kwargs["keys"] if key not in read.value]
        if missing:
            return Check(False, f"missing: {', '.join(missing)}")
        for one in members(body.text):
            kind = (kwargs.get("types") or {}).get(one.key)
            if kwargs.get("only") and one.key not in kwargs["keys"]:
                span = (body.start + one.key_start, body.start + one.key_end)
                return Check(False, f"another key: {one.key[:60]}", span)
            if kind is not None and not _is(one.value, kind):
                span = (body.start + one.start, body.start + one.end)
                return Check(False, f"the value of {one.key[:60]} is no {kind}", span)
        return Check(True, f"a JSON object with {', '.join(kwargs['keys'])}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Rename keys, drop others, write values as their type; put plain text under one key."""
        body = json_body(response)
        read = parsed(body.text)
        if read.problem:
            return wrapped(kwargs, response)
        if not isinstance(read.value, dict):
            return None
        text, lossy = mended(kwargs, body.text)
        whole = response[: body.start] + text + response[body.start + len(body.text) :]
        return Repair(whole, changed(response, whole), lossy, "keys put right")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield one key where a program might read the answer: labels, extracted or listed things, short facts."""
        keys = {"label": "label", "short": "answer", "list": "items"}
        if task.shape not in keys or addition.is_markup(task) or addition.names(task, addition.CASUAL | addition.LOUD):
            return
        made = _kwargs([keys[task.shape]], False, {"items": "array"} if task.shape == "list" else {})
        if task.response is not None and (
            len(task.response) > 4000 or (task.response.strip() and wrapped(made, task.response) is None)
        ):
            return
        if addition.has_room(task, Payload(ID, made)) and not any(
            known.id == "startend:quotation" or known.id.startswith("detectable_format:") for known in task.constraints
        ):
            yield made


def _kwargs(keys: Sequence[str], only: bool, types: dict[str, JsonType]) -> dict[str, Any]:
    return {"keys": list(keys), "only": only} | ({"types": types} if types else {})


def _named(kwargs: Kwargs, quotes: str) -> Iterator[str]:
    """Yield ways to name the keys: 'the keys "name" (string) and "age"'."""
    types = kwargs.get("types") or {}
    plural = "s" if len(kwargs["keys"]) > 1 else ""
    for mark in quotes:
        listed = joined(
            [f"{mark}{key}{mark}" + (f" ({types[key]})" if key in types else "") for key in kwargs["keys"]],
            "and",
        )
        if kwargs.get("only"):
            yield f"only the key{plural} {listed}"
            yield f"exactly the key{plural} {listed} and no others"
        else:
            yield f"the key{plural} {listed}"
            yield f"the field{plural} {listed}"


def _is(value: Any, kind: JsonType) -> bool:
    return isinstance(value, _PYTHON[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _meaning(first: Kwargs, second: Kwargs) -> Meaning:
    ours, theirs = set(first["keys"]), set(second["keys"])
    types, others = first.get("types") or {}, second.get("types") or {}
    if (first.get("only") and not theirs <= ours) or (second.get("only") and not ours <= theirs):
        return "contradicts"
    if any(key in others and others[key] != kind for key, kind in types.items()):
        return "contradicts"
    closed, other = bool(first.get("only")), bool(second.get("only"))
    forward = theirs <= ours and others.items() <= types.items() and closed >= other
    backward = ours <= theirs and types.items() <= others.items() and other >= closed
    if forward and backward:
        return "equivalent"
    if forward:
        return "implies"
    return "implied_by" if backward else "independent"


FAMILY = JsonKeys()
