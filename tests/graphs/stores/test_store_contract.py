"""What every graph store does, on real files and a real server."""

from __future__ import annotations

import json
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemmata.graphs.codec import from_dict
from stemmata.graphs.fingerprints import fingerprints, fingerprints_of
from stemmata.graphs.stores import batches, database, filling, migrations, reading, tables, writing
from stemmata.graphs.stores.tables import PRINT_COLUMNS
from stemmata.schemas.errors import GraphError, QueryError, StoreError, StoreVersionError
from stemmata.schemas.instruction import Edge
from stemmata.schemas.vocabulary import EdgeKind

LONG_AND_LOUD = """
MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)            // long answers that must also be in capitals
WHERE c.family = 'length_constraints:number_words' AND c.value >= 300
  AND EXISTS { MATCH (:Constraint {family: 'change_case:english_capital'})-[:PART_OF]->(i) }
RETURN i.text
"""
TRIPPING = """
MATCH (a:Instruction)-[e:EDIT]->(b:Instruction)<-[:ANSWERS]-(r:Response)-[:VIOLATES]->(c:Constraint)
RETURN e.relation, c.family, count(*) ORDER BY count(*) DESC   // which edits trip a model up
"""


def dicts(graphs):
    return [graph.to_dict() for graph in sorted(graphs, key=lambda graph: graph.id)]


def test_graphs_come_back_equal_in_order_of_id(store, make):
    graphs = [make.graph(number, capitals=number % 2 == 0) for number in range(7)]
    assert store.write(iter(graphs)) == 7
    back = list(store.graphs())
    assert [graph.to_dict() for graph in back] == dicts(graphs)
    assert back == sorted(graphs, key=lambda graph: graph.id)
    assert all(graph.nodes[0].extra == {"seen": [1, {"é": None}]} for graph in back)


def test_a_store_that_is_closed_and_opened_again_holds_the_same(open_at, make):
    with open_at() as store:
        store.write([make.graph(1), make.graph(2)])
        before = make.content(store)
    with open_at(read_only=True) as store:
        assert make.content(store) == before
    with pytest.raises(StoreError, match="closed"):
        list(store.graphs())
    store.close()


def test_writing_again_changes_nothing(store, make):
    graphs = [make.graph(number) for number in range(5)]
    assert store.write([*graphs, *graphs]) == 5
    before = make.content(store)
    assert store.write(graphs) == 0
    assert store.write([*graphs, make.graph(99)]) == 1
    assert store.write([]) == 0
    store.query("MATCH (i:Instruction {id: $id}) DETACH DELETE i", {"id": make.graph(99).id}, write=True)
    after = make.content(store)
    assert after[0] == before[0]


def test_of_two_graphs_of_one_text_the_first_stays(store, make):
    first, second = make.plain("Sing.", meta={"source": "a:1"}), make.plain("Sing.", meta={"source": "b:2"})
    assert store.write([first, second]) == 1
    assert store.write([second]) == 0
    assert next(store.graphs()).meta == {"source": "a:1"}


def test_unknown_fields_and_provenance_are_kept(store, make):
    record = make.graph(3).to_dict()
    record["meta"] = {"source": "x.jsonl:3", "deep": {"a": [1, 2.5, None, True, "ß"]}}
    record["licence"] = {"name": "CC BY"}
    record["nodes"][0]["comment"] = "kept\ttoo"
    store.write([from_dict(record)])
    assert next(store.graphs()).to_dict() == record


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=0, max_size=40), min_size=1, max_size=3))
def test_any_text_comes_back(store, make, texts):
    graph = make.plain(*texts, meta={"text": texts})
    store.write([graph])
    assert [back.to_dict() for back in store.graphs(ids=[graph.id])] == [graph.to_dict()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "naïve \U0001f408\u200d\U0001f5a4 שלום\u202e\r\n\ttab 'quote\" \\ back`tick` $name; DROP TABLE Instruction;",
        "a\x00b\ufeff\ud800 half a pair",
        "long " * 200_000,
    ],
    ids=["empty", "unicode", "odd characters", "a megabyte"],
)
def test_hard_texts_come_back(store, make, text):
    graph = make.plain(text, "answer", text[:50], meta={"text": text[:50]})
    store.write([graph, make.graph(1)])
    assert next(store.graphs(ids=[graph.id])).to_dict() == graph.to_dict()


