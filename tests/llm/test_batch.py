"""Calls in batches, against the endpoint on loopback: few batches, failures, kills, budgets."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager

import pytest

pytest.importorskip("openai")
pytest.importorskip("aiohttp")

from stemmata.llm.asking import ask
from stemmata.llm.calls import Call, Status
from stemmata.llm.client import open_client
from stemmata.llm.running import Runner
from stemmata.llm.serving.log import Log
from stemmata.llm.serving.server import Endpoint, served
from stemmata.llm.serving.settings import FaultKind, ServingSettings
from stemmata.schemas.errors import AccessError, BudgetError
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import BudgetSettings, Price


def echo(body):
    return f"You said: {body['messages'][-1]['content']}"


@contextmanager
def endpoint(**options):
    """The endpoint's base URL, and the entries of its log."""
    entries = []
    one = Endpoint(echo, ServingSettings(model="stemmata-rehearsal", **options), log=Log(keep=entries.append))
    with served(one) as url:
        yield url, entries


def chain(number, rounds=2):
    text = str(number)
    for _ in range(rounds):
        answer = yield from ask(Call("parse", "chain", (Turn("user", text),), about=str(number)))
        text = answer.text
    return text


def run(settings, tasks):
    with open_client(settings) as client, Runner(client) as runner:
        return list(runner.map(tasks)), client


def said(number, rounds=2):
    return "You said: " * rounds + str(number)


def test_all_that_waits_goes_in_one_batch_for_each_round(settings):
    with endpoint() as (url, entries):
        made = settings(url, batch=True, prices={"tiny": Price(input=1, output=1)})
        results, client = run(made, [chain(number) for number in range(60)])
        again, _ = run(made, [chain(number) for number in range(60)])
    assert results == again == [said(number) for number in range(60)]
    assert len(entries) == 120
    assert len({entry.batch for entry in entries}) == 2
    assert client.accounts.total.calls == 120
    tokens = client.accounts.total.tokens
    assert client.accounts.total.cost == pytest.approx(tokens * 0.5 / 1e6), "a batch costs half"


def test_what_the_cache_has_is_not_in_the_batch(settings):
    with endpoint() as (url, entries):
        run(settings(url), [chain(number) for number in range(0, 40, 2)])
        before = len(entries)
        results, _ = run(settings(url, batch=True), [chain(number) for number in range(40)])
    assert results == [said(number) for number in range(40)]
    assert len(entries) - before == 40
    assert len({entry.batch for entry in entries[before:]}) == 2


def test_lines_that_failed_go_into_the_next_batch(settings, monkeypatch):
    monkeypatch.setattr("stemmata.llm.batch.backoff", lambda attempt: 0.01)
    with endpoint(faults=0.4, in_a_row=2) as (url, entries):
        results, client = run(settings(url, batch=True, attempts=4, asks=4), [chain(number) for number in range(80)])
    failed = [entry for entry in entries if entry.fault is not None]
    assert len(failed) > 20
    assert len({entry.fault for entry in failed}) > 6
    spoilt = {FaultKind.FENCED, FaultKind.INVALID_JSON, FaultKind.WRONG_SCHEMA}
    assert not {entry.fault for entry in failed} & spoilt
    assert results == [said(number) for number in range(80)]
    assert client.accounts.total.wasted > 0


def test_a_call_that_never_succeeds_ends_with_its_status(settings, monkeypatch):
    monkeypatch.setattr("stemmata.llm.batch.backoff", lambda attempt: 0.01)
    with endpoint(faults=1.0, in_a_row=99, kinds=(FaultKind.REFUSAL,)) as (url, entries):
        tasks = [ask(Call("parse", "x", (Turn("user", "hello"),)))]
        (answer,), _ = run(settings(url, batch=True, attempts=5, asks=3), tasks)
    assert (answer.status, answer.attempts) == (Status.REFUSED, 3)
    assert len({entry.batch for entry in entries}) == 3


def test_parts_are_no_larger_than_a_batch_may_be(settings, monkeypatch):
    monkeypatch.setattr("stemmata.llm.batch.MOST", 25)
    with endpoint() as (url, entries):
        results, _ = run(settings(url, batch=True), [chain(number, 1) for number in range(60)])
    assert results == [said(number, 1) for number in range(60)]
    sizes = sorted(sum(entry.batch == name for entry in entries) for name in {entry.batch for entry in entries})
    assert sizes == [10, 25, 25]


