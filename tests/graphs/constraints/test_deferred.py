"""Deferred patterns: compiled at their first use, the same as those compiled at once, never asked for by identity."""

from __future__ import annotations

import re
from pathlib import Path

import stemmata.graphs.constraints as package
from stemmata.graphs.constraints.deferred import deferred, is_compiled
from stemmata.graphs.constraints.scanning import scan

SAID = r"(?<![\w-])(?:red|blue)\s(?P<what>hats?|coats)(?![\w-])"


def test_it_finds_what_a_compiled_pattern_finds():
    text = "two red hats, a blue hat, red hatters, blue coats"
    deferred.cache_clear()
    pattern = deferred(SAID)
    assert not is_compiled(pattern)
    assert pattern.pattern == SAID
    assert not is_compiled(pattern)
    assert [m.span("what") for m in pattern.finditer(text)] == [m.span("what") for m in re.finditer(SAID, text)]
    assert is_compiled(pattern)
    assert is_compiled(re.compile(SAID))
    assert (pattern.flags, pattern.groups, pattern.groupindex) == (re.UNICODE, 1, {"what": 1})


def test_equal_patterns_are_one_object_so_that_what_is_known_of_it_is_not_found_again():
    assert deferred("".join(["re", "d"])) is deferred("".join(["r", "ed"]))


def test_a_text_without_its_words_does_not_compile_it():
    deferred.cache_clear()
    pattern = deferred(SAID)
    assert list(scan(pattern, "two green hats")) == []
    assert not is_compiled(pattern)
    assert [match[0] for match in scan(pattern, "two red hats")] == ["red hats"]
    assert is_compiled(pattern)


def test_no_module_asks_whether_a_match_is_of_a_pattern_by_identity():
    folder = Path(next(iter(package.__path__)))
    asking = [path.name for path in folder.rglob("*.py") if re.search(r"\.re (?:is|in)\b", path.read_text("utf-8"))]
    assert asking == []
