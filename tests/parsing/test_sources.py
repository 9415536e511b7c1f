from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stemmata.parsing.sources import SourceRecord, read
from stemmata.schemas.errors import InputError
from stemmata.schemas.records import Failure

DATA = Path(__file__).resolve().parents[2] / "../shared/data"


def write(path: Path, *records: object) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def one(path: Path, record: object, **options: str) -> SourceRecord:
    (found,) = read([write(path / "x.jsonl", record)], **options)
    assert isinstance(found, SourceRecord)
    return found


def texts(record: SourceRecord) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in record.turns]


@pytest.mark.parametrize("name", ["instruction", "prompt", "text"])
def test_each_text_field_is_found(tmp_path, name):
    record = one(tmp_path, {"id": 7, name: "Sing.", "topic": "song"})
    assert texts(record) == [("user", "Sing.")]
    assert record.id == "7"
    assert record.where == "x.jsonl:1"
    assert record.meta == {"source": "x.jsonl:1", "source_id": "7", "fields": {"topic": "song"}}


@pytest.mark.parametrize("name", ["id", "key", "question_id", "example_id"])
def test_each_id_field_is_found(tmp_path, name):
    assert one(tmp_path, {name: "a", "text": "Sing."}).id == "a"


@pytest.mark.parametrize("name", ["response", "output", "completion", "target"])
def test_each_response_field_is_found_and_an_empty_one_is_none(tmp_path, name):
    found = one(tmp_path, {"text": "Sing.", name: "La"})
    assert found.response == found.meta["response"] == "La"
    assert one(tmp_path, {"text": "Sing.", name: ""}).response is None


def test_an_input_is_joined_by_a_blank_line_and_an_empty_one_is_ignored(tmp_path):
    assert one(tmp_path, {"instruction": "Sum up.", "input": "A\nB"}).turns[0].text == "Sum up.\n\nA\nB"
    assert one(tmp_path, {"instruction": "Sum up.", "input": ""}).turns[0].text == "Sum up."


def test_a_text_is_kept_byte_for_byte(tmp_path):
    text = "  \tWrite.\r\n\u2028 Ça 😀\n"
    assert one(tmp_path, {"instruction": text}).turns[0].text == text


def test_instances_are_records_of_their_own(tmp_path):
    instances = [{"input": "1", "output": "one"}, {"input": "", "output": "none"}]
    source = write(tmp_path / "x.jsonl", {"id": "t", "instruction": "Name it.", "instances": instances})
    first, second = read([source])
    assert (first.id, first.turns[0].text, first.response) == ("t/1", "Name it.\n\n1", "one")
    assert (second.id, second.turns[0].text, second.response) == ("t/2", "Name it.", "none")
    assert first.where == second.where == "x.jsonl:1"
    alone = one(tmp_path, {"id": "t", "instruction": "Name it.", "instances": instances[:1]})
    assert alone.id == "t"


def test_a_chat_ends_with_its_response(tmp_path):
    chat = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
        {"role": "assistant", "content": "Hello"},
        {"role": "user", "content": "Sing."},
        {"role": "assistant", "content": "La"},
    ]
    record = one(tmp_path, {"messages": chat})
    assert texts(record) == [("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello"), ("user", "Sing.")]
    assert record.response == "La"


def test_other_chat_formats(tmp_path):
    shared = [{"from": "human", "value": "Sing."}, {"from": "gpt", "value": "La"}]
    record = one(tmp_path, {"conversations": shared})
    assert (texts(record), record.response) == ([("user", "Sing.")], "La")
    assert texts(one(tmp_path, {"turns": ["Sing.", "Louder."]})) == [("user", "Sing."), ("user", "Louder.")]
    whole = [{"user prompt": "Sing.", "assistant answer": "La"}, {"user prompt": "Louder.", "assistant answer": "LA"}]
    record = one(tmp_path, {"whole_conv": whole})
    assert texts(record) == [("user", "Sing."), ("assistant", "La"), ("user", "Louder.")]
    assert record.response == "LA"
    assert texts(one(tmp_path, {"prompt": [{"role": "user", "content": "Sing."}]})) == [("user", "Sing.")]


