"""The file of answers: among processes, after a kill, and where it is none."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("openai")
pytest.importorskip("aiohttp")

from scripted_server import Back, completion, scripted

from stemmata.llm.cache import AnswerCache, new_answer, path_of
from stemmata.llm.calls import Status, Usage
from stemmata.llm.client import open_client
from stemmata.llm.replies import Reading
from stemmata.llm.requests import Request
from stemmata.llm.running import Runner
from stemmata.schemas.errors import StemmataError, StoreVersionError
from stemmata.schemas.settings import ModelSettings


@pytest.fixture
def answer(call):
    def make(number=0, text="hello", endpoint="http://localhost/v1"):
        request = Request.of(call(number), ModelSettings(name="tiny"), endpoint)
        return new_answer(request, Reading(Status.OK, text, model="tiny-1", usage=Usage(3, 2, 1), finish="stop"))

    return make


def test_what_is_kept_is_found_again_and_the_first_answer_stays(tmp_path, answer):
    with AnswerCache(tmp_path / "deep" / "a.sqlite") as cache:
        assert cache.get(answer().key) is None
        assert cache.add([answer(), answer(1), answer(text="another")]) == [True, True, False]
    with AnswerCache(tmp_path / "deep" / "a.sqlite") as cache:
        assert cache.get(answer().key) == ("hello", "tiny-1", Usage(3, 2, 1))


def test_answers_of_one_endpoint_never_pass_for_those_of_another(answer):
    assert answer().key != answer(endpoint="http://localhost:1/v1").key


@pytest.mark.parametrize("text", ["\ud83d half a pair", "\x00 nothing", "ünïcödé 漢字 🎉", "x" * 1_000_000])
def test_every_text_comes_back_as_it_was(tmp_path, answer, text):
    with AnswerCache(tmp_path / "a.sqlite") as cache:
        cache.add([answer(text=text)])
        assert cache.get(answer().key).text == text


def test_the_place_is_settled_by_name_then_environment_then_home(monkeypatch, tmp_path):
    assert path_of() == tmp_path / "caches" / "stemmata" / "answers.sqlite"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path_of() == tmp_path / ".cache" / "stemmata" / "answers.sqlite"
    monkeypatch.setenv("STEMMATA_CACHE", "~/mine.sqlite")
    assert path_of() == tmp_path / "mine.sqlite"
    assert path_of("here.sqlite").name == "here.sqlite"


def damaged(path):
    path.write_bytes(b"SQLite format 3\x00" + b"\x01" * 4096)


def foreign(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE x (y)")


def newer(path):
    AnswerCache(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damaged, r"the cache of answers is damaged, or is no such file; move it away, or name another file\.$"),
        (foreign, r"is a database of something else, not a cache of answers; name another file\.$"),
        (newer, r"written by a newer version of Stemmata; update Stemmata, or name another file\.$"),
        (lambda path: path.mkdir(), r"the cache of answers cannot be used \(unable to open database file\)\.$"),
    ],
)
def test_what_is_no_cache_of_ours_is_said_in_one_sentence(tmp_path, spoil, said):
    spoil(tmp_path / "a.sqlite")
    with pytest.raises(StemmataError, match=said) as caught:
        AnswerCache(tmp_path / "a.sqlite")
    assert str(tmp_path / "a.sqlite") in str(caught.value)
    assert (spoil is newer) == isinstance(caught.value, StoreVersionError)


def test_damage_that_is_met_later_is_said_too(tmp_path, answer):
    path = tmp_path / "a.sqlite"
    with AnswerCache(path) as cache:
        cache.add([answer(number) for number in range(200)])
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with AnswerCache(path) as cache, pytest.raises(StemmataError, match="is damaged"):
        cache.get(answer().key)


def test_a_commit_waits_for_another_process_without_stopping_the_event_loop(tmp_path, answer):
    async def work(cache, other):
        other.execute("BEGIN IMMEDIATE")
        turns = 0
        keeping = asyncio.create_task(cache.keep(answer()))
        for _ in range(20):
            await asyncio.sleep(0.005)
            turns += not keeping.done()
        other.execute("COMMIT")
        return turns, await keeping

    with AnswerCache(tmp_path / "a.sqlite") as cache:
        other = sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)
        assert asyncio.run(work(cache, other)) == (20, True)
        other.close()
        assert cache.get(answer().key) is not None


def test_answers_that_come_together_are_committed_together(tmp_path, answer):
    async def work(cache):
        commits = []
        cache.connection.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
        new = await asyncio.gather(*(cache.keep(answer(number)) for number in range(50)))
        return len(commits), sum(new)

    with AnswerCache(tmp_path / "a.sqlite") as cache:
        assert asyncio.run(work(cache)) == (1, 50)


WRITER = """
import sys
from stemmata.llm.cache import AnswerCache, new_answer
from stemmata.llm.calls import Call, Status
from stemmata.llm.replies import Reading
from stemmata.llm.requests import Request
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ModelSettings
from pathlib import Path
path, who = sys.argv[1:]
new = 0
with AnswerCache(Path(path)) as cache:
    for number in range(300):
        call = Call("parse", "greet", (Turn("user", f"Say {number}."),))
        request = Request.of(call, ModelSettings(name="tiny"), "http://localhost/v1")
        new += sum(cache.add([new_answer(request, Reading(Status.OK, f"{who} says {number}"))]))
