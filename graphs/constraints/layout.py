"""The markdown of a response: its code blocks, headings, tables, block quotes, list items, bold and italic words.

Each is found line by line or by patterns that are bounded to a paragraph, so that all of it takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.family import Repair

Span = tuple[int, int]

_FENCE = re.compile(r"[ \t]{0,12}(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+#.-]{0,30})")
_HASHES = re.compile(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<title>\S.*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_NO_PARAGRAPH = re.compile(r"\s*(?:#|>|\||[-*+•]\s|\d{1,3}[.)]\s|[-=*_]{2,}\s*$|$)")
_RULE_CELL = re.compile(r"\s*:?-+:?\s*")
_ITEM = re.compile(
    r"(?P<indent>[ \t]{0,40})(?:[*_]{2}(?=[(\da-zA-Z]))?"
    r"(?P<mark>[-*+•‣▪◦●○–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,7})[.)])(?:[ "
    r"\t]+|(?<=[•‣▪◦●○]))"
    r"(?=\S)"
)
_BOLD = re.compile(
    r"\*\*(?=[^\s*])(?P<stars>[^*\n]{1,2000}?)(?<=\S)\*\*|(?<!\w)__(?=[^\s_])(?P<low>(?:[^_\n]|"
    r"_(?!_)){1,2000}?)(?<=\S)__(?!\w)"
)
_ITALIC = re.compile(
    r"(?<![*\\\w])\*(?=[^\s*])(?P<stars>[^*\n]{1,2000}?)(?<=\S)\*(?![*\w])"
    r"|(?<![_\\\w])_(?=[^\s_])(?P<low>[^_\n]{1,2000}?)(?<=\S)_(?![_\w])"
    r"|\*\*\*(?=[^\s*])(?P<both>[^*\n]{1,2000}?)(?<=\S)\*\*\*"
)  # fmt: skip
_BOLD_LINE = re.compile(r"(?:\*\*(?P<stars>[^*\n]{1,200})\*\*|__(?P<low>[^_\n]{1,200})__):?")
_CODE_SPAN = re.compile(r"`[^`\n]{1,300}`")


class Line(NamedTuple):
    """A line without its line feed."""

    start: int
    end: int
    text: str


class Block(NamedTuple):
    """A fenced block of code, its fences included; `language` is the fence's word in lower case."""

    start: int
    end: int
    language: str


class Heading(NamedTuple):
    """A markdown heading; the level is 1 to 6."""

    start: int
    end: int
    level: int
    title: str


class Table(NamedTuple):
    """A markdown table: the header's cells, and the rows below the rule."""

    start: int
    end: int
    names: tuple[str, ...]
    rows: tuple[Span, ...]


class Item(NamedTuple):
    """A list item's first line: its indent in columns, its mark ("1.", "-"), and where the mark stands."""

    start: int
    end: int
    indent: int
    mark: str
    at: int


def lines(text: str) -> Iterator[Line]:
    """Yield every line."""
    start = 0
    for line in text.split("\n"):
        yield Line(start, start + len(line), line)
        start += len(line) + 1


def _parts(text: str) -> tuple[list[Line], list[Block]]:
    """Return the lines outside of code blocks, and the blocks; a fence that is never closed runs to the end."""
    outside: list[Line] = []
    blocks: list[Block] = []
    fence, language, opened = "", "", 0
    for line in lines(text):
        if not line.text:
            if not fence:
                outside.append(line)
            continue
        found = _FENCE.match(line.text)
        if not fence:
            if found is None or (found["fence"][0] == "`" and "`" in line.text[found.end() :]):
                outside.append(line)
            else:
                fence, language, opened = found["fence"], found["language"].lower(), line.start
        elif found is not None and found["fence"].startswith(fence) and not line.text[found.end("fence") :].strip():
            blocks.append(Block(opened, line.end, language))
            fence = ""
    if fence:
        blocks.append(Block(opened, len(text), language))
    return outside, blocks


def plain_lines(text: str) -> list[Line]:
    """Return the lines that are outside of code blocks."""
    return _parts(text)[0]


def code_blocks(text: str) -> list[Block]:
    r"""Return the fenced code blocks.

    Example:
        >>> [block.language for block in code_blocks("So:\n```python\nx = 1\n```")]
        ['python']
    """
    return _parts(text)[1]


def headings(text: str) -> list[Heading]:
    r"""Return the headings: lines that begin with hashes, and lines underlined with = or -.

    Example:
        >>> [(one.level, one.title) for one in headings("# A\n\n## B ##\n#c")]
        [(1, 'A'), (2, 'B')]
    """
    found: list[Heading] = []
    before: Line | None = None
    for line in plain_lines(text):
        if not line.text:
            before = line
            continue
        hashes = _HASHES.fullmatch(line.text.rstrip())
        if hashes is not None:
            title = hashes["title"].rstrip("#").strip() or hashes["title"]
            found.append(Heading(line.start, line.end, len(hashes["level"]), title))
        elif (
            before is not None
            and before.end + 1 == line.start
            and _UNDERLINE.fullmatch(line.text)
            and not _NO_PARAGRAPH.match(before.text)
            and "|" not in before.text
        ):
            found.append(Heading(before.start, line.end, 1 if "=" in line.text else 2, before.text.strip()))
        before = line
    return found


