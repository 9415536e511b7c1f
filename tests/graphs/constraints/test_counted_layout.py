"""Block quotes, code blocks, nested lists, bold and italic words."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation, repair, verify
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

QUOTES, CODE, NESTED, BOLD, ITALIC = (
    f"detectable_format:{name}" for name in ("block_quotes", "code_blocks", "nested_list", "bold", "italic")
)
IDS = (QUOTES, CODE, NESTED, BOLD, ITALIC)


@pytest.mark.parametrize(
    ("text", "family_id", "kwargs"),
    [
        ("Use block quotes for what they said.", QUOTES, {"num_block_quotes": 1, "relation": "at least"}),
        ("Your answer should be formatted as a blockquote.", QUOTES, {"num_block_quotes": 1, "relation": "at least"}),
        ("Include exactly two block quotes.", QUOTES, {"num_block_quotes": 2}),
        ("Avoid block quotes.", QUOTES, {"num_block_quotes": 1, "relation": "less than"}),
        ("Put the answer in a code block.", CODE, {"num_code_blocks": 1, "relation": "at least"}),
        ("Only reply inside one unique code block, and nothing else.", CODE, {"num_code_blocks": 1}),
        ("Include at least two Python code blocks.", CODE,
         {"num_code_blocks": 2, "relation": "at least", "language": "python"}),
        ("Answer in a bash code block.", CODE, {"num_code_blocks": 1, "relation": "at least", "language": "bash"}),
        ("Do not use code blocks.", CODE, {"num_code_blocks": 1, "relation": "less than"}),
        ("Use nested bullet points.", NESTED, {"depth": 2, "relation": "at least"}),
        ("Answer with a nested list.", NESTED, {"depth": 2, "relation": "at least"}),
        ("Use a list with at most three levels of nesting.", NESTED, {"depth": 3, "relation": "at most"}),
        ("Do not use nested lists.", NESTED, {"depth": 1, "relation": "at most"}),
        ("Put the key terms in bold.", BOLD, {"number": 1, "relation": "at least"}),
        ("Use bold text for names.", BOLD, {"number": 1, "relation": "at least"}),
        ("Include at least three phrases in bold.", BOLD, {"number": 3, "relation": "at least"}),
        ("Bold at least two phrases.", BOLD, {"number": 2, "relation": "at least"}),
        ('Put the word "river" in bold.', BOLD, {"text": "river"}),
        ('"River Po" must be in bold.', BOLD, {"text": "River Po"}),
        ("Do not use bold text.", BOLD, {"number": 1, "relation": "less than"}),
        ("Write the titles of books in italics.", ITALIC, {"number": 1, "relation": "at least"}),
        ("Italicize the key terms.", ITALIC, {"number": 1, "relation": "at least"}),
        ("Write 'Moby Dick' in italics.", ITALIC, {"text": "Moby Dick"}),
    ],
)  # fmt: skip
def test_wordings(text: str, family_id: str, kwargs: dict[str, Any]) -> None:
    assert [(one.id, one.kwargs) for one in extract(Passage.of(text)) if one.id in IDS] == [(family_id, kwargs)]


@pytest.mark.parametrize(
    "text",
    [
        "What is a block quote?",
        "Explain the code block below.",
        "Write a function that returns a nested list.",
        "The JSON object has two levels of nesting.",
        "Use at least two levels of nesting in the JSON object.",
        "Write in a bold tone.",
        "Use bold colours for the poster.",
        "Italicize at least 3 sections with markdown, i.e. *italic text*.",
        "Highlight at least 2 sections, i.e. *highlighted section*.",
        "Include one italic text section in markdown, i.e *italic text*.",
        "I wrote it in bold.",
        'Translate "use bold text" into German.',
    ],
)
def test_other_layouts(text: str) -> None:
    assert [one for one in extract(Passage.of(text)) if one.id in IDS] == []


@pytest.mark.parametrize(
    ("family_id", "kwargs", "response", "passed", "span"),
    [
        (QUOTES, {"num_block_quotes": 1}, "> a\n> b\n\nc", True, None),
        (QUOTES, {"num_block_quotes": 1}, "> a\n\n> b", False, (5, 8)),
        (QUOTES, {"num_block_quotes": 1, "relation": "less than"}, "> a", False, (0, 3)),
        (CODE, {"num_code_blocks": 1}, "```py\nx\n```", True, None),
        (CODE, {"num_code_blocks": 1, "language": "python"}, "```py\nx\n```", True, None),
        (CODE, {"num_code_blocks": 1, "language": "java"}, "```py\nx\n```", False, None),
        (CODE, {"num_code_blocks": 1}, "`x`", False, None),
        (NESTED, {"depth": 2}, "- a\n  - b\n- c", True, None),
        (NESTED, {"depth": 1}, "- a\n  - b\n- c", False, (4, 9)),
        (NESTED, {"depth": 2, "relation": "at least"}, "1. a\n2. b", False, None),
        (BOLD, {"number": 2}, "**a** and __b__", True, None),
        (BOLD, {"number": 1}, "*a* and `**b**`", False, None),
        (BOLD, {"text": "river po"}, "The **River Po** is long.", True, None),
        (BOLD, {"text": "river"}, "**The** river.", False, (8, 13)),
        (ITALIC, {"number": 2}, "* *a* and _b_, not snake_case_name", True, None),
        (ITALIC, {"number": 1}, "**a**", False, None),
    ],
)  # fmt: skip
def test_verify(
    family_id: str, kwargs: dict[str, Any], response: str, passed: bool, span: tuple[int, int] | None
) -> None:
    check = verify(family_id, kwargs, response)
    assert (check.passed, check.span) == (passed, span)


@pytest.mark.parametrize(
    ("family_id", "kwargs", "response", "text"),
    [
        (QUOTES, {"num_block_quotes": 1, "relation": "less than"}, "> a\n> b", "a\nb"),
        (QUOTES, {"num_block_quotes": 1, "relation": "at least"}, "It rains.", "> It rains."),
        (CODE, {"num_code_blocks": 1, "language": "python"}, "import os\nx = 1", "```python\nimport os\nx = 1\n```"),
        (CODE, {"num_code_blocks": 1, "language": "bash"}, "Run:\n```\nls\n```", "Run:\n```bash\nls\n```"),
        (NESTED, {"depth": 1, "relation": "at most"}, "- a\n  - b", "- a\n- b"),
        (BOLD, {"text": "river"}, "The River.", "The **River**."),
        (BOLD, {"number": 1}, "**a** **b**", "**a** b"),
        (ITALIC, {"number": 1, "relation": "less than"}, "*a* and **b**", "a and **b**"),
    ],
)
def test_repair(family_id: str, kwargs: dict[str, Any], response: str, text: str) -> None:
    mended = repair(family_id, kwargs, response)
    assert mended is not None
    assert (mended.text, mended.lossy) == (text, False)


@pytest.mark.parametrize(
    ("family_id", "one", "other", "meaning"),
    [
        (CODE, {"num_code_blocks": 2, "language": "c"}, {"num_code_blocks": 1}, "contradicts"),
        (CODE, {"num_code_blocks": 2, "language": "c"}, {"num_code_blocks": 2, "relation": "at least"}, "implies"),
        (CODE, {"num_code_blocks": 2, "language": "c"}, {"num_code_blocks": 2, "language": "go"}, "independent"),
        (BOLD, {"text": "River Po"}, {"text": "river"}, "implies"),
        (BOLD, {"text": "river"}, {"number": 1, "relation": "at least"}, "implies"),
        (BOLD, {"text": "river"}, {"number": 1, "relation": "less than"}, "contradicts"),
        (BOLD, {"text": "river"}, {"number": 3}, "independent"),
    ],
)
def test_relations(family_id: str, one: dict[str, Any], other: dict[str, Any], meaning: str) -> None:
    assert relation(Payload(family_id, one), Payload(family_id, other)) == meaning


@pytest.mark.parametrize(
    ("family_id", "task"),
    [
        (QUOTES, Task("Give me a testimonial.", "give", "testimonial")),
        (CODE, Task("Write a parser.", "write", "parser", "code")),
        (NESTED, Task("Write an outline.", "write", "outline")),
        (BOLD, Task("Write an essay.", "write", "essay")),
        (ITALIC, Task("Write an essay.", "write", "essay", response="*So* it is.")),
    ],
)
def test_suits(family_id: str, task: Task) -> None:
    assert list(families()[family_id].suits(task, random.Random(0)))


@pytest.mark.parametrize("family_id", IDS)
@pytest.mark.parametrize(
    "task", [Task("A haiku.", "write", "haiku", "verse"), Task("A text message.", output="text message")]
)
def test_suits_nothing_short(family_id: str, task: Task) -> None:
    assert not list(families()[family_id].suits(task, random.Random(0)))
