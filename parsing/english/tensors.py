"""Arrays by name in a file of the safetensors format: a header in JSON, then the numbers as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

_KINDS = {"F32": "<f4", "F16": "<f2", "I8": "|i1", "I64": "<i8"}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def write_tensors(path: Path, arrays: Mapping[str, Array], metadata: Mapping[str, str]) -> None:
    """Write arrays of 32 or 16-bit floats, or of bytes, in the order of their names."""
    import numpy as np

    header: dict[str, object] = {"__metadata__": dict(metadata)}
    blocks = []
    end = 0
    for name in sorted(arrays):
        block = np.ascontiguousarray(arrays[name]).tobytes()
        kind = _NAMES[arrays[name].dtype.newbyteorder("<").str]
        header[name] = {"dtype": kind, "shape": list(arrays[name].shape), "data_offsets": [end, end + len(block)]}
        end += len(block)
        blocks.append(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(blocks))


def read_tensors(path: Path) -> dict[str, Array]:
    """Read arrays by their names. They are views of one block of memory, and read-only.

    Raises:
        InputError: The file is absent or broken.
    """
    import numpy as np

    try:
        data = path.read_bytes()
        size = int.from_bytes(data[:8], "little")
        if not 0 < size <= len(data) - 8:
            raise ValueError("the header ends beyond the file")
        header = json.loads(data[8 : 8 + size])
        body = memoryview(data)[8 + size :]
        arrays = {}
        for name, entry in header.items():
            if name != "__metadata__":
                start, end = entry["data_offsets"]
                if not 0 <= start <= end <= len(body):
                    raise ValueError(f"{name} ends beyond the file")
                arrays[name] = np.frombuffer(body[start:end], dtype=_KINDS[entry["dtype"]]).reshape(entry["shape"])
        return arrays
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("the weights cannot be read", where=str(path), fix="reinstall or train them again") from error