print(new)
"""


def script(tmp_path, text):
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(text))
    return path


def test_processes_that_write_the_same_keys_at_once_lose_and_double_nothing(tmp_path):
    path, code = tmp_path / "a.sqlite", script(tmp_path, WRITER)

    def run(who):
        return subprocess.run([sys.executable, code, path, str(who)], capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(3) as pool:
        new = [int(said) for said in pool.map(run, range(3))]
    assert sum(new) == 300
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (300,)


CALLER = """
import sys
from stemmata.llm.calls import Call
from stemmata.llm.client import open_client
from stemmata.llm.running import Runner
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import ClientSettings, ModelSettings
url, path = sys.argv[1:]
settings = ClientSettings(models={"parse": ModelSettings(name="tiny", base_url=url)}, cache=path, concurrency=8)
with open_client(settings) as client, Runner(client) as runner:
    for number, answer in enumerate(runner.map_calls(
        Call("parse", "greet", (Turn("user", f"Say {number}."),)) for number in range(400))):
        print(number, answer.text, answer.cached, flush=True)
"""


def test_a_process_that_is_killed_has_lost_no_answer_that_it_saw(tmp_path):
    path, code = tmp_path / "a.sqlite", script(tmp_path, CALLER)

    def back(request):
        return Back(body=completion(request.body["messages"][0]["content"]), delay=0.01)

    with scripted(back) as server:
        command = [sys.executable, code, server.url, path]
        seen = []
        for _ in range(3):
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                lines = [process.stdout.readline() for _ in range(len(seen) + 40)]
                os.kill(process.pid, signal.SIGKILL)
                lines += process.stdout.readlines()
            whole = [line.split() for line in lines if line.endswith("\n")]
            assert all(cached == "True" for *_, cached in whole[: len(seen)]), "what was seen is not sent again"
            seen = whole
        done = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        asked = [request.body["messages"][0]["content"] for request in server.requests]
    assert [line.split()[2] for line in done] == [f"{number}." for number in range(400)]
    assert len(set(asked)) == 400
    assert len(asked) <= 400 + 3 * 8, "at most what was under way at each kill was sent twice"


def test_two_clients_on_one_file_give_the_same_answer(tmp_path, settings, call):
    with scripted(lambda request: Back(body=completion(f"number {request.number}"), delay=0.1)) as server:
        made = settings(server.url)

        def run(_):
            with open_client(made) as client, Runner(client) as runner:
                return [answer.text for answer in runner.map_calls([call()])]

        with ThreadPoolExecutor(2) as pool:
            one, two = pool.map(run, range(2))
    assert len(server.requests) == 2
    assert one == two


def test_a_new_file_may_be_opened_by_several_processes_at_the_same_moment(tmp_path):
    script = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from stemmata.llm.cache import AnswerCache

        print("ready", flush=True)
        start = float(sys.stdin.readline())
        for number in range(60):
            time.sleep(max(0, start + number / 40 - time.monotonic()))
            AnswerCache(Path(sys.argv[1]) / f"{number}.sqlite").close()
        """
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write(f"{time.monotonic() + 0.1}\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in started] == [""] * 4
    assert len(list(tmp_path.glob("*.sqlite"))) == 60
