from __future__ import annotations

import pytest

from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.plausible import plausible
from stemmata.schemas.instruction import Payload

JSON, PARAGRAPHS = "detectable_format:json_format", "length_constraints:number_paragraphs"


def fits(family, kwargs=None, **task):
    return plausible(Task("…", **task), Payload(family, kwargs or {}))


@pytest.mark.parametrize(
    ("family", "good", "bad"),
    [
        (PARAGRAPHS, {"work": "writing", "output": "essay"}, {"work": "naming", "brief": True}),
        (PARAGRAPHS, {"work": "letter"}, {"work": "letter", "brief": True}),
        (JSON, {"work": "extraction"}, {"work": "tale"}),
        (JSON, {"work": "outline", "shape": "list"}, {"work": "outline", "shape": "list", "personal": True}),
        ("detectable_format:code_blocks", {"work": "code", "shape": "code"}, {"work": "writing", "shape": "code"}),
        ("style:genre", {"work": "explanation"}, {"work": "explanation", "given": True}),
        ("style:author", {"work": "tale"}, {"work": "letter"}),
        ("keywords:position", {"work": "tale", "output": "story"}, {"work": "explanation"}),
        ("length_constraints:number_lines", {"work": "verse", "shape": "verse"}, {"work": "outline", "shape": "list"}),
        ("content:include", {"work": "tale"}, {"work": "translation"}),
    ],
)
def test_what_goes_with_a_task(family, good, bad):
    assert fits(family, **good)
    assert not fits(family, **bad)


@pytest.mark.parametrize(
    ("family", "known"),
    [
        (JSON, PARAGRAPHS),
        ("style:tone", JSON),
        ("startend:end_checker", "punctuation:ends_with"),
        ("detectable_format:constrained_response", "change_case:english_capital"),
        ("detectable_format:bold", "startend:quotation"),
    ],
)
def test_what_goes_with_other_demands(family, known):
    assert not fits(family, work="explanation", constraints=(Payload(known, {}),))


def test_a_family_that_no_group_names_is_left_to_itself():
    assert fits("acme:rhymes", work="translation", brief=True)
