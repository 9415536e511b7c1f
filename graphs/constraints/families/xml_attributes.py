"""How many attributes each XML element has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.context import begins_sentence
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.formats import blocks, denied, unfenced
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Counted,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval_of,
    judged,
)
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.graphs.constraints.xml_reading import read_xml
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:xml_attributes"
_KEY, _ONE, _MANY = "num_attributes", "attribute", "attributes"
_XML_IDS = ("detectable_format:xml",)
_ATTRIBUTES = amount_pattern(r"(?:xml )?attributes?")
_EACH = re.compile(r"\b(?:each|every|all|any|no|single)\b[^.;\n]{0,30}\b(?:elements?|tags?|nodes?)\b")
_EACH_AFTER = re.compile(
    r"\s(?:(?:per|for|in|on|to) )?(?:each |every |any )?(?:single )?(?:xml )?(?:element|tag|node)s?\b"
)


class Arguments(Counted):
    """A bound on the attributes of each element."""

    num_attributes: int = Field(ge=1, le=1000)


class XmlAttributes:
    """Each element has n attributes, in the XML that the response is, or that stands in it between fences."""

    id = ID
    hard = True
    summary = "the number of attributes of each XML element"
    example = Example(
        "Each XML element must have no more than three attributes.", {"relation": "at most", "num_attributes": 3}
    )
    arguments = Arguments
    cues = ("attribute",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the attributes of an element."""
        for match, amount, form in find_amounts(passage, _ATTRIBUTES, turned=False):
            sentence = sentence_before(passage, match.start())
            after = _EACH_AFTER.match(passage.lower, match.end())
            if not (_EACH.search(sentence) or after) or "xml" not in passage.lower:
                continue
            start, amount = denied(passage, match.start(), amount)
            if start < match.start():
                form = Form.SENTENCE if begins_sentence(passage, start) else Form.VERB
            kwargs: dict[str, Any] = {"relation": amount.relation, _KEY: amount.value}
            yield Found(ID, kwargs | ({"upper": amount.upper} if amount.upper else {}), start, match.end(), form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        return {
            Form.SENTENCE: [
                text.format(words)
                for words in said[:2]
                for text in (
                    "Each XML element must have {}",
                    "Every XML element should have {}",
                    "Use {} per XML element",
                )
            ],
            Form.MODAL: [f"{lead} {words}" for words in said for lead in ("must have", "should have")],
            Form.VERB: [f"{lead} {words}" for words in said for lead in ("have", "use", "contain")],
            Form.AMOUNT: said,
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, _KEY, rng):
            yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals: there is one element at least."""
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the signs of a tag; the XML may stand inside other text."""
        signs = frozenset("<>=") if interval_of(kwargs, _KEY).low else frozenset("<>")
        return Footprint(holds=signs)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is XML and each element is as asked; the span is the first that is not."""
        whole = unfenced(response)
        told = ""
        for body in [whole] if whole.text.startswith("<") else blocks(response, "xml"):
            read = read_xml(body.text)
            if read.problem:
                return Check(False, read.problem, (body.start, body.start + len(body.text)))
            for name, count, at in read.attributes:
                passed, detail = judged(count, kwargs, _KEY, _ONE, _MANY)
                if not passed:
                    start = body.start + at
                    return Check(False, f"<{name[:60]}>: {detail}", (start, start + 1 + len(name)))
                told = detail
        return Check(bool(told), told or "no XML")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: attributes are content."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a bound where the answer is to be XML already; the most that an element of a known response has."""
        known = {one.id for one in task.constraints}
        if ID in known or not known.intersection(_XML_IDS):
            return
        if task.response is None:
            yield {"relation": "at most", _KEY: rng.choice((2, 3))}
            return
        read = read_xml(unfenced(task.response).text)
        most = max((count for _, count, _ in read.attributes), default=None)
        if most is not None:
            yield {"relation": "at most", _KEY: max(1, most)}


FAMILY = XmlAttributes()