def test_graphs_are_chosen_by_id_and_by_generation(store, make):
    root = make.graph(1)
    variant, graph = make.variant(root, 20)
    store.write([root, make.graph(2)])
    store.write_variants([(variant, graph)])
    assert [g.id for g in store.graphs(ids=[graph.id, "nobody", root.id, root.id])] == sorted([graph.id, root.id])
    assert [g.id for g in store.graphs(ids=[graph.id, root.id], roots=True)] == [root.id]
    assert [g.id for g in store.graphs(roots=False)] == [graph.id]
    assert [g.id for g in store.graphs(roots=True)] == sorted([root.id, make.graph(2).id])
    assert list(store.graphs(ids=[])) == []


def test_the_content_does_not_depend_on_batches_or_order(open_at, make, monkeypatch):
    roots = [make.graph(number) for number in range(9)]
    pairs = [make.variant(root, 10 + number) for number, root in enumerate(roots)]
    answers = [make.response(graph, 1, passed=number % 2 == 0) for number, (_, graph) in enumerate(pairs)]
    contents = []
    for seed, size in enumerate([1, 4, 1000]):
        monkeypatch.setattr(batches, "BATCH_RECORDS", size)
        with open_at(f"order{seed}") as store:
            assert store.write(make.shuffled(roots, seed)) == 9
            assert store.write_variants(make.shuffled(pairs, seed)) == 9
            assert store.write_responses(make.shuffled(answers, seed)) == 9
            assert store.write_failures(make.shuffled(map(make.failure, range(5)), seed)) == 5
            contents.append(make.content(store))
    assert contents[0] == contents[1] == contents[2]


def test_pages_of_ids_join_without_a_gap(store, make, monkeypatch):
    monkeypatch.setattr(reading, "_ID_PAGE", 3)
    monkeypatch.setattr(reading, "_RECORD_PAGE", 2)
    graphs = [make.plain(f"Say {number}.") for number in range(9)]
    store.write(graphs)
    assert [graph.to_dict() for graph in store.graphs()] == dicts(graphs)


def test_variants_come_back_with_their_family_tree(store, make):
    root = make.graph(1)
    first, child = make.variant(root, 20)
    second, grandchild = make.variant(child, 30, family=root.id)
    assert store.write([root]) == 1
    assert store.write_variants([(second, grandchild), (first, child)]) == 2
    assert store.write_variants([(first, child), (second, grandchild)]) == 0
    assert list(store.variants()) == sorted([first, second], key=lambda variant: variant.id)
    assert list(store.variants(parents=[child.id])) == [second]
    assert list(store.variants(parents=[grandchild.id, "nobody"])) == []
    assert next(store.graphs(ids=[grandchild.id])).to_dict() == grandchild.to_dict()
    rows = list(store.query("MATCH (i:Instruction) RETURN i.id AS id, i.family AS family, i.depth AS depth"))
    assert {row["id"]: (row["family"], row["depth"]) for row in rows} == {
        root.id: (root.id, 0),
        child.id: (root.id, 1),
        grandchild.id: (root.id, 2),
    }
    edge = next(iter(store.query("MATCH (:Instruction {id: $id})-[e:EDIT]->() RETURN e", {"id": root.id})))["e"]
    assert edge["op"] == "modify_node" and edge["relation"] == "contradicting" and edge["proposer"] == "catalogue"
    assert edge["before"] == "Use at least 300 words" and edge["spans_before"].startswith("[[0,")


def test_an_edit_back_to_a_known_text_adds_its_edge_alone(store, make):
    root = make.graph(1)
    variant, graph = make.variant(root, 20)
    back = variant.model_copy(update={"id": root.id, "parent": graph.id})
    store.write([root])
    assert store.write_variants([(variant, graph), (back, root)]) == 2
    assert store.counts()["nodes"]["Instruction"] == 2
    assert store.counts()["roots"] == 1
    assert len(list(store.variants())) == 2


