"""Constraints added to an instruction: which suit the task, in which words, and where they go."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.plausible import plausible
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.wording import phrasings
from stemmata.graphs.edits import Replacement
from stemmata.graphs.graph import Graph
from stemmata.refinement.proposer import Proposal
from stemmata.refinement.task import task_of
from stemmata.schemas.instruction import Node, Span
from stemmata.schemas.vocabulary import ASKING_ROLES, NodeKind

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_EXAMPLE = re.compile(r"\s+(?:for (?:example|instance)|e\.g|i\.e|such as|like)\b", re.IGNORECASE)
# What is said after an order to repeat the prompt becomes part of what is to be repeated, or not: nobody could tell.
_REPEATED = re.compile(
    r"\b(?:re-?peat|copy|restate)\b[^.!?\n]{0,80}\b(?:request|prompt|question|instruction|above|below|line|"
    r"word for word)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\W*(?:who|what|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|would|will)\b"
)
# Before a colon, words that what follows the colon belongs to.
_FORMAT = re.compile(
    r"\b(?:formats?|words|templates?|structure|options?|categories|using|with|include|as follows|following|"
    r"criteria|rules|steps|order|keywords|ingredients|items|points|style|tags?)\W*$",
    re.IGNORECASE,
)
# What somebody says of themselves after the demand is no input: an addition goes after it.
_REMARK = re.compile(r"[^\S\n]+(?:I|I'm|I’m|I've|I’ve|I'd|My|We|Our|Here is some|This is|Thanks?|Thank you)\b")
_ABBREVIATED = re.compile(r"\b[A-Z]\.[A-Z]$")
# "… the letter j." reads as an initial.
_INITIAL = re.compile(r"\s[A-Za-z]$")
_STOPPED = re.compile(r"[.!?][\"”'’]?$")


def additions(graph: Graph, rng: random.Random) -> Iterator[Proposal]:
    """Yield added constraints that suit the task, families in an order that the seed decides."""
    place = _place(graph)
    if place is None:
        return
    task = task_of(graph)
    if _REPEATED.search(graph.text) or _is_query(task):
        return
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
            if not plausible(task, checked):
                continue
            form = Form.SENTENCE if place.sentence else Form.PHRASE
            candidates = [one for one in phrasings(member.id, checked.kwargs, form) if not _INITIAL.search(one)][:4]
            if candidates:
                words = rng.choice(candidates)
                text = place.before + words + place.after(words)
                span = Span(place.turn, place.offset, place.offset)
                own = (len(place.before), len(place.before) + len(words))
                yield Proposal(
                    "add_node", NodeKind.CONSTRAINT, None, "stronger", (Replacement(span, text),), checked, own
                )
        offers = remaining


def _unpaired(text: str) -> bool:
    """Return whether the end of a text stands inside a quotation."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”") or text.count("```") % 2 == 1


def _is_query(task: Task) -> bool:
    """Return whether a text is what one types into a search box: no act, no question."""
    return not task.action and "?" not in task.text and not _QUESTION.match(task.text.lower())


class _Place:
    """Where an addition goes, and the glue around it."""

    __slots__ = ("before", "offset", "sentence", "turn")

    def __init__(self, turn: int, offset: int, before: str, *, sentence: bool) -> None:
        self.turn, self.offset, self.before, self.sentence = turn, offset, before, sentence

    def after(self, words: str) -> str:
        """Return the stop that the words need: none where a quotation at their end has its own."""
        return "." if self.sentence and not _STOPPED.search(words) else ""


def _place(graph: Graph) -> _Place | None:
    """Return the place after what the last asking turn demands; None where there is no good one."""
    asking = [i for i, turn in enumerate(graph.turns) if turn.role in ASKING_ROLES]
    if not asking:
        return None
    turn = asking[-1]
    text = graph.turns[turn].text
    demand = _last_demand(graph, turn, text)
    if demand is None:
        return None
    end, node = demand
    if _unpaired(text[:end]):
        return None
    stop = end
    while stop < len(text) and text[stop] in "\"”'’)*_`":
        stop += 1
    closing = text[stop : stop + 1]
    if _ABBREVIATED.search(text[:stop]):
        return None  # a stop after it would be its own
    if (closing == "." and text[stop : stop + 2] == "..") or closing == "…":
        return None
    if closing and closing in ".!?":
        while stop < len(text) and text[stop] in ".!?\"”'’)*":
            stop += 1
        if (stop < len(text) and not text[stop].isspace()) or _EXAMPLE.match(text, stop):
            return None
        if _in_list(text, node):
            return None
        talk = len(asking) > 1 and text[stop : stop + 1] == " "
        if talk or _REMARK.match(text, stop):
            return _Place(turn, len(text.rstrip()), " ", sentence=True) if _STOPPED.search(text.rstrip()) else None
        return _Place(turn, stop, " ", sentence=True)
    if closing == ":":
        if _FORMAT.search(text[max(0, end - 40) : end]):
            return None
        alone = node.kind is NodeKind.SUB_INSTRUCTION and len(node.text.split()) <= 8 and "," not in node.text
        return _Place(turn, end, " ", sentence=False) if alone else None
    rest = text[stop:]
    if _STOPPED.search(text[max(0, stop - 2) : stop]) and not rest.strip():  # the unit has its stop inside
        return _Place(turn, stop, " ", sentence=True)
    if not rest.strip() or rest.startswith(("\n", "\r\n")):
        return None if _in_list(text, node) else _Place(turn, stop, ". ", sentence=True)
    return None


def _last_demand(graph: Graph, turn: int, text: str) -> tuple[int, Node] | None:
    """Return where the last demand of a turn ends.

    Where a later paragraph is not all demands, what follows the first paragraph with an act is rather the input of the
    task, and the demands end with that paragraph.
    """
    units = [(span, node) for node in graph.discourse for span in node.spans if span.turn == turn]
    demands = sorted((span.end, span.start, node.id) for span, node in units if node.kind is not NodeKind.FACT)
    acts = [span.start for span, node in units if node.kind is NodeKind.SUB_INSTRUCTION]
    if not demands or not acts:
        return None
    paragraph = _BLANK_LINE.search(text, min(acts))
    first = paragraph.start() if paragraph else len(text)
    if any(span.start >= first and node.kind is NodeKind.FACT for span, node in units):
        demands = [demand for demand in demands if demand[0] <= first]
    if not demands:
        return None
    end, _, node_id = demands[-1]
    return end, graph.node(node_id)


def _in_list(text: str, node: Node) -> bool:
    """Whether a node stands in a list item, where a new sentence would read as part of it."""
    start = text.rfind("\n", 0, node.spans[0].start) + 1
    head = text[start : node.spans[0].start].strip()
    return bool(head) and len(head) <= 4 and (head[0] in "-*•+(" or head[:1].isdigit())
