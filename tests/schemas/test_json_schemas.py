from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from stemmata.graphs.codec import to_dict
from stemmata.graphs.graph import GraphBuilder
from stemmata.schemas.export import FOLDER, schema_texts, write
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.records import (
    FORMATS,
    AskedConstraint,
    DetRecord,
    Edit,
    EvalAnswer,
    EvalRecord,
    Failure,
    JudgedConstraint,
    Judgement,
    Message,
    PreferenceRecord,
    Proof,
    Response,
    SFTRecord,
    Variant,
    Verdict,
    Verification,
)
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

BEFORE, AFTER = "Sing in 20 words.", "Sing in at most 30 words."
VERDICT = Verdict(id="length_constraints:number_words", kwargs={"num_words": 20}, passed=True, detail="20 words")
EDIT = Edit(
    op="modify_node",
    node="n1",
    kind=NodeKind.CONSTRAINT,
    before="in 20 words",
    after="in at most 30 words",
    spans_before=(Span(0, 5, 16),),
    spans_after=(Span(0, 5, 24),),
    relation="weaker",
    proposer="catalogue",
)


def graph_record() -> dict:
    builder = GraphBuilder([Turn("user", BEFORE)], {"source": "a.jsonl:1"})
    act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, 4)])
    bound = builder.add(
        NodeKind.CONSTRAINT,
        [Span(0, 5, 16)],
        constraint=Payload("length_constraints:number_words", {"relation": "equal to", "num_words": 20}),
    )
    builder.link(act, None, EdgeKind.PART_OF)
    builder.link(bound, None, EdgeKind.PART_OF)
    builder.link(bound, act, EdgeKind.CONSTRAINS, scope="output", order=1)
    return to_dict(builder.build())


RECORDS = {
    "graph": graph_record(),
    "variant": Variant(
        id="v",
        parent="p",
        family="f",
        turns=(AFTER,),
        parent_turns=(BEFORE,),
        roles=("user",),
        edit=EDIT,
        gates={"parses_back": True},
        status="accepted",
    ),
    "response": Response(
        id="r",
        instruction="i",
        family="f",
        model="given",
        mode="given",
        text="La la.",
        passed=True,
        constraints=(VERDICT,),
    ),
    "judgement": Judgement(
        id="j",
        response="r",
        instruction="i",
        family="f",
        judge="a-model",
        passed=None,
        constraints=(JudgedConstraint(node="n", text="Be polite", passed=True, detail="it thanks"),),
        verified=(VERDICT,),
    ),
    "verification": Verification(passed=True, constraints=(VERDICT,), id="x"),
    "sft": SFTRecord(
        messages=(Message(role="user", content=BEFORE), Message(role="assistant", content="La.")),
        id="s",
        family="f",
        variant=False,
        mode="given",
        proof=(VERDICT,),
    ),
    "preference": PreferenceRecord(
        prompt=(Message(role="user", content=BEFORE),),
        chosen=(Message(role="assistant", content="La."),),
        rejected=(Message(role="assistant", content="No."),),
        id="d",
        family="f",
        edit=EDIT.model_dump(mode="json"),
        proof=Proof(chosen=(VERDICT,), rejected=(VERDICT,)),
    ),
    "eval": EvalRecord(
        prompt=(Message(role="user", content=BEFORE),),
        id="e",
        instruction="i",
        family="f",
        variant=False,
        constraints=(AskedConstraint(node="n", text="In lower case", id="change_case:english_lowercase", hard=True),),
        responses=(EvalAnswer(id="r", model="a-model", mode="direct", text="la", passed=True),),
    ),
    "det": DetRecord(
        messages=(Message(role="user", content="Does it?"),),
        label="Yes",
        id="t",
        family="f",
        instruction="i",
        response="r",
        mode="direct",
        model="a-model",
        differ=0,
        proof=(VERDICT,),
    ),
    "failure": Failure(stage="parse", reason="broken", detail="not JSON", where="a.jsonl:2"),
}


def as_json(name: str) -> dict:
    record = RECORDS[name]
    return record if isinstance(record, dict) else json.loads(record.line())


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_kept_schemas_are_current():
    kept = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert kept == schema_texts(), "run `python -m stemmata.schemas.export`"


def test_write_makes_the_same_files_elsewhere(tmp_path):
    paths = write(tmp_path / "new")
    assert {path.stem: path.read_text(encoding="utf-8") for path in paths} == schema_texts()


def test_every_format_has_a_record_here():
    assert set(RECORDS) == set(FORMATS)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_record_is_valid_and_may_have_unknown_fields(name):
    validator(name).validate(as_json(name))
    validator(name).validate({**as_json(name), "of_their_own": {"a": [1]}})


def test_unknown_fields_are_allowed_everywhere_in_a_graph():
    record = as_json("graph")
    for part in ("turns", "nodes", "edges"):
        record[part][0]["extra"] = 5
        record[part][0]["of_their_own"] = None
    validator("graph").validate(record)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_record_without_a_required_field_is_not_valid(name):
    schema = validator(name)
    for field in schema.schema["required"]:
        broken = {key: value for key, value in as_json(name).items() if key != field}
        assert not schema.is_valid(broken), field


def test_a_graph_with_a_wrong_field_is_not_valid():
    schema = validator("graph")
    for change in ({"version": 2}, {"format": "other"}, {"turns": "Sing."}, {"nodes": [{"id": "n"}]}):
        assert not schema.is_valid({**as_json("graph"), **change}), change
