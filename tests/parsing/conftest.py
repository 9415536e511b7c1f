"""What tests of parsing share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stemmata.llm.calls import Answer, Call, Status
from stemmata.parsing.rehearsed import REHEARSED


@pytest.fixture(scope="session")
def rehearsed() -> Callable[[Call], Answer]:
    """Return what answers calls as a rehearsal does."""

    def answer(call: Call) -> Answer:
        for template, rule in REHEARSED:
            said = template.read(call.messages)
            if said is not None:
                return Answer(Status.OK, rule(said, call.sample), model="stemmata-rehearsal")
        raise AssertionError(call)

    return answer
