"""Whether the response is JSON."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import MODAL, RESPONSE, SURE, WHOLE, after, before, compiled, cores
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
_NOUN = r"(?:format|structure|object|array|form|string|dictionary|block|list|code\s+block|document)"
_JSON = (
    rf"(?:an?\s+|the\s+|one\s+|single\s+)?(?:(?:valid|proper|strict|pure|raw|well-formed|plain|single)\s+"
    rf"){{0,2}}json(?:[\s-]{_NOUN})?"
)
_DONE = r"(?:(?:formatted|structured|organi[sz]ed|encoded)\s+)?"
_OBJECT = (
    rf"(?:(?:your|the|this|that|my|all|each|every)\s+)?(?:(?:{WHOLE}|final|results?\s+and)\s+)?(?:of\s+)?(?:your\s+|"
    rf"the\s+)?(?:{RESPONSE}|it|everything|data|information|output)"
)
_VALID = r"(?:only\s+)?(?:(?:with|in|as|using)\s+)?(?:only\s+)?"
_PATTERNS = (
    compiled(rf"{_DONE}(?:in(?:\s+(?:the\s+)?form\s+of)?|into|as|using|with)\s+{_JSON}(?:\s+only)?", Form.PHRASE),
    compiled(rf"(?:format|structure)\s+{_OBJECT}\s+(?:in|into|as|using|with)\s+{_JSON}", Form.VERB),
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:use|follow)\s+{_JSON}(?:\s+to\s+(?:structure|format|organi[sz]e)\s+{_OBJECT})?",
        Form.VERB,
    ),
    compiled(
        rf"(?<!your )(?<!the )(?<!entire )(?<!whole )(?<!final )(?:respond|reply|answer)\s+{_VALID}{_JSON}(?:\s+only)?",
        Form.VERB,
    ),
    compiled(
        rf"(?<!your )(?<!the )(?<!entire )(?<!whole )(?<!final )(?:(?P<modal>{MODAL})\s+)?(?:output|return|produce|"
        rf"print)\s+(?:only\s+|just\s+)?{_JSON}(?:\s+only)?",
        Form.VERB,
    ),
    compiled(
        r"(?:generate|create|provide|build|write|give\s+me)\s+(?:an?\s+)?(?:(?:valid|single)\s+)?json[\s-](?:object|"
        r"array|dictionary|list|"
        r"block|string)",
        Form.VALUE,
    ),
    compiled(rf"make\s+(?:it|{_OBJECT})\s+{_JSON}", Form.VERB),
    compiled(
        rf"(?:{SURE}\s+(?:that\s+)?)?(?:your\s+|the\s+)?(?:{WHOLE}\s+)?(?:response|answer|output|reply)\s+(?:only\s+"
        rf"contains?|"
        rf"contains?\s+only|(?:must|should)\s+be|is)\s+(?:only\s+)?{_JSON}",
        Form.SENTENCE,
    ),
    (re.compile(r"(?<![\w-])json-formatted(?=\s+[a-z]|$)"), Form.ADJECTIVE),
    (
        re.compile(
            r"(?:^|\n)[*\s•-]{0,6}(?:(?:output|response|answer)\s+)?(?:format\s*:\s*)?(?P<core>(?:valid\s+)?json"
            r"(?:\s+format)?(?:\s+only)?)\s{0,2}(?=$|[.\n])"
        ),
        Form.SENTENCE,
    ),
)
# JSON that is read, kept or made by something that the text is about.
_INPUT = re.compile(
    r"\b(?:(?:that|which|to|will|can|it|and)\s+(?:\w+\s+)?(?:accept|return|take|read|send|store|parse|load|receive|"
    r"fetch|"
    r"serve|save|export|import|output|emit|decode|serialize)|accepts|returns|takes|reads|sends|stores|parses|loads|"
    r"receives|"
    r"fetches|serves|saves|exports|imports|outputs|emits|stored|saved|encoded|serialized|serialised|returned|"
    r"(?:following|given|below|attached|input|sample)(?:\s+[a-z]+)?|input\s+is|data\s+(?:is|are)|comments?|dates?|"
    r"arrays?|"
    r"(?:convert|turn|transform|translate|parse|deserialize|change|converting|parsing|translating)\b[^.!?\n]{0,70})"
    r"(?:\s+[a-z']+){0,5}\s+$"
)
_MADE = re.compile(
    r"\b(?:functions?|programs?|parsers?|apis?|endpoints?|methods?|class|converters?|servers?|librar(?:y|ies)|scripts?|"
    r"tools?|files?|databases?|services?|commands?|quer(?:y|ies)|websites?|apps?)\b[^.;:!?\n,]{0,60}$"
)
_ORDERED = re.compile(
    r"\b(?:wrap|put|enclose|format|give|provide|present|return|output|like|respond|reply|answer|write|list|show|"
    r"generate|create|"
    r"produce|summari[sz]e|explain|describe|structure|organi[sz]e|make|get|need|want|want\s+it|prefer|be|is|report)\b"
)
_ASKED = re.compile(
    r"(?:^|[.!?\n]\s{0,3})\s*(?:how\s+(?:do|can|to|should|would|does|is|are)|why|does|is|are|when|where|what\s+(?:does|"
    r"is|are)"
    r"(?=[^.!?\n]*$))[^.!?\n]{0,120}$"
)
_PARTLY = re.compile(
    r"\b(?:include|contain|add|mention|attach|format\s+the\s+examples?|keys?|example)\b(?:\s+[a-z']+){0,3}\s+$"
)
_AFTER = re.compile(
    r"^(?:\.\w|\s+(?:pars|files?\b|schema|data\b|librar|web\b|tokens?\b|keys?\b|payload|inject|vs\b|versus\b|apis?\b|"
    r"and\s+(?:xml|"
    r"yaml|csv)|or\s+(?:xml|yaml|csv)|to\s+(?:xml|csv|yaml|a\b|an\b|python)|into\b|encod|decod|serial|logg|request|"
    r"response\s+from))"
)
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
        """Yield each order to answer in JSON; JSON that the text is about, reads or converts is left alone."""
        for core in cores(passage, _PATTERNS, _binds_answer):
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
        return Footprint(shape="json", exact=True)

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


def _binds_answer(passage: Passage, match: re.Match[str]) -> bool:
    """Return whether a match orders the answer to be JSON, rather than speaking of JSON."""
    start, end = match.span("core") if match.groupdict().get("core") is not None else match.span()
    left = before(passage, start)
    if _AFTER.match(after(passage, end)) or re.search(
        r"(?:(?:\bnot|n['’]t|\bno|\bavoid|\bwithout)\s+(?:\w+\s+)?|\bsuch\s+)$", left
    ):
        return False
    if _PARTLY.search(left) or _INPUT.search(left) or _MADE.search(left):
        return False
    sentence = re.split(r"[.!?\n]\s", left)[-1]
    if match[0].startswith(("in ", "into ", "as ", "using ", "with ")):
        # A phrase alone may also be about JSON: "how do I write a date in JSON?"
        if _ASKED.search(left) and "format" not in match[0] and "," not in sentence:
            return False
        if re.search(r"\bhow\s+(?:do|can|to|should|would)\b", sentence) and "," not in sentence:
            return False
        return "format" in match[0] or _ORDERED.search(sentence) is not None or not sentence.strip()
    return True


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
