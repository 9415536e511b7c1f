"""How well a parser tells what a later turn does with the turns before it, on StructFlowBench's dialogues.

usage: python benchmarks/turn_relations.py [FILE] [--parser [LABEL=]NAME]... [--half even|odd] [--errors N]

FILE is StructFlowBench's JSONL; the default is the public file beside the checkout. Rules were written while the
dialogues on its even lines (from 0) were read; nobody read those on odd lines, so the two are reported apart.

Gold: each entry of `structure` says which rounds (a prompt and its answer, c1, c2 …) are taken up by which later ones,
and how. A round's relation is that of the entry that it is a target of, and the rounds it takes up are the entry's
sources. `unrelatedness` takes up none, whatever source is named.

Predicted: the first act of a round's prompt that depends on acts of earlier turns; the `reference` of those edges is
the relation and their turns are the rounds that it takes up. A prompt without acts whose constraints bind an act of an
earlier turn refines it. A prompt without such an edge is unrelated to what went before.

The last answer is left out, as `stemmata parse` reads such files: what it wrote with `-o` can be scored (`--parser
LABEL=GRAPHS.jsonl`).

`baseline` is not a parser: each prompt follows up on the one before. `rounds` in the table is the share of prompts for
which exactly the right rounds are taken up, `both` that for which the relation is right too; macro-F1 is the mean over
the six relations.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from contenders import Parse, contenders
from gold_set import DATA
from graph_scores import Tally

from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError, StemmataError
from stemmata.schemas.instruction import Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

RELATIONS = ("follow-up", "refinement", "expansion", "recall", "summary", "unrelatedness")
HALVES = ("even", "odd")


class Relation(NamedTuple):
    """What a round does with earlier rounds, by their numbers from 0."""

    name: str
    rounds: frozenset[int]


NONE = Relation("unrelatedness", frozenset())


class Dialogue(NamedTuple):
    """A dialogue's messages, and the relation of each round after the first."""

    line: int
    turns: list[Turn]
    gold: list[Relation]


class Judged(NamedTuple):
    """A later round: where it stands, what is true of it, and what was predicted."""

    dialogue: Dialogue
    round: int
    gold: Relation
    predicted: Relation


def load(path: Path) -> list[Dialogue]:
    """Read the dialogues of a file.

    Raises:
        InputError: There is no such file, or a line is no record of StructFlowBench.
    """
    if not path.is_file():
        raise InputError("no such file", where=str(path), fix="name StructFlowBench's JSONL")
    dialogues = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        try:
            dialogues.append(_dialogue(number, json.loads(line)))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InputError(f"no dialogue of StructFlowBench ({error!r})", where=f"{path}:{number + 1}") from None
    return dialogues


