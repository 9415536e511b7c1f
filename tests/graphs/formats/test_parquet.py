from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from stemmata.graphs.formats import parquet
from stemmata.schemas.errors import InputError


@pytest.fixture
def folder(tmp_path, sms, dialogue):
    parquet.write([sms, dialogue, sms], tmp_path)
    return tmp_path


def test_the_tables_have_the_stores_columns_and_types(folder, sms):
    nodes = pq.read_table(folder / "nodes.parquet")
    assert [str(nodes.schema.field(name).type) for name in ("graph", "start", "value", "hard", "kwargs")] == [
        "int64", "int64", "double", "bool", "string",
    ]  # fmt: skip
    (row,) = nodes.filter(pc.equal(nodes["value"], 20.0)).slice(0, 1).to_pylist()
    assert (row["kind"], row["family"], row["text"]) == ("Constraint", "length_constraints:number_words", "In 20 words")
    assert row["instruction"] == sms.id
    assert pq.read_table(folder / "instructions.parquet")["text"].to_pylist()[0] == sms.text
    assert set(pq.read_table(folder / "edges.parquet")["kind"].to_pylist()) >= {"PART_OF", "CONSTRAINS"}


def test_rows_are_written_in_groups(tmp_path, sms, monkeypatch):
    monkeypatch.setattr(parquet, "_ROWS", 50)
    parquet.write([sms] * 100, tmp_path)
    assert pq.ParquetFile(tmp_path / "edges.parquet").num_row_groups > 10
    assert list(parquet.read(tmp_path)) == [sms] * 100


def test_instructions_taken_out_take_their_nodes_with_them(folder, sms):
    path = folder / "instructions.parquet"
    table = pq.read_table(path)
    pq.write_table(table.filter(pc.not_equal(table["graph"], 1)), path)
    assert list(parquet.read(folder)) == [sms, sms]


def replaced(name, change):
    def break_it(folder):
        path = folder / f"{name}.parquet"
        pq.write_table(change(pq.read_table(path)), path)

    return break_it


def set_column(table, name, value):
    return table.set_column(table.column_names.index(name), name, pa.array([value] * len(table)))


BROKEN = [
    (lambda folder: (folder / "edges.parquet").unlink(), "edges.parquet: no such file"),
    (lambda folder: (folder / "nodes.parquet").write_bytes(b"PAR1"), "nodes.parquet: broken Parquet file"),
    (replaced("nodes", lambda table: table.drop(["spans"])), "nodes.parquet: the table lacks the column spans"),
    (replaced("nodes", lambda table: table.sort_by([("graph", "descending")])), "graph 1 comes after graph 2"),
    (replaced("edges", lambda table: set_column(table, "kind", "LIKES")), "instructions.parquet:1: not a graph"),
    (replaced("instructions", lambda table: set_column(table, "turns", "{")), "instructions.parquet:1: field turns"),
    (replaced("instructions", lambda table: set_column(table, "turns", "[1]")), "instructions.parquet:1: field turns"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_a_broken_folder_is_told_with_its_place(folder, change, said):
    change(folder)
    with pytest.raises(InputError) as caught:
        list(parquet.read(folder))
    assert said in str(caught.value)
