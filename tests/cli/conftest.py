"""The command, run in this process or in one of its own, on real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from stemmata.cli.main import outcome

SMS = "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words."
SMS_ANSWER = "Hello, may I please leave at three today to pick up my son? Thank you very much for understanding this."
POEM = "Write a poem about rain. Do not use any commas."
RECORDS: list[dict[str, Any]] = [
    {"id": "leave", "instruction": SMS, "response": SMS_ANSWER},
    {"id": "rain", "instruction": POEM, "response": "Rain falls on the sea."},
    {"id": "rain again", "instruction": POEM, "response": "Rain once more."},
    {"id": "rivers", "prompt": "List three rivers of Europe. Answer in all lowercase letters.", "output": "rhine, po"},
    {"id": "empty", "instruction": ""},
    {"id": "fox", "messages": [{"role": "user", "content": "Write a story about a fox in at least 30 words."}]},
]


class Said(NamedTuple):
    """What a command left: its exit code, its data, its words."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The data as JSON, a line each."""
        return [json.loads(line) for line in self.out.splitlines()]


def write_lines(path: Path, records: list[Any]) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def stemmata(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Said]:
    """Run the command in this process; `input` is what it reads from standard input."""
    monkeypatch.delenv("STEMMATA_STORE", raising=False)

    def call(*arguments: object, input: str = "") -> Said:
        given = tmp_path_factory.mktemp("stdin") / "input"
        given.write_text(input, encoding="utf-8")
        capfd.readouterr()
        with given.open(encoding="utf-8") as stream, monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", stream)
            code = outcome([str(argument) for argument in arguments])
        sys.stdout.flush()
        return Said(code, *capfd.readouterr())

    return call


@pytest.fixture
def command() -> list[str]:
    """How to start the command in a process of its own."""
    return [sys.executable, "-m", "stemmata.cli.main"]


@pytest.fixture
def process(command: list[str]) -> Callable[..., Said]:
    """Run the command in a process of its own."""

    def call(*arguments: object, **options: Any) -> Said:
        environment = {name: value for name, value in os.environ.items() if name != "STEMMATA_STORE"}
        done = subprocess.run(
            [*command, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            **{"env": environment, **options},
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def lines() -> Callable[[Path, list[Any]], Path]:
    """Write records as JSON Lines."""
    return write_lines


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of a few instructions, one of them twice, one empty."""
    return write_lines(tmp_path / "source.jsonl", RECORDS)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run of those instructions; for reading alone."""
    folder = tmp_path_factory.mktemp("made")
    path = write_lines(folder / "source.jsonl", RECORDS)
    assert outcome(["run", str(path), "-o", str(folder / "out"), "--workers", "1", "--quiet"]) == 1
    return folder / "out"


@pytest.fixture
def store(made: Path) -> Path:
    """The store of that run, for reading alone."""
    return made / "instructions.lbug"
