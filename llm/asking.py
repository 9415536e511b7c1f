"""Work that asks a model on its way, as generators: they yield calls, are sent the answers, and return the result.

So the work itself is plain code without a network: a runner drives many at once, a test drives one by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TypeAlias, TypeVar

from stemmata.llm.calls import Answer, Call

Result = TypeVar("Result")

Calls: TypeAlias = tuple[Call, ...]
Answers: TypeAlias = tuple[Answer, ...]
Asking: TypeAlias = Generator[Calls, Answers, Result]


def ask(call: Call) -> Asking[Answer]:
    """Ask one thing, and return the answer; a task says `yield from` before it."""
    (answer,) = yield (call,)
    return answer


def together(tasks: Sequence[Asking[Result]]) -> Asking[list[Result]]:
    """Do several pieces of work at once, in rounds: the calls of all that wait are sent together.

    Returns:
        Their results, in order.
    """
    results: dict[int, Result] = {}
    waiting: dict[int, Calls] = {}

    def step(place: int, answers: Answers | None) -> None:
        try:
            waiting[place] = next(tasks[place]) if answers is None else tasks[place].send(answers)
        except StopIteration as stop:
            results[place] = stop.value
            waiting.pop(place, None)

    for place in range(len(tasks)):
        step(place, None)
    while waiting:
        places = list(waiting)
        answers = yield tuple(call for place in places for call in waiting[place])
        taken = 0
        for place in places:
            size = len(waiting[place])
            step(place, answers[taken : taken + size])
            taken += size
    return [results[place] for place in range(len(tasks))]


def drive(task: Asking[Result], answer: Callable[[Call], Answer]) -> Result:
    """Do a piece of work here and now, with a function that answers each call."""
    try:
        calls = next(task)
        while True:
            calls = task.send(tuple(answer(call) for call in calls))
    except StopIteration as stop:
        result: Result = stop.value
        return result
