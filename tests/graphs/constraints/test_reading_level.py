from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.reading_level import FAMILY
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.reading_ease import reading_grade, syllables, whole_grade
from stemmata.schemas.instruction import Payload

EASY = "The cat sat on the mat. The dog ran to the door. It was a warm day."
HARD = (
    "Notwithstanding considerable methodological heterogeneity, contemporary epidemiological investigations "
    "demonstrate statistically significant associations between environmental contamination and mortality."
)
STATED = [
    ("Write at a 6th grade reading level.", "at a 6th grade reading level", "at most", 6),
    ("Keep it at a sixth-grade level.", "at a sixth-grade level", "at most", 6),
    ("Explain it so that a fifth grader can understand it.", "so that a fifth grader can understand", "at most", 5),
    (
        "It should be written at or below an 8th-grade reading level",
        "at or below an 8th-grade reading level",
        "at most",
        8,
    ),
    ("at least a 10th grade reading level", "at least a 10th grade reading level", "at least", 10),
    ("The reading level should be at most grade 7.", "The reading level should be at most grade 7", "at most", 7),
    ("with a Flesch-Kincaid grade level of 9", "with a Flesch-Kincaid grade level of 9", "at most", 9),
    ("in language that a 3rd grader could follow", "language that a 3rd grader could follow", "at most", 3),
]
NOT_STATED = [
    "She teaches sixth grade.",
    "Write a quiz for the 6th grade.",
    "My reading level is low.",
    "Was it written at a 6th grade reading level?",
    "Do not write at a 6th grade reading level.",
    "Grade the essay.",
]


def found(text):
    return [(text[one.start : one.end], one.kwargs) for one in FAMILY.extract(Passage.of(text))]


@pytest.mark.parametrize(("text", "core", "bound", "grade"), STATED)
def test_stated(text, core, bound, grade):
    ((words, kwargs),) = found(text)
    assert kwargs == {"relation": bound, "grade": grade}
    assert core in words or words in core


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("a", 1), ("the", 1), ("apple", 2), ("hoped", 1), ("needed", 2), ("boxes", 2), ("likes", 1), ("rhythm", 1),
     ("education", 4), ("I'm", 1), ("free", 1)],
)  # fmt: skip
def test_syllables(word, count):
    assert syllables(word) == count


def test_grades():
    assert whole_grade(EASY) == 0
    assert whole_grade(HARD) > 16
    assert reading_grade("") is None and reading_grade("12 34.") is None and reading_grade("今日は寒い。") is None


def test_verify():
    assert FAMILY.verify({"relation": "at most", "grade": 3}, EASY).passed
    assert not FAMILY.verify({"relation": "at most", "grade": 12}, HARD).passed
    assert FAMILY.verify({"relation": "at least", "grade": 12}, HARD).passed
    assert not FAMILY.verify({"relation": "at least", "grade": 4}, EASY).passed
    check = FAMILY.verify({"relation": "at most", "grade": 6}, "今日は寒い。")
    assert not check.passed and "English" in check.detail


def test_a_grade_above_is_let_pass():
    text = "The gardener watered the roses every morning before the sun became too hot for the delicate petals."
    grade = whole_grade(text)
    assert FAMILY.verify({"relation": "at most", "grade": grade - 1}, text).passed
    assert not FAMILY.verify({"relation": "at most", "grade": grade - 2}, text).passed


def test_relations():
    def meaning(first, second):
        other = Payload(FAMILY.id, {"relation": second[0], "grade": second[1]})
        return FAMILY.relation({"relation": first[0], "grade": first[1]}, other)

    assert meaning(("at most", 5), ("at most", 8)) == "implies"
    assert meaning(("at most", 5), ("at least", 7)) == "contradicts"
    assert meaning(("at most", 5), ("at least", 6)) == "independent"


def test_suits():
    explain = Task("Explain how tides work.", "explain", "")
    (kwargs,) = FAMILY.suits(explain, random.Random(0))
    assert kwargs["relation"] == "at most"
    assert not list(FAMILY.suits(Task("Explain how tides work.", "explain", "", response=EASY), random.Random(0)))
    assert not list(FAMILY.suits(Task("Sag es.", "explain", "", english=False), random.Random(0)))
    assert not list(FAMILY.suits(Task("Write a haiku.", "write", "haiku", "verse"), random.Random(0)))
