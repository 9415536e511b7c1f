"""Orders to answer in XML, and the root element that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.context import MODAL, Core, few_blanks
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.formats import format_orders, format_patterns
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scanning import scan

NAME = r"[A-Za-z_][\w.-]{0,60}"
_PATTERNS = format_patterns(
    "xml",
    r"(?:format|structure|form|string|document|markup|code|snippet|block|code\s+block)",
    r"(?:document|snippet|string|structure|block)",
)
_ROOT = r"(?:single\s+)?root\s+(?:element|tag|node)|(?:outermost|top-level|enclosing)\s+(?:element|tag)"
_NAMED = (
    rf"(?:\s+(?:called|named|of|being|is|should\s+be|must\s+be))?\s*:?\s*(?:<(?P<tag>{NAME})\s?/?>|"
    rf"[\"“‘'`](?P<quoted>{MASK}{{1,62}})[\"”’'`]|(?P<bare>[A-Za-z_][\w-]{{0,40}})(?=\s*(?:$|[.,;:!?)\n]|and\b|with\b|that\b)))"
)
_TAIL = re.compile(
    few_blanks(rf"\s*,?\s*(?:with|having|using|under|whose|in)\s+(?:an?\s+|the\s+|one\s+)?(?:{_ROOT}){_NAMED}"),
    re.IGNORECASE,
)
_ORDER = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:the\s+|its\s+)(?:xml['’]?s?\s+)?(?:{_ROOT})(?:\s+of\s+the\s+xml)?(?=\s+{MODAL}){_NAMED}"
    ),
    re.IGNORECASE,
)
_NOT_NAMES = frozenset("a an the that which with and or for of in to only it is one".split())
_HANGING = re.compile(r"\s+(?:of|with|that|which|where|whose|containing|including|listing|having|from|describing)\b")


class XmlOrder(NamedTuple):
    """An order for XML, with the name of its root if one is told."""

    root: str | None
    start: int
    end: int
    form: Form


def xml_orders(passage: Passage) -> Iterator[XmlOrder]:
    """Yield each order to answer in XML, and each order about the root of the XML that was asked for before."""
    for core in format_orders(passage, _PATTERNS, spoken_of=True):
        tail = _TAIL.match(passage.masked, core.end)
        root = _name(passage, tail) if tail else None
        if tail and root:
            yield XmlOrder(root, core.start, tail.end(), _form(core))
        else:
            hangs = _HANGING.match(passage.lower, core.end) is not None
            yield XmlOrder(None, core.start, core.end, Form.VALUE if hangs else core.form)
    for match in scan(_ORDER, passage.masked):
        root = _name(passage, match)
        if root and "xml" in passage.lower:
            yield XmlOrder(root, match.start(), match.end(), Form.SENTENCE)


def _form(core: Core) -> Form:
    return Form.VERB if core.form is Form.VALUE else core.form


def _name(passage: Passage, match: re.Match[str]) -> str | None:
    group = next(name for name in ("tag", "quoted", "bare") if match[name])
    name = passage.text[match.start(group) : match.end(group)].strip().strip("<>/")
    return name if re.fullmatch(NAME, name) and not (group == "bare" and name.lower() in _NOT_NAMES) else None
