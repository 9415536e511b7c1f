"""A model as a proposer in Python, over HTTP against the rehearsal endpoint on loopback."""

from __future__ import annotations

import random

import pytest

from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.proposer import get_proposer
from stemmata.refinement.vary import outcomes, vary
from stemmata.schemas.errors import InputError, ServerError
from stemmata.schemas.settings import VarySettings

pytest.importorskip("openai")

TEXT = "Write a short note to my boss in at least 50 words. Do not use any commas. Be polite."


@pytest.fixture
def endpoint(monkeypatch, tmp_path):
    from stemmata.llm.serving.log import Log
    from stemmata.llm.serving.server import Endpoint, served
    from stemmata.llm.serving.settings import ServingSettings
    from stemmata.training.rehearsal import NAME, answer_request

    entries = []
    one = Endpoint(answer_request, ServingSettings(model=NAME), log=Log(keep=entries.append))
    with served(one) as url:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        monkeypatch.setenv("STEMMATA_MODEL", "any")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        yield entries


@pytest.mark.parametrize("proposer", ["llm", "rewrite"])
def test_variants_come_from_the_model_and_a_second_time_from_the_cache(endpoint, proposer):
    graph, settings = parse(TEXT), VarySettings(proposer=proposer)
    variants = [variant.line() for variant, _ in outcomes(graph, settings, get_parser())]
    assert variants
    assert all(f'"{proposer}:stemmata-rehearsal"' in line for line in variants)
    sent = len(endpoint)
    assert sent
    assert [variant.line() for variant, _ in outcomes(graph, settings, get_parser())] == variants
    assert len(endpoint) == sent


def test_a_proposer_by_name_yields_proposals(endpoint):
    proposals = list(get_proposer("llm").propose(parse(TEXT), random.Random(0)))
    assert proposals
    assert all(proposal.node is not None and proposal.proposer == "llm:stemmata-rehearsal" for proposal in proposals)


def test_without_a_model_it_is_said_what_to_set(monkeypatch):
    monkeypatch.delenv("STEMMATA_MODEL", raising=False)
    with pytest.raises(InputError, match="STEMMATA_MODEL"):
        list(vary(parse(TEXT), proposer="llm"))


def test_an_endpoint_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("STEMMATA_MODEL", "any")
    monkeypatch.delenv("STEMMATA_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("stemmata.llm.client.backoff", lambda attempt: 0.0)
    with pytest.raises(ServerError):
        list(vary(parse(TEXT), proposer="llm"))


def test_an_unknown_proposer_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="catalogue, llm, rewrite, eda"):
        get_proposer("nobody")