def cells(row: str) -> list[str]:
    r"""Return the cells of a row of a table.

    Example:
        >>> cells(r"| a | b \| c |")
        ['a', 'b | c']
    """
    inner = row.strip().replace("\\|", "\x00")
    inner = inner.removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\x00", "|") for cell in inner.split("|")]


def _is_rule(row: str) -> bool:
    return "|" in row and "-" in row and all(_RULE_CELL.fullmatch(cell) for cell in cells(row))


def tables(text: str) -> list[Table]:
    r"""Return the markdown tables: a header, a rule of dashes below it, and rows.

    Example:
        >>> tables("| a | b |\n|---|---|\n| 1 | 2 |")[0].names
        ('a', 'b')
    """
    found: list[Table] = []
    outside = plain_lines(text)
    i = 1
    while i < len(outside):
        header, rule = outside[i - 1], outside[i]
        if not ("|" in header.text and _is_rule(rule.text) and len(cells(header.text)) == len(cells(rule.text))):
            i += 1
            continue
        last = i
        while last + 1 < len(outside) and "|" in outside[last + 1].text:
            last += 1
        rows = tuple((line.start, line.end) for line in outside[i + 1 : last + 1])
        found.append(Table(header.start, outside[last].end, tuple(cells(header.text)), rows))
        i = last + 2
    return found


def block_quotes(text: str) -> list[Span]:
    r"""Return the block quotes: lines that begin with ">", those that follow one another together.

    Example:
        >>> block_quotes("> a\n> b\n\nc\n\n> d")
        [(0, 7), (12, 15)]
    """
    found: list[Span] = []
    for line in plain_lines(text):
        if not re.match(r" {0,3}>", line.text):
            continue
        if found and found[-1][1] + 1 == line.start:
            found[-1] = (found[-1][0], line.end)
        else:
            found.append((line.start, line.end))
    return found


def items(text: str) -> list[Item]:
    r"""Return the list items, with whatever mark.

    Example:
        >>> [(item.indent, item.mark) for item in items("1. a\n   - b\n(c) d")]
        [(0, '1.'), (3, '-'), (0, '(c)')]
    """
    found: list[Item] = []
    for line in plain_lines(text):
        match = _ITEM.match(line.text)
        if match is None or (match["mark"][0] == "(") > (match["mark"][-1] == ")"):
            continue
        indent = len(match["indent"].expandtabs(4))
        found.append(Item(line.start, line.end, indent, match["mark"], line.start + match.start("mark")))
    return found


def depths(found: list[Item]) -> list[int]:
    r"""Return how deep each item is, 1 for the outermost: an item is inside another where it stands further in.

    Example:
        >>> depths(items("- a\n  - b\n    - c\n- d"))
        [1, 2, 3, 1]
    """
    deep: list[int] = []
    open_at: list[int] = []
    for item in found:
        while open_at and item.indent < open_at[-1] + 2:
            open_at.pop()
        open_at.append(item.indent)
        deep.append(len(open_at))
    return deep


def _prose(text: str) -> Iterator[Line]:
    """Yield the lines outside of code blocks that are not empty, with spans of code blotted out."""
    for line in plain_lines(text):
        if "`" in line.text:
            yield line._replace(text=_CODE_SPAN.sub(lambda match: "\x00" * len(match[0]), line.text))
        elif line.text:
            yield line


def bold_spans(text: str) -> list[Span]:
    """Return where words are in bold, without the marks around them.

    Example:
        >>> bold_spans("So **very** good, __really__.")
        [(5, 9), (20, 26)]
    """
    return [
        (line.start + match.start(match.lastgroup or 0), line.start + match.end(match.lastgroup or 0))
        for line in _prose(text)
        for match in _BOLD.finditer(line.text)
    ]


def italic_spans(text: str) -> list[Span]:
    """Return where words are in italics, without the marks around them.

    Example:
        >>> italic_spans("* So *very* good, _really_, but **not** this_one_.")
        [(6, 10), (19, 25)]
    """
    return [
        (line.start + match.start(match.lastgroup or 0), line.start + match.end(match.lastgroup or 0))
        for line in _prose(text)
        for match in _ITALIC.finditer(line.text)
    ]


def bold_lines(text: str) -> list[Heading]:
    r"""Return the lines that are one stretch of bold, as titles do; their level is 0.

    Example:
        >>> [line.title for line in bold_lines("**Tea**\nIt is **hot**.")]
        ['Tea']
    """
    found = []
    for line in plain_lines(text):
        match = _BOLD_LINE.fullmatch(line.text.strip())
        if match is not None:
            found.append(Heading(line.start, line.end, 0, (match["stars"] or match["low"]).strip().rstrip(":").strip()))
    return found


def rewritten(text: str, edits: Iterable[tuple[int, int, str]], detail: str, *, lossy: bool = False) -> Repair | None:
    """Return a text with stretches replaced, as a repair; None where nothing changes.

    Args:
        text: The text.
        edits: Where, and by what; in order, none overlapping.
        detail: What was done, in words.
        lossy: Whether something told is gone.
    """
    parts: list[str] = []
    reached = changed = 0
    for start, end, new in edits:
        if text[start:end] == new:
            continue
        parts += (text[reached:start], new)
        changed += end - start + len(new)
        reached = end
    return Repair("".join(parts) + text[reached:], changed, lossy, detail) if changed else None
