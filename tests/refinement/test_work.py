from __future__ import annotations

import time

import pytest

from stemmata.parsing.parser import parse
from stemmata.refinement.task import task_of
from stemmata.refinement.work import is_personal, work_of
from stemmata.schemas.instruction import Turn


@pytest.mark.parametrize(
    ("text", "work", "brief"),
    [
        ("Write a story about a lighthouse.", "tale", False),
        ("Write an email to my landlord.", "letter", False),
        ("Rewrite this sentence: The boat it was red.", "rewriting", False),
        ("Correct the spelling: teh boat", "correction", False),
        ("Translate this into Dutch: The boat is red.", "translation", False),
        ("When was the lighthouse built?", "fact", True),
        ("In which town is the lighthouse?", "fact", True),
        ("Give a slogan for my tea shop.", "naming", True),
        ("Make an itinerary for two days in Oslo.", "outline", False),
        ("Explain how tides work.", "explanation", False),
        ("Write a poem about the sea.", "verse", False),
        ("Write a python function that adds two numbers.", "code", False),
        ("Write a script about a hockey game.", "tale", False),
        ("Decide if the review is positive.", "judging", True),
        ("Summarize the article in one sentence.", "summary", True),
        ("Write a letter to my aunt in at most 40 words.", "letter", True),
    ],
)
def test_what_is_done_and_how_much_comes_of_it(text, work, brief):
    task = task_of(parse(text))
    assert (task.work, task.brief) == (work, brief)


def test_the_last_turn_says_what_is_done():
    turns = [
        Turn("user", "Write a story about a crow."),
        Turn("assistant", "It flew."),
        Turn("user", "Make it shorter."),
    ]
    assert task_of(parse(turns)).work == "rewriting"


def test_who_speaks_of_how_they_feel_is_personal():
    assert is_personal("My girlfriend left and I am sad. What can I do?")
    assert not is_personal("Name three rivers.")


def test_hostile_text_takes_no_time():
    start = time.perf_counter()
    for piece in ("please ", "in a ", "and, ", "of what ", "make a more ", "short ", '"'):
        work_of(piece * 20_000, "", "prose")
    assert time.perf_counter() - start < 5
