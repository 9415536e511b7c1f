"""How the items of the response's list are labelled: with numbers, letters, Roman numerals or bullets."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import model_validator

from stemmata.graphs.constraints.bullets import bulleted
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as Closed
from stemmata.graphs.constraints.footprint import Footprint, Measure
from stemmata.graphs.constraints.label_orders import orders, said
from stemmata.graphs.constraints.labels import BULLETS, Label, has_style, labelled, nth, outer_items, styles
from stemmata.graphs.constraints.layout import Item, items, rewritten
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import Interval
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:list_labels"
_BULLET_COUNT = "detectable_format:number_bullet_lists"
_NAMES = {"number": "numbers", "letter": "letters", "roman": "Roman numerals", "bullet": "bullets"}


class Arguments(Closed):
    """The label's style by its first label ("1.", "a)", "-"), or its kind in whatever style; `use` forbids it."""

    label: Label
    use: Literal["never"] | None = None

    @model_validator(mode="after")
    def _forbidden_by_kind(self) -> Self:
        if self.use and self.label not in ("bullet", "number"):
            raise ValueError("only bullets and numbers can be forbidden as a whole")
        return self


class ListLabels:
    """The response is or has a list whose outer items all bear labels of one style that run on; or has none such.

    Bullets below a number or letter belong to it. A list may begin anew after the second item.
    """

    id = ID
    hard = True
    summary = "how list items are labelled: numbers, letters, Roman numerals, bullets"
    example = Example("Format your answer as a numbered list.", {"label": "number"})
    arguments = Arguments
    cues = ("number", "bullet", "letter", "roman", "label", "dash", "asterisk", "ordered", "mark", "hyphen")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order about labels; bullets that are counted are another family's."""
        for label, never, start, end, form in orders(passage):
            yield Found(ID, {"label": label} | ({"use": "never"} if never else {}), start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return said(kwargs["label"], kwargs.get("use") == "never", form)

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other labels, a narrower or a wider style, and the kind forbidden."""
        label = kwargs["label"]
        if kwargs.get("use"):
            yield Alternative(ID, {"label": label}, "contradicting")
            yield Alternative(ID, {"label": "number" if label == "bullet" else "bullet"}, "parallel")
            return
        kind = _kind(label)
        others = [one for one in ("number", "bullet", "letter") if one != kind]
        yield Alternative(ID, {"label": rng.choice(others)}, "contradicting")
        if label == kind:
            narrower = {
                "number": ("1.", "1)", "(1)"),
                "letter": ("a)", "A.", "a."),
                "roman": ("i.", "I."),
                "bullet": "-*",
            }
            yield Alternative(ID, {"label": rng.choice(narrower[kind])}, "stronger")
        else:
            yield Alternative(ID, {"label": kind}, "weaker")
            alike = sorted(styles(kind) & set("-*•+") if kind == "bullet" else styles(kind))
            yield Alternative(ID, {"label": rng.choice([one for one in alike if one != label])}, "contradicting")
        if kind in ("bullet", "number"):
            yield Alternative(ID, {"label": kind, "use": "never"}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two sets of styles."""
        if other.id != ID:
            return None
        ours, theirs = styles(kwargs["label"]), styles(other.kwargs["label"])
        never, other_never = bool(kwargs.get("use")), bool(other.kwargs.get("use"))
        if never != other_never:
            return "contradicts" if (theirs <= ours if never else ours <= theirs) else "independent"
        if ours == theirs:
            return "equivalent"
        if never:
            return "independent"
        if not ours & theirs:
            return "contradicts"
        return "implies" if ours < theirs else "implied_by"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that there is an item, with its label letter for letter where the style is known."""
        if kwargs.get("use"):
            return Footprint()
        label, least = kwargs["label"], Interval(1, None)
        first = {nth(style, 1) for style in styles(label)}
        counts: dict[Measure, Interval] = {"lines": least}
        if label in ("-", "*"):
            counts["bullets"] = least
        if label in ("number", "1.", "1)", "(1)"):
            counts["items"] = least
        if len(first) == 1:
            return Footprint(counts=counts, holds=frozenset(first))
        shared = {one.strip("().").lower() for one in first} if label != "bullet" else set()
        return Footprint(counts=counts, holds_anyhow=frozenset(shared))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the items are so labelled; the span is the first label that is wrong."""
        label = kwargs["label"]
        if kwargs.get("use"):
            for item in items(response):
                if any(has_style(item.mark, style) for style in styles(label)):
                    return Check(False, f"an item is labelled {item.mark}", (item.at, item.at + len(item.mark)))
            return Check(True, f"no item is labelled with {_NAMES[label]}")
        found = labelled(response, label)
        if found.style is not None:
            count = len(found.outer)
            return Check(True, f"{count} item{'s' if count > 1 else ''} labelled {found.style}")
        if found.wrong is None:
            return Check(False, "no list items")
        at, mark = found.wrong.at, found.wrong.mark
        return Check(False, f"an item is labelled {mark}, not {found.expected}", (at, at + len(mark)))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Label the items anew, or make items of a series or of plain lines; a forbidden label is taken off."""
        label: str = kwargs["label"]
        if kwargs.get("use"):
            off = [item for item in items(response) if any(has_style(item.mark, style) for style in styles(label))]
            return rewritten(response, [(item.at, _after_mark(response, item), "") for item in off], "labels taken off")
        style = {"number": "1.", "letter": "a.", "roman": "i.", "bullet": "-"}.get(label, label)
        text, changed = response, 0
        if not items(text):
            mended = bulleted(text)
            if mended is None:
                return None
            text, changed = mended.text, mended.changed
        relabelled = rewritten(text, _relabelled(text, style), f"items labelled {nth(style, 1)}, {nth(style, 2)}")
        if relabelled is None:
            return Repair(text, changed, False, "items labelled") if changed else None
        return relabelled._replace(changed=relabelled.changed + changed)

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield labels for an answer that is a list, those of a known response first."""
        if task.shape != "list" or any(known.id == ID for known in task.constraints):
            return
        counted = any(known.id == _BULLET_COUNT for known in task.constraints)
        if re.search(r"\b(?:bullet|numbered|table|json)", task.text, re.I):
            return
        if task.response is None:
            yield {"label": "bullet" if counted else rng.choice(("number", "bullet"))}
            return
        outer = outer_items(task.response, enumerated=True)
        if len(outer) < 2 and bulleted(task.response) is None:
            return
        for label in ("bullet", "number"):
            if labelled(task.response, label).style is not None:
                yield {"label": label}
        if not counted and outer and outer[0].mark in BULLETS:
            yield {"label": "number"}


def _kind(label: str) -> str:
    return next(kind for kind in ("number", "letter", "roman", "bullet") if styles(label) <= styles(kind))


def _after_mark(text: str, item: Item) -> int:
    """Return the offset after an item's mark and the blank that follows it."""
    end = item.at + len(item.mark)
    return end + 1 if text[end : end + 1] in (" ", "\t") else end


def _relabelled(text: str, style: str) -> Iterator[tuple[int, int, str]]:
    """Yield each outer item's mark with the one that it should have; a list that begins anew does so again."""
    outer = outer_items(text, enumerated=True)
    count = 0
    for item in outer:
        began = item.mark == outer[0].mark and item.mark not in BULLETS and count > 1
        count = 1 if began else count + 1
        tight = "" if text[item.at + len(item.mark) : item.end][:1] in (" ", "\t") else " "
        yield item.at, item.at + len(item.mark), nth(style, count) + tight


FAMILY = ListLabels()
