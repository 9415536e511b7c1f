"""`stemmata decontaminate`: instructions without those that are too near to a benchmark's prompts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stemmata.cli import options
from stemmata.cli.output import STDOUT, Reporter, counted, is_special, lines_to
from stemmata.graphs.fingerprints import Level
from stemmata.schemas.errors import InputError
from stemmata.schemas.vocabulary import NEAR_DUPLICATE

if TYPE_CHECKING:
    from stemmata.cli.keyed import Keyed
    from stemmata.graphs.overlap import Benchmark, Overlap, Signature
    from stemmata.graphs.stores.store import GraphStore

_VARIANT = "variant"
_MARK = "contamination"


def decontaminate(
    source: options.SourcesOrStore = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against", metavar="BENCH", help="The benchmark's prompts; may be given again.", show_default=False
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="A file instead of stdout.", show_default=False)
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="What was dropped and why, a line each.  [default: FILE.dropped.jsonl beside -o]",
            show_default=False,
        ),
    ] = None,
    level: Annotated[
        Level, typer.Option("--level", help="Which prints are equal where two instructions have one structure.")
    ] = Level.DEMANDS,
    threshold: Annotated[
        float, typer.Option("--threshold", min=0.05, max=1, help="From which likeness on two are near-duplicates.")
    ] = NEAR_DUPLICATE,
    mark: Annotated[
        bool, typer.Option("--mark", help=f'Keep them, with a field "{_MARK}" that says what they share.')
    ] = False,
    store: options.Store = None,
    select: options.Select = None,
    field: options.Field = None,
    parser: options.ParserName = "rules",
    workers: options.Workers = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Drop the instructions that share with a benchmark prompt the text, the structure, or most of what they say.

    Text: all words that are asked, or those of one long turn, without case, layout and punctuation. Structure: the
    same typed constraints (or the same print at another --level) about the same things. Near: --threshold of all
    features in common, about the same things. Of a store, variants of a dropped instruction go too.

    What is kept goes out unchanged and in order. A record that cannot be read or parsed was not checked: it is not
    kept, it is said, and the exit code is 1.

    Examples:
      stemmata decontaminate train.jsonl --against ifeval.jsonl -o clean.jsonl
      stemmata decontaminate train.jsonl --against ifeval.jsonl --against mt_bench.jsonl --mark > marked.jsonl
      stemmata decontaminate --store out/instructions.lbug --against ifeval.jsonl -o graphs.jsonl
    """
    from stemmata.cli.harvest import ready
    from stemmata.cli.keyed import entries, keyed
    from stemmata.graphs.overlap import signatures

    if not against:
        raise InputError("no benchmark to compare with", fix="name its prompts with --against FILE")
    if select is not None and source:
        raise InputError("--select goes with the store, not with SOURCE")
    reporter = Reporter(quiet=quiet, verbose=verbose)
    ready(parser)
    count = options.worker_count(workers)
    records = keyed(entries(source, field=field), signatures, parser=parser, workers=count) if source else None
    counts: Counter[str] = Counter()
    failed: list[str] = []
    with ExitStack() as stack:
        opened = stack.enter_context(_opened(options.store_uri(store))) if records is None else None
        bench, places = _benchmark(against, level, threshold, parser=parser, workers=count)
        write = stack.enter_context(lines_to(output))
        tell = stack.enter_context(lines_to(target)) if (target := _report(report, output)) else None
        advance = stack.enter_context(reporter.progress("comparing"))
        stream = _told(records, bench) if records is not None else _of_store(opened, bench, select, parser, count)
        for one, found in stream:
            counts["records"] += 1
            advance(1)
            if one.failures:
                failed += [f"{one.entry.where}: {failure.reason}" for failure in one.failures]
                counts["failed"] += 1
                continue
            if found is not None:
                counts[found["reason"]] += 1
                found = {**found, "prompt": places[found["prompt"]] if "prompt" in found else None}
                if tell is not None:
                    tell(json.dumps({"where": one.entry.where, **_name(one), **found}, ensure_ascii=False))
            if found is None:
                write(one.entry.line)
            elif mark:
                write(json.dumps({**json.loads(one.entry.line), _MARK: found}, ensure_ascii=False))
    reporter.say(_said(counts, len(bench), mark=mark, target=target))
    for line in failed[:5]:
        reporter.warn(f"not checked, not kept: {line}")
    if len(failed) > 5:
        reporter.warn(f"not checked, not kept: {len(failed) - 5} more")
    return 1 if failed else 0


