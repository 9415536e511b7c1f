"""What an endpoint was asked and what became of it, a line of JSON for each call."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any


@dataclass(slots=True)
class Entry:
    """What the log says of a call.

    Attributes:
        key: What equal calls have in common.
        stage: What the call is for, where its prompt is known.
        times: How often its like came before, where faults are counted.
        began: When it was read, in monotonic seconds.
        ended: When it was dealt with.
        began_at: When it was read, in seconds since 1970.
        ended_at: When it was dealt with.
        status: The HTTP status; 0 where none was sent.
        fault: How it was made to fail.
        whole: Whether the answer was written to its end, as far as this side can see.
        prompt_tokens: Of the prompt.
        completion_tokens: Of the answer.
        batch: The batch that it came with.
    """

    key: str = ""
    stage: str = ""
    times: int = 0
    began: float = 0.0
    ended: float = 0.0
    began_at: float = 0.0
    ended_at: float = 0.0
    status: int = 0
    fault: str | None = None
    whole: bool = False
    prompt_tokens: int = 0
    completion_tokens: int = 0
    batch: str | None = None

    @classmethod
    def begun(cls) -> Entry:
        """Return the entry of a call that begins now."""
        return cls(began=time.monotonic(), began_at=time.time())


class Log:
    """Writes entries to a file, or keeps them, or both.

    Args:
        path: The file; lines are added to what it holds. None writes none.
        keep: A function that is told each entry.
    """

    def __init__(self, path: Path | None = None, keep: Callable[[Entry], None] | None = None) -> None:
        self._keep = keep
        self._file: IO[bytes] | None = path.open("ab", buffering=0) if path else None

    def end(self, entry: Entry) -> None:
        """Note that a call is dealt with."""
        entry.ended, entry.ended_at = time.monotonic(), time.time()
        if self._keep is not None:
            self._keep(entry)
        if self._file is not None:
            self._file.write(json.dumps(asdict(entry)).encode() + b"\n")  # unbuffered: a line is there or is not

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    @staticmethod
    def read(path: Path) -> list[dict[str, Any]]:
        """Return the entries of a file."""
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
