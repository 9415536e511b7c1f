"""How well near-duplicates are found, how fast, and how that grows, beside MinHash over five words in a row.

usage: python benchmarks/near_duplicates.py FILE... [--parents 400] [--speed 2000] [--sizes 10000,30000,100000]

The files are of instructions or graphs. Where `datasketch` is installed (in an environment of its own: nothing here
needs it), it is the peer: MinHash of 128 permutations over word 5-grams, and over single words, with its LSH index.

Found: parents are instructions that are no near-duplicates of each other by any of the methods' word sets; children
are what `stemmata vary` makes of them, and the parents in other words (`rewordings.py`). Each child is looked up among
all parents. Recall is the share of children whose parent is found, precision the share of what is found that is the
child's parent. Each method stands at the threshold that its authors would begin with and at its own best (by F1, by
exact likeness, over steps of 0.05); then with its index at that threshold. The last row is `stemmata decontaminate`.

False alarms: children that are nobody's copies, the parents with the words that they are about replaced by those of
others. Each method stands at the same thresholds as for the rewordings.

Speed: texts or graphs a second of processor time, from the parsed graph to the key in the index; parsing is apart.

Growth: graphs with words of others put in, every fourth an edited copy of one before; processor seconds for features,
sketches and groups, and the largest resident size.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from rewordings import reworded

from stemmata.cli.records import read_either
from stemmata.graphs.duplicates import Duplicates
from stemmata.graphs.fingerprints import fingerprints_of
from stemmata.graphs.graph import Graph
from stemmata.graphs.likeness import features, hashed, likeness, topic
from stemmata.graphs.overlap import Benchmark, signature
from stemmata.graphs.sketches import LikenessIndex
from stemmata.graphs.words import content_words, normalised
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.parser import get_parser
from stemmata.refinement.vary import outcomes
from stemmata.schemas.settings import VarySettings

try:
    from datasketch import MinHash, MinHashLSH
except ImportError:
    MinHash = MinHashLSH = None

Set = frozenset[Any]
WORD = re.compile(r"[A-Za-z]+")
STEPS = [step / 20 for step in range(4, 20)]
LONGEST = 2_500  # characters: what is longer takes long to vary


class Child(NamedTuple):
    """A text made from a parent."""

    parent: int
    graph: Graph


class Scores(NamedTuple):
    """How children were found."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.recall * self.precision / (self.recall + self.precision) if sum(self) else 0.0

    def __str__(self) -> str:
        return f"recall {self.recall:.3f}  precision {self.precision:.3f}  F1 {self.f1:.3f}"


def five_words(graph: Graph) -> Set:
    """Return the runs of five words of a text; of a shorter one the whole."""
    words = graph.text.lower().split()
    return frozenset(" ".join(words[place : place + 5]) for place in range(max(1, len(words) - 4)))


def single_words(graph: Graph) -> Set:
    """Return the words of a text."""
    return frozenset(graph.text.lower().split())


METHODS: dict[str, tuple[Callable[[Graph], Set], float]] = {
    "stemmata": (features, 0.6),
    "word 5-grams": (five_words, 0.7),
    "words": (single_words, 0.7),
}


def graphs_of(files: Sequence[str]) -> Iterator[Graph]:
    """Yield the graphs of files, each text once."""
    parser = get_parser()
    seen: set[str] = set()
    for one in read_either(files):
        if isinstance(one, SourceRecord):
            one = parser.parse(one.turns, one.meta)
        if isinstance(one, Graph) and one.sub_instructions and one.id not in seen:
            seen.add(one.id)
            yield one


def distinct(graphs: Iterable[Graph], count: int) -> list[Graph]:
    """Return graphs that no method's sets take for near-duplicates of each other (likeness below 0.4)."""
    kept: list[Graph] = []
    sets: list[list[Set]] = []
    for graph in graphs:
        mine = [make(graph) for make, _ in METHODS.values()]
        like = any(likeness(*pair) >= 0.4 for one in sets for pair in zip(mine, one, strict=True))
        if len(graph.text) <= LONGEST and not like:
            kept.append(graph)
            sets.append(mine)
        if len(kept) == count:
            break
    return kept


def varied(parents: Sequence[Graph]) -> list[Child]:
    """Return variants by one edit each."""
    settings = VarySettings(per_instruction=4)
    return [
        Child(number, graph)
        for number, parent in enumerate(parents)
        for _, graph in outcomes(parent, settings, get_parser())
        if graph is not None
    ]


