from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from stemmata.graphs.duplicates import Duplicates
from stemmata.graphs.likeness import Features, features, likeness, topic
from stemmata.graphs.nearest import near_duplicates, nearest, nearest_to_each, profiles
from stemmata.graphs.sketches import LikenessIndex, Sketcher
from stemmata.parsing.parser import parse


def some(rng: random.Random, size: int = 40) -> Features:
    return frozenset(rng.getrandbits(32) for _ in range(size))


def edited(rng: random.Random, one: Features, share: float) -> Features:
    """Features of which a share is others."""
    kept = sorted(one)
    rng.shuffle(kept)
    gone = round(share * len(kept))
    return frozenset(kept[gone:]) | some(rng, gone)


def families(rng: random.Random, count: int, share: float) -> Iterator[Features]:
    """Sets in families of three: one, and two edited from it."""
    for _ in range(count):
        first = some(rng)
        yield from (first, edited(rng, first, share), edited(rng, first, share))


def test_a_signature_estimates_the_likeness():
    rng = random.Random(1)
    sketcher = Sketcher()
    errors = []
    for share in (0.0, 0.1, 0.2, 0.3, 0.5) * 40:
        first = some(rng, 60)
        second = edited(rng, first, share)
        same = float(np.mean(sketcher.signature(first) == sketcher.signature(second)))
        errors.append(same - likeness(first, second))
    assert abs(sum(errors) / len(errors)) < 0.01  # no bias
    assert np.std(errors) < 0.05  # 128 permutations: at most 0.044


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_pairs_above_the_threshold_share_a_band_and_unlike_ones_seldom(threshold):
    rng = random.Random(2)
    sketcher = Sketcher(threshold)
    met = alike = 0
    for _ in range(400):
        first = some(rng, 60)
        second = edited(rng, first, (1 - threshold) / (1 + threshold) * 0.97)
        if likeness(first, second) >= threshold:
            alike += 1
            met += bool((sketcher.keys(first) == sketcher.keys(second)).any())
    assert alike > 300
    assert met / alike >= 0.95
    if threshold >= 0.6:
        strangers = sum(
            bool((sketcher.keys(one) == sketcher.keys(edited(rng, one, 0.8))).any())
            for one in (some(rng, 60) for _ in range(200))
        )
        assert strangers <= 20


@pytest.mark.parametrize("threshold", [0, -0.5, 1.01])
def test_a_threshold_that_is_none(threshold):
    with pytest.raises(ValueError, match="threshold"):
        Sketcher(threshold)


def test_the_index_finds_what_looking_at_all_finds():
    rng = random.Random(3)
    sets = list(families(rng, 100, 0.1))
    index = LikenessIndex(0.6)
    for one in sets:
        index.add(one)
    for one in sets[:60]:
        near = sorted(((likeness(one, other), place) for place, other in enumerate(sets)), key=lambda x: (-x[0], x[1]))
        assert index.near(one) == [pair for pair in near if pair[0] >= 0.6]
    assert index.near(frozenset()) == []


def test_groups_are_the_families():
    rng = random.Random(4)
    sets = list(families(rng, 200, 0.1))
    order = list(range(len(sets)))
    rng.shuffle(order)
    duplicates = Duplicates(0.6)
    for place in order:
        duplicates.add(sets[place])
    groups = duplicates.groups()
    assert len(groups) == 200
    for group in groups:
        assert len({order[number] // 3 for number in group}) == 1
        assert len(group) == 3
        assert duplicates.likeness(group[0], group[1]) >= 0.6


def test_graphs_without_features_are_like_no_other():
    duplicates = Duplicates()
    for _ in range(3):
        duplicates.add(frozenset())
    assert duplicates.groups() == []
    assert Duplicates().groups() == []


def test_equal_sets_are_one_group_however_many():
    duplicates = Duplicates()
    for _ in range(5000):
        duplicates.add(frozenset({1, 2, 3}))
    assert [len(group) for group in duplicates.groups()] == [5000]


RAIN = "Write a poem about rain in at least 300 words. Do not use any commas."
SAME = "Please compose a poem about rain that has 300 words or more. Refrain from using commas."
SNOW = "Write a poem about snow in at least 300 words. Do not use any commas."
FOX = "Explain to a child how foxes hunt."


def test_a_rewording_is_likelier_than_a_stranger():
    rain, same, snow, fox = map(parse, (RAIN, SAME, SNOW, FOX))
    assert likeness(features(rain), features(same)) > 0.6
    assert likeness(features(rain), features(fox)) < 0.1
    assert topic(rain) == topic(same) != topic(snow)
    assert len(topic(rain)) == 1  # rain: poems and writing are in many instructions


def test_the_nearest_come_in_order_and_say_at_which_level_they_agree():
    others = [parse(text) for text in (FOX, SNOW, RAIN, SAME)]
    found = nearest(parse(RAIN.upper().replace("COMMAS.", "COMMAS")), others, count=2, least=0.1)
    assert [one.text for one in found] == [RAIN, SNOW] or [one.text for one in found] == [RAIN, SAME]
    itself = nearest(others[2], others, count=3, least=0.3)
    assert RAIN not in [one.text for one in itself]
    assert [one.level for one in itself if one.text == SAME] in (["demands"], ["typed"])


def test_the_nearest_to_each_in_one_pass():
    wanted = profiles([parse(text) for text in (RAIN, FOX, "Name a river.")])
    wanted = [one._replace(name=name) for one, name in zip(wanted, "abc", strict=True)]
    found = dict(nearest_to_each(wanted, map(parse, (SAME, FOX, SNOW)), count=1, least=0.6))
    assert [one.text for one in found["b"]] == [FOX]
    assert found["b"][0].level == "text"
    assert len(found["a"]) == 1
    assert found["c"] == []


def test_groups_tell_names_level_and_likeness():
    some_profiles = profiles([parse(text) for text in (RAIN, FOX, RAIN + "!", FOX)])
    first, second = near_duplicates(some_profiles)
    assert first.names == (parse(RAIN).id, parse(RAIN + "!").id)
    assert (first.level, second.level) == ("text", "text")
    assert first.start.startswith("Write a poem about rain")
