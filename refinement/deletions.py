"""Constraints deleted from an instruction, with the glue that would be left over."""

from __future__ import annotations

import re

from stemmata.graphs.edits import Replacement
from stemmata.graphs.graph import Graph
from stemmata.refinement.proposer import Proposal
from stemmata.schemas.instruction import Node, Span

_CONNECTIVE = re.compile(r"(?:,?\s+(?:and|but)(?:\s+(?:also|please))?|,|;|\s+-)\s+$|\s+$")
_MATERIAL = re.compile(r":\s*[\"“”']([^\"“”]{24,})")  # words to work on, which the constraint only carries along
_POLITE = re.compile(r"(?:(?:please|also|additionally|finally|then|lastly|and)[,:]?\s+)+$", re.IGNORECASE)


def deletion(graph: Graph, node: Node) -> Proposal | None:
    """Return the deletion of a constraint; None where what remains would not read well."""
    if len(node.spans) != 1 or node.constraint is None:
        return None
    carried = _MATERIAL.search(node.text)
    if carried and carried[1].strip() not in str(node.constraint.kwargs):
        return None
    turn, start, end = node.spans[0]
    text = graph.turns[turn].text
    polite = _POLITE.search(text, max(0, start - 32), start)
    opener = polite.start() if polite else start
    stop = end
    while stop < len(text) and text[stop] in ".!":
        stop += 1
    before = text[:opener]
    alone = not before.strip() or before.rstrip()[-1] in ".!?:" or before.endswith("\n")
    ended = stop > end or stop == len(text) or text[stop] == "\n"
    span: Span | None = None
    if _item(before):
        span = _line(text, turn, opener, stop) if ended else None
    elif alone and ended:
        if before and not before[-1].isspace():
            return None
        left = opener
        if stop == len(text) or text[stop] == "\n":  # the last sentence goes with the blank before it
            while left > 0 and text[left - 1] in " \t":
                left -= 1
            if stop < len(text) and (left == 0 or text[left - 1] == "\n"):
                stop += 1
            elif stop == len(text):
                while left > 0 and text[left - 1].isspace():
                    left -= 1
        else:
            while stop < len(text) and text[stop] in " \t":
                stop += 1
        span = Span(turn, left, stop)
    elif not alone:
        connective = _CONNECTIVE.search(text, max(0, start - 16), start)
        follows = text[end : end + 1]
        if connective and (follows in ".!?,;:" or not follows or follows.isspace()):
            span = Span(turn, connective.start(), end)
    if span is None or span.end <= span.start or not (text[: span.start] + text[span.end :]).strip():
        return None
    return Proposal("delete_node", node.kind, node, "weaker", (Replacement(span, ""),), None)


def _item(before: str) -> bool:
    """Whether what stands before a clause on its line is a list mark."""
    line = before[before.rfind("\n") + 1 :].strip()
    return bool(line) and len(line) <= 4 and (line[0] in "-*•+(" or line[:1].isdigit())


def _line(text: str, turn: int, start: int, stop: int) -> Span | None:
    """Return the line of a list item with its line break; None where others would be numbered wrong or none is left."""
    left = text.rfind("\n", 0, start)
    right = text.find("\n", stop)
    right = len(text) if right < 0 else right
    mark = text[left + 1 : start].strip()
    if mark not in ("-", "*", "•", "+") or left < 0 or text[stop:right].strip():
        return None
    above = text[text.rfind("\n", 0, left) + 1 : left].lstrip()
    below = text[right + 1 : text.find("\n", right + 1) if "\n" in text[right + 1 :] else len(text)].lstrip()
    return Span(turn, left, right) if above.startswith(mark) or below.startswith(mark) else None
