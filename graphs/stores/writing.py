"""What of some records is new to a store, as a batch to load.

Each function does what needs no database, and returns what is to be done within the transaction that loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from stemmata.graphs.consistency import ensure
from stemmata.graphs.fingerprints import Prints, fingerprints_of
from stemmata.graphs.graph import Graph
from stemmata.graphs.stores import cypher
from stemmata.graphs.stores.backend import Run, Work
from stemmata.graphs.stores.batches import unique
from stemmata.graphs.stores.tables import Batch, failure_id, refused
from stemmata.schemas.errors import GraphError, StoreError
from stemmata.schemas.records import Failure, Judgement, Response, Variant

Pair = tuple[Variant, Graph | None]
# Makes the loads of a batch ahead of its transaction.
Prepare = Callable[[Batch], None]


def new_graphs(graphs: Sequence[Graph], prepare: Prepare) -> Work:
    """Find the graphs that the store lacks, as roots.

    Raises:
        GraphError: A graph breaks an invariant.
    """
    given = unique(graphs, lambda graph: graph.id)
    every = roots(map(ensure, given.values()))
    prepare(every)

    def work(run: Run) -> Batch:
        present = _known(run, "Instruction", given)
        return roots(graph for graph in given.values() if graph.id not in present) if present else every

    return work


def roots(graphs: Iterable[Graph]) -> Batch:
    """Return consistent graphs, each the root of a family, as a batch."""
    listed = list(graphs)
    batch = Batch()
    for graph, prints in zip(listed, fingerprints_of(listed), strict=True):
        batch.add_graph(graph, family=graph.id, depth=0, prints=prints)
    return batch


def new_variants(pairs: Sequence[Pair], prepare: Prepare) -> Work:
    """Find the accepted variants that the store lacks, with their edits, and the refused ones as failures.

    Raises:
        GraphError: A graph breaks an invariant. The work raises it where one is not that of its variant, and
            StoreError where a parent is not in the store.
    """
    graphs = list(unique((ensure(graph) for _, graph in pairs if graph is not None), lambda graph: graph.id).values())
    prints = {graph.id: found for graph, found in zip(graphs, fingerprints_of(graphs), strict=True)}
    accepted = unique(
        [(variant, graph) for variant, graph in pairs if graph is not None],
        lambda pair: f"{pair[0].id} {pair[0].parent}",
    ).values()
    failures = unique([refused(variant) for variant, graph in pairs if graph is None], failure_id)

    def work(run: Run) -> Batch:
        batch = Batch()
        _add_variants(run, batch, list(accepted), prints)
        _add_failures(run, batch, failures)
        return batch

    return work


def _add_variants(
    run: Run, batch: Batch, accepted: Sequence[tuple[Variant, Graph]], prints: Mapping[str, Prints]
) -> None:
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
                fix="write the parent's graph first",
            )
        waiting = [pair for pair in waiting if pair[0].parent not in depths]
        for variant, graph in sorted(ready, key=lambda pair: (depths[pair[0].parent], pair[0].parent)):
            if graph.id != variant.id:
                raise GraphError(f"the graph given for variant {variant.id} is of instruction {graph.id}")
            if variant.id not in depths:
                depths[variant.id] = depths[variant.parent] + 1
                family, depth = variant.family, depths[variant.id]
                batch.add_graph(graph, family=family, depth=depth, prints=prints[graph.id])
            if (variant.parent, variant.id) not in edited:
                batch.add_edit(variant)


def new_responses(responses: Sequence[Response], prepare: Prepare) -> Work:
    """Find the responses that the store lacks, with their edges.

    The work raises StoreError where an instruction is not in the store.
    """
    given = unique(responses, lambda response: response.id)
    return lambda run: _responses(run, given)


def _responses(run: Run, given: Mapping[str, Response]) -> Batch:
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
                fix="write the instruction's graph first",
            )
        batch.add_response(response, constraints)
    return batch


def new_judgements(judgements: Sequence[Judgement], prepare: Prepare) -> Work:
    """Find the judgements that the store lacks: those of responses that their judge has not judged there.

    The work raises StoreError where a response is not in the store.
    """
    given = unique(judgements, lambda judgement: f"{judgement.response} {judgement.judge}")
    return lambda run: _judgements(run, list(given.values()))


def _judgements(run: Run, given: Sequence[Judgement]) -> Batch:
    ids = sorted({judgement.response for judgement in given})
    rows = run(cypher.JUDGES, {"ids": ids})
    answered = {row[0]: row[1] for row in rows}
    known = {(row[0], row[3]) for row in rows if row[2] == row[1]}
    new = [judgement for judgement in given if (judgement.response, judgement.judge) not in known]
    constraints = frozenset(_known(run, "Constraint", {one.node for judgement in new for one in judgement.constraints}))
    batch = Batch()
    for judgement in new:
        if answered.get(judgement.response) != judgement.instruction:
            raise StoreError(
                f"the judgement {judgement.id} is of response {judgement.response} to instruction "
                f"{judgement.instruction}, which is not in the store",
                fix="write the response first",
            )
        batch.add_judgement(judgement, constraints)
    return batch


def new_failures(failures: Sequence[Failure], prepare: Prepare) -> Work:
    """Find the failures that the store lacks."""
    given = unique(failures, failure_id)

    def work(run: Run) -> Batch:
        batch = Batch()
        _add_failures(run, batch, given)
        return batch

    return work


def _add_failures(run: Run, batch: Batch, failures: Mapping[str, Failure]) -> None:
    for key in sorted(failures.keys() - _known(run, "Failure", failures)):
        batch.add_failure(key, failures[key])


def _known(run: Run, label: str, ids: Iterable[str]) -> set[str]:
    wanted = sorted(ids)
    return {row[0] for row in run(cypher.known(label), {"ids": wanted})} if wanted else set()