def _dialogue(line: int, record: Mapping[str, Any]) -> Dialogue:
    turns: list[Turn] = []
    for held in record["whole_conv"]:
        turns += [Turn("user", held["user prompt"]), Turn("assistant", held["assistant answer"])]
    gold: dict[int, Relation] = {}
    for entry in record["structure"]:
        sources = frozenset(int(name[1:]) - 1 for name in entry["source"])
        relation = NONE if entry["relation"] == NONE.name else Relation(entry["relation"], sources)
        gold.update({int(name[1:]) - 1: relation for name in entry["target"]})
    return Dialogue(line, turns[:-1], [gold[number] for number in range(1, len(turns) // 2)])


def predicted(graph: Graph, number: int) -> Relation:
    """Return what a graph says of a round, by its number from 0."""
    nodes = {node.id: node for node in graph.nodes}
    found: dict[str, list[tuple[str, int]]] = {}
    for edge in graph.edges:
        source, target = nodes.get(edge.source), nodes.get(edge.target)
        if source is None or target is None or target.kind is not NodeKind.SUB_INSTRUCTION:
            continue
        turn = target.spans[0].turn
        if source.spans[0].turn != 2 * number or turn >= 2 * number:
            continue
        if edge.kind is EdgeKind.DEPENDS_ON:
            found.setdefault(source.id, []).append((str(edge.qualifiers.get("reference", "follow-up")), turn // 2))
        elif edge.kind is EdgeKind.CONSTRAINS:
            found.setdefault("", []).append(("refinement", turn // 2))
    first = next((node.id for node in graph.sub_instructions if node.id in found), None)
    if first is None and any(node.spans[0].turn == 2 * number for node in graph.sub_instructions):
        return NONE  # what binds its constraints is an act of its own
    held = found.get(first or "", [])
    return Relation(held[0][0], frozenset(turn for _, turn in held)) if held else NONE


def judged(dialogues: Sequence[Dialogue], parse: Parse | None) -> list[Judged]:
    """Return each later round beside what a parser says of it; without a parser, the baseline."""
    made = []
    for dialogue in dialogues:
        graph = parse(dialogue.turns) if parse else None
        for number, gold in enumerate(dialogue.gold, start=1):
            said = predicted(graph, number) if graph else Relation("follow-up", frozenset({number - 1}))
            made.append(Judged(dialogue, number, gold, said))
    return made


def tallies(rounds: Sequence[Judged]) -> dict[str, Tally]:
    """Return the counts of each relation."""
    made = {name: Tally() for name in RELATIONS}
    for one in rounds:
        made[one.gold.name] += Tally(1, 0, int(one.gold.name == one.predicted.name))
        made[one.predicted.name] += Tally(0, 1, 0)
    return made


def headline(name: str, rounds: Sequence[Judged]) -> str:
    """Return one parser's row of the first table."""
    count = max(1, len(rounds))
    same = sum(one.gold.name == one.predicted.name for one in rounds) / count
    where = sum(one.gold.rounds == one.predicted.rounds for one in rounds) / count
    both = sum(one.gold == one.predicted for one in rounds) / count
    macro = sum(tally.f1 for tally in tallies(rounds).values()) / len(RELATIONS)
    return f"{name:24}{len(rounds):7}{same:10.3f}{macro:10.3f}{where:8.3f}{both:7.3f}"


def details(rounds: Sequence[Judged]) -> str:
    """Return the confusion matrix, and precision, recall and F1 of each relation."""
    pairs = Counter((one.gold.name, one.predicted.name) for one in rounds)
    lines = [
        "gold \\ predicted"
        + "".join(f"{name[:9]:>11}" for name in RELATIONS)
        + f"{'P':>9}{'R':>7}{'F1':>7}{'rounds':>8}"
    ]
    for name, tally in tallies(rounds).items():
        own = [one for one in rounds if one.gold.name == name]
        where = sum(one.gold.rounds == one.predicted.rounds for one in own) / max(1, len(own))
        row = "".join(f"{pairs[name, other]:11}" for other in RELATIONS)
        lines.append(f"{name:16}{row}{tally.precision:9.3f}{tally.recall:7.3f}{tally.f1:7.3f}{where:8.3f}")
    return "\n".join(lines)


def wrong(rounds: Sequence[Judged], count: int) -> str:
    """Return the first rounds that were not told right, with the beginnings of their prompts."""
    lines = []
    for one in [one for one in rounds if one.gold != one.predicted][:count]:
        shown = " / ".join(
            f"{relation.name} {sorted(at + 1 for at in relation.rounds)}" for relation in (one.gold, one.predicted)
        )
        words = " ".join(one.dialogue.turns[2 * one.round].text.split())
        lines.append(f"line {one.dialogue.line} c{one.round + 1}: {shown}: {words[:150]}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score parsers and print tables; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=DATA / "structflowbench_dev.jsonl")
    parser.add_argument("--parser", action="append", help="rules, sentences, an entry point, or a file of graphs")
    parser.add_argument("--half", choices=HALVES, help="only the dialogues of these lines")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list N rounds that were not told right")
    options = parser.parse_args(arguments)
    halves = [options.half] if options.half else list(HALVES)
    try:
        dialogues = [one for one in load(options.file) if HALVES[one.line % 2] in halves]
        parsers = contenders(options.parser or ["rules"])
    except StemmataError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    results = {name: judged(dialogues, parse) for name, parse in [("baseline", None), *parsers.items()]}
    print(f"{'':24}{'rounds':>7}{'relation':>10}{'macro-F1':>10}{'rounds':>8}{'both':>7}")
    for name, rounds in results.items():
        for half in halves if len(halves) > 1 else []:
            print(headline(f"{name}, {half}", [one for one in rounds if HALVES[one.dialogue.line % 2] == half]))
        print(headline(name, rounds))
    for name, rounds in results.items():
        print(f"\n{name}\n{details(rounds)}")
        if name in parsers and options.errors:
            print(wrong(rounds, options.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
