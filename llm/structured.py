"""Answers in JSON: the schema that a server is given, how an answer is read, and the one round of repair."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from stemmata.llm.asking import Asking, ask
from stemmata.llm.calls import Answer, Call, Schema, Status
from stemmata.schemas.instruction import Turn
from stemmata.schemas.records import first_problem

Form = TypeVar("Form", bound=BaseModel)

LONGEST = 1_000_000  # characters of an answer that are read; what is longer is no answer to anything of ours
_SHOWN = 2_000  # characters of a bad answer that the model is shown again
_FENCE = re.compile(r"\A\s*```[ \t]*[\w-]*[ \t]*\n(.*?)\n?[ \t]*```\s*\Z", re.DOTALL)
_DROPPED = frozenset({"title", "default", "description"})


class UnreadableError(ValueError):
    """An answer is not the JSON that was asked for; the message says how."""


@cache
def schema_of(form: type[BaseModel]) -> Schema:
    """Return the JSON Schema of a model's answer: closed objects, all fields required, nothing by reference.

    Servers accept no more than that in strict mode.
    """
    whole = form.model_json_schema()
    parts = whole.pop("$defs", {})

    def flat(schema: Any) -> Any:
        if isinstance(schema, list):
            return [flat(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return flat(parts[schema["$ref"].rpartition("/")[2]])
        made = {
            key: {name: flat(one) for name, one in value.items()} if key == "properties" else flat(value)
            for key, value in schema.items()
            if key not in _DROPPED
        }
        if made.get("type") == "object":
            made |= {"additionalProperties": False, "required": list(made.get("properties", {}))}
        return made

    return Schema(form.__name__.lower().strip("_"), flat(whole))


def read_json(text: str, form: type[Form]) -> Form:
    """Return an answer as the form that was asked for; a code fence around it, or words around one, are let pass.

    Raises:
        UnreadableError: It is no JSON, has a key twice, or does not fit the form.
    """
    if len(text) > LONGEST:
        raise UnreadableError(f"the answer has {len(text)} characters")
    fenced = _FENCE.match(text)
    said = (fenced[1] if fenced else text).strip()
    if not said:
        raise UnreadableError("the answer is empty")
    try:
        value = json.loads(said, object_pairs_hook=_once, parse_constant=_no_constant)
    except UnreadableError:
        raise
    except RecursionError:
        raise UnreadableError("the JSON is nested too deeply") from None
    except ValueError as error:
        raise UnreadableError(f"no JSON: {error}") from None
    if not _in_utf8(said, value):
        raise UnreadableError("the answer has half a character: a surrogate without its other half")
    try:
        return form.model_validate(value, strict=True)
    except ValidationError as error:
        raise UnreadableError(first_problem(error)) from None


def _in_utf8(said: str, value: Any) -> bool:
    """Return whether all texts can be written; an escape may stand for half a character, which no file holds."""
    try:
        said.encode("utf-8")
        if "\\u" in said:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableError(f"the key {key!r:.60} stands twice")
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise UnreadableError(f"{name} is no JSON")


def ask_for(
    call: Call, form: type[Form], check: Callable[[Form], str | None] = lambda _: None
) -> Asking[tuple[Answer, Form | None]]:
    """Ask for an answer in a form, and once more where it is not in it.

    Args:
        call: What is asked; its schema is made from the form.
        form: The form of the answer.
        check: Says what is wrong with an answer in the form, or None.

    Returns:
        The last answer, and what it holds; None where the call failed, or with the status INVALID where the second
        answer was none either.
    """
    call = replace(call, schema=schema_of(form))
    answer = yield from ask(call)
    used = answer.usage
    for last in (False, True):
        if not answer.ok:
            return replace(answer, usage=used), None
        try:
            value = read_json(answer.text, form)
            problem = check(value)
        except UnreadableError as error:
            problem = str(error)
        else:
            if problem is None:
                return replace(answer, usage=used), value
        if last:
            break
        said = (
            Turn("assistant", answer.text[:_SHOWN]),
            Turn("user", f"That cannot be used: {problem}. Answer again with the JSON alone, as it was asked for."),
        )
        answer = yield from ask(replace(call, messages=(*call.messages, *said)))
        used += answer.usage
    return replace(answer, status=Status.INVALID, reason=problem or "", usage=used), None
