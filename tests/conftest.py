"""No test reaches a host beyond loopback, nothing asks a model hub, and hypothesis tries the same cases each time.

Tests that want a Neo4j server share one, and run in one process of pytest-xdist, since it has one database for all.
`HYPOTHESIS_PROFILE=search pytest` looks for new ones; of constraint families it tries eighty times as many.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from neo4j_server import Neo4jServer, UnavailableError, serve

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

SHARED = "neo4j"

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, max_examples=8_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """Refuse connections to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Run the tests with neo4j in their names in one process, the others wherever there is room."""
    # Not by marks of `xdist_group`: pytest-xdist 3.8 passes over them with pytest 9.2, and says nothing.
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return SHARED if SHARED in nodeid else nodeid

    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that uses the server and is not named so."""
    for item in items:
        if "neo4j_server" in getattr(item, "fixturenames", ()) and SHARED not in item.nodeid:
            raise pytest.UsageError(f"{item.nodeid} uses the Neo4j server: put {SHARED} into its name")


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """A real Neo4j server: that of NEO4J_URI, or one of our own; tests are skipped where there is neither."""
    try:
        yield from serve()
    except UnavailableError as error:
        if os.environ.get("STEMMATA_REQUIRE_NEO4J"):
            pytest.fail(str(error))
        pytest.skip(str(error))
