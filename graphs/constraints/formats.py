"""Orders to answer in a format (JSON, XML, HTML, CSV): their patterns, and whether they bind the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from stemmata.graphs.constraints.context import (
    DONT,
    MODAL,
    MODAL_NOT,
    RESPONSE,
    SURE,
    WHOLE,
    Core,
    Pattern,
    after,
    before,
    compiled,
    cores,
)
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.reading import Amount, Bound

_NOT_SUBJECT = r"(?<!your )(?<!the )(?<!entire )(?<!whole )(?<!final )"
_DONE = r"(?:(?:formatted|structured|organi[sz]ed|encoded)\s+)?"
_OBJECT = (
    rf"(?:(?:your|the|this|that|my|all|each|every)\s+)?(?:(?:{WHOLE}|final|results?\s+and)\s+)?(?:of\s+)?(?:your\s+|"
    rf"the\s+)?(?:{RESPONSE}|it|everything|data|information|output)"
)
_VALID = r"(?:only\s+)?(?:(?:with|in|as|using)\s+)?(?:only\s+)?"
# A format that is read, kept or made by something that the text is about.
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
# "Sum up the text below in XML": the text is told, and the act comes before it.
_BELOW = re.compile(
    r"\b(?:summari[sz]e|sum\s+up|rewrite|rephrase|paraphrase|present|put|give|extract|list|describe|answer|explain|"
    r"analy[sz]e|classify)\b[^.!?\n]{0,80}\b(?:below|above|(?:following|given|attached)\s+[a-z]+)\s+$"
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
_ORDERED_OUT = re.compile(
    r"\b(?:wrap|put|enclose|format|give|provide|present|return|output|respond|response|reply|answer|write|generate|"
    r"create|produce|summari[sz]e|structure|make|get|need|want|prefer|like|be|report|code|it)\b"
)
_ASKED = re.compile(
    r"(?:^|[.!?\n]\s{0,3})\s*(?:how\s+(?:do|can|to|should|would|does|is|are)|why|does|is|are|when|where|what\s+(?:does|"
    r"is|are)"
    r"(?=[^.!?\n]*$))[^.!?\n]{0,120}$"
)
_PARTLY = re.compile(
    r"\b(?:include|contain|add|mention|attach|format\s+the\s+examples?|keys?|example)\b(?:\s+[a-z']+){0,3}\s+$"
)
_OTHERS = r"(?:json|xml|yaml|csv|html|css|javascript)"
_AFTER = re.compile(
    r"^(?:\.\w|\s+(?:pars|files?\b|schema|data\b|librar|web\b|tokens?\b|keys?\b|payload|inject|vs\b|versus\b|apis?\b|"
    rf"(?:and|or)\s+{_OTHERS}|to\s+(?:{_OTHERS}|a\b|an\b|python)|into\b|encod|decod|serial|logg|request|"
    r"\d|tags?\b|elements?\b|attributes?\b|syntax|sitemap|e-?mails?\b|report\b|editor|course|response\s+from))"
)
_NOT_MEANT = re.compile(r"(?:(?:\bnot|n['’]t|\bno|\bavoid|\bwithout)\s+(?:\w+\s+)?|\bsuch\s+)$")
_FENCE = re.compile(r"\A\s*```[ \t]*([A-Za-z]*)[ \t]*\n")


def format_patterns(name: str, noun: str, made: str) -> tuple[Pattern, ...]:
    """Return patterns for orders to answer in a format.

    Args:
        name: The format, in lower case ("json").
        noun: A pattern for the nouns that may follow it ("format", "object").
        made: A pattern for the nouns of which one can be asked for ("object" in "write a JSON object").
    """
    form = (
        rf"(?:an?\s+|the\s+|one\s+|single\s+)?(?:(?:valid|proper|strict|pure|raw|well-formed|plain|single|completed?)\s+"
        rf"){{0,2}}{name}(?:[\s-]{noun})?"
    )
    return (
        compiled(rf"{_DONE}(?:in(?:\s+(?:the\s+)?form\s+of)?|into|as|using|with)\s+{form}(?:\s+only)?", Form.PHRASE),
        compiled(rf"(?:format|structure)\s+{_OBJECT}\s+(?:in|into|as|using|with)\s+{form}", Form.VERB),
        compiled(
            rf"(?:(?P<modal>{MODAL})\s+)?(?:use|follow)\s+{form}"
            rf"(?:\s+to\s+(?:structure|format|organi[sz]e)\s+{_OBJECT})?",
            Form.VERB,
        ),
        compiled(rf"{_NOT_SUBJECT}(?:respond|reply|answer)\s+{_VALID}{form}(?:\s+only)?", Form.VERB),
        compiled(
            rf"{_NOT_SUBJECT}(?:(?P<modal>{MODAL})\s+)?(?:output|return|produce|print)\s+(?:only\s+|just\s+)?{form}"
            rf"(?:\s+only)?",
            Form.VERB,
        ),
        compiled(
            rf"(?:generate|create|provide|build|write|give\s+me)\s+(?:an?\s+|the\s+)?(?:(?:valid|single|completed?|"
            rf"simple|well-formed|full)\s+)?{name}[\s-]{made}",
            Form.VALUE,
        ),
        compiled(rf"make\s+(?:it|{_OBJECT})\s+{form}", Form.VERB),
        compiled(
            rf"(?:{SURE}\s+(?:that\s+)?)?(?:your\s+|the\s+)?(?:{WHOLE}\s+)?(?:response|answer|output|reply)\s+(?:only\s+"
            rf"contains?|"
            rf"contains?\s+only|(?:must|should)\s+be|is)\s+(?:only\s+)?{form}",
            Form.SENTENCE,
        ),
        compiled(
            rf"{name}[\s-]{noun}\s+(?:is|are)\s+(?:required|needed|expected|mandatory)(?:\s+for\s+{_OBJECT})?",
            Form.SENTENCE,
        ),
        (re.compile(rf"(?:(?<=[:;,]\s)|(?<=\n)|(?<=[-*•]\s)){name}[\s-]{noun}(?=\s?(?:[,;\n]|\.?$))"), Form.PHRASE),
        (re.compile(rf"(?<![\w-]){name}-formatted(?=\s+[a-z]|$)"), Form.ADJECTIVE),
        (
            re.compile(
                rf"(?:^|\n)[*\s•-]{{0,6}}(?:(?:output|response|answer)\s+)?(?:format\s*:\s*)?(?P<core>(?:valid\s+)?{name}"
                r"(?:\s+format)?(?:\s+only)?)\s{0,2}(?=$|[.\n])"
            ),
            Form.SENTENCE,
        ),
    )


def format_orders(passage: Passage, patterns: tuple[Pattern, ...], *, spoken_of: bool = False) -> Iterator[Core]:
    """Yield each order to answer in a format.

    Args:
        passage: Where to look.
        patterns: The format's patterns.
        spoken_of: Whether people also write about the format itself ("describe the tags in HTML"), so that only verbs
            of putting out make a phrase an order.
    """
    yield from cores(passage, patterns, partial(_binds_answer, ordered=_ORDERED_OUT if spoken_of else _ORDERED))


def _binds_answer(passage: Passage, match: re.Match[str], ordered: re.Pattern[str]) -> bool:
    """Return whether a match orders the answer to be of a format, rather than speaking of the format."""
    start, end = match.span("core") if match.groupdict().get("core") is not None else match.span()
    left = before(passage, start)
    if _AFTER.match(after(passage, end)) or _NOT_MEANT.search(left):
        return False
    if _PARTLY.search(left) or (_INPUT.search(left) and not _BELOW.search(left)) or _MADE.search(left):
        return False
    sentence = re.split(r"[.!?\n]\s", left)[-1]
    if match[0].startswith(("in ", "into ", "as ", "using ", "with ")):
        # A phrase alone may also be about the format: "how do I write a date in JSON?"
        if _ASKED.search(left) and "format" not in match[0] and "," not in sentence:
            return False
        if re.search(r"\bhow\s+(?:do|can|to|should|would)\b", sentence) and "," not in sentence:
            return False
        return "format" in match[0] or ordered.search(sentence) is not None or not sentence.strip()
    return True


class Body(NamedTuple):
    """What is inside the fence around a whole response, or all of it; and where it begins."""

    text: str
    start: int


def unfenced(response: str) -> Body:
    r"""Return a response without a markdown fence around the whole of it.

    Example:
        >>> unfenced("```xml\n<a/>\n```").text
        '<a/>'
    """
    fence = _FENCE.match(response)
    text = response.rstrip()
    if fence is None or not text.endswith("```") or len(text) < fence.end() + 3:
        return _stripped(text, 0)
    return _stripped(text[fence.end() : -3], fence.end())


def _stripped(text: str, start: int) -> Body:
    return Body(text.strip(), start + len(text) - len(text.lstrip()))


def blocks(response: str, name: str) -> Iterator[Body]:
    r"""Yield the fenced blocks of one format in a response.

    Example:
        >>> [block.text for block in blocks("So:\n```json\n{}\n```\nDone.", "json")]
        ['{}']
    """
    place = 0
    while (opened := response.find("```", place)) >= 0:
        line_end = response.find("\n", opened)
        closed = response.find("```", max(opened + 3, line_end)) if line_end >= 0 else -1
        if closed < 0:
            return
        if response[opened + 3 : line_end].strip().lower() == name:
            yield _stripped(response[line_end + 1 : closed], line_end + 1)
        place = closed + 3


_DENIED = re.compile(
    rf"(?:{MODAL_NOT}|{DONT}|\bnot|\bwithout)\s{{1,4}}(?:go|going|be|have|having|has|use|using|contain|containing|include|"
    r"including|nest|nesting|exceed)(?:\s(?:it|them|objects?|the json|any))?\s$"
)
_OPPOSITE: dict[Bound, Bound] = {"more than": "at most", "less than": "at least"}


def denied(passage: Passage, start: int, amount: Amount) -> tuple[int, Amount]:
    """Return where an amount begins with the words that deny it ("do not use more than 3 …"), and what both say.

    Example:
        >>> denied(Passage.of("Do not go more than 2 levels deep."), 10, Amount("more than", 2, None))
        (0, Amount(relation='at most', value=2, upper=None))
    """
    said = _DENIED.search(before(passage, start, 60))
    if said is None or amount.relation not in _OPPOSITE:
        return start, amount
    return start - len(said[0]), Amount(_OPPOSITE[amount.relation], amount.value, None)


def changed(before_text: str, after_text: str) -> int:
    """Return the characters out and in where one text becomes another by one replacement.

    Example:
        >>> changed("abcd", "abxxd")
        3
    """
    short = min(len(before_text), len(after_text))
    first = next((i for i in range(short) if before_text[i] != after_text[i]), short)
    rest = short - first
    last = next((i for i in range(rest) if before_text[-1 - i] != after_text[-1 - i]), rest)
    return len(before_text) + len(after_text) - 2 * (first + last)
