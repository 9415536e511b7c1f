"""Arguments of IFEval families of letters, capitals, placeholders, postscripts, highlights and sections."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

BOUNDS = ["at least", "at most", "less than", "more than", "equal to", "between"]


def _frequency(prefix: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    def build(relation: str, value: int, span: int, rest: dict[str, Any]) -> dict[str, Any]:
        upper = {"upper": value + span} if relation == "between" else {}
        return {f"{prefix}_relation": relation, f"{prefix}_frequency": value} | upper | rest

    numbers = st.one_of(st.integers(1, 20), st.integers(1, 2000))
    return st.builds(build, st.sampled_from(BOUNDS), numbers, st.integers(1, 50), st.fixed_dictionaries(dict(more)))


def _at_least(key: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    def build(relation: str, value: int, span: int, rest: dict[str, Any]) -> dict[str, Any]:
        upper = {"upper": value + span} if relation == "between" else {}
        return {key: value} | ({} if relation == "at least" else {"relation": relation}) | upper | rest

    numbers = st.one_of(st.integers(1, 20), st.integers(1, 2000))
    return st.builds(build, st.sampled_from(BOUNDS), numbers, st.integers(1, 50), st.fixed_dictionaries(dict(more)))


STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "keywords:letter_frequency": _frequency("let", letter=st.sampled_from([*"aieqzxs7#!?,;&%*'\"$@é水ß", "E"])),
    "change_case:capital_word_frequency": _frequency("capital"),
    "detectable_content:number_placeholders": _at_least("num_placeholders"),
    "detectable_format:number_highlighted_sections": _at_least("num_highlights"),
    "detectable_format:multiple_sections": _at_least(
        "num_sections",
        section_spliter=st.sampled_from(["SECTION", "Section", "Day", "Plot Point", "teil", "Étape"]),
    ),
    "detectable_content:postscript": st.fixed_dictionaries(
        {"postscript_marker": st.sampled_from(["P.S.", "P.P.S", "PS", "PS:", "PPS", "Note:", "N.B.", "a (last) word"])}
    ),
}
