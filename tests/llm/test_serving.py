"""The endpoint on loopback, over real sockets and through OpenAI's own client."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from stemmata.llm.serving.chat import asked
from stemmata.llm.serving.http import HttpError
from stemmata.llm.serving.limits import Limits, span
from stemmata.llm.serving.log import Entry, Log
from stemmata.llm.serving.server import Endpoint, served
from stemmata.llm.serving.settings import ServingSettings
from stemmata.llm.tokens import count, prompt_tokens
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn

openai = pytest.importorskip("openai")

NAME = "stemmata-rehearsal"
JSON = '{"facts": ["it rains"], "constraints": ["in 20 words"]}'
SCHEMA = {"type": "json_schema", "json_schema": {"name": "graph", "schema": {"type": "object"}, "strict": True}}


def say(body):
    """A model that says JSON to whom asks for it, and else the last message back."""
    return JSON if "response_format" in body else f"You said: {body['messages'][-1]['content']}"


@contextmanager
def endpoint(answerer=say, *, pool=None, log=None, **settings: Any) -> Iterator[tuple[Any, list[Entry]]]:
    """An endpoint, OpenAI's client of it, and the entries of its log."""
    entries: list[Entry] = []
    one = Endpoint(answerer, ServingSettings(model=NAME, **settings), log=log or Log(keep=entries.append), pool=pool)
    with served(one) as url, openai.OpenAI(base_url=url, api_key="none", max_retries=0, timeout=5) as client:
        yield client, entries


def ask(client, text="Hello", **options):
    return client.chat.completions.create(
        model="any-model",
        messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": text}],
        **options,
    )


def settled(entries, number):
    """The log, when it has as many entries: an entry is written after the client has its answer."""
    until = time.monotonic() + 5
    while len(entries) < number and time.monotonic() < until:
        time.sleep(0.002)
    assert len(entries) == number
    return entries


def raw(client, data: bytes) -> bytes:
    """What comes back for bytes, until the connection ends or is quiet."""
    url = urlsplit(str(client.base_url))
    with socket.create_connection((url.hostname, url.port), timeout=0.5) as wire:
        wire.sendall(data)
        got = b""
        try:
            while more := wire.recv(65536):
                got += more
        except TimeoutError:
            pass
    return got


def test_a_completion_has_all_that_a_client_reads():
    with endpoint() as (client, entries):
        made = ask(client, "Hello there")
        (choice,) = made.choices
        assert (made.model, choice.finish_reason) == (NAME, "stop")
        assert choice.message.content == "You said: Hello there"
        assert made.usage.prompt_tokens == prompt_tokens([Turn("system", "Be brief."), Turn("user", "Hello there")])
        assert made.usage.completion_tokens == count("You said: Hello there")
        assert made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens
        (entry,) = settled(entries, 1)
    assert (entry.status, entry.whole, entry.fault) == (200, True, None)
    assert made.id.endswith(entry.key)
    assert (entry.prompt_tokens, entry.completion_tokens) == (made.usage.prompt_tokens, made.usage.completion_tokens)


def test_the_model_is_the_endpoints_own_whatever_was_asked_for():
    with endpoint() as (client, _):
        assert [model.id for model in client.models.list()] == [NAME]
        assert client.models.retrieve("gpt-9").id == NAME
        assert ask(client).model == NAME


def test_a_limit_of_tokens_cuts_the_answer():
    with endpoint() as (client, _):
        made = ask(client, "one two three four five six", max_tokens=5)
    assert made.choices[0].finish_reason == "length"
    assert made.usage.completion_tokens == 5
    assert "You said: one two three".startswith(made.choices[0].message.content)


