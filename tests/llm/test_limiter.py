"""The limit of calls at once, on a simulated endpoint and over a socket; and how long is waited."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from stemmata.llm.limiter import Limiter
from stemmata.llm.waiting import asked_wait, backoff, duration, spent_wait


class Endpoint:
    """Takes so many calls at once, and refuses those above; now and then it refuses one for no reason."""

    def __init__(self, places, latency=0.004, moody=0.0):
        self.places = places
        self.latency = latency
        self.moody = moody
        self.now = self.served = self.refused = 0
        self.random = random.Random(1)

    async def call(self, limiter):
        while True:
            ticket = await limiter.enter()
            if self.now >= self.places or self.random.random() < self.moody:
                self.refused += 1
                await asyncio.sleep(0)
                limiter.leave(ticket, refused=True)
                await asyncio.sleep(self.random.uniform(0, 0.01))
                continue
            self.now += 1
            await asyncio.sleep(self.latency)
            self.now -= 1
            self.served += 1
            limiter.leave(ticket)
            return


async def work(endpoint, limiter, calls):
    await asyncio.gather(*(endpoint.call(limiter) for _ in range(calls)))


@pytest.mark.parametrize("places", [1, 3, 20, 50])
def test_the_limit_is_found_with_few_refusals(places):
    endpoint, limiter = Endpoint(places), Limiter(64)
    calls = 300 + 24 * places
    asyncio.run(work(endpoint, limiter, calls))
    assert places - 2 <= int(limiter.limit) <= places + 1
    assert endpoint.refused <= 45 if places < 20 else endpoint.refused < 0.03 * calls + 12
    assert limiter.active == 0


def test_without_refusals_the_limit_is_the_setting():
    endpoint, limiter = Endpoint(1000), Limiter(40)
    asyncio.run(work(endpoint, limiter, 800))
    assert (limiter.limit, endpoint.refused) == (40, 0)


def test_an_endpoint_that_bears_less_is_given_less_and_more_again():
    endpoint, limiter = Endpoint(40), Limiter(64)
    asyncio.run(work(endpoint, limiter, 1000))
    high = limiter.limit
    endpoint.places = 10
    asyncio.run(work(endpoint, limiter, 1000))
    low = limiter.limit
    endpoint.places = 64
    asyncio.run(work(endpoint, limiter, 6000))
    assert 37 <= high <= 41
    assert 8 <= low <= 11
    assert limiter.limit >= 40


def test_a_refusal_now_and_then_does_not_bring_the_limit_down():
    endpoint, limiter = Endpoint(1000, moody=0.02), Limiter(32)
    asyncio.run(work(endpoint, limiter, 3000))
    assert limiter.limit >= 16


def test_a_pause_holds_all_calls():
    async def paused():
        limiter, loop = Limiter(8), asyncio.get_running_loop()
        ticket = await limiter.enter()
        limiter.pause(0.1)
        limiter.pause(0.05)
        began = loop.time()
        limiter.leave(ticket)
        await asyncio.gather(limiter.enter(), limiter.enter())
        return loop.time() - began

    assert 0.095 <= asyncio.run(paused()) < 0.3


def test_who_waits_may_give_up_or_be_let_go():
    async def given_up():
        limiter = Limiter(1)
        ticket = await limiter.enter()
        first, second, third = (asyncio.create_task(limiter.enter()) for _ in range(3))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        limiter.leave(ticket)
        await second
        limiter.release(OSError("over"))
        with pytest.raises(OSError, match="over"):
            await third
        limiter.drop()
        return limiter.active

    assert asyncio.run(given_up()) == 0


NOW = datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "100000"}, 120.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sat, 31 Jan 2026 12:00:07 GMT"}, 7.0),
        ({"retry-after": "Sat, 31 Jan 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "9", "retry-after-ms": "250"}, 0.25),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1.5s"}, 1.5),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "1.5s"}, None),
        (
            {
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            120.0,
        ),
    ],
)
def test_what_an_endpoint_asks_for_is_read(headers, wait):
    assert asked_wait(headers, NOW) == wait


def test_an_allowance_that_fills_evenly_has_room_before_its_reset():
    headers = {
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1m0s",
    }
    assert spent_wait(headers, "requests") == 1.0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("12ms", 0.012), ("1s", 1), ("1m30s", 90), ("2", 2), ("1h", 120), ("", None), ("x", None), ("5 parsecs", None)],
)
def test_durations_are_read(text, seconds):
    assert duration(text) == seconds


def test_the_wait_grows_and_is_random():
    waits = [[backoff(attempt) for _ in range(200)] for attempt in range(9)]
    assert [max(some) <= bound for some, bound in zip(waits, (0.25, 0.5, 1, 2, 4, 8, 16, 30, 30), strict=True)] == [
        True
    ] * 9
    assert all(max(later) > max(earlier) for earlier, later in pairwise(waits[:7]))
    assert min(waits[6]) < 2
