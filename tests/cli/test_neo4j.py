"""Every command with a Neo4j server for its store, against the same commands with a file."""

from __future__ import annotations

import json

import pytest

from stemmata.cli.output import counted
from stemmata.cli.stored import telling
from stemmata.schemas.errors import ServerError

COMMANDS = (
    ("parse", "SOURCE", "--workers", "1"),
    ("parse", "SOURCE", "--workers", "1"),
    ("vary", "--per-instruction", "2", "--workers", "1"),
    ("respond", "--workers", "1"),
    ("stats", "--format", "json"),
    ("query", "MATCH (c:Constraint) RETURN c.family AS family, count(*) AS n ORDER BY n DESC, family"),
    ("query", "MATCH (i:Instruction) WHERE i.depth = $depth RETURN i.text AS text ORDER BY text", "-p", "depth=1"),
    ("verify",),
    ("export", "ifeval", "--all-families"),
    ("import", "ifeval", "LABELLED", "--workers", "1"),
    ("stats",),
)


@pytest.fixture
def server(neo4j_server, monkeypatch):
    """The address of the server, emptied, its login in the environment."""
    for name, value in neo4j_server.environment.items():
        monkeypatch.setenv(name, value)
    neo4j_server.empty()
    return neo4j_server.uri


def test_every_command_says_the_same_of_a_server_as_of_a_file(stemmata, server, source, tmp_path, monkeypatch):
    labelled = tmp_path / "labelled.jsonl"
    record = {"key": 7, "prompt": "Write about tea. No commas.", "instruction_id_list": ["punctuation:no_comma"]}
    labelled.write_text(json.dumps({**record, "kwargs": [{}]}) + "\n", encoding="utf-8")
    files = {"SOURCE": source, "LABELLED": labelled}
    path = str(tmp_path / "x.lbug")
    for command in COMMANDS:
        arguments = [files.get(word, word) for word in command]
        monkeypatch.setenv("STEMMATA_STORE", "bolt://ann:secret@localhost:1")  # --store goes before it
        embedded = stemmata(*arguments, "--store", path)
        monkeypatch.setenv("STEMMATA_STORE", server)
        served = stemmata(*arguments)
        assert served.code == embedded.code, served.err
        assert served.out == embedded.out
        assert served.err.replace(server, path) == embedded.err
    assert '"Instruction"' in stemmata("stats", "--format", "json", "--store", server).out
    for name in ("sft", "dpo"):
        for place, uri in (("file", path), ("server", server)):
            assert stemmata("build", name, "-o", tmp_path / place / name, "--store", uri, "--quiet").code == 0
        made = [
            {one.relative_to(tmp_path / place): one.read_bytes() for one in (tmp_path / place).rglob("*.jsonl")}
            for place in ("file", "server")
        ]
        assert made[0] == made[1] != {}
    (row,) = stemmata("query", "MATCH (i:Instruction {depth: 1}) RETURN i.id LIMIT 1", "--store", server).lines
    shown = stemmata("show", row["i.id"], "--store", server)
    assert shown.code == 0 and shown.out == stemmata("show", row["i.id"], "--store", path).out


def test_a_query_writes_on_a_server_when_asked(stemmata, server, source):
    assert stemmata("parse", source, "--store", server, "--workers", "1", "--limit", 1).code == 0
    refused = stemmata("query", "MATCH (i:Instruction) SET i.mine = 1", "--store", server)
    assert refused.code == 2 and "--write" in refused.err
    assert stemmata("query", "MATCH (i:Instruction) SET i.mine = 1", "--store", server, "--write").code == 0
    assert stemmata("query", "MATCH (i:Instruction) RETURN i.mine AS mine", "--store", server).lines == [{"mine": 1}]
    many = stemmata("query", "UNWIND range(1, 100000) AS n RETURN n", "--store", server, "--limit", 2)
    assert many.lines == [{"n": 1}, {"n": 2}] and many.err == ""


def test_a_server_that_cannot_be_used_ends_with_code_3(stemmata, server, monkeypatch):
    for uri in ("bolt://127.0.0.1:1", "neo4j://127.0.0.1:1"):
        said = stemmata("stats", "--store", uri)
        assert said.code == 3 and f"{uri}: the server is out of reach" in said.err
    monkeypatch.setenv("NEO4J_PASSWORD", "hush-hush")
    said = stemmata("stats", "--store", server)
    assert said.code == 3 and "NEO4J_PASSWORD" in said.err and "hush" not in said.err
    said = stemmata("stats", "--store", server.replace("://", "://ann:hush@"))
    assert said.code == 2 and "hush" not in said.err and len(said.err.splitlines()) == 1


def test_a_server_that_is_lost_is_told_with_what_was_written():
    counts = {"new": 512}
    with pytest.raises(ServerError) as raised, telling(lambda: counted(counts["new"], "graph")):
        counts["new"] += 512
        raise ServerError("the connection was lost", where="bolt://localhost:7687")
    assert str(raised.value) == (
        "bolt://localhost:7687: the connection was lost; written before: 1024 graphs; run the same command again, "
        "which passes over what is there."
    )
