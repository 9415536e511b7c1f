"""Word vectors of the pipeline: a table of bytes with a scale for each column, widened when it is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from spacy.vocab import Vocab

    Floats = np.ndarray[Any, np.dtype[np.float32]]
    Bytes = np.ndarray[Any, np.dtype[np.int8]]


def read_glove(path: Path, count: int) -> tuple[list[str], Floats]:
    """Read the first `count` words of a GloVe file, a word and its numbers a line, with their vectors.

    Raises:
        InputError: The file cannot be read or a line does not fit.
    """
    import numpy as np

    words: list[str] = []
    rows: list[Floats] = []
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                word, *numbers = line.rstrip("\n").split(" ")
                words.append(word)
                rows.append(np.array(numbers, dtype=np.float32))
                if len(words) == count:
                    break
        return words, np.stack(rows)
    except (OSError, ValueError) as error:
        raise InputError("the vectors cannot be read", where=str(path), fix="name a text file of GloVe's") from error


def squeeze(table: Floats) -> tuple[Bytes, Floats]:
    """Return a table as bytes, and each column's scale. The largest number of a column becomes 127."""
    import numpy as np

    spread = np.percentile(np.abs(table), 99.9, axis=0).clip(min=1e-6)
    scale = (spread / 127).astype(np.float32)
    return np.rint(table / scale).clip(-127, 127).astype(np.int8), scale


def widen(table: Bytes, scale: Floats) -> Floats:
    """Return the numbers of a squeezed table, in units of a column's spread."""
    import numpy as np

    return np.ascontiguousarray(table.astype(np.float32) * np.asarray(scale, dtype=np.float32))


def put(vocab: Vocab, words: Sequence[str], table: Floats) -> None:
    """Give a vocabulary vectors that are found by a word's lower-case form."""
    from spacy.vectors import Vectors

    keys = [vocab.strings.add(word) for word in words]
    vocab.vectors = Vectors(strings=vocab.strings, data=table, keys=keys, name="stemmata", attr="LOWER")
