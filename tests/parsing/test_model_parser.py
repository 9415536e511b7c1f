"""The parser that asks a model, as a parser among others."""

from __future__ import annotations

import pickle

import pytest

from stemmata.graphs.graph import Graph
from stemmata.llm.calls import Answer, Call, Status
from stemmata.llm.running import Runner
from stemmata.llm.script import ScriptedModel
from stemmata.parsing.model_parser import DecompositionError, ModelParser, environment_settings
from stemmata.parsing.parser import BatchParser, get_parser, parse, parse_each
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn

SMS = "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words. Be polite."
TASKS = [((Turn("user", text),), {"source": text}) for text in (SMS, "Draw a whale.", "Name a river.")]


def test_it_parses_as_a_parser_does(rehearsed):
    with Runner(ScriptedModel(rehearsed)) as runner:
        parser = ModelParser(runner)
        assert isinstance(parser, BatchParser)
        graph = parser.parse((Turn("user", SMS),), {"source": "here"})
        assert graph.nodes == parse(SMS).nodes
        assert graph.meta == {"source": "here", "parser": "llm:stemmata-rehearsal"}
        assert parser.parse_many([TASKS[2], TASKS[0]]) == [parse("Name a river."), parse(SMS)]


def test_one_that_fails_does_not_stop_the_others_and_is_not_asked_again(rehearsed):
    def refusing_whales(call: Call) -> Answer:
        whale = "whale" in call.messages[-1].text
        return Answer(Status.REFUSED, reason="not on whales.") if whale else rehearsed(call)

    model = ScriptedModel(refusing_whales)
    with Runner(model) as runner:
        made = parse_each(ModelParser(runner), TASKS)
        assert [type(one) for one in made] == [Graph, DecompositionError, Graph]
        assert len(model.calls) == 3
        with pytest.raises(DecompositionError, match=r"no decomposition \(refused\): not on whales\.$") as caught:
            ModelParser(runner).parse_many(TASKS)
    failure = caught.value.failure
    assert (failure.stage, failure.reason, failure.where) == ("parse", "refused", "Draw a whale.")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.failure) == (str(caught.value), failure)


def test_the_environment_names_the_model(monkeypatch):
    get_parser.cache_clear()
    monkeypatch.delenv("STEMMATA_MODEL", raising=False)
    with pytest.raises(InputError, match="none is named; set STEMMATA_MODEL"):
        get_parser("llm")
    monkeypatch.setenv("STEMMATA_MODEL", "some-model")
    assert environment_settings().models["parse"].name == "some-model"
    assert get_parser("llm") is get_parser("llm")
    get_parser.cache_clear()
