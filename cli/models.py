"""Models for the commands of one stage: their settings, a runner over their endpoint, and what it cost in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemmata.cli.config import load, settled
from stemmata.cli.costs import shown, spent
from stemmata.cli.output import Reporter, counted
from stemmata.llm.metering import Meter
from stemmata.schemas.config import RunConfig

if TYPE_CHECKING:
    from stemmata.llm.accounts import Accounts
    from stemmata.llm.running import Runner

# The tables of a settings file that are about models; a command of one stage reads no others.
_TABLES = ("model", "endpoint", "budget", "prices")


def model_config(config: Path | None, options: Mapping[str, Any]) -> RunConfig:
    """Return the settings of a command of one stage.

    Args:
        config: A settings file, of which the tables about models count.
        options: What the options say, by the field's path.

    Raises:
        InputError: A setting is wrong, or the stage wants a model and none is named.
    """
    said = {name: table for name, table in load(config).items() if name in _TABLES}
    return settled(said, options, where=str(config) if config else "the options", whole=False)


def model_options(
    model: str | None,
    max_calls: int | None,
    max_tokens: int | None,
    max_cost: float | None,
    concurrency: int | None,
    batch: bool | None,
    cache: str | None,
) -> dict[str, Any]:
    """Return the options about models by the paths of their settings."""
    return {
        "model.name": model,
        "budget.max_calls": max_calls,
        "budget.max_tokens": max_tokens,
        "budget.max_cost": max_cost,
        "endpoint.concurrency": concurrency,
        "endpoint.batch": batch,
        "endpoint.cache": cache,
    }


@contextmanager
def asking(config: RunConfig) -> Iterator[tuple[Runner, Accounts]]:
    """Yield a runner that asks the models of some settings, and the accounts of what it sends.

    Raises:
        MissingExtraError: What asks them is not installed.
    """
    from stemmata.llm.client import open_client
    from stemmata.llm.running import Runner

    with open_client(config.client()) as client, Runner(client) as runner:
        yield runner, client.accounts


def say_used(meter: Meter, config: RunConfig, reporter: Reporter, accounts: Accounts | None) -> None:
    """Say what the answers of a command used, and how many of them were sent for."""
    if meter.total("calls"):
        reporter.say(used(meter, config))
    if accounts is not None:
        say_sent(accounts, reporter)


def say_sent(accounts: Accounts, reporter: Reporter) -> None:
    """Say how many calls a command sent, and how many answers it had from the cache."""
    sent, hits = accounts.total.calls, accounts.hits
    if sent or hits:
        reporter.say(f"{counted(sent, 'call')} sent, {counted(hits, 'answer')} from the cache")


def used(meter: Meter, config: RunConfig) -> str:
    """Return what answers used, in words."""
    tokens = f"{meter.total('prompt_tokens'):,} + {meter.total('completion_tokens'):,} tokens"
    price = spent(meter, config)
    return f"{counted(meter.total('calls'), 'answer')}, {tokens}" + ("" if price is None else f", cost {shown(price)}")
