"""How well predicted graphs agree with gold graphs: nodes, kinds, edges, qualifiers.

Two nodes match exactly when they have one kind and cover the same characters, blanks and the punctuation at the ends
of their spans apart. They match relaxedly when they have one kind and the characters that both cover are at least half
of those that either covers. Matching is one to one and greedy, the best overlap first: where units of one kind do not
overlap, as in every consistent graph's discourse layer, no node can share more than half with two others, so that
greedy is also optimal there.

An edge is right when both its ends match relaxedly and its kind agrees. Edges to the instruction itself say nothing
and are left out. Counts are summed over instructions before they are divided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Edge, Node
from stemmata.schemas.vocabulary import DISCOURSE, NodeKind

HALF = 0.5
Characters = frozenset[tuple[int, int]]


@dataclass(slots=True)
class Tally:
    """Counts of what is in the gold, what was predicted, and what of it is right."""

    gold: int = 0
    predicted: int = 0
    right: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.gold += other.gold
        self.predicted += other.predicted
        self.right += other.right
        return self

    @property
    def precision(self) -> float:
        """The share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.predicted) if self.right else 0.0


@dataclass(slots=True)
class Scores:
    """All that is counted; the keys of `kinds` are pairs of layers' node kinds, gold first."""

    exact: dict[str, Tally] = field(default_factory=dict)
    relaxed: dict[str, Tally] = field(default_factory=dict)
    edges: dict[str, Tally] = field(default_factory=dict)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    roles: Counter[bool] = field(default_factory=Counter)
    qualifiers: dict[str, Counter[bool]] = field(default_factory=dict)

    def add(self, other: Scores) -> None:
        """Add the counts of another one."""
        for mine, theirs in (
            (self.exact, other.exact),
            (self.relaxed, other.relaxed),
            (self.edges, other.edges),
        ):
            for key, tally in theirs.items():
                mine.setdefault(key, Tally()).__iadd__(tally)
        self.kinds += other.kinds
        self.roles += other.roles
        for key, counts in other.qualifiers.items():
            self.qualifiers.setdefault(key, Counter()).update(counts)


def total(tallies: Mapping[str, Tally], keys: Iterable[str] | None = None) -> Tally:
    """Return the sum of some tallies, by default of all."""
    result = Tally()
    for key in tallies if keys is None else keys:
        result += tallies.get(key, Tally())
    return result


def characters(graph: Graph, node: Node) -> Characters:
    """Return the places that a node covers, without blanks and without the punctuation at its spans' ends."""
    places: set[tuple[int, int]] = set()
    for turn, start, end in node.spans:
        text = graph.turns[turn].text
        left, right = start, end
        while left < right and not text[left].isalnum():
            left += 1
        while right > left and not text[right - 1].isalnum():
            right -= 1
        if left == right:  # a span of signs alone, such as an emoji
            left, right = start, end
        places.update((turn, at) for at in range(left, right) if not text[at].isspace())
    return frozenset(places)


def matching(
    gold: Sequence[tuple[Hashable, Characters]], predicted: Sequence[tuple[Hashable, Characters]], least: float = HALF
) -> dict[int, int]:
    """Match items one to one, the best overlap first.

    Args:
        gold: Pairs of a label and the characters covered; only items of one label match.
        predicted: The same.
        least: The least intersection over union that counts.

    Returns:
        The position in `predicted` for each position in `gold` that has a match.
    """
    pairs = []
    for i, (label, covered) in enumerate(gold):
        for j, (other, places) in enumerate(predicted):
            if label == other and (common := len(covered & places)):
                overlap = common / (len(covered) + len(places) - common)
                if overlap >= least:
                    pairs.append((-overlap, i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


@dataclass(frozen=True, slots=True)
class Match:
    """A gold graph beside a predicted one: which node is which."""

    gold: Graph
    predicted: Graph
    pairs: dict[str, str]  # ids of relaxed matches
    scores: Scores

    @property
    def missed(self) -> list[Node]:
        """The gold nodes that were not found."""
        return [node for node in self.gold.nodes if node.id not in self.pairs]

    @property
    def spurious(self) -> list[Node]:
        """The predicted nodes that match none of the gold."""
        found = set(self.pairs.values())
        return [node for node in self.predicted.nodes if node.id not in found]


def compare(gold: Graph, predicted: Graph) -> Match:
    """Compare a predicted graph with the gold one of the same text."""
    scores = Scores()
    ours = [(node, characters(gold, node)) for node in gold.nodes]
    theirs = [(node, characters(predicted, node)) for node in predicted.nodes]
    for target, least in ((scores.exact, 1.0), (scores.relaxed, HALF)):
        found = matching([(n.kind, c) for n, c in ours], [(n.kind, c) for n, c in theirs], least)
        for kind in NodeKind:
            target[kind] = Tally(
                sum(node.kind is kind for node, _ in ours),
                sum(node.kind is kind for node, _ in theirs),
                sum(ours[i][0].kind is kind for i in found),
            )
    pairs = {ours[i][0].id: theirs[j][0].id for i, j in found.items()}
    by_layer = matching([(n.kind in DISCOURSE, c) for n, c in ours], [(n.kind in DISCOURSE, c) for n, c in theirs])
    scores.kinds.update((str(ours[i][0].kind), str(theirs[j][0].kind)) for i, j in by_layer.items())
    scores.roles.update(
        ours[i][0].role == theirs[j][0].role for i, j in found.items() if ours[i][0].kind is NodeKind.FACT
    )
    _edges(gold, predicted, pairs, scores)
    return Match(gold, predicted, pairs, scores)


def _edges(gold: Graph, predicted: Graph, pairs: Mapping[str, str], scores: Scores) -> None:
    """Count the edges within the instruction, and how far the qualifiers of the right ones agree."""
    theirs: dict[tuple[str, str, str], Edge] = {}
    for edge in predicted.edges:
        if edge.target != predicted.id:
            theirs.setdefault((edge.source, edge.target, edge.kind), edge)
    for key in theirs:
        scores.edges.setdefault(key[2], Tally()).predicted += 1
    for edge in gold.edges:
        if edge.target == gold.id:
            continue
        tally = scores.edges.setdefault(edge.kind, Tally())
        tally.gold += 1
        twin = theirs.get((pairs.get(edge.source, ""), pairs.get(edge.target, ""), edge.kind))
        if twin is None:
            continue
        tally.right += 1
        for name, value in edge.qualifiers.items():
            agrees = scores.qualifiers.setdefault(f"{edge.kind} {name}", Counter())
            agrees[twin.qualifiers.get(name) == value] += 1
