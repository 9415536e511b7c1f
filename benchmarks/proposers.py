"""Compare edit proposers: the catalogue, a model in its two ways, random word edits (EDA), whole-prompt rewriting.

usage: python benchmarks/proposers.py FILE[:FIELD]... [--records N] [--per-instruction 4] [--seed 0]
       [--endpoint http://127.0.0.1:8000/v1 --model NAME]

Every instruction is varied by each proposer in turn. Without an endpoint the model is rehearsed: rules answer its
prompts in this process, so that its row tells of the machinery and of the rules, not of any model.

Columns: variants proposed and accepted; INVALID and failed calls; calls; for each gate, how many of the variants that
were put before it passed; the mean number of characters that a variant changes (taken out plus put in); the share of
the variants that change something outside one node; relations and constraint families among the accepted.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field

from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking, Result, drive
from stemmata.llm.calls import Answer, Call, Status
from stemmata.parsing.parser import get_parser
from stemmata.parsing.sources import read
from stemmata.refinement.asked import asked_variants
from stemmata.refinement.minimal import changes
from stemmata.refinement.rehearsed import REHEARSED
from stemmata.refinement.vary import outcomes
from stemmata.schemas.config import ASKING_PROPOSERS
from stemmata.schemas.records import GATES, Failure, Variant
from stemmata.schemas.settings import VarySettings
from stemmata.schemas.vocabulary import NodeKind

PROPOSERS = ("catalogue", "llm span", "llm paper", "eda", "rewrite")

Work = Callable[[Asking[Result]], Result]


@dataclass
class Tally:
    """What one proposer came to."""

    status: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    families: set[str] = field(default_factory=set)
    characters: int = 0
    outside: int = 0
    calls: int = 0

    def add(self, graph: Graph, variant: Variant) -> None:
        """Count a variant."""
        self.status[variant.status] += 1
        for gate, passed in variant.gates.items():
            self.asked[gate] += 1
            self.passed[gate] += passed
        found = [
            (turn, change)
            for turn, (old, new) in enumerate(zip(variant.parent_turns, variant.turns, strict=True))
            for change in changes(old, new)
        ]
        self.characters += sum(change.end - change.start + len(change.text) for _, change in found)
        self.outside += variant.edit.op == "modify_node" and not _in_one_node(graph, found)
        if variant.status == "accepted":
            self.relations[variant.edit.relation] += 1
            for payload in (variant.edit.constraint_before, variant.edit.constraint_after):
                if payload is not None:
                    self.families.add(payload["id"])


def _in_one_node(graph: Graph, found: Iterable[tuple[int, tuple[int, int, str]]]) -> bool:
    places = list(found)
    return any(
        all(
            any(span.turn == turn and span.start <= start and end <= span.end for span in node.spans)
            for turn, (start, end, _) in places
        )
        for node in graph.discourse
    )


class Rehearsal:
    """Does work with the rules in a model's place, and counts the calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, task: Asking[Result]) -> Result:
        """Do a piece of work."""
        return drive(task, self._answer)

    def _answer(self, call: Call) -> Answer:
        self.calls += 1
        for template, rule in REHEARSED:
            fields = template.read(call.messages)
            if fields is not None:
                return Answer(Status.OK, rule(fields, call.sample), model="stemmata-rehearsal")
        raise LookupError(f"no rule answers the stage {call.stage}")


def tried(graphs: Iterable[Graph], name: str, options: argparse.Namespace, work: Work[object]) -> Tally:
    """Vary instructions by one proposer."""
    proposer, _, way = name.partition(" ")
    settings = VarySettings(
        proposer=proposer, seed=options.seed, per_instruction=options.per_instruction, reconstruct=way or "span"
    )
    tally, rules = Tally(), get_parser()
    for graph in graphs:
        failures: list[Failure] = []
        if proposer in ASKING_PROPOSERS:
            made, failures = work(asked_variants(graph, settings, rules))
        else:
            made = list(outcomes(graph, settings, rules))
        for variant, _ in made:
            tally.add(graph, variant)
        tally.failed.update(failure.reason for failure in failures)
    return tally


def report(name: str, tally: Tally) -> str:
    """Return a proposer's row, as lines."""
    count = tally.status.total()
    gates = ", ".join(f"{gate} {tally.passed[gate]}/{tally.asked[gate]}" for gate in GATES if tally.asked[gate])
    relations = ", ".join(f"{name} {n}" for name, n in tally.relations.most_common())
    failed = ", ".join(f"{reason} {n}" for reason, n in tally.failed.most_common()) or "none"
    return (
        f"{name}: {count} proposed, {tally.status['accepted']} accepted "
        f"({tally.status['accepted'] / max(1, count):.0%}); came to nothing: {failed}; {tally.calls} calls\n"
        f"    passed/asked: {gates}\n"
        f"    {tally.characters / max(1, count):.1f} characters changed, {tally.outside / max(1, count):.1%} of the "
        f"variants outside one node; {len(tally.families)} families; {relations or 'no relations'}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--records", type=int, help="take so many instructions, evenly spread; else all")
    parser.add_argument("--per-instruction", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--endpoint")
    parser.add_argument("--model")
    options = parser.parse_args()
    records = [one for one in read(options.files) if not isinstance(one, Failure)]
    step = max(1, len(records) // (options.records or len(records)))
    rules = get_parser()
    parsed = [rules.parse(one.turns, one.meta) for one in records[::step][: options.records]]
    graphs = [graph for graph in parsed if graph.of_kind(NodeKind.SUB_INSTRUCTION)]
    print(f"{len(graphs)} instructions, at most {options.per_instruction} variants of each", file=sys.stderr)
    with ExitStack() as stack:
        rehearsal = Rehearsal()
        work = rehearsal if options.endpoint is None else _endpoint(stack, options)
        for name in PROPOSERS:
            before = rehearsal.calls
            tally = tried(graphs, name, options, work)
            tally.calls = rehearsal.calls - before
            print(report(name, tally), flush=True)


def _endpoint(stack: ExitStack, options: argparse.Namespace) -> Work[object]:
    """Return what does work with a model at an endpoint."""
    from stemmata.llm.client import open_client
    from stemmata.llm.running import Runner
    from stemmata.schemas.settings import MODEL_ROLES, ClientSettings, ModelSettings

    model = ModelSettings(name=options.model, base_url=options.endpoint)
    client = stack.enter_context(open_client(ClientSettings(models=dict.fromkeys(MODEL_ROLES, model))))
    return stack.enter_context(Runner(client)).run


if __name__ == "__main__":
    main()
