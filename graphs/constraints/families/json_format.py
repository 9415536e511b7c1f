"""Whether the response is JSON."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import after
from stemmata.graphs.constraints.family import (
    Alternative,
    Arguments,
    Check,
    Example,
    Form,
    Found,
    Kwargs,
    Repair,
    Task,
)
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.json_orders import json_orders, keys_after
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:json_format"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Wrap your entire response in JSON format",
        "Give your answer in JSON format",
        "Your entire output should be in JSON format",
        "Format your whole response as a JSON object",
        "Respond only with valid JSON",
    ),
    Form.MODAL: ("should use JSON format", "must use valid JSON", "must return valid JSON"),
    Form.VERB: (
        "wrap your entire response in JSON format",
        "format your whole answer as a JSON object",
        "put your entire output in JSON format",
        "use JSON format",
    ),
    Form.PHRASE: ("in JSON format", "in valid JSON", "in JSON", "in the JSON format"),
    Form.ADJECTIVE: ("JSON-formatted",),
}
_HANGING = re.compile(r"\s+(?:of|with|that|which|where|whose|containing|including|listing|having|from)\b")
_FENCE = re.compile(r"\A\s*```(?:json|Json|JSON)?")
_LINE_ITEM = re.compile(r"[ \t]*(?:(?:[-*•+]|\d{1,3}\s?[.)-])[ \t]+|[-•](?=[A-Z]))(\S[^\n]*)\Z")
_LAID_OUT = re.compile(r"^[ \t]{0,8}(?:\|[^\n]{0,400}\||#{1,6} )", re.MULTILINE)
_HEAD = re.compile(r"[ \t]*([A-Za-z][\w &/'-]{0,38}?)[ \t]*:[ \t]*\Z")
_PAIR = re.compile(r"[ \t]*([A-Za-z][\w &/'-]{0,38}?)[ \t]*:[ \t]+(\S[^\n]*)\Z")


class JsonFormat:
    """The response parses as JSON, a markdown fence around it apart; any value counts, as in IFEval."""

    id = ID
    hard = True
    summary = "the entire response in JSON"
    example = Example("Wrap the entire output in JSON format.", {})
    arguments = Arguments
    cues = ("json",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to answer in JSON; JSON that the text is about, reads or converts is left alone.

        An order that names the keys is `detectable_format:json_keys`.
        """
        for core in json_orders(passage):
            if keys_after(passage, core) is not None:
                continue
            # "a JSON array of the names", "in JSON with the keys …": what other words hang on cannot be replaced.
            hangs = _HANGING.match(after(passage, core.end)) is not None
            yield Found(ID, {}, core.start, core.end, Form.VALUE if hangs else core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another wrapping of the whole response."""
        yield Alternative("startend:quotation", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what JSON means for another constraint; left open where only a JSON string could hold both."""
        if other.id == ID:
            return "equivalent"
        if other.id in (
            "change_case:english_lowercase",
            "change_case:english_capital",
            "punctuation:no_comma",
            "detectable_format:title",
        ):
            return "independent"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the format."""
        first, last = frozenset('{["-0123456789tfni`'), frozenset('}]"0123456789elyn`')
        return Footprint(shape="json", first=first, last=last, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response parses as JSON; the span begins where it stops being JSON."""
        fence = _FENCE.match(response)
        begin = fence.end() if fence else 0
        text = response[begin:].rstrip().removesuffix("```")
        try:
            json.loads(text.strip())
        except json.JSONDecodeError as error:
            at = min(len(response), begin + len(text) - len(text.lstrip()) + error.pos)
            return Check(False, f"not JSON: {error.msg.lower()} at {at}", (at, len(response)))
        except (ValueError, RecursionError) as error:
            return Check(False, f"not JSON: {str(error)[:80].lower()}")
        return Check(True, "parses as JSON")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response inside JSON: a list as an array, lines "key: value" as an object, else one string."""
        text = response.strip()
        if not text or "```" in text or _LAID_OUT.search(text):
            return None
        shaped = _shaped(text)
        if shaped is None:
            return None
        value, kept = shaped
        written = json.dumps(value, ensure_ascii=False, indent=2 if "\n" in text else None)
        if text.isupper():
            written = json.dumps({key.upper(): told for key, told in value.items()}, ensure_ascii=False)
        kept -= sum(1 for c in text if c in '"\\\n\t\r')
        return Repair(written, len(response) + len(written) - 2 * max(0, kept), False, "put into JSON")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it where a program might read the answer: labels, extracted or listed things, short facts."""
        if task.shape not in ("label", "short", "list") or addition.is_markup(task):
            return
        if addition.names(task, addition.CASUAL | addition.LOUD):
            return
        if task.response is not None and ("```" in task.response or len(task.response) > 4000):
            return
        if addition.has_room(task, Payload(ID)) and not any(
            known.id == "startend:quotation" or known.id.startswith("detectable_format:") for known in task.constraints
        ):
            yield {}


def _shaped(text: str) -> tuple[dict[str, Any], int] | None:
    """Return a text as a JSON object, and how many of its characters went in; None where its layout would be lost."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        items = [_LINE_ITEM.match(line) for line in lines]
        listed = [item[1] for item in items if item]
        if len(listed) == len(lines):
            return {"items": listed}, sum(map(len, listed))
        if len(listed) == len(lines) - 1 and len(listed) > 1 and items[0] is None:
            return {"introduction": lines[0].strip(), "items": listed}, len(lines[0]) + sum(map(len, listed))
        pairs = [pair for pair in map(_PAIR.match, lines) if pair]
        if len(pairs) == len(lines) and len({pair[1] for pair in pairs}) == len(pairs):
            told = {pair[1]: pair[2] for pair in pairs}
            return told, sum(len(key) + len(value) for key, value in told.items())
        sections = _sections(lines)
        if sections:
            return sections, sum(len(head) + sum(map(len, told)) for head, told in sections.items())
        if listed or any(line.endswith(":") for line in lines):
            return None
        if all(len(line) <= 120 and line[-1] not in ".!?,;" for line in lines):
            return {"items": [line.strip() for line in lines]}, sum(len(line.strip()) for line in lines)
    key = "answer" if len(text) <= 40 and len(lines) == 1 and text[-1] not in ".!?" else "response"
    return {key: text}, len(text)


def _sections(lines: list[str]) -> dict[str, list[str]] | None:
    """Return lists under heads ("Pros:", then items) as an object of arrays; None where the lines are no such lists."""
    sections: dict[str, list[str]] = {}
    last = ""
    for line in lines:
        head, item = _HEAD.match(line), _LINE_ITEM.match(line)
        if item and last:
            sections[last].append(item[1])
        elif head and head[1] not in sections:
            last = head[1]
            sections[last] = []
        else:
            return None
    return sections if sections and all(sections.values()) else None


FAMILY = JsonFormat()
