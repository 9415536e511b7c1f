"""Everything that a store holds as rows, batch by batch: what bulk loads are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from stemmata.graphs.consistency import ensure
from stemmata.graphs.fingerprints import fingerprints_of
from stemmata.graphs.graph import Graph
from stemmata.graphs.stores import cypher
from stemmata.graphs.stores.batches import batches, judgement_size, unique
from stemmata.graphs.stores.store import GraphStore
from stemmata.graphs.stores.tables import Batch, failure_id
from stemmata.graphs.stores.writing import roots

# Told how many records of a kind are done with more.
Told = Callable[[str, int], None]


def dump(store: GraphStore, told: Told) -> Iterator[Batch]:
    """Yield all graphs, edits, responses, judgements and failures of a store, in their families' places.

    Args:
        store: The store.
        told: Told how many records were read.
    """
    for graphs in batches(store.graphs(), lambda graph: len(graph.text)):
        ids = [graph.id for graph in graphs]
        places = {key: (family, depth) for key, family, depth in rows(store, cypher.PLACES, ids)}
        batch = Batch()
        for graph, prints in zip(graphs, fingerprints_of(graphs), strict=True):
            family, depth = places[graph.id]
            batch.add_graph(graph, family=family, depth=depth, prints=prints)
        told("graph", len(graphs))
        yield batch
    for variants in batches(store.variants(), lambda variant: sum(map(len, variant.turns))):
        batch = Batch()
        for variant in variants:
            batch.add_edit(variant)
        told("edit", len(variants))
        yield batch
    for responses in batches(store.responses(), lambda response: len(response.text)):
        batch = Batch()
        constraints = _known(
            store, {verdict.node for response in responses for verdict in response.constraints if verdict.node}
        )
        for response in responses:
            batch.add_response(response, constraints)
        told("response", len(responses))
        yield batch
    for judgements in batches(store.judgements(), judgement_size):
        batch = Batch()
        judged = _known(store, {one.node for judgement in judgements for one in judgement.constraints})
        for judgement in judgements:
            batch.add_judgement(judgement, judged)
        told("judgement", len(judgements))
        yield batch
    for failures in batches(store.failures(), lambda failure: len(failure.detail)):
        batch = Batch()
        for failure in failures:
            batch.add_failure(failure_id(failure), failure)
        told("failure", len(failures))
        yield batch


def fresh(graphs: Iterable[Graph], told: Told) -> Iterator[Batch]:
    """Yield graphs as the roots of a new store; of two graphs of one text the first stays.

    The ids of all graphs are held in memory, some 130 bytes for each.

    Raises:
        GraphError: A graph breaks an invariant.
    """
    seen: set[str] = set()
    for some in batches(graphs, lambda graph: len(graph.text)):
        new = [ensure(graph) for key, graph in unique(some, lambda graph: graph.id).items() if key not in seen]
        seen.update(graph.id for graph in new)
        batch = roots(new)
        told("graph", len(new))
        yield batch


def rows(store: GraphStore, statement: str, ids: Sequence[str]) -> Iterator[list[Any]]:
    """Yield the rows of a look-up by `$ids`, as lists."""
    for row in store.query(statement, {"ids": list(ids)}):
        yield list(row.values())


def _known(store: GraphStore, constraints: Iterable[str]) -> frozenset[str]:
    return frozenset(row[0] for row in rows(store, cypher.known("Constraint"), sorted(constraints)))
