"""What is sent for a call: the body of the request, and the key under which its answer is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from stemmata.llm.calls import Call, Schema
from stemmata.schemas.settings import ModelSettings

NOTE = "\n\nAnswer with JSON alone, in this JSON Schema: "  # added to the last message where no schema can be sent
SAMPLING = ("temperature", "top_p", "seed")


class Form(IntEnum):
    """How JSON is asked for; a server that has not the one may have the next."""

    SCHEMA = 0
    JSON = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a model at an endpoint takes, as far as its refusals have told.

    Attributes:
        form: How JSON is asked for.
        limit: What the field for the longest answer is called.
        dropped: Fields of sampling that it does not take.
    """

    form: Form = Form.SCHEMA
    limit: str = "max_tokens"
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A call with all that decides its answer.

    Attributes:
        call: The call.
        model: The settings of its role.
        endpoint: The name of the endpoint.
        key: The key of its answer, in hexadecimal.
        text: The canonical JSON that the key is made from.
    """

    call: Call
    model: ModelSettings
    endpoint: str
    key: str = field(repr=False)
    text: str = field(repr=False)

    @classmethod
    def of(cls, call: Call, model: ModelSettings, endpoint: str) -> Request:
        """Return the request of a call."""
        whole: dict[str, Any] = {
            "endpoint": endpoint,
            "messages": [[turn.role, turn.text] for turn in call.messages],
            "sample": call.sample,
            **_parameters(call, model),
        }
        if call.schema is not None:
            whole["schema"] = [call.schema.name, _definition(call.schema)]
        text = json.dumps(whole, sort_keys=True)
        return cls(call, model, endpoint, blake2b(text.encode(), digest_size=16).hexdigest(), text)

    def fields(self, dialect: Dialect) -> dict[str, Any]:
        """Return the fields of the request's body."""
        call = self.call
        body: dict[str, Any] = {}
        for name, value in _parameters(call, self.model).items():
            if name == "max_tokens":
                body[dialect.limit] = value
            elif name not in dialect.dropped:
                body[name] = value
        if "seed" in body:
            body["seed"] += call.sample
        body["messages"] = messages = [{"role": turn.role, "content": turn.text} for turn in call.messages]
        if call.schema is not None:
            if dialect.form is Form.SCHEMA:
                schema = {"name": call.schema.name, "strict": True, "schema": call.schema.definition}
                body["response_format"] = {"type": "json_schema", "json_schema": schema}
            else:
                messages[-1]["content"] += NOTE + _definition(call.schema)
                if dialect.form is Form.JSON:
                    body["response_format"] = {"type": "json_object"}
        return body

    def body(self, dialect: Dialect) -> bytes:
        """Return the request's body."""
        return json.dumps(self.fields(dialect)).encode()


def without_note(text: str) -> str:
    """Return a message without the schema that was added to it."""
    return text.partition(NOTE)[0]


def _parameters(call: Call, model: ModelSettings) -> dict[str, Any]:
    values: dict[str, Any] = {**model.extra, "model": model.name}
    for name in SAMPLING:
        value = getattr(model, name)
        if value is not None:
            values[name] = value
    longest = call.max_tokens or model.max_tokens
    if longest is not None:
        values["max_tokens"] = longest
    return values


@lru_cache(maxsize=256)
def _definition(schema: Schema) -> str:
    return json.dumps(schema.definition, sort_keys=True)


def shown(text: str) -> Mapping[str, Any]:
    """Return the canonical JSON of a request as people read it."""
    whole: dict[str, Any] = json.loads(text)
    whole["messages"] = [{"role": role, "content": said} for role, said in whole["messages"]]
    if "schema" in whole:
        name, definition = whole["schema"]
        whole["schema"] = {"name": name, "schema": json.loads(definition)}
    return whole
