"""Settings of each stage: validated once, kept in reports and dataset cards. Secrets are never among them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """The base of all settings: closed and immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ParseSettings(Settings):
    """How text becomes graphs."""

    parser: str = "rules"


class VarySettings(Settings):
    """How variants are proposed.

    Attributes:
        proposer: The name of the edit proposer.
        seed: Chooses among the edits that each node offers.
        per_instruction: The most variants to accept for one instruction.
    """

    proposer: str = "catalogue"
    seed: int = 0
    per_instruction: int = Field(default=8, ge=1)


class RespondSettings(Settings):
    """How responses are collected.

    Attributes:
        modes: `given` takes the input's own response, `repair` changes the parent's until it keeps the variant.
    """

    modes: tuple[Literal["given", "repair"], ...] = ("given", "repair")


class BuildSettings(Settings):
    """How datasets are built from the store.

    Attributes:
        seed: Chooses the pairs that are kept and the split of each family.
        pairs_per_seed: The most preference pairs of one family (DeMoRecon keeps 5).
        lossy: Whether responses whose repair lost something are used.
        test_fraction: The share of families that go to the test split.
        shard_records: Records in one shard.
    """

    seed: int = 0
    pairs_per_seed: int = Field(default=5, ge=1)
    lossy: bool = False
    test_fraction: float = Field(default=0.1, ge=0, lt=1)
    shard_records: int = Field(default=50_000, ge=1)
