"""How well a model's statements find the words again that they came from, with its quotes and without.

usage: python benchmarks/alignment.py SOURCE... [--limit N] [--show N]

The units of the rules parser are what is to be found. A made-up model tells them in other words, in the third person
and with other verbs and numbers ("The user has to collect the user's son."; for a typed constraint its family's words:
"The response must contain at most 20 words"), once with the quotes of the unit and once with none. The first row says
what share of the statements found a place, the second what share of these has just the unit's words; then precision,
recall and F1 over characters, each with its kind.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.registry import family
from stemmata.graphs.graph import Graph
from stemmata.llm.asking import drive
from stemmata.llm.calls import Answer, Call, Status
from stemmata.parsing.decompose import decomposed
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.parser import get_parser
from stemmata.parsing.sources import read
from stemmata.schemas.instruction import Node
from stemmata.schemas.records import Failure
from stemmata.schemas.vocabulary import NodeKind

_SWAPS = {
    "i": "the user", "my": "the user's", "me": "the user", "we": "the users", "our": "the users'", "i'm": "the user is",
    "you": "the assistant", "your": "the assistant's", "write": "compose", "give": "provide", "list": "enumerate",
    "make": "produce", "create": "produce", "explain": "clarify", "describe": "depict", "tell": "inform",
    "suggest": "propose", "find": "locate", "help": "assist", "pick": "choose", "short": "brief", "big": "large",
    "good": "suitable", "following": "given", "don't": "do not", "use": "employ", "include": "contain", "two": "2",
    "three": "3", "four": "4", "five": "5", "ten": "10", "have": "has", "am": "is", "need": "needs", "want": "wants",
    "like": "such as", "best": "most suitable", "show": "display", "avoid": "refrain from", "should": "must",
}  # fmt: skip
_POLITE = re.compile(
    r"^(?:please|could you|can you|would you|i (?:want|need) you to|i'd like you to)\s+", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")


def in_other_words(node: Node) -> str:
    """Return a unit's meaning as a model may put it."""
    if node.constraint is not None:
        member = family(node.constraint.id)
        for form in (Form.MODAL, Form.VERB, Form.AMOUNT):
            phrasings = member.render(node.constraint.kwargs, form)
            if phrasings:
                return f"The response {'must have ' if form is Form.AMOUNT else ''}{phrasings[-1]}."
    words = " ".join(_POLITE.sub("", node.text).split()[:60])
    swapped = _WORD.sub(lambda word: _SWAPS.get(word[0].lower().replace("’", "'"), word[0]), words)
    if node.kind is NodeKind.FACT:
        return f"The user states that {swapped}."
    return (
        f"The assistant is asked to {swapped}." if node.kind is NodeKind.SUB_INSTRUCTION else f"It must be {swapped}."
    )


def told(graph: Graph, *, quotes: bool) -> str:
    """Return what a model that sees just the units of a graph would answer."""

    def said(node: Node) -> dict[str, object]:
        pieces = [graph.turns[span.turn].text[span.start : span.end] for span in node.spans]
        return {"statement": in_other_words(node), "quotes": pieces if quotes else []}

    asked = [node for node in graph.discourse if node.kind is not NodeKind.FACT]
    kinds = {NodeKind.SUB_INSTRUCTION: "act", NodeKind.CONSTRAINT: "constraint"}
    return json.dumps(
        {
            "facts": [{**said(node), "role": node.role} for node in graph.facts],
            "instructions": [{**said(node), "kind": kinds[node.kind]} for node in asked],
        }
    )


def characters(graph: Graph) -> dict[tuple[int, int], NodeKind]:
    """Return which kind of unit each letter and digit of an instruction belongs to."""
    return {
        (span.turn, at): node.kind
        for node in graph.discourse
        for span in node.spans
        for at in range(span.start, span.end)
        if graph.turns[span.turn].text[at].isalnum()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="+")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N instructions aligned without quotes")
    options = parser.parse_args(arguments)
    rules = get_parser()
    graphs = [
        rules.parse(record.turns)
        for record in read(options.source, limit=options.limit)
        if isinstance(record, SourceRecord)
    ]
    print(f"{len(graphs)} instructions, {sum(len(graph.discourse) for graph in graphs)} units\n")
    print(f"{'':12}{'aligned':>9}{'exact':>8}{'P':>8}{'R':>8}{'F1':>8}")
    for name, quotes in (("quotes", True), ("statements", False)):
        measured(name, graphs, lambda graph, quotes=quotes: told(graph, quotes=quotes), options.show * (not quotes))
    return 0


def measured(name: str, graphs: Sequence[Graph], answer: Callable[[Graph], str], show: int) -> None:
    """Print how one way to answer does."""
    units = lost = exact = right = found = wanted = 0
    for graph in graphs:

        def model(call: Call, graph: Graph = graph) -> Answer:
            return Answer(Status.OK, answer(graph), model="made-up")

        made = drive(decomposed(graph.turns), model)
        if isinstance(made, Failure):
            raise SystemExit(made.detail)
        before, after = characters(graph), characters(made)
        units += len(graph.discourse)
        lost += len(made.meta.get("unaligned", ()))
        spans = {(node.kind, node.spans) for node in made.discourse}
        exact += sum((node.kind, node.spans) in spans for node in graph.discourse)
        right += sum(after.get(at) is kind for at, kind in before.items())
        found += len(after)
        wanted += len(before)
        if show > 0 and spans != {(node.kind, node.spans) for node in graph.discourse}:
            show -= 1
            print(difference(graph, made))
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name:12}{(units - lost) / units:9.3f}{exact / units:8.3f}{precision:8.3f}{recall:8.3f}{f1:8.3f}")


def difference(graph: Graph, made: Graph) -> str:
    """Return the units that were to be found and were not, those found instead, and what was found nowhere."""
    lines = [f"\n{graph.text[:400]!r}"]
    for mark, one, other in (("-", graph, made), ("+", made, graph)):
        known = {(node.kind, node.spans) for node in other.discourse}
        lines += [
            f"  {mark} {node.kind} {node.text[:90]!r}" + (f" told: {in_other_words(node)[:90]}" if one is graph else "")
            for node in one.discourse
            if (node.kind, node.spans) not in known
        ]
    return "\n".join([*lines, *(f"  ? {one}" for one in made.meta.get("unaligned", ()))])


if __name__ == "__main__":
    sys.exit(main())
