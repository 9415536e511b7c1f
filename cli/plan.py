"""What a run is to do, and what of that decides its output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import stemmata
from stemmata.cli.asked import Asker
from stemmata.parsing.sources import STDIN
from stemmata.schemas.config import RunConfig
from stemmata.schemas.settings import ModelSettings

STORE = "instructions.lbug"
REPORT = "report.json"
PAGE = "report.html"
SPENDING = "spending.json"
GRAPHS, VARIANTS, RESPONSES, FAILURES = LINES = ("graphs.jsonl", "variants.jsonl", "responses.jsonl", "failures.jsonl")
JUDGEMENTS = "judgements.jsonl"

# What of a model's settings decides its answers: not where it is, nor which variable holds the key.
_ASKED = {"name", "temperature", "top_p", "seed", "max_tokens", "extra"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do.

    Attributes:
        sources: The files of instructions.
        folder: What gets everything.
        workers: How many processes work.
        config: All settings.
    """

    sources: tuple[str, ...]
    folder: Path
    workers: int
    config: RunConfig

    @property
    def asks(self) -> bool:
        """Whether a model is asked."""
        return bool(self.config.needed())

    @property
    def asker(self) -> Asker:
        """The stages in which a model may have a part."""
        config = self.config
        return Asker(config.parse, config.vary, config.respond, config.judge)

    @property
    def lines(self) -> tuple[str, ...]:
        """The files that grow record by record."""
        return (*LINES, JUDGEMENTS) if self.config.judge.responses else LINES

    @property
    def work(self) -> dict[str, Any]:
        """What decides the output, beside the input itself: no folder, no number of workers, no endpoint or budget."""
        config = self.config
        settings: dict[str, Any] = {
            "parse": config.parse.model_dump(mode="json"),
            "vary": config.vary.model_dump(mode="json"),
            "respond": config.respond.model_dump(mode="json"),
            "judge": config.judge.model_dump(mode="json"),
            "build": config.build.model_dump(mode="json"),
        }
        if self.asks:
            roles = config.model.roles()
            settings["models"] = {role: _asked(roles[role]) for role in config.needed()}
        return {
            "version": stemmata.__version__,
            "sources": [STDIN if source == STDIN else Path(source).name for source in self.sources],
            "field": config.field,
            "limit": config.limit,
            "settings": settings,
        }


def _asked(model: ModelSettings) -> dict[str, Any]:
    return model.model_dump(mode="json", include=_ASKED, exclude_none=True)
