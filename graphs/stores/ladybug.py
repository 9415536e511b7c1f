"""The embedded store: a LadybugDB file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from stemmata.graphs.consistency import ensure
from stemmata.graphs.graph import Graph
from stemmata.graphs.stores import cypher, statement
from stemmata.graphs.stores.batches import batches, unique
from stemmata.graphs.stores.engine import Engine, Row, Transaction, interrupted
from stemmata.graphs.stores.migrations import migrate
from stemmata.graphs.stores.reading import read_graphs, read_values
from stemmata.graphs.stores.store import Counts, Rows
from stemmata.graphs.stores.tables import EDIT_ENDS, Batch, failure_id, refused
from stemmata.schemas.errors import GraphError, QueryError, StoreError
from stemmata.schemas.records import Failure, Response, Variant

_ID_PAGE = 20_000
_RECORD_PAGE = 1_000
# A statement with a parameter is prepared, and LadybugDB prepares one statement, never several: a second guard.
_PREPARED = {"stemmata_one_statement": 0}

Pair = tuple[Variant, Graph | None]


class LadybugStore:
    """A graph store in one file. See `GraphStore` for what its methods do.

    Raises:
        StoreError: There is no store at the path, it is no store, or it cannot be created.
        StoreLockedError: Somebody else has it open.
        StoreVersionError: It was written by a newer version.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        path = path.absolute()
        self._engine = Engine(path, read_only=read_only)
        try:
            with self._engine.transaction(reading=read_only) as run:
                migrate(run, path, read_only=read_only)
        except BaseException:
            self._engine.close()
            raise

    @property
    def uri(self) -> str:
        """The store's path."""
        return str(self._engine.path)

    @property
    def read_only(self) -> bool:
        """Whether the store was opened for reading alone."""
        return self._engine.read_only

    def write(self, graphs: Iterable[Graph]) -> int:
        """Add graphs as roots; see `GraphStore.write`."""
        return sum(self._write_graphs(batch) for batch in batches(graphs, lambda graph: len(graph.text)))

    def _write_graphs(self, graphs: Sequence[Graph]) -> int:
        given = unique(graphs, lambda graph: graph.id)
        with self._engine.exclusively(), self._engine.transaction() as run:
            present = _known(run, "Instruction", given)
            batch = Batch()
            for graph in given.values():
                if graph.id not in present:
                    batch.add_graph(ensure(graph), family=graph.id, depth=0)
            return _load(run, batch, "Instruction")

    def write_variants(self, pairs: Iterable[Pair]) -> int:
        """Add accepted variants and count refused ones; see `GraphStore.write_variants`."""
        return sum(self._write_variants(batch) for batch in batches(pairs, lambda pair: sum(map(len, pair[0].turns))))

    def _write_variants(self, pairs: Sequence[Pair]) -> int:
        accepted = unique(
            [(variant, graph) for variant, graph in pairs if graph is not None],
            lambda pair: f"{pair[0].id} {pair[0].parent}",
        ).values()
        failures = unique([refused(variant) for variant, graph in pairs if graph is None], failure_id)
        with self._engine.exclusively(), self._engine.transaction() as run:
            batch = Batch()
            self._add_variants(run, batch, list(accepted))
            new_failures = _add_failures(run, batch, failures)
            _load(run, batch, "Instruction")
            return len(batch.edges.get(EDIT_ENDS, ())) + new_failures

    def _add_variants(self, run: Transaction, batch: Batch, accepted: Sequence[tuple[Variant, Graph]]) -> None:
        ends = {end for variant, _ in accepted for end in (variant.parent, variant.id)}
        depths: dict[str, int] = {row[0]: row[1] for row in run(cypher.ANCESTRY, {"ids": sorted(ends)})}
        ids = sorted({variant.id for variant, _ in accepted})
        edited = {(row[0], row[1]) for row in run(cypher.KNOWN_EDITS, {"ids": ids})}
        waiting = list(accepted)
        while waiting:
            # A parent may be a variant of this very batch, before or after its own variants.
            ready = [pair for pair in waiting if pair[0].parent in depths]
            if not ready:
                variant = waiting[0][0]
                raise StoreError(
                    f"the parent {variant.parent} of variant {variant.id} is not in the store",
                    where=self.uri,
                    fix="write the parent's graph first",
                )
            waiting = [pair for pair in waiting if pair[0].parent not in depths]
            for variant, graph in sorted(ready, key=lambda pair: (depths[pair[0].parent], pair[0].parent)):
                if graph.id != variant.id:
                    raise GraphError(f"the graph given for variant {variant.id} is of instruction {graph.id}")
                if variant.id not in depths:
                    depths[variant.id] = depths[variant.parent] + 1
                    batch.add_graph(ensure(graph), family=variant.family, depth=depths[variant.id])
                if (variant.parent, variant.id) not in edited:
                    batch.add_edit(variant)

    def write_responses(self, responses: Iterable[Response]) -> int:
        """Add responses; see `GraphStore.write_responses`."""
        return sum(self._write_responses(batch) for batch in batches(responses, lambda response: len(response.text)))

    def _write_responses(self, responses: Sequence[Response]) -> int:
        given = unique(responses, lambda response: response.id)
        with self._engine.exclusively(), self._engine.transaction() as run:
            present = _known(run, "Response", given)
            new = [response for key, response in given.items() if key not in present]
            instructions = _known(run, "Instruction", {response.instruction for response in new})
            named = {verdict.node for response in new for verdict in response.constraints if verdict.node}
            constraints = frozenset(_known(run, "Constraint", named))
            batch = Batch()
            for response in new:
                if response.instruction not in instructions:
                    raise StoreError(
                        f"response {response.id} answers instruction {response.instruction}, which is not in the store",
                        where=self.uri,
                        fix="write the instruction's graph first",
                    )
                batch.add_response(response, constraints)
            return _load(run, batch, "Response")

    def write_failures(self, failures: Iterable[Failure]) -> int:
        """Add failures; see `GraphStore.write_failures`."""
        return sum(self._write_failures(batch) for batch in batches(failures, lambda failure: len(failure.detail)))

    def _write_failures(self, failures: Sequence[Failure]) -> int:
        given = unique(failures, failure_id)
        with self._engine.exclusively(), self._engine.transaction() as run:
            batch = Batch()
            _add_failures(run, batch, given)
            return _load(run, batch, "Failure")

    def graphs(self, *, ids: Iterable[str] | None = None, roots: bool | None = None) -> Iterator[Graph]:
        """Yield whole graphs in order of id; see `GraphStore.graphs`."""
        condition = {None: "", True: cypher.ROOTS, False: cypher.VARIANTS}[roots]
        if ids is None:
            pages = self._pages("Instruction", condition)
        else:
            pages = _pages_of(sorted(set(ids)))
        for page in pages:
            wanted = page if ids is None or roots is None else self._of_depth(page, roots=roots)
            yield from read_graphs(self._look_up, wanted)

    def _of_depth(self, ids: Sequence[str], *, roots: bool) -> list[str]:
        return sorted(row[0] for row in self._look_up(cypher.ANCESTRY, {"ids": ids}) if (row[1] == 0) is roots)

    def variants(self, *, parents: Iterable[str] | None = None) -> Iterator[Variant]:
        """Yield the accepted variants; see `GraphStore.variants`."""
        if parents is None:
            pages, text = self._pages("Instruction", cypher.EDITED), cypher.EDITS
        else:
            pages, text = _pages_of(sorted(set(parents))), cypher.EDITS_FROM
        for page in pages:
            for record, *_ in self._look_up(text, {"ids": page}):
                if record is not None:
                    yield Variant.model_validate(json.loads(record))

    def responses(self, *, instructions: Iterable[str] | None = None) -> Iterator[Response]:
        """Yield the responses; see `GraphStore.responses`."""
        if instructions is None:
            pages, query = self._pages("Response"), cypher.RESPONSES
        else:
            pages, query = _pages_of(sorted(set(instructions))), cypher.ANSWERS_TO
        for page in pages:
            for record, _, text, _ in self._look_up(query, {"ids": page}):
                if record is not None:
                    yield Response.model_validate({**json.loads(record), "text": text})

    def failures(self) -> Iterator[Failure]:
        """Yield the failures, refused variants among them, in order of their content ids."""
        for page in self._pages("Failure"):
            for row in self._look_up(cypher.FAILURES, {"ids": page}):
                yield Failure.model_validate(json.loads(row[0]))

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        """Run one statement; see `GraphStore.query`."""
        checked = statement.checked(cypher, parameters or {}, write=write)
        if not write:
            return self._run(checked, reading=True)
        if self.read_only:
            raise QueryError("the store is open for reading alone", where=self.uri, fix="open it for writing")
        with self._engine.exclusively():
            return self._run(checked, reading=False)

    def _run(self, checked: statement.Statement, *, reading: bool) -> Rows:
        connection = self._engine.connect()
        try:
            if reading:
                connection.execute(cypher.BEGIN_READING)
            result = connection.execute(checked.text, {**checked.parameters, **_PREPARED})
            # The answer is complete by now, so that no transaction stays open while somebody reads it slowly.
            if reading:
                connection.execute(cypher.COMMIT)
        except RuntimeError as error:
            connection.close()
            interrupted(error)
            raise statement.explained(str(error)) from None
        except BaseException:
            connection.close()
            raise
        return Rows(result.get_column_names(), read_values(connection, result))

    def counts(self) -> Counts:
        """Count what the store holds."""
        with self._engine.transaction(reading=True) as run:
            tables = sorted((row[1], row[0]) for row in run(cypher.TABLES) if row[0] != "Meta")
            failures: dict[str, dict[str, int]] = {}
            for stage, reason, number in run(cypher.COUNT_FAILURES):
                failures.setdefault(stage, {})[reason] = number
            return Counts(
                nodes={name: run(cypher.count_nodes(name))[0][0] for kind, name in tables if kind == "NODE"},
                edges={name: run(cypher.count_edges(name))[0][0] for kind, name in tables if kind == "REL"},
                families={row[0]: row[1] for row in run(cypher.COUNT_FAMILIES)},
                roots=run(cypher.COUNT_ROOTS)[0][0],
                failures=failures,
            )

    def close(self) -> None:
        """Close the store; closing twice does nothing."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _look_up(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        with self._engine.transaction(reading=True) as run:
            return run(text, parameters)

    def _pages(self, label: str, condition: str = "") -> Iterator[Sequence[str]]:
        # Each page of ids costs a scan of the id column (7 ms for 40,000); the records are then looked up by id.
        after = ""
        while True:
            rows = self._look_up(cypher.page_of_ids(label, condition), {"after": after, "size": _ID_PAGE})
            ids = [row[0] for row in rows]
            yield from _pages_of(ids)
            if len(ids) < _ID_PAGE:
                return
            after = ids[-1]


def _pages_of(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _RECORD_PAGE] for start in range(0, len(ids), _RECORD_PAGE))


def _known(run: Transaction, label: str, ids: Iterable[str]) -> set[str]:
    wanted = list(ids)
    return {row[0] for row in run(cypher.known(label), {"ids": wanted})} if wanted else set()


def _add_failures(run: Transaction, batch: Batch, failures: Mapping[str, Failure]) -> int:
    new = failures.keys() - _known(run, "Failure", failures)
    for key in sorted(new):
        batch.add_failure(key, failures[key])
    return len(new)


def _load(run: Transaction, batch: Batch, counted: str) -> int:
    # Nodes first: edges name their ends by id.
    for label, table in batch.node_tables():
        run(cypher.create_nodes(label, table.column_names), {"arrow": table})
    for (kind, source, target), table in batch.edge_tables():
        run(cypher.create_edges(kind, source, target, table.column_names[2:]), {"arrow": table})
    return len(batch.nodes.get(counted, ()))
