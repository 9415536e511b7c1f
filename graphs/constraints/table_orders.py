"""Orders about tables, as instructions say them: "in a table with three columns: Name, Age, City"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from stemmata.graphs.constraints.context import of_code
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.layout_orders import asked, forbidden, forbidding, uses
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import Amount, amount_pattern, find_amounts
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import demanded
from stemmata.graphs.constraints.terms import read_terms

_NICE = (
    r"(?:(?:simple|clear|concise|short|neat|structured|well-organi[sz]ed|markdown|summary|comparison|detailed|"
    r"small|brief|formatted)\s+)"
)
_TABLE = (
    rf"(?:an?\s+{_NICE}{{0,2}}(?:table|chart\s+table)(?:\s+(?:format|form|chart))?|{_NICE}?table\s+form(?:at)?|"
    rf"(?:an?\s+)?tabular\s+"
    r"form(?:at)?)(?!\s+of\s+contents)"
)
_USES = uses(_TABLE, inside=True)
_NEVER = forbidding(r"tables")
_AMOUNTS = amount_pattern(r"(?:separate |distinct |data |main )?(?:columns?|rows?)")
_LIMIT = re.compile(r"\b(?P<axis>row|column) limit (?:of|is) (?P<n>\d{1,4})\b")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_MENTION = re.compile(r"\btab(?:les?|ular)\b")
_IF_ANY = re.compile(
    r"\b(?:if|whenever)\b[^.;\n]{0,80}?\btab(?:les?|ular)\b|\bany (?:\w+ ){0,2}tab(?:les?|ular)\b|\b(?:each|"
    r"every) table\b"
    r"|\btables\b|\btable\b[^.;\n]{0,60}\bif\b"
)
_NOT_MARKDOWN = re.compile(
    r"\b(?:sql|html|latex|database|spreadsheet|matrix|excel|csv|dataframe|css|given table|following table|"
    r"(?:table|column)s? (?:below|above|has|"
    r"have|contained|had)|(?:below|above) table|primary key|table of contents)\b"
    r"|\b(?:i|we|he|she|they) (?:have |had )?(?:made|created|built|wrote|drew|found|got)\b"
)
# Between "a table" and its amounts.
_GAP = re.compile(
    r"[,;]?\s(?:(?:with|of|containing|having|in|that\s(?:has|have|contains?|consists\sof|includes|adheres\sto)|"
    r"consisting\sof|"
    r"limited\sto|which\s(?:has|contains|should\shave|must\shave))\s)?(?:a\s(?:strict\s)?)?"
)
_BETWEEN = re.compile(r",?\s(?:and\s|with\s|by\s){0,2}")
_INTRO = re.compile(
    r"(?:columns?(?:\s(?:names|headers|headings|titles|labels))?)(?:,?\s(?:specifically|namely)(?:\sincluding)?:?|"
    r":|\s?\(|,?\s(?:designated\s|"
    r"dedicated\s|are\s|should\sbe\s|must\sbe\s)?(?:labell?ed|named|titled|called|headed|for|being|as)(?:\sas)?:?|"
    r"(?=\s[\"“«'‘]))\s{0,2}"
)
_ITEM = re.compile(r"[A-Z][\w/&'’-]{0,30}(?: (?:(?:of|the|in|per|to) )?[A-Z(][\w/&'’()-]{0,30}){0,4}")
_COMMA = re.compile(r",\s(?:and\s)?|\sand\s")


class Names(NamedTuple):
    """The names of columns, and where their statement stands, the word "columns" included."""

    names: list[str]
    start: int
    end: int


class _Size(NamedTuple):
    """An amount of rows or columns."""

    axis: str
    amount: Amount
    start: int
    end: int
    form: Form


def orders(passage: Passage) -> Iterator[tuple[dict[str, Any], int, int, Form]]:
    """Yield the arguments of each order about tables, with the bounds of its words and their form."""
    heads = list(asked(passage, _USES))
    starts = [core.start for core in heads]
    told = bytearray(len(passage.lower))
    for sizes, names, left, right in _sized(passage):
        told[left:right] = b"\x01" * (right - left)
        kwargs, start, end = _arguments(sizes, names), *_bounds(sizes, names)
        form = sizes[0].form if sizes else Form.AMOUNT
        if not kwargs:
            continue
        if _IF_ANY.search(passage.lower[left:right]):
            yield {**kwargs, "use": "if any"}, start, end, form
            continue
        before = heads[bisect_left(starts, left) : bisect_left(starts, start)]
        head = next((core for core in before if core.end <= start), None)
        if head is not None and _GAP.fullmatch(passage.lower, head.end, start) and form is not Form.VERB:
            start, form = head.start, head.form
        yield kwargs, start, end, form
    for core in heads:
        if not told[core.start]:
            yield {}, core.start, core.end, core.form
    for core in forbidden(passage, _NEVER):
        yield {"use": "never"}, core.start, core.end, core.form


def _sized(passage: Passage) -> Iterator[tuple[list[_Size], Names | None, int, int]]:
    """Yield the amounts and names that stand together in a sentence about a table that is to be written."""
    found = sorted(_sizes(passage), key=lambda size: size.start)
    named = list(_names(passage))
    done = -1
    starts, named_at = [size.start for size in found], [names.start for names in named]
    places = sorted([*(size.start for size in found), *(names.start for names in named)])
    for place in places:
        if place < done:
            continue
        left, right = _sentence(passage, place)
        sentence = passage.lower[left:right]
        if not _MENTION.search(sentence) or _NOT_MARKDOWN.search(sentence) or of_code(passage, place):
            continue
        together: list[_Size] = []
        for size in found[bisect_left(starts, place) : bisect_left(starts, right)]:
            if not together or (
                size.axis != together[-1].axis and _BETWEEN.fullmatch(passage.lower, together[-1].end, size.start)
            ):
                together.append(size)
        names = next(iter(named[bisect_left(named_at, place) : bisect_left(named_at, right)]), None)
        if together and names and not together[0].start <= names.start <= together[-1].end + 8:
            names = None
        done = right
        yield together, names, left, right


def _sizes(passage: Passage) -> Iterator[_Size]:
    for match, amount, form in find_amounts(passage, _AMOUNTS):
        said = any(match[name] for name in ("ge", "le", "lt", "gt", "eq", "suffix", "tail", "plus"))
        if amount.relation != "between" and (said or demanded(passage, *match.span())):
            yield _Size("columns" if "column" in match["noun"] else "rows", amount, *match.span(), form)
    for match in scan(_LIMIT, passage.lower):
        yield _Size(match["axis"] + "s", Amount("at most", int(match["n"]), None), *match.span(), Form.AMOUNT)


def _names(passage: Passage) -> Iterator[Names]:
    for match in scan(_INTRO, passage.lower):
        start = match.start() - (4 if passage.lower.endswith("the ", 0, match.start()) else 0)
        named = read_names(passage, match.end())
        if named is not None:
            yield Names(named[0], start, named[1])


def read_names(passage: Passage, at: int) -> tuple[list[str], int] | None:
    """Return the names that are listed from an offset on, in quotation marks or with capitals, and where they end."""
    terms = read_terms(passage, at, several=True, bare=False)
    if terms is not None:
        return None if any(word.endswith(",") for word in terms.words) else (list(terms.words), terms.end)
    names: list[str] = []
    end = at
    while (item := _ITEM.match(passage.masked, at)) is not None and len(names) < 20:
        names.append(item[0])
        end = item.end()
        comma = _COMMA.match(passage.masked, end)
        if comma is None:
            return (names, end) if len(names) > 1 else None
        at = comma.end()
    return None


def _sentence(passage: Passage, place: int) -> tuple[int, int]:
    left = [match.end() for match in _SENTENCE_END.finditer(passage.lower, max(0, place - 300), place)]
    right = _SENTENCE_END.search(passage.lower, place, place + 300)
    return left[-1] if left else max(0, place - 300), right.start() if right else min(len(passage.lower), place + 300)


def _bounds(sizes: list[_Size], names: Names | None) -> tuple[int, int]:
    starts = [size.start for size in sizes] + ([names.start] if names else [])
    ends = [size.end for size in sizes] + ([names.end] if names else [])
    return min(starts), max(ends)


def _arguments(sizes: list[_Size], names: Names | None) -> dict[str, Any]:
    """Return the arguments; an amount that is below or above a number is at most or at least the next one."""
    kwargs: dict[str, Any] = {}
    for size in sizes:
        value = size.amount.value + {"less than": -1, "more than": 1}.get(size.amount.relation, 0)
        if not 1 <= value <= 10_000:
            return {}
        kwargs[size.axis] = value
        bound = {"less than": "at most", "more than": "at least"}.get(size.amount.relation, size.amount.relation)
        if bound != "equal to":
            kwargs[f"{size.axis}_relation"] = bound
    if names and len(names.names) <= 20 and len({name.casefold() for name in names.names}) == len(names.names):
        columns, relation = kwargs.get("columns"), kwargs.get("columns_relation")
        count = len(names.names)
        fits = columns is None or {"at most": count <= columns, "at least": count >= columns}.get(
            str(relation), count == columns
        )
        if fits and not any("|" in name for name in names.names):
            kwargs.pop("columns", None)
            kwargs.pop("columns_relation", None)
            kwargs["names"] = names.names
    return kwargs
