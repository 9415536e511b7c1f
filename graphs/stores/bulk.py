"""A new embedded store built in one go, by `COPY`.

`COPY` does not go through the write-ahead log, and a process that is killed may lose what it committed. So the store is
built beside its place, in a folder of its own, and put there when it is complete: at no time is there half a store, and
what a killed build leaves is removed by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stemmata.graphs.stores.arrow import edge_tables, node_tables
from stemmata.graphs.stores.ladybug_engine import Engine
from stemmata.graphs.stores.locks import FileLock
from stemmata.graphs.stores.store import open_store
from stemmata.graphs.stores.tables import Batch, Ends
from stemmata.schemas.errors import StoreError

# Characters that mean something in the path of a COPY.
_PATTERN = frozenset("*?[]{}'\"\\")


def new_path(uri: str | Path) -> Path | None:
    """Return the path of an embedded store that does not exist yet; None for any other store."""
    path = Path(uri)
    return None if "://" in str(uri) or path.exists() or _PATTERN & set(str(path.absolute())) else path.absolute()


def build(path: Path, batches: Iterable[Batch]) -> None:
    """Build a store that does not exist yet from rows; it appears when it is complete, or not at all.

    Rows go into Parquet files first, since each table is loaded once. No two rows of a label may have one id.

    Raises:
        StoreError: The store exists, or cannot be made.
        StoreLockedError: Another process is building it.
    """
    with _workplace(path) as folder:
        store = folder / "store.lbug"
        open_store(store).close()
        with ExitStack() as stack:
            staged = _Staged(folder, stack)
            for batch in batches:
                staged.add(batch)
        _load(store, staged)
        _put(store, path)


@contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    folder = path.with_name(f"{path.name}.building")
    try:
        if path.exists():
            raise FileExistsError(17, "it exists already")
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / "lock", exclusive=True)
    except OSError as error:
        raise StoreError(f"the store cannot be created ({error.strerror})", where=str(path)) from None
    try:
        for left in folder.iterdir():
            if left.name != "lock":
                left.unlink()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


class _Staged:
    """Parquet files, one for each table and pair of ends, that grow batch by batch."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.nodes: dict[str, Path] = {}
        self.edges: dict[Ends, Path] = {}
        self._folder = folder
        self._stack = stack
        self._writers: dict[Path, pq.ParquetWriter] = {}

    def add(self, batch: Batch) -> None:
        """Add the rows of a batch."""
        for label, table in node_tables(batch):
            self._write(self.nodes.setdefault(label, self._folder / f"{label}.parquet"), table)
        for ends, table in edge_tables(batch):
            self._write(self.edges.setdefault(ends, self._folder / f"{'-'.join(ends)}.parquet"), table)

    def _write(self, path: Path, table: pa.Table) -> None:
        if path not in self._writers:
            writer = pq.ParquetWriter(path, table.schema, compression="zstd")
            self._writers[path] = self._stack.enter_context(writer)
        self._writers[path].write_table(table)


def _load(store: Path, staged: _Staged) -> None:
    engine = Engine(store, read_only=False)
    try:
        # A transaction for each table: one for all would hold them all in memory. Nodes first: edges name them.
        for label, path in staged.nodes.items():
            _copy(engine, f"COPY {label} FROM '{path}'")
        for (kind, source, target), path in staged.edges.items():
            _copy(engine, f"COPY {kind} FROM '{path}' (from='{source}', to='{target}')")
    finally:
        engine.close()


def _copy(engine: Engine, statement: str) -> None:
    with engine.transaction() as run:
        run(statement)


def _put(store: Path, path: Path) -> None:
    """Give a finished store its name, unless somebody has made another meanwhile."""
    with store.open("rb") as stream:
        os.fsync(stream.fileno())
    try:
        try:
            # A link, unlike a renaming, takes nobody's place.
            os.link(store, path)
        except FileExistsError:
            raise
        except OSError:
            store.rename(path)
    except OSError as error:
        raise StoreError(f"the store cannot be put into its place ({error.strerror})", where=str(path)) from None
