"""What the commands ask a store for beside its own methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stemmata.cli.output import counted
from stemmata.graphs.stores import cypher
from stemmata.parsing.pool import batches
from stemmata.schemas.errors import InputError, ServerError

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

_AT_ONCE = 2_000


def open_there(uri: str, *, read_only: bool) -> GraphStore:
    """Open a store that must be there: work on what it holds makes no new one.

    Raises:
        StoreError: There is no such store, or it cannot be opened.
    """
    from stemmata.graphs.stores.store import open_store

    missing = "://" not in uri and not Path(uri).exists()
    return open_store(uri, read_only=read_only or missing)  # to read what is not there is the error


@contextmanager
def telling(written: Callable[[], str | None]) -> Iterator[None]:
    """Say, of a server that is lost in the middle of the work, what was written to the store before.

    Args:
        written: Returns the words; None where no store is written to.

    Raises:
        ServerError: The one that was raised within, with these words.
    """
    try:
        yield
    except ServerError as error:
        said = written()
        if said is None:
            raise
        again = "run the same command again, which passes over what is there"
        raise type(error)(
            f"{error.problem}; written before: {said}",
            where=error.where,
            fix=again if error.fix is None else f"{error.fix}, and {again}",
        ) from None


def transferred(counts: Mapping[str, int]) -> str:
    """Say how many records of each kind went from one place to another."""
    return ", ".join(counted(counts[kind], kind) for kind in ("graph", "edit", "response", "judgement", "failure"))


def strange_judgements(store: GraphStore) -> int:
    """Return how many JUDGED edges of a store belong to no judgement: a user's query made them."""
    edges = store.counts()["edges"]["JUDGED"]
    if not edges:
        return 0
    held = 0
    for some in batches(store.judgements(), _AT_ONCE):
        nodes = {one.node for judgement in some for one in judgement.constraints}
        there = _first_column(store, cypher.known("Constraint"), sorted(nodes)) if nodes else set()
        held += len(some) + sum(one.node in there for judgement in some for one in judgement.constraints)
    return max(0, edges - held)


def known_ids(store: GraphStore, ids: Iterable[str]) -> set[str]:
    """Return which of these instructions the store holds."""
    return _first_column(store, cypher.known("Instruction"), ids)


def varied_ids(store: GraphStore, ids: Iterable[str]) -> set[str]:
    """Return which of these instructions have variants in the store."""
    return _first_column(store, cypher.VARIED, ids)


def families_of(store: GraphStore, ids: Iterable[str]) -> dict[str, str]:
    """Return the family, which is the root's id, of each of these instructions."""
    return {row["id"]: row["family"] for row in store.query(cypher.OWNERS, {"ids": list(ids)})}


def answered_ids(store: GraphStore, ids: Iterable[str], mode: str) -> set[str]:
    """Return which of these instructions have a response of one mode."""
    return _first_column(store, cypher.ANSWERED, ids, mode=mode)


def chosen_ids(store: GraphStore, select: str | None, *, roots: bool = False, limit: int | None = None) -> list[str]:
    """Return the instructions to work on: those that a query returns, or all of them, or all roots.

    Raises:
        InputError: What the query returns first is no id of an instruction.
        QueryError: The query cannot be run.
    """
    rows = store.query(select or (cypher.ROOT_IDS if roots else cypher.ALL_IDS))
    column = rows.columns[0]
    ids = list(dict.fromkeys(row[column] for row in rows))[:limit]
    if select is not None:
        known: set[str] = set()
        for some in batches((one for one in ids if isinstance(one, str)), _AT_ONCE):
            known |= known_ids(store, some)
        strange = [one for one in ids if one not in known]
        if strange:
            raise InputError(
                f"--select returned {strange[0]!r}, which is no instruction's id", fix="let it RETURN i.id"
            )
    return ids


def _first_column(store: GraphStore, statement: str, ids: Iterable[str], **values: str) -> set[str]:
    rows = store.query(statement, {"ids": list(ids), **values})
    column = rows.columns[0]
    return {row[column] for row in rows}
