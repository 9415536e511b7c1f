"""Dataset folders from the store: JSON Lines shards by split, and a card that `datasets.load_dataset` reads."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from stemmata.schemas.errors import OutputError
from stemmata.schemas.records import Record
from stemmata.schemas.settings import BuildSettings
from stemmata.training.cards import card
from stemmata.training.families import Family, families
from stemmata.training.pairs import pairs, sft_records

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

SPLITS = ("train", "test")


def split_of(family: str, settings: BuildSettings) -> str:
    """Return the split of a family: a hash of its id decides, so that a family is never in two.

    Example:
        >>> split_of("anything", BuildSettings(test_fraction=0))
        'train'
    """
    state = hashlib.blake2b(f"{settings.seed}:{family}".encode(), digest_size=8).digest()
    return "test" if int.from_bytes(state, "big") / 2**64 < settings.test_fraction else "train"


def build_sft(store: GraphStore, out: Path, settings: BuildSettings) -> dict[str, int]:
    """Write the SFT dataset of a store into a folder; returns the number of records by split.

    Raises:
        OutputError: The folder cannot be written.
    """
    return _build("sft", store, out, settings, lambda family: sft_records(family, settings))


def build_dpo(store: GraphStore, out: Path, settings: BuildSettings) -> dict[str, int]:
    """Write the preference dataset of a store into a folder; returns the number of pairs by split.

    Raises:
        OutputError: The folder cannot be written.
    """
    return _build("dpo", store, out, settings, lambda family: pairs(family, settings))


def _build(
    kind: str,
    store: GraphStore,
    out: Path,
    settings: BuildSettings,
    records: Callable[[Family], Iterable[Record]],
) -> dict[str, int]:
    """Write shards and card beside the folder, then put them in its place."""
    part = out.with_name(out.name + ".part")
    try:
        if part.exists():
            shutil.rmtree(part)
        part.mkdir(parents=True)
        with _Shards(part, settings.shard_records) as shards:
            for family in families(store):
                split = split_of(family.id, settings)
                for record in records(family):
                    shards.write(split, record.line())
        (part / "README.md").write_text(card(kind, shards.counts, settings), encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        part.replace(out)
    except OSError as error:
        raise OutputError(f"cannot write the dataset ({error.strerror or error})", where=str(out)) from error
    return shards.counts


class _Shards:
    """Numbered files of one split each, so many records in each."""

    def __init__(self, folder: Path, size: int) -> None:
        self.counts: dict[str, int] = {}
        self._folder, self._size = folder, size
        self._open: dict[str, TextIO] = {}
        self._stack = ExitStack()

    def __enter__(self) -> _Shards:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stack.close()

    def write(self, split: str, line: str) -> None:
        """Write one line to the current shard of a split."""
        count = self.counts.get(split, 0)
        if count % self._size == 0:
            if split in self._open:
                self._open[split].close()
            path = self._folder / f"{split}-{count // self._size:05d}.jsonl"
            self._open[split] = self._stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
        self._open[split].write(line + "\n")
        self.counts[split] = count + 1
