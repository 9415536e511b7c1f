"""Values that a newer schema has and the records of an older store lack: made when it is opened for writing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from stemmata.graphs.fingerprints import fingerprints_of
from stemmata.graphs.stores import cypher
from stemmata.graphs.stores.backend import Backend, Run
from stemmata.graphs.stores.migrations import UNFILLED
from stemmata.graphs.stores.reading import pages, read_graphs
from stemmata.graphs.stores.tables import PRINT_COLUMNS, Batch

# After how many pages memory is freed: without, LadybugDB takes 6.5 MB more for each.
_SETTLED = 20


def fill(backend: Backend) -> None:
    """Make what a migration has left to be made.

    Each page is a transaction of its own, and the note that something is missing goes last: killed at any moment, the
    next writer does the rest.

    Raises:
        StoreError: The store fails.
    """
    note = {"id": UNFILLED}
    if not backend.read(lambda run: run(cypher.READ_META, note)):
        return
    for number, ids in enumerate(pages(backend, "Instruction", cypher.UNPRINTED), start=1):
        backend.write(partial(_print, ids=ids, edge_kind=backend.edge_kind))
        if number % _SETTLED == 0:
            backend.settle()

    def done(run: Run) -> Batch:
        run(cypher.DROP_META, note)
        return Batch()

    backend.write(done)


def _print(run: Run, *, ids: Sequence[str], edge_kind: str) -> Batch:
    graphs = read_graphs(run, ids=ids, edge_kind=edge_kind)
    rows = [
        {"id": graph.id, **dict(zip(PRINT_COLUMNS, prints, strict=True))}
        for graph, prints in zip(graphs, fingerprints_of(graphs), strict=True)
    ]
    run(cypher.PRINT, {"rows": rows})
    return Batch()
