"""Table 1 of the paper for any store: the size of each dataset, how long its texts are, how alike its responses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stemmata.llm.tokens import count
from stemmata.schemas.instruction import Turn
from stemmata.schemas.records import DetRecord, EvalRecord, Message, PreferenceRecord, Record, SFTRecord
from stemmata.schemas.settings import BuildSettings
from stemmata.training.datasets import Built, Kind, family_records
from stemmata.training.encoders import Encoder
from stemmata.training.families import families
from stemmata.training.holding import held_out
from stemmata.training.prompts import DETECT
from stemmata.training.sampled import Sampled
from stemmata.training.uniformity import uniformity

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

LISTED: tuple[Kind, ...] = ("eval", "aug", "ref", "aug-dpo", "ref-dpo", "det")
SPREAD: tuple[Kind, ...] = ("aug", "ref")
MOST = 20_000  # responses that the spread is measured on
COLUMNS = ("dataset", "instructions", "records", "instruction tokens", "response tokens", "U of responses")


@dataclass(slots=True)
class _Mean:
    total: int = 0
    count: int = 0

    def add(self, value: int) -> None:
        self.total += value
        self.count += 1

    @property
    def value(self) -> float | None:
        return round(self.total / self.count, 1) if self.count else None


@dataclass(slots=True)
class _Row:
    instructions: int = 0
    records: int = 0
    asked: _Mean = field(default_factory=_Mean)
    said: _Mean = field(default_factory=_Mean)


def table(
    store: GraphStore, settings: BuildSettings, encoder: Encoder, kinds: Sequence[Kind] = LISTED, *, most: int = MOST
) -> list[dict[str, Any]]:
    """Return a row for each dataset that a store gives, by the names in `COLUMNS`.

    Tokens are about what a tokenizer in wide use makes: see `llm.tokens`. A pair of preferences has an instruction and
    no one response. U is measured on all responses of Aug and of Ref, or on so many of them, as points of one space.

    Args:
        store: The store.
        settings: How the datasets are built.
        encoder: Makes points of responses.
        kinds: Which datasets.
        most: The most responses of a dataset to measure U on.
    """
    rows = {kind: _Row() for kind in kinds}
    spread = {kind: Sampled(most, settings.seed) for kind in kinds if kind in SPREAD}
    held = held_out(store, settings)
    for family in families(store):
        for kind, row in rows.items():
            asked: set[str] = set()
            for record in family_records(kind, family, settings, held, Built()):
                prompt, responses = _texts(record)
                row.records += 1
                row.asked.add(count(prompt))
                asked.add(prompt)
                for place, response in enumerate(responses):
                    row.said.add(count(response))
                    if kind in spread:
                        spread[kind].add(f"{_name(record)} {place}", response)
            row.instructions += len(asked)
    values = _uniformities(spread, encoder)
    return [
        dict(
            zip(
                COLUMNS,
                (kind, row.instructions, row.records, row.asked.value, row.said.value, values.get(kind)),
                strict=True,
            )
        )
        for kind, row in rows.items()
    ]


def _uniformities(spread: dict[Kind, Sampled], encoder: Encoder) -> dict[Kind, float | None]:
    """Return U of each dataset's responses, all encoded together."""
    texts = {kind: sampled.texts for kind, sampled in spread.items()}
    if not any(texts.values()):
        return {}
    points = encoder([text for some in texts.values() for text in some])
    found: dict[Kind, float | None] = {}
    start = 0
    for kind, some in texts.items():
        found[kind] = uniformity(points[start : start + len(some)])
        start += len(some)
    return found


def _name(record: Record) -> str:
    return str(getattr(record, "id", ""))


def _texts(record: Record) -> tuple[str, list[str]]:
    """Return the instruction of a record and its responses."""
    match record:
        case SFTRecord():
            return _said(record.messages[:-1]), [record.messages[-1].content]
        case PreferenceRecord():
            return _said(record.prompt), []
        case EvalRecord():
            return _said(record.prompt), [response.text for response in record.responses]
        case DetRecord():
            fields = DETECT.read([Turn(message.role, message.content) for message in record.messages]) or {}
            return fields.get("prompt", ""), [fields.get("response", "")]
    return "", []


def _said(messages: Sequence[Message]) -> str:
    return "\n\n".join(message.content for message in messages)


def markdown(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'---|' * len(COLUMNS)}"
    for row in rows:
        yield f"| {' | '.join(cells(row))} |"


def cells(row: dict[str, Any]) -> list[str]:
    """Return a row's values as people read them; what a dataset has not is a dash."""
    shown = []
    for name in COLUMNS:
        value = row[name]
        shown.append("-" if value is None else f"{value:.4f}" if name == COLUMNS[-1] else str(value))
    return shown
