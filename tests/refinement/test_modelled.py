"""Variants of a graph that a model made: its nodes are not those that the rules find."""

from __future__ import annotations

import json

import pytest

from stemmata.graphs.consistency import check
from stemmata.graphs.graph import GraphBuilder
from stemmata.llm.asking import drive
from stemmata.llm.calls import Answer, Status
from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.asked import asked_variants
from stemmata.refinement.modelled import is_modelled
from stemmata.refinement.prompts import MODIFY_SPAN
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.settings import VarySettings
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

TEXT = "Write a short SMS to my supervisor asking for leave. In 20 words. Be polite."
PARTS = {"Write a short SMS": "act", "to my supervisor": "act", "asking for leave": "act", "In 20 words": "length"}


@pytest.fixture
def graph():
    builder = GraphBuilder([Turn("user", TEXT)], {"parser": "llm:m", "source": "x:1"})
    handles = {}
    for words in [*PARTS, "Be polite"]:
        start = TEXT.index(words)
        kind = NodeKind.SUB_INSTRUCTION if PARTS.get(words) == "act" else NodeKind.CONSTRAINT
        payload = next((n.constraint for n in parse(TEXT).constraint_nodes if n.text == words), None)
        handles[words] = builder.add(kind, [Span(0, start, start + len(words))], constraint=payload)
        builder.link(handles[words], None, EdgeKind.PART_OF)
    builder.link(handles["In 20 words"], handles["Write a short SMS"], EdgeKind.CONSTRAINS)
    made = builder.build()
    assert check(made) == []
    return made


def varied(graph, old, new):
    def answer(call):
        fields = MODIFY_SPAN.read(call.messages)
        valid = fields["words"] == old
        return Answer(Status.OK, json.dumps({"valid": valid, "words": new if valid else "", "why": "so"}), model="m")

    outcomes, _ = drive(asked_variants(graph, VarySettings(proposer="llm"), get_parser()), answer)
    ((variant, made),) = outcomes
    return variant, made


def test_other_nodes_move_and_the_payload_is_read_anew(graph):
    variant, made = varied(graph, "In 20 words", "In at most 35 words")
    assert made is not None, variant.reason
    assert variant.gates["stable"] is True
    assert "parses_back" not in variant.gates
    assert [node.text for node in made.sub_instructions] == [node.text for node in graph.sub_instructions]
    (length,) = (node for node in made.constraint_nodes if node.text == "In at most 35 words")
    assert dict(length.constraint.kwargs) == {"relation": "at most", "num_words": 35}
    assert variant.edit.relation == "weaker"
    assert check(made) == []
    assert is_modelled(made)
    assert len(made.edges) == len(graph.edges)


def test_what_stands_inside_an_act_is_what_the_rules_find(graph):
    variant, made = varied(graph, "Write a short SMS", "Draft a long letter")
    assert made is not None, variant.reason
    assert {node.text for node in made.of_kind(NodeKind.ACTION)} == {"Draft"}
    assert {node.text for node in made.of_kind(NodeKind.OUTPUT)} == {"letter"}
    assert check(made) == []


def test_an_edit_that_makes_the_rules_read_other_parts_otherwise_is_refused(graph):
    variant, made = varied(graph, "Write a short SMS", 'Repeat this: "')
    assert made is None
    assert variant.gate in ("stable", "natural")