@pytest.mark.parametrize(
    ("options", "said"),
    [({"stream": True}, "Streaming"), ({"n": 2}, "one choice"), ({"max_tokens": 0}, "max_tokens")],
)
def test_what_is_not_served_is_said_clearly(options, said):
    with endpoint() as (client, entries), pytest.raises(openai.BadRequestError, match=said):
        ask(client, **options)
    assert [entry.status for entry in entries] == [400]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"nonsense", b"{}", b'{"model": "m"}', b'{"model": "m", "messages": []}', b"[" * 100_000,
        b'{"model": "m", "messages": ["hello"]}', b'{"model": "m", "messages": [{"role": "king", "content": "x"}]}',
        b'{"model": "m", "messages": [{"role": "user", "content": 5}]}',
        b'{"model": "m", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]}',
        b'{"model": "m", "messages": [{"role": "user", "content": "x"}], "response_format": {"type": "xml"}}',
        b'{"model": "m", "messages": [{"role": "user", "content": "x"}], "response_format": {"type": "json_schema"}}',
        b"\xff\xfe\x00",
    ],
)  # fmt: skip
def test_a_wrong_body_is_a_400(body):
    with endpoint() as (client, entries):
        head = b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body)
        got = raw(client, head + body)
        assert got.startswith(b"HTTP/1.1 400 ")
        assert json.loads(got.partition(b"\r\n\r\n")[2])["error"]["type"] == "invalid_request_error"
        assert [entry.status for entry in settled(entries, 1)] == [400]
        assert ask(client).choices


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET /v1/models HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET /v1/models HTTP/1.1\r\ncontent-length: many\r\n\r\n", 400),
        (b"GET /v1/models HTTP/1.1\r\ncontent-length: -5\r\n\r\n", 400),
        (b"GET /v1/models HTTP/1.1\r\ncontent-length: 999999999999\r\n\r\n", 413),
        (b"GET /v1/models HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", 400),
        (b"GET /v1/models HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n-5\r\n", 400),
        (b"GET /" + b"a" * 70_000, 431),
        (b"GET /v1/models?limit=1 HTTP/1.1\r\n\r\n", 200),
        (b"GET /v2/models HTTP/1.1\r\n\r\n", 404),
        (b"POST /v1/models HTTP/1.1\r\n\r\n", 405),
        (b"GET /v1/chat/completions HTTP/1.1\r\n\r\n", 405),
        (b"PATCH /v1/files HTTP/1.1\r\n\r\n", 405),
        (b"GET /v1/batches/none HTTP/1.1\r\n\r\n", 404),
        (b"GET /v1/files/none/content HTTP/1.1\r\n\r\n", 404),
    ],
)
def test_wrong_requests_get_their_status_and_the_endpoint_goes_on(data, status):
    with endpoint() as (client, _):
        assert raw(client, data).startswith(b"HTTP/1.1 %d " % status)
        assert ask(client).choices


def test_requests_may_come_in_pieces_and_chunks_and_several_at_once():
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "é"}]}).encode()
    head = b"POST /v1/chat/completions HTTP/1.1\r\n"
    plain = head + b"content-length: %d\r\n\r\n" % len(body) + body
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 7]), body[at : at + 7]) for at in range(0, len(body), 7))
    chunked = head + b"transfer-encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    with endpoint() as (client, entries):
        url = urlsplit(str(client.base_url))
        with socket.create_connection((url.hostname, url.port), timeout=5) as wire:
            for at in range(0, len(plain), 11):
                wire.sendall(plain[at : at + 11])
                time.sleep(0.001)
            wire.sendall(chunked + plain)
            settled(entries, 3)
    assert [entry.status for entry in entries] == [200, 200, 200]
    assert len({entry.key for entry in entries}) == 1


def test_who_waits_to_go_on_is_told_to():
    with endpoint() as (client, _):
        head = b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n"
        assert raw(client, head).startswith(b"HTTP/1.1 100 Continue")


def test_equal_requests_are_answered_once_and_have_one_key():
    told = []

    def count_calls(body):
        told.append(body)
        return "yes"

    with endpoint(count_calls) as (client, entries):
        for options in ({}, {"user": "ann"}, {"extra_body": {"metadata": {"about": "x"}}}, {"temperature": 0.5}):
            ask(client, **options)
        keys = [entry.key for entry in settled(entries, 4)]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert len(told) == 2


def test_a_slow_answer_holds_no_other_call_up():
    def slow(body):
        if "slow" in body["messages"][-1]["content"]:
            time.sleep(1)
        return "done"

    with ThreadPoolExecutor(2) as pool, endpoint(slow, pool=pool) as (client, entries):
        threads = [threading.Thread(target=ask, args=(client, "slow one")) for _ in range(3)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 0.6
        while time.monotonic() < until:
            began = time.monotonic()
            ask(client, "quick")
            assert time.monotonic() - began < 0.4
        for thread in threads:
            thread.join()
        ended = [entry for entry in entries if entry.ended - entry.began > 0.5]
    assert len(ended) == 3
    assert max(entry.ended for entry in ended) - min(entry.began for entry in ended) < 1.9  # made once for all three


def test_an_answerer_that_fails_is_a_500(capsys):
    def wrong(body):
        raise RuntimeError("no answer")

    with endpoint(wrong) as (client, _), pytest.raises(openai.InternalServerError, match="RuntimeError"):
        ask(client)
    assert "no answer" in capsys.readouterr().err


def test_calls_take_their_time_and_those_that_differ_are_as_the_seed_has_it():
    took = []
    for _ in range(2):
        with endpoint(latency=60, jitter=0.5, seed=7) as (client, entries):
            for text in "abcde":
                ask(client, text)
            took.append([entry.ended - entry.began for entry in settled(entries, 5)])
    assert all(0.029 < seconds < 0.15 for seconds in took[0])
    assert max(took[0]) - min(took[0]) > 0.01
    assert all(abs(one - two) < 0.03 for one, two in zip(*took, strict=True))


def test_more_calls_at_once_than_the_limit_are_refused_with_a_time_to_come_back():
    with endpoint(latency=150, concurrency=3) as (client, entries):
        refused = []

        def call(number):
            try:
                ask(client, str(number))
            except openai.RateLimitError as error:
                refused.append(error.response.headers)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(call, range(8)))
        statuses = sorted(entry.status for entry in settled(entries, 8))
        ask(client, "later")
    assert statuses == [200] * 3 + [429] * 5
    assert all(headers["retry-after"] == "1" and headers["retry-after-ms"] == "150" for headers in refused)


