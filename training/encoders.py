"""Texts as points: words counted and reduced, without a model or a download; or a sentence encoder by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from typing import Protocol, TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from stemmata.schemas.errors import InputError, MissingExtraError

Points: TypeAlias = npt.NDArray[np.float32]

WORDS = "words"

_WORD = re.compile(r"\w+")
_COLUMNS = 4096
_DIMENSIONS = 128
_ROUNDS = 4  # of the iteration that finds the subspace
_CHUNK = 512


class Encoder(Protocol):
    """Turns texts into points; rows have length one, and like texts are near each other."""

    def __call__(self, texts: Sequence[str]) -> Points:
        """Return a row for each text, in order."""


def get_encoder(name: str = WORDS) -> Encoder:
    """Return an encoder: `words`, or a sentence-transformers model by name or folder.

    Raises:
        MissingExtraError: sentence-transformers is not installed.
        InputError: It knows no such model.
    """
    return encode_words if name == WORDS else _sentences(name)


def encode_words(texts: Sequence[str]) -> Points:
    """Return points by the words of texts: TF-IDF, hashed into columns, reduced to the main directions of these texts.

    The directions are the first right singular vectors of the texts' matrix (as in latent semantic analysis), found by
    subspace iteration from a fixed start, with the matrix in parts. Points are comparable within one call alone.
    """
    rows = [_counts(text) for text in texts]
    weights = _weights(rows)
    width = min(_DIMENSIONS, max(1, len(rows)))
    basis: Points = np.random.default_rng(0).standard_normal((_COLUMNS, width), np.float32)
    for _ in range(_ROUNDS):
        moved = np.zeros_like(basis)
        for part in _parts(rows, weights):
            moved += part.T @ (part @ basis)
        basis = np.asarray(np.linalg.qr(moved)[0], np.float32)
    found = [part @ basis for part in _parts(rows, weights)]
    return _unit(np.concatenate(found)) if found else np.zeros((0, width), np.float32)


def _counts(text: str) -> tuple[npt.NDArray[np.int32], Points]:
    """Return which columns the words of a text fall into, and the logarithms of how often, plus one."""
    counts = Counter(crc32(word.encode("utf-8", "replace")) % _COLUMNS for word in _WORD.findall(text.casefold()))
    columns = np.fromiter(sorted(counts), np.int32, len(counts))
    values = np.fromiter((1 + log(counts[column]) for column in sorted(counts)), np.float32, len(counts))
    return columns, values


def _weights(rows: Sequence[tuple[npt.NDArray[np.int32], Points]]) -> Points:
    """Return the weight of each column: the rarer its words, the more."""
    seen = np.zeros(_COLUMNS, np.float32)
    for columns, _ in rows:
        seen[columns] += 1
    weights: Points = (np.log((1 + len(rows)) / (1 + seen)) + 1).astype(np.float32)
    return weights


def _parts(rows: Sequence[tuple[npt.NDArray[np.int32], Points]], weights: Points) -> Iterator[Points]:
    for start in range(0, len(rows), _CHUNK):
        some = rows[start : start + _CHUNK]
        part = np.zeros((len(some), _COLUMNS), np.float32)
        for place, (columns, values) in enumerate(some):
            part[place, columns] = values * weights[columns]
        yield _unit(part)


def _unit(points: Points) -> Points:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    unit: Points = (points / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def _sentences(name: str) -> Encoder:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise MissingExtraError(
            f"the encoder {name} needs sentence-transformers",
            fix="pip install 'stemmata[encoders]', or take --encoder words",
        ) from None
    try:
        model = SentenceTransformer(str(Path(name)) if Path(name).exists() else name)
    except (OSError, ValueError) as error:
        raise InputError(f"there is no sentence encoder {name!r}: {str(error).splitlines()[0]}") from None

    def encode(texts: Sequence[str]) -> Points:
        made = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, np.float32)

    return encode
