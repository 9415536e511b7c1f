from __future__ import annotations

from difflib import SequenceMatcher

import pytest

from stemmata.llm.asking import drive
from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.vary import outcomes
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import VarySettings
from stemmata.training.answering import answered, revised
from stemmata.training.judging import judged
from stemmata.training.prompts import DETECT, JUDGE
from stemmata.training.rehearsal import RehearsalModel
from stemmata.training.rehearsed import REHEARSED, answer_directly
from stemmata.training.responses import passes, verdicts

TEXTS = [
    f"{act} {topic}. {demand}"
    for act in ("Describe", "Write a poem about", "Tell a story about")
    for topic in ("rain", "a fox", "the sea", "bread", "an old clock")
    for demand in (
        "Use only lowercase letters.",
        "Do not use any commas.",
        "Use at least 120 words.",
        "Use 4 bullet points.",
    )
]


def answer(text, sample=0):
    return answer_directly([Turn("user", text)], sample)


def test_answers_depend_on_the_instruction_and_the_sample_alone():
    said = [answer(text) for text in TEXTS]
    assert said == [answer(text) for text in TEXTS]
    assert len(set(said)) > 0.95 * len(TEXTS)
    assert answer(TEXTS[0], 1) != answer(TEXTS[0], 0)


def test_most_answers_keep_their_instruction_and_some_do_not():
    kept = [passes(verdicts(parse(text), answer(text))) for text in TEXTS]
    assert 0.8 < sum(kept) / len(kept) < 1


def test_an_answer_speaks_of_what_the_instruction_names():
    assert "fox" in answer("Describe a fox.") and "rivers" in answer("List three rivers of Europe.")


def test_a_revision_stays_near_the_original_and_keeps_the_variant():
    rehearse = RehearsalModel().answer_call
    kept, near, changed = [], [], 0
    for text in TEXTS[::7]:
        graph = parse(text)
        first = drive(answered(graph, family=graph.id), rehearse)
        for _, child in outcomes(graph, VarySettings(per_instruction=4), get_parser()):
            if child is not None:
                made = drive(revised(child, graph, first, family=graph.id), rehearse)
                alone = drive(answered(child, family=graph.id), rehearse)
                kept.append(made.passed)
                changed += made.text != first.text
                near.append([SequenceMatcher(None, first.text, one.text).ratio() for one in (made, alone)])
    assert sum(kept) / len(kept) > 0.7
    assert changed / len(kept) > 0.7  # one that only loses a demand is answered as before
    assert sum(one for one, _ in near) > 1.3 * sum(other for _, other in near)


@pytest.mark.parametrize("template", [JUDGE, DETECT])
def test_the_judge_follows_the_verifiers_but_for_one_in_twenty(template):
    rule = dict(REHEARSED)[template]
    wrong = 0
    for number in range(300):
        text = f"rain {number}" if number % 2 else f"Rain {number}"
        said = rule({"prompt": "Describe rain. Use only lowercase letters.", "response": text}, 0)
        wrong += said != ("Yes" if number % 2 else "No")
    assert 5 <= wrong <= 30


def test_soft_constraints_are_mostly_met():
    rehearse = RehearsalModel().answer_call
    met = []
    for text in TEXTS:
        graph = parse(f"{text} Be polite.")
        made = drive(answered(graph, family=graph.id), rehearse)
        met += [one.passed for one in drive(judged(graph, made), rehearse).constraints]
    assert None not in met and 0.7 < sum(met) / len(met) < 1
