"""Each way in which a call can fail, seen through OpenAI's own client, and which calls fail."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from stemmata.llm.requests import NOTE
from stemmata.llm.serving.faults import Faults, chance
from stemmata.llm.serving.log import Entry, Log
from stemmata.llm.serving.server import Endpoint, served
from stemmata.llm.serving.settings import SAID, FaultKind, ServingSettings

openai = pytest.importorskip("openai")

NAME = "stemmata-rehearsal"
JSON = '{"facts": ["it rains"], "constraints": ["in 20 words"]}'


def say(body):
    said = body["messages"][-1]["content"]
    return JSON if "response_format" in body or "JSON" in said else "It rains in Spain."


def failing(kind, plain=False, text="Weather?", **settings):
    """What one call that fails in a way comes to: an error or a choice, the entry of the log, and the seconds."""
    entries: list[Entry] = []
    settings = ServingSettings(model=NAME, faults=1, kinds=(kind,), in_a_row=1, slow=0.3, **settings)
    options = {} if plain else {"response_format": {"type": "json_object"}}
    with (
        served(Endpoint(say, settings, log=Log(keep=entries.append))) as url,
        openai.OpenAI(base_url=url, api_key="none", max_retries=0, timeout=1) as client,
    ):

        def ask():
            return client.chat.completions.create(model="m", messages=[{"role": "user", "content": text}], **options)

        began = time.monotonic()
        try:
            said = ask()
        except Exception as error:
            said = error
        took = time.monotonic() - began
        again = ask()
        assert again.choices[0].message.content == say({"messages": [{"content": text}], **options})
        until = time.monotonic() + 5
        while len(entries) < 2 and time.monotonic() < until:
            time.sleep(0.005)
    assert [entry.times for entry in entries] == [0, 1]
    assert entries[1].fault is None
    return said, entries[0], took


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FaultKind.RATE_LIMIT, 429),
        (FaultKind.RATE_LIMIT_BARE, 429),
        (FaultKind.ERROR_500, 500),
        (FaultKind.ERROR_502, 502),
        (FaultKind.ERROR_503, 503),
    ],
)
def test_a_status_of_failure(kind, status):
    said, entry, _ = failing(kind)
    assert isinstance(said, openai.APIStatusError)
    assert said.status_code == entry.status == status
    assert (entry.fault, entry.whole) == (kind, True)
    assert ("retry-after" in said.response.headers) == (kind is FaultKind.RATE_LIMIT)


def test_no_answer_at_all():
    said, entry, took = failing(FaultKind.TIMEOUT)
    assert isinstance(said, openai.APITimeoutError)
    assert took > 0.9
    assert (entry.status, entry.whole) == (0, False)


def test_a_connection_reset_before_the_answer():
    said, entry, took = failing(FaultKind.RESET)
    assert isinstance(said, openai.APIConnectionError)
    assert took < 0.9
    assert (entry.status, entry.whole) == (0, False)


@pytest.mark.parametrize("kind", [FaultKind.RESET_WITHIN, FaultKind.TRUNCATED])
def test_an_answer_that_breaks_off(kind):
    said, entry, took = failing(kind)
    assert isinstance(said, Exception)
    assert took < 0.9
    assert (entry.status, entry.whole) == (200, False)


def test_a_slow_answer_comes_whole():
    said, entry, took = failing(FaultKind.SLOW)
    assert said.choices[0].message.content == JSON
    assert 0.25 < took < 0.9
    assert (entry.status, entry.whole) == (200, True)


def test_a_body_that_is_no_json():
    said, entry, _ = failing(FaultKind.INVALID_BODY)
    assert isinstance(said, ValueError)  # the SDK lets the decoder's own error through
    assert (entry.status, entry.whole) == (200, True)


def test_a_web_page_in_place_of_json():
    said, entry, _ = failing(FaultKind.PAGE)
    assert isinstance(said, str)  # the SDK returns it as it is
    assert (entry.status, entry.whole) == (200, True)


def test_json_that_is_no_completion():
    said, entry, _ = failing(FaultKind.WRONG_BODY)
    assert not said.choices
    assert (entry.status, entry.whole) == (200, True)


@pytest.mark.parametrize(
    ("kind", "content", "finish"),
    [
        (FaultKind.EMPTY, "", "stop"),
        (FaultKind.REFUSAL, None, "stop"),
        (FaultKind.FILTERED, JSON[: len(JSON) // 3], "content_filter"),
        (FaultKind.LENGTH, JSON[: len(JSON) // 2], "length"),
        (FaultKind.INVALID_JSON, JSON[:-1], "stop"),
        (FaultKind.FENCED, f"```json\n{JSON}\n```", "stop"),
    ],
)
def test_what_a_model_says_amiss(kind, content, finish):
    said, entry, _ = failing(kind)
    (choice,) = said.choices
    assert (choice.message.content, choice.finish_reason) == (content, finish)
    assert bool(choice.message.refusal) == (kind is FaultKind.REFUSAL)
    assert (entry.status, entry.fault, entry.whole) == (200, kind, True)


def test_json_of_another_schema():
    said, _, _ = failing(FaultKind.WRONG_SCHEMA)
    assert not set(json.loads(said.choices[0].message.content)) & {"facts", "constraints"}


@pytest.mark.parametrize("kind", [FaultKind.INVALID_JSON, FaultKind.WRONG_SCHEMA, FaultKind.FENCED])
def test_what_only_json_suffers_is_an_empty_answer_elsewhere(kind):
    said, entry, _ = failing(kind, plain=True)
    assert said.choices[0].message.content == ""
    assert entry.fault is FaultKind.EMPTY


def test_a_plain_answer_that_happens_to_be_json_is_not_spoilt_unseen():
    said, entry, _ = failing(FaultKind.INVALID_JSON, plain=True, text="Answer in JSON.")
    assert said.choices[0].message.content == ""
    assert entry.fault is FaultKind.EMPTY


def test_json_asked_for_in_words_is_spoilt_like_other_json():
    said, entry, _ = failing(FaultKind.INVALID_JSON, plain=True, text=f"What is the weather?{NOTE}{{}}")
    assert said.choices[0].message.content == JSON[:-1]
    assert entry.fault is FaultKind.INVALID_JSON


def test_all_kinds_are_tried_above():
    assert len(FaultKind) == 20  # a new one needs a test of its own


def drawn(**settings):
    faults = Faults(ServingSettings(model=NAME, **settings))
    return [faults.draw(key, False)[0] for _ in range(6) for key in map(str, range(500))]


def test_which_calls_fail_depends_on_the_call_its_turn_and_the_seed_alone():
    one = drawn(faults=0.3)
    assert one == drawn(faults=0.3)
    assert one != drawn(faults=0.3, seed=1)
    assert one[:500] != one[500:1000]
    share = sum(kind is not None for kind in one) / len(one)
    assert 0.26 < share < 0.33
    assert set(one) == {None, *FaultKind}
    assert set(drawn()) == {None}


@pytest.mark.parametrize("most", [1, 2, 4])
def test_no_call_fails_more_often_in_a_row_than_it_may(most):
    faults = Faults(ServingSettings(model=NAME, faults=1, in_a_row=most))
    failed = [faults.draw("key", False)[0] is not None for _ in range(20)]
    assert failed == ([True] * most + [False]) * (20 // (most + 1)) + [True] * (20 % (most + 1))


def test_a_model_that_was_told_what_was_wrong_says_it_right():
    faults = Faults(ServingSettings(model=NAME, faults=1, in_a_row=10_000))
    kinds = {faults.draw("key", True)[0] for _ in range(500)}
    assert kinds == set(FaultKind) - SAID
    said_alone = Faults(ServingSettings(model=NAME, faults=1, kinds=tuple(SAID)))
    assert said_alone.draw("key", True)[0] is None


def test_chances_are_even():
    numbers = [chance(0, "fault", number, 0) for number in range(4_000)]
    assert all(0 <= number < 1 for number in numbers)
    assert all(320 < sum(int(number * 10) == tenth for number in numbers) < 480 for tenth in range(10))


def test_an_endpoint_stops_while_calls_wait():
    settings = ServingSettings(model=NAME, faults=1, kinds=(FaultKind.TIMEOUT,))

    async def leave():
        endpoint = Endpoint(say, settings)
        await endpoint.start()
        client = openai.AsyncOpenAI(base_url=endpoint.url, api_key="none", max_retries=0, timeout=10)
        call = asyncio.ensure_future(
            client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
        )
        await asyncio.sleep(0.2)
        await endpoint.stop()
        with pytest.raises(openai.APIConnectionError):
            await call

    began = time.monotonic()
    asyncio.run(leave())
    assert time.monotonic() - began < 5
