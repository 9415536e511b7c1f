"""XML in a response: read with entities and document types refused, so that no text can grow as it is read."""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat


class Xml(NamedTuple):
    """What a text holds as XML, or why it holds none and where it stops being XML.

    Attributes:
        root: The name of the root element; None where the text is no XML.
        attributes: For each element, its name, its number of attributes, and where it begins.
        problem: Why it is no XML; empty where it is.
        at: Where it stops being XML.
    """

    root: str | None
    attributes: tuple[tuple[str, int, int], ...]
    problem: str
    at: int | None


class _RefusedError(Exception):
    pass


def read_xml(text: str) -> Xml:
    """Return a text read as one well-formed XML document, without document type and entities of its own.

    Example:
        >>> read_xml('<a x="1"><b/></a>').root
        'a'
    """
    found: list[tuple[str, int, int]] = []
    parser = expat.ParserCreate()

    def opened(name: str, attributes: dict[str, str]) -> None:
        found.append((name, len(attributes), parser.CurrentByteIndex))

    def refused(*_: object) -> None:
        raise _RefusedError

    parser.StartElementHandler = opened
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    try:
        written = text.encode()
        parser.Parse(text, True)
    except _RefusedError:
        at = text.find("<!")
        return Xml(None, (), "a document type or entity is not taken", max(at, 0))
    except expat.ExpatError as error:
        at = len(written[: parser.ErrorByteIndex].decode(errors="ignore"))
        return Xml(None, (), f"not XML: {expat.ErrorString(error.code)} at {at}", min(at, len(text)))
    except ValueError:  # half of a character
        return Xml(None, (), "not XML: a character that cannot be written", None)
    return Xml(found[0][0], tuple(_placed(found, written)), "", None)


def _placed(found: list[tuple[str, int, int]], written: bytes) -> list[tuple[str, int, int]]:
    """Return elements with their offsets in characters, in one pass."""
    placed, last, chars = [], 0, 0
    for name, count, index in found:
        chars += len(written[last:index].decode(errors="ignore"))
        last = index
        placed.append((name, count, chars))
    return placed
