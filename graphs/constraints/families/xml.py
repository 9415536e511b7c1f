"""Whether the response is XML."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.formats import unfenced
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.xml_orders import NAME, xml_orders
from stemmata.graphs.constraints.xml_reading import read_xml
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:xml"
_JSON = "detectable_format:json_format"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Give your answer in XML format",
        "Respond only with valid XML",
        "Format your entire response as XML",
        "Your entire output should be in XML format",
        "Write your answer as an XML document",
    ),
    Form.MODAL: ("should use XML format", "must return valid XML"),
    Form.VERB: ("use XML format", "format your answer as XML", "respond in XML", "return an XML document"),
    Form.PHRASE: ("in XML format", "in XML", "as an XML document"),
    Form.ADJECTIVE: ("XML-formatted",),
}
_ROOTED = ('with the root element "{}"', "with a root element named <{}>", "with the root element <{}>")
_ITEM = re.compile(r"[ \t]*(?:[-*•+]|\d{1,3}\s?[.)])[ \t]+(\S[^\n]*)\Z")
_LAID_OUT = re.compile(r"^[ \t]{0,8}(?:\|[^\n]{0,400}\||#{1,6} )", re.MULTILINE)


def _name(value: str) -> str:
    if not re.fullmatch(NAME, value):
        raise ValueError("a root is named by letters, digits, '-', '_' and '.', and begins with a letter or '_'")
    return value


class XmlArguments(Arguments):
    """The name of the root element, where it is told; as XML has it, in capitals and small letters."""

    root: Annotated[str, Field(min_length=1, max_length=61), AfterValidator(_name)] | None = None


class XmlFormat:
    """The response is one well-formed XML document, a markdown fence around it apart.

    Documents with a DOCTYPE or entities of their own fail: they can grow without end as they are read.
    """

    id = ID
    hard = True
    summary = "the entire response in well-formed XML"
    example = Example("Give your answer in XML format.", {})
    arguments = XmlArguments
    cues = ("xml",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to answer in XML; XML that the text is about, reads or converts is left alone."""
        for order in xml_orders(passage):
            yield Found(ID, {"root": order.root} if order.root else {}, order.start, order.end, order.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        words, root = list(_WORDS.get(form, ())), kwargs.get("root")
        if root is None:
            return words
        if form is Form.ADJECTIVE:
            return []
        return [f"{said} {tail.format(root)}" for tail in _ROOTED for said in words]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another format, any root for one, and one for any."""
        yield Alternative(_JSON, {}, "contradicting")
        if kwargs.get("root"):
            yield Alternative(ID, {}, "weaker")
            other = rng.choice([name for name in ("response", "document", "result") if name != kwargs["root"]])
            yield Alternative(ID, {"root": other}, "contradicting")
        else:
            yield Alternative(ID, {"root": rng.choice(("response", "document", "result"))}, "stronger")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the roots: two names contradict, a name implies any."""
        if other.id != ID:
            return None
        ours, theirs = kwargs.get("root"), other.kwargs.get("root")
        if ours == theirs:
            return "equivalent"
        if ours is None:
            return "implied_by"
        return "implies" if theirs is None else "contradicts"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the format, and the name of the root."""
        root = kwargs.get("root")
        first, last = frozenset("<`\ufeff"), frozenset(">`")
        holds = frozenset({f"<{root}" if root else "<", ">"})
        return Footprint(shape="xml", holds=holds, first=first, last=last, exact=root is None)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response is well-formed; the span begins where it stops being XML."""
        body = unfenced(response)
        read = read_xml(body.text)
        if read.problem:
            at = None if read.at is None else min(len(response), body.start + read.at)
            return Check(False, read.problem, None if at is None else (at, len(response)))
        if kwargs.get("root") not in (None, read.root):
            at = body.start + read.attributes[0][2]
            return Check(False, f"the root is {str(read.root)[:60]!r}, not {kwargs['root']!r}", (at, at + 1))
        return Check(True, f"well-formed XML, root {str(read.root)[:60]!r}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put XML under another root, or plain text into elements: a list as items, paragraphs as they are."""
        body = unfenced(response)
        root = kwargs.get("root") or "response"
        read = read_xml(body.text)
        if not read.problem:
            if body.text.startswith("<?"):
                return None
            opening, closing = f"<{root}>", f"</{root}>"
            end = body.start + len(body.text)
            text = response[: body.start] + opening + body.text + closing + response[end:]
            return Repair(text, len(opening) + len(closing), False, "put under the root")
        text = response.strip()
        if not text or "```" in text or text.startswith("<") or _LAID_OUT.search(text) or not _printable(text):
            return None
        written, kept = _written(text, root)
        return Repair(written, len(response) + len(written) - 2 * kept, False, "put into XML")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it where a program might read the answer: listed or extracted things."""
        if task.shape not in ("list", "short") or addition.is_markup(task):
            return
        if addition.names(task, addition.CASUAL | addition.LOUD):
            return
        known = task.response
        if known is not None and (len(known) > 4000 or (known.strip() and self.repair({}, known) is None)):
            return
        if addition.has_room(task, Payload(ID)) and not any(
            one.id == "startend:quotation" or one.id.startswith("detectable_format:") for one in task.constraints
        ):
            yield {}


def _printable(text: str) -> bool:
    """Return whether XML can hold every character."""
    return all(c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") for c in text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _written(text: str, root: str) -> tuple[str, int]:
    """Return a text as XML, and how many of its characters went in."""
    lines = [line for line in text.split("\n") if line.strip()]
    items = [item[1] for item in map(_ITEM.match, lines) if item]
    parts = [f"  <item>{_escaped(item)}</item>" for item in items]
    if len(items) == len(lines):
        kept = items
    elif len(items) == len(lines) - 1 and items and not _ITEM.match(lines[0]):
        kept = [lines[0].strip(), *items]
        parts.insert(0, f"  <introduction>{_escaped(lines[0].strip())}</introduction>")
    else:
        made = f"<{root}>{_escaped(text)}</{root}>"
        return made, len(text) - sum(text.count(c) for c in "<>")
    made = "\n".join([f"<{root}>", *parts, f"</{root}>"])
    return made, sum(len(item) - sum(item.count(c) for c in "<>") for item in kept)


FAMILY = XmlFormat()
