"""Families of instructions from the store: a root, its variants, and the responses to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores.cypher import OWNERS
from stemmata.schemas.records import Judgement, Response, Variant

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

PAGE = 256


@dataclass(slots=True)
class Family:
    """A root instruction with all that was made from it.

    Attributes:
        id: The root's id.
        graphs: The root's and the variants' graphs by id.
        variants: The accepted variants, parents before children.
        responses: The responses by instruction, in order of their ids.
        judgements: The judgements by response, in order of the judges.
    """

    id: str
    graphs: dict[str, Graph] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    responses: dict[str, list[Response]] = field(default_factory=dict)
    judgements: dict[str, list[Judgement]] = field(default_factory=dict)


def families(store: GraphStore) -> Iterator[Family]:
    """Yield every family of a store in order of the root's id; memory holds a page of them.

    A variant whose text is an instruction of another family stays with that family, so that no text is in two.
    """
    for roots in _pages(store.graphs(roots=True)):
        page = {graph.id: Family(graph.id, {graph.id: graph}) for graph in roots}
        home = {graph.id: graph.id for graph in roots}
        generation = list(home)
        while generation:
            found = [variant for variant in store.variants(parents=generation) if variant.id not in home]
            owner = _owners(store, {variant.id for variant in found})
            generation = []
            for variant in found:
                if owner.get(variant.id) == home[variant.parent] and variant.id not in home:
                    home[variant.id] = home[variant.parent]
                    page[home[variant.id]].variants.append(variant)
                    generation.append(variant.id)
        for graph in store.graphs(ids=home):
            page[home[graph.id]].graphs[graph.id] = graph
        for response in store.responses(instructions=home):
            page[home[response.instruction]].responses.setdefault(response.instruction, []).append(response)
        for judgement in store.judgements(instructions=home):
            page[home[judgement.instruction]].judgements.setdefault(judgement.response, []).append(judgement)
        yield from page.values()


def _owners(store: GraphStore, ids: Iterable[str]) -> dict[str, str]:
    return {row["id"]: row["family"] for row in store.query(OWNERS, {"ids": sorted(ids)})}


def _pages(graphs: Iterator[Graph]) -> Iterator[tuple[Graph, ...]]:
    page: list[Graph] = []
    for graph in graphs:
        page.append(graph)
        if len(page) == PAGE:
            yield tuple(page)
            page = []
    if page:
        yield tuple(page)