def test_a_variant_needs_its_parent_and_its_own_graph(store, make):
    root = make.graph(1)
    variant, graph = make.variant(root, 20)
    with pytest.raises(StoreError, match=r"parent .* is not in the store; write the parent's graph first"):
        store.write_variants([(variant, graph)])
    store.write([root])
    with pytest.raises(GraphError, match="is of instruction"):
        store.write_variants([(variant, make.graph(7))])
    assert store.counts()["nodes"]["Instruction"] == 1


def test_refused_variants_are_counted_and_do_not_come_back(store, make):
    root = make.graph(1)
    variant, _ = make.variant(root, 20)
    store.write([root])
    refused = [make.refuse(variant, "natural", "odd"), make.refuse(variant, "new", "known")]
    assert store.write_variants([(one, None) for one in refused]) == 2
    assert store.write_variants([(one, None) for one in refused]) == 0
    assert list(store.variants()) == []
    assert store.counts()["failures"] == {"vary": {"natural": 1, "new": 1}}
    assert {(failure.stage, failure.reason, failure.detail, failure.where) for failure in store.failures()} == {
        ("vary", "natural", "odd", root.id),
        ("vary", "new", "known", root.id),
    }


def test_responses_come_back_and_point_at_what_they_keep_and_break(store, make):
    graphs = [make.graph(1, capitals=True), make.graph(2)]
    store.write(graphs)
    good, bad = make.response(graphs[0], 1), make.response(graphs[1], 2, passed=False)
    assert store.write_responses([good, bad, good]) == 2
    assert store.write_responses([bad]) == 0
    assert list(store.responses()) == sorted([good, bad], key=lambda response: response.id)
    assert list(store.responses(instructions=[graphs[1].id, "nobody"])) == [bad]
    kept = (
        "MATCH (r:Response)-[s:SATISFIES]->(c:Constraint) RETURN r.id, s.verifier, s.detail, c.family ORDER BY c.family"
    )
    families = ["change_case:english_capital", "length_constraints:number_words"]
    assert [tuple(row.values()) for row in store.query(kept)] == [
        (good.id, family, "1 words", family) for family in families
    ]
    counts = store.counts()["edges"]
    assert (counts["ANSWERS"], counts["SATISFIES"], counts["VIOLATES"], counts["JUDGED"]) == (2, 2, 1, 0)
    row = next(iter(store.query("MATCH (r:Response {id: $id}) RETURN r.model, r.mode, r.passed", {"id": bad.id})))
    assert row == {"r.model": "scripted", "r.mode": "direct", "r.passed": False}


def test_a_response_needs_its_instruction(store, make):
    with pytest.raises(StoreError, match="which is not in the store"):
        store.write_responses([make.response(make.graph(1))])
    assert store.counts()["nodes"]["Response"] == 0


def test_judgements_come_back_and_point_at_what_was_judged(store, make, monkeypatch):
    monkeypatch.setattr(reading, "_RECORD_PAGE", 1)
    graphs = [make.graph(1), make.graph(2)]
    store.write(graphs)
    answers = [make.response(graphs[0], 1), make.response(graphs[1], 2), make.response(graphs[1], 3, passed=False)]
    store.write_responses(answers)
    assert list(store.judgements()) == []
    first = make.judgement(answers[0], graphs[0])
    second = make.judgement(answers[1], graphs[1], passed=None)
    third = make.judgement(answers[1], graphs[1], judge="another", passed=False)
    assert store.write_judgements([first, second, third, first]) == 3
    assert store.write_judgements(iter([third])) == 0
    changed = first.model_copy(update={"passed": False})
    assert store.write_judgements([changed]) == 0
    expected = sorted([first, second, third], key=lambda one: (one.response, one.judge))
    assert list(store.judgements()) == expected
    assert list(store.judgements(instructions=[graphs[1].id, "nobody"])) == [third, second]
    assert store.counts()["edges"]["JUDGED"] == 3 + 3 * 2
    parts = store.query(
        "MATCH (r:Response {id: $id})-[j:JUDGED]->(c:Constraint) RETURN j.judge, j.passed, j.detail, c.text "
        "ORDER BY c.text",
        {"id": answers[0].id},
    )
    assert [tuple(row.values()) for row in parts] == [
        ("scripted", True, '{"id": "é ?"}', "Be polite"),
        ("scripted", None, '{"id": "é ?"}', "Rhyme"),
    ]
    whole = store.query("MATCH (:Response {id: $id})-[j:JUDGED]->(i:Instruction) RETURN j.score", {"id": answers[0].id})
    assert list(whole) == [{"j.score": 1.0}]


