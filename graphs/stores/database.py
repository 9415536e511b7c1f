"""The one implementation of `GraphStore`, over any database that understands the statements of `cypher`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, Self, TypeVar

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores import cypher, writing
from stemmata.graphs.stores.backend import Backend, Run, Work
from stemmata.graphs.stores.batches import batches, judgement_size
from stemmata.graphs.stores.deleting import delete, in_order
from stemmata.graphs.stores.filling import fill
from stemmata.graphs.stores.reading import Reader
from stemmata.graphs.stores.store import Counts, Rows
from stemmata.graphs.stores.tables import EDIT_ENDS, JUDGED_WHOLE, Batch
from stemmata.schemas.errors import QueryError, ServerError, StoreError
from stemmata.schemas.records import Failure, Judgement, Response, Variant

# How many instructions one transaction deletes.
_DELETED = 1_000

_R = TypeVar("_R")


class GraphDatabaseStore:
    """A graph store in a database. See `GraphStore` for what its methods do."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._reader = Reader(backend)
        if not backend.read_only:
            try:
                fill(backend)
            except BaseException:
                backend.close()
                raise

    @property
    def uri(self) -> str:
        """Where the store is: a path or a URI."""
        return self._backend.uri

    @property
    def read_only(self) -> bool:
        """Whether the store was opened for reading alone."""
        return self._backend.read_only

    def write(self, graphs: Iterable[Graph]) -> int:
        """Add graphs as roots; see `GraphStore.write`."""
        lanes = self._backend.lanes
        return self._write(graphs, lambda graph: len(graph.text), writing.new_graphs, "graph", lanes)

    def write_variants(self, pairs: Iterable[writing.Pair]) -> int:
        """Add accepted variants and count refused ones; see `GraphStore.write_variants`."""
        return self._write(pairs, lambda pair: sum(map(len, pair[0].turns)), writing.new_variants, "variant")

    def write_responses(self, responses: Iterable[Response]) -> int:
        """Add responses; see `GraphStore.write_responses`."""
        return self._write(responses, lambda response: len(response.text), writing.new_responses, "response")

    def write_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Add judgements; see `GraphStore.write_judgements`."""
        return self._write(judgements, judgement_size, writing.new_judgements, "judgement")

    def write_failures(self, failures: Iterable[Failure]) -> int:
        """Add failures; see `GraphStore.write_failures`."""
        return self._write(failures, lambda failure: len(failure.detail), writing.new_failures, "failure")

    def _write(
        self,
        records: Iterable[_R],
        size: Callable[[_R], int],
        new: Callable[[Sequence[_R], writing.Prepare], Work],
        noun: str,
        lanes: int = 1,
    ) -> int:
        """Write records batch by batch: while some are loaded, the next is read and made into rows."""
        self._check_writable()
        done = written = 0
        pending: deque[tuple[int, Future[Batch]]] = deque()

        def finish() -> None:
            nonlocal done, written
            at_hand = sum(count for count, _ in pending)
            count, future = pending.popleft()
            with self._placed(), _told(done, at_hand, noun):
                batch = future.result()
            done += count
            written += _new(batch, noun)

        # Leaving the block waits for the batches at hand, whatever happens.
        with ThreadPoolExecutor(lanes, "stemmata-write") as writers:
            for some in batches(records, size):
                with self._placed():
                    work = new(some, self._backend.prepare)
                if len(pending) == lanes:
                    finish()
                pending.append((len(some), writers.submit(self._backend.write, work)))
            while pending:
                finish()
        return written

    def delete(self, ids: Iterable[str]) -> int:
        """Delete instructions with all that hangs on them; see `GraphStore.delete`."""
        self._check_writable()
        wanted = list(ids)
        with self._placed():
            held = self._backend.read(lambda run: in_order(run, wanted))
            for start in range(0, len(held), _DELETED):
                with _told(start, len(held) - start, "instruction"):
                    self._backend.write(partial(delete, ids=held[start : start + _DELETED]))
        return len(held)

    def graphs(self, *, ids: Iterable[str] | None = None, roots: bool | None = None) -> Iterator[Graph]:
        """Yield whole graphs in order of id; see `GraphStore.graphs`."""
        return self._reader.graphs(ids, roots=roots)

    def variants(self, *, parents: Iterable[str] | None = None) -> Iterator[Variant]:
        """Yield the accepted variants; see `GraphStore.variants`."""
        return self._reader.variants(parents)

    def responses(self, *, instructions: Iterable[str] | None = None) -> Iterator[Response]:
        """Yield the responses; see `GraphStore.responses`."""
        return self._reader.responses(instructions)

    def judgements(self, *, instructions: Iterable[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements; see `GraphStore.judgements`."""
        return self._reader.judgements(instructions)

    def failures(self) -> Iterator[Failure]:
        """Yield the failures, refused variants among them, in order of their content ids."""
        return self._reader.failures()

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        """Run one statement; see `GraphStore.query`."""
        if write and self.read_only:
            raise QueryError("the store is open for reading alone", where=self.uri, fix="open it for writing")
        return self._backend.query(cypher, parameters or {}, write=write)

    def counts(self) -> Counts:
        """Count what the store holds."""
        return self._backend.read(_counts)

    def close(self) -> None:
        """Close the store; closing twice does nothing."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.uri!r}, read_only={self.read_only})"

    @contextmanager
    def _placed(self) -> Iterator[None]:
        """Name the store in what goes wrong, where nothing nearer is named."""
        try:
            yield
        except StoreError as error:
            if error.where is not None:
                raise
            raise type(error)(error.problem, where=self.uri, fix=error.fix) from None

    def _check_writable(self) -> None:
        if self.read_only:
            raise StoreError("the store is open for reading alone", where=self.uri, fix="open it for writing")


def _new(batch: Batch, noun: str) -> int:
    if noun == "variant":
        return len(batch.edges.get(EDIT_ENDS, ())) + len(batch.nodes.get("Failure", ()))
    if noun == "judgement":
        return len(batch.edges.get(JUDGED_WHOLE, ()))
    return len(batch.nodes.get({"graph": "Instruction"}.get(noun, noun.capitalize()), ()))


@contextmanager
def _told(done: int, at_hand: int, noun: str) -> Iterator[None]:
    """Say, of a server that fails in the middle of many records, which are done with and which are not."""
    try:
        yield
    except ServerError as error:
        before = f"{done} {noun}s before are done with, and " if done else ""
        raise type(error)(
            f"{error.problem}; {before}of the {at_hand} at hand each batch is written whole or not at all",
            where=error.where,
            fix="do the same again: what is done already is passed over",
        ) from None


def _counts(run: Run) -> Counts:
    failures: dict[str, dict[str, int]] = {}
    for stage, reason, number in run(cypher.COUNT_FAILURES):
        failures.setdefault(stage, {})[reason] = number
    return Counts(
        nodes={label: run(cypher.count_nodes(label))[0][0] for label in sorted(cypher.LABELS)},
        edges={kind: run(cypher.count_edges(kind))[0][0] for kind in sorted(cypher.RELATIONS)},
        families={row[0]: row[1] for row in run(cypher.COUNT_FAMILIES)},
        roots=run(cypher.COUNT_ROOTS)[0][0],
        failures=failures,
    )
