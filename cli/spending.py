"""What a run cost: what its answers used, and what was really sent over all the processes that worked on it.

The one depends on what the model said; the other on what went wrong too. Neither is part of what a run makes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from stemmata.cli.output import write_text

_SUMMED = ("calls", "wasted", "prompt", "completion", "cached")


def note_sent(path: Path, sent: Iterable[Mapping[str, Any]]) -> None:
    """Add what this process has sent to the note of a run.

    Args:
        path: The note.
        sent: Rows by stage and model.

    Raises:
        OutputError: It cannot be written.
    """
    said = _said(path)
    total = {(row["stage"], row["model"]): dict(row) for row in said.get("sent", [])}
    for row in sent:
        held = total.setdefault((row["stage"], row["model"]), {"stage": row["stage"], "model": row["model"]})
        for name in _SUMMED:
            held[name] = held.get(name, 0) + row[name]
        before = held.get("cost", 0)
        held["cost"] = None if None in (before, row["cost"]) else round(before + row["cost"], 9)
    _write(path, {**said, "sent": [total[key] for key in sorted(total)]})


def note_used(path: Path, used: Sequence[Mapping[str, Any]]) -> None:
    """Put down what the answers of a whole run used.

    Raises:
        OutputError: It cannot be written.
    """
    _write(path, {**_said(path), "used": list(used)})


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(path: Path, said: Mapping[str, Any]) -> None:
    write_text(path, json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