def in_other_words(parents: Sequence[Graph]) -> list[Child]:
    """Return the parents reworded and parsed anew."""
    return [
        Child(number, get_parser().parse([replace(turn, text=reworded(turn.text)) for turn in parent.turns]))
        for number, parent in enumerate(parents)
    ]


def of_other_things(parents: Sequence[Graph]) -> list[Child]:
    """Return the parents with the words that they are about replaced by those of others: nobody's copies."""
    rng = random.Random(0)
    words = [[word for word in WORD.findall(parent.text) if _is_topic(word, parent)] for parent in parents]
    children = []
    for number, parent in enumerate(parents):
        others = words[(number + 1 + rng.randrange(len(parents) - 1)) % len(parents)] or ["harbour"]
        swaps = {word: rng.choice(others) for word in dict.fromkeys(words[number])}
        turns = [
            replace(turn, text=WORD.sub(lambda match, swaps=swaps: swaps.get(match[0], match[0]), turn.text))
            for turn in parent.turns
        ]
        if words[number]:
            children.append(Child(number, get_parser().parse(turns)))
    return children


def _is_topic(word: str, graph: Graph) -> bool:
    return bool({hashed(stem) for stem in content_words(normalised(word))} & topic(graph))


def by_likeness(parents: Sequence[Set], children: Sequence[tuple[int, Set]]) -> dict[float, Scores]:
    """Return the scores at each threshold when every child is compared with every parent."""
    found = {step: [0, 0] for step in STEPS}
    for parent, mine in children:
        for number, theirs in enumerate(parents):
            near = likeness(mine, theirs)
            for step in STEPS:
                if near < step:
                    break
                found[step][number != parent] += 1
    return {step: scores(right, wrong, len(children)) for step, (right, wrong) in found.items()}


def scores(right: int, wrong: int, wanted: int) -> Scores:
    """Return recall and precision."""
    return Scores(right / wanted if wanted else 0.0, right / (right + wrong) if right + wrong else 0.0)


def by_index(parents: Sequence[Set], children: Sequence[tuple[int, Set]], threshold: float) -> Scores:
    """Return the scores of Stemmata's index."""
    index = LikenessIndex(threshold)
    for one in parents:
        index.add(one)
    found = [(parent, {number for _, number in index.near(mine)}) for parent, mine in children]
    right = sum(parent in some for parent, some in found)
    return scores(right, sum(len(some) for _, some in found) - right, len(children))


def by_overlap(parents: Sequence[Graph], children: Sequence[Child]) -> Scores:
    """Return the scores of `stemmata decontaminate`."""
    bench = Benchmark()
    for parent in parents:
        bench.add(signature(parent))
    found = [(child.parent, bench.overlap(signature(child.graph))) for child in children]
    told = [(parent, one.number) for parent, one in found if one is not None]
    right = sum(parent == number for parent, number in told)
    return scores(right, len(told) - right, len(children))


def minhash(some: Set) -> Any:
    """Return the peer's sketch of texts."""
    made = MinHash(num_perm=128)
    made.update_batch([one.encode() for one in some])
    return made


def by_peer(parents: Sequence[Set], children: Sequence[tuple[int, Set]], threshold: float) -> Scores:
    """Return the scores of datasketch's index, whose candidates are not counted again."""
    index = MinHashLSH(threshold=threshold, num_perm=128)
    for number, one in enumerate(parents):
        index.insert(number, minhash(one))
    found = [(parent, set(index.query(minhash(mine)))) for parent, mine in children]
    right = sum(parent in some for parent, some in found)
    return scores(right, sum(len(some) for _, some in found) - right, len(children))


def tell_found(parents: Sequence[Graph], children: Sequence[Child], title: str) -> dict[str, float]:
    """Print how the children of parents are found, and return the best threshold of each method."""
    print(f"\n{title}: {len(children)} children of {len(parents)} parents")
    bests: dict[str, float] = {}
    for name, (make, usual) in METHODS.items():
        sets = [make(parent) for parent in parents]
        wanted = [(child.parent, make(child.graph)) for child in children]
        exact = by_likeness(sets, wanted)
        best = bests[name] = max(STEPS, key=lambda step: (exact[step].f1, step))
        print(f"  {name:<14} exact, at {usual:.2f}  {exact[_step(usual)]}")
        print(f"  {name:<14} exact, at {best:.2f}  {exact[best]}  (its best)")
        if name == "stemmata":
            print(f"  {name:<14} index, at {usual:.2f}  {by_index(sets, wanted, usual)}")
        elif MinHash is not None:
            print(f"  {name:<14} index, at {best:.2f}  {by_peer(sets, wanted, best)}  (datasketch)")
    print(f"  {'decontaminate':<27} {by_overlap(parents, children)}")
    return bests


