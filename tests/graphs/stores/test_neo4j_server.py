"""What is particular to a store on a Neo4j server: reaching it, several writers at once, its failures, its silence."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from neo4j_server import UnavailableError, start

from stemmata.graphs.stores import batches, neo4j_drivers
from stemmata.graphs.stores import store as store_module
from stemmata.graphs.stores.addresses import Login, shown
from stemmata.graphs.stores.store import open_store
from stemmata.schemas.errors import (
    AccessError,
    MissingExtraError,
    QueryError,
    ServerError,
    ServerVersionError,
    StoreError,
)

WRITE_WHEN_TOLD = """
import sys
from stemmata.graphs.codec import from_json
from stemmata.graphs.stores.store import open_store
graphs = [from_json(line) for line in open(sys.argv[2], encoding="utf-8")]
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    print(store.write(graphs))
"""


@pytest.fixture
def uri(neo4j_place) -> str:
    return neo4j_place("test")


@pytest.fixture
def store(uri):
    with open_store(uri) as opened:
        yield opened


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_routing_address_and_a_direct_one_reach_the_same(uri, make):
    with open_store(uri.replace("bolt://", "neo4j://")) as store:
        assert store.write([make.graph(1)]) == 1
    with open_store(uri.replace("bolt://", "NEO4J://") + "?policy=x", read_only=True) as store:
        assert list(store.graphs()) == [make.graph(1)]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+ssc"])
def test_a_server_out_of_reach_is_told_with_its_address_alone(scheme, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "hush-hush")
    port = free_port()
    began = time.monotonic()
    with pytest.raises(ServerError, match=f"127.0.0.1:{port}: the server is out of reach") as raised:
        open_store(f"{scheme}://127.0.0.1:{port}")
    assert time.monotonic() - began < 20
    assert (raised.value.exit_code, raised.value.retryable) == (3, True)
    assert "hush" not in str(raised.value) and "\n" not in str(raised.value)


def test_a_host_that_does_not_encrypt_is_told(uri):
    with pytest.raises(ServerError, match=r"out of reach .*scheme"):
        open_store(uri.replace("bolt://", "bolt+ssc://"))


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ({"NEO4J_PASSWORD": "hush-hush"}, "refuses the user or password .*; check NEO4J_USERNAME and NEO4J_PASSWORD"),
        ({"NEO4J_USERNAME": "ann", "NEO4J_PASSWORD": ""}, "refuses the user or password"),
        ({"NEO4J_USERNAME": "", "NEO4J_PASSWORD": ""}, "refuses the user or password"),
        ({"NEO4J_DATABASE": "nothere"}, "the server has no database nothere; check NEO4J_DATABASE"),
    ],
)
def test_a_server_that_refuses_is_told(uri, monkeypatch, login, said):
    for name, value in login.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(AccessError, match=said) as raised:
        open_store(uri)
    assert (raised.value.exit_code, raised.value.retryable) == (3, False)
    assert str(raised.value).startswith(uri) and "hush" not in str(raised.value)


@pytest.mark.parametrize(
    ("uri", "shows"),
    [
        ("neo4j://ann:secret@db.example:7687", "neo4j://db.example:7687"),
        ("bolt+s://ann:se/cr?et#@db.example", "bolt+s://db.example"),
        ("neo4j://secret@db.example", "neo4j://db.example"),
        ("NEO4J+SSC://ann:secret@[::1]:7687/graphs", "NEO4J+SSC://[::1]:7687"),
    ],
)
def test_a_password_in_an_address_is_refused_and_not_shown(uri, shows):
    with pytest.raises(StoreError, match="leave it out, and set NEO4J_USERNAME and NEO4J_PASSWORD") as raised:
        open_store(uri)
    assert raised.value.where == shows == shown(uri)
    assert "secret" not in str(raised.value) and "se/cr" not in str(raised.value) and raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("neo4j://", "not the address of a server"),
        ("bolt://ann:secret", "not the address of a server"),
        ("bolt://host:99999", "not the address of a server"),
        ("neo4j://host/graphs", "name the database in NEO4J_DATABASE"),
        ("bolt://host?policy=x", "only neo4j:// addresses have a routing context"),
    ],
)
def test_what_is_no_address_is_told(uri, said):
    with pytest.raises(StoreError, match=said) as raised:
        open_store(uri)
    assert "secret" not in str(raised.value)


def test_a_login_does_not_show_its_password():
    login = Login.of_environment({"NEO4J_PASSWORD": "secret", "NEO4J_DATABASE": "graphs"})
    assert (login.pair, login.database) == (("neo4j", "secret"), "graphs")
    assert "secret" not in repr(login)
    assert Login.of_environment({"NEO4J_USERNAME": "", "NEO4J_PASSWORD": ""}) == Login()


def test_without_the_driver_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(store_module, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'stemmata\[neo4j\]'"):
        open_store("neo4j://localhost")


def test_a_newer_version_on_a_server_ends_with_the_code_of_servers(uri):
    with open_store(uri) as store:
        store.query("MATCH (m:Meta {id: 'schema'}) SET m.text = '999'", write=True)
    with pytest.raises(ServerVersionError, match=r"schema version 999 .*upgrade stemmata") as raised:
        open_store(uri)
    assert raised.value.exit_code == 3


def test_a_new_database_gets_its_constraints_and_an_empty_one_is_not_read(uri, store, make):
    for kind, several in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
        for row in list(store.query(f"SHOW {several} YIELD name WHERE name STARTS WITH 'stemmata' RETURN name")):
            store.query(f"DROP {kind} {row['name']} IF EXISTS", write=True)
    store.query("MATCH (m:Meta) DELETE m", write=True)
    with pytest.raises(StoreError, match="holds no graphs yet; open it for writing once"):
        open_store(uri, read_only=True)
    with open_store(uri) as again:
        again.write([make.graph(1)])
        ways = "SHOW INDEXES YIELD labelsOrTypes AS on, properties AS by, owningConstraint AS of RETURN on, by, of"
        made = {(row["on"][0], row["by"][0]): row["of"] for row in again.query(ways) if row["on"]}
        assert made["Constraint", "id"] and made["Instruction", "id"] and made["Response", "id"]
        assert {("Constraint", "family"), ("Constraint", "group"), ("Instruction", "family")} <= made.keys()
        with pytest.raises(QueryError, match="already exists"):
            again.query("CREATE (:Constraint {id: $id})", {"id": make.graph(1).constraint_nodes[0].id}, write=True)


def test_data_of_others_may_stand_beside_ours_but_not_under_our_labels(uri, store):
    store.query("CREATE (:Person {name: 'Ann'})", write=True)
    store.query("MATCH (m:Meta) DELETE m", write=True)
    open_store(uri).close()
    store.query("CREATE (:Entity {name: 'rain'})", write=True)
    store.query("MATCH (m:Meta) DELETE m", write=True)
    with pytest.raises(StoreError, match="holds something other than a graph store"):
        open_store(uri)


def test_nothing_of_the_driver_reaches_the_user(uri):
    code = (
        "import sys, stemmata\n"
        "with stemmata.open_store(sys.argv[1]) as store:\n"
        "    list(store.query('MATCH (n:Nowhere)-[:NOTHING]->(m), (o) WHERE n.none = 1 RETURN id(n)'))\n"
        "stemmata.open_store(sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, uri], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE INDEX more IF NOT EXISTS FOR (n:Fact) ON (n.text)",
        "DROP CONSTRAINT stemmata_fact_id",
        "FOREACH (n IN [1] | CREATE (:Attribute {id: 'x'}))",
        "UNWIND range(1, 3) AS n CALL (n) { CREATE (:Attribute {id: toString(n)}) } IN TRANSACTIONS",
        "CREATE USER ann SET PASSWORD 'hush-hush'",
        "CALL db.createLabel('Mine')",
    ],
)
def test_a_query_does_not_change_schema_or_server_unless_asked(store, cypher):
    with pytest.raises(QueryError, match=r"only read unless writing is asked for \(write=True, --write\)"):
        store.query(cypher)
    assert store.counts()["nodes"]["Attribute"] == 0


def test_a_statement_that_commits_by_itself_runs_when_writing_is_asked_for(store):
    cypher = "UNWIND range(1, 30) AS n CALL (n) { CREATE (:Attribute {id: toString(n)}) } IN TRANSACTIONS OF 10 ROWS"
    assert list(store.query(cypher, write=True)) == []
    assert store.counts()["nodes"]["Attribute"] == 30


def test_nodes_edges_and_paths_come_as_the_embedded_store_gives_them(store, tmp_path, make):
    graph = make.graph(1)
    with open_store(tmp_path / "x.lbug") as embedded:
        for one in (store, embedded):
            one.write([graph])
        for returned in ("c, e, o", "[c, c] AS several", "{a: o} AS named", "p"):
            cypher = f"MATCH p = (c:Constraint)-[e:CONSTRAINS]->(o:Output) RETURN {returned}"
            assert list(store.query(cypher)) == list(embedded.query(cypher))


def test_an_id_that_no_index_can_hold_is_told(store, make):
    store.write([make.graph(1)])
    long = make.response(make.graph(1)).model_copy(update={"id": "x" * 100_000})
    with pytest.raises(StoreError, match="an id is too long for the server's index") as raised:
        store.write_responses([long])
    assert len(str(raised.value)) < 500
    assert list(store.responses()) == []


def test_many_threads_write_the_same_and_nothing_is_twice(store, make, monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 7)
    graphs = [make.graph(number) for number in range(40)]
    pairs = [make.variant(graph, 20) for graph in graphs]
    back = [variant.model_copy(update={"id": variant.parent, "parent": variant.id}) for variant, _ in pairs]
    answers = [make.response(graph) for graph in graphs]

    def write(seed):
        chosen = random.Random(seed)
        return [
            store.write(chosen.sample(graphs, 40)),
            store.write_variants(chosen.sample(pairs, 40)),
            store.write_variants(chosen.sample(list(zip(back, graphs, strict=True)), 40)),
            store.write_responses(chosen.sample(answers, 40)),
            store.write_failures(map(make.failure, chosen.sample(range(30), 30))),
        ]

    with ThreadPoolExecutor(5) as pool:
        new = list(pool.map(write, range(5)))
    assert [sum(one) for one in zip(*new, strict=True)] == [40, 40, 40, 40, 30]
    counts = store.counts()
    assert (counts["nodes"]["Instruction"], counts["edges"]["EDIT"], counts["edges"]["ANSWERS"]) == (80, 80, 40)
    assert counts["edges"]["SATISFIES"] == 40 and counts["edges"]["CONSTRAINS"] == 160
    assert list(store.graphs(roots=True)) == sorted(graphs, key=lambda graph: graph.id)


def test_two_processes_write_the_same_at_once(uri, make, tmp_path):
    from stemmata.graphs.codec import to_json

    graphs = [make.graph(number) for number in range(120)]
    path = tmp_path / "graphs.jsonl"
    path.write_text("".join(f"{to_json(graph)}\n" for graph in graphs), encoding="utf-8")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE_WHEN_TOLD, uri, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    assert [writer.stdout.readline() for writer in writers] == ["ready\n"] * 2
    for writer in writers:
        writer.stdin.write("now\n")
        writer.stdin.flush()
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [errors for _, errors in said] == ["", ""]
    assert sum(int(new) for new, _ in said) == 120
    with open_store(uri, read_only=True) as store:
        assert list(store.graphs()) == sorted(graphs, key=lambda graph: graph.id)
        assert store.counts()["edges"]["PART_OF"] == 9 * 120


def test_threads_whose_queries_fail_are_not_in_each_others_way(store):
    store.query("CREATE (:Attribute {id: 'x'})", write=True)

    def fail_and_ask(_):
        with pytest.raises(QueryError, match="already exists"):
            store.query("CREATE (:Attribute {id: 'x'})", write=True)
        with pytest.raises(QueryError, match="by zero"):
            store.query("RETURN 1 / 0")
        return [row["n"] for row in store.query("UNWIND [1, 2] AS n RETURN n")]

    began = time.monotonic()
    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(fail_and_ask, range(150))) == [[1, 2]] * 150
    assert time.monotonic() - began < 45  # a connection that two threads share stays silent for a minute


@pytest.fixture
def own_neo4j_server(monkeypatch):
    """Start a server that the test may break; its login is in the environment."""
    started = []

    def start_one(**options):
        try:
            server = start(**options)
        except UnavailableError as error:
            if os.environ.get("STEMMATA_REQUIRE_NEO4J"):
                raise
            pytest.skip(str(error))
        started.append(server)
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        return server

    yield start_one
    for server in started:
        server.stop()


@pytest.mark.slow
def test_a_full_disk_is_told(own_neo4j_server, make):
    server = own_neo4j_server(largest=40_000_000)
    chosen = random.Random(1)
    with open_store(server.uri) as store:
        assert store.write([make.graph(1)]) == 1
        with pytest.raises(ServerError, match=r"its disk may be full; .* each batch is written whole") as raised:
            store.write(make.plain(f"{number} {chosen.randbytes(1_000_000).hex()}") for number in range(100))
    assert raised.value.exit_code == 3


@pytest.mark.slow
def test_a_connection_that_is_lost_is_told_with_what_is_written(own_neo4j_server, make, monkeypatch, caplog):
    monkeypatch.setattr(neo4j_drivers, "RETRY_SECONDS", 1.0)
    monkeypatch.setattr(batches, "BATCH_RECORDS", 10)
    server = own_neo4j_server()
    store = open_store(server.uri)
    store.write([make.graph(number) for number in range(100, 120)])
    rows = iter(store.query("UNWIND range(1, 1000000) AS n RETURN n"))
    assert next(rows) == {"n": 1}

    def graphs():
        for number in range(50):
            if number == 25:
                server.kill()
            yield make.graph(number)

    with pytest.raises(ServerError) as raised:
        store.write(graphs())
    assert raised.value.exit_code == 3 and raised.value.retryable
    # While the third batch was read, those before it were on their way.
    said = r"; (\d0 graphs before are done with, and )?of the [1-4]0 at hand each batch is written whole or not at all"
    assert re.search(said, str(raised.value))
    assert server.password not in str(raised.value)
    for ask in (lambda: list(rows), lambda: list(store.graphs()), lambda: store.query("RETURN 1"), store.counts):
        with pytest.raises(ServerError, match=server.uri):
            ask()
    store.close()
    assert threading.active_count() < 20
    assert not [record for record in caplog.records if server.password in record.getMessage()]
