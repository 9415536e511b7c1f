"""`stemmata sample`: some of many instructions, at random, by strata, or for the most variety."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, encoded, lines_to
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.cli.keyed import Entry, Keyed
    from stemmata.graphs.elements import Cover
    from stemmata.graphs.graph import Graph
    from stemmata.graphs.likeness import Features
    from stemmata.graphs.stores.store import GraphStore

_NOWHERE = "(none)"


def sample(
    source: options.SourcesOrStore = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="How many.")] = 100,
    cover: Annotated[
        str | None,
        typer.Option(
            "--cover",
            metavar="KINDS",
            help="Prefer variety of families, pairs (of families), relations, kinds, fingerprints; with commas.",
            show_default=False,
        ),
    ] = None,
    stratify: Annotated[
        str | None,
        typer.Option(
            "--stratify",
            metavar="FIELD",
            help="Take of each value of this field in proportion, of each at least one.",
            show_default=False,
        ),
    ] = None,
    equal: Annotated[bool, typer.Option("--equal", help="With --stratify, take of each value equally many.")] = False,
    distinct: Annotated[bool, typer.Option("--distinct", help="Take at most one of near-duplicates.")] = False,
    seed: options.Seed = 0,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="A file instead of stdout.", show_default=False)
    ] = None,
    store: options.Store = None,
    select: options.Select = None,
    field: options.Field = None,
    parser: options.ParserName = "rules",
    workers: options.Workers = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Take a sample: records of files, unchanged and in their order, or graphs of the store.

    With --cover, each is taken that adds most: what is new before what is there once, and so on. Texts are parsed
    where --cover or --distinct need their graphs. The same seed takes the same records, in whatever order they come.

    Examples:
      stemmata sample prompts.jsonl -n 500 --cover families,relations --distinct -o sample.jsonl
      stemmata sample prompts.jsonl -n 200 --stratify category --seed 1 > sample.jsonl
      stemmata sample --store out/instructions.lbug -n 50 --cover fingerprints -o graphs.jsonl
    """
    from stemmata.cli.harvest import ready

    if equal and stratify is None:
        raise InputError("--equal goes with --stratify FIELD")
    if select is not None and source:
        raise InputError("--select goes with the store, not with SOURCE")
    covers = _covers(cover)
    reporter = Reporter(quiet=quiet, verbose=verbose)
    if covers or distinct:
        ready(parser)
    with ExitStack() as stack:
        ids: list[str] | None = None
        opened: GraphStore | None = None
        if not source:
            from stemmata.cli.stored import chosen_ids
            from stemmata.graphs.stores.store import open_store

            opened = stack.enter_context(open_store(options.store_uri(store), read_only=True))
            ids = chosen_ids(opened, select) if select is not None else None
        spool = stack.enter_context(TemporaryFile()) if source and "-" in source else None
        advance = stack.enter_context(reporter.progress("reading"))
        entries = _entries(source, opened, ids, field)
        pool = _Pool(seed, stratify, distinct)
        for one in _read(entries, _Wanted(tuple(covers), distinct), parser, options.worker_count(workers)):
            if spool is not None:
                spool.write(encoded(one.entry.line))
            pool.add(one, by_id=opened is not None)
            advance(1)
        if stratify is not None and set(pool.strata) <= {_NOWHERE}:
            raise InputError(f"no record has a field {stratify!r}", fix="check --stratify")
        chosen = set(pool.choose(count, equal=equal, cover=bool(covers)))
        with lines_to(output) as write:
            for line in _lines(source, opened, spool, field, pool, chosen):
                write(line)
    reporter.say(pool.said(chosen, cover=bool(covers), distinct=distinct))
    for line in pool.failed[:5]:
        reporter.warn(f"not read, not taken: {line}")
    if len(pool.failed) > 5:
        reporter.warn(f"not read, not taken: {len(pool.failed) - 5} more")
    return 1 if pool.failed else 0


