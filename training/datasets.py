"""Dataset folders from the store: JSON Lines shards by split, and a card that `datasets.load_dataset` reads."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from stemmata.graphs.stores import cypher
from stemmata.schemas.errors import OutputError
from stemmata.schemas.records import DetRecord, EvalRecord, PreferenceRecord, Record, SFTRecord
from stemmata.schemas.settings import BuildSettings
from stemmata.training.answers import answer_records
from stemmata.training.cards import card
from stemmata.training.contrasts import contrasts
from stemmata.training.evaluation import det_records, eval_records
from stemmata.training.families import Family, families
from stemmata.training.holding import held_out
from stemmata.training.pairs import pairs, sft_records
from stemmata.training.responses import GIVEN
from stemmata.training.shards import Shards

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

Kind = Literal["sft", "dpo", "aug", "ref", "aug-dpo", "ref-dpo", "eval", "det"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Yields a family's records of one dataset, and words for what is counted beside them.
Records = Callable[[Family, BuildSettings], Iterable[Record | str]]

RECORDS: Mapping[Kind, Records] = {
    "sft": sft_records,
    "dpo": pairs,
    "aug": lambda family, settings: answer_records(family, "aug", settings),
    "ref": lambda family, settings: answer_records(family, "ref", settings),
    "aug-dpo": lambda family, settings: contrasts(family, "aug", settings),
    "ref-dpo": lambda family, settings: contrasts(family, "ref", settings),
    "eval": lambda family, settings: eval_records(family),
    "det": lambda family, settings: det_records(family),
}
# The datasets that measure have the families that are held out; those to train on have not, as soon as the store
# has models' answers, without which there is nothing to measure.
MEASURING: tuple[Kind, ...] = ("eval", "det")
_ASKED = frozenset({"direct", "reference"})


@dataclass(slots=True)
class Built:
    """What became of a dataset.

    Attributes:
        splits: Records by split.
        notes: What was left out, or is worth knowing, by reason.
        models: Answers in the records by who wrote them; `given` are those that came with the instructions.
        held: How many families are held out for Eval.
    """

    splits: dict[str, int] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    held: int = 0


def split_of(family: str, settings: BuildSettings) -> str:
    """Return the split of a family: a hash of its id decides, so that a family is never in two.

    Example:
        >>> split_of("anything", BuildSettings(test_fraction=0))
        'train'
    """
    state = hashlib.blake2b(f"{settings.seed}:{family}".encode(), digest_size=8).digest()
    return "test" if int.from_bytes(state, "big") / 2**64 < settings.test_fraction else "train"


def buildable(store: GraphStore, settings: BuildSettings) -> tuple[Kind, ...]:
    """Return the datasets for which a store has responses: models' answers for all but SFT and DPO."""
    modes = _modes(store)
    needs: dict[Kind, set[str]] = {
        "aug": {"direct"},
        "aug-dpo": {"direct"},
        "ref": {"reference"},
        "ref-dpo": {"reference"},
        "eval": set(_ASKED),
        "det": set(_ASKED),
    }
    found = [kind for kind in KINDS if kind not in needs or needs[kind] & modes]
    if set(found) & set(MEASURING) and not held_out(store, settings):
        found = [kind for kind in found if kind not in MEASURING]
    return tuple(found)


def _modes(store: GraphStore) -> set[str]:
    return {row["mode"] for row in store.query(cypher.MODES)}


def build(kind: Kind, store: GraphStore, out: Path, settings: BuildSettings) -> Built:
    """Write a dataset of a store into a folder, shards and card; they are made beside it, then put in its place.

    Raises:
        OutputError: The folder cannot be written.
    """
    built = Built()
    part = out.with_name(out.name + ".part")
    try:
        if part.exists():
            shutil.rmtree(part)
        part.mkdir(parents=True)
        with Shards(part, settings.shard_records) as shards:
            for split, record in split_records(kind, store, settings, built):
                shards.write(split, record.line())
        built.splits = dict(shards.counts)
        text = card(
            kind,
            built.splits,
            settings,
            models=built.models,
            notes=built.notes,
            held=built.held,
            digest=shards.digest,
        )
        (part / "README.md").write_text(text, encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        part.replace(out)
    except OSError as error:
        raise OutputError(f"cannot write the dataset ({error.strerror or error})", where=str(out)) from error
    return built


def split_records(kind: Kind, store: GraphStore, settings: BuildSettings, built: Built) -> Iterator[tuple[str, Record]]:
    """Yield a dataset's records with their splits, family by family; what is counted beside them goes into `built`."""
    held = held_out(store, settings) if _modes(store) & _ASKED else frozenset()
    built.held = len(held)
    for family in families(store):
        for record in family_records(kind, family, settings, held, built):
            yield "test" if kind in MEASURING else split_of(family.id, settings), record


def family_records(
    kind: Kind, family: Family, settings: BuildSettings, held: frozenset[str], built: Built
) -> Iterator[Record]:
    """Yield a family's records of a dataset, none where it is held out or, of those that measure, where it is not."""
    if (family.id in held) != (kind in MEASURING):
        return
    for record in RECORDS[kind](family, settings):
        if isinstance(record, str):
            built.notes[record] += 1
        else:
            built.models.update(_models(record))
            yield record


def _models(record: Record) -> Iterable[str]:
    """Return who wrote the answers of a record."""
    match record:
        case SFTRecord():
            return (record.model or GIVEN,)
        case PreferenceRecord():
            return record.models or (GIVEN,)
        case EvalRecord():
            return [response.model for response in record.responses]
        case DetRecord():
            return (record.model,)
    return ()
