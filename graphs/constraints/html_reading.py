"""HTML in a response: its tags gone through once, so that no text takes long."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}(?:-[A-Za-z0-9-]{0,40})?(?=[\s/>])")
_VALUE = re.compile(r"=[ \t\n\r]{0,20}([\"'])")
_STOP = re.compile(r"[<>=]")
_RAW_END = {name: re.compile(rf"</{name}[ \t\n\r]{{0,20}}>", re.IGNORECASE) for name in ("script", "style", "textarea")}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Their end tags may be left out.
_LOOSE = frozenset("html head body p li dt dd tr td th thead tbody tfoot colgroup option optgroup rt rp".split())
KNOWN = (
    VOID
    | _LOOSE
    | frozenset(
        """a abbr address article aside audio b bdi bdo blockquote button canvas caption center cite code data
        datalist del details dfn dialog div dl em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header
        hgroup i iframe ins kbd label legend main map mark menu meter nav noscript object ol output picture pre
        progress q ruby s samp script search section select small span strong style sub summary sup svg table template
        textarea time title u ul var video big strike tt path g circle rect line text math""".split()
    )
)


class Html(NamedTuple):
    """The elements of a text, in order of their opening; why it is no HTML, and where."""

    elements: tuple[str, ...]
    problem: str
    at: int


class _Tag(NamedTuple):
    name: str
    closing: bool
    itself: bool
    end: int


def read_html(text: str) -> Html:
    """Return a text read as HTML: tags are known and closed, and nothing stands outside of them.

    Example:
        >>> read_html("<p>Hello<br>you</p>").elements
        ('p', 'br')
        >>> read_html("Hello <b>you</b>").problem
        'text outside of any element'
    """
    found: list[str] = []
    opened: list[str] = []
    place = 0
    while place < len(text):
        at = text.find("<", place)
        stop = at if at >= 0 else len(text)
        if not opened and text[place:stop].strip():
            return Html(tuple(found), "text outside of any element", place)
        if at < 0:
            break
        if text.startswith("<!", at):
            ending = "-->" if text.startswith("<!--", at) else ">"
            close = text.find(ending, at + 2)
            if close < 0:
                return Html(tuple(found), "a comment without an end", at)
            place = close + len(ending)
            continue
        tag = _tag(text, at)
        if tag is None or (tag.name not in KNOWN and "-" not in tag.name):
            return Html(tuple(found), "no tag of HTML", at)
        place = tag.end
        if tag.closing:
            if not _close(opened, tag.name):
                return Html(tuple(found), f"</{tag.name}> closes nothing", at)
            continue
        found.append(tag.name)
        if tag.name in VOID or tag.itself:
            continue
        if tag.name in _RAW_END:
            raw = _RAW_END[tag.name].search(text, place)
            if raw is None:
                return Html(tuple(found), f"<{tag.name}> is not closed", at)
            place = raw.end()
            continue
        opened.append(tag.name)
    left = next((name for name in reversed(opened) if name not in _LOOSE), None)
    return Html(tuple(found), f"<{left}> is not closed" if left else "", len(text))


def _tag(text: str, at: int) -> _Tag | None:
    """Return the tag that begins at an offset."""
    closing = text.startswith("</", at)
    named = _NAME.match(text, at + 2 if closing else at + 1)
    if named is None:
        return None
    place = named.end()
    while (stop := _STOP.search(text, place)) is not None:
        if stop[0] == ">":
            return _Tag(named[0].lower(), closing, text[stop.start() - 1] == "/", stop.end())
        if stop[0] == "<":
            return None
        valued = _VALUE.match(text, stop.start())
        if valued is None:
            place = stop.end()
            continue
        close = text.find(valued[1], valued.end())
        if close < 0:
            return None
        place = close + 1
    return None


def _close(opened: list[str], name: str) -> bool:
    """Take an element from those that are open, with those inside it whose end may be left out."""
    while opened:
        last = opened.pop()
        if last == name:
            return True
        if last not in _LOOSE:
            return False
    return False
