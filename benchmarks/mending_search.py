"""Repair responses for several constraints at once, and count what comes of it.

usage: python benchmarks/mending_search.py [--sets 3000] [--seed 0] [--workers 2] [--show 30]

Sets of two to four constraints are drawn over all hard families, and a response for each set. A set holds if each
constraint holds in what `repair_all` returns; that one does not is a fault, and so is a conflict that it names though
`relation` says of no pair that it contradicts, or one that it does not name. Of sets that it cannot mend it is told
whether one constraint has no repair even alone, or each has one and only together they have none.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from itertools import combinations
from multiprocessing import Pool
from typing import NamedTuple

from constraint_pool import constraints, keeps, mended, texts

from stemmata.graphs.constraints import Mended, repair_all
from stemmata.graphs.constraints.meaning import decided
from stemmata.graphs.constraints.registry import family
from stemmata.schemas.instruction import Payload


class Outcome(NamedTuple):
    """What became of one set: its kind, the set, the response, and what was said of it."""

    kind: str
    listed: tuple[Payload, ...]
    text: str
    detail: str

    def __str__(self) -> str:
        named = " + ".join(f"{one.id} {dict(one.kwargs)}" for one in self.listed)
        return f"{self.kind}: {named}\n    {self.text[:300]!r}\n    {self.detail[:300]}"


def attempt(task: tuple[tuple[Payload, ...], str]) -> Outcome:
    """Repair a response for a set of constraints."""
    listed, text = task
    clashes = {(i, j) for (i, a), (j, b) in combinations(enumerate(listed), 2) if decided(a, b) == "contradicts"}
    made = repair_all(listed, text)
    if isinstance(made, Mended):
        broken = [one.id for one in listed if not keeps(one, made.text)]
        if broken or clashes:
            return Outcome("wrong", listed, text, f"mended though broken: {broken}, {clashes}")
        return Outcome("kept as it was" if made.text == text else "mended", listed, text, "")
    if clashes:
        return Outcome("conflict" if set(made.conflicts) == clashes else "wrong", listed, text, made.detail)
    if not all(0 <= i < len(listed) for i in made.failing) or not made.failing:
        return Outcome("wrong", listed, text, f"failing: {made.failing}")
    alone = [one.id for one in listed if mended(one, text) is None]
    if alone:
        return Outcome("no repair even alone", listed, text, made.detail)
    return Outcome("no repair together", listed, text, made.detail)


def in_vain(task: tuple[Payload, list[str]]) -> tuple[int, int, str]:
    """Return how many repairs a family made of texts, how many of them do not pass, and one of those."""
    constraint, responses = task
    made = failed = 0
    shown = ""
    for text in responses:
        mending = family(constraint.id).repair(constraint.kwargs, text) if not keeps(constraint, text) else None
        if mending is not None:
            made += 1
            if not keeps(constraint, mending.text):
                failed += 1
                shown = shown or f"{constraint.id} {dict(constraint.kwargs)}: {text[:150]!r} -> {mending.text[:150]!r}"
    return made, failed, shown


def main() -> int:
    """Draw sets, repair, count; the exit code is 1 where a result was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--show", type=int, default=0, help="print some sets that have no repair together")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    known = constraints(rng)
    ids, pool = sorted(known), list(texts(rng, 200))
    tasks = []
    for _ in range(options.sets):
        chosen = tuple(rng.choice(known[one]) for one in rng.sample(ids, rng.randint(2, 4)))
        tasks.append((chosen, rng.choice(pool)))
    with Pool(options.workers) as workers:
        outcomes = workers.map(attempt, tasks, 16)
        every = [one for of_family in known.values() for one in of_family[:8]]
        repairs = workers.map(in_vain, [(one, rng.sample(pool, 40)) for one in every], 8)
    kinds = Counter(one.kind for one in outcomes)
    for one in outcomes:
        if one.kind == "wrong":
            print(one)
    together = [one for one in outcomes if one.kind == "no repair together"]
    for one in together[: options.show]:
        print(one)
    for _, _, shown in [one for one in repairs if one[1]][: options.show]:
        print("in vain:", shown)
    print(f"{options.sets} sets: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}")
    made, failed = sum(one[0] for one in repairs), sum(one[1] for one in repairs)
    print(f"{made} repairs made by families, of which {failed} do not pass and are thrown away")
    return 1 if kinds["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
