"""How well a parser does what `docs/annotation.md` says, on the gold set.

usage: python benchmarks/parsing.py [--gold DIR] [--parser rules|sentences|llm|NAME|GRAPHS.jsonl]... [--errors N]
                                    [--json]
       python benchmarks/parsing.py --texts FILE      # then: stemmata parse FILE -o GRAPHS.jsonl, with any parser

`rules` is the parser of the package, `sentences` the baseline, `llm` asks the model that STEMMATA_MODEL names (at
OPENAI_BASE_URL), NAME is an entry point of the group `stemmata.parsers`, GRAPHS.jsonl what `stemmata parse -o` wrote;
its graphs are found by their content ids, and a text without one counts as an empty graph. Several parsers stand in one
short table; LABEL=NAME names a column. `--origin own` or `public` scores one half, `--origin dev` the 120 further
instructions that were read while rules were written. The ranges in brackets are 95 % bootstrap intervals over the
instructions.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from contenders import contenders, graphs
from gold_set import DATA, FOLDER, ORIGINS, YARDSTICK, Gold, load
from graph_scores import Match, Scores, Tally, compare, total

from stemmata.schemas.errors import StemmataError
from stemmata.schemas.vocabulary import DISCOURSE, SEMANTIC, EdgeKind, NodeKind

DRAWS = 1000


def summed(matches: Sequence[Match]) -> Scores:
    """Return the scores of several comparisons together."""
    scores = Scores()
    for match in matches:
        scores.add(match.scores)
    return scores


def interval(matches: Sequence[Match], of: Callable[[Scores], Tally]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of an F1 over the instructions; the same for the same input."""
    draw = random.Random(0)
    parts = [of(match.scores) for match in matches]
    values = []
    for _ in range(DRAWS):
        sample = Tally()
        for _ in parts:
            sample += parts[draw.randrange(len(parts))]
        values.append(sample.f1)
    values.sort()
    return values[int(0.025 * DRAWS)], values[int(0.975 * DRAWS) - 1]


def agreement(scores: Scores, layer: Sequence[str]) -> Tally:
    """Return how many of a layer's units that found their place have the right kind."""
    counts = {pair: n for pair, n in scores.kinds.items() if pair[0] in layer}
    return Tally(sum(counts.values()), sum(counts.values()), sum(n for (a, b), n in counts.items() if a == b))


def rows(matches: Sequence[Match]) -> list[tuple[str, Tally | None, Tally]]:
    """Return the table's rows: a name, the exact tally where there is one, and the relaxed tally."""
    scores = summed(matches)
    made: list[tuple[str, Tally | None, Tally]] = [("nodes", total(scores.exact), total(scores.relaxed))]
    for layer, kinds in (("discourse", DISCOURSE), ("semantic", SEMANTIC)):
        made.append((f"  {layer}", total(scores.exact, kinds), total(scores.relaxed, kinds)))
        made += [(f"    {kind}", scores.exact.get(kind, Tally()), scores.relaxed.get(kind, Tally())) for kind in kinds]
    made.append(("edges", None, total(scores.edges)))
    between = [EdgeKind.CONSTRAINS, EdgeKind.DEPENDS_ON]
    within = [EdgeKind.PART_OF, EdgeKind.PERFORMS_ACTION, EdgeKind.PRODUCES, EdgeKind.HAS_ATTRIBUTE]
    for name, kinds_of_edge in (("discourse", between), ("semantic", within)):
        made.append((f"  {name}", None, total(scores.edges, kinds_of_edge)))
        made += [(f"    {kind}", None, scores.edges.get(kind, Tally())) for kind in kinds_of_edge]
    return made


def table(matches: Sequence[Match]) -> str:
    """Return all scores as a table for people."""
    scores = summed(matches)
    lines = [f"{'':22}{'gold':>6}{'found':>7}   {'exact P':>7}{'R':>7}{'F1':>7}   {'relaxed P':>9}{'R':>7}{'F1':>7}"]
    for name, exact, relaxed in rows(matches):
        shown = f"{exact.precision:7.3f}{exact.recall:7.3f}{exact.f1:7.3f}" if exact else " " * 21
        lines.append(
            f"{name:22}{relaxed.gold:6}{relaxed.predicted:7}   {shown}   "
            f"{relaxed.precision:9.3f}{relaxed.recall:7.3f}{relaxed.f1:7.3f}"
        )
    lines.append("")
    headlines: list[tuple[str, Callable[[Scores], Tally]]] = [
        ("discourse nodes", lambda s: total(s.relaxed, DISCOURSE)),
        ("semantic nodes", lambda s: total(s.relaxed, SEMANTIC)),
        ("edges", lambda s: total(s.edges)),
    ]
    for label, of in headlines:
        low, high = interval(matches, of)
        lines.append(f"relaxed F1 of {label}: {of(scores).f1:.3f} [{low:.3f}, {high:.3f}]")
    for label, layer in (("discourse", DISCOURSE), ("semantic", SEMANTIC)):
        right = agreement(scores, layer)
        lines.append(f"kind of {label} units in the right place: {right.recall:.3f} of {right.gold}")
    wrong = [(pair, n) for pair, n in scores.kinds.most_common() if pair[0] != pair[1]]
    if wrong:
        lines.append("  taken for another: " + ", ".join(f"{a} as {b} {n}" for (a, b), n in wrong))
    if facts := sum(scores.roles.values()):
        lines.append(f"role of Facts found: {scores.roles[True] / facts:.3f} of {facts}")
    for name, counts in sorted(scores.qualifiers.items()):
        said = sum(counts.values())
        lines.append(f"qualifier of edges found, {name}: {counts[True] / said:.3f} of {said}")
    return "\n".join(lines)