def test_without_a_runner_a_batch_is_made_when_no_call_comes_any_more(settings, monkeypatch):
    monkeypatch.setattr("stemmata.llm.batch._QUIET", 0.05)

    async def work(client):
        calls = [Call("parse", "x", (Turn("user", str(number)),)) for number in range(5)]
        answers = await asyncio.gather(*map(client.complete, calls))
        await client.disconnect()
        return answers

    with endpoint() as (url, entries), open_client(settings(url, batch=True)) as client:
        answers = asyncio.run(work(client))
    assert [answer.text for answer in answers] == [said(number, 1) for number in range(5)]
    assert len({entry.batch for entry in entries}) == 1


def test_a_budget_is_kept_within_a_batch(settings):
    with endpoint() as (url, entries):
        made = settings(url, batch=True, budget=BudgetSettings(max_calls=30))
        with pytest.raises(BudgetError, match="30 of 30 calls are made"):
            run(made, [chain(number, 1) for number in range(50)])
        assert len(entries) == 30
        results, client = run(settings(url, batch=True), [chain(number, 1) for number in range(50)])
    assert results == [said(number, 1) for number in range(50)]
    assert (client.accounts.hits, len(entries)) == (30, 50)


def test_an_endpoint_without_batches_is_said(settings):
    from scripted_server import Back, failure, scripted

    with scripted(lambda _: Back(status=404, body=failure("no such page"))) as server:
        server_settings = settings(server.url, batch=True)
        with pytest.raises(AccessError, match=r"has no batches for us \(status 404\)"):
            run(server_settings, [chain(1)])


CALLER = """
import sys
from stemmata.llm.asking import ask
from stemmata.llm.calls import Call
from stemmata.llm.client import open_client
from stemmata.llm.running import Runner
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ClientSettings, ModelSettings

def chain(number):
    text = str(number)
    for _ in range(2):
        answer = yield from ask(Call("parse", "chain", (Turn("user", text),)))
        text = answer.text
    return text

url, path = sys.argv[1:]
settings = ClientSettings(models={"parse": ModelSettings(name="tiny", base_url=url)}, cache=path, batch=True)
print("begins", flush=True)
with open_client(settings) as client, Runner(client) as runner:
    for text in runner.map(chain(number) for number in range(40)):
        print(text, flush=True)
"""


def test_a_killed_run_finds_its_batches_again_and_sends_nothing_twice(tmp_path):
    code = tmp_path / "script.py"
    code.write_text(textwrap.dedent(CALLER))
    path = tmp_path / "answers.sqlite"
    with endpoint(batch_delay=0.5) as (url, entries):
        command = [sys.executable, code, url, path]
        for delay in (0.15, 0.4, 0.6):
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                process.stdout.readline()
                time.sleep(delay)
                os.kill(process.pid, signal.SIGKILL)
        done = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert done[1:] == [said(number) for number in range(40)]
    assert len(entries) == 80, "each call came once"
    assert len({entry.batch for entry in entries}) == 2
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM batches").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM batched").fetchone() == (0,)


@pytest.mark.parametrize("made", [True, False])
def test_a_batch_whose_id_was_never_noted_is_looked_for(settings, tmp_path, monkeypatch, made):
    monkeypatch.setattr("stemmata.llm.noted._GRACE", 0.1)
    tasks = [chain(number, 1) for number in range(10)]
    with endpoint(batch_delay=0.2) as (url, entries):
        moment = "made" if made else "begin"
        with monkeypatch.context() as patch:
            from stemmata.llm.noted import BatchNotes

            begin = BatchNotes.begin

            def killed(self, *given):
                if moment == "begin":
                    begin(self, *given)
                raise ZeroDivisionError

            patch.setattr(BatchNotes, moment, killed)
            with pytest.raises(ZeroDivisionError):
                run(settings(url, batch=True), tasks)
        results, _ = run(settings(url, batch=True), [chain(number, 1) for number in range(10)])
        until = time.monotonic() + 5
        while len(entries) < 10 and time.monotonic() < until:
            time.sleep(0.01)
    assert results == [said(number, 1) for number in range(10)]
    assert len(entries) == 10
