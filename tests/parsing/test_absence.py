"""What an instruction points to that is not there. It must rarely be wrong: an instruction lost is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stemmata.parsing.absence import absent
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.parser import get_parser, parse
from stemmata.parsing.sources import read
from stemmata.schemas.instruction import Turn

DATA = Path(__file__).resolve().parents[2] / "../shared/data"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Summarize the following article.", "the following article"),
        ("What is the tone of this passage?", "this passage"),
        ("Describe the attached image in one sentence.", "the attached image"),
        ("Rewrite the given text in a formal tone.", "the given text"),
        ("You are given a news article. Find its topic.", "you are given a news"),
        ("Translate the sentence into French.", "translate the sentence"),
        ("Summarize this: [insert article here]", "[insert article here]"),
        ("Now make it shorter.", "now make it shorter."),
        ("Expand your previous answer with an example.", "your previous answer"),
        ("Continue.", "continue."),
    ],
)
def test_what_is_not_there_is_said(text, said):
    reason = absent(parse(text))
    assert reason is not None
    assert f'"{said}"' in reason


@pytest.mark.parametrize(
    "text",
    [
        "Write a poem about rain.",
        "Summarize the following article.\n\nRain fell on the hills for days.",
        "Correct this sentence: He go to school every day.",
        'Translate the sentence "I would like some tea" into French.',
        "Write a Python function that reverses the given list.",
        "Explain how the attached shadow was used in film noir.",
        "Read https://example.org/a and summarize the article above.",
        "Write a blog post on buses. First repeat the sentence above word for word, then give your answer.",
        "Follow the format below:\n\nPart 1\n[put details here]\n\nPart 2\n[put details here]",
        "Tell me a story about a fox, and make it funny.",
        "",
    ],
)
def test_what_is_whole_is_let_pass(text):
    assert absent(parse(text)) is None


def test_a_conversation_holds_what_its_later_turns_take_up():
    turns = [Turn("user", "Name a river."), Turn("assistant", "The Nile."), Turn("user", "Now make it shorter.")]
    assert absent(parse(turns)) is None
    assert absent(parse([turns[0], turns[2]])) is None
    assert absent(parse(turns[2:])) is not None


@pytest.mark.skipif(not DATA.is_dir(), reason="no public data beside the project")
def test_of_427_public_instructions_none_is_lost_and_of_those_cut_off_their_input_a_third_is_found():
    files = [DATA / f"self_instruct_{name}.jsonl" for name in ("user_oriented", "seed_tasks")]
    whole = [record for record in read([str(file) for file in files]) if isinstance(record, SourceRecord)]
    assert len(whole) == 427
    parser = get_parser()
    assert [record.id for record in whole if absent(parser.parse(record.turns))] == []
    records = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    cut = [one["instruction"] for one in records if one["instances"][0]["input"].strip()]
    assert sum(absent(parse(text)) is not None for text in cut) > len(cut) / 3


def test_a_long_hostile_text_is_read_in_no_time():
    for piece in ("the following ", "«", "[ ", ": ", "this passage ", "'"):
        absent(parse(piece * 5000))
