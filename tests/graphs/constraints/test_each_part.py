"""Words in each sentence, sentences and words in each paragraph: wordings, what counts as one, repairs."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.prose import in_paragraphs, sentences
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

GROUP = "length_constraints:"
WPS, SPP, WPP = (GROUP + name for name in ("words_per_sentence", "sentences_per_paragraph", "words_per_paragraph"))
KEYS = {WPS: "num_words", SPP: "num_sentences", WPP: "num_words"}


def found(text: str) -> list[tuple[str, dict[str, Any], str, str]]:
    return [(one.id, one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text))]


def bound(family_id: str, relation: str, value: int, upper: int | None = None) -> dict[str, Any]:
    return {"relation": relation, KEYS[family_id]: value} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "family_id", "kwargs", "core", "form"),
    [
        ("Every sentence must have at most 15 words.", WPS, ("at most", 15), "at most 15 words", "value"),
        ("with each sentence not exceeding twelve words", WPS, ("at most", 12), "not exceeding twelve words", "phrase"),
        ("Each sentence should not exceed 9 words.", WPS, ("at most", 9), "not exceed 9 words", "verb"),
        ("each sentence in your story contains over 15 words", WPS, ("more than", 15), "over 15 words", "value"),
        ("Each sentence should not contain more than 9 words.", WPS, ("at most", 9), "more than 9 words", "value"),
        ("Each sentence should be 10-15 words long.", WPS, ("between", 10, 15), "10-15 words", "value"),
        ("Keep your sentences under 15 words.", WPS, ("less than", 15), "under 15 words", "value"),
        ("Use sentences of at most 12 words.", WPS, ("at most", 12), "at most 12 words", "value"),
        ("Use no more than 8 words per sentence.", WPS, ("at most", 8), "no more than 8 words per sentence", "amount"),
        ("Use eight-word sentences.", WPS, ("equal to", 8), "eight-word", "adjective"),
        ("Maximum sentence length: 20 words.", WPS, ("at most", 20), "20 words", "value"),
        ("Each sentence must end with a stop and have 7 words.", WPS, ("equal to", 7), "7 words", "value"),
        ("No sentence may exceed 9 words.", WPS, ("at most", 9), "No sentence may exceed 9 words", "sentence"),
        (
            "The number of words in each sentence must be over 9.",
            WPS,
            ("more than", 9),
            "The number of words in each sentence must be over 9",
            "sentence",
        ),
        ("Each paragraph has at most 5 sentences.", SPP, ("at most", 5), "at most 5 sentences", "value"),
        ("Use paragraphs of two sentences.", SPP, ("equal to", 2), "two sentences", "value"),
        ("Write four-sentence paragraphs.", SPP, ("equal to", 4), "four-sentence", "adjective"),
        ("Write 3 sentences per paragraph.", SPP, ("equal to", 3), "3 sentences per paragraph", "amount"),
        ("Each paragraph must be no longer than 90 words.", WPP, ("at most", 90), "no longer than 90 words", "value"),
        ("Keep paragraphs under 60 words.", WPP, ("less than", 60), "under 60 words", "value"),
    ],
)
def test_wordings(text: str, family_id: str, kwargs: tuple[Any, ...], core: str, form: str) -> None:
    assert found(text) == [(family_id, bound(family_id, *kwargs), core, form)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Write 3 sentences of five words each.", [GROUP + "number_sentences", WPS]),
        ("Write three paragraphs, each with at least 4 sentences.", [GROUP + "number_paragraphs", SPP]),
        ("Write two paragraphs of 80 words each.", [GROUP + "number_paragraphs", WPP]),
        ("Write three paragraphs with at least 300 words.", [GROUP + "number_paragraphs", GROUP + "number_words"]),
        ("Each sentence must rhyme, and the answer must have at most 100 words.", [GROUP + "number_words"]),
        ("Your paragraph should be 100 words.", [GROUP + "number_words"]),
        ("Write a paragraph of 5 sentences.", [GROUP + "number_sentences"]),
        ("Each sentence must start with one of five words.", []),
        ("Highlight two words in each sentence.", []),
        ("Each point must not exceed two sentences.", []),
        ("Every row should contain at most 15 words.", []),
        ("The first paragraph should have two sentences.", []),
        ("Each sentence has at least two words that rhyme.", []),
        ('He wrote: "each sentence has ten words".', []),
    ],
)
def test_other_amounts(text: str, ids: list[str]) -> None:
    assert [one[0] for one in found(text)] == ids


def test_a_negated_bound_is_turned_round() -> None:
    assert found("Do not use more than 100 words.")[0][1] == {"relation": "at most", "num_words": 100}
    assert found("It must not have fewer than 3 sentences.")[0][1] == {"relation": "at least", "num_sentences": 3}
    assert found("Do not use at least 100 words.") == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("# A long heading here\nOne two. Three!", [2, 1]),
        ("1. One two.\n2. Three", [2, 1]),
        ("One.\n```\na b c. d\n```\nTwo three.", [1, 2]),
        ("| a | b |\n|---|---|\n\nOne two.", [2]),
        ("**Title**\n\nOne.", [1]),
        ("", []),
    ],
)
def test_sentences_of_running_text(text: str, counts: list[int]) -> None:
    assert [count for _, count in sentences(text)] == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("# Heading\nOne. Two.\n\nThree.", [(2, 2), (1, 1)]),
        ("Dear Ann,\n\nIt rains. Come.\n\nYours,\nJo", [(2, 3), (1, 2)]),
        ("Why I left:\n* a\n* b\n\nIt rained. So.", [(2, 3)]),
        ("1. One. Two.\n\n2. Three.", [(2, 3), (1, 2)]),
        ("Just words", [(1, 2)]),
        ("```\ncode. more.\n\nyet.\n```", []),
    ],
)
def test_paragraphs_of_running_text(text: str, counts: list[tuple[int, int]]) -> None:
    assert [(one.num_sentences, one.num_words) for one in in_paragraphs(text)] == counts


def test_the_first_part_that_breaks_the_bound_is_shown() -> None:
    judged = verify(WPS, bound(WPS, "at most", 2), "One two. Three four five.")
    assert (judged.passed, judged.span) == (False, (9, 25))
    assert judged.detail == "3 words in sentence 2; asked for at most 2 words"
    judged = verify(SPP, bound(SPP, "at least", 2), "One. Two.\n\nThree here.")
    assert (judged.passed, judged.span) == (False, (11, 22))
    for family_id in (WPS, SPP, WPP):
        assert not verify(family_id, bound(family_id, "at most", 5), " \n").passed


@pytest.mark.parametrize(
    ("family_id", "kwargs", "response", "mended", "changed"),
    [
        (WPS, ("at most", 3), "The sea rises; it falls.", "The sea rises. It falls.", 4),
        (WPS, ("at most", 3), "The sea rises and falls.", None, 0),
        (SPP, ("at most", 2), "We go. Tim ran. She ate. He sat.", "We go. Tim ran.\n\nShe ate. He sat.", 3),
        (SPP, ("at least", 2), "It rains.\n\nIt pours.\n\nWe go.", "It rains. It pours. We go.", 6),
        (WPP, ("at most", 4), "One two. Three four. Five six.", "One two. Three four.\n\nFive six.", 3),
        (WPP, ("at least", 4), "One two.\n\nThree four.", "One two. Three four.", 3),
        (SPP, ("at least", 3), "It rains.\n\n* a\n* b\n\nIt pours.", None, 0),
        (SPP, ("at least", 9), "One.", None, 0),
    ],
)
def test_repair(family_id: str, kwargs: tuple[Any, ...], response: str, mended: str | None, changed: int) -> None:
    made = repair(family_id, bound(family_id, *kwargs), response)
    assert (made and made.text) == mended
    assert made is None or (made.changed, made.lossy) == (changed, False)


def test_rewording_keeps_what_each_part_is() -> None:
    text = "Each sentence should not exceed 9 words."
    made = list(reworded(text, extract(Passage.of(text))[0], WPS, bound(WPS, "at least", 5)))
    assert made[0] == "Each sentence should have at least 5 words."
    text = "Keep your sentences under 15 words."
    made = list(reworded(text, extract(Passage.of(text))[0], WPS, bound(WPS, "less than", 10)))
    assert "Keep your sentences under 10 words." in made


def test_relations_with_the_whole() -> None:
    whole = Payload(GROUP + "number_words", {"relation": "at most", "num_words": 10})
    assert relation(Payload(WPS, bound(WPS, "at least", 20)), whole) == "contradicts"
    one = Payload(GROUP + "number_sentences", {"relation": "equal to", "num_sentences": 1})
    # a list without stops is one sentence of the whole, and a sentence for each item
    assert relation(Payload(SPP, bound(SPP, "at least", 3)), one) in ("independent", "unknown")
    assert relation(Payload(SPP, bound(SPP, "at most", 3)), one) in ("independent", "unknown")


def test_bounds_are_added_that_the_known_response_keeps() -> None:
    text = "The moon pulls at the sea. It rises.\n\nThen it falls again. We wait for it. Ships sail."
    known = Task("Write an essay about tides.", "write", "essay", response=text)
    for family_id in (WPS, SPP, WPP):
        offered = list(families()[family_id].suits(known, random.Random(1)))
        assert offered and all(verify(family_id, kwargs, text).passed for kwargs in offered)
        assert not list(families()[family_id].suits(Task("Sort it.", shape="data"), random.Random(1)))
    short = Task("Write a tagline.", "write", "tagline", "short")
    assert not any(list(families()[family_id].suits(short, random.Random(1))) for family_id in (WPS, SPP, WPP))
