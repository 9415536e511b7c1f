"""Pairs whose proof is a judge's: by hand, over one edit of a soft constraint."""

from __future__ import annotations

import pytest

from stemmata.graphs.graph import GraphBuilder
from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.vary import outcomes
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.records import JudgedConstraint, Judgement
from stemmata.schemas.settings import BuildSettings, VarySettings
from stemmata.schemas.vocabulary import EdgeKind, NodeKind
from stemmata.training.contrasts import contrasts
from stemmata.training.evidence import UNTYPED, evidence
from stemmata.training.families import Family
from stemmata.training.responses import response

TEXT = "Write a poem about rain. Be polite."


def judgement(answer, node, passed, judge="a"):
    return Judgement(
        id=f"{answer.id} {judge}",
        response=answer.id,
        instruction=answer.instruction,
        family=answer.family,
        judge=judge,
        passed=True,
        constraints=(JudgedConstraint(node=node.id, text=node.text, id="style:tone", passed=passed, detail="said"),),
    )


@pytest.fixture(scope="module")
def edit():
    """The original, and a variant that leaves its soft constraint as it is."""
    graph = parse(TEXT)
    for variant, child in outcomes(graph, VarySettings(per_instruction=20), get_parser()):
        if child is not None and [node.text for node in child.constraint_nodes] == ["Be polite"]:
            return graph, variant, child
    raise AssertionError


def family_of(edit, ours=None, theirs=None):
    """A family of two, of which a judge may have judged the soft constraint of either response."""
    graph, variant, child = edit
    first = response(graph, "Rain, please fall.", family=graph.id, mode="direct", model="m")
    second = response(child, "Fall, damn rain.", family=graph.id, mode="direct", model="m")
    judgements = {}
    for answer, of, passed in ((first, graph, ours), (second, child, theirs)):
        if passed is not None:
            node = next(node for node in of.constraint_nodes if node.text == "Be polite")
            judgements[answer.id] = [judgement(answer, node, passed)]
    return Family(
        graph.id, {graph.id: graph, child.id: child}, [variant], {graph.id: [first], child.id: [second]}, judgements
    )


def pairs_of(family):
    made = list(contrasts(family, "aug", BuildSettings()))
    return [one for one in made if not isinstance(one, str)], [one for one in made if isinstance(one, str)]


def test_without_a_verdict_nothing_is_proven(edit):
    pairs, reasons = pairs_of(family_of(edit))
    assert pairs == [] and set(reasons) == {"rejected is not shown to fail"}


def test_a_judge_proves_that_rejected_fails_what_both_instructions_demand(edit):
    pairs, reasons = pairs_of(family_of(edit, ours=True, theirs=False))
    (pair,) = pairs
    assert (pair.proven_by, pair.edit["prompt_is"]) == ("judge", "original")
    assert [told.detail for told in pair.proof.rejected if told.passed is False] == ["judge a: said"]
    assert reasons == ["chosen fails its prompt"]


def test_what_a_judge_says_chosen_fails_is_no_good_answer(edit):
    pairs, reasons = pairs_of(family_of(edit, ours=False, theirs=False))
    assert pairs == [] and reasons == ["chosen fails its prompt"] * 2


def test_judges_that_differ_prove_nothing(edit):
    graph, _, child = edit
    family = family_of(edit, theirs=False)
    (answer,) = family.responses[child.id]
    node = next(node for node in child.constraint_nodes if node.text == "Be polite")
    told = [*family.judgements[answer.id], judgement(answer, node, True, "b")]
    strict, mild = (evidence(graph, answer.text, child, told, strict=strict) for strict in (True, False))
    assert [one.passed for one in strict] == [False]
    assert [one.passed for one in mild] == [True]


def test_a_demand_that_no_family_reads_is_the_same_by_its_words():
    graphs = []
    for text in ("Sing of rain. Rhyme", "Sing of snow, twice. rhyme"):
        builder = GraphBuilder([Turn("user", text)])
        node = builder.add(NodeKind.CONSTRAINT, [Span(0, len(text) - 5, len(text))])
        builder.link(node, None, EdgeKind.PART_OF)
        graphs.append(builder.build())
    ours, theirs = graphs
    answer = response(theirs, "Snow.", family=ours.id, mode="direct", model="m")
    told = evidence(ours, "Snow.", theirs, [judgement(answer, theirs.nodes[0], False)], strict=True)
    assert [(one.id, one.node, one.passed) for one in told] == [(UNTYPED, ours.nodes[0].id, False)]