def test_turns_of_ours_are_kept_as_they_are(tmp_path):
    turns = [{"role": "user", "text": "Sing."}, {"role": "assistant", "text": "La"}]
    assert texts(one(tmp_path, {"turns": turns})) == [("user", "Sing."), ("assistant", "La")]


def test_the_records_own_meta_is_kept_and_field_names_the_text(tmp_path):
    record = one(tmp_path, {"question": "Why?", "text": "no", "meta": {"topic": "song"}}, field="question")
    assert record.turns[0].text == "Why?"
    assert record.meta["topic"] == "song"


def test_an_empty_text_is_a_record_that_says_so(tmp_path):
    source = write(tmp_path / "x.jsonl", {"text": ""}, {"instruction": None}, {"prompt": " \n"}, {"messages": []})
    assert [record.is_empty for record in read([source])] == [True] * 4


def test_half_a_surrogate_pair_is_a_failure(tmp_path):
    (found,) = read([write(tmp_path / "x.jsonl", {"text": "a\ud800b"})])
    assert isinstance(found, Failure)
    assert (found.stage, found.reason, found.where) == ("read", "not valid Unicode", "x.jsonl:1")


def test_every_format_gives_the_same_records(tmp_path):
    rows = [{"id": "a", "text": "Say “x,\ny”."}, {"id": "b", "text": "Sing\tnow."}]
    write(tmp_path / "x.jsonl", *rows)
    write(tmp_path / "x.ndjson", *rows)
    (tmp_path / "x.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    (tmp_path / "data.json").write_text(json.dumps({"data": rows}), encoding="utf-8")
    (tmp_path / "x.csv").write_text('id,text\na,"Say “x,\ny”."\nb,Sing\tnow.\n', encoding="utf-8")
    (tmp_path / "x.tsv").write_text('id\ttext\na\t"Say “x,\ny”."\nb\t"Sing\tnow."\n', encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "x.parquet")
    for name in ("x.jsonl", "x.json", "x.csv", "x.tsv"):
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress((tmp_path / name).read_bytes()))
    names = ["x.jsonl", "x.ndjson", "x.json", "data.json", "x.csv", "x.tsv", "x.parquet"]
    names += ["x.jsonl.gz", "x.json.gz", "x.csv.gz", "x.tsv.gz"]
    for name in names:
        found = list(read([str(tmp_path / name)]))
        assert [(record.id, record.turns[0].text) for record in found] == [
            ("a", "Say “x,\ny”."),
            ("b", "Sing\tnow."),
        ], name
    assert [record.where for record in read([str(tmp_path / "x.csv")])] == ["x.csv:2", "x.csv:4"]
    assert [record.where for record in read([str(tmp_path / "x.parquet")])] == ["x.parquet:1", "x.parquet:2"]


def test_one_object_is_one_record(tmp_path):
    (tmp_path / "x.json").write_text('{"text": "Sing."}')
    assert len(list(read([str(tmp_path / "x.json")]))) == 1


def test_plain_text_has_a_record_a_line(tmp_path):
    (tmp_path / "x.txt").write_bytes("\ufeffSing.\r\n\n Dance\u2028now. \nEnd".encode())
    found = list(read([str(tmp_path / "x.txt")]))
    assert [(r.turns[0].text, r.where) for r in found] == [
        ("Sing.", "x.txt:1"),
        (" Dance\u2028now. ", "x.txt:3"),
        ("End", "x.txt:4"),
    ]


def test_several_sources_and_a_limit(tmp_path):
    first = write(tmp_path / "a.jsonl", {"text": "1"}, {"text": "2"})
    second = write(tmp_path / "b.jsonl", {"text": "3"}, {"text": "4"})
    assert [r.turns[0].text for r in read([first, second], limit=3)] == ["1", "2", "3"]


def test_standard_input_is_json_lines(tmp_path, monkeypatch):
    path = write(tmp_path / "x.jsonl", {"text": "Sing."})
    with Path(path).open("rb") as stream:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        (record,) = read(["-"])
    assert record.where == "standard input:1"


