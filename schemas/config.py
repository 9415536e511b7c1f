"""The settings file of a run, `stemmata.toml`: each table a model of its own, with nothing unknown in it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from stemmata.schemas.settings import (
    MODEL_ROLES,
    BudgetSettings,
    BuildSettings,
    ClientSettings,
    JudgeSettings,
    ModelRole,
    ModelSettings,
    ParseSettings,
    Price,
    RespondSettings,
    Settings,
    VariableName,
    VarySettings,
)

# Who asks a model, by name; all other parsers and proposers work without one.
ASKING_PARSERS = frozenset({"llm"})
ASKING_PROPOSERS = frozenset({"llm", "rewrite"})
ASKING_MODES = frozenset({"direct", "reference"})


class ModelTable(Settings):
    """The table `[model]`: what holds for every role, and in `[model.judge]` and the like what one has of its own."""

    name: str | None = Field(default=None, min_length=1)
    base_url: str | None = None
    key_variable: VariableName | None = None
    temperature: float | None = Field(default=None, ge=0)
    top_p: float | None = Field(default=None, gt=0, le=1)
    seed: int | None = None
    max_tokens: int | None = Field(default=None, ge=1)
    extra: dict[str, Any] | None = None
    parse: dict[str, Any] = Field(default_factory=dict)
    vary: dict[str, Any] = Field(default_factory=dict)
    respond: dict[str, Any] = Field(default_factory=dict)
    judge: dict[str, Any] = Field(default_factory=dict)

    def role(self, role: ModelRole) -> ModelSettings | None:
        """Return the settings of a role; None where no model is named for it.

        Raises:
            ValidationError: The role's own table has an unknown field or a wrong value.
        """
        common = self.model_dump(exclude_unset=True, exclude=set(map(str, MODEL_ROLES)))
        own: dict[str, Any] = getattr(self, role)
        merged = {**common, **own}
        if merged.get("name") is not None:
            return ModelSettings.model_validate(merged)
        ModelSettings.model_validate({**own, "name": "any"})  # wrong all the same
        return None

    def roles(self) -> dict[ModelRole, ModelSettings]:
        """Return the settings of each role that has a model."""
        found = {role: self.role(role) for role in MODEL_ROLES}
        return {role: settings for role, settings in found.items() if settings is not None}


class EndpointTable(Settings):
    """The table `[endpoint]`: how models are called."""

    concurrency: int = Field(default=64, ge=1)
    timeout: float = Field(default=120.0, gt=0)
    attempts: int = Field(default=6, ge=1)
    asks: int = Field(default=2, ge=1)
    cache: str | None = None
    batch: bool = False


class RunConfig(Settings):
    """All that a settings file may say.

    Attributes:
        sources: The files of instructions.
        output: The folder that gets everything.
        field: The field that holds the text.
        limit: Stop after this many records.
        workers: How many processes parse.
        seed: Chooses wherever there is a choice, unless a table has a seed of its own.
    """

    sources: tuple[str, ...] = ()
    output: str | None = None
    field: str | None = None
    limit: int | None = Field(default=None, ge=1)
    workers: int | None = Field(default=None, ge=1)
    seed: int = 0
    parse: ParseSettings = ParseSettings()
    vary: VarySettings = VarySettings()
    respond: RespondSettings = RespondSettings()
    judge: JudgeSettings = JudgeSettings()
    build: BuildSettings = BuildSettings()
    model: ModelTable = ModelTable()
    endpoint: EndpointTable = EndpointTable()
    budget: BudgetSettings = BudgetSettings()
    prices: dict[str, Price] = Field(default_factory=dict)

    def client(self) -> ClientSettings:
        """Return how models are called."""
        return ClientSettings(
            models=self.model.roles(), prices=self.prices, budget=self.budget, **self.endpoint.model_dump()
        )

    def needed(self) -> dict[ModelRole, str]:
        """Return the roles that the settings want a model for, each with the setting that wants it."""
        wanted: dict[ModelRole, str] = {}
        if self.parse.parser in ASKING_PARSERS:
            wanted["parse"] = f"the parser {self.parse.parser}"
        elif self.parse.filter:
            wanted["parse"] = "the filter"
        if self.vary.proposer in ASKING_PROPOSERS:
            wanted["vary"] = f"the proposer {self.vary.proposer}"
        asked = [mode for mode in self.respond.modes if mode in ASKING_MODES]
        if asked:
            wanted["respond"] = f"the mode {asked[0]}"
        if self.judge.responses:
            wanted["judge"] = "the judge"
        elif getattr(self.vary, "judge_natural", False):
            wanted["judge"] = "the judge of naturalness"
        return wanted
