"""Arguments to try the families of layout with."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from stemmata.graphs.constraints.labels import Label

NAMES = st.lists(
    st.sampled_from(["Name", "Age", "Year of Birth", "price", "Author(s)", "Zoë's", "1st", "R&D"]),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip


def _table(columns: int | None, rows: int | None, names: list[str], bounds: list[str | None], use: str | None) -> Any:
    """Return a table's arguments that go together."""
    if use == "never":
        return {"use": use}
    made: dict[str, Any] = {"names": names} if names and columns is None else {}
    for axis, value, bound in (("columns", columns, bounds[0]), ("rows", rows, bounds[1])):
        if value is not None:
            made[axis] = value
            if bound is not None:
                made[f"{axis}_relation"] = bound
    return {**made, "use": use} if use and made else made


_SOME = st.sampled_from([None, 1, 2, 3, 7, 20])
_BOUND = st.sampled_from([None, "at least", "at most"])

TEXTS = st.sampled_from(["river", "ice cream", "Tower of London", "C++", "Zoë's", "50%", 'a "b"'])


def counted(key: str, low: int = 1, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a number with a bound or none, and what else there is."""

    def build(value: int, relation: str | None, span: int, rest: dict[str, Any]) -> dict[str, Any]:
        bound = {} if relation is None or value == 0 else {"relation": relation}
        return {key: value, **bound, **({"upper": value + span} if bound.get("relation") == "between" else {}), **rest}

    relations = st.sampled_from([None, "at least", "at most", "less than", "more than", "between"])
    return st.builds(build, st.integers(low, 12), relations, st.integers(1, 5), st.fixed_dictionaries(dict(more)))


STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "detectable_format:list_labels": st.one_of(
        st.fixed_dictionaries({"label": st.sampled_from(get_args(Label))}),
        st.fixed_dictionaries({"label": st.sampled_from(["bullet", "number"]), "use": st.just("never")}),
    ),
    "detectable_format:table": st.builds(
        _table,
        _SOME,
        _SOME,
        st.one_of(st.just([]), NAMES),
        st.lists(_BOUND, min_size=2, max_size=2),
        st.sampled_from([None, None, "if any", "never"]),
    ),
    "detectable_format:headings": st.one_of(
        st.just({}),
        st.fixed_dictionaries({"level": st.integers(1, 6)}),
        counted("num_headings"),
        st.just({"num_headings": 0}),
        counted("num_headings", level=st.integers(1, 6)),
        st.fixed_dictionaries({"num_levels": st.integers(1, 6)}, optional={"levels_relation": _BOUND}),
        st.fixed_dictionaries({"max_level": st.integers(1, 5)}),
    ),
    "detectable_format:block_quotes": counted("num_block_quotes"),
    "detectable_format:code_blocks": st.one_of(
        counted("num_code_blocks"),
        counted("num_code_blocks", language=st.sampled_from(["python", "c++", "c#", "c", "r", "bash", "json"])),
    ),
    "detectable_format:nested_list": counted("depth"),
    "detectable_format:bold": st.one_of(counted("number"), st.fixed_dictionaries({"text": TEXTS})),
    "detectable_format:italic": st.one_of(counted("number"), st.fixed_dictionaries({"text": TEXTS})),
    "detectable_format:named_sections": st.fixed_dictionaries({"names": NAMES}),
}