def side_by_side(results: Mapping[str, Sequence[Match]]) -> str:
    """Return the scores that tell most, a column for each parser."""

    def nodes(layer: Sequence[NodeKind], *, exact: bool) -> Callable[[Scores], float]:
        return lambda scores: total(scores.exact if exact else scores.relaxed, layer).f1

    def kinds(layer: Sequence[NodeKind]) -> Callable[[Scores], float]:
        return lambda scores: agreement(scores, layer).recall

    shown: list[tuple[str, Callable[[Scores], float]]] = []
    for name, layer in (("discourse", DISCOURSE), ("semantic", SEMANTIC)):
        shown.append((f"{name} nodes, relaxed F1", nodes(layer, exact=False)))
        shown.append((f"{name} nodes, exact F1", nodes(layer, exact=True)))
        shown.append((f"{name} nodes, kind right", kinds(layer)))
    shown.append(("edges, F1", lambda scores: total(scores.edges).f1))
    for kind in EdgeKind:
        if kind is not EdgeKind.EDIT:
            shown.append((f"  {kind}", lambda scores, kind=kind: scores.edges.get(kind, Tally()).f1))
    sums = {name: summed(matches) for name, matches in results.items()}
    lines = [" " * 28 + "".join(f"{name:>{max(11, len(name) + 2)}}" for name in sums)]
    for label, of in shown:
        cells = "".join(f"{of(scores):>{max(11, len(name) + 2)}.3f}" for name, scores in sums.items())
        lines.append(f"{label:28}{cells}")
    return "\n".join(lines)


def as_json(matches: Sequence[Match]) -> dict[str, Any]:
    """Return all scores as one JSON object."""

    def figures(tally: Tally | None) -> dict[str, float] | None:
        if tally is None:
            return None
        return {
            **{name: getattr(tally, name) for name in ("gold", "predicted", "right")},
            **{name: round(getattr(tally, name), 4) for name in ("precision", "recall", "f1")},
        }

    scores = summed(matches)
    return {
        "instructions": len(matches),
        "nodes": {name.strip(): {"exact": figures(e), "relaxed": figures(r)} for name, e, r in rows(matches) if e},
        "edges": {kind: figures(tally) for kind, tally in [*scores.edges.items(), ("all", total(scores.edges))]},
        "kinds": [[gold, predicted, count] for (gold, predicted), count in sorted(scores.kinds.items())],
        "fact_roles": {"right": scores.roles[True], "wrong": scores.roles[False]},
        "qualifiers": {
            name: {"right": counts[True], "wrong": counts[False]} for name, counts in sorted(scores.qualifiers.items())
        },
    }


def worst(golds: Sequence[Gold], matches: Sequence[Match], count: int) -> str:
    """Return the instructions with most wrong nodes, and which those are."""
    ranked = sorted(zip(golds, matches, strict=True), key=lambda pair: -len(pair[1].missed) - len(pair[1].spurious))
    lines = []
    for gold, match in ranked[:count]:
        lines.append(f"\n{gold.id}: {len(match.missed)} missed, {len(match.spurious)} spurious")
        for mark, nodes in (("-", match.missed), ("+", match.spurious)):
            for node in nodes:
                words = " ".join(node.text.split())
                lines.append(f"  {mark} {node.kind:15}{words if len(words) <= 90 else f'{words[:60]} … {words[-27:]}'}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a parser and print a table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=FOLDER, help="folder with own.jsonl, public.jsonl and dev.jsonl")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the public files")
    parser.add_argument("--parser", action="append", help="rules, sentences, an entry point, or a file of graphs")
    parser.add_argument("--origin", choices=ORIGINS, help="only these; else own and public")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the N worst instructions")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the instructions to a file, and no more")
    options = parser.parse_args(arguments)
    try:
        golds, absent = load(options.gold, options.data, (options.origin,) if options.origin else YARDSTICK)
        if absent:
            print(f"{len(absent)} of {len(golds) + len(absent)} left out: no public file at hand", file=sys.stderr)
        if options.texts:
            with options.texts.open("w", encoding="utf-8") as out:
                for gold in golds:
                    turns = [{"role": turn.role, "text": turn.text} for turn in gold.graph.turns]
                    out.write(json.dumps({"id": gold.id, "turns": turns}, ensure_ascii=False) + "\n")
            return 0
        parsers = contenders(options.parser or ["rules"])
    except StemmataError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if not golds:
        print("no instruction to score: the public files are not at hand.", file=sys.stderr)
        return 2
    texts = [gold.graph.turns for gold in golds]
    results = {
        name: [compare(gold.graph, graph) for gold, graph in zip(golds, graphs(parse, texts), strict=True)]
        for name, parse in parsers.items()
    }
    numbers = ", ".join(f"{number} {origin}" for origin, number in Counter(gold.origin for gold in golds).items())
    title = f"{len(golds)} instructions ({numbers})"
    if len(results) > 1:
        made = {name: as_json(matches) for name, matches in results.items()}
        print(json.dumps(made, indent=2) if options.json else f"{title}\n\n{side_by_side(results)}")
        return 0
    ((name, matches),) = results.items()
    if options.json:
        print(json.dumps(as_json(matches), indent=2))
    else:
        print(f"{title}, parser {name}\n")
        print(table(matches))
        print(worst(golds, matches, options.errors), end="\n" if options.errors else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
