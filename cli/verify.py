"""`stemmata verify`: each hard constraint of each response."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to

if TYPE_CHECKING:
    from stemmata.cli.records import Claim
    from stemmata.schemas.records import Verdict, Verification


def verify(
    responses: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RESPONSES",
            help="JSONL files, or - for standard input; without any, the responses of the store.",
            show_default=False,
        ),
    ] = None,
    store: options.Store = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="A file instead of stdout.", show_default=False)
    ] = None,
    parser: options.ParserName = "rules",
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Say of each hard constraint of each response whether it is kept, where it is broken, and why.

    A record has "response", and "graph", "instruction", or "instruction_id_list" with "kwargs". For each, one line:
    {"passed", "constraints": [{"id", "kwargs", "hard", "passed", "detail", "span"}]}. Soft constraints are a judge's
    to decide: their "passed" is null.

    Examples:
      stemmata verify responses.jsonl > verdicts.jsonl
      stemmata verify --store out/instructions.lbug | grep '"passed": false' | head -3
    """
    from stemmata.cli.records import read_claims

    reporter = Reporter(quiet=quiet, verbose=verbose)
    outcomes: Counter[bool] = Counter()
    answers = (
        (_verification(claim, parser) for claim in read_claims(responses))
        if responses
        else _stored(options.store_uri(store))
    )
    with lines_to(output) as write:
        for answer in answers:
            outcomes[answer.passed] += 1
            write(_line(answer))
    reporter.say(f"{counted(outcomes.total(), 'response')} verified: {outcomes[True]} passed, {outcomes[False]} failed")


def _verification(claim: Claim, parser: str) -> Verification:
    from stemmata.graphs.constraints.verifying import verdict
    from stemmata.parsing.parser import parse
    from stemmata.training.responses import verdicts

    graph = claim.graph
    if claim.instruction is not None:
        graph = parse(claim.instruction, parser=parser)
    if graph is None:
        told = tuple(verdict(payload, claim.response) for payload in claim.constraints)
    else:
        told = verdicts(graph, claim.response)
    return _summed(told, claim.id)


def _stored(uri: str) -> Iterator[Verification]:
    from stemmata.graphs.stores.store import open_store
    from stemmata.training.responses import verdicts

    with open_store(uri, read_only=True) as store:
        for response in store.responses():
            for graph in store.graphs(ids=[response.instruction]):
                yield _summed(verdicts(graph, response.text), response.id)


def _summed(told: tuple[Verdict, ...], name: str | None) -> Verification:
    from stemmata.schemas.records import Verification

    return Verification(passed=all(one.passed is not False for one in told), constraints=told, id=name)


def _line(answer: Verification) -> str:
    keys = ("id", "kwargs", "hard", "passed", "detail", "span")
    record = {
        **({"id": answer.id} if answer.id is not None else {}),
        "passed": answer.passed,
        "constraints": [
            {**{key: getattr(one, key) for key in keys}, **({"node": one.node} if one.node else {})}
            for one in answer.constraints
        ],
    }
    return json.dumps(record, ensure_ascii=False)
