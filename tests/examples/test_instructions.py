"""The examples are what newcomers run first: each response keeps what its instruction demands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import verdict, verify
from stemmata.graphs.layout import render
from stemmata.parsing.parser import parse
from stemmata.parsing.sources import read
from stemmata.schemas.instruction import Payload

FILE = Path(__file__).resolve().parents[2] / "examples/instructions.jsonl"
RECORDS = {record["id"]: record for record in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())}

# What each instruction demands that a program can decide, read by a person.
STATED: dict[str, list[tuple[str, dict]]] = {
    "sms-leave": [("length_constraints:number_words", {"relation": "equal to", "num_words": 20})],
    "lighthouse-story": [
        ("length_constraints:number_words", {"relation": "at least", "num_words": 120}),
        ("keywords:existence", {"keywords": ["tide", "lantern"]}),
        ("keywords:forbidden_words", {"forbidden_words": ["lonely"]}),
    ],
    "roadworks-summary": [("length_constraints:number_sentences", {"relation": "equal to", "num_sentences": 2})],
    "tomato-soup": [("detectable_format:number_bullet_lists", {"num_bullets": 5}), ("punctuation:no_comma", {})],
    "library-notice": [
        ("change_case:english_capital", {}),
        ("length_constraints:number_words", {"relation": "less than", "num_words": 40}),
    ],
    "hedgehog-lullaby": [("change_case:english_lowercase", {})],
    "inner-planets": [("detectable_format:json_format", {})],
    "snow-poem": [
        ("detectable_format:title", {}),
        ("keywords:frequency", {"keyword": "quiet", "relation": "at least", "frequency": 2}),
    ],
    "pencil-review": [
        ("length_constraints:number_sentences", {"relation": "equal to", "num_sentences": 3}),
        ("startend:quotation", {}),
    ],
    "bicycle-paragraphs": [("length_constraints:number_paragraphs", {"num_paragraphs": 3})],
    "average-bug": [("length_constraints:number_sentences", {"relation": "at most", "num_sentences": 2})],
    "kettle-review": [("change_case:english_lowercase", {})],
    "hiking-list": [
        ("detectable_format:number_bullet_lists", {"num_bullets": 8}),
        ("keywords:existence", {"keywords": ["map", "whistle"]}),
        ("length_constraints:number_words", {"relation": "less than", "num_words": 60}),
    ],
    "museum-email": [
        ("length_constraints:number_words", {"relation": "less than", "num_words": 100}),
        ("startend:end_checker", {"end_phrase": "We look forward to your reply."}),
    ],
    "tea-advert": [
        ("keywords:frequency", {"keyword": "tea", "relation": "at least", "frequency": 4}),
        ("length_constraints:number_words", {"relation": "at most", "num_words": 60}),
        ("keywords:forbidden_words", {"forbidden_words": ["coffee", "best"]}),
    ],
    "two-tides": [
        ("length_constraints:number_sentences", {"relation": "equal to", "num_sentences": 4}),
        ("keywords:forbidden_words", {"forbidden_words": ["gravity"]}),
    ],
    "lisbon-postcard": [
        ("length_constraints:number_words", {"relation": "at most", "num_words": 50}),
        ("startend:end_checker", {"end_phrase": "Hugs from all of us!"}),
    ],
    "rain-haiku": [("punctuation:no_comma", {})],
    "sourdough-lesson": [
        ("detectable_format:number_bullet_lists", {"num_bullets": 3}),
        ("length_constraints:number_words", {"relation": "at most", "num_words": 70}),
    ],
    "kinder-message": [("length_constraints:number_words", {"relation": "at most", "num_words": 40})],
    "cat-letter": [
        ("length_constraints:number_words", {"relation": "at least", "num_words": 80}),
        ("detectable_content:postscript", {"postscript_marker": "P.S."}),
    ],
    "home-office": [
        ("detectable_format:multiple_sections", {"section_spliter": "SECTION", "num_sections": 2}),
        ("length_constraints:number_words", {"relation": "less than", "num_words": 120}),
    ],
    "choir-invitation": [
        ("detectable_content:number_placeholders", {"num_placeholders": 4}),
        ("punctuation:no_comma", {}),
    ],
    "old-town-guide": [("detectable_format:number_highlighted_sections", {"num_highlights": 3})],
    "quick-fox": [
        ("length_constraints:number_sentences", {"relation": "equal to", "num_sentences": 1}),
        ("keywords:letter_frequency", {"letter": "q", "let_relation": "at least", "let_frequency": 5}),
        ("change_case:english_lowercase", {}),
    ],
}


def test_there_are_thirty_with_a_response_each():
    assert len(RECORDS) == 30
    for record in RECORDS.values():
        fields = set(record) - {"input"}
        assert fields in ({"id", "instruction", "response"}, {"id", "messages", "response"})
        assert record["response"].strip() == record["response"] != ""
        assert "messages" not in record or record["messages"][-1]["role"] == "user"


@pytest.mark.parametrize("name", STATED)
def test_a_response_keeps_what_a_reader_finds_in_its_instruction(name):
    known = families()
    for family, kwargs in STATED[name]:
        if family in known:
            check = verify(family, kwargs, RECORDS[name]["response"])
            assert check.passed, f"{family}: {check.detail}"


def test_a_response_keeps_what_the_parser_finds_in_its_last_turn():
    hard: dict[str, list[Payload]] = {}
    for record in read([str(FILE)]):
        graph = parse(record.turns)
        assert render(graph) == graph.turns
        last = [node for node in graph.constraint_nodes if node.spans[0].turn == len(graph.turns) - 1]
        for node in last:
            if node.constraint is not None and node.constraint.hard:
                verified = verdict(node.constraint, RECORDS[record.id]["response"])
                assert verified.passed, f"{record.id}: {node.text!r}: {verified.detail}"
                hard.setdefault(record.id, []).append(node.constraint)
    assert len(hard) >= 18, "preference pairs are made of hard constraints"
