"""Folders for `neo4j-admin database import`, and what the real tool makes of them."""

from __future__ import annotations

import csv
import gzip
import os
import shutil
import subprocess

import pytest

from stemmata.graphs.codec import from_dict, to_dict
from stemmata.graphs.stores import neo4j_admin
from stemmata.graphs.stores.dumping import dump, fresh
from stemmata.graphs.stores.migrations import SCHEMA_VERSION
from stemmata.graphs.stores.store import open_store

ODD = [
    '"',
    '""',
    ",",
    ";",
    "\n",
    "\r\n",
    "\r",
    "\\",
    '\\"',
    "'",
    "\t",
    " ",
    "",
    "\u2028",
    "\x85",
    "\x00",
    "é🐈",
    "\ufeff",
]


def quiet(kind, number):
    pass


def fill(store, make):
    """Texts that stumble in CSV, wherever one can be; nulls beside empty texts; variants, responses, failures."""
    odd = [make.plain(f"{text}Sing{text}", text, meta={"source": text}) for text in ODD]
    record = to_dict(make.graph(1))
    for edge in record["edges"]:
        edge["qualifiers"] = {"scope": "", "condition": 'a "b",\n\\c', "order": 3}
    graphs = [*odd, make.plain("", ""), from_dict(record), make.graph(2, capitals=True)]
    store.write(graphs)
    first, child = make.variant(graphs[-1], 25)
    second, grandchild = make.variant(child, 5, family=graphs[-1].id)
    refused = make.refuse(make.variant(graphs[-1], 9)[0], "natural", 'so "odd",\nreally\\')
    store.write_variants([(first, child), (second, grandchild), (refused, None)])
    for number, text in enumerate(ODD):
        response = make.response(graphs[-1], number, passed=number % 2 == 0)
        store.write_responses([response.model_copy(update={"text": text, "model": text})])
    store.write_failures([make.failure(1), make.failure(2).model_copy(update={"detail": "", "where": "\n"})])


@pytest.fixture
def filled(make, tmp_path):
    with open_store(tmp_path / "filled.lbug") as store:
        fill(store, make)
        yield store


def rows(folder, name, ending=".csv"):
    header = (folder / f"{name}.header.csv").read_text().strip().split(",")
    raw = (folder / f"{name}{ending}").read_bytes()
    text = (gzip.decompress(raw) if ending.endswith("gz") else raw).decode()
    found = csv.reader(text.splitlines(keepends=True), strict=True)
    return [dict(zip(header, row, strict=True)) for row in found]


def test_headers_have_the_stores_properties_with_their_types(filled, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    neo4j_admin.write(dump(filled, quiet), folder)
    assert (folder / "Constraint.header.csv").read_text() == (
        "id:ID(Constraint),text:string,instruction:string,turn:long,start:long,end:long,spans:string,extra:string,"
        "family:string,group:string,hard:boolean,kwargs:string,value:double,relation:string\n"
    )
    instruction = (folder / "Instruction.header.csv").read_text()
    assert instruction.startswith("id:ID(Instruction),text:string,turns:string,roles:string[],")
    assert (folder / "CONSTRAINS.Constraint.Output.header.csv").read_text() == (
        ":START_ID(Constraint),:END_ID(Output),position:long,role:string,composition:string,condition:string,"
        "polarity:string,order:long,scope:string,turn:long,reference:string\n"
    )
    assert {row["text:string"] for row in rows(folder, "Meta")} >= {str(SCHEMA_VERSION)}
    (graph,) = (row for row in rows(folder, "Constraint") if row["value:double"] == "5.0")
    assert (graph["hard:boolean"], graph["relation:string"]) == ("true", "at most")
    raw = (folder / "Instruction.csv").read_text()
    assert ',"",' in raw and ",," in raw  # an empty text, and null
    script = (folder / "import.sh").read_text()
    assert "--nodes=Constraint=./Constraint.header.csv,./Constraint.csv" in script
    assert "--relationships=EDIT=./EDIT.Instruction.Instruction.header.csv,./EDIT.Instruction.Instruction.csv" in script
    assert subprocess.run(["sh", "-n", folder / "import.sh"]).returncode == 0
    assert "CREATE CONSTRAINT stemmata_constraint_id IF NOT EXISTS" in (folder / "schema.cypher").read_text()


def test_gzip_holds_the_same_rows_in_the_same_bytes_each_time(filled, tmp_path):
    folders = [tmp_path / name for name in ("plain", "one", "two")]
    for folder in folders:
        folder.mkdir()
        neo4j_admin.write(dump(filled, quiet), folder, compress=folder.name != "plain")
    plain, one, two = folders
    assert rows(plain, "Entity") == rows(one, "Entity", ".csv.gz")
    assert "./Entity.header.csv,./Entity.csv.gz" in (one / "import.sh").read_text()
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


def test_the_tools_buffer_holds_the_largest_value(make, tmp_path):
    (tmp_path / "large").mkdir()
    neo4j_admin.write(fresh([make.plain('"' * 3_000_000)], quiet), tmp_path / "large")
    # Each mark is doubled in CSV, and escaped and doubled in the JSON of the turns.
    assert "--read-buffer-size=18" in (tmp_path / "large" / "import.sh").read_text()


def run_tool(servers, folder, home, *options):
    """Run the folder's own script with the real tool."""
    home.mkdir(exist_ok=True)
    tool = home.parent / "bin" / "neo4j-admin"
    tool.parent.mkdir(exist_ok=True)
    java, jars = servers._java(servers.VERSION), servers._jars(servers.VERSION)
    tool.write_text(f'#!/bin/sh\nexec "{java}" -Xmx512m -cp "{jars}/*" org.neo4j.cli.AdminTool "$@"\n')
    tool.chmod(0o755)
    environment = {**os.environ, "NEO4J_HOME": str(home), "PATH": f"{tool.parent}:{os.environ['PATH']}"}
    script = ["sh", str(folder / "import.sh"), *options]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def set_up(folder, server):
    import neo4j

    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        for statement in (folder / "schema.cypher").read_text().split(";\n"):
            if statement:
                driver.execute_query(statement)


@pytest.mark.slow
@pytest.mark.parametrize("compress", [False, True])
def test_the_real_tool_makes_the_same_store_of_it(filled, make, tmp_path, monkeypatch, compress):
    servers = pytest.importorskip("neo4j_server")
    folder, home = tmp_path / "out", tmp_path / "home"
    folder.mkdir()
    filled.write([make.plain('"x",\n' * 600_000)])
    neo4j_admin.write(dump(filled, quiet), folder, compress=compress)
    run_tool(servers, folder, home, "neo4j")
    server = servers.start(jvm=("-Xmx512m",), home=home)
    try:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        set_up(folder, server)
        with open_store(server.uri) as store:
            assert make.content(store) == make.content(filled)
            names = ("id", "text", "source", "model", "place", "value", "hard", "extra", "roles", "passed")
            everything = f"MATCH (n) RETURN {', '.join(f'n.{name}' for name in names)} ORDER BY n.id"
            assert list(store.query(everything)) == list(filled.query(everything))
            # Ids are guarded, and it goes on as any store does.
            assert store.write([make.graph(2, capitals=True), make.graph(7)]) == 1
            store.write_variants([make.variant(make.graph(7), 3)])
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
