"""A store built in bulk: the same as one that was written, and never half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from stemmata.graphs.stores.bulk import build, new_path
from stemmata.graphs.stores.dumping import fresh
from stemmata.graphs.stores.store import open_store
from stemmata.graphs.stores.tables import Batch
from stemmata.schemas.errors import GraphError, StoreError, StoreLockedError


def quiet(kind, number):
    pass


def graphs_of(make):
    odd = make.plain("\x00 \ud800 \"'\\ \r\n,\u2028", "é", "🐈", meta={"source": "", "other": [None, "\n"]})
    return [
        *(make.graph(number, capitals=number % 3 == 0) for number in range(30)),
        odd,
        make.plain("", ""),
        make.graph(4),
    ]


def test_a_built_store_is_the_same_as_a_written_one(make, tmp_path):
    graphs = graphs_of(make)
    build(tmp_path / "built.lbug", fresh(graphs, quiet))
    with open_store(tmp_path / "written.lbug") as written, open_store(tmp_path / "built.lbug") as built:
        written.write(graphs)
        assert make.content(built) == make.content(written)
        for store in (written, built):
            store.write_variants([make.variant(graphs[0], 9)])
            store.write_responses([make.response(graphs[0])])
        assert make.content(built) == make.content(written)
        nulls = "MATCH (i:Instruction) WHERE i.source = '' OR i.source IS NULL RETURN i.id, i.source ORDER BY i.id"
        assert list(built.query(nulls)) == list(written.query(nulls))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built.lbug", "written.lbug"]


def test_a_text_of_a_million_characters_and_no_text_at_all(make, tmp_path):
    large = make.plain('Rain, "again".\n' * 100_000)
    build(tmp_path / "large.lbug", fresh([large], quiet))
    build(tmp_path / "empty.lbug", [])
    with open_store(tmp_path / "large.lbug", read_only=True) as store:
        assert list(store.graphs()) == [large]
    with open_store(tmp_path / "empty.lbug", read_only=True) as store:
        assert list(store.graphs()) == []


def test_nothing_is_left_of_a_build_that_fails(make, tmp_path):
    def broken():
        yield from fresh([make.graph(1)], quiet)
        raise GraphError("no more")

    twice = Batch()
    for _ in range(2):
        twice.add_graph(make.graph(1), family="x", depth=0)
    for batches, error in ((broken(), GraphError), ([twice], StoreError)):
        with pytest.raises(error):
            build(tmp_path / "x.lbug", batches)
        assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten(make, tmp_path):
    path = tmp_path / "x.lbug"

    def meanwhile():
        yield from fresh([make.graph(1)], quiet)
        with open_store(path) as other:
            other.write([make.graph(2)])

    for batches in (meanwhile(), fresh([make.graph(1)], quiet)):
        with pytest.raises(StoreError, match="exists"):
            build(path, batches)
        with open_store(path, read_only=True) as store:
            assert [graph.id for graph in store.graphs()] == [make.graph(2).id]
    assert list(tmp_path.iterdir()) == [path]


def test_two_builds_of_one_store_are_kept_apart(make, tmp_path):
    path = tmp_path / "x.lbug"

    def outer():
        yield from fresh([make.graph(1)], quiet)
        with pytest.raises(StoreLockedError):
            build(path, fresh([make.graph(2)], quiet))

    build(path, outer())
    with open_store(path, read_only=True) as store:
        assert [graph.id for graph in store.graphs()] == [make.graph(1).id]


def test_a_folder_that_is_not_there_is_told(make, tmp_path):
    with pytest.raises(StoreError, match="No such file"):
        build(tmp_path / "nowhere" / "x.lbug", [])


def test_only_the_path_of_a_new_embedded_store_is_built(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert new_path("x.lbug") == tmp_path / "x.lbug"
    (tmp_path / "x.lbug").touch()
    assert new_path("x.lbug") is None
    assert new_path("neo4j://localhost") is None
    assert new_path("what?.lbug") is None


CHILD = """
import sys
from pathlib import Path
from stemmata.graphs.graph import GraphBuilder
from stemmata.graphs.stores.bulk import build
from stemmata.graphs.stores.dumping import fresh
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

def graphs():
    for number in range(20_000):
        builder = GraphBuilder([Turn("user", f"Sing {number}.")])
        builder.link(builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, 4)]), None, EdgeKind.PART_OF)
        yield builder.build()
    print("read", flush=True)

build(Path(sys.argv[1]), fresh(graphs(), lambda kind, number: None))
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.0, 0.1, 0.3, 0.6, 1.0, 1.5])
def test_a_build_that_is_killed_leaves_no_store_or_a_whole_one(tmp_path, wait):
    path = tmp_path / "x.lbug"
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "read\n"
    time.sleep(wait)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    if path.exists():
        with open_store(path, read_only=True) as store:
            assert store.counts()["nodes"]["Instruction"] == 20_000
        path.unlink()
    subprocess.run([sys.executable, "-c", CHILD, str(path)], check=True, capture_output=True)
    with open_store(path, read_only=True) as store:
        assert store.counts()["nodes"]["Instruction"] == 20_000
    assert list(tmp_path.iterdir()) == [path]