def test_a_judgement_needs_its_response(store, make):
    graph = make.graph(1)
    store.write([graph])
    answer = make.response(graph)
    with pytest.raises(StoreError, match=r"is of response .*, which is not in the store; write the response first"):
        store.write_judgements([make.judgement(answer, graph)])
    store.write_responses([answer])
    strange = make.judgement(answer, graph).model_copy(update={"instruction": make.graph(2).id})
    with pytest.raises(StoreError, match="is of response"):
        store.write_judgements([strange])
    assert store.counts()["edges"]["JUDGED"] == 0


def test_an_edge_of_a_users_own_is_no_judgement(store, make):
    graph = make.graph(1)
    store.write([graph])
    answer = make.response(graph)
    store.write_responses([answer])
    for detail in ("fine", '{"id": 1}', "[]", ""):
        store.query(
            "MATCH (r:Response {id: $r}) MATCH (i:Instruction {id: $i}) CREATE (r)-[:JUDGED {detail: $detail}]->(i)",
            {"r": answer.id, "i": graph.id, "detail": detail},
            write=True,
        )
    copied = make.judgement(answer, graph)
    # Words of a judge's that look like a record are a detail still.
    forged = copied.model_copy(
        update={
            "constraints": (
                copied.constraints[0].model_copy(
                    update={"detail": json.dumps(copied.model_copy(update={"judge": "forged"}).model_dump())}
                ),
            )
        }
    )
    assert store.write_judgements([forged]) == 1
    assert [one.judge for one in store.judgements()] == ["scripted"]
    assert [one.judge for one in store.judgements(instructions=[graph.id])] == ["scripted"]


def test_judgements_go_with_their_response(store, make):
    graph = make.graph(1)
    store.write([graph])
    store.write_responses([make.response(graph)])
    store.write_judgements([make.judgement(make.response(graph), graph)])
    assert store.delete([graph.id]) == 1
    assert store.counts()["edges"]["JUDGED"] == 0 and list(store.judgements()) == []


def test_failures_come_back_and_equal_ones_are_one(store, make):
    failures = [make.failure(number) for number in range(3)]
    assert store.write_failures([*failures, failures[0]]) == 3
    assert store.write_failures(failures) == 0
    assert sorted(store.failures(), key=lambda failure: failure.where) == failures
    assert store.counts()["failures"] == {"parse": {"empty": 3}}


def test_a_graph_that_breaks_an_invariant_takes_its_batch_with_it(store, make):
    graph = make.graph(1)
    broken = replace(graph, edges=(*graph.edges, Edge(graph.nodes[0].id, "nobody", EdgeKind.PART_OF)))
    with pytest.raises(GraphError, match="edge-ends"):
        store.write([make.graph(2), broken])
    assert list(store.graphs()) == []
    assert store.write([make.graph(2), graph]) == 2


def test_an_error_of_the_source_leaves_whole_batches(store, make, monkeypatch):
    monkeypatch.setattr(batches, "BATCH_RECORDS", 2)

    def failing():
        yield from (make.graph(number) for number in range(5))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(failing())
    assert dicts(store.graphs()) == dicts(make.graph(number) for number in range(4))


def test_the_two_queries_of_the_guide(store, make):
    loud, quiet, short = make.graph(1, capitals=True), make.graph(2), make.graph(3, words=20, capitals=True)
    store.write([loud, quiet, short])
    assert [row["i.text"] for row in store.query(LONG_AND_LOUD)] == [loud.text]
    pairs = [make.variant(graph, 9) for graph in (loud, quiet)]
    store.write_variants(pairs)
    store.write_responses([make.response(graph, 500, passed=False) for _, graph in pairs])
    assert [tuple(row.values()) for row in store.query(TRIPPING)] == [
        ("contradicting", "length_constraints:number_words", 2),
        ("contradicting", "change_case:english_capital", 1),
    ]


