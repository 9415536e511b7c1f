"""Failures are told as they come: listed in a file or counted, and only the first few are remembered."""

from __future__ import annotations

import json
from contextlib import ExitStack

import pytest

from stemmata.cli.refused import Refused
from stemmata.schemas.records import Failure


def failure(number):
    return Failure(stage="read", reason="even" if number % 2 == 0 else "odd", detail="d", where=f"x:{number}")


def test_they_are_listed_beside_the_output(tmp_path):
    listed = tmp_path / "out.failures.jsonl"
    with ExitStack() as stack:
        refused = Refused(stack, str(tmp_path / "out"), None)
        assert not list(tmp_path.iterdir())
        for number in range(9):
            refused.add([failure(number)])
        assert not listed.exists()
    assert [json.loads(line)["where"] for line in listed.read_text().splitlines()] == [f"x:{n}" for n in range(9)]
    assert refused.said() == f"9 records failed: even (5), odd (4); {listed} lists them"


def test_no_list_is_left_where_the_output_is_not(tmp_path):
    with pytest.raises(ZeroDivisionError), ExitStack() as stack:
        Refused(stack, str(tmp_path / "out"), None).add([failure(1)])
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("output", "uri", "ending"),
    [
        ("-", None, "x:0: even, x:1: odd, x:2: even, x:3: odd, x:4: even, and 2 more"),
        (None, "s.lbug", "`stemmata stats --store s.lbug` counts them"),
    ],
)
def test_without_a_file_the_first_are_named_or_the_store_has_them(output, uri, ending):
    with ExitStack() as stack:
        refused = Refused(stack, output, uri)
        refused.add(map(failure, range(7)))
    assert refused.said() == f"7 records failed: even (4), odd (3); {ending}"


def test_where_none_failed_there_is_nothing_to_say():
    with ExitStack() as stack:
        assert Refused(stack, "out", None).said() is None
