from __future__ import annotations

import pytest

from stemmata.graphs.stores.store import open_store


def held(path):
    with open_store(path, read_only=True) as store:
        return [
            [graph.to_dict() for graph in store.graphs()],
            [variant.model_dump() for variant in store.variants()],
            [response.model_dump() for response in store.responses()],
            [judgement.model_dump() for judgement in store.judgements()],
            [failure.model_dump() for failure in store.failures()],
            store.counts(),
        ]


@pytest.mark.parametrize("exists", [False, True])
def test_a_store_is_copied_and_a_second_time_nothing(stemmata, store, tmp_path, exists):
    target = tmp_path / "copy.lbug"
    if exists:
        open_store(target).close()
    said = stemmata("copy", store, target)
    nouns = ("graph", "edit", "response", "judgement", "failure")
    numbers = [len(records) for records in held(store)[:5]]
    words = [f"{number} {noun}{'s' * (number != 1)}" for number, noun in zip(numbers, nouns, strict=True)]
    assert (said.code, said.out) == (0, "")
    assert said.err == f"copied {', '.join(words)} to {target}\n"
    assert held(target) == held(store)
    again = stemmata("copy", store, target)
    assert again.err == f"copied 0 graphs, 0 edits, 0 responses, 0 judgements, 0 failures to {target}\n"
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_copied_is_one_sentence(stemmata, store, tmp_path):
    for arguments, said in (
        ((tmp_path / "nowhere.lbug", tmp_path / "x.lbug"), "there is no store here"),
        ((store, store), "open"),
        ((store, tmp_path / "no" / "x.lbug"), "cannot be created (No such file or directory)"),
        ((store, "elsewhere://x"), "no store answers to the scheme elsewhere://"),
    ):
        found = stemmata("copy", *arguments)
        assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
        assert said in found.err
    assert list(tmp_path.iterdir()) == []