def test_each_node_and_edge_can_be_asked_for_by_its_properties(store, make):
    graph = make.graph(4)
    store.write([graph])
    rows = store.query(
        "MATCH (c:Constraint) WHERE c.value > $least RETURN c.family, c.group, c.hard, c.kwargs, c.relation, c.turn, "
        "c.start, c.end, c.instruction, c.text",
        {"least": 299},
    )
    assert rows.columns[:2] == ("c.family", "c.group")
    start = graph.text.index("Use at least")
    assert [tuple(row.values()) for row in rows] == [
        (
            *("length_constraints:number_words", "length_constraints", True),
            *('{"relation":"at least","num_words":300}', "at least", 0, start, start + len("Use at least 300 words")),
            *(graph.id, "Use at least 300 words"),
        )
    ]
    orders = store.query(
        "MATCH (n)-[e:PART_OF]->(:Instruction) WHERE e.order > 0 RETURN e.order AS place ORDER BY place"
    )
    assert [row["place"] for row in orders] == [1, 2, 3]
    grouped = store.query(
        "MATCH (c:Constraint {group: 'style', end: $end}) RETURN c.text", {"end": len(graph.text) - 1}
    )
    assert [row["c.text"] for row in grouped] == ["Be polite"]
    scoped = store.query("MATCH (:Constraint)-[e:CONSTRAINS]->(o:Output) RETURN e.scope, e.condition, o.text")
    assert [tuple(row.values()) for row in scoped] == [('the whole "output"', "if it's möglich", "poem")]
    fact = next(iter(store.query("MATCH (f:Fact) RETURN f")))["f"]
    assert fact["role"] == "background" and fact["_LABEL"] == "Fact" and "_ID" not in fact


def test_counts_of_an_empty_store_and_of_a_full_one(store, make):
    empty = store.counts()
    assert set(empty["nodes"].values()) == {0} and set(empty["edges"].values()) == {0}
    assert (empty["families"], empty["roots"], empty["failures"]) == ({}, 0, {})
    assert [list(store.graphs()), list(store.variants()), list(store.responses()), list(store.failures())] == [[]] * 4
    store.write([make.graph(1), make.graph(2)])
    full = store.counts()
    assert full["nodes"]["Instruction"] == 2 and full["nodes"]["Constraint"] == 6
    assert full["edges"]["PART_OF"] == 18 and full["edges"]["DEPENDS_ON"] == 2
    assert full["families"] == {"length_constraints:number_words": 2, "style:tone": 2}


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (:Attribute {id: 'x'})",
        "MATCH (i:Instruction) SET i.text = 'x'",
        "MATCH (n) DETACH DELETE n",
        "MERGE (:Attribute {id: 'x'})",
        "PROFILE CREATE (:Attribute {id: 'x'})",
        "CREATE (:Attribute {id: ';'}) ;",
    ],
)
def test_a_query_does_not_write_unless_asked(store, make, cypher):
    store.write([make.graph(1)])
    with pytest.raises(QueryError, match="only read unless writing is asked for"):
        store.query(cypher)
    assert dicts(store.graphs()) == dicts([make.graph(1)])


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (n) RETURN n; CREATE (:Attribute {id: 'x'})",
        "RETURN $`;`; CREATE (:Attribute {id: 'x'})",
        "COMMIT; CREATE (:Attribute {id: 'x'})",
        "RETURN '\\'; CREATE (:Attribute {id: 1}) //'; CREATE (:Attribute {id: 'x'})",
        "RETURN 1 /* ; */ ; CREATE (:Attribute {id: 'x'})",
        "COMMIT",
        "ROLLBACK",
        "BEGIN TRANSACTION",
        "CHECKPOINT",
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_one_statement_at_a_time_and_no_transactions(store, cypher, write):
    with pytest.raises(QueryError):
        store.query(cypher, write=write)
    assert store.counts()["nodes"]["Attribute"] == 0


def test_a_query_writes_when_asked(open_at):
    with open_at() as store:
        store.query("CREATE (:Attribute {id: $id, text: ';'});", {"id": "x"}, write=True)
    with open_at(read_only=True) as store:
        rows = store.query("// all of them\nMATCH (a:Attribute) RETURN a.text AS `the; text` ;\n")
        assert rows.columns == ("the; text",) and list(rows) == [{"the; text": ";"}]
        with pytest.raises(QueryError, match="reading alone"):
            store.query("CREATE (:Attribute {id: 'y'})", write=True)


