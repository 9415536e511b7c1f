from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise

import gold_set
import pytest

from stemmata.graphs.consistency import check
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn
from stemmata.schemas.vocabulary import ASKING_ROLES, DISCOURSE, SEMANTIC, EdgeKind, NodeKind

OWN, _ = gold_set.load(data=gold_set.FOLDER)  # where no public file is
EVERY, ABSENT = gold_set.load()
# What may stand between units: connectives, politeness, headings, labels.
GLUE = frozenset(
    """a after and announcement background but conditions finally first format hello input label lot machine message
    minutes need note notes otherwise pleas please python requirements review rules task thank thanks that then tone
    visitor we what you""".split()
)


def ids(golds):
    return [gold.id for gold in golds]


@pytest.mark.parametrize("gold", EVERY, ids=ids(EVERY))
def test_every_gold_graph_keeps_the_ontology(gold):
    assert check(gold.graph) == []
    assert all(gold.graph.turns[span.turn].role in ASKING_ROLES for node in gold.graph.nodes for span in node.spans)


@pytest.mark.parametrize("gold", EVERY, ids=ids(EVERY))
def test_every_gold_graph_keeps_the_guideline(gold):
    graph = gold.graph
    kinds = {node.id: node.kind for node in graph.nodes}
    out = {kind: Counter(e.source for e in graph.edges if e.kind is kind) for kind in EdgeKind}
    into = {kind: Counter(e.target for e in graph.edges if e.kind is kind) for kind in EdgeKind}
    for node in graph.nodes:
        words = [graph.turns[turn].text[start:end] for turn, start, end in node.spans]
        assert all(any(c.isalnum() for c in piece) and piece == piece.strip() for piece in words), node
        homes = [e.target for e in graph.edges if e.source == node.id and e.kind is EdgeKind.PART_OF]
        assert len(homes) == 1
        if node.kind in SEMANTIC:
            assert len(node.spans) == 1
            home = graph.node(homes[0]) if homes[0] != graph.id else None
            assert home is not None or node.kind is NodeKind.ENTITY
            hosts = [home] if home else [fact for fact in graph.facts if fact.role == "background"]
            assert any(within(node.spans[0], host.spans) for host in hosts), node
        if node.kind is NodeKind.CONSTRAINT:
            assert out[EdgeKind.CONSTRAINS][node.id] or not graph.sub_instructions
        if node.kind is NodeKind.ATTRIBUTE:
            assert into[EdgeKind.HAS_ATTRIBUTE][node.id]
        if node.kind is NodeKind.ACTION:
            assert into[EdgeKind.PERFORMS_ACTION][node.id] == 1
    for node in graph.sub_instructions:
        assert out[EdgeKind.PERFORMS_ACTION][node.id] <= 1
    for turn in range(len(graph.turns)):
        acts = [node for node in graph.sub_instructions if node.spans[0].turn == turn]
        for act in acts[1:]:
            earlier = [
                e for e in graph.edges
                if e.source == act.id and e.kind is EdgeKind.DEPENDS_ON and kinds[e.target] is NodeKind.SUB_INSTRUCTION
            ]  # fmt: skip
            assert any("composition" in e.qualifiers and graph.node(e.target) in acts for e in earlier), act
    for edge in graph.edges:
        if "turn" in edge.qualifiers:
            assert (
                graph.node(edge.target).spans[0].turn == edge.qualifiers["turn"] < graph.node(edge.source).spans[0].turn
            )


def within(span, hosts):
    first, last = min(hosts), max(hosts)
    return (first.turn, first.start) <= (span.turn, span.start) and (span.turn, span.end) <= (last.turn, last.end)


@pytest.mark.parametrize("gold", OWN, ids=ids(OWN))
def test_what_no_unit_of_our_own_texts_covers_is_glue(gold):
    for number, turn in enumerate(gold.graph.turns):
        if turn.role not in ASKING_ROLES:
            continue
        spans = sorted(span for node in gold.graph.discourse for span in node.spans if span.turn == number)
        bounds = [0, *(at for span in spans for at in (span.start, span.end)), len(turn.text)]
        for start, end in list(pairwise(bounds))[::2]:
            left = set(re.findall(r"[a-z]+", turn.text[start:end].lower()))
            assert left <= GLUE, f"{gold.id}: {sorted(left - GLUE)} in {turn.text[start:end]!r}"


def test_the_gold_is_of_the_size_that_is_claimed():
    assert len(OWN) == 60
    assert len(EVERY) + len(ABSENT) == 240
    assert {kind for gold in OWN for kind in (node.kind for node in gold.graph.nodes)} == {*DISCOURSE, *SEMANTIC}


@pytest.mark.parametrize("name", ["public.jsonl", "dev.jsonl"])
def test_no_public_text_is_stored(name):
    for line in (gold_set.FOLDER / name).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert set(record) == {"id", "source", "sha256", "nodes", "edges"}
        assert all(set(node) <= {"id", "kind", "role", "spans"} for node in record["nodes"])


def test_what_is_measured_on_was_not_read():
    sources = {gold.graph.id: gold.origin for gold in EVERY}
    assert len(sources) == len(EVERY)  # no text stands in two of the files


def test_public_hashes_match_the_files():
    if ABSENT:
        pytest.skip("the public instruction files are not beside the checkout")
    assert Counter(gold.origin for gold in EVERY) == {
        "own": 60,
        "public": 60,
        "dev": 120,
    }  # load refuses a text with another hash


def folder_with(tmp_path, **files):
    for name, records in files.items():
        lines = "".join(json.dumps(record) + "\n" for record in records)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


UNIT = {"id": "s1", "kind": "SubInstruction", "spans": [[0, 0, 4]]}


def public(text, **source):
    return {
        "id": "x", "source": {"file": "texts.jsonl", "line": 1, **source},
        "sha256": gold_set.text_hash([Turn("user", text)]), "nodes": [UNIT], "edges": [],
    }  # fmt: skip


def test_a_public_record_takes_its_text_from_the_file(tmp_path):
    folder = folder_with(tmp_path, public=[public("Sing.")], texts=[{"prompt": "Sing."}])
    (gold,), absent = gold_set.load(folder, folder)
    assert (gold.graph.sub_instructions[0].text, absent) == ("Sing", [])
    assert gold_set.load(folder, tmp_path / "elsewhere") == ([], ["x"])


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([public("Hum.")], "line 1 of texts.jsonl is not the text that was annotated"),
        ([public("Sing.", part=2)], "is not the text that was annotated"),
        ([{**public("Sing."), "nodes": [{**UNIT, "kind": "Verb"}]}], "not a gold record"),
        ([{"id": "x"}], "not a gold record"),
        ([public("Sing."), public("Sing.")], "'x' is used twice"),
        ([], "no gold record"),
    ],
)
def test_broken_gold_is_refused(tmp_path, records, message):
    folder = folder_with(tmp_path, public=records, texts=[{"prompt": "Sing."}])
    with pytest.raises(InputError, match=message):
        gold_set.load(folder, folder)