def test_a_csv_cell_longer_than_the_usual_limit(tmp_path):
    (tmp_path / "x.csv").write_text("text\n" + "a" * 200_000 + "\n")
    (record,) = read([str(tmp_path / "x.csv")])
    assert len(record.turns[0].text) == 200_000


GOOD = b'{"text": "Sing."}\n'
BAD = {
    "broken": ("x.jsonl", GOOD + b'{"text": \n', "x.jsonl:2: broken JSON"),
    "no object": ("x.jsonl", GOOD + b"[1]\n", "x.jsonl:2: expected a JSON object, found a list"),
    "wrong type": (
        "x.jsonl",
        b'{"instruction": ["a"]}\n',
        "x.jsonl:1: field instruction: expected a text, found a list",
    ),
    "number": ("x.jsonl", b'{"text": 5}\n', "field text: expected a text, found a number"),
    "wrong input": ("x.jsonl", b'{"text": "a", "input": {}}\n', "field input: expected a text, found an object"),
    "wrong response": ("x.jsonl", b'{"text": "a", "response": 4}\n', "field response: expected a text"),
    "wrong messages": ("x.jsonl", b'{"messages": "hi"}\n', "field messages: expected a list, found a text"),
    "wrong message": ("x.jsonl", b'{"messages": ["hi"]}\n', "field messages[0]: expected a message"),
    "wrong role": ("x.jsonl", b'{"messages": [{"role": "king", "content": "a"}]}\n', "unknown role 'king'"),
    "no field": ("x.jsonl", b'{"body": "a", "n": 1}\n', "no field holds an instruction (found: body, n)"),
    "latin-1": ("x.jsonl", GOOD + b'{"text": "\xe9"}\n', "x.jsonl:2: not UTF-8 (byte 0xe9"),
    "empty": ("x.jsonl", b"\n", "x.jsonl: the source is empty"),
    "empty json": ("x.json", b"", "x.json: the source is empty"),
    "broken json": ("x.json", b'[\n{"text": "a"},\n{]\n', "x.json:3: broken JSON"),
    "ragged": ("x.csv", b"id,text\na,b\nc\n", "x.csv:3: 1 cells where the header has 2"),
    "open quote": ("x.csv", b'id,text\na,"b\n', "broken table"),
    "header alone": ("x.csv", b"id,text\n", "the source is empty"),
    "no parquet": ("x.parquet", b"PAR", "cannot be read as Parquet"),
    "no gzip": ("x.jsonl.gz", b"PAR", "broken gzip file"),
    "ending": ("x.docx", b"a", "unknown kind of file"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_that_says_where(tmp_path, case):
    name, data, expected = BAD[case]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read([str(tmp_path / name)])  # before any record is asked for
    assert expected in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read([str(tmp_path / "x.jsonl")])
    with pytest.raises(InputError, match="is a folder"):
        read([str(tmp_path)])


def test_a_field_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no field 'question'"):
        read([write(tmp_path / "x.jsonl", {"text": "a"})], field="question")


def test_nan_is_nothing(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"text": "a", "input": NaN, "n": NaN}\n')
    (record,) = read([str(tmp_path / "x.jsonl")])
    assert (record.turns[0].text, record.meta) == ("a", {"source": "x.jsonl:1"})


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there")
@pytest.mark.parametrize(
    ("name", "records", "responses"),
    [
        ("self_instruct_user_oriented", 252, 252),
        ("self_instruct_seed_tasks", 175, 175),
        ("ifeval_dev", 274, 0),
        ("muldimif_dev", 588, 0),
        ("structflowbench_dev", 79, 79),
        ("infobench_easy", 252, 0),
        ("followbench_dev", 465, 168),
        ("oasst_prompts", 250, 0),
        ("mt_bench_prompts", 80, 0),
    ],
)
def test_public_files_are_read_whole(name, records, responses):
    found = list(read([str(DATA / f"{name}.jsonl")]))
    assert len(found) == records
    assert sum(record.response is not None for record in found) == responses
