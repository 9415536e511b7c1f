"""Arguments to try the counting families with."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

BOUNDS = ["at least", "at most", "less than", "more than", "equal to", "between"]


def _counted(key: str, *, exact: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Return a bound on a number; with `exact`, an exact number has no relation."""

    def build(relation: str, value: int, span: int) -> dict[str, Any]:
        made: dict[str, Any] = {key: value, "relation": relation}
        if relation == "between":
            made["upper"] = value + span
        if exact and relation == "equal to":
            del made["relation"]
        return made

    return st.builds(
        build, st.sampled_from(BOUNDS), st.one_of(st.integers(1, 20), st.integers(1, 2000)), st.integers(1, 50)
    )


def _about() -> st.SearchStrategy[dict[str, Any]]:
    """Return a number, or a range, with a tolerance: a percentage, or as many words."""

    def build(value: int, span: int | None, percent: float, words: int | None) -> dict[str, Any]:
        share = percent / 100 if words is None or words >= value else words / value
        made: dict[str, Any] = {"num_words": value, "tolerance": share}
        return made | ({"upper": value + span} if span else {})

    return st.builds(
        build,
        st.one_of(st.integers(1, 30), st.integers(1, 5000)),
        st.one_of(st.none(), st.integers(1, 200)),
        st.one_of(st.sampled_from([10.0, 10.0, 5.0, 20.0]), st.integers(1, 99).map(float), st.just(12.5)),
        st.one_of(st.none(), st.none(), st.integers(1, 50)),
    )


STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "length_constraints:number_characters": _counted("num_characters"),
    "length_constraints:number_lines": _counted("num_lines"),
    "length_constraints:about_words": _about(),
    "detectable_format:number_items": _counted("num_items", exact=True),
    "length_constraints:words_per_sentence": _counted("num_words"),
    "length_constraints:sentences_per_paragraph": _counted("num_sentences"),
    "length_constraints:words_per_paragraph": _counted("num_words"),
    "length_constraints:unique_words": _counted("num_words"),
}
