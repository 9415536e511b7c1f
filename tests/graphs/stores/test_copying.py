"""Stores copied into others, record by record and in bulk."""

from __future__ import annotations

from collections import Counter

import pytest

from stemmata.graphs.stores import copying
from stemmata.graphs.stores.store import open_store
from stemmata.schemas.errors import StoreError


def fill(store, make):
    """Roots, variants of variants, a root that a variant led to as well, responses, failures."""
    graphs = [make.graph(number, capitals=number % 2 == 0) for number in range(12)]
    store.write(graphs)
    first, child = make.variant(graphs[0], 250)
    second, grandchild = make.variant(child, 50, family=graphs[0].id)
    third, below = make.variant(grandchild, 70, family=graphs[0].id)
    # Two edits lead to one text, from different depths; and one leads back to a root.
    again, _ = make.variant(graphs[0], 50)
    assert again.id == second.id
    back = make.variant(child, 250)[0].model_copy(update={"id": graphs[5].id})
    store.write_variants([(first, child), (second, grandchild), (third, below), (again, grandchild), (back, graphs[5])])
    store.write_variants([(make.refuse(make.variant(graphs[1], 9)[0], "natural", "odd"), None)])
    store.write_responses([make.response(graph, number, passed=number % 2 == 0) for number, graph in enumerate(graphs)])
    store.write_responses([make.response(child, 100), make.response(below, 101)])
    store.write_judgements(
        make.judgement(make.response(graph, number, passed=number % 2 == 0), graph, judge=judge)
        for number, graph in enumerate(graphs[:4])
        for judge in ("one", "two")
    )
    store.write_failures([make.failure(number) for number in range(3)])


@pytest.fixture(params=["into", "from"])
def empty(request, open_at, tmp_path):
    """A store to copy from and one to copy into, one of them embedded and the other of each kind."""
    with open_store(tmp_path / "embedded.lbug") as embedded:
        other = open_at("other")
        yield (embedded, other) if request.param == "into" else (other, embedded)


@pytest.fixture
def pair(empty, make):
    fill(empty[0], make)
    return empty


def counted():
    counts = Counter()
    return counts, lambda kind, number: counts.update({kind: number})


ALL = {"graph": 15, "edit": 5, "response": 14, "judgement": 8, "failure": 4}


def test_a_copy_holds_the_same(pair, make):
    source, target = pair
    counts, told = counted()
    copying.copy(source, target, told)
    assert make.content(target) == make.content(source)
    assert counts == ALL
    counts, told = counted()
    copying.copy(source, target, told)
    assert counts.total() == 0
    assert make.content(target) == make.content(source)


@pytest.mark.parametrize("page", [1, pytest.param(2, marks=pytest.mark.slow), 5])
def test_the_size_of_a_page_changes_nothing(pair, make, monkeypatch, page):
    monkeypatch.setattr(copying, "_PAGE", page)
    source, target = pair
    copying.copy(source, target, lambda kind, number: None)
    assert make.content(target) == make.content(source)


@pytest.mark.parametrize(
    "after", [after if after in (0, 3, 6, 8) else pytest.param(after, marks=pytest.mark.slow) for after in range(9)]
)
def test_a_copy_that_was_interrupted_is_finished_by_the_next(pair, make, monkeypatch, after):
    monkeypatch.setattr(copying, "_PAGE", 4)
    source, target = pair
    left = after

    def told(kind, number):
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copying.copy(source, target, told)
    before = target.counts()["nodes"]["Instruction"]
    counts, told = counted()
    copying.copy(source, target, told)
    assert make.content(target) == make.content(source)
    assert counts["graph"] == 15 - before


def test_what_the_target_has_stays(pair, make):
    source, target = pair
    mine, old = make.graph(77), make.graph(3).with_meta({"source": "mine"})
    target.write([mine, old])
    counts, told = counted()
    copying.copy(source, target, told)
    assert counts["graph"] == 14
    held = {graph.id: graph for graph in target.graphs()}
    assert len(held) == 16
    assert held[old.id].meta == {"source": "mine"}


def test_a_variant_without_its_edit_is_copied_as_a_root(empty, make):
    source, target = empty
    root = make.graph(1)
    variant, child = make.variant(root, 10)
    below, grandchild = make.variant(child, 20, family=root.id)
    source.write([root])
    source.write_variants([(variant, child), (below, grandchild)])
    source.query("MATCH (a:Instruction)-[e:EDIT]->(b:Instruction {id: $id}) DELETE e", {"id": child.id}, write=True)
    copying.copy(source, target, lambda kind, number: None)
    rows = {row["i.id"]: row["i.depth"] for row in target.query("MATCH (i:Instruction) RETURN i.id, i.depth")}
    assert rows == {root.id: 0, child.id: 0, grandchild.id: 1}
    assert [graph.to_dict() for graph in target.graphs()] == [graph.to_dict() for graph in source.graphs()]


def test_a_target_that_is_read_only_is_refused(empty, open_at, make):
    source, target = empty
    fill(source, make)
    target.close()
    with open_store(target.uri, read_only=True) as target, pytest.raises(StoreError, match="reading alone"):
        copying.copy(source, target, lambda kind, number: None)


def test_a_bulk_copy_holds_the_same(open_at, make, tmp_path):
    source = open_at("source")
    fill(source, make)
    counts, told = counted()
    copying.copy_new(source, tmp_path / "built.lbug", told)
    with open_store(tmp_path / "built.lbug") as built:
        assert make.content(built) == make.content(source)
        assert counts == ALL
        # It goes on as any store does.
        built.write([make.graph(500)])
        assert built.counts()["nodes"]["Instruction"] == 16
    assert sorted(path.name for path in tmp_path.iterdir() if "built" in path.name) == ["built.lbug"]
