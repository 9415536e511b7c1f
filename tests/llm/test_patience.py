from __future__ import annotations

import pytest

from stemmata.llm.calls import Status
from stemmata.llm.waiting import Patience


@pytest.mark.parametrize(
    ("statuses", "sent"),
    [
        ([Status.OK], 1),
        ([Status.REJECTED], 1),
        ([Status.TIMEOUT] * 9, 4),
        ([Status.REFUSED] * 9, 2),
        ([Status.TIMEOUT, Status.LENGTH, Status.SERVER, Status.EMPTY], 4),
        ([Status.LENGTH, Status.TIMEOUT, Status.FILTERED], 3),
    ],
)
def test_what_a_model_said_is_asked_less_often_than_what_was_lost(statuses, sent):
    patience = Patience(attempts=4, asks=2)
    ended = [patience.ends(status) for status in statuses]
    assert ended.index(True) + 1 == sent
