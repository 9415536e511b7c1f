"""A rehearsal endpoint in a process of its own, and what its log says."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple


class Rehearsal(NamedTuple):
    """Where the endpoint is, and the log of its calls."""

    url: str
    log: Path

    @property
    def calls(self) -> list[dict[str, Any]]:
        """The calls so far, in the order in which they ended."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    @property
    def finished(self) -> list[dict[str, Any]]:
        """The calls that were answered whole and well."""
        return [call for call in self.calls if call["status"] == 200 and call["whole"] and call["fault"] is None]


@contextmanager
def rehearsal(log: Path, *options: object) -> Iterator[Rehearsal]:
    """Serve a rehearsal as long as the block runs."""
    command = [sys.executable, "-m", "stemmata.cli.main", "rehearse", "--log", str(log), "--workers", "1", "--quiet"]
    process = subprocess.Popen([*command, *map(str, options)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("OPENAI_BASE_URL=")
        yield Rehearsal(said.strip().partition("=")[2], log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
