"""One Cypher statement as a user typed it: read just closely enough to let it through or to say why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from stemmata.schemas.errors import QueryError

# In LadybugDB these are keywords, and `c.end` is a syntax error; in Neo4j it is not. They are properties of ours.
_QUOTED_NAMES = frozenset({"end", "group", "order"})

# Put before the names of parameters, since `$end` and `$table` are syntax errors too.
_PREFIX = "p_"

_TOKEN = re.compile(
    r"""
    (?P<skip>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)
  | (?P<parameter>\$(?:\w+|`[^`]*`))
  | (?P<word>[^\W\d]\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

# These change files, settings or extensions, and a read-only transaction lets some of them through: COPY … TO and
# EXPORT DATABASE write files. Whatever changes the store itself is stopped by the transaction.
_OUTSIDE = frozenset({"COPY", "EXPORT", "IMPORT", "INSTALL", "ATTACH", "DETACH", "USE"})
_TRANSACTION = frozenset({"BEGIN", "COMMIT", "ROLLBACK", "CHECKPOINT"})


class Token(NamedTuple):
    """A piece of Cypher: its class (string, parameter, word, other), its text, and where it stands."""

    kind: str
    text: str
    start: int


def tokens(cypher: str) -> list[Token]:
    """Return the tokens of a statement, without white space and comments."""
    return [
        Token(str(match.lastgroup), match[0], match.start())
        for match in _TOKEN.finditer(cypher)
        if match.lastgroup != "skip"
    ]


class Statement(NamedTuple):
    """A statement fit for a database, with its parameters."""

    text: str
    parameters: dict[str, Any]


def for_ladybug(cypher: str, parameters: Mapping[str, Any], *, write: bool) -> Statement:
    """Return the one statement in a text, with our properties and its parameters named as LadybugDB can read them.

    Raises:
        QueryError: It is empty, several statements, a transaction command, misses a parameter or has one too many, or
            is not a reading one where `write` is False.
    """
    found = _one(cypher, parameters)
    first = _first(found)
    sets_option = first[:1] == ["CALL"] and len(first) > 2 and first[2] == "="
    if not write and (first[0] in _OUTSIDE or sets_option):
        raise refused(f"{first[0]} is not a reading statement")
    return Statement(_readable(cypher, found), {_PREFIX + name: value for name, value in parameters.items()})


def for_neo4j(cypher: str, parameters: Mapping[str, Any]) -> Statement:
    """Return the one statement in a text as it is; whether it writes is left to the server.

    Raises:
        QueryError: It is empty, several statements, a transaction command, misses a parameter or has one too many.
    """
    found = _one(cypher, parameters)
    end = found[-1].start + len(found[-1].text)
    return Statement(cypher[:end], dict(parameters))


def manages_transactions(cypher: str) -> bool:
    """Return whether a statement for Neo4j commits by itself, as `CALL { … } IN TRANSACTIONS` does."""
    return any(token.kind == "word" and token.text.upper() == "TRANSACTIONS" for token in tokens(cypher))


def _one(cypher: str, parameters: Mapping[str, Any]) -> list[Token]:
    """Return the tokens of the one statement in a text, made sure that the parameters are those that it names."""
    found = tokens(cypher)
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        raise QueryError("the query is empty", fix="write a statement such as MATCH (i:Instruction) RETURN count(*)")
    if any(token.text == ";" for token in found):
        raise QueryError("the query holds several statements", fix="run them one at a time")
    if (first := _first(found)[0]) in _TRANSACTION:
        raise QueryError(f"{first} cannot be run as a query", fix="the store begins and ends transactions itself")
    _check_parameters(found, parameters)
    return found


def _first(found: list[Token]) -> list[str]:
    """Return the words of a statement from the first that says what it does."""
    words = [token.text.upper() for token in found]
    while words[0] in {"EXPLAIN", "PROFILE", "LOGICAL"} and len(words) > 1:
        words.pop(0)
    return words


def refused(problem: str) -> QueryError:
    """Return the error for a write that was not asked for."""
    return QueryError(problem, fix="queries only read unless writing is asked for (write=True, --write)")


def _check_parameters(found: list[Token], parameters: Mapping[str, Any]) -> None:
    named = dict.fromkeys(token.text[1:].strip("`") for token in found if token.kind == "parameter")
    missing = [name for name in named if name not in parameters]
    if missing:
        raise QueryError(f"the query names ${missing[0]}, but no such parameter is given", fix=f"give {missing[0]}")
    unknown = [name for name in parameters if name not in named]
    if unknown:
        known = ", ".join(f"${name}" for name in named) or "none"
        raise QueryError(f"parameter {unknown[0]!r} is not in the query, which names {known}", fix="leave it out")


def _readable(cypher: str, found: list[Token]) -> str:
    pieces: list[str] = []
    cursor = 0
    for position, token in enumerate(found):
        if token.kind == "parameter":
            written = f"${_PREFIX}{token.text[1:]}"
        elif token.kind == "word" and token.text.lower() in _QUOTED_NAMES and _is_property(found, position):
            written = f"`{token.text}`"
        else:
            continue
        pieces += (cypher[cursor : token.start], written)
        cursor = token.start + len(token.text)
    end = found[-1].start + len(found[-1].text)
    return "".join((*pieces, cypher[cursor:end]))


def _is_property(found: list[Token], position: int) -> bool:
    before = found[position - 1].text if position else ""
    after = found[position + 1].text if position + 1 < len(found) else ""
    return before == "." or (before in ("{", ",") and after == ":")


def explained(message: str) -> QueryError:
    """Return the error for a statement that LadybugDB would not run, from its message."""
    if "read-only" in message and "write" in message.lower():
        return refused("the query would change the store")
    first = message.strip().splitlines()[0] if message.strip() else "no reason was given"
    words = re.sub(r"^(?:(\w+ ?)exception: )+", "", first, flags=re.IGNORECASE).rstrip(".")
    if "does not exist" in first and "Table" in first:
        fix = "CALL show_tables() RETURN * lists the labels and relations"
    elif "Cannot find property" in first:
        fix = "CALL table_info('Constraint') RETURN * lists the properties of a label"
    elif first.startswith("Parser exception"):
        fix = "check the Cypher at that place; property names that are keywords stand in backticks"
    else:
        fix = "check the Cypher"
    return QueryError(f"the store cannot run the query: {words}", fix=fix)