def _covers(named: str | None) -> list[Cover]:
    from stemmata.graphs.elements import Cover

    names = [name.strip() for name in named.split(",") if name.strip()] if named else []
    known = [one.value for one in Cover]
    for name in names:
        if name not in known:
            raise InputError(f"--cover knows no {name!r}", fix=f"use {', '.join(known)}")
    return [Cover(name) for name in names]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What choosing needs of graphs."""

    covers: tuple[Cover, ...]
    distinct: bool

    @property
    def anything(self) -> bool:
        return bool(self.covers) or self.distinct

    def __call__(self, graphs: Sequence[Graph]) -> list[tuple[list[str], Features]]:
        from stemmata.graphs.elements import elements_of
        from stemmata.graphs.likeness import features

        return [
            (elements, features(graph) if self.distinct else frozenset())
            for graph, elements in zip(graphs, elements_of(graphs, self.covers), strict=True)
        ]


def _entries(
    source: Sequence[str] | None, store: GraphStore | None, ids: Sequence[str] | None, name: str | None
) -> Iterator[Entry]:
    from stemmata.cli.keyed import entries, stored

    if store is not None:
        return stored(store, ids=ids)
    return entries(source or (), field=name)


def _read(
    entries: Iterator[Entry], wanted: _Wanted, parser: str, workers: int
) -> Iterator[Keyed[tuple[list[str], Features]]]:
    from stemmata.cli.keyed import Keyed, keyed
    from stemmata.schemas.records import Failure

    if wanted.anything:
        yield from keyed(entries, wanted, parser=parser, workers=workers)
        return
    for entry in entries:
        yield Keyed(entry, (), tuple(item for item in entry.items if isinstance(item, Failure)))


def _lines(
    source: Sequence[str] | None,
    store: GraphStore | None,
    spool: IO[bytes] | None,
    name: str | None,
    pool: _Pool,
    chosen: set[int],
) -> Iterator[str]:
    """Yield the lines of the chosen records, in their order."""
    from stemmata.cli.keyed import entries, stored

    if store is not None:
        yield from (entry.line for entry in stored(store, ids=[pool.names[number] for number in sorted(chosen)]))
        return
    lines: Iterable[str]
    if spool is not None:
        spool.seek(0)
        lines = (line.decode("utf-8").removesuffix("\n") for line in spool)
    else:
        lines = (entry.line for entry in entries(source or (), field=name, checked=True))
    yield from (line for number, line in enumerate(lines) if number in chosen)


@dataclass
class _Pool:
    """The records to choose from: of each its rank, its stratum and its elements, and not the record."""

    seed: int
    stratify: str | None
    distinct: bool
    ranks: array[int] = field(default_factory=lambda: array("Q"))
    strata: list[str] = field(default_factory=list)
    items: list[array[int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    usable: list[int] = field(default_factory=list)
    groups: int = 0

    def __post_init__(self) -> None:
        from stemmata.graphs.duplicates import Duplicates

        self._numbers: dict[str, int] = {}
        self._duplicates = Duplicates()

    def add(self, one: Keyed[tuple[list[str], Features]], *, by_id: bool) -> None:
        """Take note of a record."""
        from stemmata.graphs.sampling import rank

        entry = one.entry
        if not one.failures:
            self.usable.append(len(self.ranks))
        self.failed += [f"{entry.where}: {failure.reason}" for failure in one.failures]
        self.ranks.append(rank(entry.where if by_id else entry.line, self.seed))
        if by_id:
            self.names.append(entry.where)
        if self.stratify is not None:
            self.strata.append(_value(entry.fields, self.stratify))
        found = {self._numbers.setdefault(name, len(self._numbers)) for names, _ in one.keys for name in names}
        self.items.append(array("I", sorted(found)))
        if self.distinct:
            self._duplicates.add(frozenset().union(*(some for _, some in one.keys)))

    def choose(self, count: int, *, equal: bool, cover: bool) -> list[int]:
        """Return the numbers of the records to take."""
        from stemmata.graphs.sampling import Coverage, shares

        numbers = self.usable
        if self.distinct:
            first = self._duplicates.first_of_each()
            seen: dict[int, int] = {}
            for number in sorted(numbers, key=lambda one: (self.ranks[one], one)):
                seen.setdefault(int(first[number]), number)
            numbers = sorted(seen.values())
            self.groups = len(numbers)
        quotas = None
        if self.stratify is not None:
            sizes = Counter(self.strata[number] for number in numbers)
            quotas = shares(dict(sorted(sizes.items())), count, equal=equal)
        if cover:
            items, ranks = [self.items[one] for one in numbers], [self.ranks[one] for one in numbers]
            strata = [self.strata[one] for one in numbers] if quotas is not None else []
            return [numbers[place] for place in Coverage(items, ranks, quotas, strata).take(count)]
        ordered = sorted(numbers, key=lambda one: (self.ranks[one], one))
        if quotas is None:
            return ordered[:count]
        left = dict(quotas)
        taken = []
        for number in ordered:
            if left[self.strata[number]]:
                left[self.strata[number]] -= 1
                taken.append(number)
        return taken

    def said(self, chosen: set[int], *, cover: bool, distinct: bool) -> str:
        """Return what came of it, in words."""
        done = f"{len(chosen)} of {counted(len(self.ranks), 'record')}"
        if distinct:
            done += f", of which {self.groups} are no near-duplicates of each other"
        if self.stratify is not None:
            tally = Counter(self.strata[number] for number in chosen)
            listed = [f"{amount} {name}" for name, amount in tally.most_common(6)]
            done += f"; {', '.join(listed)}" + (f", and {len(tally) - 6} more" if len(tally) > 6 else "")
        if cover:
            at_random = sorted(self.usable, key=lambda one: (self.ranks[one], one))[: len(chosen)]
            done += f"; {self._covered(chosen)} of {len(self._numbers)} elements covered"
            done += f" ({self._covered(at_random)} by as many at random)"
        return done

    def _covered(self, some: Iterable[int]) -> int:
        return len({element for number in some for element in self.items[number]})


def _value(fields: dict[str, Any], name: str) -> str:
    value: Any = fields
    for part in (name,) if name in fields else tuple(name.split(".")):
        value = value.get(part) if isinstance(value, dict) else None
    if value is None:
        return _NOWHERE
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
