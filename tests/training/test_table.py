from __future__ import annotations

import sys

import numpy as np
import pytest

from stemmata.llm.tokens import count
from stemmata.schemas.errors import InputError, MissingExtraError
from stemmata.schemas.settings import BuildSettings
from stemmata.training.datasets import Built, family_records
from stemmata.training.encoders import encode_words, get_encoder
from stemmata.training.families import families
from stemmata.training.holding import held_out
from stemmata.training.plots import checked, figure
from stemmata.training.sampled import Sampled
from stemmata.training.table import COLUMNS, LISTED, cells, markdown, table
from stemmata.training.uniformity import nearest, uniformity

TEXTS = [
    "The fox sleeps in the sun all day.",
    "The fox sleeps in the sun all night.",
    "Rivers carry water and stones to the sea.",
    "Bread needs flour, water, salt and time.",
    "Bread needs flour, milk, salt and time.",
]


def test_uniformity_is_the_variance_of_the_nearest_distances():
    # On a line at 0, 1, 3, 7: the nearest distances are 1, 1, 2, 4, of mean 2 and variance (1 + 1 + 0 + 4) / 4.
    points = np.array([[0.0], [1.0], [3.0], [7.0]], np.float32)
    assert nearest(points).tolist() == [1, 1, 2, 4]
    assert uniformity(points) == 1.5
    assert uniformity(points[:1]) is uniformity(points[:0]) is None
    assert uniformity(np.ones((4, 3), np.float32)) == 0


@pytest.mark.parametrize("size", [2, 50, 2_100])
def test_strips_join_without_a_gap(size):
    points = np.random.default_rng(size).standard_normal((size, 5)).astype(np.float32)
    points[-1] = points[0]
    found = nearest(points)
    assert found[0] == found[-1] == 0
    for place in range(0, size, max(1, size // 40)):
        distances = np.linalg.norm(points.astype(float) - points[place], axis=1)
        distances[place] = np.inf
        assert found[place] == pytest.approx(distances.min())


def test_texts_that_share_words_are_near_each_other():
    points = encode_words(TEXTS)
    assert points.shape == (5, 5) and points.dtype == np.float32
    assert np.linalg.norm(points, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    likeness = points @ points.T
    np.fill_diagonal(likeness, -1)
    assert likeness.argmax(axis=1)[[0, 1, 3, 4]].tolist() == [1, 0, 4, 3]
    assert (encode_words(TEXTS) == points).all()


@pytest.mark.parametrize("texts", [[], ["rain"], ["", "..."], ["\ud800", "rain"], ["same"] * 3])
def test_few_or_empty_texts_are_points_too(texts):
    points = encode_words(texts)
    assert len(points) == len(texts) and np.isfinite(points).all()


def test_a_sample_is_the_same_in_any_order():
    names = [str(number) for number in range(100)]
    some = Sampled(10)
    for name in names:
        some.add(name, f"text {name}")
    again = Sampled(10)
    for name in reversed(names):
        again.add(name, f"text {name}")
    assert some.texts == again.texts and len(set(some.texts)) == 10 and some.seen == 100
    other = Sampled(10, seed=1)
    for name in names:
        other.add(name, f"text {name}")
    assert other.texts != some.texts
    assert Sampled(0).texts == []


def test_table_1_counts_what_the_datasets_hold(answered):
    settings = BuildSettings(eval_share=0.2)
    rows = {row["dataset"]: row for row in table(answered, settings, encode_words)}
    assert tuple(rows) == LISTED
    held = held_out(answered, settings)
    for kind, row in rows.items():
        records = [
            one for family in families(answered) for one in family_records(kind, family, settings, held, Built())
        ]
        assert row["records"] == len(records) >= row["instructions"] > 0
        assert tuple(row) == COLUMNS
        if kind in ("aug", "ref"):
            tokens = [count(one.messages[0].content) for one in records]
            assert row["instruction tokens"] == round(sum(tokens) / len(tokens), 1)
            said = [one.messages[-1].content for one in records]
            assert row["response tokens"] == round(sum(map(count, said)) / len(said), 1)
            assert row["U of responses"] > 0
        else:
            assert row["U of responses"] is None
        assert (row["response tokens"] is None) == kind.endswith("dpo")
    assert list(markdown(list(rows.values())))[1] == "|---|---|---|---|---|---|"
    assert cells(rows["aug-dpo"])[-2:] == ["-", "-"]


def test_a_store_without_answers_has_an_empty_table(store):
    for row in table(store, BuildSettings(), encode_words):
        assert (row["records"], row["U of responses"]) == (0, None) or row["dataset"] == "eval"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_figure_2_is_drawn_and_equal_stores_give_equal_files(answered, tmp_path, kind):
    pytest.importorskip("sklearn")
    pytest.importorskip("matplotlib")
    counts = [figure(answered, tmp_path / name, encode_words, kind=kind, most=12) for name in ("one", "two")]
    assert counts[0] == counts[1]
    assert set(counts[0]) == {
        *("instructions, original", "instructions, variant"),
        *("responses, original", "responses, Aug", "responses, Ref"),
    }
    assert max(counts[0].values()) == 12
    drawn = (tmp_path / "one").read_bytes()
    assert drawn == (tmp_path / "two").read_bytes()
    if kind == "svg":
        assert all(f">{name}</text>".encode() in drawn for name in ("Instructions (t-SNE)", "Aug (12)", "Ref (12)"))
    else:
        assert drawn.startswith(b"\x89PNG")


def test_too_little_to_draw_is_one_sentence(tmp_path):
    from stemmata.graphs.stores.store import open_store

    pytest.importorskip("sklearn")
    with open_store(tmp_path / "empty.lbug") as store, pytest.raises(InputError, match="too few instructions"):
        figure(store, tmp_path / "x.svg", encode_words, kind="svg")


@pytest.mark.parametrize("name", ["x.gif", "x", "figure.svg.txt"])
def test_an_unknown_kind_of_picture_is_refused(tmp_path, name):
    with pytest.raises(InputError, match=r"end it with \.png, \.svg, \.pdf"):
        checked(tmp_path / name)


@pytest.mark.parametrize("library", ["sklearn", "matplotlib"])
def test_a_library_that_is_missing_is_named_with_its_extra(tmp_path, monkeypatch, library):
    pytest.importorskip("sklearn")
    pytest.importorskip("matplotlib")
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"a figure needs {library}; pip install 'stemmata\[plots\]'"):
        checked(tmp_path / "x.png")


def test_an_encoder_that_is_not_installed_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtraError, match=r"stemmata\[encoders\]"):
        get_encoder("some/model")
    assert get_encoder() is encode_words
