"""What is to be asked of models about a store's instructions: a task for each response or judgement that it lacks.

Each stands beside the id of what it is about. They are made page by page as they are wanted, so that memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores import cypher
from stemmata.llm.asking import Asking
from stemmata.schemas.records import Failure, Judgement, Response
from stemmata.schemas.vocabulary import ResponseMode
from stemmata.training.answering import answered, revised
from stemmata.training.judging import judged

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

PAGE = 256

Answering: TypeAlias = tuple[str, Asking[Response | Failure]]
Judging: TypeAlias = tuple[str, Asking[Judgement | Failure]]
ModelMode = Literal["direct", "reference"]
MODEL_MODES: tuple[ModelMode, ...] = ("direct", "reference")


def answering(
    store: GraphStore,
    ids: Sequence[str],
    mode: ModelMode,
    *,
    skip: bool = True,
    stand_in: Callable[[Graph], Response] | None = None,
) -> Iterator[Answering]:
    """Yield the tasks of a mode, in order of the instructions.

    Args:
        store: The store.
        ids: The instructions; `reference` answers the variants among them whose original has a response, a model's own
            before the one that came with it.
        mode: How they are answered.
        skip: Whether those are left alone that have a response of the mode.
        stand_in: Returns what is revised where an original has no response, for an estimate.
    """
    for page in _pages(sorted(set(ids))):
        done = _first(store, cypher.ANSWERED, page, mode=mode) if skip else set()
        left = [one for one in page if one not in done]
        yield from _direct(store, left) if mode == "direct" else _reference(store, left, stand_in)


def _direct(store: GraphStore, ids: Sequence[str]) -> Iterator[Answering]:
    homes = owners(store, ids)
    for graph in store.graphs(ids=ids):
        yield graph.id, answered(graph, family=homes[graph.id])


def _reference(
    store: GraphStore, ids: Sequence[str], stand_in: Callable[[Graph], Response] | None
) -> Iterator[Answering]:
    homes = {key: home for key, home in owners(store, ids).items() if home != key}
    roots = sorted(set(homes.values()))
    references = _references(store, roots)
    originals = {graph.id: graph for graph in store.graphs(ids=roots)}
    if stand_in is not None:
        references = {key: stand_in(graph) for key, graph in originals.items()} | references
    for graph in store.graphs(ids=sorted(homes)):
        home = homes[graph.id]
        if home in references and home in originals:
            yield graph.id, revised(graph, originals[home], references[home], family=home)


def _references(store: GraphStore, roots: Sequence[str]) -> dict[str, Response]:
    """Return the response to each original that its variants' are revisions of; see `answers.own_responses`."""
    found: dict[str, Response] = {}
    preferred: tuple[ResponseMode, ...] = ("direct", "given")
    for response in store.responses(instructions=roots):
        if response.mode not in preferred or not response.text.strip():
            continue
        held = found.get(response.instruction)
        if held is None or preferred.index(response.mode) < preferred.index(held.mode):
            found[response.instruction] = response
    return found


def judging(
    store: GraphStore, ids: Sequence[str], *, modes: Sequence[str] = (), skip: bool = True
) -> Iterator[Judging]:
    """Yield a task for each response to some instructions, in order of the instructions.

    Args:
        store: The store.
        ids: The instructions.
        modes: Only responses of these modes; all where there are none.
        skip: Whether responses are left alone that any judge has judged.
    """
    for page in _pages(sorted(set(ids))):
        done = {one.response for one in store.judgements(instructions=page)} if skip else set()
        graphs = {graph.id: graph for graph in store.graphs(ids=page)}
        for response in store.responses(instructions=page):
            if response.id not in done and (not modes or response.mode in modes) and response.instruction in graphs:
                yield response.id, judged(graphs[response.instruction], response)


def owners(store: GraphStore, ids: Sequence[str]) -> dict[str, str]:
    """Return the family, which is the root's id, of each of these instructions."""
    return {row["id"]: row["family"] for row in store.query(cypher.OWNERS, {"ids": sorted(ids)})}


def _pages(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))


def _first(store: GraphStore, statement: str, ids: Sequence[str], **values: str) -> set[str]:
    rows = store.query(statement, {"ids": list(ids), **values})
    return {row[rows.columns[0]] for row in rows}
