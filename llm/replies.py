"""How an endpoint's reply is read: an answer, or the status and the sentence that say why there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stemmata.llm.calls import Status, Usage
from stemmata.llm.endpoint import Reply

_SAID = 300  # characters of a server's own words that a reason quotes
_FILTERS = frozenset({"content_filter", "content_policy_violation", "moderation", "responsibleaipolicyviolation"})
_NO_USAGE = Usage()
_STOPS = {"content_filter": Status.FILTERED, "length": Status.LENGTH}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply says.

    Attributes:
        status: OK, or the kind of failure.
        text: The model's words.
        reason: One sentence on a failure.
        model: Who answered, as the endpoint names it.
        usage: Tokens, as the endpoint counted them.
        finish: Why the model stopped, in the endpoint's word.
        http: The status of the reply.
        about: The words of an error by which a wrong field is recognised: its parameter, code and message.
    """

    status: Status
    text: str = ""
    reason: str = ""
    model: str = ""
    usage: Usage = _NO_USAGE
    finish: str = ""
    http: int = 200
    about: str = ""


def read_reply(reply: Reply) -> Reading:
    """Return what a reply says; it never raises, whatever the body is."""
    try:
        body = json.loads(reply.body)
    except (ValueError, RecursionError):
        body = None
    if body is None and reply.status < 300:
        return Reading(Status.BODY, reason=f"the body of the answer is no JSON ({len(reply.body)} bytes)")
    return read_body(reply.status, body)


def read_body(status: int, body: Any) -> Reading:
    """Return what a reply's status and body say; it never raises, whatever the body is."""
    if status >= 300:
        return _error(status, body)
    if not isinstance(body, dict):
        return Reading(Status.BODY, reason="the body of the answer is no JSON object")
    if body.get("error") and not body.get("choices"):
        return _error(_code(body["error"]), body)
    try:
        return _completion(body)
    except (LookupError, TypeError, AttributeError, ValueError):
        return Reading(Status.BODY, reason="the body of the answer is JSON, but no chat completion")


def _completion(body: Mapping[str, Any]) -> Reading:
    choice = body["choices"][0]
    message = choice["message"]
    text = _words(message.get("content"))
    finish = choice.get("finish_reason") or ""
    model = body.get("model")
    status, reason = Status.OK, ""
    refusal = message.get("refusal")
    if refusal:
        status, reason = Status.REFUSED, f"the model declined: {_brief(refusal)}"
    elif finish in _STOPS:
        status = _STOPS[finish]
        reason = (
            "the endpoint's content filter stopped the answer"
            if status is Status.FILTERED
            else "the answer was cut at the limit of tokens"
        )
    elif not text.strip():
        status, reason = Status.EMPTY, "the answer has no words"
    return Reading(
        status, text, reason, model if isinstance(model, str) else "", _usage(body.get("usage")), str(finish)
    )


def _words(content: Any) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def _usage(usage: Any) -> Usage:
    if not isinstance(usage, dict):
        return Usage()
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(_count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")), _count(cached))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _code(error: Any) -> int:
    """Return the HTTP status that an error in a good reply stands for."""
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 500


def _error(status: int, body: Any) -> Reading:
    error = body.get("error", body) if isinstance(body, dict) else None
    fields = error if isinstance(error, dict) else {"message": error if isinstance(error, str) else ""}
    said = _brief(fields.get("message") or "")
    code, param = str(fields.get("code") or ""), str(fields.get("param") or "")
    inner = fields.get("innererror")
    inner_code = str(inner.get("code") or "") if isinstance(inner, dict) else ""
    about = f"{param} {code} {said}"
    if status in (400, 403) and ({code.lower(), inner_code.lower()} & _FILTERS):
        return Reading(Status.FILTERED, reason="the endpoint's content filter stopped the prompt", http=status)
    if status == 429:
        kind, what = Status.RATE_LIMITED, "the endpoint's rate limit is reached"
    elif status >= 500:
        kind, what = Status.SERVER, f"the endpoint failed with status {status}"
    elif status == 408:
        kind, what = Status.TIMEOUT, "the endpoint gave up waiting"
    else:
        kind, what = Status.REJECTED, f"the endpoint rejected the request with status {status}"
    return Reading(kind, reason=f"{what}: {said}" if said else what, http=status, about=about)


def _brief(text: object) -> str:
    line = " ".join(str(text)[: 4 * _SAID].split())
    return line if len(line) <= _SAID else line[: _SAID - 1] + "…"
