"""Arguments to try families with: paragraphs' first words, repeated prompts, languages, beginnings."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from stemmata.graphs.constraints.languages import NAMES

WORDS = st.sampled_from("however finally summary it elm president café naïve 3d well-known c++ ärger über i".split())


def _placed(nth: int, more: int | None, word: str) -> dict[str, Any]:
    made: dict[str, Any] = {"first_word": word, "nth_paragraph": nth}
    return made if more is None else made | {"num_paragraphs": nth + more}


PROMPTS = st.sampled_from(
    [
        "Name three rivers.", "What is a moor?", "Write a haiku about rain. Do not use commas, please.",
        'Use the word "fog" twice.', "List, in order:\n1. seas\n2. lakes", "don't",
        "Say it's 'so'. Then stop", "“Odd” is it?", 'An unpaired " mark', "Respond in French.", "x" * 700,
    ]
)  # fmt: skip
STARTS = st.sampled_from(
    [
        "In short", "Well", "Here is why.", "Don't panic!", "It's so", 'He said "no" once', "Ça va?",
        "1, 2, 3", "A. B.", "'Tis true", "Once upon a time. Long ago", "Use no commas.", "The end", "##",
        "Repeat the request.",
    ]
)  # fmt: skip

STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "length_constraints:nth_paragraph_first_word": st.builds(
        _placed, st.integers(1, 30), st.one_of(st.none(), st.integers(0, 20)), WORDS
    ),
    "combination:repeat_prompt": st.fixed_dictionaries({"prompt_to_repeat": PROMPTS}),
    "startend:start_checker": st.fixed_dictionaries({"start_phrase": STARTS}),
    "language:response_language": st.fixed_dictionaries({"language": st.sampled_from(sorted(NAMES))}),
}