@pytest.mark.parametrize(
    ("cypher", "parameters", "said"),
    [
        ("MATCH (i:Instruction RETURN", {}, "check the Cypher"),
        ("  // nothing\n ; ", {}, "the query is empty"),
        ("MATCH (i:Instruction {id: $id}) RETURN i", {}, "names \\$id, but no such parameter is given"),
        ("MATCH (i:Instruction {id: $id}) RETURN i", {"id": "x", "idd": "y"}, "parameter 'idd' is not in the query"),
        ("RETURN 1 / 0", {}, "(Divide|/) by zero"),
        ("MATCH (i:Instruction) WHERE i.depth = $depth RETURN i", {"depth": object()}, "cannot run the query"),
    ],
)
def test_a_wrong_query_is_told_in_a_sentence(store, cypher, parameters, said):
    with pytest.raises(QueryError, match=said) as raised:
        store.query(cypher, parameters)
    message = str(raised.value)
    assert "\n" not in message and "exception:" not in message and message.endswith(".")
    assert list(store.query("RETURN 1 AS one")) == [{"one": 1}]


def test_answers_stream_side_by_side_and_do_not_hold_up_writes(store, make):
    store.write([make.plain(f"Say {number}.") for number in range(50)])
    rows = iter(store.query("MATCH (i:Instruction) RETURN i.id ORDER BY i.id"))
    others = store.graphs()
    first, other = next(rows), next(others)
    store.write([make.graph(1)])
    assert first["i.id"] == other.id
    assert len(list(rows)) == 49
    assert len(list(others)) >= 49


def test_a_store_that_is_read_only_refuses_every_write(open_at, make):
    open_at().close()
    store = open_at(read_only=True)
    assert store.read_only
    variant, graph = make.variant(make.graph(1), 20)
    for write in (
        lambda: store.write([make.graph(1)]),
        lambda: store.write_variants([(variant, graph)]),
        lambda: store.write_responses([make.response(graph)]),
        lambda: store.write_judgements([make.judgement(make.response(make.graph(1)), make.graph(1))]),
        lambda: store.write_failures([make.failure()]),
    ):
        with pytest.raises(StoreError, match="reading alone"):
            write()


@pytest.mark.parametrize("way", ["graphs", "responses"])
def test_ids_with_odd_characters(store, make, way):
    odd = [
        "it's",
        'a "b"',
        "back`tick",
        "$name",
        "new\nline",
        "\u2028",
        "\U0001f408",
        "é",
        "e\u0301",
        "\x00",
        "x" * 2_000,
    ]
    graph = make.graph(1)
    if way == "responses":
        store.write([graph])
        given = [make.response(graph, number).model_copy(update={"id": one}) for number, one in enumerate(odd)]
        assert store.write_responses(given) == len(odd)
        assert [response.id for response in store.responses()] == sorted(odd)
        rows = store.query("MATCH (r:Response {id: $id}) RETURN r.id AS id", {"id": "it's"})
        assert list(rows) == [{"id": "it's"}]
        return
    record = graph.to_dict()
    names = dict(zip((node["id"] for node in record["nodes"]), odd, strict=False))
    for node in record["nodes"]:
        node["id"] = names[node["id"]]
    for edge in record["edges"]:
        edge["source"], edge["target"] = names[edge["source"]], names.get(edge["target"], edge["target"])
    store.write([from_dict(record)])
    assert next(store.graphs()).to_dict() == record


def test_a_deleted_instruction_takes_its_nodes_edges_and_responses_with_it(store, make):
    kept, gone = make.graph(1), make.graph(2, capitals=True)
    store.write([kept])
    store.write_responses([make.response(kept)])
    before = make.content(store)
    store.write([gone])
    store.write_responses([make.response(gone, 1), make.response(gone, 2, passed=False)])
    assert store.delete(iter([gone.id, "nobody", gone.id])) == 1
    assert make.content(store) == before
    assert store.delete([gone.id]) == store.delete([]) == 0
    assert store.write([gone]) == 1 and next(store.graphs(ids=[gone.id])) == gone


