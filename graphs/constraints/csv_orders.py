"""Orders to answer in comma-separated values, and the delimiter and columns that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.context import few_blanks
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.formats import format_orders, format_patterns
from stemmata.graphs.constraints.json_orders import valid_key
from stemmata.graphs.constraints.passage import MASK, Passage

_BY = r"(?:comma|tab|semi-?colon|pipe)"
_PATTERNS = format_patterns(
    rf"(?:(?:{_BY}[\s-](?:separated|delimited)\s{{1,4}})?(?:csv|tsv)|{_BY}[\s-](?:separated|delimited)(?=\s+(?:values|"
    r"format|file))(?:\s+values)?)",
    r"(?:format|form|file|string|text|data|document|block|table)",
    r"(?:file|table|string|document|block)",
)
_MARKS = {"comma": ",", "tab": "\t", "tsv": "\t", "semicolon": ";", "semi-colon": ";", "pipe": "|"}
_DELIMITER = re.compile(
    few_blanks(
        rf"\s*,?\s*(?:(?:and|with)\s+)?(?:(?:use|using|with|and)\s+)?(?:an?\s+|the\s+)?(?:(?P<word>{_BY})s?(?:\s+"
        rf"character)?|[\"“'`](?P<sign>{MASK})[\"”'`])\s+(?:as\s+(?:the\s+|a\s+)?(?:delimiter|separator)|"
        rf"delimiters?|separators?)"
    )
)
_COLUMNS = re.compile(
    few_blanks(
        r"\s*,?\s*(?:with|having|containing|using|including|and)\s+(?:an?\s+|the\s+|exactly\s+|only\s+)*(?:following\s+)?"
        r"(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+)?(?:following\s+)?"
        r"(?:columns?(?:\s+(?:headers?|names))?|header(?:s|\s+row|\s+line)?|fields)(?:\s+(?:called|named|are|of))?"
        r"\s*[:–—-]?\s*"
    )
)
_QUOTE = re.compile(rf"[\"“«‘'`]({MASK}{{1,120}})[\"”»’'`]")
_BARE = re.compile(r"[A-Za-z_][\w-]{0,40}(?:[ ](?:(?:of|the|per) )?[A-Z][\w-]{0,40}){0,3}")
_NEXT = re.compile(r"\s?(?:,\s{0,3}(?:and\s{1,3})?|\sand\s{1,3}|\n[ \t]{0,8}[-*•][ \t]{1,4})")
_END = re.compile(r"\s{0,2}(?:$|[.,;:!?)\n]|\s?(?:and|for|where|in|with|to|as|so|that|using)\b)")
_NOT_COLUMNS = frozenset(
    "the a an that which this these for each every and or with no as of in all it make sure".split()
)
_HANGING = re.compile(r"\s+(?:of|with|that|which|where|whose|containing|including|listing|having|from)\b")


class CsvOrder(NamedTuple):
    """An order for separated values."""

    delimiter: str
    columns: tuple[str, ...]
    start: int
    end: int
    form: Form


def csv_orders(passage: Passage) -> Iterator[CsvOrder]:
    """Yield each order to answer in separated values."""
    for core in format_orders(passage, _PATTERNS, spoken_of=True):
        said = passage.lower[core.start : core.end]
        mark = next((sign for word, sign in _MARKS.items() if word in said), ",")
        end = core.end
        columns: tuple[str, ...] = ()
        for _ in range(2):  # columns and delimiter, in whatever order
            if by := _DELIMITER.match(passage.lower, end):
                sign = passage.text[by.start("sign") : by.end("sign")] if by["sign"] else _MARKS.get(by["word"], ",")
                if sign not in _MARKS.values():
                    break
                mark, end = sign, by.end()
            if not columns and (named := _COLUMNS.match(passage.lower, end)):
                columns, stop = _read(passage, named.end())
                end = stop if columns else end
        hangs = end == core.end and _HANGING.match(passage.lower, end) is not None
        form = Form.VERB if core.form is Form.VALUE and end > core.end else core.form
        yield CsvOrder(mark, columns, core.start, end, Form.VALUE if hangs else form)


def _read(passage: Passage, place: int) -> tuple[tuple[str, ...], int]:
    """Return the columns listed at an offset, two at least or none, and where the list ends."""
    names: list[str] = []
    end, quoted = place, False
    while len(names) < 50:
        found = _QUOTE.match(passage.masked, place)
        bare = None if found or (quoted and names) else _BARE.match(passage.masked, place)
        if found is not None and (quoted or not names):
            name, stop, quoted = passage.text[found.start(1) : found.end(1)], found.end(), True
        elif bare is not None and bare[0].lower() not in _NOT_COLUMNS:
            name, stop = bare[0], bare.end()
        else:
            break
        following = _NEXT.match(passage.lower, stop)
        if not valid_key(name) or (not quoted and following is None and not _END.match(passage.lower, stop)):
            break
        if name not in names:
            names.append(name)
        end = stop
        if following is None:
            break
        place = following.end()
    return (tuple(names), end) if len(names) > 1 else ((), end)
