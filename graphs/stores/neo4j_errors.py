"""Neo4j's errors as sentences of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    CypherSyntaxError,
    DatabaseError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from stemmata.graphs.stores.statement import refused
from stemmata.schemas.errors import AccessError, QueryError, ServerError, StoreError

# Codes of errors in what a user asked; the others are the server's own trouble.
_QUERY = (
    "Neo.ClientError.Statement.",
    "Neo.ClientError.Procedure.",
    "Neo.ClientError.Schema.",
    "Neo.ClientError.Security.Forbidden",
)
_WRITES = "Neo.ClientError.Statement.AccessMode"
_TAKEN = "Neo.ClientError.Schema.ConstraintValidationFailed"
_LONGEST = 240
# What the system says at the end of the driver's long account of a connection.
_SYSTEM = re.compile(r"\[(?:Errno -?\d+|SSL\w*)\] ([^().:]{3,80})")


def is_taken(error: Neo4jError) -> bool:
    """Return whether a unique id was taken."""
    return error.code == _TAKEN


@contextmanager
def explained(place: str, database: str | None) -> Iterator[None]:
    """Raise what the driver raises as an error of ours, with a place that holds nothing secret.

    Raises:
        AccessError: The server refuses the user, the password or the database.
        ServerError: It is out of reach, or in trouble.
        StoreError: It refuses a statement.
    """
    try:
        yield
    except Neo4jError as error:
        raise _of_server(error, place, database) from None
    except (DriverError, OSError) as error:
        raise _of_driver(error, place) from None


def query_error(error: Neo4jError) -> QueryError | None:
    """Return the error for a statement that a user wrote, if that is what is wrong."""
    code = error.code or ""
    if code == _WRITES:
        return refused("the query would change the store")
    if (
        not (isinstance(error, ClientError) and code.startswith(_QUERY))
        and code != "Neo.ClientError.Security.Forbidden"
    ):
        return None
    fix = "check the Cypher at that place" if isinstance(error, CypherSyntaxError) else "check the Cypher"
    return QueryError(f"the store cannot run the query: {_line(error.message)}", fix=fix)


def _of_server(error: Neo4jError, place: str, database: str | None) -> StoreError:
    code, said = error.code or "", _line(error.message)
    if code.endswith(".CredentialsExpired"):
        return AccessError("the server wants a new password first", where=place, fix="set one with cypher-shell")
    if code.endswith(".AuthenticationRateLimit"):
        return AccessError("the server has seen too many wrong passwords", where=place, fix="wait some seconds")
    if isinstance(error, AuthError) or code.startswith("Neo.ClientError.Security."):
        return AccessError(
            f"the server refuses the user or password ({said})",
            where=place,
            fix="check NEO4J_USERNAME and NEO4J_PASSWORD",
        )
    if code.endswith(".DatabaseNotFound"):
        name = f"database {database}" if database else "such database"
        return AccessError(f"the server has no {name}", where=place, fix="check NEO4J_DATABASE")
    if "too large to index" in said:
        return StoreError("an id is too long for the server's index", where=place, fix="use ids of at most 8,000 bytes")
    if code.endswith(".TransactionLogError"):
        return ServerError("the server cannot write what it is given: its disk may be full", where=place)
    if isinstance(error, TransientError | DatabaseError):
        return ServerError(f"the server failed: {said}", where=place, fix="see its log, and try again")
    return StoreError(f"the store failed: {said}", where=place)


def _of_driver(error: DriverError | OSError, place: str) -> StoreError:
    if isinstance(error, IncompleteCommit):
        return ServerError("the connection was lost during a commit", where=place)
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return _unreachable(place, str(error))
    if isinstance(error, ConfigurationError):
        return ServerError(f"the server cannot be used: {_line(str(error))}", where=place, fix="use Neo4j 5.7 or newer")
    return StoreError(f"the store failed: {_line(str(error))}", where=place)


def _unreachable(place: str, message: str) -> ServerError:
    system = _SYSTEM.search(message)
    return ServerError(
        f"the server is out of reach ({system[1] if system else _line(message)})",
        where=place,
        fix="see that it runs, and that scheme and port are right",
    )


def _line(message: str | None) -> str:
    """Return a message on one line, no longer than a reader likes, without a final stop."""
    lines = (message or "").strip().splitlines()
    said = lines[0] if lines else "no reason was given"
    if said.endswith(":") and len(lines) > 1:
        said = f"{said} {lines[1].strip()}"
    return (said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…").rstrip(".")