def tell_alarms(parents: Sequence[Graph], children: Sequence[Child], bests: dict[str, float]) -> None:
    """Print for how many children that are no copies a parent is found."""
    print(f"\nfalse alarms: {len(children)} instructions of the same form about other things")
    for name, (make, usual) in METHODS.items():
        sets = [make(parent) for parent in parents]
        exact = by_likeness(sets, [(child.parent, make(child.graph)) for child in children])
        for threshold in (usual, bests[name]):
            print(f"  {name:<14} exact, at {threshold:.2f}  {exact[_step(threshold)].recall:.3f}")
    print(f"  {'decontaminate':<27} {by_overlap(parents, children).recall:.3f}")


def _step(threshold: float) -> float:
    return min(STEPS, key=lambda step: abs(step - threshold))


def timed(work: Callable[[], object]) -> float:
    """Return the processor seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def tell_speed(graphs: Sequence[Graph]) -> None:
    """Print graphs a second."""
    print(f"\nspeed, over {len(graphs)} graphs of {sum(len(one.text) for one in graphs) / len(graphs):.0f} characters")
    index = LikenessIndex(0.6)
    rows = {
        "prints at all levels": lambda: fingerprints_of(graphs),
        "features": lambda: [features(one) for one in graphs],
        "features, sketch, into the index": lambda: [index.add(features(one)) for one in graphs],
    }
    if MinHash is not None:
        peer = MinHashLSH(threshold=0.6, num_perm=128)
        rows["datasketch: word 5-grams, sketch, into the index"] = lambda: [
            peer.insert(number, minhash(five_words(one))) for number, one in enumerate(graphs)
        ]
    for name, work in rows.items():
        print(f"  {name:<50} {len(graphs) / timed(work):>9.0f} a second")


def disguised(graphs: Sequence[Graph], count: int) -> Iterator[Graph]:
    """Yield graphs with words of a large vocabulary in the place of theirs; every fourth is an edited copy."""
    rng = random.Random(0)
    before: Graph | None = None
    for number in range(count):
        share = 0.05 if before is not None and number % 4 == 3 else 0.6
        base = before if before is not None and number % 4 == 3 else rng.choice(graphs)
        before = _disguise(base, rng, share)
        yield before


def _disguise(graph: Graph, rng: random.Random, share: float) -> Graph:
    swaps: dict[str, str] = {}

    def other(word: str) -> str:
        if word not in swaps:
            swaps[word] = f"w{rng.randrange(50_000)}x" if rng.random() < share else word
        return swaps[word]

    nodes = (replace(node, text=" ".join(map(other, node.text.split()))) for node in graph.nodes)
    return replace(graph, nodes=tuple(nodes))


def tell_growth(graphs: Sequence[Graph], sizes: Sequence[int]) -> None:
    """Print time and memory by the number of graphs."""
    print("\ngrowth: processor seconds, and MiB of the largest resident size")
    print(f"  {'graphs':>8} {'features':>9} {'sketches':>9} {'groups':>8} {'µs a graph':>11} {'found':>7} {'MiB':>6}")
    small = [graph for graph in graphs if len(graph.text) <= 1_000]
    for size in sizes:
        duplicates = Duplicates(0.6)
        made = looked = 0.0
        for graph in disguised(small, size):
            start = time.process_time()
            some = features(graph)
            made += time.process_time() - start
            start = time.process_time()
            duplicates.add(some)
            looked += time.process_time() - start
        start = time.process_time()
        groups = duplicates.groups()
        joined = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each = (made + looked + joined) / size * 1e6
        print(f"  {size:>8} {made:>9.2f} {looked:>9.2f} {joined:>8.2f} {each:>11.0f} {len(groups):>7} {peak:>6.0f}")


def main() -> None:
    """Run the three parts."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", metavar="FILE")
    options.add_argument("--parents", type=int, default=400)
    options.add_argument("--speed", type=int, default=2000)
    options.add_argument("--sizes", default="10000,30000,100000")
    chosen = options.parse_args()
    graphs = list(graphs_of(chosen.files))
    random.Random(0).shuffle(graphs)
    if chosen.parents:
        parents = distinct(graphs, chosen.parents)
        tell_found(parents, varied(parents), "edited by `stemmata vary`")
        bests = tell_found(parents, in_other_words(parents), "reworded")
        tell_alarms(parents, of_other_things(parents), bests)
    tell_speed(graphs[: chosen.speed])
    tell_growth(graphs, [int(size) for size in chosen.sizes.split(",") if size])


if __name__ == "__main__":
    main()
