from __future__ import annotations

import pickle

import pytest

from stemmata.schemas import errors
from stemmata.schemas.errors import InputError, ServerError, StemmataError, StoreLockedError

KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, StemmataError)),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_a_process_boundary(kind):
    error = kind("field spans: missing", where="graphs.jsonl:3", fix="add it")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (again.problem, again.where, again.fix) == (error.problem, error.where, error.fix)
    assert str(again) == str(error)
    assert (again.exit_code, again.retryable) == (error.exit_code, error.retryable)


@pytest.mark.parametrize(
    ("where", "fix", "sentence"),
    [
        (None, None, "broken JSON."),
        ("a.jsonl:3", None, "a.jsonl:3: broken JSON."),
        (None, "end the string", "broken JSON; end the string."),
        ("a.jsonl:3", "end the string", "a.jsonl:3: broken JSON; end the string."),
    ],
)
def test_the_message_is_one_sentence_with_place_and_advice(where, fix, sentence):
    assert str(InputError("broken JSON", where=where, fix=fix)) == sentence


def test_exit_codes_and_retries():
    assert InputError("x").exit_code == 2
    assert ServerError("x").exit_code == 3
    assert ServerError("x").retryable
    assert StoreLockedError("x").retryable
    assert not InputError("x").retryable


def test_every_error_has_the_one_root():
    raised = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, BaseException)]
    assert all(issubclass(kind, StemmataError) for kind in raised)
