"""What a run has really sent, over all the processes that worked on it: attempts too that came to nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from stemmata.cli.output import write_text

_SUMMED = ("calls", "wasted", "prompt", "completion", "cached", "cost")


def note(path: Path, sent: Iterable[Mapping[str, Any]]) -> None:
    """Add what this process has sent to the note of a run.

    Args:
        path: The note.
        sent: Rows by stage and model.

    Raises:
        OutputError: It cannot be written.
    """
    total = {(row["stage"], row["model"]): dict(row) for row in noted(path)}
    for row in sent:
        held = total.setdefault((row["stage"], row["model"]), {"stage": row["stage"], "model": row["model"]})
        for name in _SUMMED:
            held[name] = round(held.get(name, 0) + row[name], 9)
    if total:
        write_text(path, json.dumps([total[key] for key in sorted(total)], ensure_ascii=False, indent=2) + "\n")


def noted(path: Path) -> list[dict[str, Any]]:
    """Return what is noted; nothing where there is no note, or none that can be read."""
    try:
        rows = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return []
    return rows if isinstance(rows, list) else []
