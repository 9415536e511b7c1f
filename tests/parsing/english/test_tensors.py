"""The safetensors format, written and read, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from stemmata.parsing.english.tensors import read_tensors, write_tensors
from stemmata.schemas.errors import InputError

ARRAYS = {
    "b.half": np.arange(6, dtype=np.float16).reshape(2, 3),
    "a.bytes": np.array([[-127, 0, 127]], dtype=np.int8),
    "c.full": np.array([0.1, 2.5], dtype=np.float32),
    "d.empty": np.zeros((0, 4), dtype=np.float32),
}


def test_arrays_come_back(tmp_path):
    write_tensors(tmp_path / "x.safetensors", ARRAYS, {"format": "test"})
    found = read_tensors(tmp_path / "x.safetensors")
    assert sorted(found) == sorted(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_the_layout_is_that_of_the_format(tmp_path):
    write_tensors(tmp_path / "x", ARRAYS, {"format": "test"})
    data = (tmp_path / "x").read_bytes()
    size = int.from_bytes(data[:8], "little")
    assert size % 8 == 0
    header = json.loads(data[8 : 8 + size])
    assert header["__metadata__"] == {"format": "test"}
    assert header["b.half"] == {"dtype": "F16", "shape": [2, 3], "data_offsets": [3, 15]}
    assert data[8 + size + 3 : 8 + size + 15] == ARRAYS["b.half"].tobytes()


def test_safetensors_itself_reads_it(tmp_path):
    numpy_reader = pytest.importorskip("safetensors.numpy")
    write_tensors(tmp_path / "x", ARRAYS, {"format": "test"})
    found = numpy_reader.load_file(tmp_path / "x")
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)


def header(**entry: object) -> bytes:
    text = json.dumps({"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4], **entry}}).encode()
    return len(text).to_bytes(8, "little") + text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x10\0\0\0\0\0\0\0{",
        b"\xff" * 8 + b"{}",
        header(),
        header(data_offsets=[0, 8]) + bytes(4),
        header(data_offsets=[-4, 4]) + bytes(4),
        header(data_offsets=[4, 0]) + bytes(4),
        header(dtype="O") + bytes(4),
        header(shape=[3]) + bytes(4),
        (2).to_bytes(8, "little") + b"[]",
        (9).to_bytes(8, "little") + b'{"a":"b"}',
    ],
)
def test_a_broken_file_is_an_input_error(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(InputError, match="the weights cannot be read"):
        read_tensors(tmp_path / "x")
