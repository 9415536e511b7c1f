"""What was sent and what it cost, and a budget that stops before it is passed."""

from __future__ import annotations

import pytest

pytest.importorskip("openai")
pytest.importorskip("aiohttp")

from scripted_server import Back, completion, failure, scripted

from stemmata.llm.accounts import Accounts, cost_of, price_of
from stemmata.llm.calls import Usage
from stemmata.llm.client import open_client
from stemmata.llm.running import Runner
from stemmata.schemas.errors import BudgetError, InputError
from stemmata.schemas.settings import BudgetSettings, Price

PRICE = Price(input=2.0, output=10.0, cached_input=0.5)


def ask_all(settings, calls):
    """The answers until an error, the error, and the client's accounts."""
    answered = []
    with open_client(settings) as client, Runner(client) as runner:
        try:
            answered += runner.map_calls(calls)  # keeps what came before an error
        except BudgetError as error:
            return answered, str(error), client.accounts
        return answered, "", client.accounts


def test_prices_count_cached_input_and_batches():
    usage = Usage(prompt=1_000_000, completion=100_000, cached=400_000)
    assert cost_of(usage, PRICE) == pytest.approx(1.2 + 0.2 + 1.0)
    assert cost_of(usage, PRICE, batch=True) == pytest.approx(1.2)
    assert cost_of(usage, Price(input=2, output=10)) == pytest.approx(3.0)


def test_a_price_holds_for_dated_names_too():
    prices = {"small": PRICE, "small-2": Price(input=1, output=1)}
    assert price_of("small-2026-01-31", prices) is PRICE
    assert price_of("small-2-x", prices) is prices["small-2"]
    assert price_of("smaller", prices) is None


def test_everything_that_was_sent_is_counted_and_nothing_else(settings, call, quick):
    def script(request):
        if request.number == 0:
            return Back(status=429, body=failure("slow"), headers={"retry-after-ms": "1"})
        if request.number == 1:
            return Back(status=500, body=failure("oops"))
        if request.number == 2:
            return Back(body=completion("half", finish="length"))
        return Back(body=completion())

    with scripted(script) as server:
        made = settings(server.url, prices={"tiny": PRICE})
        answers, _, accounts = ask_all(made, [call(), call()])
        _, _, again = ask_all(made, [call()])
    ((stage, model, sent),) = accounts
    assert (stage, model) == ("greet", "tiny")
    assert (sent.calls, sent.wasted, sent.prompt, sent.completion, sent.cached) == (3, 2, 14, 6, 4)
    assert sent.cost == pytest.approx((10 * 2 + 4 * 0.5 + 6 * 10) / 1e6)
    assert (accounts.hits, answers[0].attempts) == (1, 4)
    assert again.report() == {"sent": [], "hits": 1}
    assert accounts.report()["sent"][0]["calls"] == 3


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        (
            {"max_calls": 7},
            "7 of 7 calls are made, and the next call would go beyond; the same command with a larger --max-calls",
        ),
        ({"max_tokens": 95}, "of 95 tokens are used"),
        ({"max_cost": 0.0004}, "of 0.0004 are spent"),
        ({"max_calls": 0}, "0 of 0 calls are made"),
    ],
)
@pytest.mark.parametrize("concurrency", [1, 8])
def test_a_budget_stops_before_it_is_passed(settings, call, budget, said, concurrency):
    with scripted(lambda _: Back(body=completion(), delay=0.005)) as server:
        fields = {"prices": {"tiny": PRICE}, "concurrency": concurrency, "model": {"max_tokens": 3}}
        made = settings(server.url, budget=BudgetSettings(**budget), **fields)
        _, error, accounts = ask_all(made, [call(number, max_tokens=3) for number in range(50)])
        sent = len(server.requests)
        _, error_again, again = ask_all(made, [call(number, max_tokens=3) for number in range(50)])
        larger = made.model_copy(update={"budget": BudgetSettings()})
        answers, _, rest = ask_all(larger, [call(number, max_tokens=3) for number in range(50)])
    assert said in error
    assert error.startswith("the budget is reached: ")
    total = accounts.total
    assert total.calls <= budget.get("max_calls", 50)
    assert total.tokens <= budget.get("max_tokens", 10_000)
    assert total.cost <= budget.get("max_cost", 1)
    if "max_calls" in budget:
        assert sent == budget["max_calls"]
    else:
        assert total.calls >= 3
    assert error_again, "what the cache has costs nothing, and the rest is still too much"
    assert again.hits == total.calls
    assert len(answers) == 50
    assert rest.total.calls == 50 - total.calls - again.total.calls


def test_what_the_cache_has_is_no_expense(settings, call):
    with scripted(lambda _: Back(body=completion())) as server:
        ask_all(settings(server.url), [call(number) for number in range(5)])
        answers, error, _ = ask_all(
            settings(server.url, budget=BudgetSettings(max_calls=0)), [call(number) for number in range(5)]
        )
    assert (len(answers), error) == (5, "")


def test_a_limit_of_money_wants_prices(settings):
    with pytest.raises(InputError, match="the cost is limited, but the model tiny has no price"):
        Accounts(settings("http://localhost/v1", budget=BudgetSettings(max_cost=1)))
