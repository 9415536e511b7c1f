"""What part of the output a constraint is about, and whether it requires, forbids or allows."""

from __future__ import annotations

import time

import pytest

from stemmata.parsing.scoping import polarity, scope


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("do not mention money", "forbidden"), ("it must not exceed a page", "required"),
        ("you may add a row", "optional"), ("in twenty words", "required"),
        ("it shouldn't take longer than a minute", "required"), ("you cannot use commas", "forbidden"),
        ("return nothing but the list", "required"), ("the refrain is short", "required"),
        ("puns are welcome", "optional"), ("no puns are allowed", "forbidden"),
        ("use fewer than five lines (no title needed)", "required"), ("leave out the dates", "forbidden"),
        ("you don't have to rhyme", "optional"), ("none may be longer than a word", "required"),
    ],
)  # fmt: skip
def test_polarity(words: str, said: str) -> None:
    assert polarity(words) == said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("each verse must rhyme", "each verse"), ("use short words", "output"),
        ("the main heading should name the town", "main heading"), ("paragraph 2 must open with a bell", "paragraph 2"),
        ("make sure that every step is numbered", "every step"), ("begin every line with a verb", "every line"),
        ("put the title in bold", "title"), ("with a title in capital letters", "title"),
        ("at most thirty words per recipe", "recipe"), ("if a table is used, it must have two rows", "table"),
        ("use capital letters for each word", "each word"), ("one line on each", "each"),
        ("mention the harbour in the last line", "last line"), ("none of them may be long", "them"),
        ("the answer must be short", "output"), ("the tone should be warm", "output"),
        ("on a line below each exercise", "output"), ("the hero should be a goat", "hero"),
        ("with each section not exceeding a page", "each section"),
    ],
)  # fmt: skip
def test_scope(words: str, part: str) -> None:
    assert scope(words) == part


def test_what_names_the_whole_output_is_no_part_of_it() -> None:
    assert scope("the summary should begin with a date", {"summa"}) == "output"
    assert scope("the summaries should begin with a date", {"summa"}) == "summaries"


@pytest.mark.parametrize("piece", ["the title of ", "no more ", "only ", "(", "each ", "not a ", "in the "])
def test_hostile_words_are_read_in_no_time(piece: str) -> None:
    words = piece * 20_000
    began = time.perf_counter()
    polarity(words), scope(words)
    assert time.perf_counter() - began < 1
