"""What a run costs, by stage and model, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stemmata.llm.accounts import cost_of, price_of
from stemmata.llm.calls import Usage
from stemmata.llm.metering import Meter, Row
from stemmata.schemas.config import RunConfig


def money(row: Row, config: RunConfig) -> float | None:
    """Return what a stage cost by the price of the model that was asked for, or else of who answered; None without.

    The budget goes by what was asked for too.
    """
    asked = config.model.roles()
    names = [*(settings.name for role, settings in asked.items() if role == row.role), row.model]
    price = next((found for name in names if (found := price_of(name, config.prices)) is not None), None)
    if price is None:
        return None
    usage = Usage(*(row.counts[name] for name in ("prompt_tokens", "completion_tokens", "cached_tokens")))
    return cost_of(usage, price, batch=config.endpoint.batch)


def spent(meter: Meter, config: RunConfig) -> float | None:
    """Return what everything cost; None where a model of it has no price."""
    prices = [money(row, config) for row in meter]
    return None if None in prices else sum(price for price in prices if price is not None)


def usage_rows(meter: Meter, config: RunConfig) -> list[dict[str, Any]]:
    """Return a row for each stage and model, in the order of the work, with its cost."""
    return [
        {"stage": row.stage, "model": row.model, **row.counts, "cost": _rounded(money(row, config))}
        for row in sorted(meter, key=lambda row: (_rank(row.role), row.stage, row.model))
    ]


def _rank(role: str) -> int:
    order = ("parse", "vary", "respond", "judge")
    return order.index(role) if role in order else len(order)


def _rounded(price: float | None) -> float | None:
    return None if price is None else round(price, 6)


def shown(price: float | None) -> str:
    """Return money in words.

    Example:
        >>> shown(0.01234), shown(12.5), shown(None)
        ('0.0123', '12.50', '?')
    """
    if price is None:
        return "?"
    return f"{price:.2f}" if price >= 1 else f"{price:.4f}"


def usage_table(rows: Iterable[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """Return rows of usage as the cells of a table, with their sums."""
    listed = list(rows)
    cells: list[tuple[object, ...]] = [
        (row["stage"], row["model"], row["calls"], row["prompt_tokens"], row["completion_tokens"], shown(row["cost"]))
        for row in listed
    ]
    costs = [row["cost"] for row in listed]
    total = None if None in costs else sum(costs)
    sums = (sum(row[name] for row in listed) for name in ("calls", "prompt_tokens", "completion_tokens"))
    return [*cells, ("total", "", *sums, shown(total))]


USAGE_HEADER = ("stage", "model", "calls", "prompt tokens", "completion tokens", "cost")
