"""How many instructions a second are written: Stemmata, the bare databases, and other graph writers, in one run.

usage: python benchmarks/store_write.py [--count 10000] [--peers 300] [--rounds 3] [--only NAMES]
                                        [--neo4j-version 5.26.30]

The instructions are `made_graphs.py`'s, of eight nodes and 13 edges. Each writer begins with an empty database or no
file, and what it has written is counted afterwards: nodes of each label, edges of each kind, and on Neo4j properties.
All writers take turns in each round, another one first each time. Told are the median, the lowest and the highest, and
the median of the processor's milliseconds for an instruction, in this process and in the server together: it moves less
than the rest where others use the machine.

Not timed: making `Graph` objects, and the objects that the peers ask for. The bare databases have two rows each: rows
or Arrow tables made beforehand, and made from `Graph` objects within the time, as Stemmata has to. Timed with a file
is all until it is closed; its schema is made beforehand, but within the time of the bulk build.

The Neo4j server is the benchmark's own (see `tests/servers`: it needs Java and Maven), with Stemmata's constraints and
indexes in place for all, and warm: each writer has written some before. The peers come with the extra `peers`, write
fewer instructions, and need APOC in the server. With `neo4j-rust-ext` installed, all are measured with it.
"""

from __future__ import annotations

import argparse
import gc
import importlib.metadata
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import store_peers
import store_writers as own
from made_graphs import made

from stemmata.graphs.graph import Graph

SERVERS = Path(__file__).parent.parent / "tests" / "servers"
VERSION = "5.26.30"
# The newest that Maven has; it works on any server of its line.
APOC = "5.26.19"
WARMING = 1_000
PACKAGES = ("neo4j", "neo4j-rust-ext", "langchain-neo4j", "neo4j-graphrag", "ladybug", "pyarrow")


class Figure(NamedTuple):
    """How fast a writer was: instructions a second, and processor seconds for each."""

    rate: float
    work: float


class Row(NamedTuple):
    """A row of the table.

    Attributes:
        name: What `--only` chooses it by.
        title: What it is called in the table.
        write: The writer.
        server: Whether it writes into Neo4j, not into a file.
        package: The peer that it needs.
        few: Whether it writes as few instructions as `--peers` says.
    """

    name: str
    title: str
    write: own.Writer
    server: bool = False
    package: str | None = None
    few: bool = False


def rows() -> Iterator[Row]:
    """Yield all rows."""
    yield Row("neo4j", "Stemmata, into Neo4j", own.into_server, server=True)
    for merge in (True, False):
        for size in (1_000, 2_000):
            for prepared in (True, False):
                name = f"{'merge' if merge else 'create'}-{size}{'' if prepared else '-graphs'}"
                title = f"bare driver, {'MERGE' if merge else 'CREATE'}, {size:,} a transaction, {_from(prepared)}"
                yield Row(name, title, own.by_driver(size, merge=merge, prepared=prepared), server=True)
    for each in (True, False):
        for base in (True, False):
            yield Row(
                f"langchain-{'each' if each else 'one'}{'-base' if base else ''}",
                f"langchain-neo4j, {'a call a document' if each else 'one call'}{', base label' if base else ''}",
                store_peers.by_langchain(each=each, base_label=base),
                server=True,
                package="langchain-neo4j",
                few=True,
            )
    for each in (True, False):
        yield Row(
            f"graphrag-{'each' if each else 'merged'}",
            f"neo4j-graphrag, {'a graph a document' if each else 'one merged graph'}",
            store_peers.by_graphrag(each=each),
            server=True,
            package="neo4j-graphrag",
            few=each,
        )
    yield Row("ladybug", "Stemmata, into LadybugDB", own.into_file)
    yield Row("bulk", "Stemmata, LadybugDB in bulk", own.in_bulk)
    some: tuple[int | None, ...] = (None, 5_000)
    for parts in some:
        for prepared in (True, False):
            name = f"copy-{parts or 'all'}{'' if prepared else '-graphs'}"
            title = f"bare COPY, {f'{parts:,} a transaction' if parts else 'all at once'}, {_from(prepared)}"
            yield Row(name, title, own.by_copy(parts, prepared=prepared))


def _from(prepared: bool) -> str:
    return "rows ready" if prepared else "from graphs"


# What is asked of Stemmata: one row's figure as a part of another's, and how much it should be.
RATIOS = (
    ("neo4j", "merge-1000", 0.8),
    ("neo4j", "merge-2000", 0.8),
    ("neo4j", "merge-1000-graphs", 0.8),
    ("neo4j", "create-2000-graphs", None),
    ("neo4j", "langchain-each-base", 8),
    ("neo4j", "langchain-each", 8),
    ("neo4j", "graphrag-merged", 2),
    ("neo4j", "graphrag-each", 12),
    ("bulk", "copy-all", 0.7),
    ("bulk", "copy-all-graphs", 0.7),
    ("ladybug", "copy-5000", 0.7),
    ("ladybug", "copy-all", 0.7),
)


