from __future__ import annotations

import json
import runpy
from pathlib import Path

import gold_set
import pytest

from stemmata.graphs.codec import to_json
from stemmata.parsing.parser import parse
from stemmata.parsing.sources import read

MAIN = runpy.run_path(str(Path(gold_set.__file__).with_name("parsing.py")))["main"]
NOWHERE = ["--data", "nowhere"]


def figures(capsys, *arguments):
    assert MAIN([*NOWHERE, "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_rules_beat_the_sentences(capsys):
    rules, sentences = figures(capsys), figures(capsys, "--parser", "sentences")
    assert rules["instructions"] == sentences["instructions"] == 60
    for layer in ("discourse", "semantic"):
        assert rules["nodes"][layer]["relaxed"]["f1"] > sentences["nodes"][layer]["relaxed"]["f1"]
    assert rules["edges"]["all"]["f1"] > sentences["edges"]["all"]["f1"]


def test_gold_graphs_in_a_file_score_one(tmp_path, capsys):
    golds, _ = gold_set.load(data=tmp_path)
    path = tmp_path / "graphs.jsonl"
    path.write_text("".join(to_json(gold.graph) + "\n" for gold in reversed(golds)), encoding="utf-8")
    scores = figures(capsys, "--parser", str(path))
    assert {scores["nodes"]["nodes"][way]["f1"] for way in ("exact", "relaxed")} == {1.0}
    assert scores["edges"]["all"]["f1"] == 1.0


def test_texts_that_are_written_and_parsed_elsewhere_score_as_the_parser_does(tmp_path, capsys):
    texts, graphs = tmp_path / "texts.jsonl", tmp_path / "graphs.jsonl"
    assert MAIN([*NOWHERE, "--texts", str(texts)]) == 0
    made = [to_json(parse(record.turns)) for record in read([str(texts)])]
    graphs.write_text("\n".join(made[1:]), encoding="utf-8")  # the first is missing
    whole, most = figures(capsys), figures(capsys, "--parser", str(graphs))
    assert whole["nodes"]["nodes"]["relaxed"]["gold"] == most["nodes"]["nodes"]["relaxed"]["gold"]
    assert whole["nodes"]["nodes"]["relaxed"]["right"] > most["nodes"]["nodes"]["relaxed"]["right"]


def test_the_table_names_each_kind_and_the_worst(capsys):
    assert MAIN([*NOWHERE, "--parser", "sentences", "--errors", "2"]) == 0
    shown = capsys.readouterr().out
    for name in ("SubInstruction", "Attribute", "DEPENDS_ON", "HAS_ATTRIBUTE", "qualifier of edges found"):
        assert name in shown
    assert shown.count(" spurious\n") == 2


def test_several_parsers_stand_in_one_table(tmp_path, capsys):
    golds, _ = gold_set.load(data=tmp_path)
    path = tmp_path / "graphs.jsonl"
    path.write_text("".join(to_json(gold.graph) + "\n" for gold in golds), encoding="utf-8")
    assert MAIN([*NOWHERE, "--parser", "sentences", "--parser", "rules", "--parser", f"gold={path}"]) == 0
    lines = [line.rsplit(maxsplit=3) for line in capsys.readouterr().out.splitlines() if line]
    assert lines[1] == ["sentences", "rules", "gold"]
    assert [line[0] for line in lines[2:6]] == [
        "discourse nodes, relaxed F1",
        "discourse nodes, exact F1",
        "discourse nodes, kind right",
        "semantic nodes, relaxed F1",
    ]
    for _, sentences, rules, gold in lines[2:]:
        assert float(sentences) < float(rules) <= float(gold) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--parser", "nope"], "unknown parser 'nope'"),
        (["--parser", "nope.jsonl"], "nope.jsonl: no such file"),
        (["--gold", "nowhere"], "nowhere: no gold record"),
        (["--origin", "public"], "no instruction to score"),
    ],
)
def test_a_wrong_call_gets_one_sentence(arguments, message, capsys):
    assert MAIN([*NOWHERE, *arguments]) == 2
    assert message in capsys.readouterr().err