def test_a_deleted_instruction_leaves_no_variant_without_parent(store, make, monkeypatch):
    monkeypatch.setattr(database, "_DELETED", 1)
    root = make.graph(1)
    first, child = make.variant(root, 20)
    second, grandchild = make.variant(child, 30, family=root.id)
    back = first.model_copy(update={"id": root.id, "parent": child.id})
    store.write([root])
    store.write_variants([(first, child), (second, grandchild), (back, root)])
    store.write_responses([make.response(grandchild)])
    before = make.content(store)
    with pytest.raises(StoreError, match=f"instruction {child.id} has the variant {grandchild.id}.*; delete the v"):
        store.delete([root.id, child.id])
    assert make.content(store) == before
    assert store.delete([grandchild.id]) == 1
    assert [graph.id for graph in store.graphs()] == sorted([root.id, child.id])
    store.write_variants([(second, grandchild)])
    assert store.delete([root.id, child.id, grandchild.id]) == 3
    counts = store.counts()
    assert set(counts["nodes"].values()) == set(counts["edges"].values()) == {0}


def test_a_batch_that_the_database_refuses_leaves_nothing(store, make, monkeypatch):
    graphs = [make.graph(number) for number in range(3)]
    known = make.failure(1)
    store.write_failures([known])
    add = tables.Batch.add_graph

    def adding(batch, graph, **more):
        add(batch, graph, **more)
        if graph.id == graphs[2].id:  # an id that is there already, and so refused in the middle of the load
            batch.add_failure(tables.failure_id(known), known)

    before = make.content(store)
    with monkeypatch.context() as patch:
        patch.setattr(tables.Batch, "add_graph", adding)
        with pytest.raises(StoreError) as raised:
            store.write(graphs)
    assert "\n" not in str(raised.value) and store.uri in str(raised.value)
    assert make.content(store) == before
    assert store.write(graphs) == 3


def test_values_that_no_store_can_hold_are_told(store, make):
    graph = make.graph(1)
    edges = (*graph.edges[1:], replace(graph.edges[0], qualifiers={"order": 2**63}))
    with pytest.raises(StoreError, match="a value of order cannot be stored: it is too large"):
        store.write([replace(graph, edges=edges)])
    assert store.counts()["nodes"]["Instruction"] == 0


def test_a_large_answer_streams_in_little_memory(store):
    rows = store.query("UNWIND range(1, 30000) AS n RETURN n, 'thirty characters of some text' AS text")
    tracemalloc.start()
    try:
        total = sum(row["n"] for row in rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == 30_000 * 30_001 // 2
    assert peak < 4_000_000  # all rows at once are some 12 MB


def test_an_answer_that_nobody_reads_to_its_end_is_in_nobodys_way(store, make):
    store.write([make.graph(1)])
    for _ in range(5):
        rows = iter(store.query("UNWIND range(1, 100000) AS n RETURN n"))
        assert next(rows) == {"n": 1}
        rows.close()
    unread = [store.query("UNWIND range(1, 100000) AS n RETURN n") for _ in range(3)]
    assert store.write([make.graph(2)]) == 1
    assert len(unread) == 3


def test_several_read_at_once(store, make):
    graphs = [make.graph(number) for number in range(20)]
    store.write(graphs)

    def read(number):
        if number % 2:
            return dicts(store.graphs())
        rows = store.query("MATCH (c:Constraint) RETURN c.instruction AS id ORDER BY id")
        return sorted({row["id"] for row in rows})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(read, range(18)))
    assert all(answer == dicts(graphs) for answer in answers[1::2])
    assert all(answer == sorted(graph.id for graph in graphs) for answer in answers[::2])


def test_a_store_of_a_newer_version_is_refused_with_both_versions(open_at):
    newer = migrations.SCHEMA_VERSION + 1
    with open_at() as store:
        store.query("MATCH (m:Meta {id: 'schema'}) SET m.text = $text", {"text": str(newer)}, write=True)
        store.query("MATCH (m:Meta {id: 'stemmata'}) SET m.text = '9.9.9'", write=True)
    for read_only in (False, True):
        with pytest.raises(StoreVersionError) as raised:
            open_at(read_only=read_only)
        assert f"schema version {newer} (written by stemmata 9.9.9)" in str(raised.value)
        assert f"versions up to {migrations.SCHEMA_VERSION}; upgrade stemmata." in str(raised.value)


