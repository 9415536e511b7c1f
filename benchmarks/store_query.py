"""What a million instructions cost: to load them into both kinds of store, and to ask questions of them.

usage: python benchmarks/store_query.py [--sizes 10000 100000 1000000] [--stores embedded neo4j] [--seconds 20]
    [--every] [--folder FOLDER]

Loads: made instructions (`made_graphs.py`) into an embedded store, built in bulk, and into Neo4j by the files of
`stemmata export neo4j-admin`, its own import tool, and the folder's `schema.cypher`. Each step is a process of its own:
seconds, and its largest resident size. An empty disk cache is not asked for.

Queries: 200 variants and as many responses are added to each store, then questions are asked of it by its own names and
through its own methods, warm: the median, the fastest and the 95th percentile of 30 runs, or of as many as `--seconds`
allow, but at least 5. How it grows is told by the fastest, which other work on the machine disturbs least.
Questions by id are asked of another id each time. Embedded stores of all sizes are asked in turn. `--every` asks each
query of the library once.

Neo4j is that of `tests/servers` (needs Java and Maven; its server and its import tool have 4 GiB of heap). With
`--folder`, what was made stays there and is taken as it is the next time; without, nothing is left.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import store_loads
from made_variants import add_variants, parents
from store_loads import Stage, apart, peak, processor, timed, watched

import stemmata
from stemmata.graphs.queries.library import ask, library
from stemmata.graphs.stores.store import GraphStore

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests/servers"))
import neo4j_server as servers

RUNS, FEWEST = 30, 5
JVM = ("-Xms1g", "-Xmx4g", "-XX:-UsePerfData")
# Values of the parameters that have no default, and those that give an answer here.
VALUES: Mapping[str, Mapping[str, Any]] = {
    "with-without": {"with": "length_constraints:number_words", "without": "keywords"},
    "overlap": {"benchmark": "made-0"},
    "compare-sources": {"first": "made-0"},
}
SMALL = ("siblings", "failing-edits")
SCANS = ("families", "with-without", "family-pairs", "gaps", "overlap")

Question = Callable[[GraphStore, str], Iterable[Any]]


class Timing(NamedTuple):
    """How long a question took in milliseconds, in so many runs, with so many rows."""

    median: float
    high: float
    low: float
    runs: int
    rows: int


def by_id() -> dict[str, Question]:
    """Return the questions about one instruction."""
    return {
        "its whole graph": lambda store, one: store.graphs(ids=[one]),
        "its variants": lambda store, one: store.variants(parents=[one]),
        "its responses": lambda store, one: store.responses(instructions=[one]),
        **of_all(["tree"]),
    }


def of_all(names: Iterable[str]) -> dict[str, Question]:
    """Return named queries as questions."""
    return {f"`{name}`": partial(_asked, name) for name in names}


def _asked(name: str, store: GraphStore, one: str) -> Iterable[Any]:
    return ask(store, name, {"id": one} if name == "tree" else VALUES.get(name))


class Asked(NamedTuple):
    """An open store, the ids of its instructions that have variants, and of those that have responses."""

    store: GraphStore
    ids: Sequence[str]
    answered: Sequence[str]


def in_turn(asked: Mapping[int, Asked], name: str, question: Question, seconds: float) -> dict[int, Timing]:
    """Ask stores of several sizes a question, one after the other and again, until the time of each is spent.

    In turn, so that other work on the machine slows all sizes alike. The first three runs do not count, or the first
    where one takes more than a second.
    """
    taken: dict[int, list[float]] = {size: [] for size in asked}
    rows = dict.fromkeys(asked, 0)

    def warm(size: int) -> int:
        return 1 if taken[size] and taken[size][0] > 1 else 3

    def due(size: int) -> bool:
        counted = len(taken[size]) - warm(size)
        return counted < FEWEST or (counted < RUNS and sum(taken[size]) < seconds)

    while waiting := [size for size in asked if due(size)]:
        for size in waiting:
            ids = asked[size].answered if name == "its responses" else asked[size].ids
            start = time.perf_counter()
            rows[size] = sum(1 for _ in question(asked[size].store, ids[len(taken[size]) % len(ids)]))
            taken[size].append(time.perf_counter() - start)
    counted = {size: [1000 * took for took in taken[size][warm(size) :]] for size in asked}
    return {
        size: Timing(statistics.median(took), statistics.quantiles(took, n=20)[-1], min(took), len(took), rows[size])
        for size, took in counted.items()
    }


@contextmanager
def embedded(count: int, folder: Path, stages: list[Stage]) -> Iterator[str]:
    """Make an embedded store, unless it is there, and name it."""
    path = folder / f"{count}.lbug"
    if not path.exists():
        stages += apart("embedded", count, path)
        stages.append(Stage("on disk", 0.0, 0.0, store_loads.size(path)))
    yield str(path)


@contextmanager
def neo4j(count: int, folder: Path, stages: list[Stage]) -> Iterator[str]:
    """Make a Neo4j store, unless it is there, serve it, and name it."""
    home, files = folder / f"{count}-neo4j", folder / f"{count}-csv"
    new = not home.exists()
    if new:
        files.mkdir()
        home.mkdir()
        stages += apart("files", count, files)
        tool = folder / "neo4j-admin"
        java, jars = servers._java(servers.VERSION), servers._jars(servers.VERSION)
        tool.write_text(f'#!/bin/sh\nexec "{java}" -Xmx4g -cp "{jars}/*" org.neo4j.cli.AdminTool "$@"\n')
        tool.chmod(0o755)
        environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_ADMIN": str(tool)}
        stages.append(watched("import", ["sh", str(files / "import.sh"), "neo4j"], environment, folder / "import.log"))
    begun = time.perf_counter()
    server = servers.start(jvm=JVM, home=home)
    assert server.process is not None and server.process.stdin is not None
    pid = server.process.pid
    if new:
        started = time.perf_counter() - begun
        stages.append(Stage("start of the server", started, processor(pid), peak(pid)))
        stages.append(timed("constraints, indexes", lambda: set_up(server, files / "schema.cypher"), pid))
        stages.append(Stage("files on disk", 0.0, 0.0, store_loads.size(files)))
        stages.append(Stage("on disk", 0.0, 0.0, store_loads.size(home / "data/databases/neo4j")))
    os.environ.update(server.environment)
    try:
        yield server.uri
        print(f"largest resident size of the server at {count}, queries included: {peak(pid):.0f} MiB", flush=True)
    finally:
        server.process.stdin.close()
        server.process.wait(120)


def set_up(server: servers.Neo4jServer, schema: Path) -> None:
    """Run the statements of a file."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        for statement in filter(None, schema.read_text().split(";\n")):
            driver.execute_query(statement)


