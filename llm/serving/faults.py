"""Which call fails, and how: settled by the call itself, how often it came, and a seed, so that it can be repeated."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from stemmata.llm.serving.settings import SAID, SAID_OF_JSON, FaultKind, ServingSettings


def chance(*parts: object) -> float:
    """Return a number from 0 to 1, below it, that depends on what is given alone."""
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return int.from_bytes(digest) / 2**56


@dataclass(slots=True)
class _Met:
    times: int = 0
    failed: int = 0  # the last so many times


class Faults:
    """Decides for each call whether it fails. It remembers how often each came."""

    def __init__(self, settings: ServingSettings) -> None:
        self._settings = settings
        self._kinds = settings.kinds or tuple(FaultKind)
        self._kinds_of_server = tuple(kind for kind in self._kinds if kind not in SAID)
        self._met: dict[str, _Met] = {}

    def draw(self, key: str, mending: bool) -> tuple[FaultKind | None, int]:
        """Return how a call fails, if it does, and how often its like came before.

        Args:
            key: What equal calls have in common.
            mending: Whether the call shows the model a bad answer of its own. A model that was told what was wrong says
                it right, so that only the server can fail.
        """
        if not self._settings.faults:
            return None, 0
        met = self._met.setdefault(key, _Met())
        times, met.times = met.times, met.times + 1
        kinds = self._kinds_of_server if mending else self._kinds
        if (
            not kinds
            or met.failed >= self._settings.in_a_row
            or chance(self._settings.seed, "fault", key, times) >= self._settings.faults
        ):
            met.failed = 0
            return None, times
        met.failed += 1
        return kinds[int(chance(self._settings.seed, "kind", key, times) * len(kinds))], times


@dataclass(frozen=True, slots=True)
class Said:
    """What a completion holds: the words, why they end, a refusal in their place."""

    text: str | None
    finish: str = "stop"
    refusal: str | None = None


def fitting(kind: FaultKind, text: str, *, as_json: bool) -> FaultKind:
    """Return the fault that an answer can have: where no JSON was asked for, what only JSON suffers is an empty answer.

    An answer in plain words that happens to be JSON is not spoilt: nobody could tell.
    """
    return FaultKind.EMPTY if kind in SAID_OF_JSON and not (as_json and _is_object(text)) else kind


def spoilt(said: Said, kind: FaultKind) -> Said:
    """Return what a model says that fails in one of the ways in which a model can."""
    text = said.text or ""
    match kind:
        case FaultKind.EMPTY:
            return replace(said, text="")
        case FaultKind.REFUSAL:
            return Said(None, "stop", "I'm sorry, but I can't help with that.")
        case FaultKind.FILTERED:
            return Said(text[: len(text) // 3], "content_filter")
        case FaultKind.LENGTH:
            return Said(text[: len(text) // 2], "length")
        case FaultKind.INVALID_JSON:
            return replace(said, text=text.rstrip().removesuffix("}"))
        case FaultKind.WRONG_SCHEMA:
            return replace(said, text=json.dumps({"verdict_of_the_weather": [text[:20], None]}))
        case FaultKind.FENCED:
            return replace(said, text=f"```json\n{text}\n```")
        case _:
            return said


def _is_object(text: str) -> bool:
    try:
        return text.lstrip().startswith("{") and isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
