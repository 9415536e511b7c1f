"""Numbered files of JSON Lines, so many records in each, for each split."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO


class Shards:
    """Write lines into shards of a folder.

    Args:
        folder: The folder, which is there.
        size: Records in one shard.

    Attributes:
        counts: Records by split.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self.counts: dict[str, int] = {}
        self._folder, self._size = folder, size
        self._open: dict[str, TextIO] = {}
        self._stack = ExitStack()
        self._digest = hashlib.blake2b(digest_size=12)

    @property
    def digest(self) -> str:
        """A fingerprint of all that was written: equal for equal lines in equal order."""
        return self._digest.hexdigest()

    def __enter__(self) -> Shards:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stack.close()

    def write(self, split: str, line: str) -> None:
        """Write one line to the current shard of a split."""
        count = self.counts.get(split, 0)
        if count % self._size == 0:
            if split in self._open:
                self._open[split].close()
            path = self._folder / f"{split}-{count // self._size:05d}.jsonl"
            self._open[split] = self._stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
        self._open[split].write(line + "\n")
        self._digest.update(f"{split} {line}\n".encode())
        self.counts[split] = count + 1
