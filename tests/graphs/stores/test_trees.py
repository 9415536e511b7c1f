"""The query `tree` walks edits in one kind of store and looks families up in the other: both find the same."""

from __future__ import annotations

from stemmata.graphs.queries.library import ask


def tree(store, graph):
    return [(row["depth"], row["id"], row["parent"]) for row in ask(store, "tree", {"id": graph.id})]


def test_a_variant_of_two_families_belongs_to_the_first(store, make):
    one, other, third = (make.graph(0, words=words) for words in (300, 200, 100))
    shared = make.variant(one, 50)
    again = make.variant(other, 50)
    assert shared[1].id == again[1].id
    below = make.variant(shared[1], 40, family=one.id)
    aside = make.variant(other, 60)
    store.write([one, other, third])
    store.write_variants([shared])
    store.write_variants([again, below, aside])
    of_one = [
        (0, one.id, None),
        *sorted([(1, shared[1].id, one.id), (1, shared[1].id, other.id)], key=lambda row: row[2]),
        (2, below[1].id, shared[1].id),
    ]
    for member in (one, shared[1], below[1]):
        assert tree(store, member) == of_one
    for member in (other, aside[1]):
        assert tree(store, member) == [(0, other.id, None), (1, aside[1].id, other.id)]
    assert tree(store, third) == [(0, third.id, None)]


def test_a_family_of_many_depths_is_whole_from_its_ends(store, make):
    line = [make.graph(1)]
    pairs = []
    for words in range(1, 31):
        pairs.append(make.variant(line[-1], words, family=line[0].id))
        line.append(pairs[-1][1])
    store.write(line[:1])
    store.write_variants(pairs)
    expected = [(depth, graph.id, line[depth - 1].id if depth else None) for depth, graph in enumerate(line)]
    assert tree(store, line[0]) == expected
    assert tree(store, line[-1]) == expected
