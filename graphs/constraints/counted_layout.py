"""A family that counts something of a response's layout, by what it is called and how it is found."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint, Measure
from stemmata.graphs.constraints.layout import Span
from stemmata.graphs.constraints.layout_orders import (
    amounts_of,
    asked,
    forbidden,
    forbidding,
    pattern_of,
    unclaimed,
    uses,
)
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Interval,
    amounts,
    changed_amounts,
    exactly,
    interval_of,
    spoken,
)
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

Arranged = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CountedLayout:
    """A constraint on how many there are of something, of all of it or of one kind of it.

    Attributes:
        id: The family's id.
        summary: What it demands.
        example: A statement of it.
        arguments: Its arguments: the number under `key`, exact unless bounded, less than 1 for
            none; and what kind, under `kind`.
        cues: See `ConstraintFamily`.
        key: The name of the number.
        nouns: What it is called, of one and of several.
        spans: Returns where it is in a response, given the kind or None.
        orders: Yields the orders that are found in another way than by an amount.
        mend: Returns the smallest repair, or None.
        fits: Yields arguments for a task that has no constraint of the family yet.
        kind: The name of the argument that says what kind.
        named: Returns how one and several of a kind are called.
        measure: What a footprint calls it.
    """

    id: str
    summary: str
    example: Example
    arguments: type[Arguments]
    cues: tuple[str, ...]
    key: str
    nouns: tuple[str, str]
    spans: Callable[[str, str | None], list[Span]]
    orders: Callable[[Passage], Iterator[tuple[Arranged, int, int, Form]]]
    mend: Callable[[Kwargs, str], Repair | None]
    fits: Callable[[Task, random.Random], Iterator[Arranged]]
    kind: str = ""
    named: Callable[[str], tuple[str, str]] | None = None
    measure: Measure | None = None
    hard: bool = True

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order, those that say more first."""
        for kwargs, start, end, form in unclaimed(passage, self.orders(passage)):
            yield Found(self.id, kwargs, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        one, several = self._called(kwargs)
        if self._none(kwargs):
            return [frame.format(several) for frame in _NEVER.get(form, ())]
        said = amounts(kwargs, self.key, one, several)
        if form is Form.AMOUNT:
            return said
        return [frame.format(words) for words in said[:3] for frame in _FRAMES.get(form, ())]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers, none at all, and all kinds in the place of one."""
        kind = {self.kind: kwargs[self.kind]} if kwargs.get(self.kind) else {}
        if self._none(kwargs):
            yield Alternative(self.id, {self.key: 1, "relation": "at least", **kind}, "contradicting")
            return
        for changed, relation in changed_amounts(kwargs, self.key, rng):
            yield Alternative(self.id, {**exactly(changed), **kind}, relation)
        if interval_of(kwargs, self.key).low:
            yield Alternative(self.id, {self.key: 1, "relation": "less than", **kind}, "contradicting")
            if kind:
                low = interval_of(kwargs, self.key).low
                yield Alternative(self.id, {self.key: low, "relation": "at least"}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals; there are never more of a kind than there are of all."""
        if other.id != self.id:
            return None
        ours, theirs = interval_of(kwargs, self.key), interval_of(other.kwargs, self.key)
        kind, other_kind = _kind(kwargs, self.kind), _kind(other.kwargs, self.kind)
        if kind == other_kind:
            return ours.meaning(theirs)
        if kind and other_kind:
            return "independent" if not ours.within(theirs) or theirs != Interval(0, None) else None
        part, whole = (ours, theirs) if kind else (theirs, ours)
        if whole.high is not None and part.low > whole.high:
            return "contradicts"
        upward = Interval(part.low, None).within(whole)
        downward = whole.high is not None and Interval(0, whole.high).within(part)
        if upward and downward:
            return None
        if upward or downward:
            return "implies" if upward is bool(kind) else "implied_by"
        return "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number, at least what there is of the kind."""
        if self.measure is None:
            return Footprint()
        bound = interval_of(kwargs, self.key)
        if kwargs.get(self.kind):
            return Footprint(counts={self.measure: Interval(bound.low, None)})
        return Footprint(counts={self.measure: bound}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there are as many as asked for; the span is the first one too many."""
        found = self.spans(response, kwargs.get(self.kind))
        bound, (one, several) = interval_of(kwargs, self.key), self._called(kwargs)
        wanted = f"no {several}" if self._none(kwargs) else amounts(kwargs, self.key, one, several)[0]
        over = bound.high is not None and len(found) > bound.high
        detail = f"{spoken(len(found), one, several)}; asked for {wanted}"
        return Check(bound.holds(len(found)), detail, found[bound.high or 0] if over else None)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the family's own repair."""
        return self.mend(kwargs, response)

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield what the family thinks fit, for a task that has no constraint of it."""
        if not any(known.id == self.id for known in task.constraints):
            yield from self.fits(task, rng)

    def _none(self, kwargs: Kwargs) -> bool:
        return interval_of(kwargs, self.key).high == 0

    def _called(self, kwargs: Kwargs) -> tuple[str, str]:
        kind = kwargs.get(self.kind)
        return self.named(str(kind)) if kind and self.named else self.nouns


_FRAMES: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: ("Use {}", "Include {}", "Your response must contain {}", "Your answer should have {}"),
    Form.MODAL: ("must contain {}", "should have {}", "must include {}"),
    Form.VERB: ("use {}", "include {}", "contain {}"),
    Form.PHRASE: ("with {}", "using {}"),
}
_NEVER: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: ("Do not use any {}", "Avoid {}", "Do not include any {}", "Write without {}"),
    Form.MODAL: ("must not contain any {}", "should avoid {}"),
    Form.VERB: ("avoid {}", "use no {}"),
    Form.PHRASE: ("without {}", "without any {}"),
    Form.AMOUNT: ("no {}",),
}


def _kind(kwargs: Kwargs, name: str) -> str:
    return str(kwargs.get(name) or "").casefold()


def orders_for(
    key: str, noun: str, bare: str, never: str, *, inside: bool = False
) -> Callable[[Passage], Iterator[tuple[Arranged, int, int, Form]]]:
    """Return a function that yields amounts of something, orders to use it (one at least), and orders not to.

    Args:
        key: The name of the number.
        noun: A regular expression for it after a number.
        bare: One for it without a number, with its article.
        never: One for it after "no" or "do not use".
        inside: Whether a response can be in it.
    """
    amount, using, forbids = pattern_of(noun), uses(bare, inside=inside), forbidding(never)

    def orders(passage: Passage) -> Iterator[tuple[Arranged, int, int, Form]]:
        for start, end, read, form in amounts_of(passage, amount):
            yield exactly({"relation": read.relation, key: read.value, "upper": read.upper}), start, end, form
        for core in forbidden(passage, forbids):
            yield {key: 1, "relation": "less than"}, core.start, core.end, core.form
        for core in asked(passage, using):
            yield {key: 1, "relation": "at least"}, core.start, core.end, core.form

    return orders