@pytest.mark.parametrize("version", range(1, migrations.SCHEMA_VERSION + 1))
def test_a_store_of_each_earlier_version_is_brought_up_to_date_by_a_writer(open_at, make, monkeypatch, version):
    def known(up_to, *more):
        for name in ("LADYBUG", "NEO4J"):
            patch.setattr(migrations, name, (*(step for step in lists[name] if step.version <= up_to), *more))

    lists = {name: getattr(migrations, name) for name in ("LADYBUG", "NEO4J")}
    newest = migrations.SCHEMA_VERSION + 1
    statement = {
        "ladybug": "ALTER TABLE Fact ADD weight DOUBLE",
        "neo4j": "CREATE INDEX stemmata_test_weight IF NOT EXISTS FOR (n:Fact) ON (n.weight)",
    }[open_at.kind]
    graph = make.graph(1)
    with monkeypatch.context() as patch:
        known(version)
        if version < 2:
            patch.setattr(writing, "fingerprints_of", lambda graphs: [None] * len(graphs))
        with open_at() as store:
            store.write([graph])
        known(migrations.SCHEMA_VERSION, migrations.Migration(newest, (statement,)))
        with pytest.raises(StoreError, match=f"older schema version {version}; open it for writing once"):
            open_at(read_only=True)
        with open_at() as store:
            assert list(store.query("MATCH (f:Fact) RETURN f.weight")) == [{"f.weight": None}]
        with open_at(read_only=True) as store:
            rows = store.query("MATCH (m:Meta {id: 'schema'}) RETURN m.text AS version")
            assert list(rows) == [{"version": str(newest)}]
            assert list(store.graphs()) == [graph]
            (row,) = store.query(f"MATCH (i:Instruction) RETURN {', '.join(f'i.{name}' for name in PRINT_COLUMNS)}")
            assert tuple(row.values()) == fingerprints(graph)


def test_prints_that_an_older_store_lacks_are_made_though_their_making_was_cut_short(open_at, make, monkeypatch):
    graphs = [make.graph(number) for number in range(9)]
    lack = "MATCH (i:Instruction) WHERE i.print_text IS NULL OR i.print_shape IS NULL RETURN count(*) AS n"
    with open_at() as store:
        store.write(graphs)
        gone = ", ".join(f"i.{name} = NULL" for name in PRINT_COLUMNS)
        store.query(f"MATCH (i:Instruction) SET {gone}", write=True)
        store.query("CREATE (:Meta {id: 'unfilled', text: 'prints'})", write=True)
    calls = []

    def failing(some):
        calls.append(len(some))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return fingerprints_of(some)

    monkeypatch.setattr(reading, "_RECORD_PAGE", 2)
    with monkeypatch.context() as patch:
        patch.setattr(filling, "fingerprints_of", failing)
        with pytest.raises(KeyboardInterrupt):
            open_at()
    with open_at(read_only=True) as store:
        assert list(store.query(lack)) == [{"n": 5}]
    with open_at() as store:
        assert list(store.query(lack)) == [{"n": 0}]
        found = {
            row["i.id"]: row["i.print_content"]
            for row in store.query("MATCH (i:Instruction) RETURN i.id, i.print_content")
        }
        assert found == {graph.id: fingerprints(graph).content for graph in graphs}
        assert not list(store.query("MATCH (m:Meta {id: 'unfilled'}) RETURN m.id"))


def test_every_instruction_is_stored_with_its_prints(store, make):
    root = make.graph(1)
    variant, child = make.variant(root, 25)
    store.write([root])
    store.write_variants([(variant, child)])
    for graph in (root, child):
        prints = fingerprints(graph)
        for name, value in zip(PRINT_COLUMNS, prints, strict=True):
            rows = store.query(f"MATCH (i:Instruction) WHERE i.{name} = $value RETURN i.id AS id", {"value": value})
            assert graph.id in [row["id"] for row in rows]


def test_the_databases_have_the_same_versions():
    versions = [step.version for step in migrations.LADYBUG]
    assert versions == [step.version for step in migrations.NEO4J] == list(range(1, migrations.SCHEMA_VERSION + 1))


def test_a_store_says_what_it_is_without_a_secret(open_at):
    store = open_at()
    assert repr(store) == f"GraphDatabaseStore({store.uri!r}, read_only=False)"
    assert str(open_at.place("test")) == store.uri
