"""Files and batches of the endpoint on loopback, through OpenAI's own client."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from stemmata.llm.serving.log import Entry, Log
from stemmata.llm.serving.server import Endpoint, served
from stemmata.llm.serving.settings import FaultKind, ServingSettings

openai = pytest.importorskip("openai")

URL = "/v1/chat/completions"


@contextmanager
def endpoint(**settings: Any) -> Iterator[tuple[Any, list[Entry]]]:
    entries: list[Entry] = []
    one = Endpoint(
        lambda body: f"You said: {body['messages'][-1]['content']}",
        ServingSettings(model="stemmata-rehearsal", **settings),
        log=Log(keep=entries.append),
    )
    with served(one) as url, openai.OpenAI(base_url=url, api_key="none", max_retries=0, timeout=5) as client:
        yield client, entries


def request(name, text="Hello", **body):
    return {
        "custom_id": name,
        "method": "POST",
        "url": URL,
        "body": {"model": "m", "messages": [{"role": "user", "content": text}], **body},
    }


def begin(client, requests):
    lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in requests]
    file = client.files.create(file=("requests.jsonl", b"\n".join(lines)), purpose="batch")
    return client.batches.create(input_file_id=file.id, endpoint=URL, completion_window="24h", metadata={"run": "one"})


def ended(client, id):
    until = time.monotonic() + 10
    while time.monotonic() < until:
        batch = client.batches.retrieve(id)
        if batch.status in ("completed", "failed", "cancelled"):
            return batch
        time.sleep(0.01)
    raise AssertionError(batch.status)


def lines_of(client, id):
    return [json.loads(line) for line in client.files.content(id).text.splitlines()]


def test_a_batch_is_answered_like_calls_in_no_order_of_the_requests():
    with endpoint(latency=10_000) as (client, entries):
        batch = begin(client, [request(f"r{number}", f"text {number}") for number in range(30)])
        assert batch.metadata == {"run": "one"}
        done = ended(client, batch.id)
        assert (done.status, done.error_file_id) == ("completed", None)
        assert (done.request_counts.total, done.request_counts.completed, done.request_counts.failed) == (30, 30, 0)
        lines = lines_of(client, done.output_file_id)
    names = [line["custom_id"] for line in lines]
    assert sorted(names) == sorted(f"r{number}" for number in range(30))
    assert names != [f"r{number}" for number in range(30)]
    for line in lines:
        body = line["response"]["body"]
        assert (line["response"]["status_code"], line["error"]) == (200, None)
        assert body["choices"][0]["message"]["content"] == f"You said: text {line['custom_id'][1:]}"
        assert body["model"] == "stemmata-rehearsal"
        assert body["usage"]["completion_tokens"] > 0
    assert {entry.batch for entry in entries} == {batch.id}


def test_requests_that_fail_are_in_the_file_of_errors():
    with endpoint() as (client, _):
        done = ended(client, begin(client, [request("good"), request("bad", n=3)]).id)
        assert (done.request_counts.completed, done.request_counts.failed) == (1, 1)
        (good,) = lines_of(client, done.output_file_id)
        (bad,) = lines_of(client, done.error_file_id)
    assert good["custom_id"] == "good"
    assert (bad["custom_id"], bad["response"]["status_code"]) == ("bad", 400)
    assert "one choice" in bad["response"]["body"]["error"]["message"]


def test_faults_strike_batches_too_and_pass():
    with endpoint(faults=1, in_a_row=1) as (client, entries):
        requests = [request(f"r{number}", f"text {number}") for number in range(200)]
        first = ended(client, begin(client, requests).id)
        errors = lines_of(client, first.error_file_id)
        answers = lines_of(client, first.output_file_id)
        again = ended(client, begin(client, requests).id)
        assert again.request_counts.completed == 200
    codes = {line["response"] and line["response"]["status_code"] for line in errors}
    assert codes == {None, 429, 500, 502, 503}
    assert all((line["error"] or {}).get("code") == "batch_expired" for line in errors if not line["response"])
    finishes = {line["response"]["body"]["choices"][0]["finish_reason"] for line in answers}
    assert finishes == {"stop", "length", "content_filter"}
    assert len(errors) + len(answers) == 200
    assert sum(entry.fault is not None for entry in entries) == 200


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([b"nonsense"], "invalid_json_line"),
        ([b"[1]"], "missing_required_parameter"),
        ([request("a") | {"url": "/v1/embeddings"}], "invalid_url"),
        ([request("a"), request("a")], "duplicate_custom_id"),
        ([b""], "empty_file"),
    ],
)
def test_a_wrong_file_fails_the_batch_with_the_line(lines, code):
    with endpoint() as (client, entries):
        done = ended(client, begin(client, lines).id)
        assert done.status == "failed"
        assert [error.code for error in done.errors.data] == [code]
        assert entries == []


def test_a_batch_takes_its_time_and_can_be_cancelled():
    with endpoint(batch_delay=3) as (client, _):
        batch = begin(client, [request(f"r{number}") for number in range(100)])
        time.sleep(0.4)
        running = client.batches.retrieve(batch.id)
        assert running.status == "in_progress"
        assert 0 < running.request_counts.completed < 100
        assert client.batches.cancel(batch.id).status == "cancelling"
        done = ended(client, batch.id)
        assert done.status == "cancelled"
        assert len(lines_of(client, done.output_file_id)) == done.request_counts.completed < 100
        with pytest.raises(openai.ConflictError):
            client.batches.cancel(batch.id)


def test_files_are_listed_described_and_deleted():
    with endpoint() as (client, _):
        made = [client.files.create(file=(f"f{n}.jsonl", b"--x\r\n\r\nline\r\n"), purpose="batch") for n in range(3)]
        assert [file.filename for file in client.files.list()] == ["f2.jsonl", "f1.jsonl", "f0.jsonl"]
        assert [file.id for file in client.files.list(limit=1)] == [file.id for file in reversed(made)]
        assert client.files.retrieve(made[0].id).bytes == 13
        assert client.files.content(made[0].id).content == b"--x\r\n\r\nline\r\n"
        assert client.files.delete(made[0].id).deleted
        with pytest.raises(openai.NotFoundError, match="No such File"):
            client.files.content(made[0].id)
        with pytest.raises(openai.BadRequestError, match="form"):
            client.post("/files", cast_to=object, body={"file": "x"})


def test_batches_are_listed_and_a_wrong_one_is_refused():
    with endpoint() as (client, _):
        ids = [begin(client, [request("a")]).id for _ in range(3)]
        assert [batch.id for batch in client.batches.list(limit=2)] == ids[::-1]
        with pytest.raises(openai.NotFoundError):
            client.batches.retrieve("batch_x")
        with pytest.raises(openai.NotFoundError, match="No such File"):
            client.batches.create(input_file_id="file-9", endpoint=URL, completion_window="24h")
        with pytest.raises(openai.BadRequestError, match="endpoint"):
            client.batches.create(input_file_id="file-000001", endpoint="/v1/embeddings", completion_window="24h")


def test_what_never_comes_is_expired():
    with endpoint(faults=1, kinds=(FaultKind.TIMEOUT,)) as (client, _):
        done = ended(client, begin(client, [request("a")]).id)
        (line,) = lines_of(client, done.error_file_id)
    assert done.output_file_id is None
    assert (line["response"], line["error"]["code"]) == (None, "batch_expired")
