"""A made-up model finds every unit again with its quotes, and most without; one that fails costs its own score."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import contenders
import gold_set

from stemmata.llm.calls import Answer, Call, Status
from stemmata.llm.running import Runner
from stemmata.llm.script import ScriptedModel
from stemmata.parsing.model_parser import ModelParser
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Turn
from stemmata.training.rehearsal import answer

MAIN = runpy.run_path(str(Path(gold_set.__file__).with_name("alignment.py")))["main"]


def test_statements_are_found_with_quotes_and_without(tmp_path, capsys):
    golds, _ = gold_set.load(data=tmp_path)
    path = tmp_path / "own.jsonl"
    lines = [json.dumps({"text": gold.graph.text}) for gold in golds if len(gold.graph.turns) == 1]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert MAIN([str(path)]) == 0
    table = [line.split() for line in capsys.readouterr().out.splitlines()[3:]]
    rows = {row[0]: [float(cell) for cell in row[1:]] for row in table}
    assert rows["quotes"][0] == 1.0
    assert rows["quotes"][4] > 0.99
    assert rows["quotes"][4] > rows["statements"][4] > 0.8


def test_an_instruction_on_which_a_model_fails_counts_as_an_empty_graph(monkeypatch, capsys):
    def model(call: Call) -> str | Answer:
        if "whale" in call.messages[-1].text:
            return Answer(Status.REFUSED, reason="not on whales")
        return answer(call.messages)

    with Runner(ScriptedModel(model)) as runner:
        monkeypatch.setattr(contenders, "get_parser", lambda name: ModelParser(runner))
        tried = contenders.parser_of("llm")
        turns = [(Turn("user", text),) for text in ("Name a river.", "Draw a whale.")]
        made = contenders.graphs(tried, turns)
        assert made[0] == parse("Name a river.")
        assert made[1].nodes == ()
        assert "not on whales" in capsys.readouterr().err
        assert tried(turns[0]) == made[0]
