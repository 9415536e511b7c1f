from __future__ import annotations

import json
import runpy
from pathlib import Path

import gold_set
import pytest

MODULE = runpy.run_path(str(Path(gold_set.__file__).with_name("turn_relations.py")))
MAIN, LOAD = MODULE["main"], MODULE["load"]

PROMPTS = ["Describe a lighthouse.", "Make it shorter.", "What does a passport cost?", "Sum up everything so far."]
STRUCTURE = [
    {"source": ["c1"], "target": ["c2"], "relation": "refinement"},
    {"source": ["c2"], "target": ["c3"], "relation": "unrelatedness"},
    {"source": ["c1", "c2"], "target": ["c4"], "relation": "summary"},
]


@pytest.fixture
def dialogues(tmp_path):
    held = [{"name": f"c{n}", "user prompt": words, "assistant answer": "Done."} for n, words in enumerate(PROMPTS, 1)]
    other = {"whole_conv": held[:2], "structure": [{"source": ["c1"], "target": ["c2"], "relation": "follow-up"}]}
    path = tmp_path / "dialogues.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in ({"whole_conv": held, "structure": STRUCTURE}, other)))
    return path


def row(shown, name):
    """Return the figures of a row of the first table: rounds, relation, macro-F1, rounds, both."""
    return [float(cell) for cell in next(line for line in shown.splitlines() if line.startswith(name)).split()[-5:]]


def test_gold_is_read_as_told(dialogues):
    first, _ = LOAD(dialogues)
    assert [(one.name, sorted(one.rounds)) for one in first.gold] == [
        ("refinement", [0]),
        ("unrelatedness", []),
        ("summary", [0, 1]),
    ]


def test_the_parser_stands_beside_the_baseline_and_halves_apart(dialogues, capsys):
    assert MAIN([str(dialogues), "--errors", "9"]) == 0
    shown = capsys.readouterr().out
    assert row(shown, "baseline, even") == [3, 0, 0, 0.333, 0]
    assert row(shown, "baseline, odd") == [1, 1, 0.167, 1, 1]
    # The summary is one of the theme that the third prompt opened; the other dialogue is labelled against the guide.
    assert row(shown, "rules, even") == [3, 1, 0.5, 0.667, 0.667]
    assert row(shown, "rules, odd") == [1, 0, 0, 1, 0]
    assert "line 1 c2: follow-up [1] / refinement [1]: Make it shorter." in shown


def test_a_graph_without_such_edges_is_unrelated_throughout(dialogues, tmp_path, capsys):
    empty = tmp_path / "graphs.jsonl"
    empty.write_text("")
    assert MAIN([str(dialogues), "--half", "even", "--parser", str(empty)]) == 0
    assert row(capsys.readouterr().out, str(empty)[:20])[1:] == [0.333, 0.083, 0.333, 0.333]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such file"), ("{}", "no dialogue of StructFlowBench"), ("[1", "no dialogue of StructFlowBench")],
)
def test_a_wrong_file_gets_one_sentence(content, message, tmp_path, capsys):
    path = tmp_path / "file.jsonl"
    if content is not None:
        path.write_text(content)
    assert MAIN([str(path)]) == 2
    assert message in capsys.readouterr().err
