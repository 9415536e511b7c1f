"""Addresses of servers, and who asks them: a password is never in an address, so that none is ever shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, urlsplit

from stemmata.schemas.errors import StoreError

_ENVIRONMENT = ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks a Neo4j server, and for which database; the server's own choice where None."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return what NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE say."""
        return cls(*(environment.get(name) or None for name in _ENVIRONMENT))

    @property
    def pair(self) -> tuple[str, str] | None:
        """User and password; None for a server that asks for none."""
        if self.user is None and self.password is None:
            return None
        return self.user or "neo4j", self.password or ""


def shown(uri: str) -> str:
    """Return as much of a URI as may be shown: its scheme, host and port.

    Example:
        >>> shown("neo4j://ann:secret@db.example:7687/x?password=y")
        'neo4j://db.example:7687'
    """
    scheme, _, rest = uri.partition("://")
    parts = _split(f"{scheme}://{rest.rpartition('@')[2]}")
    if parts is None or not parts.hostname:
        return f"{scheme}://"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{scheme}://{host}" + (f":{parts.port}" if parts.port is not None else "")


def checked(uri: str) -> str:
    """Return the address of a Neo4j server, which names a host and nothing secret.

    Raises:
        StoreError: It does not.
    """
    place = shown(uri)
    if "@" in uri:
        raise StoreError(
            "a user or password in the address would be shown in messages",
            where=place,
            fix="leave it out, and set NEO4J_USERNAME and NEO4J_PASSWORD",
        )
    parts = _split(uri)
    if parts is None or not parts.hostname:
        raise StoreError("this is not the address of a server", where=place, fix="write neo4j://host:7687")
    if parts.path.strip("/"):
        raise StoreError("the address names a path", where=place, fix="name the database in NEO4J_DATABASE")
    if parts.query and not parts.scheme.startswith("neo4j"):
        raise StoreError(
            "only neo4j:// addresses have a routing context after ?", where=place, fix="write neo4j:// or leave it out"
        )
    return f"{place}?{parts.query}" if parts.query else place


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts
