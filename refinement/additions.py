"""Constraints added to an instruction: which suit the task, in which words, and where they go."""

from __future__ import annotations

import random
from collections.abc import Iterator

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.wording import phrasings
from stemmata.graphs.edits import Replacement
from stemmata.graphs.graph import Graph
from stemmata.refinement.proposer import Proposal
from stemmata.refinement.task import task_of
from stemmata.schemas.instruction import Node, Span
from stemmata.schemas.vocabulary import ASKING_ROLES, NodeKind


def additions(graph: Graph, rng: random.Random) -> Iterator[Proposal]:
    """Yield added constraints that suit the task, families in an order that the seed decides."""
    place = _place(graph)
    if place is None:
        return
    task = task_of(graph)
    order = list(families().values())
    rng.shuffle(order)
    offers = [(member, member.suits(task, rng)) for member in order]
    while offers:  # one offer of each family before the second of any
        remaining = []
        for member, arguments in offers:
            kwargs = next(arguments, None)
            if kwargs is None:
                continue
            remaining.append((member, arguments))
            checked = payload(member.id, kwargs)
            form = Form.SENTENCE if place.sentence else Form.PHRASE
            candidates = list(phrasings(member.id, checked.kwargs, form))[:4]
            if candidates:
                words = rng.choice(candidates)
                text = place.before + words + place.after
                span = Span(place.turn, place.offset, place.offset)
                own = (len(place.before), len(place.before) + len(words))
                yield Proposal(
                    "add_node", NodeKind.CONSTRAINT, None, "stronger", (Replacement(span, text),), checked, own
                )
        offers = remaining


class _Place:
    """Where an addition goes, and the glue around it."""

    __slots__ = ("after", "before", "offset", "sentence", "turn")

    def __init__(self, turn: int, offset: int, before: str, after: str, *, sentence: bool) -> None:
        self.turn, self.offset, self.before, self.after, self.sentence = turn, offset, before, after, sentence


def _place(graph: Graph) -> _Place | None:
    """Return the place after what the last asking turn demands; None where there is no good one."""
    asking = [i for i, turn in enumerate(graph.turns) if turn.role in ASKING_ROLES]
    if not asking:
        return None
    turn = asking[-1]
    demands = [
        (span.end, node)
        for node in graph.discourse
        if node.kind is not NodeKind.FACT
        for span in node.spans
        if span.turn == turn
    ]
    if not demands:
        return None
    text = graph.turns[turn].text
    end, node = max(demands, key=lambda demand: demand[0])
    stop = end
    while stop < len(text) and text[stop] in "\"”'’)*_`":
        stop += 1
    closing = text[stop : stop + 1]
    if closing and closing in ".!?":
        while stop < len(text) and text[stop] in ".!?\"”'’)*":
            stop += 1
        if stop < len(text) and not text[stop].isspace():
            return None
        return None if _in_list(text, node) else _Place(turn, stop, " ", ".", sentence=True)
    if closing == ":":
        return _Place(turn, end, " ", "", sentence=False) if node.kind is NodeKind.SUB_INSTRUCTION else None
    rest = text[stop:]
    if not rest.strip() or rest.startswith(("\n", "\r\n")):
        return None if _in_list(text, node) else _Place(turn, stop, ". ", ".", sentence=True)
    return None


def _in_list(text: str, node: Node) -> bool:
    """Whether a node stands in a list item, where a new sentence would read as part of it."""
    start = text.rfind("\n", 0, node.spans[0].start) + 1
    head = text[start : node.spans[0].start].strip()
    return bool(head) and len(head) <= 4 and (head[0] in "-*•+(" or head[:1].isdigit())
