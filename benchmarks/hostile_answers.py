"""A sweep of hostile model outputs over every stage that asks a model, through HTTP and the real client.

An endpoint on loopback answers the prompts of one stage with hostile outputs (see `hostile_outputs.py`), all others as
the rehearsal does. Of each output and stage it is checked that nothing is raised; that what is not in the form asked
for becomes a failure with its reason, by a reader of this file's own; and that what is taken is as safe as any record:
a graph is consistent and renders to its text, an accepted variant has passed all gates and differs within one node, a
response stands beside the verifiers' verdicts on its own words. All of it is then written to a store, the datasets are
built, and their records verified anew.

    python benchmarks/hostile_answers.py                 # a row for each stage; leaves with 1 where anything is amiss
    python benchmarks/hostile_answers.py --only judge --every 10
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema
from hostile_outputs import OUTPUTS
from pydantic import BaseModel

from stemmata.graphs.codec import to_dict
from stemmata.graphs.consistency import check
from stemmata.graphs.graph import Graph
from stemmata.graphs.stores.store import GraphStore, open_store
from stemmata.llm.asking import Answers, Asking, Calls
from stemmata.llm.calls import Answer
from stemmata.llm.client import open_client
from stemmata.llm.running import Runner
from stemmata.llm.serving.chat import asked
from stemmata.llm.serving.server import Endpoint, served
from stemmata.llm.serving.settings import ServingSettings
from stemmata.llm.structured import LONGEST, schema_of
from stemmata.parsing.decompose import decomposed, lacking
from stemmata.parsing.parser import get_parser, parse
from stemmata.parsing.prompts import Decomposition, Lacking
from stemmata.refinement.asked import asked_variants
from stemmata.refinement.prompts import Naturalness, NewPrompt, NewWhole, NewWords
from stemmata.refinement.vary import outcomes
from stemmata.schemas.instruction import Turn
from stemmata.schemas.records import Failure, Judgement, Response, Variant
from stemmata.schemas.settings import MODEL_ROLES, BuildSettings, ClientSettings, ModelSettings, VarySettings
from stemmata.training import rehearsal
from stemmata.training.answering import answered, revised
from stemmata.training.datasets import build, buildable
from stemmata.training.judging import judged
from stemmata.training.responses import response, verdicts

TEXT = (
    "I have to pick up my son at three. Write a short SMS to my supervisor asking for leave. In at most 40 words. "
    "Do not use any commas. Be polite."
)
GIVEN = "Hello. May I please leave at three today to pick up my son? Thank you very much for your help."
_ROUND = 1_000  # seeds for each stage
_PAIRS = 300  # of one family that are built: there are tens of thousands, some with megabytes in them


@dataclass(frozen=True)
class Material:
    """What the stages work on."""

    graph: Graph
    variant: Variant
    after: Graph
    given: Response

    @classmethod
    def make(cls) -> Material:
        """Return an instruction, a variant of it and its response."""
        graph = parse(TEXT)
        variant, after = next(
            (one, made) for one, made in outcomes(graph, VarySettings(), get_parser()) if made is not None
        )
        return cls(graph, variant, after, response(graph, GIVEN, family=graph.id, mode="given", model="given"))


class JudgeVerdict(BaseModel):
    """What a judge is asked for of one constraint."""

    reason: str
    verdict: Literal["Yes", "No"]


@dataclass(frozen=True)
class Stage:
    """One thing that a model is asked for.

    Attributes:
        templates: The names of the prompts that are answered with hostile outputs.
        task: What asks.
        form: The form of the JSON that is asked for, if it is JSON.
    """

    templates: frozenset[str]
    task: Callable[[Material], Asking[Any]]
    form: type[BaseModel] | None = None


def _varied(**settings: Any) -> Callable[[Material], Asking[Any]]:
    wanted = VarySettings(per_instruction=2, **settings)
    return lambda material: asked_variants(material.graph, wanted, get_parser("rules"))


STAGES: dict[str, Stage] = {
    "filter": Stage(frozenset({"filter"}), lambda material: lacking(material.graph.turns), Lacking),
    "decompose": Stage(frozenset({"decompose"}), lambda material: decomposed(material.graph.turns), Decomposition),
    "modify, span": Stage(frozenset({"modify_span"}), _varied(proposer="llm"), NewWords),
    "modify, paper": Stage(
        frozenset({"modify_prompt", "redo"}), _varied(proposer="llm", reconstruct="paper"), NewPrompt
    ),
    "judge naturalness": Stage(frozenset({"natural"}), _varied(proposer="llm", judge_natural=True), Naturalness),
    "rewrite": Stage(frozenset({"rewrite"}), _varied(proposer="rewrite"), NewWhole),
    "respond": Stage(frozenset({"direct"}), lambda material: answered(material.graph, family=material.graph.id)),
    "respond to a variant": Stage(
        frozenset({"direct"}), lambda material: answered(material.after, family=material.graph.id)
    ),
    "respond with reference": Stage(
        frozenset({"reference"}),
        lambda material: revised(material.after, material.graph, material.given, family=material.graph.id),
    ),
    "judge the whole": Stage(frozenset({"judge"}), lambda material: judged(material.graph, material.given)),
    "judge a constraint": Stage(
        frozenset({"judge_constraint"}), lambda material: judged(material.graph, material.given), JudgeVerdict
    ),
}


@cache
def right(messages: tuple[Turn, ...]) -> str:
    """Return the rehearsal's answer to a prompt."""
    return rehearsal.answer(messages)


