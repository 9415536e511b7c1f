"""The files of the library: their headers, their texts, and how values come to their parameters."""

from __future__ import annotations

import re

import pytest

from stemmata.graphs.constraints.registry import families
from stemmata.graphs.queries.library import dialect, library, named
from stemmata.graphs.queries.named import DIALECTS, HeaderError, parsed
from stemmata.graphs.stores.statement import tokens
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Payload

GOOD = """// name: x
// question: How many?
// note: Of something,
//   or of something else.
// parameter: least (integer, default 2): the fewest
// parameter: of (text): of what
// column: n: how many
// example: stemmata query --named x

MATCH (c:Constraint) WHERE c.family = $of AND c.value > $least RETURN count(*) AS n ORDER BY n
"""
QUERIES = sorted(library())


def words(text):
    return [token.text.upper() for token in tokens(text) if token.kind == "word"]


@pytest.mark.parametrize("name", QUERIES)
def test_a_file_keeps_the_rules(name):
    query = library()[name]
    assert query.question.endswith("?")
    assert len(query.question) <= 60
    assert re.search(r"\b(Scans|Walks|scans) ", query.note)  # what it costs
    assert query.example.startswith(f"stemmata query --named {name}")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    for line in "\n".join((query.header, *query.texts.values())).splitlines():
        assert len(line) <= 120
    declared = {one.name for one in query.parameters}
    assert set(re.findall(r"--param (\w+)=", query.example)) <= declared
    assert {one.name for one in query.parameters if one.required} <= set(re.findall(r"--param (\w+)=", query.example))
    for text in query.texts.values():
        assert {token.text[1:] for token in tokens(text) if token.kind == "parameter"} == declared
        assert "ORDER" in words(text[text.rindex("RETURN") :])
        assert not {"CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DROP", "CALL", "LOAD", "COPY"} & set(words(text))


def test_most_are_one_text_for_every_store():
    differing = {name for name, query in library().items() if len(set(query.texts.values())) > 1}
    assert differing == {"chains", "duplicates", "lookalikes", "sources", "tree"}


def test_a_file_becomes_a_query():
    query = parsed("x", GOOD)
    assert query.note == "Of something, or of something else."
    assert query.columns == {"n": "how many"}
    assert [(one.name, one.type, one.required) for one in query.parameters] == [
        ("least", "integer", False),
        ("of", "text", True),
    ]
    assert query.cypher("ladybug") == query.cypher("neo4j") == GOOD.partition("\n\n")[2].strip()
    both = parsed("x", GOOD.partition("\n\n")[0] + "\n\n// ladybug\nRETURN 1\n\n// neo4j\nRETURN 2\n")
    assert [both.cypher(one) for one in DIALECTS] == ["RETURN 1", "RETURN 2"]


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("// name: x", "// name: y", "differ"),
        ("// question: How many?\n", "", "not one question"),
        ("// note: Of", "// nota: Of", "unknown field 'nota'"),
        ("// column", "column", "no comment"),
        ("(integer, default 2)", "(whole, default 2)", "not a parameter"),
        ("(integer, default 2)", '(integer, default "2")', "not of its type"),
        ("(integer, default 2)", "(integer, default true)", "not of its type"),
        ("column: n: how", "column: how", "not a column"),
        ("MATCH", "// ladybug\nMATCH", "one for each"),
    ],
)
def test_a_wrong_file_is_refused(before, after, problem):
    assert before in GOOD
    with pytest.raises(HeaderError, match=problem):
        parsed("x", GOOD.replace(before, after, 1))


def test_values_are_bound_by_type():
    query = parsed("x", GOOD)
    assert query.bound({"of": "a"}) == {"least": 2, "of": "a"}
    assert query.bound({"of": "a", "least": 7}) == {"least": 7, "of": "a"}
    assert query.read({"of": "12", "least": "12"}) == {"of": "12", "least": 12}
    assert query.read({"of": '"12"', "least": "few"}) == {"of": "12", "least": "few"}
    assert query.read({"of": "[1]", "odd": "1"}) == {"of": "[1]", "odd": "1"}


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, "needs the parameter of: of what"),
        ({"of": 3}, "of of x is a text, not 3"),
        ({"of": "a", "least": "3"}, 'is a whole number, not "3"'),
        ({"of": "a", "least": 2.5}, "is a whole number, not 2.5"),
        ({"of": "a", "least": True}, "is a whole number, not true"),
        ({"of": "a", "least": None}, "is a whole number, not null"),
        ({"of": "a", "most": 3}, "no parameter 'most'; its parameters: least, of"),
    ],
)
def test_wrong_values_are_told_in_a_sentence(values, problem):
    with pytest.raises(InputError, match=re.escape(problem)) as raised:
        parsed("x", GOOD).bound(values)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "near"), [("familys", "families"), ("With_Without", "with-without"), ("family pairs", "family-pairs")]
)
def test_an_unknown_name_gets_the_nearest(name, near):
    with pytest.raises(InputError, match=f"the nearest is {near}"):
        named(name)


def test_a_name_like_no_other_gets_the_list():
    with pytest.raises(InputError, match="there is no query named '\\*'; `stemmata query --list` shows them all"):
        named("*")


def test_the_dialect_follows_from_the_address():
    assert [dialect(uri) for uri in ("x.lbug", "C:/x.lbug", "neo4j://a", "bolt+s://a:1")] == [
        *("ladybug", "ladybug"),
        *("neo4j", "neo4j"),
    ]


def test_conflicts_passes_over_families_that_count_one_thing_of_several():
    """Where an argument beside the number says what is counted, two numbers may stand together."""
    text = library()["conflicts"].cypher("neo4j")
    passed_over = set(re.findall(r"'([a-z_]+:[a-z_]+)'", text[text.index("NOT a.family IN") : text.index("kwargs")]))
    about = {"relation", "upper", "separator"}
    counting = {}
    for name, family in families().items():
        known = family.arguments.model_json_schema().get("properties", {})
        if any("relation" in one for one in known) or name == "style:figurative":
            counting[name] = set(known) - about
    assert passed_over == {name for name, more in counting.items() if len(more) > 1}


def test_conflicts_knows_which_bare_numbers_are_bounds():
    """A number without a relation is exact, but in the families that the text names."""
    text = library()["conflicts"].cypher("neo4j")
    least = set(re.findall(r"'([a-z_]+:[a-z_]+)'", text[text.index("CASE WHEN a.family IN") : text.index("AS one")]))
    found = set()
    for name, family in families().items():
        known = family.arguments.model_json_schema().get("properties", {})
        number = [key for key in known if key not in {"relation", "upper", "separator"}]
        if "relation" not in known or "relation" in family.arguments.model_json_schema().get("required", []):
            continue
        if len(number) == 1:
            meant = family.relation({number[0]: 3}, Payload(name, {number[0]: 3, "relation": "at least"}))
            if meant == "equivalent":
                found.add(name)
    assert least == found