def test_more_calls_a_minute_than_the_limit_are_refused_and_headers_say_what_is_left():
    with endpoint(per_minute=600) as (client, _):
        left = []
        for number in range(3):
            headers = client.chat.completions.with_raw_response.create(
                model="m", messages=[{"role": "user", "content": str(number)}]
            ).headers
            assert headers["x-ratelimit-limit-requests"] == "600"
            left.append(int(headers["x-ratelimit-remaining-requests"]))
        assert 597 <= left[-1] < left[0] <= 599
    with endpoint(per_minute=2) as (client, _):
        ask(client, "a")
        ask(client, "b")
        with pytest.raises(openai.RateLimitError) as refused:
            ask(client, "c")
    headers = refused.value.response.headers
    assert headers["x-ratelimit-remaining-requests"] == "0"
    assert 28 <= int(headers["retry-after"]) <= 30


def test_the_limit_by_the_minute_fills_evenly():
    limits = Limits(None, 60, 0.1)
    assert [limits.enter(100.0) for _ in range(60)] == [None] * 60
    refusal = limits.enter(100.0)
    assert refusal is not None
    assert refusal.wait == 1.0
    assert limits.enter(100.5) is not None
    assert limits.enter(101.0) is None
    assert dict(limits.headers(131.0))["x-ratelimit-remaining-requests"] == "30"


def test_spans_of_time_are_written_as_openai_writes_them():
    assert [span(0), span(0.0201), span(1.5), span(59.9), span(60), span(361)] == [
        "0ms", "21ms", "1.5s", "59.9s", "1m0s", "6m1s",
    ]  # fmt: skip


def test_the_log_has_a_line_for_each_call_at_once(tmp_path):
    path = tmp_path / "calls.jsonl"
    log = Log(path)
    with endpoint(log=log, latency=20) as (client, _):
        for text in "ab":
            ask(client, text)
        until = time.monotonic() + 5
        while len(lines := Log.read(path)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    log.close()
    assert len({line["key"] for line in lines}) == 2
    for line in lines:
        assert (line["status"], line["whole"], line["fault"]) == (200, True, None)
        assert 0.015 < line["ended"] - line["began"] < 1
        assert abs(line["ended_at"] - time.time()) < 60


def test_a_client_that_leaves_is_noted_and_holds_no_place():
    with endpoint(latency=300, concurrency=1) as (client, entries):
        impatient = client.with_options(timeout=0.05)
        with pytest.raises(openai.APITimeoutError):
            ask(impatient)
        (entry,) = settled(entries, 1)
        assert (entry.status, entry.whole) == (0, False)
        assert ask(client, "another").choices


def test_a_taken_port_is_one_sentence():
    one = Endpoint(say, ServingSettings(model=NAME))
    with served(one) as url, pytest.raises(InputError, match=r"cannot listen on port \d+: it is taken"):
        port = int(url.rpartition(":")[2].partition("/")[0])
        with served(Endpoint(say, ServingSettings(model=NAME)), port):
            raise AssertionError("two listen on one port")


def test_texts_with_half_characters_come_through():
    with endpoint(lambda body: "\ud800 half") as (client, _):
        assert ask(client, "x").choices[0].message.content == "\ud800 half"


def test_a_conversation_with_an_answer_of_the_models_is_one_to_mend():
    said = [{"role": "user", "content": "x"}, {"role": "assistant", "content": None}, {"role": "user", "content": "y"}]
    assert asked({"model": "m", "messages": said}).mending
    assert not asked({"model": "m", "messages": said[:1]}).mending
    with pytest.raises(HttpError, match="no content"):
        asked({"model": "m", "messages": [{"role": "user", "content": None}]})
