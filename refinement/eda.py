"""Easy data augmentation, as a baseline: words of the whole text swapped, deleted, inserted or replaced at random.

After Wei and Zou (2019), without synonyms: a word comes from the same text or from a small lexicon. It changes words
wherever they stand, so most of what it proposes is not confined to one node; that is what the comparison shows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from stemmata.graphs.edits import Replacement
from stemmata.graphs.graph import Graph
from stemmata.refinement.proposer import Proposal
from stemmata.schemas.instruction import Node, Span
from stemmata.schemas.vocabulary import ASKING_ROLES

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHARE = 0.1  # of the words that one proposal changes, as the authors recommend
_MOST = 40  # proposals for one graph
_LEXICON = (
    "good new small large short simple clear useful common different early main open special strong whole "
    "story list answer example idea letter place plan question reason text thing way word"
).split()


class EdaProposer:
    """Proposes random word edits of the last turn that asks for something; needs no model."""

    name = "eda"

    def propose(self, graph: Graph, rng: random.Random) -> Iterator[Proposal]:
        """Yield proposals: swaps, deletions, insertions and replacements in turn, each of a tenth of the words."""
        asking = [number for number, turn in enumerate(graph.turns) if turn.role in ASKING_ROLES]
        if not asking:
            return
        turn = asking[-1]
        text = graph.turns[turn].text
        found = [match.span() for match in _WORD.finditer(text)]
        if len(found) < 2:
            return
        size = max(1, round(_SHARE * len(found)))
        ways = (_swapped, _deleted, _inserted, _replaced)
        for number in range(_MOST):
            edits = ways[number % len(ways)](text, found, size, rng)
            proposal = _proposal(graph, turn, edits)
            if proposal is not None:
                yield proposal


_Edit = tuple[int, int, str]


def _swapped(text: str, found: list[tuple[int, int]], size: int, rng: random.Random) -> list[_Edit]:
    """Pairs of words, each in the place of the other."""
    chosen = rng.sample(range(len(found)), min(2 * size, len(found) // 2 * 2))
    edits = []
    for one, two in zip(chosen[::2], chosen[1::2], strict=True):
        (a, b), (c, d) = found[one], found[two]
        edits += [(a, b, text[c:d]), (c, d, text[a:b])]
    return edits


def _deleted(text: str, found: list[tuple[int, int]], size: int, rng: random.Random) -> list[_Edit]:
    """Words gone, each with the blank after it."""
    edits = []
    for place in rng.sample(range(len(found)), min(size, len(found) - 1)):
        start, end = found[place]
        edits.append((start, end + (text[end : end + 1] == " "), ""))
    return edits


def _inserted(text: str, found: list[tuple[int, int]], size: int, rng: random.Random) -> list[_Edit]:
    """Words of the text or the lexicon before others."""
    return [
        (start, start, f"{_drawn(text, found, rng)} ")
        for start, _ in (found[place] for place in rng.sample(range(len(found)), size))
    ]


def _replaced(text: str, found: list[tuple[int, int]], size: int, rng: random.Random) -> list[_Edit]:
    """Words of the text or the lexicon in the place of others."""
    return [(*found[place], _drawn(text, found, rng)) for place in rng.sample(range(len(found)), size)]


def _drawn(text: str, found: list[tuple[int, int]], rng: random.Random) -> str:
    if rng.random() < 0.5:
        return rng.choice(_LEXICON)
    start, end = rng.choice(found)
    return text[start:end].lower()


def _proposal(graph: Graph, turn: int, edits: list[_Edit]) -> Proposal | None:
    """Return word edits as a change of the node that most of them hit; it strays where they hit others too."""
    text = graph.turns[turn].text
    changed = [Replacement(Span(turn, a, b), new) for a, b, new in sorted(edits) if text[a:b] != new]
    hits = [hit(graph, span) for span, _ in changed]
    nodes = [node for node in hits if node is not None]
    if not changed or not nodes:
        return None
    node = max(nodes, key=lambda one: (sum(other.id == one.id for other in nodes), one.id))
    stray = next((i for i, one in enumerate(hits) if one is None or one.id != node.id), None)
    said = ""
    if stray is not None:
        start, end = changed[stray].span.start, changed[stray].span.end
        said = f"outside the part, {text[start:end]!r} became {changed[stray].text!r}"
    return Proposal(
        "modify_node", node.kind, node, "parallel", tuple(changed), node.constraint, whole=True, stray=said, free=True
    )


def hit(graph: Graph, span: Span) -> Node | None:
    """Return the discourse node that a span lies in; none where it lies in the glue or crosses an edge."""
    for node in graph.discourse:
        for own in node.spans:
            if own.turn == span.turn and own.start <= span.start and span.end <= own.end:
                return node
    return None
