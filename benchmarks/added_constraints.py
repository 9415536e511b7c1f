"""Print constraints that `stemmata vary` adds to instructions, for a person to judge: would one have written them here?

usage: python benchmarks/added_constraints.py FILE[:FIELD]... [--sample 100] [--seed 0] [--format text|jsonl]
       [--workers 2] [--records N]

Every instruction is parsed and varied as `stemmata vary` does it; of the accepted variants those are kept that add a
constraint. The sample takes one of each family in turn, so that rare families are judged as often as frequent ones.
The added words stand between « and »; a long text is shortened in the middle. How many families and additions there
are goes to stderr.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from stemmata.graphs.constraints.registry import families
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.parser import get_parser
from stemmata.parsing.pool import ordered_map
from stemmata.parsing.sources import read
from stemmata.refinement.task import task_of
from stemmata.refinement.vary import outcomes
from stemmata.schemas.records import Failure
from stemmata.schemas.settings import VarySettings

SHOWN = 900
OPEN, CLOSE = "«", "»"


@dataclass(frozen=True, slots=True)
class Addition:
    """A constraint added to an instruction.

    Attributes:
        where: The record's place.
        family: The family of the constraint.
        shape: What kind of answer the task was taken to ask for.
        work: What it was taken to have done.
        instruction: The text that it was added to, shortened.
        varied: The text with it, the added words marked, shortened.
        response: The known response, shortened; empty if there is none.
    """

    where: str
    family: str
    shape: str
    work: str
    instruction: str
    varied: str
    response: str


def instructions(source: str) -> Iterator[SourceRecord | Failure]:
    """Return the records of a file; what follows a colon names the field that holds the instruction."""
    if Path(source).exists():
        return read([source])
    name, _, field = source.rpartition(":")
    return read([name or source], field=field if name else None)


def shortened(text: str, keep: tuple[int, int] = (0, 0), limit: int = SHOWN) -> str:
    """Return a text with its middle cut out where it is too long, but never what stands in `keep`.

    Example:
        >>> shortened("one two three four", limit=9)
        'one  […]  four'
    """
    if len(text) <= limit:
        return text
    half = limit // 2
    if keep == (0, 0) or keep[1] <= half or keep[0] >= len(text) - half:
        return f"{text[:half]} […] {text[-half:]}"
    left, right = max(0, keep[0] - half // 2), min(len(text), keep[1] + half // 2)
    start = f"{text[: half // 2]} […] " if left > half // 2 else text[:left]
    return f"{start}{text[left:right]} […] {text[-half // 2 :]}"


def additions(record: SourceRecord, settings: VarySettings) -> list[Addition]:
    """Return the constraints that `stemmata vary` adds to one record."""
    parser = get_parser("rules")
    graph = parser.parse(record.turns, record.meta)
    found = []
    if not record.is_empty and graph.sub_instructions:
        task = task_of(graph)
        for variant, _ in outcomes(graph, settings, parser):
            added = variant.edit.constraint_after
            if variant.status != "accepted" or variant.edit.op != "add_node" or added is None:
                continue
            turn, start, end = variant.edit.spans_after[0]
            text = variant.turns[turn]
            marked = text[:start] + OPEN + text[start:end] + CLOSE + text[end:]
            found.append(
                Addition(
                    record.where,
                    added["id"],
                    task.shape,
                    task.work + (", brief" if task.brief else ""),
                    shortened("\n\n".join(variant.parent_turns)),
                    shortened(marked, (start, end + 2)),
                    shortened(task.response or "", limit=300),
                )
            )
    return found


def drawn(pool: Iterable[Addition], count: int, rng: random.Random) -> Iterator[Addition]:
    """Yield so many additions, one of each family in turn, each family's in random order."""
    grouped: dict[str, list[Addition]] = {}
    for addition in pool:
        grouped.setdefault(addition.family, []).append(addition)
    for group in grouped.values():
        rng.shuffle(group)
    order = sorted(grouped)
    rng.shuffle(order)
    while count and any(grouped.values()):
        for name in order:
            if grouped[name] and count:
                count -= 1
                yield grouped[name].pop()


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=("text", "jsonl"), default="text")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--records", type=int, help="look at so many instructions, drawn by the seed; else at all")
    options = parser.parse_args()
    records = [one for name in options.files for one in instructions(name) if not isinstance(one, Failure)]
    if options.records is not None:
        records = random.Random(options.seed).sample(records, min(options.records, len(records)))
    work = partial(additions, settings=VarySettings(seed=options.seed))
    pool = [one for found in ordered_map(work, records, workers=options.workers, chunk=16) for one in found]
    counts = Counter(one.family for one in pool)
    print(
        f"{len(pool)} additions to {len(records)} instructions ({len(pool) / max(1, len(records)):.2f} each), "
        f"{len({one.where for one in pool})} of which have one; {len(counts)} of {len(families())} families: "
        + ", ".join(f"{name} {count}" for name, count in counts.most_common()),
        file=sys.stderr,
    )
    for number, one in enumerate(drawn(pool, options.sample, random.Random(options.seed)), 1):
        if options.format == "jsonl":
            print(json.dumps(asdict(one), ensure_ascii=False))
        else:
            known = f"\nknown response: {one.response}" if one.response else ""
            print(
                f"--- {number}. {one.family} ({one.shape}, {one.work}; {one.where})\n"
                f"{one.instruction}{known}\n=> {one.varied}\n"
            )


if __name__ == "__main__":
    main()
