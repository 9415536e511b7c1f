"""Look for a response that refutes what `relation` says of two constraints.

usage: python benchmarks/relation_search.py [--pairs 10000] [--seed 0] [--texts 2000] [--workers 2] [--show unknown=60]

Constraints are drawn over all hard families: their examples, edits of them, and those with other words and numbers.

First every pair of them is tried with one collection of responses, which holds texts of many layouts and what repairs
for the constraints made of them. Then pairs are drawn at random, half of them within one family, and tried with texts
repaired for the one, the other and both. One response refutes a claim: `contradicts` if it keeps both, `implies` if
it keeps only the first, `equivalent` if it keeps only one of the two. `independent` is refuted by none; it is counted
how often responses have shown it (both kept, either kept alone).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement
from multiprocessing import Pool
from multiprocessing.pool import Pool as Workers
from typing import NamedTuple

from constraint_pool import constraints, keeps, mended, texts

from stemmata.graphs.constraints import Mended, relation, repair_all
from stemmata.graphs.constraints.meaning import decided
from stemmata.schemas.instruction import Payload


class Tried(NamedTuple):
    """What became of one pair: the claim, the response that refutes it, if any, and how many were tried."""

    first: Payload
    second: Payload
    claim: str
    against: str | None
    responses: int

    def __str__(self) -> str:
        first, second = (f"{one.id} {dict(one.kwargs)}" for one in (self.first, self.second))
        return f"{first} {self.claim} {second}"


def refuted(claim: str, first: bool, second: bool) -> bool:
    """Return whether a response that keeps the first, the second, both or none refutes a claim."""
    return {
        "contradicts": first and second,
        "implies": first and not second,
        "implied_by": second and not first,
        "equivalent": first != second,
    }.get(claim, False)


def drawn(first: Payload, second: Payload, rng: random.Random) -> Iterator[str]:
    """Yield responses that may keep one of two constraints, or both."""
    pool = list(texts(rng, 12))
    for text in rng.sample(pool, 24):
        yield text
        for one, other in ((first, second), (second, first)):
            made = mended(one, text)
            if made is not None:
                yield made
                again = mended(other, made)
                if again is not None:
                    yield again
    for text in rng.sample(pool, 6):
        both = repair_all((first, second), text)
        if isinstance(both, Mended):
            yield both.text


def try_pair(task: tuple[Payload, Payload, int]) -> Tried:
    """Claim what two constraints mean for each other, and look for a response that refutes it."""
    first, second, seed = task
    claim, responses = relation(first, second), 0
    if claim not in ("independent", "unknown"):
        for text in dict.fromkeys(drawn(first, second, random.Random(seed))):
            responses += 1
            if refuted(claim, keeps(first, text), keeps(second, text)):
                return Tried(first, second, claim, text, responses)
    return Tried(first, second, claim, None, responses)


def mend_many(task: tuple[Payload, list[str]]) -> list[str]:
    """Return what repairs for one constraint make of texts."""
    made = (mended(task[0], text) for text in task[1])
    return [text for text in made if text is not None]


def kept_of(task: tuple[Payload, list[str]]) -> int:
    """Return which of some responses keep a constraint, as bits."""
    constraint, responses = task
    return sum(1 << place for place, text in enumerate(responses) if keeps(constraint, text))


def main() -> int:
    """Draw constraints, claim, search; the exit code is 1 where a claim was refuted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--each", type=int, default=12, help="constraints of each family")
    parser.add_argument("--show", default="", help="print some pairs of one claim, as unknown=60")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    known = constraints(rng, options.each)
    with Pool(options.workers) as workers:
        wrong = _all_pairs(known, options.texts, rng, workers)
        wrong += _random_pairs(known, options.pairs, rng, workers, options.show)
    return 1 if wrong else 0


def _all_pairs(known: dict[str, list[Payload]], count: int, rng: random.Random, workers: Workers) -> int:
    """Try every pair with one collection of responses; return how many claims were refuted."""
    listed = [one for of_family in known.values() for one in of_family]
    base = list(dict.fromkeys(texts(rng, 100)))
    tasks = [(one, rng.sample(base, 20)) for one in listed]
    repaired = list(dict.fromkeys(text for made in workers.imap(mend_many, tasks, 8) for text in made))
    responses = list(dict.fromkeys([*base, *rng.sample(repaired, min(len(repaired), max(0, count - len(base))))]))
    bits = workers.map(kept_of, [(one, responses) for one in listed], 4)
    claims: Counter[str] = Counter()
    shown = wrong = 0
    for (first, ours), (second, theirs) in combinations_with_replacement(zip(listed, bits, strict=True), 2):
        claim = decided(first, second) or "undecided"
        claims[claim] += 1
        against = {
            "contradicts": ours & theirs,
            "implies": ours & ~theirs,
            "implied_by": theirs & ~ours,
            "equivalent": ours ^ theirs,
        }.get(claim, 0)
        shown += claim == "independent" and bool(ours & theirs and ours & ~theirs and theirs & ~ours)
        if against:
            wrong += 1
            text = responses[(against & -against).bit_length() - 1]
            print(f"refuted: {Tried(first, second, claim, text, 0)}: {text[:400]!r}")
    silent = sum(1 for one in bits if not one)
    tried = f"all {sum(claims.values())} pairs of {len(listed)} constraints, {len(responses)} responses each"
    print(f"{tried}: {_split(claims)}")
    print(f"{silent} constraints are kept by no response; {shown} of the independent shown; refuted: {wrong}")
    return wrong


def _random_pairs(known: dict[str, list[Payload]], count: int, rng: random.Random, workers: Workers, show: str) -> int:
    """Try pairs drawn at random with responses made for them; return how many claims were refuted."""
    ids, tasks = sorted(known), []
    for number in range(count):
        one = rng.choice(ids)
        other = one if number % 2 else rng.choice(ids)
        tasks.append((rng.choice(known[one]), rng.choice(known[other]), rng.getrandbits(32)))
    claims: dict[str, list[Tried]] = defaultdict(list)
    for tried in workers.imap(try_pair, tasks, 16):
        claims[tried.claim].append(tried)
        if tried.against is not None:
            print(f"refuted: {tried}: {tried.against[:400]!r}")
    asked, _, most = show.partition("=")
    for tried in claims.get(asked, [])[: int(most or 20)]:
        print(tried)
    every = [tried for of_claim in claims.values() for tried in of_claim]
    wrong = sum(1 for tried in every if tried.against is not None)
    print(f"{count} random pairs over {len(ids)} families: {_split({c: len(of) for c, of in claims.items()})}")
    print(f"{sum(one.responses for one in every)} responses made for them; refuted: {wrong}")
    return wrong


def _split(claims: dict[str, int]) -> str:
    return ", ".join(f"{count} {claim}" for claim, count in sorted(claims.items(), key=lambda one: -one[1]))


if __name__ == "__main__":
    sys.exit(main())
