"""The named queries, read from their files, and asked of a store."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from stemmata.graphs.queries.named import NamedQuery, parsed
from stemmata.graphs.stores.store import GraphStore, Rows
from stemmata.schemas.errors import InputError

_ENDING = ".cypher"


@cache
def library() -> Mapping[str, NamedQuery]:
    """Return all named queries by name, in alphabetical order."""
    texts = {
        file.name.removesuffix(_ENDING): file.read_text(encoding="utf-8")
        for file in files("stemmata.graphs.queries").iterdir()
        if file.name.endswith(_ENDING)
    }
    return MappingProxyType({name: parsed(name, texts[name]) for name in sorted(texts)})


def named(name: str) -> NamedQuery:
    """Return the query of a name.

    Raises:
        InputError: There is none; the nearest names are suggested.
    """
    known = library()
    if name in known:
        return known[name]
    near = get_close_matches(name.lower().replace("_", "-").replace(" ", "-"), known, n=1, cutoff=0.5)
    nearest = f"the nearest is {near[0]}, and " if near else ""
    raise InputError(f"there is no query named {name!r}", fix=f"{nearest}`stemmata query --list` shows them all")


def ask(store: GraphStore, name: str, values: Mapping[str, Any] | None = None) -> Rows:
    """Run a named query on a store.

    Args:
        store: The store.
        name: The query's name.
        values: Its parameters; those with a default may be left out.

    Raises:
        InputError: There is no such query, or a parameter is missing, unknown or of the wrong type.
        StoreError: The store fails.

    Example:
        >>> import stemmata
        >>> from stemmata.graphs.queries.library import ask
        >>> with stemmata.open_store("instructions.lbug") as store:  # doctest: +SKIP
        ...     for row in ask(store, "families", {"source": "mine.jsonl"}):
        ...         print(row["family"], row["instructions"])
    """
    query = named(name)
    return store.query(query.cypher(dialect(store.uri)), query.bound(values or {}))


def dialect(uri: str) -> str:
    """Return which Cypher the store at a path or URI speaks: `ladybug` or `neo4j`."""
    return "neo4j" if "://" in uri else "ladybug"
