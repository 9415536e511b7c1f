"""Settings of each stage: validated once, kept in reports and dataset cards. Secrets are never among them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from stemmata.schemas.vocabulary import Reconstruct, Relation, ResponseMode


class Settings(BaseModel):
    """The base of all settings: closed and immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ParseSettings(Settings):
    """How text becomes graphs.

    Attributes:
        parser: The parser's name; `llm` asks a model.
        filter: Whether a model first sorts out instructions that lack what they refer to (DeMoRecon, section 2.1).
    """

    parser: str = "rules"
    filter: bool = False


class VarySettings(Settings):
    """How variants are proposed.

    Attributes:
        proposer: The name of the edit proposer.
        seed: Chooses among the edits that each node offers.
        per_instruction: The most variants to accept for one instruction.
        reconstruct: What a model writes: `span`, the node's new words; `paper`, the whole prompt, as DeMoRecon has it.
        relations: The relations that a model is asked for, each at every node; none leaves it to the seed, node by
            node, whether that is contradicting or parallel.
        judge_natural: Whether a model judges how natural a variant is, after all other gates.
    """

    proposer: str = "catalogue"
    seed: int = 0
    per_instruction: int = Field(default=8, ge=1)
    reconstruct: Reconstruct = "span"
    relations: tuple[Relation, ...] = ()
    judge_natural: bool = False


class RespondSettings(Settings):
    """How responses are collected.

    Attributes:
        modes: `given` takes the input's own response, `repair` changes the parent's until it keeps the variant; a model
            answers in the modes `direct`, and `reference`, where it revises the response to the original.
    """

    modes: tuple[ResponseMode, ...] = ("given", "repair")


class JudgeSettings(Settings):
    """Whether a model judges the responses.

    Attributes:
        responses: Whether each response of a model is judged: the whole, and what no program verifies.
    """

    responses: bool = False


PairPolicy = Literal["paper", "proven", "hard"]


class BuildSettings(Settings):
    """How datasets are built from the store.

    Attributes:
        seed: Chooses the pairs that are kept and the split of each family.
        pairs_per_seed: The most preference pairs of one family (DeMoRecon keeps 5).
        pairs: Which pairs of Aug-DPO and Ref-DPO are kept: `paper`, all that DeMoRecon's rule makes; `proven`, those
            of which verifiers or a judge show that chosen keeps the prompt and rejected does not; `hard`, of these the
            ones whose responses are most alike.
        failing: Whether Aug and Ref have responses that fail a hard constraint, as DeMoRecon has.
        lossy: Whether responses whose repair lost something are used.
        eval_families: The most families that Eval holds out (DeMoRecon: 170).
        eval_share: The largest share of all families that it holds out (DeMoRecon: 170 of 1,773).
        test_fraction: The share of families that go to the test split.
        shard_records: Records in one shard.
    """

    seed: int = 0
    pairs_per_seed: int = Field(default=5, ge=1)
    pairs: PairPolicy = "proven"
    failing: bool = False
    lossy: bool = False
    eval_families: int = Field(default=170, ge=0)
    eval_share: float = Field(default=0.1, ge=0, le=1)
    test_fraction: float = Field(default=0.1, ge=0, lt=1)
    shard_records: int = Field(default=50_000, ge=1)


ModelRole = Literal["parse", "vary", "respond", "judge"]
MODEL_ROLES: tuple[ModelRole, ...] = ("parse", "vary", "respond", "judge")


# A key that somebody puts in the place of its variable's name is refused, and not repeated.
VariableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class ModelSettings(Settings):
    """Which model answers for a role, and how it is asked.

    Attributes:
        name: The model, as the endpoint names it.
        base_url: The endpoint; None takes OPENAI_BASE_URL, and without that OpenAI's own.
        key_variable: The environment variable that holds the key. The key itself is never a setting.
        temperature: Of sampling; None leaves it to the endpoint.
        top_p: Of sampling; None leaves it to the endpoint.
        seed: Of sampling, for endpoints that have one.
        max_tokens: The longest answer; None leaves it to the endpoint.
        extra: Further fields of the request's body, as the endpoint knows them.
    """

    name: str = Field(min_length=1)
    base_url: str | None = None
    key_variable: VariableName = "OPENAI_API_KEY"
    temperature: float | None = Field(default=0.0, ge=0)
    top_p: float | None = Field(default=None, gt=0, le=1)
    seed: int | None = None
    max_tokens: int | None = Field(default=None, ge=1)
    extra: dict[str, Any] = Field(default_factory=dict)


class Price(Settings):
    """What a model costs, for a million tokens in the currency of the account."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached_input: float | None = Field(default=None, ge=0)
    batch: float = Field(default=0.5, ge=0)  # the share of the price that a batch costs


class BudgetSettings(Settings):
    """The most that a run may spend; None is no limit. What the cache has costs nothing."""

    max_calls: int | None = Field(default=None, ge=0)
    max_tokens: int | None = Field(default=None, ge=0)
    max_cost: float | None = Field(default=None, ge=0)


class ClientSettings(Settings):
    """How an endpoint is called.

    Attributes:
        models: The model of each role.
        prices: What models cost, by name; a model without a price costs an unknown amount.
        budget: The most that may be spent.
        concurrency: The most calls under way at once; the adaptive limit stays below it.
        timeout: Seconds for one attempt.
        attempts: How often a call is sent before it is given up.
        asks: How often where the model answers, and nothing of use: it declines, is cut short, says nothing.
        cache: Where answers are kept; None takes the user's cache folder.
        batch: Whether calls go through the endpoint's Batch API.
    """

    models: dict[ModelRole, ModelSettings]
    prices: dict[str, Price] = Field(default_factory=dict)
    budget: BudgetSettings = BudgetSettings()
    concurrency: int = Field(default=64, ge=1)
    timeout: float = Field(default=120.0, gt=0)
    attempts: int = Field(default=6, ge=1)
    asks: int = Field(default=2, ge=1)
    cache: str | None = None
    batch: bool = False