def _opened(uri: str) -> GraphStore:
    from stemmata.graphs.stores.store import open_store

    return open_store(uri, read_only=True)


def _report(report: str | None, output: str | None) -> str | None:
    if report is not None or output is None or output == STDOUT or is_special(output):
        return report
    return f"{output}.dropped.jsonl"


def _benchmark(
    sources: Sequence[str], level: Level, threshold: float, *, parser: str, workers: int
) -> tuple[Benchmark, list[dict[str, Any]]]:
    """Return the prompts of a benchmark and where each stands."""
    from stemmata.cli.keyed import entries, keyed
    from stemmata.graphs.overlap import Benchmark, signatures

    bench = Benchmark(level, threshold)
    places: list[dict[str, Any]] = []
    for one in keyed(entries(sources), signatures, parser=parser, workers=workers):
        for failure in one.failures:
            raise InputError(f"cannot be compared with ({failure.detail})", where=one.entry.where)
        for key in one.keys:
            bench.add(key)
            places.append({"where": one.entry.where, **_name(one)})
    return bench, places


def _name(one: Keyed[Signature]) -> dict[str, Any]:
    from stemmata.parsing.fields import ID_FIELDS

    return next(({"id": one.entry.fields[key]} for key in ID_FIELDS if one.entry.fields.get(key) is not None), {})


def _told(
    records: Iterator[Keyed[Signature]], bench: Benchmark
) -> Iterator[tuple[Keyed[Signature], dict[str, Any] | None]]:
    for one in records:
        found = [overlap for key in one.keys if (overlap := bench.overlap(key)) is not None]
        yield one, _record(found[0]) if found else None


def _record(found: Overlap) -> dict[str, Any]:
    return {
        "reason": found.reason.value,
        "prompt": found.number,
        "likeness": round(found.likeness, 3),
        "level": None if found.level is None else found.level.value,
    }


def _of_store(
    store: GraphStore | None, bench: Benchmark, select: str | None, parser: str, workers: int
) -> Iterator[tuple[Keyed[Signature], dict[str, Any] | None]]:
    """Yield the roots, then the variants; a variant of a dropped root is dropped with it."""
    from stemmata.cli.keyed import keyed, stored
    from stemmata.cli.stored import chosen_ids, families_of
    from stemmata.graphs.overlap import signatures
    from stemmata.parsing.pool import batches

    assert store is not None
    ids = chosen_ids(store, select) if select is not None else None
    dropped: set[str] = set()
    for roots in (True, False):
        records = keyed(stored(store, ids=ids, roots=roots), signatures, parser=parser, workers=workers)
        for some in batches(_told(records, bench), 512):
            families = {} if roots else families_of(store, [one.entry.where for one, _ in some])
            for one, found in some:
                name = one.entry.where
                if roots and found is not None:
                    dropped.add(name)
                if found is None and families.get(name) in dropped:
                    found = {"reason": _VARIANT, "of": families[name]}
                yield one, found


def _said(counts: Counter[str], prompts: int, *, mark: bool, target: str | None) -> str:
    reasons = [(name, counts[name]) for name in ("text", "structure", "near", _VARIANT) if counts[name]]
    taken = sum(count for _, count in reasons)
    done = f"{counted(counts['records'], 'record')} against {counted(prompts, 'prompt')}: "
    done += f"{counts['records'] - taken - counts['failed']} clean, {taken} {'marked' if mark else 'dropped'}"
    if reasons:
        done += f" ({', '.join(f'{count} by {name}' for name, count in reasons)})"
    return done + (f"; {target} says to which prompt" if target and taken else "")