@contextmanager
def served(version: str, *, peers: bool) -> Iterator[own.ServerPlace]:
    """Give a server of the benchmark's own.

    Raises:
        SystemExit: None can be had.
    """
    sys.path.insert(0, str(SERVERS))
    from neo4j_server import UnavailableError, start

    plugins = tuple(f"org.neo4j.procedure:{name}:{APOC}" for name in ("apoc-core", "apoc-common"))
    try:
        server = start(version, jvm=("-Xms2g", "-Xmx2g"), plugins=plugins if peers else ())
    except UnavailableError as error:
        raise SystemExit(f"{error}; --only ladybug,bulk,copy does without a server") from None
    try:
        os.environ.pop("NEO4J_DATABASE", None)
        os.environ.update(server.environment)
        assert server.process is not None
        place = own.ServerPlace(server.uri, server.user, server.password, server.process.pid)
        yield place
        place.close()
    finally:
        server.stop()


def measured(row: Row, place: own.ServerPlace | own.FilePlace, graphs: Sequence[Graph]) -> Figure:
    """Return how fast a writer writes graphs.

    Raises:
        SystemExit: It did not write all of them.
    """
    place.empty()
    with row.write(place, graphs) as work:
        gc.collect()
        before = time.process_time() + place.worked()
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
        worked = time.process_time() + place.worked() - before
    held, wanted = place.held(), own.wanted(graphs)
    if (held.nodes, held.edges) != (wanted.nodes, wanted.edges) or held.properties not in (None, wanted.properties):
        raise SystemExit(f"{row.title}: not all was written\n  wanted {wanted}\n  found  {held}")
    return Figure(len(graphs) / seconds, worked / len(graphs))


def chosen(options: argparse.Namespace) -> list[Row]:
    """Return the rows to measure, and say which are left out and why."""
    some = [row for row in rows() if not options.only or row.name.startswith(tuple(options.only.split(",")))]
    told = []
    if find_spec("neo4j") is None and any(row.server for row in some):
        told.append("the neo4j driver is not installed, so nothing is written into Neo4j: pip install '.[neo4j]'")
        some = [row for row in some if not row.server]
    for package in sorted({row.package for row in some if row.package}):
        if find_spec(package.replace("-", "_")) is None:
            told.append(f"{package} is not installed, so it is left out: pip install '.[peers]'")
            some = [row for row in some if row.package != package]
    if any(row.package for row in some) and options.neo4j_version.split(".")[:2] != APOC.split(".")[:2]:
        told.append(f"Maven has no APOC for Neo4j {options.neo4j_version}, so the peers that need it are left out")
        some = [row for row in some if not row.package]
    for line in told:
        print(line)
    return some


def tell_versions(options: argparse.Namespace) -> None:
    """Print what is measured, and on what."""
    held = {package: _version(package) for package in PACKAGES}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    print(
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.machine()}"
    )
    print(f"Python {platform.python_version()}, Neo4j {options.neo4j_version}, APOC {APOC}, ", end="")
    print(", ".join(f"{package} {version or 'none'}" for package, version in held.items()))
    print(f"{options.count:,} instructions, {options.peers:,} for slow peers, {options.rounds} rounds")


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def tell(some: Sequence[Row], figures: dict[str, list[Figure]], count: Callable[[Row], int]) -> None:
    """Print the table and the ratios."""
    spread = f"{'median':>8} {'lowest':>8} {'highest':>8}"
    print(f"\n{'':<20} {'instructions a second':<50} {spread} {'ms each':>8} {'of':>7}")
    for row in some:
        found = figures[row.name]
        numbers = _three([one.rate for one in found], ",.0f")
        print(f"{row.name:<20} {row.title:<50} {numbers} {_median_work(found) * 1e3:>8.2f} {count(row):>7,}")
    print(f"\n{'parts, each within a round':<41} {spread} {'by work':>8} {'aim':>7}")
    for one, other, aim in RATIOS:
        if one in figures and other in figures:
            mine, its = figures[one], figures[other]
            numbers = _three([ours.rate / theirs.rate for ours, theirs in zip(mine, its, strict=True)], ".2f")
            print(f"{one:<9} / {other:<29} {numbers} {_median_work(its) / _median_work(mine):>8.2f} {aim or '':>7}")


def _three(numbers: Sequence[float], form: str) -> str:
    return " ".join(f"{value:>8{form}}" for value in (statistics.median(numbers), min(numbers), max(numbers)))


def _median_work(figures: Sequence[Figure]) -> float:
    return statistics.median(one.work for one in figures)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--peers", type=int, default=300)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", default="", metavar="NAMES", help="names of rows or what they begin with, by commas")
    options.add_argument("--neo4j-version", default=VERSION)
    told = options.parse_args()
    tell_versions(told)
    some = chosen(told)
    graphs = list(made(told.count))

    def count(row: Row) -> int:
        few: int = min(told.peers, told.count)
        return few if row.few else len(graphs)

    with ExitStack() as stack:
        places: dict[bool, own.ServerPlace | own.FilePlace] = {False: own.FilePlace()}
        stack.callback(places[False].close)
        if any(row.server for row in some):
            places[True] = stack.enter_context(served(told.neo4j_version, peers=any(row.package for row in some)))
        for row in some:
            measured(row, places[row.server], graphs[: min(WARMING, count(row))])
        figures: dict[str, list[Figure]] = {row.name: [] for row in some}
        for turn in range(told.rounds):
            at = turn * len(some) // told.rounds
            for row in some[at:] + some[:at]:
                figures[row.name].append(measured(row, places[row.server], graphs[: count(row)]))
                print(f"  {turn + 1} {row.name:<22} {figures[row.name][-1].rate:>8,.0f}", file=sys.stderr, flush=True)
    tell(some, figures, count)


if __name__ == "__main__":
    main()
