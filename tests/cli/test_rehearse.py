"""`stemmata rehearse` in a process of its own, over real sockets."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

openai = pytest.importorskip("openai")

POEM = "Write a poem about rain in all lowercase letters."


@contextmanager
def rehearsal(command, *options, ending=signal.SIGTERM) -> Iterator[str]:
    """The base URL of a rehearsal that runs as long as the block; it must end well, and leave no process behind."""
    process = subprocess.Popen(
        [*command, "rehearse", "--workers", "1", *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said = process.stdout.readline()
        assert said.startswith("OPENAI_BASE_URL=http://127.0.0.1:"), process.stderr.read()
        yield said.strip().partition("=")[2]
        process.send_signal(ending)
        assert process.wait(60) == 0
        assert "stemmata-rehearsal answers by rules" in process.stderr.read()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def client_of(url):
    return openai.OpenAI(base_url=url, api_key="none", max_retries=0, timeout=30)


def ask(url, text=POEM):
    with client_of(url) as client:
        return client.chat.completions.create(model="gpt-9", messages=[{"role": "user", "content": text}])


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_by_rules_under_its_own_name_until_it_is_told_to_end(command, tmp_path, ending):
    log = tmp_path / "calls.jsonl"
    with rehearsal(command, "--log", log, ending=ending) as url:
        first, second = ask(url), ask(url)
    assert first.model == "stemmata-rehearsal"
    assert first.choices[0].message.content == second.choices[0].message.content
    assert first.choices[0].message.content.islower()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["stage"] for line in lines] == ["direct", "direct"]
    assert lines[0]["key"] == lines[1]["key"]


def test_faults_and_limits_are_as_asked_for(command):
    with rehearsal(command, "--faults", 1, "--fault", "error-502", "--in-a-row", 2, "--rpm", 1000) as url:
        for _ in range(2):
            with pytest.raises(openai.InternalServerError) as failed:
                ask(url)
            assert failed.value.status_code == 502
        assert ask(url).choices


def test_its_workers_end_with_it_even_if_it_is_killed(command):
    process = subprocess.Popen(
        [*command, "rehearse", "--workers", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    url = process.stdout.readline().strip().partition("=")[2]
    assert ask(url).choices
    workers = descendants(process.pid)
    assert workers
    process.kill()
    process.wait()
    until = time.monotonic() + 10
    while any(alive(worker) for worker in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(alive(worker) for worker in workers)


def descendants(pid):
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(entry.parent.name)
            found += [child, *descendants(child)]
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_taken_port_is_one_sentence_and_exit_2(process):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = process("rehearse", "--port", port)
    assert (said.code, said.out) == (2, "")
    assert (
        said.err == f"stemmata: cannot listen on port {port}: it is taken, or not allowed; name another with --port.\n"
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--host", "0.0.0.0"], "--host '0.0.0.0' is not loopback"),
        (["--fault", "nonsense"], "--fault 'nonsense' is no kind of fault"),
        (["--faults", "1.5"], "--faults"),
        (["--port", "70000"], "--port"),
        (["--log", "/no/such/folder/calls.jsonl"], "/no/such/folder/calls.jsonl"),
    ],
)
def test_wrong_options_are_one_line_and_exit_2(stemmata, options, expected):
    said = stemmata("rehearse", *options)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert expected in said.err


def test_kinds_of_faults_are_listed(stemmata):
    said = stemmata("rehearse", "--fault", "list")
    assert said.code == 0
    assert {"rate-limit", "timeout", "reset-within", "fenced"} <= set(said.out.split())
    assert len(said.out.split()) == 20


def test_it_may_be_ended_as_soon_as_it_is_there(command):
    for _ in range(5):
        with rehearsal(command):
            pass


def test_it_speaks_to_this_machine_alone(command):
    with rehearsal(command) as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    assert [place for place in listening if place.endswith(f":{port:04X}")][:1] == [f"0100007F:{port:04X}"]
    assert f"00000000:{port:04X}" not in listening
