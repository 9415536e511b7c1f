"""The peers of `store_write.py`: the graph writers of langchain-neo4j and neo4j-graphrag.

Both are given the very nodes, edges and properties that Stemmata writes, as objects of theirs made beforehand, and a
database that has Stemmata's constraints. Both call procedures of APOC, which the server has to have.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from store_writers import ServerPlace, Work, Writer, batches

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores.tables import Batch, edge_columns, node_columns


def _nodes(batch: Batch) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield ids, labels and the other properties."""
    for label, rows in batch.nodes.items():
        for row in rows:
            properties = zip(node_columns(label), row, strict=True)
            yield row[0], label, {name: value for name, value in properties if value is not None and name != "id"}


def _edges(batch: Batch) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield kinds, the ids of both ends, and properties."""
    for (kind, _, _), rows in batch.edges.items():
        for row in rows:
            properties = zip(edge_columns(kind), row[2:], strict=True)
            yield kind, row[0], row[1], {name: value for name, value in properties if value is not None}


def by_langchain(*, each: bool, base_label: bool) -> Writer:
    """Return `add_graph_documents` as a writer.

    Args:
        each: Whether it is called for each document, not once.
        base_label: Whether nodes get the label `__Entity__` too, by whose index they are found.
    """

    @contextmanager
    def write(place: ServerPlace, graphs: Sequence[Graph]) -> Iterator[Work]:
        from langchain_neo4j import Neo4jGraph

        documents = [_document(batch) for batch in batches(graphs, 1)]
        target = Neo4jGraph(
            url=place.uri,
            username=place.user,
            password=place.password,
            database="neo4j",
            refresh_schema=False,
            driver_config={"notifications_min_severity": "OFF"},
        )
        calls = [[document] for document in documents] if each else [documents]

        def work() -> None:
            for call in calls:
                target.add_graph_documents(call, baseEntityLabel=base_label)

        try:
            yield work
        finally:
            target.close()

    return write


def _document(batch: Batch) -> Any:
    from langchain_neo4j.graphs.graph_document import GraphDocument, Node, Relationship

    nodes = {key: Node(id=key, type=label, properties=rest) for key, label, rest in _nodes(batch)}
    edges = [
        Relationship(source=nodes[source], target=nodes[target], type=kind, properties=rest)
        for kind, source, target, rest in _edges(batch)
    ]
    return GraphDocument(nodes=list(nodes.values()), relationships=edges)


def by_graphrag(*, each: bool) -> Writer:
    """Return `Neo4jWriter` as a writer.

    Args:
        each: Whether it is given a graph for each document, not one of all.
    """

    @contextmanager
    def write(place: ServerPlace, graphs: Sequence[Graph]) -> Iterator[Work]:
        from neo4j_graphrag.components.kg_writer import Neo4jWriter

        writer = Neo4jWriter(place.driver, neo4j_database="neo4j")
        given = [_graph(batch) for batch in batches(graphs, 1 if each else len(graphs))]

        async def run() -> None:
            for graph in given:
                told = await writer.run(graph)
                if told.status != "SUCCESS":
                    raise RuntimeError(f"neo4j-graphrag refused a graph: {told.metadata}")

        yield lambda: asyncio.run(run())

    return write


def _graph(batch: Batch) -> Any:
    from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship

    nodes = [Neo4jNode(id=key, label=label, properties={"id": key, **rest}) for key, label, rest in _nodes(batch)]
    edges = [
        Neo4jRelationship(start_node_id=source, end_node_id=target, type=kind, properties=rest)
        for kind, source, target, rest in _edges(batch)
    ]
    return Neo4jGraph(nodes=nodes, relationships=edges)
