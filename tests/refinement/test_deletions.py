from __future__ import annotations

import pytest

from stemmata.parsing.parser import parse
from stemmata.refinement.deletions import deletion


def left(text: str) -> list[str]:
    """What remains after each deletion that is offered."""
    graph = parse(text)
    made = []
    for node in graph.constraint_nodes:
        proposal = deletion(graph, node)
        if proposal is not None:
            ((span, words),) = proposal.replacements
            assert words == ""
            made.append(text[: span.start] + text[span.end :])
    return made


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        ("Write a poem. Do not use any commas.", ["Write a poem."]),
        ("Please do not use any commas. Write a poem.", ["Write a poem."]),
        ("Write a poem without commas.", ["Write a poem."]),
        ("Write a poem. Use at most 40 words.\n\nTopic: rain", ["Write a poem.\n\nTopic: rain"]),
        (
            "Write a poem. The rules:\n- Do not use any commas.\n- Use at most 40 words.",
            ["Write a poem. The rules:\n- Use at most 40 words.", "Write a poem. The rules:\n- Do not use any commas."],
        ),
        ("Write a poem.\nUse only lowercase letters.\nMake it about rain.", ["Write a poem.\nMake it about rain."]),
    ],
)
def test_the_glue_goes_with_the_constraint(text, remains):
    assert left(text) == remains


@pytest.mark.parametrize(
    "text",
    [
        "Write a poem. The rules:\n1. Do not use any commas.\n2. Use at most 40 words.",
        "Write a poem. The rules:\n- Do not use any commas.",
        'Rewrite the next sentence. Include the word "ink" in the sentence: "The main points to consider are these."',
    ],
)
def test_what_would_not_read_well_without_it_keeps_it(text):
    assert left(text) == []
