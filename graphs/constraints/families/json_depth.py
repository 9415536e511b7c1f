"""How deep the JSON in the response is nested."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.context import begins_sentence, few_blanks
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.formats import denied
from stemmata.graphs.constraints.json_members import depth, json_body, json_texts, parsed
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Amount,
    Counted,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval_of,
    judged,
    read_amount,
)
from stemmata.graphs.constraints.reading import SAID
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:json_depth"
_KEY, _ONE, _MANY = "num_levels", "level of nesting", "levels of nesting"
_JSON_IDS = ("detectable_format:json_format", "detectable_format:json_keys")
_LEVELS = amount_pattern(
    r"(?:levels? (?:of )?(?:object |json )?(?:nesting|deep|nested)(?: objects?)?|"
    r"(?:object |json )?nest(?:ing|ed) (?:levels?|objects?))"
)
_VALUES = amount_pattern("x").pattern
_VALUES = _VALUES[_VALUES.index(f"(?:{SAID}") : _VALUES.index(r"[\s-]{1,2}(?P<noun>")]
_NESTING = re.compile(
    few_blanks(
        r"(?<![\w-])(?:(?:an?|the)\s+)?(?:(?P<high>maximum|max\.?)\s+|(?P<low>minimum|min\.?)\s+)?(?:(?:object|json)\s+)?"
        r"(?:nesting\s+(?:levels?|depths?)|nested\s+levels|depth\s+of\s+nesting)(?:\s+of\s+the\s+json(?:\s+object)?)?"
        r"(?:\s+that)?\s+"
        r"(?P<core>(?P<modal>(?:should|must|shall|may|can|has\s+to|have\s+to|needs?\s+to|is|are)\s+(?:be\s+)?(?:of\s+)?)?"
        rf"(?P<of>of\s+|:\s+)?{_VALUES}(?P<noun>)(?P<tail>))(?:\s+levels?)?(?![\w-])"
    )
)
_ELSEWHERE = re.compile(
    r"\b(?:bullets?|headings?|lists?|loops?|folders?|comments?|repl(?:y|ies)|functions?|divs?|code|python|html|xml|yaml|"
    r"css|tags|elements?|classes|categor(?:y|ies)|parenthes[ei]s|brackets)\b"
)


class Arguments(Counted):
    """A bound on the levels: objects and arrays that are inside one another, the outermost counted."""

    num_levels: int = Field(ge=1, le=1000)


class JsonDepth:
    """The JSON that the response is, or that stands in it between fences, is n levels deep; a flat object is one."""

    id = ID
    hard = True
    summary = "how many levels deep the JSON is nested"
    example = Example(
        "The JSON object must not exceed three levels of nesting.", {"relation": "at most", "num_levels": 3}
    )
    arguments = Arguments
    cues = ("nest", "levels deep")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the nesting of JSON, or of objects."""
        for match, amount, form in find_amounts(passage, _LEVELS, turned=False):
            if _of_json(passage, match):
                start, amount = denied(passage, match.start(), amount)
                here = Form.VALUE if match["noun"].endswith("deep") else form
                if start < match.start():
                    here = Form.SENTENCE if begins_sentence(passage, start) else Form.VERB
                yield _found(amount, start, match.end(), here)
        for match in scan(_NESTING, passage.lower):
            said = any(match[name] for name in ("ge", "le", "lt", "gt", "eq"))
            if not (said or match["of"] or match["modal"]) or not _of_json(passage, match):
                continue
            read = read_amount(match, bare="at most" if match["high"] else "at least" if match["low"] else "equal to")
            if read is None:
                continue
            if match["modal"] or match["core"].startswith("do"):
                yield _found(read, match.start("core"), match.end(), Form.MODAL)
            elif match["high"] or match["low"]:
                yield _found(read, match.start(), match.end(), Form.AMOUNT)
            else:
                yield _found(read, match.start("core"), match.end(), Form.PHRASE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        bare = [words.replace(f" {_MANY}", "").replace(f" {_ONE}", "") for words in said]
        return {
            Form.SENTENCE: [
                text.format(words)
                for words in said[:2]
                for text in (
                    "The JSON must have {}",
                    "Use {} in the JSON",
                    "The JSON object should contain {}",
                    "Make sure that the JSON has {}",
                )
            ],
            Form.MODAL: [f"{lead} {words}" for words in bare for lead in ("must be", "should be")],
            Form.VERB: [f"{lead} {words}" for words in said for lead in ("use", "have", "contain")],
            Form.AMOUNT: said,
            Form.PHRASE: [f"of {words}" for words in bare],
            Form.VALUE: amounts(kwargs, _KEY, "level deep", "levels deep"),
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, _KEY, rng):
            if (changed["relation"], changed[_KEY]) != ("at least", 1):  # says hardly anything
                yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return nothing: the JSON may stand inside other text."""
        return Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is JSON and all of it is as deep as asked; the span is the first that is not."""
        told = ""
        for body in json_texts(response):
            span = (body.start, body.start + len(body.text))
            read = parsed(body.text)
            if read.problem:
                return Check(False, read.problem, span)
            passed, detail = judged(depth(read.value), kwargs, _KEY, _ONE, _MANY)
            if not passed:
                return Check(False, detail, span)
            told = told or detail
        return Check(bool(told), told or "no JSON object or array")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put JSON that is one level short under one more key; nothing mends what is too deep."""
        body = json_body(response)
        read = parsed(body.text)
        if read.problem or not isinstance(read.value, (dict, list)):
            return None
        if not interval_of(kwargs, _KEY).holds(depth(read.value) + 1) or self.verify(kwargs, response).passed:
            return None
        key = json.dumps("data" if isinstance(read.value, dict) else "items")
        opening, closing = f"{{{key}: ", "}"
        end = body.start + len(body.text)
        text = response[: body.start] + opening + body.text + closing + response[end:]
        return Repair(text, len(opening) + len(closing), False, "put under one more key")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a bound where the answer is to be JSON already; as deep as a known response is."""
        if not any(known.id in _JSON_IDS for known in task.constraints):
            return
        if any(known.id == ID for known in task.constraints):
            return
        if task.response is None:
            yield {"relation": "at most", _KEY: rng.choice((2, 3))}
            return
        found = [parsed(body.text) for body in json_texts(task.response)]
        if len(found) == 1 and not found[0].problem and depth(found[0].value):
            level = depth(found[0].value)
            yield {"relation": "at most", _KEY: max(2, level)}
            if level > 1:
                yield {"relation": "at least", _KEY: level}


def _found(amount: Amount, start: int, end: int, form: Form) -> Found:
    kwargs: dict[str, Any] = {"relation": amount.relation, _KEY: amount.value}
    return Found(ID, kwargs | ({"upper": amount.upper} if amount.upper else {}), start, end, form)


def _of_json(passage: Passage, match: re.Match[str]) -> bool:
    """Return whether nesting is that of JSON: named in the sentence, or asked for before, or that of nothing else."""
    sentence = sentence_before(passage, match.start()) + match[0] + passage.lower[match.end() : match.end() + 40]
    if "json" in sentence or "object" in match[0]:
        return True
    return ("json" in passage.lower or "nest" in match[0]) and not _ELSEWHERE.search(sentence)


FAMILY = JsonDepth()
