"""Arguments of the families about keywords, letters, punctuation marks and emoji, to try their round trip with."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

TERMS = st.sampled_from(
    [
        *"river stone budget Argentina market-driven forest e-mail C++ Zoë naïve 3D AT&T it's O'Brien".split(),
        *"école 水 café trust policy lantern harbor etc. really? 50% (sic)".split(),
        *("ice cream", "well worth watching", 'the "best" one', "a, b"),
    ]
)
MARKS = [
    "period", "question mark", "exclamation mark", "comma", "colon", "semicolon", "dash", "em dash", "hyphen",
    "ellipsis", "parenthesis", "square bracket", "quotation mark", "apostrophe", "slash", "asterisk", "ampersand",
]  # fmt: skip
BOUNDS = ["at least", "at most", "less than", "more than", "equal to", "between"]
STOPS = ["period", "question mark", "exclamation mark", "colon", "semicolon", "ellipsis", "comma"]


def _emoji(relation: str, value: int, span: int) -> dict[str, Any]:
    if value == 0:
        return {"relation": "equal to", "num_emoji": 0}
    made = {"relation": relation, "num_emoji": value}
    return made | ({"upper": value + span} if relation == "between" else {})


def _some(words: list[str], num: int) -> dict[str, Any]:
    return {"keywords": words, "num": 1 + num % len(words)}


_WORDS = st.lists(TERMS, min_size=2, max_size=5, unique=True)
STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "keywords:any_of": st.builds(_some, _WORDS, st.integers(0, 9)),
    "keywords:in_order": st.fixed_dictionaries({"keywords": _WORDS}),
    "keywords:position": st.fixed_dictionaries(
        {
            "keyword": TERMS,
            "unit": st.sampled_from(["word", "sentence", "paragraph", "line"]),
            "place": st.one_of(st.just(-1), st.integers(1, 99)),
        }
    ),
    "punctuation:forbidden": st.fixed_dictionaries(
        {
            "marks": st.lists(st.sampled_from(MARKS), min_size=1, max_size=6, unique=True).filter(
                lambda m: m != ["comma"]
            )
        }
    ),
    "punctuation:ends_with": st.fixed_dictionaries({"mark": st.sampled_from(STOPS)}),
    "punctuation:every_sentence_ends_with": st.fixed_dictionaries(
        {"mark": st.sampled_from(["period", "question mark", "exclamation mark", "ellipsis"])}
    ),
    "keywords:forbidden_letters": st.fixed_dictionaries(
        {"letters": st.lists(st.sampled_from([*"aeioutqzxé@#$ßж7"]), min_size=2, max_size=5, unique=True)}
    ),
    "detectable_content:emoji": st.builds(_emoji, st.sampled_from(BOUNDS), st.integers(0, 30), st.integers(1, 20)),
    "keywords:every_paragraph": st.fixed_dictionaries(
        {"keyword": TERMS, "unit": st.sampled_from(["sentence", "paragraph", "line"])}
    ),
}
