"""Whether our verifiers agree with IFEval's reference checkers, and how fast both are.

usage: python benchmarks/ifeval_reference.py FILE... [--pairs 10000] [--seed 0] [--punkt WHEEL] [--mix IFEVAL.jsonl]

The files hold instructions with responses. The reference is the task `ifeval` of lm_eval, which needs little of that:

    pip install -e ".[reference]" && pip install --no-deps lm_eval
    pip download --no-deps llama-index-core        # its wheel has the data of nltk's sentence splitter

Name the wheel with --punkt, unless nltk has `punkt_tab` already. Each pair of constraint and response is judged by
both: `stemmata.graphs.constraints.verify`, and the reference on what `export ifeval` writes for the constraint.

The second table says how many pairs each side judges in a second of the processor. Its last line is their mean where
the ids are as frequent as in the file of IFEval's form that --mix names, or all alike.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ifeval_checkers import Judged, Reference, judged, labels_of, load_reference, mended
from ifeval_faults import fault_of
from ifeval_pairs import MAKERS, Maker, Pair, pairs

from stemmata.graphs.constraints import verify
from stemmata.graphs.constraints.languages import guess_of, language_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.sentences import counted_sentences
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.sources import read
from stemmata.schemas.records import Failure


def records(files: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the prompts of files with their responses."""
    for record in read(files):
        if not isinstance(record, Failure):
            yield "\n\n".join(turn.text for turn in record.turns), record.response


def texts(files: Sequence[str]) -> Iterator[str]:
    """Yield the prompts and responses of files."""
    for prompt, response in records(files):
        yield prompt
        if response is not None:
            yield response


def made_pairs(real: Sequence[str], number: int, seed: int = 0, only: str = "") -> list[Pair]:
    """Return about so many pairs that IFEval can say, equally many for each id that has some letters in it."""
    ids = [name for name in sorted(MAKERS) if name in families() and only in name]
    made: list[Pair] = []
    for family_id in ids:
        maker = Maker(random.Random(f"{seed}:{family_id}"), real)
        made += pairs(family_id, -(-number // len(ids)), maker, mended)
    return [pair for pair in made if labels_of(pair)]


def report(reference: Reference, results: Sequence[Judged], examples: int) -> int:
    """Print the table and the faults that were met; return how many disagreements no fault explains."""
    print(f"{'':48}{'pairs':>7}{'passed':>8}{'agreed':>8}{'faults':>8}{'unexplained':>13}")
    met: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    unexplained: dict[str, list[Judged]] = defaultdict(list)
    for family_id in sorted({one.pair.id for one in results}):
        own = [one for one in results if one.pair.id == family_id]
        row = Counter(pairs=len(own), passed=sum(one.theirs is True for one in own))
        for one in own:
            if one.ours is one.theirs:
                row["agreed"] += 1
                continue
            fault = fault_of(reference, one)
            if fault is None:
                unexplained[family_id].append(one)
            else:
                row["faults"] += 1
                met[fault.sentence] += 1
        row["unexplained"] = len(unexplained[family_id])
        sums += row
        print_row(family_id, row)
    print_row("all", sums)
    for sentence, count in met.most_common():
        print(f"{count:5}  {sentence}")
    for family_id, some in unexplained.items():
        for one in some[:examples]:
            print(f"{family_id} {one.pair.kwargs} ours {one.ours}, theirs {one.theirs}: {one.pair.response[:300]!r}")
    return sums["unexplained"]


def print_row(name: str, row: Counter[str]) -> None:
    """Print a line of the table."""
    columns = zip(("pairs", "passed", "agreed", "faults", "unexplained"), (7, 8, 8, 8, 13), strict=True)
    print(f"{name:48}" + "".join(f"{row[column]:>{width}}" for column, width in columns))


def speeds(reference: Reference, made: Sequence[Pair], weights: Mapping[str, int]) -> None:
    """Print how many pairs a second each side judges, for each id and on the whole."""
    print(f"\n{'':48}{'share':>7}{'ours/s':>10}{'theirs/s':>10}{'ratio':>7}")
    own, other, total = 0.0, 0.0, sum(weights.values())
    for family_id in dict.fromkeys(pair.id for pair in made):
        some = [pair for pair in made if pair.id == family_id]
        labels = [(labels_of(pair), pair.response) for pair in some]
        guess_of.cache_clear()
        language_of.cache_clear()
        start = time.process_time()
        for pair in some:
            verify(pair.id, pair.kwargs, pair.response)
        middle = time.process_time()
        for label, response in labels:
            reference.judge(label, response)
        ours, theirs = (middle - start) / len(some), (time.process_time() - middle) / len(some)
        share = weights.get(family_id, 0) / total
        own, other = own + share * ours, other + share * theirs
        print(f"{family_id:48}{share:>7.1%}{1 / ours:>10.0f}{1 / theirs:>10.0f}{theirs / ours:>7.2f}")
    if own:
        print(f"{'a mix of these shares':48}{'':7}{1 / own:>10.0f}{1 / other:>10.0f}{other / own:>7.2f}")


def shares(path: str | None) -> Counter[str]:
    """Return how often a file of IFEval's form has each id; without one, each once."""
    if path is None:
        return Counter(MAKERS)
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return Counter(name for line in lines if line.strip() for name in json.loads(line)["instruction_id_list"])


def extraction(prompts: Sequence[str]) -> None:
    """Print from how many prompts a second constraints are extracted."""
    start = time.process_time()
    found = sum(len(extract(Passage.of(prompt))) for prompt in prompts)
    rate = len(prompts) / (time.process_time() - start)
    print(f"{f'prompts with {found} constraints, extracted':48}{len(prompts):>7}{rate:>10.0f}")


def main() -> None:
    """Judge, print, and leave with 1 if a disagreement has no explanation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--punkt")
    parser.add_argument("--mix", help="a file of IFEval's form, for the shares of the ids")
    parser.add_argument("--examples", type=int, default=3)
    parser.add_argument("--only", default="", help="the ids that have this in them")
    options = parser.parse_args()
    reference = load_reference(options.punkt)
    given = list(records(options.files))
    real = [response for _, response in given if response is not None]
    made = made_pairs(real, options.pairs, options.seed, options.only)
    remaining = report(reference, judged(reference, made), options.examples)
    answers = list(dict.fromkeys(real))
    same = sum(len(counted_sentences(text)) == reference.count_sentences(text) for text in answers)
    print(f"real responses with equally many sentences: {same} of {len(answers)}")
    weights = shares(options.mix)
    speeds(reference, made, weights)
    extraction([prompt for prompt, _ in (records([options.mix]) if options.mix else given)])
    raise SystemExit(remaining > 0)


if __name__ == "__main__":
    main()
