from __future__ import annotations

import re
import subprocess
import sys

import pytest

from stemmata import __version__
from stemmata.cli import main
from stemmata.schemas.errors import ServerError

COMMANDS = [one.name or one.callback.__name__ for one in main.app.registered_commands]


def test_the_version_is_said(stemmata):
    assert stemmata("--version") == (0, f"stemmata {__version__}\n", "")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example_that_names_it(stemmata, name):
    said = stemmata(name, "--help")
    assert said.code == 0
    examples = said.out.partition("Examples:\n")[2].partition("\n\n")[0]
    assert re.search(rf"^    .*stemmata {name}\b", examples, re.MULTILINE), f"`{name} --help` shows no example"


def test_help_lists_every_command(stemmata):
    said = stemmata("--help")
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", said.out, re.MULTILINE)] == []


def test_no_command_is_a_wish_for_help(stemmata):
    assert stemmata() == stemmata("--help")


def test_help_loads_nothing_heavy():
    script = (
        "import sys; from stemmata.cli.main import outcome; outcome(['--help']); outcome(['run', '--help']);"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'spacy', 'ladybug', 'pyarrow', 'torch', 'networkx', 'numpy', 'rich'}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nothing"], "No such command 'nothing'"),
        (["parse"], "Missing argument 'SOURCE'"),
        (["run", "x.jsonl"], "no folder is named; name one with -o DIR"),
        (["parse", "x.jsonl", "--workers", "0"], "--workers"),
        (["stats", "--colour"], "No such option: --colour"),
        (["build", "nothing", "-o", "x"], "nothing"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(stemmata, arguments, expected):
    said = stemmata(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("stemmata: ")
    assert said.err.count("\n") == 1
    assert expected in said.err


def test_a_server_out_of_reach_is_exit_3(stemmata, monkeypatch):
    def refuse(*arguments, **options):
        raise ServerError("is out of reach", where="neo4j://localhost")

    monkeypatch.setattr("stemmata.graphs.stores.store.open_store", refuse)
    assert stemmata("stats") == (3, "", "stemmata: neo4j://localhost: is out of reach.\n")


def test_an_interrupt_is_exit_130(stemmata, monkeypatch):
    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("stemmata.graphs.stores.store.open_store", interrupt)
    said = stemmata("stats")
    assert said == (130, "", "stemmata: interrupted; run the same command again to continue\n")


def test_a_fault_of_our_own_is_no_failure_of_records(stemmata, monkeypatch):
    def fail(*arguments, **options):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("stemmata.graphs.stores.store.open_store", fail)
    said = stemmata("stats")
    assert said.code == main.FAULT == 70
    assert "ZeroDivisionError: oh" in said.err
