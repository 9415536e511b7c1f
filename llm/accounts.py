"""What was sent, in calls, tokens and money, and the most that a run may spend.

What answers used, wherever they came from, is `stemmata.llm.metering`'s business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from stemmata.llm.calls import Call, Usage
from stemmata.llm.tokens import prompt_tokens
from stemmata.schemas.errors import BudgetError, InputError
from stemmata.schemas.settings import BudgetSettings, ClientSettings, Price

_MILLION = 1_000_000
_TYPICAL = 256  # tokens of an answer before any has come


@dataclass(slots=True)
class Sent:
    """Requests of one stage to one model.

    Attributes:
        calls: How many there were; those that the endpoint refused to work on are not counted.
        wasted: Those of them without an answer that can be used.
        prompt: Tokens of prompts, as far as the endpoint told.
        completion: Tokens of answers.
        cached: Tokens of prompts that the endpoint had in a cache of its own.
        cost: Money; nothing for a model without a price.
    """

    calls: int = 0
    wasted: int = 0
    prompt: int = 0
    completion: int = 0
    cached: int = 0
    cost: float = 0.0

    @property
    def tokens(self) -> int:
        """Tokens of prompts and answers."""
        return self.prompt + self.completion

    def add(self, usage: Usage, cost: float, *, wasted: bool = False) -> None:
        """Count one request."""
        self.calls += 1
        self.wasted += wasted
        self.prompt += usage.prompt
        self.completion += usage.completion
        self.cached += usage.cached
        self.cost += cost


class Held(NamedTuple):
    """What is set aside for a request that is under way."""

    tokens: int
    cost: float


class Accounts:
    """The accounts of one process.

    Args:
        settings: Prices and the budget.

    Attributes:
        sent: What was sent, by stage and model.
        total: All of it.
        hits: Answers that came from the cache.

    Raises:
        InputError: Money is limited, and a model has no price.
    """

    def __init__(self, settings: ClientSettings) -> None:
        self.sent: dict[tuple[str, str], Sent] = {}
        self.total = Sent()
        self.hits = 0
        self._settings = settings
        self._budget = settings.budget
        self._limited = self._budget != BudgetSettings()
        self._held = 0
        self._held_tokens = 0
        self._held_cost = 0.0
        self._waiting: list[asyncio.Future[None]] = []
        if self._budget.max_cost is not None:
            for model in settings.models.values():
                if price_of(model.name, settings.prices) is None:
                    raise InputError(
                        f"the cost is limited, but the model {model.name} has no price",
                        fix="give its price for a million tokens of input and output in [prices]",
                    )

    def __iter__(self) -> Iterator[tuple[str, str, Sent]]:
        for (stage, model), sent in sorted(self.sent.items()):
            yield stage, model, sent

    async def hold(self, call: Call, model: str) -> Held | None:
        """Set aside what a request may need; where that is not left, wait for the requests that are under way.

        Raises:
            BudgetError: The request would go beyond the budget.
        """
        while True:
            held, over = self.try_hold(call, model)
            if over is None:
                return held
            if not self._held:
                raise over
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future

    def try_hold(self, call: Call, model: str) -> tuple[Held | None, BudgetError | None]:
        """Set aside what a request may need, if that is left; else return why not."""
        if not self._limited:
            return None, None
        usage = self._estimate(call, model)
        held = Held(usage.prompt + usage.completion, self.cost(model, usage))
        over = self._over(held)
        if over is None:
            self._held += 1
            self._held_tokens += held.tokens
            self._held_cost += held.cost
        return held, over

    def settle(self, call: Call, model: str, held: Held | None, usage: Usage | None, *, wasted: bool = False) -> None:
        """Note what became of a request.

        Args:
            call: The call.
            model: The model that was asked.
            held: What was set aside for it.
            usage: What it used; None where the endpoint did no work for it.
            wasted: Whether it brought no answer that can be used.
        """
        if held is not None:
            self._held -= 1
            self._held_tokens -= held.tokens
            self._held_cost -= held.cost
        if usage is not None:
            cost = self.cost(model, usage)
            self.total.add(usage, cost, wasted=wasted)
            self.sent.setdefault((call.stage, model), Sent()).add(usage, cost, wasted=wasted)
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def cost(self, model: str, usage: Usage) -> float:
        """Return what tokens cost; 0 where the model has no price."""
        price = price_of(model, self._settings.prices)
        return 0.0 if price is None else cost_of(usage, price, batch=self._settings.batch)

    def report(self) -> dict[str, Any]:
        """Return what was sent as plain data: a row for each stage and model, and the answers from the cache.

        The cost of a model without a price is None.
        """
        rows = [
            {
                "stage": stage,
                "model": model,
                "calls": sent.calls,
                "wasted": sent.wasted,
                "prompt": sent.prompt,
                "completion": sent.completion,
                "cached": sent.cached,
                "cost": None if price_of(model, self._settings.prices) is None else round(sent.cost, 9),
            }
            for stage, model, sent in self
        ]
        return {"sent": rows, "hits": self.hits}

    def _estimate(self, call: Call, model: str) -> Usage:
        """Return about what a call will use: its prompt, and an answer as long as those of its stage are."""
        if self._budget.max_tokens is None and self._budget.max_cost is None:
            return Usage()
        known = self.sent.get((call.stage, model))
        answers = known.calls - known.wasted if known is not None else 0
        completion = known.completion // answers if known is not None and answers else call.max_tokens or _TYPICAL
        return Usage(prompt_tokens(call.messages, call.schema.definition if call.schema else None), completion)

    def _over(self, held: Held) -> BudgetError | None:
        """Return the error for a request that would go beyond the budget."""
        most, total = self._budget, self.total
        if most.max_calls is not None and total.calls + self._held + 1 > most.max_calls:
            return _reached(f"{total.calls} of {most.max_calls} calls are made", "--max-calls")
        if most.max_tokens is not None and total.tokens + self._held_tokens + held.tokens > most.max_tokens:
            return _reached(f"{total.tokens} of {most.max_tokens} tokens are used", "--max-tokens")
        if most.max_cost is not None and total.cost + self._held_cost + held.cost > most.max_cost:
            return _reached(f"{total.cost:.4f} of {most.max_cost:g} are spent", "--max-cost")
        return None


def _reached(what: str, option: str) -> BudgetError:
    return BudgetError(
        f"the budget is reached: {what}, and the next call would go beyond",
        fix=f"the same command with a larger {option} continues",
    )


def price_of(model: str, prices: Mapping[str, Price]) -> Price | None:
    """Return the price of a model: under its name, or under the longest that its name begins with; None without one.

    Endpoints report dated names, such as `small-2026-01-31` where `small` was asked for.
    """
    if model in prices:
        return prices[model]
    known = [name for name in prices if model.startswith(f"{name}-")]
    return prices[max(known, key=len)] if known else None


def cost_of(usage: Usage, price: Price, *, batch: bool = False) -> float:
    """Return what tokens cost at a price."""
    cached = price.input if price.cached_input is None else price.cached_input
    fresh = (usage.prompt - usage.cached) * price.input
    whole = (fresh + usage.cached * cached + usage.completion * price.output) / _MILLION
    return whole * price.batch if batch else whole
