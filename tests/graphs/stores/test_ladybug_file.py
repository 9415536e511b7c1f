"""The embedded store's file: who may open it, what it may be, and what a kill leaves of it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stemmata.graphs.stores import migrations
from stemmata.graphs.stores.ladybug_engine import Engine
from stemmata.graphs.stores.store import open_store
from stemmata.schemas.errors import QueryError, StoreError, StoreLockedError

OPEN_AND_WAIT = """
import sys
from pathlib import Path
from stemmata.graphs.stores.store import open_store
store = open_store(Path(sys.argv[1]), read_only=sys.argv[2] == "read")
print(store.counts()["nodes"]["Instruction"], flush=True)
sys.stdin.readline()
"""

WRITE_UNTIL_KILLED = """
import sys
from itertools import count
from pathlib import Path
from stemmata.graphs.graph import GraphBuilder
from stemmata.graphs.stores import batches
from stemmata.graphs.stores.store import open_store
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

def graph(number):
    text = f"Write {number} lines. Be polite."
    builder = GraphBuilder([Turn("user", text)], {"number": number})
    act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, text.index("."))])
    tone = builder.add(NodeKind.CONSTRAINT, [Span(0, text.index("Be"), len(text) - 1)])
    builder.link(act, None, EdgeKind.PART_OF)
    builder.link(tone, None, EdgeKind.PART_OF)
    builder.link(tone, act, EdgeKind.CONSTRAINS)
    return builder.build()

def told():
    for number in count() if sys.argv[2] == "all" else range(int(sys.argv[2])):
        if number % 25 == 0:
            print(number, flush=True)
        yield graph(number)

batches.BATCH_RECORDS = 25
with open_store(Path(sys.argv[1])) as store:
    store.write(told())
"""


def start(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def path(tmp_path, make) -> Path:
    path = tmp_path / "made.lbug"
    with open_store(path) as store:
        store.write([make.graph(1)])
    return path


def test_a_writer_keeps_everyone_else_away_and_is_named(path):
    process = start(OPEN_AND_WAIT, path, "write")
    assert process.stdout.readline() == "1\n"
    for read_only in (False, True):
        with pytest.raises(StoreLockedError, match="open") as raised:
            open_store(path, read_only=read_only)
        assert raised.value.retryable
        if Path("/proc/locks").exists():
            assert f"(PID {process.pid})" in str(raised.value)
    process.communicate("done\n", timeout=30)
    open_store(path).close()


def test_readers_work_side_by_side_and_keep_a_writer_away(path):
    process = start(OPEN_AND_WAIT, path, "read")
    assert process.stdout.readline() == "1\n"
    with open_store(path, read_only=True) as one, open_store(path, read_only=True) as two:
        assert one.counts() == two.counts()
        with pytest.raises(StoreLockedError):
            open_store(path)
    process.communicate("done\n", timeout=30)
    open_store(path).close()


def test_one_process_does_not_open_a_store_twice_for_writing(path):
    with open_store(path):
        for read_only in (False, True):
            with pytest.raises(StoreLockedError, match="open"):
                open_store(path, read_only=read_only)


def test_a_kill_leaves_whole_graphs_and_a_rerun_completes_them(tmp_path):
    path = tmp_path / "killed.lbug"
    known = 0
    for round_number in range(2):
        process = start(WRITE_UNTIL_KILLED, path, "all")
        while int(process.stdout.readline()) < known + 100:
            pass
        time.sleep(0.03 * round_number)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        with open_store(path, read_only=True) as store:
            numbers = sorted(graph.meta["number"] for graph in store.graphs())
            counts = store.counts()
        assert numbers == list(range(len(numbers)))
        assert len(numbers) % 25 == 0 and len(numbers) >= known + 75
        assert counts["nodes"]["Constraint"] == counts["edges"]["CONSTRAINS"] == len(numbers)
        assert counts["edges"]["PART_OF"] == 2 * len(numbers)
        known = len(numbers)
    process = start(WRITE_UNTIL_KILLED, path, str(known + 40))
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    with open_store(path, read_only=True) as store:
        graphs = {graph.meta["number"]: len(graph.edges) for graph in store.graphs()}
        assert graphs == dict.fromkeys(range(known + 40), 3)
        assert store.counts()["nodes"]["SubInstruction"] == known + 40


WRITE_AND_DIE = (
    WRITE_UNTIL_KILLED.partition("def told")[0]
    + """
import os
path = Path(sys.argv[1])
store = open_store(path)
for first in range(0, 80, 10):
    store.write(map(graph, range(first, first + 10)))
    print(path.with_name(path.name + ".wal").stat().st_size, flush=True)
