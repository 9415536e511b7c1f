from __future__ import annotations

import pytest

from stemmata.graphs.constraints.ifeval import IFEVAL, demands, joined, said
from stemmata.graphs.constraints.registry import families
from stemmata.schemas.instruction import Payload

L = "length_constraints:"
CAPITALS, LETTERS, HIGHLIGHTS = (
    "change_case:capital_word_frequency",
    "keywords:letter_frequency",
    "detectable_format:number_highlighted_sections",
)

SAID = [
    (f"{L}number_words", {"relation": "at most", "num_words": 5}, [{"relation": "less than", "num_words": 6}]),
    (f"{L}number_words", {"relation": "more than", "num_words": 5}, [{"relation": "at least", "num_words": 6}]),
    (f"{L}number_words", {"relation": "equal to", "num_words": 5}, [
        {"relation": "at least", "num_words": 5}, {"relation": "less than", "num_words": 6}]),
    (f"{L}number_sentences", {"relation": "between", "num_sentences": 2, "upper": 4}, [
        {"relation": "at least", "num_sentences": 2}, {"relation": "less than", "num_sentences": 5}]),
    (CAPITALS, {"capital_relation": "at most", "capital_frequency": 3},
     [{"capital_relation": "less than", "capital_frequency": 4}]),
    (LETTERS, {"letter": "q", "let_relation": "equal to", "let_frequency": 0},
     [{"let_relation": "less than", "letter": "q", "let_frequency": 1}]),
    (HIGHLIGHTS, {"num_highlights": 3}, [{"num_highlights": 3}]),
    (HIGHLIGHTS, {"num_highlights": 3, "relation": "more than"}, [{"num_highlights": 4}]),
    (HIGHLIGHTS, {"num_highlights": 3, "relation": "at most"}, None),
    ("detectable_format:number_bullet_lists", {"num_bullets": 3}, [{"num_bullets": 3}]),
    ("detectable_format:number_bullet_lists", {"num_bullets": 3, "relation": "between", "upper": 3},
     [{"num_bullets": 3}]),
    ("detectable_format:number_bullet_lists", {"num_bullets": 3, "relation": "at least"}, None),
    ("detectable_format:number_bullet_lists", {"num_bullets": 0}, None),
    (f"{L}number_paragraphs", {"num_paragraphs": 3, "separator": "blank"}, None),
    (f"{L}nth_paragraph_first_word", {"nth_paragraph": 1, "first_word": "sea"}, None),
    (f"{L}nth_paragraph_first_word", {"nth_paragraph": 1, "first_word": "sea", "num_paragraphs": 2},
     [{"first_word": "sea", "num_paragraphs": 2, "nth_paragraph": 1}]),
    ("punctuation:no_comma", {}, [{}]),
    ("language:response_language", {"language": "fr"}, [{"language": "fr"}]),
    ("language:response_language", {"language": "zh-tw"}, None),
    ("style:tone", {"tone": "polite"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("family_id", "kwargs", "expected"), SAID)
def test_what_ifeval_says(family_id, kwargs, expected):
    found = said(Payload(family_id, kwargs))
    assert (None if found is None else [label.kwargs for label in found]) == expected
    assert all(label.id == family_id for label in found or ())


def test_there_are_25_ids():
    assert len(IFEVAL) == 25


@pytest.mark.parametrize("family_id", sorted(IFEVAL.keys() & families().keys()))
def test_every_example_is_understood(family_id):
    member = families()[family_id]
    assert set(IFEVAL[family_id].arguments) <= member.arguments.model_fields.keys()
    assert demands(Payload(family_id, member.example.kwargs))


def bound(relation, number, **more):
    return Payload(f"{L}number_words", {"relation": relation, "num_words": number, **more})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([bound("at least", 5), bound("less than", 11)], [bound("between", 5, upper=10)]),
        ([bound("less than", 11), bound("at least", 10)], [bound("equal to", 10)]),
        ([bound("at least", 11), bound("less than", 5)], [bound("at least", 11), bound("less than", 5)]),
        ([bound("at least", 5), bound("at least", 7)], [bound("at least", 5), bound("at least", 7)]),
        ([bound("equal to", 5), bound("less than", 11)], [bound("equal to", 5), bound("less than", 11)]),
    ],
)
def test_two_bounds_are_joined_into_a_range(given, expected):
    assert joined(given) == expected