KINDS = {"embedded": embedded, "neo4j": neo4j}


def tell_load(kind: str, count: int, stages: Sequence[Stage]) -> None:
    """Print the stages of a load."""
    took = [stage for stage in stages if stage.seconds]
    print(f"\n| {kind}, {count} | seconds | processor seconds | instructions/s | peak MiB |\n|---|---|---|---|---|")
    for stage in took:
        tell_stage(count, stage)
    load = [stage for stage in took if stage.name != "graphs"]
    spent = sum(stage.seconds for stage in load), sum(stage.processor for stage in load)
    tell_stage(count, Stage("all but the graphs", *spent, max(stage.peak for stage in load)))
    for stage in stages:
        if not stage.seconds:
            print(f"| {stage.name}: {stage.peak:.0f} MiB | | | | |")
    sys.stdout.flush()


def tell_stage(count: int, stage: Stage) -> None:
    """Print a row of such a table."""
    shown = f"{stage.peak:.0f}" if stage.peak else ""
    row = f"| {stage.name} | {stage.seconds:.1f} | {stage.processor:.1f} | {count / stage.seconds:.0f} | {shown} |"
    print(row)


def measured(asked: Mapping[int, Asked], seconds: float) -> dict[int, dict[str, Timing]]:
    """Return how long each question takes at each size."""
    timings: dict[int, dict[str, Timing]] = {size: {} for size in asked}
    for name, question in (by_id() | of_all(SMALL) | of_all(SCANS)).items():
        for size, one in in_turn(asked, name, question, seconds).items():
            timings[size][name] = one
            print(f"    {size:9} {name:20}{one.median:12.2f} ms, {one.runs} runs", file=sys.stderr, flush=True)
    return timings


def tell_timings(kind: str, sizes: Sequence[int], found: Mapping[int, Mapping[str, Timing]]) -> None:
    """Print how long questions take by the size of the store, and how that grows."""
    print(f"\n| {kind}, ms: median (fastest, p95) | {' | '.join(map(str, sizes))} | grows by | a scan, per 100k |")
    print(f"|---|{'---|' * len(sizes)}---|---|")
    for name in found[sizes[0]]:
        row = [found[size][name] for size in sizes]
        shown = " | ".join(f"{one.median:.3g} ({one.low:.3g}, {one.high:.3g})" for one in row)
        share = f"{row[-1].low / sizes[-1] * 1e5:.0f}" if name.strip("`") in SCANS else ""
        print(f"| {name} | {shown} | {row[-1].low / row[0].low:.1f} | {share} |")
    sys.stdout.flush()


def tell_every(store: GraphStore, one: str) -> None:
    """Print how long each query of the library takes, once."""
    for name in library():
        begun = time.perf_counter()
        try:
            rows = str(sum(1 for _ in _asked(name, store, one)))
        except stemmata.StemmataError as error:
            rows = str(error)
        print(f"    {name:20}{time.perf_counter() - begun:9.2f} s, rows: {rows}", flush=True)


def run(options: argparse.Namespace, folder: Path) -> None:
    """Load, ask and print: embedded stores all at once, servers one by one, since each takes gigabytes."""
    for kind in options.stores:
        found: dict[int, dict[str, Timing]] = {}
        sizes = list(options.sizes)
        for some in [sizes] if kind == "embedded" else [[count] for count in sizes]:
            with ExitStack() as stack:
                found |= measured(
                    {count: opened(kind, count, folder, stack, options) for count in some}, options.seconds
                )
        tell_timings(kind, sizes, found)


def opened(kind: str, count: int, folder: Path, stack: ExitStack, options: argparse.Namespace) -> Asked:
    """Return a loaded store, open until the stack is closed."""
    stages: list[Stage] = []
    uri = stack.enter_context(KINDS[kind](count, folder, stages))
    if stages:
        tell_load(kind, count, stages)
    with stemmata.open_store(uri) as store:
        answered = add_variants(store, count)
    asked = Asked(stack.enter_context(stemmata.open_store(uri, read_only=True)), parents(count), answered)
    if options.every:
        print(f"\n{kind}, {count}, each query once", flush=True)
        tell_every(asked.store, asked.ids[0])
    return asked


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--stores", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--seconds", type=float, default=20, help="for a question (%(default)s)")
    parser.add_argument("--every", action="store_true", help="ask each query of the library once, too")
    parser.add_argument("--folder", type=Path, help="where stores stay; elsewhere, and removed, unless given")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(os.sched_getaffinity(0))} cores", flush=True)
    if options.folder:
        options.folder.mkdir(exist_ok=True)
        run(options, options.folder)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(options, Path(folder))


if __name__ == "__main__":
    main()