def hostile(body: Mapping[str, Any]) -> str:
    """Answer a request: with a hostile output, where the seed says that its stage is the one that gets them."""
    messages = asked(body).messages
    place, number = divmod(body["seed"], _ROUND)
    stage = list(STAGES.values())[place]
    good = right(messages)
    return OUTPUTS[number].make(good) if rehearsal.stage_of(messages) in stage.templates else good


@dataclass
class Crash:
    """Something was raised."""

    said: str


@dataclass
class Taken:
    """What came of an output, and what the model really said to the stage."""

    result: Any
    texts: list[str] = field(default_factory=list)


def guarded(task: Asking[Any], seed: int, templates: frozenset[str]) -> Generator[Calls, Answers, Taken]:
    """Do a piece of work with numbered calls, note what the stage was told, and let nothing out that it raises."""
    taken = Taken(None)
    try:
        calls = next(task)
        while True:
            answers = yield tuple(replace(call, sample=seed) for call in calls)
            for call, answer in zip(calls, answers, strict=True):
                if rehearsal.stage_of(call.messages) in templates:
                    taken.texts.append(answer.text)
            calls = task.send(answers)
    except StopIteration as stop:
        taken.result = stop.value
    except Exception:
        taken.result = Crash(traceback.format_exc())
    return taken


def in_form(text: str, form: type[BaseModel]) -> bool:
    """Return whether a text is JSON in a form, as this file reads it: a fence is let pass, keys twice are not."""
    said = text.strip()
    if said.startswith("```") and said.endswith("```") and "\n" in said:
        said = said.partition("\n")[2].removesuffix("```")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    def none(_: str) -> Any:
        raise ValueError("no number")

    if len(text) > LONGEST:
        return False
    try:
        value = json.loads(said, object_pairs_hook=once, parse_constant=none)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return False
    schema = _open(schema_of(form).definition)
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


def _open(schema: Any) -> Any:
    """Return a schema that takes further keys, which are passed over where an answer is read."""
    if isinstance(schema, dict):
        return {key: _open(one) for key, one in schema.items() if key != "additionalProperties"}
    return [_open(one) for one in schema] if isinstance(schema, list) else schema


def outcome(stage: Stage, material: Material, taken: Taken) -> tuple[str, list[str]]:
    """Return in a word what came of an output, and what is wrong with it."""
    result, wrong = taken.result, []
    if isinstance(result, Crash):
        return "crash", [result.said]
    fits = stage.form is not None and any(in_form(text, stage.form) for text in taken.texts)
    match result:
        case Failure():
            return result.reason, _of_failure(result)
        case Answer():  # of the filter
            return result.status.value, [] if not result.ok and result.reason else ["a failed call without a reason"]
        case Graph():
            wrong = [str(problem) for problem in check(result)]
            if tuple(turn.text for turn in result.turns) != tuple(turn.text for turn in material.graph.turns):
                wrong.append("the graph is of another text")
            try:
                json.dumps(to_dict(result), ensure_ascii=False).encode("utf-8")
            except ValueError as error:
                wrong.append(f"cannot be written: {error!s:.100}")
            word = "graph" if result.discourse else "empty graph"
        case Response():
            graph = material.graph if result.instruction == material.graph.id else material.after
            wrong = _of_response(graph, result)
            return "passes" if result.passed else "fails a constraint", wrong
        case Judgement():
            wrong = _line(result)
            word = "judged" if stage.form is None else f"judged {[one.passed for one in result.constraints]}"
            if stage.form is None and (len(taken.texts) != 1 or not _plain_verdict(taken.texts[0], result.passed)):
                wrong.append(f"a verdict out of {taken.texts[0][:60]!r}")
            if stage.form is not None and not fits and any(one.passed is not None for one in result.constraints):
                wrong.append("a verdict out of an answer that is not in its form")
            return word, wrong
        case (list() as tried, list() as failures):
            return _of_variants(stage, tried, failures, fits=fits)
        case None | str():
            word = "lacking" if result else "complete"
        case _:
            return "unknown", [f"an unknown result: {result!r:.80}"]
    if stage.form is not None and not fits:
        wrong.append(f"taken, though not in its form: {taken.texts[-1][:60]!r}")
    return word, wrong


