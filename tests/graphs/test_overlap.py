from __future__ import annotations

import pytest

from stemmata.graphs.fingerprints import Level
from stemmata.graphs.overlap import Benchmark, Reason, signature
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Turn

PROMPTS = [
    "Write a poem about rain in at least 300 words. Do not use any commas.",
    "Write a cover letter for a job at a bakery. Your entire response should be in all lowercase letters.",
    "Explain how tides work. Answer with exactly 4 bullet points, and mention the word moon at least twice.",
    "Write a poem about the sea.",
    "Summarise the plot of Hamlet in one paragraph.",
]
# The same in other words, and which prompt each is.
REWORDED = [
    ("Compose a poem of 300 words or more about rain, without commas.", 0),
    ("Could you please write me a cover letter for a job at a bakery? Use only lowercase letters.", 1),
    ("How do tides work? Explain it in exactly four bullet points. The word moon should appear at least twice.", 2),
    ("Please write a poem about the sea!", 3),
]
# Of the same form as a prompt, or of the same words, but another task.
UNRELATED = [
    "Write a poem about snow in at least 300 words. Do not use any commas.",
    "Write a poem about mountains.",
    "Write a cover letter for a position as a nurse. Your entire response should be in all lowercase letters.",
    "Explain how volcanoes work. Answer with exactly 4 bullet points.",
    "Do not use any commas.",
    "Translate the sentence into French: the tides rise.",
]


@pytest.fixture(scope="module")
def bench():
    made = Benchmark()
    for prompt in PROMPTS:
        made.add(signature(parse(prompt)))
    return made


@pytest.mark.parametrize(("text", "number"), REWORDED)
def test_a_rewording_is_found_with_its_prompt(bench, text, number):
    found = bench.overlap(signature(parse(text)))
    assert found is not None
    assert found.number == number
    assert found.reason in (Reason.STRUCTURE, Reason.NEAR, Reason.TEXT)


@pytest.mark.parametrize("text", UNRELATED)
def test_another_task_of_the_same_form_is_not_found(bench, text):
    assert bench.overlap(signature(parse(text))) is None


def test_the_text_is_the_surest_reason(bench):
    found = bench.overlap(signature(parse("write a POEM about the sea")))
    assert found is not None
    assert (found.reason, found.number, found.level) == (Reason.TEXT, 3, Level.TEXT)


def test_a_long_turn_of_a_dialogue_is_a_prompt_and_a_short_one_is_not(bench):
    def dialogue(*texts: str):
        return bench.overlap(signature(parse([Turn("user", text) for text in texts])))

    asked = dialogue("Name a river.", PROMPTS[0], "Thanks!")
    assert asked is not None and asked.reason is Reason.TEXT
    assert dialogue("Name four rivers of Poland and their sources.", "Write a poem about the sea.") is None


def test_texts_that_say_nothing_overlap_with_nothing():
    bench = Benchmark()
    bench.add(signature(parse("!!!")))
    assert bench.overlap(signature(parse("???"))) is None
    assert bench.overlap(signature(parse(""))) is None


@pytest.mark.parametrize("level", Level)
def test_each_level_finds_what_has_its_print(level):
    bench = Benchmark(level, threshold=1.0)
    bench.add(signature(parse(PROMPTS[2])))
    same = bench.overlap(signature(parse(PROMPTS[2].replace("exactly 4", "exactly four"))))
    assert same is not None and same.reason is (Reason.STRUCTURE if level is not Level.TEXT else Reason.NEAR)
