"""Arguments of the families of formats, to try them with."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

BOUNDS = ["at least", "at most", "less than", "more than", "equal to", "between"]
KEYS = st.sampled_from("name age title e-mail first_name user.id Größe it's 2nd_value the a only total count".split())
TYPES = st.sampled_from(["string", "number", "boolean", "array", "object"])


def counted(key: str, high: int = 12) -> st.SearchStrategy[dict[str, Any]]:
    def build(relation: str, value: int, span: int) -> dict[str, Any]:
        made: dict[str, Any] = {"relation": relation, key: value}
        return made | ({"upper": value + span} if relation == "between" else {})

    return st.builds(build, st.sampled_from(BOUNDS), st.integers(1, high), st.integers(1, 9))


@st.composite
def json_keys(draw: st.DrawFn) -> dict[str, Any]:
    keys = draw(st.lists(KEYS, min_size=1, max_size=5, unique=True))
    typed = draw(st.lists(st.sampled_from(keys), max_size=3, unique=True))
    types = {key: draw(TYPES) for key in typed}
    return {"keys": keys, "only": draw(st.booleans()), "types": types or None}


STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "detectable_format:json_keys": json_keys(),
    "detectable_format:json_depth": counted("num_levels"),
    "detectable_format:xml": st.sampled_from(
        [{}, *({"root": root} for root in "a Catalog book-list _x response ns.item R2 to".split())]
    ),
    "detectable_format:xml_attributes": counted("num_attributes"),
    "change_case:title_case": st.sampled_from([{"part": "all"}, {"part": "title"}]),
    "combination:alternatives": st.fixed_dictionaries(
        {
            "num_alternatives": st.integers(2, 30),
            "separator": st.sampled_from(["---", "###", "***", "=====", "OR", "<next>", "[[break]]", "~ ~", "%%"]),
        }
    ),
    "detectable_format:html": st.fixed_dictionaries({"page": st.booleans()}),
    "detectable_format:csv": st.fixed_dictionaries(
        {
            "columns": st.one_of(st.none(), st.lists(KEYS, min_size=2, max_size=5, unique=True)),
            "delimiter": st.sampled_from([",", ";", "\t", "|"]),
        }
    ),
}
