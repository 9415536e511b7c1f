"""Look for a response that refutes what `relation` says of two constraints.

usage: python benchmarks/relation_search.py [--pairs 10000] [--seed 0]

Pairs are drawn over all hard families, half of them within one family; their arguments are those of the examples and
of edits of them, drawn at random. Responses are texts of many layouts, each repaired for the one, the other and both.
One response refutes a claim: `contradicts` if it keeps both, `implies` if it keeps only the first, `equivalent` if it
keeps only one of the two. `independent` is never claimed unless responses have shown it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator

from stemmata.graphs.constraints import Mended, relation, repair, repair_all
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import verdict
from stemmata.graphs.constraints.witness import TEXTS
from stemmata.schemas.instruction import Payload

WORDS = "the tide goes out and Boats lie in mud, so nobody minds Rain today; 3 gulls cry! why? NASA knows.".split()


def payloads(rng: random.Random) -> dict[str, list[Payload]]:
    """Return constraints of each hard family."""
    found: dict[str, list[Payload]] = {}
    for member in families().values():
        if not member.hard:
            continue
        known = [dict(member.example.kwargs)]
        for _ in range(3):
            for kwargs in list(known):
                for made in member.edits(kwargs, rng):
                    if made.id == member.id and made.kwargs not in known and len(known) < 40:
                        known.append(dict(made.kwargs))
        found[member.id] = [Payload(member.id, kwargs) for kwargs in known]
    return found


def texts(rng: random.Random) -> Iterator[str]:
    """Yield texts of many layouts."""
    yield from TEXTS
    for _ in range(6):
        parts = [" ".join(rng.choices(WORDS, k=rng.randint(1, 14))) for _ in range(rng.randint(1, 6))]
        lead = rng.choice(("", "* ", "- ", "1. ", "# "))
        yield rng.choice(("\n", "\n\n", " ", ", ", "\n***\n", "\n******\n")).join(lead + part for part in parts)


def tried(first: Payload, second: Payload, rng: random.Random) -> Iterator[str]:
    """Yield responses that may keep one of two constraints, or both."""
    for text in texts(rng):
        yield text
        for one in (first, second):
            mended = repair(one.id, one.kwargs, text)
            if mended is not None:
                yield mended.text
        both = repair_all((first, second), text)
        if isinstance(both, Mended):
            yield both.text


def refuted(claim: str, first: bool, second: bool) -> bool:
    """Return whether a response that keeps the first, the second, both or none refutes a claim."""
    return {
        "contradicts": first and second,
        "implies": first and not second,
        "implied_by": second and not first,
        "equivalent": first != second,
    }.get(claim, False)


def main() -> int:
    """Draw pairs, claim, search; the exit code is 1 where a claim was refuted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    known = payloads(rng)
    ids = sorted(known)
    claims: Counter[str] = Counter()
    wrong = responses = 0
    for number in range(options.pairs):
        one = rng.choice(ids)
        other = one if number % 2 else rng.choice(ids)
        first, second = rng.choice(known[one]), rng.choice(known[other])
        claim = relation(first, second)
        claims[claim] += 1
        if claim in ("independent", "unknown"):
            continue
        for text in tried(first, second, rng):
            responses += 1
            if refuted(claim, verdict(first, text).passed is True, verdict(second, text).passed is True):
                wrong += 1
                print(f"refuted: {first.id} {dict(first.kwargs)} {claim} {second.id} {dict(second.kwargs)}: {text!r}")
                break
    print(f"{options.pairs} pairs over {len(ids)} families: {', '.join(f'{n} {c}' for c, n in claims.most_common())}")
    print(f"{responses} responses tried against the claims that one response can refute; refuted: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