def _plain_verdict(text: str, passed: bool) -> bool:
    letters = "".join(letter for letter in text.casefold() if letter.isalpha())
    return letters.removeprefix("json") == ("yes" if passed else "no")


def _of_variants(
    stage: Stage, tried: Sequence[tuple[Variant, Graph | None]], failures: Sequence[Failure], *, fits: bool
) -> tuple[str, list[str]]:
    wrong = [one for failure in failures for one in _of_failure(failure)]
    accepted = 0
    for variant, made in tried:
        wrong += _line(variant)
        if made is None:
            if not variant.reason or variant.status != "refused":
                wrong.append("refused without a reason")
            continue
        accepted += 1
        wrong += [str(problem) for problem in check(made)]
        if variant.status != "accepted" or not all(variant.gates.values()) or len(variant.gates) < 4:
            wrong.append(f"accepted with {variant.gates}")
        if tuple(turn.text for turn in made.turns) != variant.turns:
            wrong.append("the graph is of another text")
        wrong += _outside(variant)
    if accepted and not fits:
        wrong.append("accepted, though the answer is not in its form")
    if not accepted and not failures and not any(variant.reason for variant, _ in tried):
        wrong.append("nothing came of it, and nothing says why")
    reasons = sorted({failure.reason for failure in failures} | {f"gate {one.gate}" for one, _ in tried if one.gate})
    return "accepted" if accepted else " + ".join(reasons), wrong


def _outside(variant: Variant) -> list[str]:
    """Return a problem where two texts differ elsewhere than at the spans that the edit names."""
    for place, (before, after) in enumerate(zip(variant.parent_turns, variant.turns, strict=True)):
        old = [span for span in variant.edit.spans_before if span.turn == place]
        new = [span for span in variant.edit.spans_after if span.turn == place]
        if _without(before, old) != _without(after, new):
            return ["the texts differ outside the edit"]
    return []


def _without(text: str, spans: Sequence[Any]) -> str:
    kept, at = [], 0
    for span in sorted(spans):
        kept.append(text[at : span.start])
        at = span.end
    return "\0".join([*kept, text[at:]])


def _of_response(graph: Graph, made: Response) -> list[str]:
    wrong = _line(made)
    fresh = verdicts(graph, made.text)
    if made.constraints != fresh:
        wrong.append("the verdicts are not those of its text")
    if made.passed is not all(one.passed is True for one in fresh if one.hard):
        wrong.append("said to pass, and does not")
    if not made.text.strip():
        wrong.append("a response without words")
    return wrong


def _of_failure(failure: Failure) -> list[str]:
    wrong = _line(failure)
    if not (failure.stage and failure.reason and failure.detail):
        wrong.append(f"a failure without a reason: {failure!r:.100}")
    if len(failure.detail) > 2_000:
        wrong.append("a failure whose detail is huge")
    return wrong


def _line(record: Any) -> list[str]:
    """Return a problem where a record cannot be written as a line and read again."""
    try:
        line = record.line().encode("utf-8")
    except Exception as error:
        return [f"cannot be written: {error!s:.100}"]
    if b"\n" in line:
        return ["takes more than a line"]
    again = type(record).model_validate_json(line)
    return [] if again.line().encode("utf-8") == line else ["is another record when it is read again"]


def sweep(names: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[str, int, Taken, Material]]:
    """Yield what came of each output at each stage."""
    material = Material.make()
    settings = ServingSettings(model=rehearsal.NAME)
    places = {name: place for place, name in enumerate(STAGES)}
    with tempfile.TemporaryDirectory() as folder, served(Endpoint(hostile, settings)) as url:
        model = ModelSettings(name="hostile", base_url=url, seed=0)
        client_settings = ClientSettings(
            models=dict.fromkeys(MODEL_ROLES, model), cache=str(Path(folder) / "cache"), attempts=2, timeout=60
        )
        with open_client(client_settings) as client, Runner(client, window=64) as runner:
            wanted = [(name, number) for name in names for number in numbers]
            tasks = (
                guarded(STAGES[name].task(material), places[name] * _ROUND + number, STAGES[name].templates)
                for name, number in wanted
            )
            for (name, number), taken in zip(wanted, runner.map(tasks), strict=True):
                yield name, number, taken, material