os.kill(os.getpid(), 9)
"""
)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("rest", [0, 2_000])
def test_a_log_that_ends_within_a_commit_is_read_up_to_the_one_before(tmp_path, rest, read_only):
    """A kill leaves a log cut short; where the power failed, zeros may follow."""
    whole, torn = tmp_path / "whole.lbug", tmp_path / "torn.lbug"
    sizes = list(map(int, start(WRITE_AND_DIE, whole).communicate(timeout=60)[0].split()))
    log, rng = whole.with_name("whole.lbug.wal").read_bytes(), random.Random(rest)
    assert sizes == sorted(sizes) and sizes[-1] == len(log)
    for cut in [*(rng.randrange(sizes[0], len(log)) for _ in range(12)), sizes[3] + 1, sizes[3], sizes[3] - 1]:
        torn.write_bytes(whole.read_bytes())
        torn.with_name("torn.lbug.wal").write_bytes(log[:cut] + bytes(rest))
        with open_store(torn, read_only=read_only) as store:
            assert sorted(graph.meta["number"] for graph in store.graphs()) == list(
                range(10 * sum(size <= cut for size in sizes))
            )
            assert read_only or store.write(store.graphs()) == 0


def test_a_commit_that_was_cut_short_is_mended_by_a_reader(path):
    # What LadybugDB leaves when it dies while it merges its log.
    for name in ("checkpoint.apply.lock", "checkpoint.intent.lock"):
        path.with_name(f"{path.name}.{name}").touch()
    with open_store(path, read_only=True) as store:
        assert store.counts()["nodes"]["Instruction"] == 1


def test_a_migration_that_fails_leaves_the_store_as_it_was(path, monkeypatch):
    steps = ("ALTER TABLE Fact ADD weight DOUBLE", "ALTER TABLE Nothing ADD weight DOUBLE")
    later = migrations.Migration(migrations.SCHEMA_VERSION + 1, steps)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "LADYBUG", (*migrations.LADYBUG, later))
        with pytest.raises(StoreError, match="Nothing does not exist"):
            open_store(path)
    with open_store(path) as store, pytest.raises(StoreError, match="Cannot find property weight"):
        store.query("MATCH (f:Fact) RETURN f.weight")


def test_no_store_is_made_by_reading(tmp_path):
    with pytest.raises(StoreError, match=r"there is no store here"):
        open_store(tmp_path / "none.lbug", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_store_is_refused_and_left_alone(tmp_path):
    (tmp_path / "short.lbug").write_text("hi", encoding="utf-8")
    (tmp_path / "long.lbug").write_text("not a store\n" * 5_000, encoding="utf-8")
    for name in ("short", "long"):
        before = (tmp_path / f"{name}.lbug").read_bytes()
        for read_only in (False, True):
            with pytest.raises(StoreError, match="the file is not a graph store"):
                open_store(tmp_path / f"{name}.lbug", read_only=read_only)
        assert (tmp_path / f"{name}.lbug").read_bytes() == before
    with pytest.raises(StoreError, match="this is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="folder does not exist"):
        open_store(tmp_path / "nowhere" / "x.lbug")


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    import ladybug

    path = tmp_path / "other.lbug"
    with ladybug.Database(str(path)) as database, ladybug.Connection(database) as connection:
        connection.execute("CREATE NODE TABLE Person (name STRING PRIMARY KEY)")
    for read_only in (False, True):
        with pytest.raises(StoreError, match="something other than a graph store"):
            open_store(path, read_only=read_only)
    with ladybug.Database(str(path)) as database, ladybug.Connection(database) as connection:
        assert [row[0] for row in connection.execute("CALL show_tables() RETURN name").get_all()] == ["Person"]


def test_a_damaged_store_is_told_in_a_sentence(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    with pytest.raises(StoreError, match=r"the store (is damaged|cannot be opened)") as raised:
        open_store(path)
    assert "\n" not in str(raised.value)


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "empty.lbug"
    path.touch()
    with pytest.raises(StoreError):
        open_store(path, read_only=True)
    with open_store(path) as store:
        assert store.counts()["roots"] == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be created: Permission denied"):
        open_store(tmp_path / "x.lbug")


def test_a_place_where_nothing_can_be_made_is_told():
    if not Path("/proc/self").exists():
        pytest.skip("needs /proc")
    with pytest.raises(StoreError, match="the store cannot be created"):
        open_store(Path("/proc/x.lbug"))


def test_an_interrupt_inside_the_database_is_an_interrupt(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "a.lbug", read_only=False)
    with pytest.raises(KeyboardInterrupt), engine.transaction():
        raise RuntimeError("Runtime exception: KeyboardInterrupt: <EMPTY MESSAGE>")
    with pytest.raises(StoreError, match="the store failed"), engine.transaction():
        raise RuntimeError("Runtime exception: disk full")
    engine.close()


@pytest.mark.parametrize(
    "cypher",
    [
        "DROP TABLE EDIT",
        "ALTER TABLE Fact ADD more STRING",
        "COPY (MATCH (i:Instruction) RETURN i.id) TO 'out.csv'",
        "PROFILE COPY (MATCH (i:Instruction) RETURN i.id) TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "CALL threads = 1",
        "INSTALL json",
    ],
)
def test_a_query_does_not_change_tables_files_or_settings_unless_asked(path, cypher, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store(path) as store:
        before = sorted(tmp_path.iterdir())
        with pytest.raises(QueryError, match="only read unless writing is asked for"):
            store.query(cypher)
        assert store.counts()["nodes"]["Instruction"] == 1
    assert [one for one in sorted(tmp_path.iterdir()) if one not in before and "lbug" not in one.name] == []


@pytest.mark.parametrize(
    ("cypher", "said"),
    [
        ("MATCH (n:Nope) RETURN n", "Table Nope does not exist; CALL show_tables"),
        ("MATCH (i:Instruction) RETURN i.nope", "Cannot find property nope"),
    ],
)
def test_what_the_schema_lacks_is_told_with_where_to_look(path, cypher, said):
    with open_store(path, read_only=True) as store, pytest.raises(QueryError, match=said):
        store.query(cypher)
