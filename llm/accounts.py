"""What answers used and what was sent for them, in calls, tokens and money; and the most that a run may spend."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stemmata.llm.calls import Answer, Call, Usage
from stemmata.schemas.errors import BudgetError, InputError
from stemmata.schemas.settings import BudgetSettings, ClientSettings, Price

MILLION = 1_000_000
_SIGNS = 4  # characters of a token, about: for calls whose tokens are not known yet
_TYPICAL = 256  # tokens of an answer before any has come


@dataclass(slots=True)
class Count:
    """Calls, tokens and money of one stage and model.

    Attributes:
        calls: How many.
        prompt: Tokens of prompts.
        completion: Tokens of answers.
        cached: Those of the prompts that the endpoint had in a cache of its own.
        cost: Money; nothing for a model without a price.
        wasted: Of the calls, those without an answer that can be used.
        cache: Of the calls, those answered from our cache.
    """

    calls: int = 0
    prompt: int = 0
    completion: int = 0
    cached: int = 0
    cost: float = 0.0
    wasted: int = 0
    cache: int = 0

    def add(self, usage: Usage, cost: float, *, wasted: bool = False, cache: bool = False) -> None:
        """Count one call."""
        self.calls += 1
        self.prompt += usage.prompt
        self.completion += usage.completion
        self.cached += usage.cached
        self.cost += cost
        self.wasted += wasted
        self.cache += cache

    @property
    def tokens(self) -> int:
        """Tokens of prompts and answers."""
        return self.prompt + self.completion


Counts = dict[tuple[str, str], Count]  # by stage and model


class Accounts:
    """The accounts of one process.

    `used` is about the answers that were given out, wherever they came from: equal work, equal numbers. `sent` is about
    the requests that went out for them: failed attempts too, answers from the cache not.

    Args:
        settings: Prices and the budget.

    Raises:
        InputError: Money is limited, and a model has no price.
    """

    def __init__(self, settings: ClientSettings) -> None:
        self.used: Counts = {}
        self.sent: Counts = {}
        self.spent = Count()
        self._prices = settings.prices
        self._batch = settings.batch
        self._budget = settings.budget
        self._counted = self._budget != BudgetSettings()
        self._reserved = Count()
        self._changed: list[asyncio.Future[None]] = []
        if self._budget.max_cost is not None:
            for model in settings.models.values():
                if model.name not in settings.prices:
                    raise InputError(
                        f"the cost is limited, but the model {model.name} has no price",
                        fix="give its price for a million tokens of input and output in the settings",
                    )

    def cost(self, model: str, usage: Usage) -> float:
        """Return what a call costs; 0 where the model has no price."""
        price = self._prices.get(model)
        return cost_of(usage, price, batch=self._batch) if price is not None else 0.0

    def use(self, call: Call, asked: str, answer: Answer) -> None:
        """Note an answer that is given out."""
        name = answer.model or asked
        count = self.used.setdefault((call.stage, name), Count())
        count.add(answer.usage, self.cost(asked, answer.usage), wasted=not answer.ok, cache=answer.cached)

    async def reserve(self, call: Call, asked: str) -> Usage | None:
        """Make room in the budget for a request that is about to be sent, waiting for those under way if need be.

        Returns:
            What was set aside, for `settle`.

        Raises:
            BudgetError: The request would go beyond the budget.
        """
        if not self._counted:
            return None
        estimate = self._estimate(call, asked)
        while (over := self._over(estimate, asked)) is not None:
            if not self._reserved.calls:
                raise over
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._changed.append(future)
            await future
        self._reserved.add(estimate, self.cost(asked, estimate))
        return estimate

    def settle(
        self, call: Call, asked: str, estimate: Usage | None, usage: Usage | None, *, wasted: bool = False
    ) -> None:
        """Note what became of a request.

        Args:
            call: The call.
            asked: The model that was asked.
            estimate: What was set aside.
            usage: What it used; None where the endpoint did nothing for it.
            wasted: Whether it brought no answer that can be used.
        """
        if estimate is not None:
            self._reserved.add(Usage(-estimate.prompt, -estimate.completion), -self.cost(asked, estimate))
            self._reserved.calls -= 2
            waiting, self._changed = self._changed, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)
        if usage is None:
            return
        cost = self.cost(asked, usage)
        self.spent.add(usage, cost, wasted=wasted)
        self.sent.setdefault((call.stage, asked), Count()).add(usage, cost, wasted=wasted)

    def _estimate(self, call: Call, asked: str) -> Usage:
        prompt = sum(len(turn.text) for turn in call.messages) // _SIGNS + 8 * len(call.messages)
        known = self.sent.get((call.stage, asked))
        answered = known.calls - known.wasted if known else 0
        completion = known.completion // answered if known and answered else call.max_tokens or _TYPICAL
        return Usage(prompt, completion)

    def _over(self, estimate: Usage, asked: str) -> BudgetError | None:
        limits, spent, held = self._budget, self.spent, self._reserved
        if limits.max_calls is not None and spent.calls + held.calls + 1 > limits.max_calls:
            return _reached(f"{spent.calls} of {limits.max_calls} calls", "--max-calls")
        tokens = estimate.prompt + estimate.completion
        if limits.max_tokens is not None and spent.tokens + held.tokens + tokens > limits.max_tokens:
            return _reached(f"{spent.tokens} of {limits.max_tokens} tokens", "--max-tokens")
        cost = self.cost(asked, estimate)
        if limits.max_cost is not None and spent.cost + held.cost + cost > limits.max_cost:
            return _reached(f"{spent.cost:.4f} of {limits.max_cost:g} in money", "--max-cost")
        return None

    def report(self) -> dict[str, Any]:
        """Return both accounts by stage and model, and their sums, as plain data."""
        return {"used": _plain(self.used), "sent": _plain(self.sent)}


def cost_of(usage: Usage, price: Price, *, batch: bool = False) -> float:
    """Return what tokens cost at a price."""
    fresh = usage.prompt - usage.cached
    cached = price.input if price.cached_input is None else price.cached_input
    whole = (fresh * price.input + usage.cached * cached + usage.completion * price.output) / MILLION
    return whole * price.batch if batch else whole


def _plain(counts: Mapping[tuple[str, str], Count]) -> list[dict[str, Any]]:
    return [
        {
            "stage": stage,
            "model": model,
            "calls": count.calls,
            "prompt": count.prompt,
            "completion": count.completion,
            "cached": count.cached,
            "cost": round(count.cost, 9),
            "wasted": count.wasted,
            "cache": count.cache,
        }
        for (stage, model), count in sorted(counts.items())
    ]


def _reached(what: str, option: str) -> BudgetError:
    return BudgetError(
        f"the budget is reached: {what} are spent, and the next call would go beyond",
        fix=f"the same command with a larger {option} continues",
    )
