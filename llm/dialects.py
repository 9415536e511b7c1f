"""What a model at an endpoint takes, learnt from what it rejects: schemas, names of fields, settings of sampling."""

from __future__ import annotations

from dataclasses import replace

from stemmata.llm.calls import Call, Status
from stemmata.llm.replies import Reading
from stemmata.llm.requests import SAMPLING, Dialect, Form
from stemmata.schemas.settings import ModelSettings

_RENAMED = "max_completion_tokens"
_UNSUPPORTED = ("unsupported", "not support", "unknown parameter", "unrecognized")
_SHAPED = ("response_format", "json_schema", "json_object", "json mode", "structured", "schema", "guided")
_OTHERWISE = ("context_length", "context length", "maximum context", "too long", "string_above_max_length")


def other_words(
    dialect: Dialect, call: Call, model: ModelSettings, reading: Reading, *, proven: bool
) -> Dialect | None:
    """Return how a rejected call may be put in other words; None where nothing points to its words.

    Args:
        dialect: How it was put.
        call: The call.
        model: The settings of its role.
        reading: The rejection.
        proven: Whether the endpoint has answered with JSON that was asked for in this way before.
    """
    about = reading.about.lower()
    if reading.status is not Status.REJECTED or any(word in about for word in _OTHERWISE):
        return None
    if _RENAMED in about and dialect.limit != _RENAMED and (call.max_tokens or model.max_tokens):
        return replace(dialect, limit=_RENAMED)
    for name in SAMPLING:
        sent = getattr(model, name) is not None and name not in dialect.dropped
        if sent and name in about and any(word in about for word in _UNSUPPORTED):
            return replace(dialect, dropped=dialect.dropped | {name})
    if call.schema is None or dialect.form is Form.TEXT:
        return None
    if proven and not any(word in about for word in _SHAPED):
        return None
    return replace(dialect, form=Form(dialect.form + 1))
