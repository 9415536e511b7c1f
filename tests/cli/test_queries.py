"""The library of named queries, as a user meets it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from stemmata.graphs.queries.library import library

DOC = Path(__file__).resolve().parents[2] / "docs" / "queries.md"


@pytest.mark.parametrize("width", [80, 120])
def test_the_list_has_a_line_for_each_uncut(stemmata, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    said = stemmata("query", "--list", "--format", "table")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()[2:]] == list(library())
    assert max(map(len, said.out.splitlines())) <= width
    assert "…" not in said.out
    assert ("with without [source] [variants]" in said.out) == (width == 120)


def test_the_list_as_objects_says_all_that_is_known(stemmata):
    listed = stemmata("query", "--list").lines
    assert [one["name"] for one in listed] == list(library())
    one = next(one for one in listed if one["name"] == "gaps")
    assert [(each["name"], each["default"]) for each in one["parameters"]] == [
        *(("least", 5), ("expected", 2), ("source", ""), ("variants", False)),
    ]
    assert list(one["columns"]) == ["family", "of_family", "action", "of_action", "expected"]
    needed = next(one for one in listed if one["name"] == "overlap")["parameters"][0]
    assert (needed["name"], "default" in needed) == ("benchmark", False)


def test_the_docs_hold_the_library(stemmata):
    assert stemmata("query", "--list", "--format", "markdown").out.strip() in DOC.read_text(encoding="utf-8")


def test_a_named_query_is_run(stemmata, store):
    said = stemmata("query", "--named", "families", "--store", store)
    assert said.code == 0
    assert said.lines[0].keys() == library()["families"].columns.keys()
    assert {
        "family": "punctuation:no_comma",
        "hard": True,
        "constraints": 1,
        "instructions": 1,
        "share": 25.0,
    } in said.lines
    assert len(stemmata("query", "--named", "families", "--limit", 2, "--store", store).lines) == 2
    every = stemmata("query", "--named", "families", "-p", "variants=true", "--store", store).lines
    assert sum(one["constraints"] for one in every) > sum(one["constraints"] for one in said.lines)


@pytest.mark.parametrize("name", sorted(library()))
def test_every_example_runs(stemmata, store, name):
    program, *arguments = shlex.split(library()[name].example)
    assert program == "stemmata"
    said = stemmata(*arguments, "--store", store, "--format", "csv")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[0] == ",".join(library()[name].columns)


def test_what_is_shown_can_be_run(stemmata, store):
    shown = stemmata("query", "--show", "scopes")
    assert shown.out.startswith("// name: scopes\n// question: ")
    values = ("-p", "least=1", "-p", 'source=""', "-p", "variants=false")
    run = stemmata("query", shown.out, *values, "--store", store)
    assert run.code == 0
    assert run.out == stemmata("query", "--named", "scopes", "--store", store).out != ""


def test_what_is_shown_is_for_the_store(stemmata):
    here, there = stemmata("query", "--show", "chains"), stemmata("query", "--show", "chains", "--store", "bolt://a")
    assert "list_reverse" in here.out and "relationships(p)" not in here.out
    assert "list_reverse" not in there.out and "relationships(p)" in there.out


def test_a_text_may_look_like_a_number(stemmata, store):
    said = stemmata("query", "--named", "tree", "-p", "id=123456789012345678901234", "--store", store)
    assert (said.code, said.out, said.err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--named", "familys"), "no query named 'familys'; the nearest is families"),
        (("--show", "familys"), "no query named 'familys'; the nearest is families"),
        (("--named", "tree"), "the query tree needs the parameter id"),
        (("--named", "gaps", "-p", "least=few"), 'the parameter least of gaps is a whole number, not "few"'),
        (("--named", "gaps", "-p", "variants=1"), "the parameter variants of gaps is true or false, not 1"),
        (("--named", "gaps", "-p", "most=2"), "the query gaps has no parameter 'most'"),
        (("--named", "gaps", "-p", "least"), "not of the form name=value"),
        (("--named", "gaps", "--write"), "--write goes with a query in Cypher"),
        (("--list", "-p", "least=2"), "--param goes with a query that is run"),
        (("RETURN 1", "--list"), "give one of these"),
        (("--named", "gaps", "--show", "gaps"), "give one of these"),
        ((), "give one of these"),
    ],
)
def test_a_wrong_call_is_one_sentence(stemmata, store, arguments, expected):
    said = stemmata("query", *arguments, "--store", store)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert expected in said.err


def test_a_table_fits_the_terminal(stemmata, store, monkeypatch):
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        said = stemmata("query", "--named", "unanswered", "-p", "mode=direct", "--store", store, "--format", "table")
        assert width - 10 < max(map(len, said.out.splitlines())) <= width
