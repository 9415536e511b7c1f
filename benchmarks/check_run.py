"""Check what `stemmata run` wrote, from its files alone: variants differ in their spans, pairs are what they claim.

usage: python benchmarks/check_run.py DIR

The first check reads JSON and cuts strings, and uses nothing of Stemmata. The second verifies both sides of every pair
and every SFT answer anew, from the ids and arguments in the proofs, and checks that no family is in two splits.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def records(*paths: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of some files."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def outside(texts: list[str], spans: list[list[int]]) -> list[str]:
    """Return the texts with the spans cut out, a mark in the place of each."""
    cut = list(texts)
    for turn, start, end in sorted(spans, reverse=True):
        cut[turn] = cut[turn][:start] + "\0" + cut[turn][end:]
    return cut


def check_variants(folder: Path) -> tuple[int, int]:
    """Return how many accepted variants there are, and how many differ from their parent outside the edited spans."""
    total = wrong = 0
    for variant in records(folder / "variants.jsonl"):
        if variant["status"] == "accepted":
            total += 1
            edit = variant["edit"]
            before = outside(variant["parent_turns"], edit["spans_before"])
            wrong += (
                before != outside(variant["turns"], edit["spans_after"]) or variant["turns"] == variant["parent_turns"]
            )
    return total, wrong


def check_pairs(folder: Path) -> tuple[int, int]:
    """Return how many pairs there are, and how many are not chosen-passes, rejected-fails-at-the-edit."""
    from stemmata.graphs.constraints import verify

    def kept(told: dict[str, Any], text: str) -> bool:
        return verify(told["id"], told["kwargs"], text).passed

    total = wrong = 0
    for pair in records(*sorted((folder / "dpo").glob("*.jsonl"))):
        total += 1
        hard = [told for told in pair["proof"]["chosen"] if told["hard"]]
        chosen, rejected = pair["chosen"][-1]["content"], pair["rejected"][-1]["content"]
        proven = bool(hard) and all(kept(told, chosen) for told in hard)
        wrong += not proven or kept(pair["edit"]["constraint"], rejected)
    return total, wrong


def check_sft(folder: Path) -> tuple[int, int]:
    """Return how many SFT records there are, and how many answers break a hard constraint."""
    from stemmata.graphs.constraints import verify

    total = wrong = 0
    for record in records(*sorted((folder / "sft").glob("*.jsonl"))):
        total += 1
        text = record["messages"][-1]["content"]
        wrong += not all(verify(t["id"], t["kwargs"], text).passed for t in record["proof"] if t["hard"])
    return total, wrong


def check_splits(folder: Path) -> tuple[int, int]:
    """Return how many families the datasets hold, and how many are in two splits."""
    homes: dict[str, set[str]] = {}
    for kind in ("sft", "dpo"):
        for path in (folder / kind).glob("*.jsonl"):
            for record in records(path):
                homes.setdefault(record["family"], set()).add(path.name.split("-")[0])
    return len(homes), sum(len(splits) > 1 for splits in homes.values())


def main() -> None:
    """Run every check and print a line for each; exit 1 if one fails."""
    folder = Path(sys.argv[1])
    failed = False
    for name, check in (
        ("variants that differ outside their spans", check_variants),
        ("pairs that are not what they claim", check_pairs),
        ("SFT answers that break a constraint", check_sft),
        ("families in two splits", check_splits),
    ):
        total, wrong = check(folder)
        failed |= bool(wrong) or not total
        print(f"{name}: {wrong} of {total}")
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