def in_datasets(results: Sequence[tuple[str, int, Taken, Material]]) -> tuple[Counter[str], list[str]]:
    """Write all to a store, build the datasets, verify their records; returns how many there are and what is wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store.lbug") as store:
        _write(store, results, counts)
        settings = BuildSettings(eval_share=0, test_fraction=0, pairs_per_seed=_PAIRS)
        held = BuildSettings(eval_share=1, pairs_per_seed=_PAIRS)
        for options in (settings, held, settings.model_copy(update={"pairs": "paper"})):
            for kind in buildable(store, options):
                out = Path(folder) / f"{kind}-{len(counts)}"
                build(kind, store, out, options)
                for shard in sorted(out.glob("*.jsonl")):
                    for line in shard.read_text(encoding="utf-8").split("\n"):
                        if line:
                            counts[f"records of {kind}"] += 1
                            wrong += [f"{kind}: {one}" for one in _of_record(json.loads(line), kind, options)]
    return counts, wrong


def _write(store: GraphStore, results: Sequence[tuple[str, int, Taken, Material]], counts: Counter[str]) -> None:
    material = results[0][3]
    store.write([material.graph])
    store.write_variants([(material.variant, material.after)])
    store.write_responses([material.given])
    for _, _, taken, _ in results:
        match taken.result:
            case Failure():
                counts["failures"] += store.write_failures([taken.result])
            case Response():
                counts["responses"] += store.write_responses([taken.result])
            case Judgement():
                counts["judgements"] += store.write_judgements([taken.result])
            case (list() as tried, list() as failures):
                counts["variants"] += store.write_variants(tried)
                counts["failures"] += store.write_failures(failures)
            case _:
                pass


@cache
def _graph(turns: tuple[Turn, ...]) -> Graph:
    return parse(turns)


def _of_record(record: Mapping[str, Any], kind: str, settings: BuildSettings) -> list[str]:
    """Return what is wrong with a dataset's record, judged by a fresh parse of its prompt."""

    def fails(prompt: Sequence[Mapping[str, str]], text: str) -> list[str]:
        graph = _graph(tuple(Turn(one["role"], one["content"]) for one in prompt))
        return [one.id for one in verdicts(graph, text) if one.hard and one.passed is not True]

    if kind in ("sft", "aug", "ref"):
        *prompt, last = record["messages"]
        broken = fails(prompt, last["content"])
        return [f"an answer that fails {broken}"] if broken and not settings.failing else []
    if "chosen" in record and settings.pairs != "paper":
        (chosen,), (rejected,) = record["chosen"], record["rejected"]
        wrong = []
        if broken := fails(record["prompt"], chosen["content"]):
            wrong.append(f"a chosen answer that fails {broken}")
        if record.get("proven_by", "verifier") == "verifier" and not fails(record["prompt"], rejected["content"]):
            wrong.append("a rejected answer that passes")
        return wrong
    if "chosen" in record:
        sides = [fails(record["prompt"], record[side][0]["content"]) for side in ("chosen", "rejected")]
        proven = not sides[0] and bool(sides[1])
        return [] if proven or record.get("proven_by") != "verifier" else ["a pair said to be proven that is not"]
    if kind == "eval":
        return [
            "an answer said to pass that fails"
            for one in record["responses"]
            if one["passed"] and fails(record["prompt"], one["text"])
        ]
    return []


def main() -> int:
    """Read the command line, sweep, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(STAGES), default=list(STAGES))
    parser.add_argument("--every", type=int, default=1, help="only each n-th output")
    given = parser.parse_args()
    numbers = range(0, len(OUTPUTS), given.every)
    began = time.perf_counter()
    results = list(sweep(given.only, numbers))
    words: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    for name, number, taken, material in results:
        word, problems = outcome(STAGES[name], material, taken)
        words[name][word] += 1
        wrong += [f"{name}, {OUTPUTS[number].name}: {problem}" for problem in problems]
    print(f"{len(numbers)} outputs at each of {len(given.only)} stages, {time.perf_counter() - began:.0f} s\n")
    print("| stage | what came of the outputs |\n|---|---|")
    for name, found in words.items():
        print(f"| {name} | {', '.join(f'{word} {count}' for word, count in found.most_common())} |")
    counts, amiss = in_datasets(results)
    print(f"\nwritten to a store and its datasets, whose records were verified anew: {dict(counts)}")
    for problem in (wrong + amiss)[:60]:
        print("AMISS:", problem)
    print(f"{len(wrong) + len(amiss)} amiss")
    return 1 if wrong or amiss else 0


if __name__ == "__main__":
    sys.exit(main())
