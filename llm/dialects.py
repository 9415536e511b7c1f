"""What a model at an endpoint takes, learnt from what it rejects: schemas, names of fields, settings of sampling."""

from __future__ import annotations

from dataclasses import replace

from stemmata.llm.calls import Status
from stemmata.llm.replies import Reading
from stemmata.llm.requests import SAMPLING, Dialect, Form, Request

_RENAMED = "max_completion_tokens"
_UNSUPPORTED = ("unsupported", "not support", "unknown parameter", "unrecognized")
_SHAPED = ("response_format", "json_schema", "json_object", "json mode", "structured", "schema", "guided")
_OTHERWISE = ("context_length", "context length", "maximum context", "too long", "string_above_max_length")


class Dialects:
    """How the models at each endpoint are spoken to, for as long as a process lives."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Dialect] = {}
        self._proven: set[tuple[str, str]] = set()

    def of(self, request: Request) -> Dialect:
        """Return how the model of a request is spoken to."""
        return self._known.get((request.endpoint, request.model.name), Dialect())

    def learn(self, request: Request, dialect: Dialect, *, proven: bool = True) -> None:
        """Note that a model is to be spoken to in a dialect, and whether it has answered in it."""
        place = (request.endpoint, request.model.name)
        self._known[place] = dialect
        if proven and request.call.schema is not None:
            self._proven.add(place)

    def other(self, dialect: Dialect, request: Request, reading: Reading) -> Dialect | None:
        """Return how a rejected call may be put in other words; None where nothing points to its words."""
        call, model = request.call, request.model
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
        proven = (request.endpoint, model.name) in self._proven
        if proven and not any(word in about for word in _SHAPED):
            return None
        return replace(dialect, form=Form(dialect.form + 1))
