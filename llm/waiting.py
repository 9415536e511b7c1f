"""How long to wait before a call is sent again: what the endpoint asks for, else a random time that grows."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from stemmata.llm.calls import Status

LONGEST = 120.0  # seconds; no endpoint makes a run wait longer at once
_BASE = 0.25
_CAP = 30.0
_PARTS = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


# What a model said, if nothing of use: it is likely to say it again, so such a call is not sent as often as a lost one.
SAID = frozenset({Status.REFUSED, Status.FILTERED, Status.LENGTH, Status.EMPTY})


class Patience:
    """How often one call may still be sent.

    Args:
        attempts: How often at all.
        asks: How often where the model answers, and nothing of use.

    Attributes:
        sent: How often it was sent.
    """

    def __init__(self, attempts: int, asks: int) -> None:
        self.sent = 0
        self._attempts = attempts
        self._asks = asks

    def ends(self, status: Status) -> bool:
        """Note what became of the call when it was sent, and return whether that was the last time."""
        self.sent += 1
        self._asks -= status in SAID
        return status in (Status.OK, Status.REJECTED) or self.sent >= self._attempts or self._asks <= 0


def backoff(attempt: int) -> float:
    """Return a random time up to a bound that doubles with each attempt ("full jitter")."""
    return random.uniform(0, min(_CAP, _BASE * 2**attempt))


def asked_wait(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds that an endpoint asks to wait after a refusal; None where it asks for nothing.

    Example:
        >>> asked_wait({"retry-after": "2"})
        2.0
    """
    wait = _number(headers.get("retry-after-ms"))
    if wait is not None:
        return min(LONGEST, wait / 1000)
    after = headers.get("retry-after")
    if after is not None:
        wait = _number(after)
        if wait is None:
            wait = _until(after, now or datetime.now(UTC))
        if wait is not None:
            return min(LONGEST, wait)
    resets = [spent_wait(headers, kind) for kind in ("requests", "tokens")]
    known = [wait for wait in resets if wait is not None]
    return max(known) if known else None


def spent_wait(headers: Mapping[str, str], kind: str) -> float | None:
    """Return the seconds until an allowance that is used up lets a call pass again; None where something is left of it.

    An allowance fills evenly until its reset, so that where the whole is known, a part of that time is enough.

    Args:
        headers: Of a reply.
        kind: `requests` or `tokens`.
    """
    remaining = headers.get(f"x-ratelimit-remaining-{kind}")
    if remaining is None:
        return None
    left = _number(remaining)
    if left is None or left >= 1:
        return None
    reset = duration(headers.get(f"x-ratelimit-reset-{kind}", ""))
    whole = _number(headers.get(f"x-ratelimit-limit-{kind}"))
    return reset / whole if reset is not None and whole is not None and whole >= 1 else reset


def duration(text: str) -> float | None:
    """Return a time such as `1s`, `6m0s`, `12ms` or `2.5` in seconds; None where it is none.

    Example:
        >>> duration("6m0.5s")
        360.5
    """
    plain = _number(text)
    if plain is not None:
        return min(LONGEST, plain)
    parts = _PARTS.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text.strip():
        return None
    return min(LONGEST, sum(float(number) * _SECONDS[unit] for number, unit in parts))


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else -1.0
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _until(text: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
