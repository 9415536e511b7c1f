"""Work that asks, many pieces at once: order, laziness, errors in their place, ends before the end."""

from __future__ import annotations

import asyncio
import gc
import random
import threading
import time

import pytest

from stemmata.llm.asking import ask, together
from stemmata.llm.calls import Answer, Call, Status
from stemmata.llm.running import Runner, run
from stemmata.llm.script import ScriptedModel
from stemmata.schemas.errors import BudgetError
from stemmata.schemas.instruction import Turn


def say(number):
    return Call("parse", "count", (Turn("user", str(number)),))


class Slow:
    """A model that answers after a random time, and knows how many calls it has at once."""

    def __init__(self, longest=0.01):
        self.longest = longest
        self.now = self.most = self.asked = self.cancelled = 0
        self.threads = set()

    async def complete(self, call):
        self.threads.add(threading.get_ident())
        self.asked += 1
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(random.Random(call.messages[0].text).uniform(0, self.longest))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.now -= 1
        return Answer(Status.OK, call.messages[0].text)


def sums(number):
    """Work in three rounds, the second of two calls."""
    first = yield from ask(say(number))
    second, third = yield (say(f"{first.text}a"), say(f"{first.text}b"))
    last = yield from together([ask(say(f"{second.text}{third.text}"))])
    return last[0].text


def test_results_come_in_order_and_calls_run_side_by_side():
    model = Slow()
    with Runner(model, window=40) as runner:
        assert list(runner.map(sums(number) for number in range(200))) == [f"{n}a{n}b" for n in range(200)]
    assert 20 < model.most <= 80
    assert model.asked == 800


def test_work_is_drawn_as_there_is_room():
    drawn = []

    def tasks():
        for number in range(100):
            drawn.append(number)
            yield ask(say(number))

    with Runner(Slow(0), window=7) as runner:
        results = runner.map(tasks())
        assert drawn == []
        for number, answer in enumerate(results):
            assert answer.text == str(number)
            assert len(drawn) <= number + 1 + 7


def test_work_is_done_in_the_thread_that_takes_the_results_and_calls_in_another():
    threads = set()

    def task(number):
        threads.add(threading.get_ident())
        yield from ask(say(number))
        threads.add(threading.get_ident())

    model = Slow(0)
    with Runner(model) as runner:
        list(runner.map(task(number) for number in range(5)))
    assert threads == {threading.get_ident()}
    assert not threads & model.threads


def test_work_that_takes_long_keeps_no_other_call_from_being_answered():
    finished = []

    class Quick:
        async def complete(self, call):
            await asyncio.sleep(0.05)
            finished.append(time.monotonic())
            return Answer(Status.OK, "")

    def blocks():
        time.sleep(0.3)
        return None
        yield ()

    with Runner(Quick()) as runner:
        tasks = iter([ask(say(1)), blocks()])
        first = next(runner.map(tasks))
        assert first.ok
    assert time.monotonic() - finished[0] > 0.2


def test_work_without_calls_is_work_too():
    def nothing():
        yield ()
        return 5

    with Runner(ScriptedModel([])) as runner:
        assert list(runner.map([nothing(), nothing()])) == [5, 5]
        assert list(runner.map([])) == []


def test_an_error_comes_in_its_place_and_ends_the_work():
    ended = []

    def broken():
        yield from ask(say(1))
        raise ZeroDivisionError("no")

    def endless(number):
        try:
            while True:
                yield from ask(say(number))
        finally:
            ended.append(number)

    model = Slow(0.002)
    with Runner(model, window=10) as runner:
        results = runner.map([sums(1), sums(2), broken(), endless(1), endless(2)])
        assert [next(results), next(results)] == ["1a1b", "2a2b"]
        with pytest.raises(ZeroDivisionError):
            next(results)
        assert sorted(ended) == [1, 2]
        assert runner.run(sums(7)) == "7a7b", "the runner goes on"


def test_an_error_of_a_call_comes_in_its_place():
    def answer(call):
        if call.messages[0].text == "3":
            raise BudgetError("the budget is reached")
        return call.messages[0].text

    with Runner(ScriptedModel(answer)) as runner:
        results = runner.map(ask(say(number)) for number in range(10))
        assert [next(results).text for _ in range(3)] == ["0", "1", "2"]
        with pytest.raises(BudgetError):
            next(results)


def test_an_error_while_work_is_drawn_comes_in_its_place():
    def tasks():
        yield ask(say(1))
        raise OSError("the file has ended")

    with Runner(Slow()) as runner:
        results = runner.map(tasks())
        assert next(results).text == "1"
        with pytest.raises(OSError, match="ended"):
            next(results)


def test_who_stops_early_cancels_what_is_under_way():
    closed = []

    def task(number):
        try:
            yield from ask(say(number))
            return number
        finally:
            closed.append(number)

    class Stuck(Slow):
        async def complete(self, call):
            if call.messages[0].text != "0":
                self.longest = 1000
            return await super().complete(call)

    model = Stuck(0)
    with Runner(model, window=10) as runner:
        results = runner.map(task(number) for number in range(100))
        assert next(results) == 0
        results.close()
        assert sorted(closed) == list(range(10))
        deadline = time.monotonic() + 2
        while model.now and time.monotonic() < deadline:
            time.sleep(0.005)
        assert (model.now, model.cancelled) == (0, 9)


def test_an_interrupt_of_the_taker_ends_everything():
    model = Slow(1000)
    with pytest.raises(KeyboardInterrupt), Runner(model) as runner:
        list(runner.map(interrupted(number) for number in range(5)))
    assert model.now == 0


def interrupted(number):
    if number == 4:
        raise KeyboardInterrupt
    yield from ask(say(number))


def test_memory_does_not_grow_with_the_work():
    with Runner(ScriptedModel(lambda call: "x"), window=50) as runner:
        counts = []
        for place, _ in enumerate(runner.map_calls(say(number) for number in range(3000))):
            runner.model.calls.clear()
            if place in (500, 2900):
                gc.collect()
                counts.append(len(gc.get_objects()))
    assert counts[1] < counts[0] * 1.02


def test_a_script_answers_and_notes_what_it_was_asked():
    model = ScriptedModel(["one", Answer(Status.REFUSED, reason="no")])
    assert run(model, ask(say(1))).text == "one"
    assert run(model, ask(say(2))).status is Status.REFUSED
    with pytest.raises(LookupError, match="no answer for the call 3"):
        run(model, ask(say(3)))
    assert [call.messages[0].text for call in model.calls] == ["1", "2", "3"]
