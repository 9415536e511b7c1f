"""What the rehearsal answers in place of a model that responds, judges and detects: rules, no language model.

Responses are stock sentences about what the instruction names, mended until they keep its hard constraints; for one
instruction in ten one constraint is left as it falls, and one verdict in twenty is turned round, so that verifiers and
judges have something to find. Only the texts and the sample's number decide.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from stemmata.graphs.constraints.mending import Mended, Unmended, repair_all
from stemmata.graphs.graph import Graph
from stemmata.llm.templates import Template
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Payload, Turn
from stemmata.training.prompts import DETECT, JUDGE, JUDGE_CONSTRAINT, REFERENCE, turns_of
from stemmata.training.responses import binding, binding_constraints, passes, verdicts
from stemmata.training.stock import layouts, pick, sentences

_UNKEPT = 10  # of so many instructions, one has a constraint that its answer is not mended for
_CONTRARY = 20  # of so many verdicts, one is the opposite of what the verifiers found
_UNMET = 8  # of so many soft constraints, one is said not to be met

_REVISED = "This time the answer minds the words {words}."


def answer_directly(turns: Sequence[Turn], sample: int = 0) -> str:
    """Return a plain answer to an instruction: what a model says whose prompt is none of our templates."""
    graph = parse([Turn(turn.role, turn.text) for turn in turns])
    return _mended(graph, " ".join(sentences(graph, sample)), sample)


def _mended(graph: Graph, text: str, sample: int) -> str:
    """Return a text that keeps the hard constraints of an instruction, but for one of them now and then.

    The text is changed as little as possible, then laid out anew. Where nothing makes it keep them all, one that is in
    the way is left out after the other.
    """
    wanted: list[Payload] = [node.constraint for node in binding(graph) if node.constraint and node.constraint.hard]
    if wanted and pick(_UNKEPT, graph.id, "unkept", sample) == 0:
        del wanted[pick(len(wanted), graph.id, "which", sample)]
    while wanted:
        in_the_way = 0
        for laid_out in layouts(text, graph, sample):
            made = repair_all(wanted, laid_out)
            if isinstance(made, Mended) and made.text.strip():
                return made.text
            if isinstance(made, Unmended):
                in_the_way = made.failing[0] if made.failing else 0
                if made.conflicts:
                    break
        del wanted[in_the_way]
    return text


def _revise(fields: Mapping[str, str], sample: int) -> str:
    """Revise a response: mend it for the new prompt, and let it show what else the new prompt says."""
    graph = parse(turns_of(fields["prompt"]))
    made = _mended(graph, fields["response"], sample)
    if made.strip() == fields["response"].strip():
        old = set(fields["original"].split())
        new = [word.strip(".,:;!?\"'") for word in fields["prompt"].split() if word not in old][:4]
        if new:
            made = _mended(graph, f"{fields['response'].rstrip()} {_REVISED.format(words=' '.join(new))}", sample)
    return made if made.strip() else fields["response"]


def _judge(fields: Mapping[str, str], sample: int) -> str:
    graph = parse(turns_of(fields["prompt"]))
    passed = passes(verdicts(graph, fields["response"]))
    contrary = pick(_CONTRARY, graph.id, fields["response"], sample) == 0
    return "Yes" if passed is not contrary else "No"


def _judge_constraint(fields: Mapping[str, str], sample: int) -> str:
    graph = parse(turns_of(fields["prompt"]))
    named = [node for node in binding_constraints(graph) if node.text == fields["requirement"]]
    hard = [node.constraint for node in named if node.constraint and node.constraint.hard]
    if hard:
        told = {one.node: one for one in verdicts(graph, fields["response"])}
        found = next(told[node.id] for node in named if node.constraint in hard)
        return _verdict(found.passed is True, found.detail)
    met = pick(_UNMET, fields["requirement"], fields["response"], sample) != 0
    return _verdict(met, "decided by a rule, for rehearsal alone")


def _verdict(met: bool, reason: str) -> str:
    return json.dumps({"reason": reason, "verdict": "Yes" if met else "No"}, ensure_ascii=False)


REHEARSED: tuple[tuple[Template, Callable[[Mapping[str, str], int], str]], ...] = (
    (REFERENCE, _revise),
    (JUDGE, _judge),
    (JUDGE_CONSTRAINT, _judge_constraint),
    (DETECT, _judge),
)
