"""How an endpoint of our own behaves: how slow, how strict and how faulty it is."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from stemmata.schemas.settings import Settings


class FaultKind(StrEnum):
    """The ways in which a call can fail."""

    RATE_LIMIT = "rate-limit"  # 429, with when to come again
    RATE_LIMIT_BARE = "rate-limit-bare"  # 429, and not a word more
    ERROR_500 = "error-500"
    ERROR_502 = "error-502"
    ERROR_503 = "error-503"
    TIMEOUT = "timeout"  # never answers
    RESET = "reset"  # the connection is reset before the answer
    RESET_WITHIN = "reset-within"  # … in the middle of the body
    TRUNCATED = "truncated"  # the body ends early, and the connection with it
    INVALID_BODY = "invalid-body"  # a body that is no JSON, though it says it is
    PAGE = "page"  # a web page with the status of success, as gateways give
    WRONG_BODY = "wrong-body"  # JSON, but no completion
    SLOW = "slow"  # the body comes in small pieces, and whole
    EMPTY = "empty"  # an answer without words
    REFUSAL = "refusal"
    FILTERED = "filtered"  # stopped by a content filter
    LENGTH = "length"  # cut at the limit of tokens
    INVALID_JSON = "invalid-json"  # words that are cut JSON, though the answer says that it is whole
    WRONG_SCHEMA = "wrong-schema"  # JSON, but not that which was asked for
    FENCED = "fenced"  # the right JSON in a code fence


# What a model says amiss, in a body that is right; the other kinds are the server's doing.
SAID = frozenset(
    {
        FaultKind.EMPTY,
        FaultKind.REFUSAL,
        FaultKind.FILTERED,
        FaultKind.LENGTH,
        FaultKind.INVALID_JSON,
        FaultKind.WRONG_SCHEMA,
        FaultKind.FENCED,
    }
)
# Of these, what can happen to JSON alone; a plain answer is empty instead.
SAID_OF_JSON = frozenset({FaultKind.INVALID_JSON, FaultKind.WRONG_SCHEMA, FaultKind.FENCED})


class ServingSettings(Settings):
    """How an endpoint of our own behaves.

    Attributes:
        model: The model that it says it is, whatever was asked for.
        latency: Milliseconds until an answer comes.
        jitter: By which share of the latency a call may be faster or slower; settled by the call and the seed.
        concurrency: The most calls under way at once; those above it are answered 429. None is no limit.
        per_minute: The most calls a minute; those above it are answered 429. None is no limit.
        faults: The share of calls that fail.
        kinds: The ways in which they fail; empty for all.
        in_a_row: The most faults, one after another, of equal calls.
        seed: Chooses which calls fail, and how.
        slow: Seconds that a slow body takes.
        batch_delay: Seconds that a batch takes.
    """

    model: str
    latency: float = Field(default=0.0, ge=0)
    jitter: float = Field(default=0.0, ge=0, le=1)
    concurrency: int | None = Field(default=None, ge=1)
    per_minute: int | None = Field(default=None, ge=1)
    faults: float = Field(default=0.0, ge=0, le=1)
    kinds: tuple[FaultKind, ...] = ()
    in_a_row: int = Field(default=3, ge=1)
    seed: int = 0
    slow: float = Field(default=1.0, ge=0)
    batch_delay: float = Field(default=0.0, ge=0)
