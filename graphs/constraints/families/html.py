"""Whether the response is HTML."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.formats import format_orders, format_patterns, unfenced
from stemmata.graphs.constraints.html_reading import read_html
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:html"
_JSON = "detectable_format:json_format"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Give your answer in HTML format",
        "Format your entire response as HTML",
        "Respond only with valid HTML",
        "Your entire output should be in HTML format",
    ),
    Form.MODAL: ("should use HTML format", "must return valid HTML"),
    Form.VERB: ("use HTML format", "format your answer as HTML", "respond in HTML"),
    Form.PHRASE: ("in HTML format", "in HTML", "as HTML"),
    Form.ADJECTIVE: ("HTML-formatted",),
}
_PAGES: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Give your answer as a complete HTML document",
        "Format your entire response as an HTML page",
        "Respond with a complete HTML page",
        "Your entire output should be a complete HTML document",
    ),
    Form.MODAL: ("must return a complete HTML document", "should use a complete HTML page"),
    Form.VERB: ("return a complete HTML document", "format your answer as an HTML page"),
    Form.PHRASE: ("as a complete HTML document", "as an HTML page"),
}
_PATTERNS = format_patterns(
    "html5?",
    r"(?:format|markup|form|document|page|code|file|string|snippet|fragment|structure|code\s+block)",
    r"(?:page|document|code|file|snippet|fragment)",
)
_PAGE = re.compile(r"html5?[\s-](?:page|document|file)")
_HANGING = re.compile(
    r"\s+(?:of|with|that|which|where|whose|containing|including|listing|having|from|describing|for)\b"
)
_ITEM = re.compile(r"[ \t]*(?:([-*•+])|\d{1,3}\s?[.)])[ \t]+(\S[^\n]*)\Z")
_MARKDOWN = re.compile(r"^[ \t]{0,8}(?:\||#{1,6} |>|```)|\*\*|__|\]\(", re.MULTILINE)


class HtmlArguments(Arguments):
    """Whether it is to be a whole page, with an html element around it."""

    page: bool = False


class HtmlFormat:
    """The response is HTML: known tags, each closed that has to be, and no text outside of them; fenced or not."""

    id = ID
    hard = True
    summary = "the entire response in HTML"
    example = Example("Give your answer in HTML format.", {"page": False})
    arguments = HtmlArguments
    cues = ("html",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to answer in HTML; HTML that the text is about, reads or converts is left alone."""
        for core in format_orders(passage, _PATTERNS, spoken_of=True):
            page = _PAGE.search(passage.lower, core.start, core.end) is not None
            hangs = _HANGING.match(passage.lower, core.end) is not None
            yield Found(ID, {"page": page}, core.start, core.end, Form.VALUE if hangs else core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        return list((_PAGES if kwargs.get("page") else _WORDS).get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another format, and a page for a fragment or the other way round."""
        yield Alternative(_JSON, {}, "contradicting")
        page = bool(kwargs.get("page"))
        yield Alternative(ID, {"page": not page}, "weaker" if page else "stronger")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for the same family: a page is HTML, HTML need not be a page."""
        if other.id != ID:
            return None
        ours, theirs = bool(kwargs.get("page")), bool(other.kwargs.get("page"))
        return "equivalent" if ours == theirs else "implies" if ours else "implied_by"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the format, and the element that a page has."""
        page = bool(kwargs.get("page"))
        return Footprint(
            holds=frozenset("<>"),
            holds_anyhow=frozenset({"<html"}) if page else frozenset(),
            shape="html",
            first=frozenset("<`"),
            exact=not page,
        )

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response is HTML; the span begins where it is not."""
        body = unfenced(response)
        read = read_html(body.text)
        if read.problem or not read.elements:
            at = min(len(response), body.start + read.at)
            return Check(False, f"not HTML: {read.problem or 'no element'}", (at, len(response)))
        if kwargs.get("page") and read.elements[0] != "html":
            return Check(False, "HTML, but no page: no html element around it", (body.start, len(response)))
        return Check(True, f"HTML with {len(read.elements)} elements")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put a fragment into a page, and plain text into paragraphs and lists."""
        body = unfenced(response)
        read = read_html(body.text)
        text, kept = body.text, None
        if read.problem or not read.elements:
            text = response.strip()
            if not text or text.startswith("<") or _MARKDOWN.search(text):
                return None
            text, kept = _written(text)
        if kwargs.get("page") and read.elements[:1] != ("html",):
            if text.lower().startswith("<!doctype") or {"body", "head"} & set(read.elements):
                return None
            text = f"<html>\n<body>\n{text}\n</body>\n</html>"
        if kept is not None:
            return Repair(text, len(response) + len(text) - 2 * kept, False, "put into HTML")
        whole = response[: body.start] + text + response[body.start + len(body.text) :]
        return Repair(whole, len(whole) - len(response), False, "put into a page")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for texts that are put on the web."""
        if task.shape not in ("prose", "list") or addition.is_markup(task) or not addition.names(task, _ON_THE_WEB):
            return
        known = task.response
        if known is not None and (len(known) > 6000 or (known.strip() and self.repair({}, known) is None)):
            return
        if addition.has_room(task, Payload(ID)) and not any(
            one.id == "startend:quotation" or one.id.startswith("detectable_format:") for one in task.constraints
        ):
            yield {"page": False}


_ON_THE_WEB = frozenset(
    "article post blog newsletter faq guide tutorial recipe page website announcement itinerary".split()
)


def _written(text: str) -> tuple[str, int]:
    """Return plain text as HTML, each block a paragraph or a list; and how many of its characters went in."""
    made, told = [], []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        items = [item for item in map(_ITEM.match, lines) if item]
        told += [item[2] for item in items] if len(items) == len(lines) else lines
        if items and len(items) == len(lines):
            name = "ul" if items[0][1] else "ol"
            inside = "".join(f"\n  <li>{html.escape(item[2], quote=False)}</li>" for item in items)
            made.append(f"<{name}>{inside}\n</{name}>")
        elif lines:
            made.append("<p>" + "<br>\n".join(html.escape(line, quote=False) for line in lines) + "</p>")
    return "\n".join(made), sum(len(piece) - piece.count("<") - piece.count(">") for piece in told)


FAMILY = HtmlFormat()
