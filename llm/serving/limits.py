"""How many calls an endpoint takes: at once, and a minute."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call is not taken, and in how many seconds one would be."""

    reason: str
    wait: float


class Limits:
    """Counts the calls under way and those of the last minute.

    The limit by the minute is a bucket that is full at first and fills evenly, as OpenAI has it.

    Args:
        at_once: The most calls under way; None is no limit.
        per_minute: The most calls a minute; None is no limit.
        usual: Seconds that a call takes, after which a place is free again.
    """

    def __init__(self, at_once: int | None, per_minute: int | None, usual: float) -> None:
        self._at_once = at_once
        self._per_minute = per_minute
        self._usual = usual
        self._under_way = 0
        self._left = float(per_minute or 0)
        self._when = 0.0

    def enter(self, now: float) -> Refusal | None:
        """Take a call in at a moment (monotonic seconds), or say why not."""
        if self._at_once is not None and self._under_way >= self._at_once:
            return Refusal(f"More than {self._at_once} requests at once", self._usual)
        if self._per_minute is not None:
            self._fill(now, self._per_minute)
            if self._left < 1:
                return Refusal(
                    f"Rate limit of {self._per_minute} requests a minute", (1 - self._left) * 60 / self._per_minute
                )
            self._left -= 1
        self._under_way += 1
        return None

    def leave(self) -> None:
        """Let a call go that was taken in."""
        self._under_way -= 1

    def headers(self, now: float) -> list[tuple[str, str]]:
        """Return what the headers of any answer say of the limit by the minute."""
        if self._per_minute is None:
            return []
        self._fill(now, self._per_minute)
        full = (self._per_minute - self._left) * 60 / self._per_minute
        return [
            ("x-ratelimit-limit-requests", str(self._per_minute)),
            ("x-ratelimit-remaining-requests", str(int(self._left))),
            ("x-ratelimit-reset-requests", span(full)),
        ]

    def _fill(self, now: float, per_minute: int) -> None:
        self._left = min(per_minute, self._left + max(0.0, now - self._when) * per_minute / 60)
        self._when = now


def span(seconds: float) -> str:
    """Return a time as OpenAI's headers have it.

    Example:
        >>> span(0.02), span(1.5), span(90)
        ('20ms', '1.5s', '1m30s')
    """
    if seconds < 1:
        return f"{ceil(seconds * 1000)}ms"
    minutes, rest = divmod(round(seconds, 3), 60)
    return f"{int(minutes)}m{rest:g}s" if minutes else f"{rest:g}s"


def retry_headers(wait: float) -> list[tuple[str, str]]:
    """Return the headers that say when to come again: in whole seconds, as HTTP has it, and in milliseconds."""
    return [("retry-after", str(max(1, ceil(wait)))), ("retry-after-ms", str(ceil(wait * 1000)))]
