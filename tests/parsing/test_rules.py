from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs.consistency import check
from stemmata.graphs.layout import render
from stemmata.parsing.parser import get_parser, parse
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn
from stemmata.schemas.vocabulary import NodeKind

PIECES = st.sampled_from(
    ["Write a poem", "Do not use any commas", "in 20 words", '"quoted text here now"', "```\ncode\n```", "\n\n", "\r\n",
     "\t", "- item", "1. Use", "| a | b |", ":", ".", "?", " and ", ", then list three ideas", "é",
     "\u202bשלום", "😀", "<<title>>", "Make sure", "Input: ", "***", "“", "'", "(", "e.g.", "You are a pirate."]
)  # fmt: skip
ANY_TEXT = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=20).map("".join), st.lists(PIECES).map(" ".join))


@given(ANY_TEXT)
@settings(max_examples=250, deadline=None)
def test_any_text_comes_back_byte_for_byte_from_a_consistent_graph(text):
    graph = parse(text)
    assert render(graph) == (Turn("user", text),)
    assert check(graph) == []


@given(st.lists(st.tuples(st.sampled_from(["user", "assistant", "system"]), ANY_TEXT), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_turns_come_back_and_assistants_are_not_parsed(turns):
    made = [Turn(role, text) for role, text in turns]
    graph = parse(made)
    assert list(render(graph)) == made
    assert all(made[span.turn].role != "assistant" for node in graph.nodes for span in node.spans)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "a" * 100_000, "word " * 20_000, "," * 50_000, "«" * 5_000, '"' * 5_000,
             "- x\n" * 8_000, "Write a poem. " * 5_000, "(" * 20_000, "```\n" * 3_000]
)  # fmt: skip
def test_odd_and_long_texts_are_parsed(text):
    graph = parse(text)
    assert render(graph)[0].text == text
    assert check(graph) == []


def words(graph, kind):
    return [node.text for node in graph.of_kind(kind)]


def test_the_ontologys_example():
    graph = parse(
        "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words. Be polite."
    )
    assert words(graph, NodeKind.FACT) == ["I have to pick up my son"]
    assert words(graph, NodeKind.SUB_INSTRUCTION) == ["Write a short SMS to my supervisor asking for leave"]
    assert words(graph, NodeKind.CONSTRAINT) == ["In 20 words", "Be polite"]
    length, tone = graph.constraint_nodes
    assert length.constraint.id == "length_constraints:number_words"
    assert length.constraint.kwargs == {"relation": "equal to", "num_words": 20}
    assert (tone.constraint.id, tone.constraint.hard) == ("style:tone", False)
    assert words(graph, NodeKind.ACTION) == ["Write"]
    assert words(graph, NodeKind.OUTPUT) == ["SMS"]
    assert "supervisor" in words(graph, NodeKind.ENTITY)
    assert words(graph, NodeKind.ATTRIBUTE) == ["short"]


def test_a_requirement_inside_a_noun_phrase_is_a_constraint_of_its_own():
    graph = parse("Write a 300+ word summary of the wikipedia page about cats.")
    assert [(node.text, node.constraint.kwargs["num_words"]) for node in graph.constraint_nodes] == [("300+ word", 300)]
    (act,) = graph.sub_instructions
    assert act.text == "Write a summary of the wikipedia page about cats"
    assert len(act.spans) == 2


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Write a poem and translate it into French.", ["Write a poem", "translate it into French"]),
        ("Specify the palette, style and key elements.", ["Specify the palette, style and key elements"]),
        ("Could you tell me why the sky is blue?", ["Could you tell me why the sky is blue"]),
        ("What are the pros and cons of tea?", ["What are the pros and cons of tea"]),
        ("I have a dog. How do I train it?", ["How do I train it"]),
        ("reply to the email below", ["reply to the email below"]),
    ],
)
def test_each_act_is_a_unit(text, acts):
    assert words(parse(text), NodeKind.SUB_INSTRUCTION) == acts


@pytest.mark.parametrize(
    ("text", "constraints"),
    [
        ("Write a song. The response must not contain commas.", ["The response must not contain commas"]),
        ("Write a song. Keep it under 100 words and do not use any commas.",
         ["Keep it under 100 words", "do not use any commas"]),
        ("Explain it to me. In your response, do not use any commas.", ["In your response, do not use any commas"]),
        ("Name two birds.", ["two"]),
    ],
)  # fmt: skip
def test_constraints_are_units(text, constraints):
    assert words(parse(text), NodeKind.CONSTRAINT) == constraints


@pytest.mark.parametrize(
    ("text", "material"),
    [
        (
            "Rewrite the following sentence.\n\nI do not use any commas in 20 words.",
            "I do not use any commas in 20 words.",
        ),
        ("Summarize this email:\n\nDear Ann,\n\nAnswer in 20 words.\n\nBob", "Dear Ann,\n\nAnswer in 20 words.\n\nBob"),
        ('Expand this: "Use at least 300 words in the plan, he said."', "Use at least 300 words in the plan, he said."),
        ("Explain the code.\n\n```python\nprint('no commas')\n```", "```python\nprint('no commas')\n```"),
        ("Translate the following into French: Write a poem in 20 words.", "Write a poem in 20 words."),
    ],
)
def test_what_is_only_carried_along_is_a_fact_and_no_requirement(text, material):
    graph = parse(text)
    assert [node.text for node in graph.facts if node.role == "material"] == [material]
    assert all(node.constraint is None for node in graph.constraint_nodes)


def test_layout_templates_and_shots_are_examples():
    graph = parse("List facts about bees. Use * for bullets, like:\n* xyz\n* abc")
    assert [(node.role, node.text) for node in graph.facts] == [("example", "* xyz\n* abc")]


def test_constraints_bind_the_act_they_limit_and_say_whether_they_forbid():
    graph = parse("Write a song. Do not use any commas.")
    (edge,) = [edge for edge in graph.edges if edge.kind == "CONSTRAINS"]
    assert edge.target == graph.sub_instructions[0].id
    assert edge.qualifiers["polarity"] == "forbidden"


def test_later_turns_depend_on_earlier_ones():
    graph = parse(
        [Turn("user", "Write a poem."), Turn("assistant", "Roses are red"), Turn("user", "Rewrite it shorter.")]
    )
    first, second = graph.sub_instructions
    assert [
        (edge.source, edge.target, edge.qualifiers["turn"]) for edge in graph.edges if edge.kind == "DEPENDS_ON"
    ] == [(second.id, first.id, 0)]


def test_the_same_text_gives_the_same_ids_in_another_process():
    text = "Write a short poem in at least 50 words, then list three ideas. Do not use any commas."
    code = f"from stemmata.parsing.parser import parse; print([n.id for n in parse({text!r}).nodes])"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == repr([node.id for node in parse(text).nodes])


def test_an_unknown_parser_is_an_input_error():
    with pytest.raises(InputError, match="unknown parser 'nope'"):
        get_parser("nope")


def test_a_postscript_mark_without_its_last_stop_ends_a_sentence() -> None:
    graph = parse("Write a rap. Add a postscript starting with P.P.S Your text must have at least 6 placeholders.")
    assert [node.constraint.id for node in graph.constraint_nodes if node.constraint] == [
        "detectable_content:postscript",
        "detectable_content:number_placeholders",
    ]


def test_a_sentence_may_begin_with_one() -> None:
    assert parse("One list after lunch convert a file.").text == "One list after lunch convert a file."
