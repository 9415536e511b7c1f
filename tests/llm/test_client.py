"""The client over real sockets: what becomes of every kind of answer and of every way to get none."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time

import pytest

pytest.importorskip("openai")
pytest.importorskip("aiohttp")

from scripted_server import Back, completion, failure, scripted

from stemmata.llm.calls import Call, Schema, Status, Usage
from stemmata.llm.client import open_client
from stemmata.llm.endpoint import address
from stemmata.llm.requests import NOTE
from stemmata.llm.running import Runner
from stemmata.schemas.errors import AccessError, InputError, ServerError
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ModelSettings

SECRET = "sk-secret-0123456789abcdef"
COLOUR = Schema("colour", {"type": "object", "properties": {"name": {"type": "string"}}})


def answers(settings, *calls):
    with open_client(settings) as client, Runner(client) as runner:
        return list(runner.map_calls(calls))


def test_a_call_is_answered_and_its_answer_kept(settings, call):
    with scripted(lambda _: Back(body=completion("hello there"))) as server:
        (first,) = answers(settings(server.url), call())
        (again,) = answers(settings(server.url), call())
    assert (first.status, first.text, first.model, first.cached, first.attempts) == (
        "ok",
        "hello there",
        "tiny-1",
        False,
        1,
    )
    assert first.usage == Usage(7, 3, 2)
    assert (again.text, again.model, again.usage, again.cached) == (first.text, first.model, first.usage, True)
    (sent,) = server.requests
    assert sent.path == "/v1/chat/completions"
    assert sent.body == {
        "model": "tiny",
        "temperature": 0.0,
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Say hello 0."}],
    }


def test_parameters_are_sent_and_are_part_of_the_key(settings, call):
    model = {"temperature": 0.7, "top_p": 0.9, "seed": 5, "max_tokens": 99, "extra": {"top_k": 4}}
    with scripted(lambda request: Back(body=completion(str(request.number)))) as server:
        said = [
            answers(settings(server.url, model=model), call(), call(sample=2), call(max_tokens=7), call(about="x")),
            answers(settings(server.url, model={**model, "seed": 6}), call()),
            answers(settings(server.url, model={**model, "extra": {"top_k": 5}}), call()),
            answers(settings(server.url, model={**model, "name": "other"}), call()),
        ]
    bodies = sorted((one.body for one in server.requests[:3]), key=lambda body: (body["max_tokens"], body["seed"]))
    assert [(body["seed"], body["max_tokens"], body["top_k"]) for body in bodies] == [(5, 7, 4), (5, 99, 4), (7, 99, 4)]
    assert len(server.requests) == 6
    assert said[0][0].text == said[0][3].text, "whom a call is about does not make it another"


@pytest.mark.parametrize(
    ("back", "status", "said"),
    [
        (Back(body=b"{not json"), Status.BODY, "no JSON"),
        (Back(body=b"<html>no</html>", headers={"content-type": "text/html"}), Status.BODY, "no JSON"),
        (Back(body=[1]), Status.BODY, "no JSON object"),
        (Back(body={"object": "chat.completion"}), Status.BODY, "no chat completion"),
        (Back(body={"choices": []}), Status.BODY, "no chat completion"),
        (Back(body={"choices": [{"message": "hello"}]}), Status.BODY, "no chat completion"),
        (Back(body={"choices": [{"message": {"content": {"a": 1}}}]}), Status.BODY, "no chat completion"),
        (Back(body=b"[" * 100_000), Status.BODY, "no JSON"),
        (Back(body=completion(), cut=40), Status.BODY, "broke off"),
        (Back(body=completion(), cut=40, reset=True), (Status.BODY, Status.CONNECTION), ""),
        (Back(body=completion(), cut=0, reset=True), Status.CONNECTION, "lost"),
        (Back(body=completion(), cut=0), Status.CONNECTION, "lost"),
        (Back(status=500, body=failure("oops")), Status.SERVER, "500: oops"),
        (Back(status=502, body=b"<html>"), Status.SERVER, "502"),
        (Back(body=failure("upstream", code=502)), Status.SERVER, "502: upstream"),
        (Back(status=429, body=failure("slow down")), Status.RATE_LIMITED, "slow down"),
        (Back(body=completion(None, refusal="I won't.")), Status.REFUSED, "I won't."),
        (Back(body=completion("", finish="content_filter")), Status.FILTERED, "filter"),
        (Back(status=400, body=failure("bad", code="content_filter")), Status.FILTERED, "filter stopped the prompt"),
        (Back(body=completion("half", finish="length")), Status.LENGTH, "limit of tokens"),
        (Back(body=completion("")), Status.EMPTY, "no words"),
        (Back(body=completion(None)), Status.EMPTY, "no words"),
        (Back(body=completion(" \n")), Status.EMPTY, "no words"),
        (Back(body=completion(), delay=9), Status.TIMEOUT, "0.3 s"),
    ],
)
def test_every_failure_has_its_status_and_is_tried_again(settings, call, quick, back, status, said):
    def script(request):
        return back if request.number < 2 else Back(body=completion("at last"))

    with scripted(script) as server:
        (given_up,) = answers(settings(server.url, attempts=2, timeout=0.3), call())
        (answered,) = answers(settings(server.url, attempts=2, timeout=0.3), call())
    assert given_up.status in (status if isinstance(status, tuple) else (status,))
    assert said in given_up.reason
    assert given_up.attempts == 2
    assert (answered.text, answered.cached, answered.attempts) == ("at last", False, 1), "a failure is never kept"


def test_what_a_client_did_wrong_is_not_tried_again(settings, call, quick):
    with scripted(lambda _: Back(status=400, body=failure("too long", code="context_length_exceeded"))) as server:
        (said,) = answers(settings(server.url), call(schema=COLOUR))
    assert said.status is Status.REJECTED
    assert "400: too long" in said.reason
    assert len(server.requests) == 1


def test_a_failure_leaves_its_usage_and_words(settings, call, quick):
    with scripted(lambda _: Back(body=completion("half an ans", finish="length"))) as server:
        (said,) = answers(settings(server.url, attempts=1), call())
    assert (said.text, said.usage.completion) == ("half an ans", 3)


def test_a_schema_is_sent_and_replaced_where_the_server_has_none(settings, call):
    def script(request):
        form = request.body.get("response_format", {}).get("type")
        if form is not None:
            return Back(status=400, body=failure(f"'response_format' of type {form} is not supported"))
        return Back(body=completion('{"name": "red"}'))

    with scripted(script) as server:
        said = answers(settings(server.url, concurrency=1), *(call(number, schema=COLOUR) for number in range(3)))
        forms = [request.body.get("response_format", {}).get("type") for request in server.requests]
    assert [one.text for one in said] == ['{"name": "red"}'] * 3
    assert forms == ["json_schema", "json_object", None, None, None], "what a model takes is remembered"
    assert server.requests[0].body["response_format"]["json_schema"] == {
        "name": "colour",
        "strict": True,
        "schema": dict(COLOUR.definition),
    }
    assert NOTE in server.requests[1].body["messages"][-1]["content"]
    assert NOTE not in server.requests[0].body["messages"][-1]["content"]


def test_a_rejection_that_no_form_helps_with_is_not_remembered(settings, call):
    def script(request):
        wrong = "wrong" in request.body["messages"][-1]["content"]
        return Back(status=400, body=failure("no")) if wrong else Back(body=completion("{}"))

    with scripted(script) as server:
        wrong = Call("parse", "x", (Turn("user", "wrong"),), schema=COLOUR)
        bad, good = answers(settings(server.url, concurrency=1), wrong, call(schema=COLOUR))
    assert (bad.status, good.status) == (Status.REJECTED, Status.OK)
    assert server.requests[-1].body["response_format"]["type"] == "json_schema"


def test_fields_that_a_model_does_not_take_are_put_otherwise(settings, call):
    def script(request):
        if "max_tokens" in request.body:
            return Back(
                status=400,
                body=failure(
                    "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", param="max_tokens"
                ),
            )
        if "temperature" in request.body:
            return Back(
                status=400, body=failure("'temperature' does not support 0 with this model.", param="temperature")
            )
        return Back(body=completion())

    with scripted(script) as server:
        said = answers(settings(server.url, concurrency=1, model={"max_tokens": 50}), call(), call(1))
    assert [one.status for one in said] == [Status.OK, Status.OK]
    assert server.requests[-1].body["max_completion_tokens"] == 50
    assert len(server.requests) == 4


def test_equal_calls_at_the_same_time_are_sent_once(settings, call):
    with scripted(lambda _: Back(body=completion(), delay=0.1)) as server:
        said = answers(settings(server.url), *(call() for _ in range(20)), *(call(sample=1) for _ in range(5)))
    assert len(server.requests) == 2
    assert {one.status for one in said} == {Status.OK}
    assert sum(not one.cached for one in said) == 2


def test_a_retry_waits_as_long_as_it_is_asked_to(settings, call):
    def script(request):
        if request.number == 0:
            return Back(status=429, body=failure("slow"), headers={"retry-after-ms": "300", "retry-after": "9"})
        return Back(body=completion())

    with scripted(script) as server:
        began = time.monotonic()
        said = answers(settings(server.url, concurrency=1), call(), call(1))
        took = time.monotonic() - began
    assert [one.status for one in said] == [Status.OK, Status.OK]
    assert 0.3 <= took < 2
    assert len(server.requests) == 3


def test_an_allowance_that_is_used_up_makes_all_wait(settings, call):
    def script(request):
        headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300ms"}
        return Back(body=completion(), headers=headers if request.number == 0 else {})

    with scripted(script) as server:
        began = time.monotonic()
        answers(settings(server.url, concurrency=1), call(), call(1))
        assert 0.3 <= time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (401, failure(f"Incorrect API key provided: {SECRET}"), "refuses the key (status 401)"),
        (403, failure("no"), "refuses the key (status 403)"),
        (404, failure("The model `tiny` does not exist"), "does not know the model tiny"),
    ],
)
def test_an_endpoint_that_takes_no_call_stops_all(settings, call, monkeypatch, status, error, said):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with scripted(lambda _: Back(status=status, body=error, delay=0.02)) as server:
        with pytest.raises(AccessError, match=r"refuses the key|does not know") as caught:
            answers(settings(server.url, concurrency=4), *(call(number) for number in range(100)))
        assert len(server.requests) <= 8
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.exit_code == 3


def test_an_endpoint_that_is_not_there_stops_all_with_one_sentence(settings, call, quick):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(
        ServerError, match=rf"^no model answers at http://127.0.0.1:{port}/v1: .* cannot be reached .*\.$"
    ):
        answers(settings(f"http://127.0.0.1:{port}/v1"), *(call(number) for number in range(50)))


def test_a_role_without_a_model_is_said(settings, call):
    with scripted(lambda _: Back(body=completion())) as server:
        made = settings(server.url)
        made = made.model_copy(update={"models": {"judge": made.models["judge"]}})
        with pytest.raises(InputError, match="no model is named for the role parse"):
            answers(made, call())


def test_each_role_has_its_own_model_and_key(settings, call, monkeypatch):
    monkeypatch.setenv("ONE", "key-of-one-00000")
    with scripted(lambda _: Back(body=completion())) as one, scripted(lambda _: Back(body=completion())) as two:
        made = settings(one.url, model={"key_variable": "ONE"})
        other = ModelSettings(name="big", base_url=two.url, key_variable="TWO")
        made = made.model_copy(update={"models": {**made.models, "judge": other}})
        answers(made, call(), Call("judge", "judge", call().messages))
    assert [
        (request.body["model"], request.headers["authorization"]) for request in (*one.requests, *two.requests)
    ] == [
        ("tiny", "Bearer key-of-one-00000"),
        ("big", "Bearer none"),
    ]


def test_openai_itself_wants_a_key(settings, call):
    with pytest.raises(AccessError, match="the environment has no OPENAI_API_KEY"):
        answers(settings("https://api.openai.com/v1"), call())


def test_the_key_is_nowhere(settings, call, monkeypatch, tmp_path, caplog, quick):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)

    def script(request):
        echo = json.dumps(dict(request.headers))
        if request.number == 0:
            return Back(status=500, body=failure(f"your headers were {echo}"))
        if request.number == 1:
            return Back(body=completion(f"your headers were {echo}"))
        return Back(status=400, body=failure(f"your key {SECRET} is fine, your request is not"))

    with scripted(script) as server:
        made = settings(server.url, attempts=1)
        with open_client(made) as client, Runner(client) as runner:
            said = [runner.run(one) for one in map(asked, (call(), call(1), call(2)))]
            shown = [repr(client), repr(client._lines), repr(client.accounts.report()), repr(made)]
    assert server.requests[0].headers["authorization"] == f"Bearer {SECRET}"
    assert [one.status for one in said] == [Status.SERVER, Status.OK, Status.REJECTED]
    texts = [*shown, *map(repr, said), caplog.text]
    assert not any(SECRET in text for text in texts)
    assert not any(SECRET.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def asked(call):
    answer = yield (call,)
    return answer[0]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("http://LOCALHOST:8000/v1/", "http://localhost:8000/v1"),
        ("https://api.openai.com:443/v1", "https://api.openai.com/v1"),
        ("https://x.example/openai?api-version=1&key=abc", "https://x.example/openai"),
        ("http://[::1]:80/v1", "http://[::1]/v1"),
    ],
)
def test_an_address_has_one_form_without_secrets(given, name):
    assert address(given) == name


@pytest.mark.parametrize("given", ["localhost:8000", "ftp://x/v1", "http://", "http://x:99999/v1", "http://[x/v1", ""])
def test_what_is_no_address_is_said(given):
    with pytest.raises(InputError, match="no http"):
        address(given)


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(InputError, match="holds a user or a password") as caught:
        address("http://me:geheim@x/v1")
    assert "geheim" not in str(caught.value)


def test_who_sent_first_may_be_cancelled_and_the_others_still_get_their_answer(settings, call):
    async def work(client):
        first = asyncio.create_task(client.complete(call()))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(client.complete(call()))
        await asyncio.sleep(0.05)
        first.cancel()
        answer = await second
        await client.disconnect()
        return answer

    with scripted(lambda _: Back(body=completion(), delay=0.2)) as server, open_client(settings(server.url)) as client:
        assert asyncio.run(work(client)).text == "hello"
