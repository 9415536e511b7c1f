"""What is asked of a model and what comes back: plain data, the same for every endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ModelRole


class Status(StrEnum):
    """What became of a call. All but OK are failures of this one call, each with its reason."""

    OK = "ok"
    REFUSED = "refused"  # the model declined
    FILTERED = "filtered"  # the endpoint's content filter
    LENGTH = "length"  # stopped at the limit of tokens
    EMPTY = "empty"  # an answer without words
    INVALID = "invalid"  # not the JSON that was asked for, after the repair round too
    BODY = "body"  # a truncated or unreadable body
    TIMEOUT = "timeout"
    CONNECTION = "connection"  # refused, reset, closed early
    RATE_LIMITED = "rate_limited"
    SERVER = "server"  # 5xx
    REJECTED = "rejected"  # any other 4xx


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON that an answer is to be: a name, and a flat JSON Schema that servers accept in strict mode."""

    name: str
    definition: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model, without the model: which one answers is settled by the role.

    Attributes:
        role: Whose work it is: `parse`, `vary`, `respond` or `judge`. Each role may have a model of its own.
        stage: What it is for, in accounts and logs: `filter`, `decompose`, `modify`, `reconstruct`, …
        messages: What is said to the model.
        schema: The JSON that is wanted; None for plain text.
        sample: Which of several answers to equal messages is wanted.
        about: The id of the instruction or node that it is about: for logs, never part of the key.
        max_tokens: The longest answer; None takes the role's setting.
    """

    role: ModelRole
    stage: str
    messages: tuple[Turn, ...]
    schema: Schema | None = None
    sample: int = 0
    about: str = ""
    max_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of a call, as the endpoint counted them."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0  # of the prompt's, those that the endpoint had in a cache of its own

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt + other.prompt, self.completion + other.completion, self.cached + other.cached)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said, or why there is nothing.

    Attributes:
        status: OK, or the kind of failure.
        text: The model's words; what there was of them, where the call failed.
        reason: One sentence on a failure.
        model: Who answered, as the endpoint names it, else as it was asked for.
        usage: The tokens of the answer that counts, not of attempts before it.
        cached: Whether it came from our cache, so that nothing was sent.
        attempts: How often it was sent for this answer.
    """

    status: Status
    text: str = ""
    reason: str = ""
    model: str = ""
    usage: Usage = Usage()
    cached: bool = False
    attempts: int = 1

    @property
    def ok(self) -> bool:
        """Whether there is an answer."""
        return self.status is Status.OK


class TextModel(Protocol):
    """Answers calls. It never raises for what is wrong with one call alone: the answer's status says it."""

    async def complete(self, call: Call) -> Answer:
        """Return the answer to a call.

        Raises:
            ServerError: The endpoint is out of reach, or refuses us altogether.
            BudgetError: The call would go beyond the budget.
        """
