"""Chat completions: what a request asks for, and the completion that answers it, in OpenAI's form."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stemmata.llm.requests import NOTE
from stemmata.llm.serving.faults import Said
from stemmata.llm.serving.http import HttpError
from stemmata.llm.tokens import count, cut, prompt_tokens
from stemmata.schemas.instruction import Turn

# Fields that change nothing about the answer.
_VOLATILE = frozenset(
    {"user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key", "stream", "stream_options"}
)
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a completion.

    Attributes:
        key: What equal requests have in common: a hash of the fields that bear on the answer.
        body: The request, as it came.
        messages: The conversation.
        schema: The JSON Schema that the answer is to fit, if any.
        json: Whether the answer is to be JSON, in whatever way that was asked for.
        max_tokens: The longest answer, if there is one.
    """

    key: str
    body: Mapping[str, Any]
    messages: tuple[Turn, ...]
    schema: Mapping[str, Any] | None
    json: bool
    max_tokens: int | None

    @property
    def mending(self) -> bool:
        """Whether the model is shown an answer of its own, to give a better one."""
        return any(message.role == "assistant" for message in self.messages)


def key_of(body: Mapping[str, Any]) -> str:
    """Return what equal requests have in common."""
    kept = {name: value for name, value in body.items() if name not in _VOLATILE}
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode("ascii"), digest_size=16).hexdigest()


def read(data: bytes) -> Asked:
    """Return what the body of a request asks for.

    Raises:
        HttpError: It is no request for a completion, or for one that is not served here.
    """
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise HttpError(400, "We could not parse the JSON body of your request.") from None
    return asked(body)


def asked(body: Any) -> Asked:
    """Return what a request asks for.

    Raises:
        HttpError: It is no request for a completion, or for one that is not served here.
    """
    if not isinstance(body, dict):
        raise HttpError(400, "The body of the request is not an object.")
    if not isinstance(body.get("model"), str):
        raise HttpError(400, "You must provide a model parameter.")
    if body.get("stream"):
        raise HttpError(400, "Streaming is not supported here: leave 'stream' out.", code="unsupported_value")
    if body.get("n", 1) not in (1, None):
        raise HttpError(400, "Only one choice is given here: leave 'n' out.", code="unsupported_value")
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    if most is not None and (not isinstance(most, int) or most < 1):
        raise HttpError(400, "'max_tokens' is not a number above 0.")
    messages, wanted = _messages(body.get("messages")), body.get("response_format")
    schema = _schema(wanted)
    as_json = schema is not None or (wanted or {}).get("type") == "json_object" or NOTE in messages[-1].text
    return Asked(key_of(body), body, messages, schema, as_json, most)


def _messages(given: Any) -> tuple[Turn, ...]:
    if not isinstance(given, list) or not given:
        raise HttpError(400, "'messages' is not a list with at least one message.")
    return tuple(_message(one) for one in given)


def _message(given: Any) -> Turn:
    role = given.get("role") if isinstance(given, dict) else None
    if role not in _ROLES:
        raise HttpError(400, f"A message has no role, or an unknown one: {role!r:.40}.")
    content = given.get("content")
    if isinstance(content, list):
        parts = [part.get("text") if isinstance(part, dict) else None for part in content]
        texts = [part for part in parts if isinstance(part, str)]
        if len(texts) < len(parts):
            raise HttpError(400, "A message holds something else than text.")
        content = "".join(texts)
    if not isinstance(content, str) and not (content is None and role == "assistant"):
        raise HttpError(400, "A message has no content.")
    return Turn(role, content or "")


def _schema(given: Any) -> Mapping[str, Any] | None:
    if given is None:
        return None
    kind = given.get("type") if isinstance(given, dict) else None
    if kind in ("text", "json_object"):
        return None
    wanted = given.get("json_schema") if kind == "json_schema" else None
    if not isinstance(wanted, dict) or not isinstance(wanted.get("schema"), dict):
        raise HttpError(400, "'response_format' is none of text, json_object and json_schema with a schema.")
    schema: Mapping[str, Any] = wanted["schema"]
    return schema


def limited(text: str, most: int | None) -> Said:
    """Return what a model says that stops at a number of tokens."""
    short = text if most is None else cut(text, most)
    return Said(short, "stop" if len(short) == len(text) else "length")


def completion(asked: Asked, said: Said, model: str) -> dict[str, Any]:
    """Return a completion in OpenAI's form."""
    prompt, made = prompt_tokens(asked.messages, asked.schema), count(said.text or said.refusal or "")
    return {
        "id": f"chatcmpl-{asked.key}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": said.text, "refusal": said.refusal},
                "logprobs": None,
                "finish_reason": said.finish,
            }
        ],
        "usage": {"prompt_tokens": prompt, "completion_tokens": made, "total_tokens": prompt + made},
        "system_fingerprint": None,
    }
