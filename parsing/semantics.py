"""The semantic layer: what an act does, what comes out of it, what it is about, and what is said of these.

Follows the rules of `docs/annotation.md`, section 2, over Universal Dependencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stemmata.parsing.act import Act
from stemmata.parsing.actions import action
from stemmata.parsing.attributes import attributes
from stemmata.parsing.entities import names, span
from stemmata.parsing.outputs import outputs
from stemmata.parsing.roles import role
from stemmata.parsing.syntax import Range, Sentence
from stemmata.schemas.vocabulary import NodeKind


class Mention(NamedTuple):
    """A semantic node, before it has an id; `head` is the position of the mention that it hangs on."""

    kind: NodeKind
    range: Range
    role: str | None = None
    head: int | None = None


def mentions(sentence: Sentence, ranges: Iterable[Range], *, question: bool) -> list[Mention]:
    """Return the mentions in an act's pieces: the action first if there is one, then the others in order of position.

    Args:
        sentence: The sentence that the act stands in.
        ranges: The act's pieces in the turn.
        question: Whether the act is a question.
    """
    act = Act(sentence, ranges, question=question)
    if not act.tokens:
        return []
    verb = action(act)
    made = outputs(act, verb)
    found: list[Mention] = []
    heads: dict[int, int] = {}
    taken: set[int] = set()
    if verb is not None:
        found.append(Mention(NodeKind.ACTION, sentence.span(verb.first, verb.last)))
        heads[verb.head.i] = 0
        taken = {*verb.frame, *range(verb.first.i, verb.last.i + 1)}
    things: dict[int, int] = {}  # which thing each token belongs to
    for token in act.tokens:
        if token.i in taken or not names(token, act):
            continue
        first, last = span(token, act)
        where = sentence.span(first, last)
        things.update(dict.fromkeys(range(first.i, last.i + 1), token.i))
        heads[token.i] = len(found)
        if token.i in made:
            found.append(Mention(NodeKind.OUTPUT, where, None, None if verb is None else 0))
        else:
            found.append(Mention(NodeKind.ENTITY, where, role(token, verb, act)))
    for where, bearer in attributes(act, verb, things):
        found.append(Mention(NodeKind.ATTRIBUTE, where, None, heads[bearer]))
    return found


def entities(sentence: Sentence, start: int, end: int) -> list[Range]:
    """Return the ranges of the things that a statement of the situation names."""
    act = Act(sentence, [(start, end)])
    return [sentence.span(*span(token, act)) for token in act.tokens if names(token, act)]
