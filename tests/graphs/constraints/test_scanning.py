"""Searching with known beginnings finds what `finditer` finds: for each pattern of the package, and for odd ones."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stemmata.graphs.constraints as package
from stemmata.graphs.constraints import scanning
from stemmata.graphs.constraints.deferred import Deferred
from stemmata.graphs.constraints.heads import heads_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.pattern_nodes import UnreadError, nodes_of, width
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.scanning import scan


@pytest.fixture(autouse=True)
def _looked_at_right_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_WORTH", -1)
    monkeypatch.setattr(scanning, "_known", {})


def _inside(thing: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(thing, re.Pattern | Deferred):
        if isinstance(thing.pattern, str):
            yield thing
    elif isinstance(thing, dict) and depth < 4:
        for value in thing.values():
            yield from _inside(value, depth + 1)
    elif isinstance(thing, list | tuple) and depth < 4:
        for value in thing:
            yield from _inside(value, depth + 1)


def _patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        for value in vars(import_module(module.name)).values():
            for pattern in _inside(value):
                found.setdefault(pattern.pattern, pattern)
    return found


PATTERNS = _patterns()
STATED = " ".join(
    "\n"[: len(member.id) % 3 == 0] + member.example.text + ("." if len(member.id) % 2 else "")
    for member in families().values()
)


def _spans(matches: Iterator[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in matches]


def test_each_pattern_of_the_package_finds_the_same():
    lower = Passage.of(STATED).lower
    found = 0
    for text in (STATED, lower, lower.replace(" ", "\n"), lower.replace(". ", '. "'), lower[::-1]):
        for pattern in PATTERNS.values():
            expected = _spans(pattern.finditer(text))
            assert _spans(scan(pattern, text)) == expected, pattern.pattern
            found += len(expected)
    assert found > 5_000


def test_most_patterns_of_the_package_are_known():
    assert sum(heads_of(pattern) is not None for pattern in PATTERNS.values()) > 0.7 * len(PATTERNS)


ODD = [
    r"\b(?:an? )?(?:red|blue)s?\b",
    r"(?<![\w-])a+(?:b|cd?)*",
    r"(?<!\w)\d{1,3}(?:st|nd)?",
    r"^(?:a|[bc ]*)d",
    r"(?:^|\n)\s{0,2}a",
    r"(?m:^)a",
    r"(?<=[ .])[a-d]{2,}",
    r"(?<=a)b",
    r"\ba(?!\w)|\bab(?= )",
    r"a",
    r"[\"(-]a?",
    r"\b(?:a|b)\s+(?:a |the )?(?:cd|d)(?![\w-])",
    r"\bа|\b[à-ü]b",
    r"\b_a|\b\dа?",
    r"(?<!\w)(?P<x>a|b) (?P=x)",
    r"\b(?:)a?b",
    r"(?:\ba|b)c",
    r"\b(?:[^\W\d_]b|ab)",
    r"\bab{2}|\bac{,2}d",
    r"(?i)\bab",
    r"\bA?b*$",
    r"\ba.{0,3}d",
    r"\ba|",
]


@pytest.mark.parametrize("pattern", ODD)
@given(text=st.text(st.sampled_from("aabbccd  \n.-\"(1²_éàаA'\ue000"), max_size=40))
def test_odd_patterns_find_the_same(pattern: str, text: str):
    compiled = re.compile(pattern)
    assert _spans(scan(compiled, text)) == _spans(compiled.finditer(text))


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [("abc?", 2, 3), (r"(?:a|bcd){2}[xy]", 3, 7), (r"(?<!abc)a(?=bc)\b", 1, 1), ("a{2,}", 2, 10_000), (r"\s\d.", 3, 3)],
)
def test_how_long_matches_can_be_is_known(pattern: str, least: int, most: int):
    assert width(nodes_of(pattern)) == (least, most)
    assert not re.fullmatch(pattern, "x" * (least - 1))


@pytest.mark.parametrize("pattern", [r"(?>a)b", r"(?(1)a|b)", r"a(?#so)", r"(a)\1", r"\Ba"])
def test_what_is_not_read_is_searched_as_usual(pattern: str):
    with pytest.raises(UnreadError):
        nodes_of(pattern)


def test_what_a_match_needs_is_known():
    heads = heads_of(re.compile(r"\b(?:in|with)\s{1,4}[a-z]{3,9}\s{1,4}(?:tone|voice)\b"))
    assert heads is not None
    assert heads.whole == {"in", "with"}
    assert heads.needs == (frozenset({"tone", "voic"}),)


def test_a_pattern_is_looked_at_only_after_some_use(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scanning, "_WORTH", 10)
    looked: list[str] = []
    monkeypatch.setattr(scanning, "heads_of", lambda pattern: looked.append(pattern.pattern))
    pattern = re.compile(r"\bso\b")
    assert [len(list(scan(pattern, "so, so"))) for _ in range(3)] == [2, 2, 2]
    assert looked == [r"\bso\b"]
