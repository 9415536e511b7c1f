"""The error types. Every error says what is wrong, where, what to do about it, and whether a retry can help."""

from __future__ import annotations


class StemmataError(Exception):
    """The root of every error that Stemmata raises on purpose.

    Args:
        problem: What is wrong, without a final stop.
        where: The place: a file and line, a field, a node, a store.
        fix: What to do about it, without a final stop.

    Attributes:
        exit_code: What the command line returns: 2 for wrong input or a wrong call, 3 for a server out of reach.
        retryable: Whether the same call may go through later.
    """

    exit_code = 2
    retryable = False

    def __init__(self, problem: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.problem = problem
        self.where = where
        self.fix = fix
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.fix}" if self.fix else ""
        return f"{place}{self.problem}{advice}."

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.problem, self.where, self.fix)


def _rebuild(kind: type[StemmataError], problem: str, where: str | None, fix: str | None) -> StemmataError:
    return kind(problem, where=where, fix=fix)


class InputError(StemmataError):
    """A file, record, field or option that a user gave is wrong."""


class GraphError(StemmataError):
    """A graph breaks an invariant of the ontology."""


class EditError(StemmataError):
    """An edit cannot be applied to the graph it names."""


class UnknownFamilyError(InputError):
    """A constraint id that no family answers to."""


class ArgumentError(InputError):
    """A constraint's arguments are missing, of the wrong type or out of range."""


class StoreError(StemmataError):
    """A graph store refused or failed."""


class StoreLockedError(StoreError):
    """Another process holds the store for writing."""

    retryable = True


class StoreVersionError(StoreError):
    """The store was written by a newer version of Stemmata."""


class QueryError(StoreError):
    """A query that the store cannot run: its Cypher, its parameters, or a write in read-only mode."""


class ServerError(StoreError):
    """A server or endpoint is out of reach or refused."""

    exit_code = 3
    retryable = True


class AccessError(ServerError):
    """A server refuses a user, a password or a database."""

    retryable = False


class BudgetError(StemmataError):
    """The next call would go beyond what a run may spend; a larger budget goes on from there."""

    exit_code = 130
    retryable = True


class ServerVersionError(StoreVersionError):
    """What a server holds was written by a newer version of Stemmata."""

    exit_code = 3


class MissingExtraError(StemmataError):
    """An optional dependency is not installed."""


class OutputError(StemmataError):
    """A file or folder cannot be written."""
