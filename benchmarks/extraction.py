"""How well the constraints of labelled prompts are found: ids and arguments, in IFEval's format.

usage: python benchmarks/extraction.py [FILE...] [--errors 10]

FILE holds `{"key", "prompt", "instruction_id_list", "kwargs"}` records; the default is `prompts.jsonl` beside this
script: prompts of our own, written in many people's words and labelled by hand. Only ids that IFEval knows are scored.
Ids count as a multiset; arguments are right when they mean the same ("less than 5" is "at most 4"; case, order of
words and final stops do not matter).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stemmata import parse
from stemmata.graphs.constraints.ifeval import IFEVAL

HERE = Path(__file__).parent
NUMBERS = {"num_words", "num_sentences", "frequency", "let_frequency", "capital_frequency"}
SHIFT = {"less than": ("at most", -1), "more than": ("at least", 1)}


def canonical(kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return arguments in a form in which those that mean the same are equal."""
    relation = next((str(value) for key, value in kwargs.items() if key.endswith("relation")), None)
    relation, shift = SHIFT.get(relation or "", (relation, 0))
    out: list[tuple[str, Any]] = []
    for key, value in kwargs.items():
        if key.endswith("relation") or value is None:
            continue
        if key in NUMBERS:
            out.append((key, (relation, int(value) + shift)))
        elif isinstance(value, list):
            out.append((key, tuple(sorted({_folded(one) for one in value}))))
        else:
            out.append((key, value if isinstance(value, int) else _folded(value)))
    return tuple(sorted(out, key=str))


def _folded(value: object) -> str:
    return " ".join(str(value).split()).strip("\"'“”‘’*` ").rstrip(".: ").casefold()


def found(prompt: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the hard constraints of a prompt that IFEval knows, with canonical arguments."""
    held = [node.constraint for node in parse(prompt).constraint_nodes]
    return [(one.id, canonical(one.kwargs)) for one in held if one and one.hard and one.id in IFEVAL]


def main() -> int:
    """Score the files and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=[HERE / "prompts.jsonl"])
    parser.add_argument("--errors", type=int, default=10, help="print this many wrong prompts of each file")
    options = parser.parse_args()
    for path in options.files:
        right = missed = extra = args_right = 0
        shown, started = 0, time.perf_counter()
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for record in records:
            want = Counter(
                (name, canonical(kwargs or {}))
                for name, kwargs in zip(record["instruction_id_list"], record["kwargs"], strict=True)
            )
            got = Counter(found(record["prompt"]))
            ids_want, ids_got = (
                Counter(name for name, _ in want.elements()),
                Counter(name for name, _ in got.elements()),
            )
            right += (ids_want & ids_got).total()
            missed += (ids_want - ids_got).total()
            extra += (ids_got - ids_want).total()
            args_right += (want & got).total()
            if want != got and shown < options.errors:
                shown += 1
                print(f"{record['key']}: {record['prompt']!r}\n   missed {list((want - got).elements())}", end="")
                print(f"\n   extra  {list((got - want).elements())}")
        precision, recall = right / max(1, right + extra), right / max(1, right + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        rate = len(records) / (time.perf_counter() - started)
        print(f"{path.name}: {len(records)} prompts, ids P {precision:.4f} R {recall:.4f} F1 {f1:.4f}, ", end="")
        print(f"arguments {args_right / max(1, right):.4f}, {rate:.0f} prompts/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
