"""Whether the response is plain text."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.bullets import bullet_lines
from stemmata.graphs.constraints.context import MODAL, after, before, compiled, cores, of_code, prohibitions
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:no_markdown"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Do not use any markdown formatting",
        "Answer in plain text only",
        "Write your entire response in plain text",
        "Avoid using markdown",
        "Your response must not contain any markdown",
    ),
    Form.MODAL: ("must not use any markdown", "should use plain text only", "must be in plain text"),
    Form.VERB: ("avoid using markdown", "use plain text only", "use no markdown formatting"),
    Form.AMOUNT: ("no markdown", "no markdown formatting"),
    Form.PHRASE: ("in plain text", "without markdown", "without any markdown formatting", "with no markdown"),
    Form.ADJECTIVE: ("plain-text",),
}
_NOUN = (
    r"(?:(?:markdown|markup)(?:[\s-](?:formatting|format|syntax|markup|symbols?|characters?))?|"
    r"(?:rich[\s-]text|special|text)\s+formatting)"
)
_PLAIN = r"(?:pure\s+|only\s+|simple\s+)?plain[\s-]?text(?:\s+format)?(?:\s+only)?"
_PATTERNS = (
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:use|contain|be|return|output)\s+(?:only\s+)?(?:in\s+)?{_PLAIN}", Form.VERB
    ),
    compiled(rf"(?:formatted\s+|written\s+)?(?:in|as|using|with)\s+{_PLAIN}", Form.PHRASE),
    (
        re.compile(
            r"(?:(?:^|[.!?,;:\n(])\s{0,4})(?P<core>(?:only\s)?plain\stext(?:\sonly)?(?:,?\splease)?)"
            r"(?=\s{0,3}(?:$|[.!;,\n)]))"
        ),
        Form.PHRASE,
    ),
    (re.compile(r"(?<![\w-])plain-text(?=\s+[a-z])"), Form.ADJECTIVE),
    *prohibitions(_NOUN),
)
_OTHER_AFTER = re.compile(
    r"\s+(?:tables?|headings?|headers?|lists?|bullets?|bullet\s+points?|links?|code|bold|italics?|ticks|files?|editor|"
    r"passwords?|attack|documents?|emphasis|(?:in|for)\s+(?:the\s+)?(?:titles?|headings?|code|tables?))\b"
)
_ABOUT = re.compile(
    r"\b(?:convert|converting|turn|strip|extract|stored?|saved?|sent|files?|passwords?|rendered?|written\s+in\s+markdown)"
    r"\b[^.!?\n]{0,60}$|\b(?:not|n['’]t|never)\s+$|\bwhat\s+(?:is|does)\b[^.!?\n]{0,40}$"
)
_MARKS = re.compile(
    r"(?P<fence>```|~~~)|(?P<code>`[^`\n]{1,300}`)|(?P<link>\[[^\[\]\n]{1,300}\]\([^()\n]{1,1000}\))"
    r"|(?P<bold>\*\*(?=[^\s*])[^*\n]{1,600}\*\*|(?<!\w)__(?=[^\s_])[^_\n]{1,600}__(?!\w))"
    r"|(?P<struck>~~(?=[^\s~])[^~\n]{1,300}~~)"
    r"|(?P<italic>(?<![\w*])\*(?=[^\s*])[^*\n]{0,300}(?<=[^\s*])\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])[^_\n]{0,300}(?<=[^\s_])_(?!\w))"
)
_LINES = re.compile(
    r"^[ \t]{0,12}(?:(?P<heading>#{1,6}(?=[ \t\n]|\Z)[ \t]*)|(?P<quote>(?:>[ \t]?){1,8})|(?P<table>\|)|"
    r"(?P<plus>\+[ \t]+(?=\S))|(?P<rule>(?:={2,}|(?:[-*_][ \t]{0,3}){2,200})[ \t]{0,12}(?=\n|\Z))|"
    r"(?P<grid>(?:[|:][ \t]{0,8})?-[-|: \t]{0,300}(?=\n|\Z)))",
    re.MULTILINE,
)
_ITEM = re.compile(r"^[ \t]*[-*][ \t]+(?=\S)", re.MULTILINE)
_BY_MAIL = frozenset(
    "email mail letter message sms text tweet reply note description review bio caption comment testimonial".split()
)


class NoMarkdown:
    """No heading, bullet, emphasis, code mark, link, quote, rule or table of markdown.

    A line that begins with a dash is a bullet, as in IFEval; a numbered line is plain text.
    """

    id = ID
    hard = True
    summary = "plain text without markdown"
    example = Example("Do not use any markdown formatting.", {})
    arguments = Arguments
    cues = ("markdown", "markup", "plain", "formatting")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for plain text or against markdown as a whole."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield bullet points, and another rule about characters."""
        yield Alternative("detectable_format:number_bullet_lists", {"num_bullets": rng.choice((2, 3))}, "contradicting")
        yield Alternative("punctuation:no_comma", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for the same family; the footprint tells the rest."""
        return "equivalent" if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return what is not there."""
        none = Interval(0, 0)
        return Footprint(
            counts={"headings": none, "bullets": none, "tables": none, "code_blocks": none, "quotes": none},
            lacks=frozenset({"```"}),
        )

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is no mark of markdown; the span is the first."""
        if not response.strip():
            return Check(False, "empty")
        marks = [match for match in (_MARKS.search(response), _LINES.search(response)) if match]
        found = [(*match.span(), str(match.lastgroup)) for match in marks]
        found += [(*span, "bullet") for span in bullet_lines(response)[:1]]
        if not found:
            return Check(True, "plain text")
        start, end, name = min(found)
        names = {"fence": "fence of code", "code": "code mark", "grid": "rule", "plus": "bullet"}
        return Check(False, f"markdown: {names.get(name, name)} at {start}", (start, end))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Take the marks out and leave what they mark; tables and code have no plain form."""
        if "```" in response or "~~~" in response:
            return None
        text, changed = response, 0
        for _ in range(3):  # marks inside marks
            for pattern, plain in ((_ITEM, _nothing), (_LINES, _unlined), (_MARKS, _unmarked)):
                made = pattern.sub(plain, text)
                links = text.count("](") - made.count("](") if pattern is _MARKS else 0
                changed += len(text) - len(made) + 2 * links
                text = made
        return Repair(text, changed, False, "marks taken out") if text != response else None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for what is sent or pasted where markdown is not shown."""
        if task.shape not in ("prose", "short", "sentence", "list") or addition.is_markup(task):
            return
        if not addition.names(task, _BY_MAIL):
            return
        known = task.response
        if known is not None and not (known.strip() and (self.verify({}, known).passed or self.repair({}, known))):
            return
        if addition.has_room(task, Payload(ID)) and not any(
            one.id.startswith("detectable_format:") for one in task.constraints
        ):
            yield {}


def _nothing(match: re.Match[str]) -> str:
    return ""


def _unlined(match: re.Match[str]) -> str:
    return match[0] if match["table"] or match["grid"] else ""


def _unmarked(match: re.Match[str]) -> str:
    if match["link"]:
        name, _, address = match[0][1:-1].partition("](")
        return f"{name} ({address})"
    width = 2 if match["bold"] or match["struck"] else 1
    return match[0] if match["fence"] else match[0][width:-width]


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    start, end = match.span("core") if match.groupdict().get("core") is not None else match.span()
    if _OTHER_AFTER.match(after(passage, end)) or _ABOUT.search(before(passage, start)):
        return False
    return not of_code(passage, start)


FAMILY = NoMarkdown()
