from __future__ import annotations

import json
from pathlib import Path

from stemmata.graphs.constraints.registry import families

DOC = Path(__file__).resolve().parents[2] / "docs" / "constraints.md"


def test_each_family_has_its_line(stemmata):
    said = stemmata("families")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()[2:]] == list(families())


def test_the_objects_hold_the_arguments(stemmata):
    listed = [json.loads(line) for line in stemmata("families", "--format", "jsonl").out.splitlines()]
    assert [one["id"] for one in listed] == list(families())
    words = next(one for one in listed if one["id"] == "length_constraints:number_words")
    assert set(words["arguments"]) == {"relation", "num_words", "upper"}
    assert words["can"] == ["verify", "repair", "vary", "add"]
    assert all(("verify" in one["can"]) == one["hard"] for one in listed)


def test_the_docs_hold_the_table(stemmata):
    assert stemmata("families", "--format", "markdown").out.strip() in DOC.read_text(encoding="utf-8")
