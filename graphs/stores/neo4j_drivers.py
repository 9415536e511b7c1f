"""Drivers for a Neo4j server, each lent to one session at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

import stemmata
from stemmata.graphs.stores.addresses import Login, shown
from stemmata.schemas.errors import StoreError

# How long the driver tries again what a server refuses for the moment, or while it restarts.
RETRY_SECONDS = 30.0
CONNECT_SECONDS = 10.0

# What the driver has to say goes to loggers, and from there to stderr where nobody listens.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Drivers:
    """The drivers of a store, safe to use from several threads.

    Two sessions never share a driver at the same time. Version 6.4 gives the connection of a failed transaction back to
    the driver's pool before it is done with it, and a second thread that takes it then waits for an answer until the
    connection times out: seen after some hundred failures among five threads, and in 25,000 of one thread not once.

    Args:
        uri: The server's address.
        login: Who asks, and for which database.
    """

    def __init__(self, uri: str, login: Login) -> None:
        self.place = shown(uri)
        self._uri = uri
        self._login = login
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self._lock = threading.Lock()
        self._idle: list[neo4j.Driver] = []
        self._all: list[neo4j.Driver] = []
        self._closed = False

    @contextmanager
    def session(self, *, reading: bool) -> Iterator[neo4j.Session]:
        """Give a session on a driver that nobody else uses.

        Raises:
            StoreError: The store is closed.
        """
        driver = self._take()
        try:
            with driver.session(
                database=self._login.database,
                default_access_mode=neo4j.READ_ACCESS if reading else neo4j.WRITE_ACCESS,
                bookmark_manager=self._bookmarks,
            ) as session:
                yield session
        finally:
            with self._lock:
                self._idle.append(driver)

    def _take(self) -> neo4j.Driver:
        with self._lock:
            self.check_open()
            if self._idle:
                return self._idle.pop()
            driver = neo4j.GraphDatabase.driver(
                self._uri,
                auth=self._login.pair,
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent=f"stemmata/{stemmata.__version__}",
            )
            self._all.append(driver)
            return driver

    def check_open(self) -> None:
        """Make sure that the store is open.

        Raises:
            StoreError: It is closed.
        """
        if self._closed:
            raise StoreError("the store is closed", where=self.place, fix="open it again")

    def close(self) -> None:
        """Close every connection; closing twice does nothing."""
        with self._lock:
            self._closed = True
            drivers, self._all = self._all, []
        for driver in drivers:
            with suppress(DriverError, Neo4jError, OSError):
                driver.close()
