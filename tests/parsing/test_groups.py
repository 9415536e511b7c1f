"""Groups of a stream: all items in order, none heavier or longer than asked but for one heavy item alone."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stemmata.parsing.groups import weighed


@given(st.lists(st.integers(0, 9)), st.integers(1, 20), st.none() | st.integers(1, 4))
def test_groups_hold_all_items_and_no_more_than_they_may(items, most, count):
    groups = list(weighed(iter(items), lambda item: item, most=most, count=count))
    assert [item for group in groups for item in group] == items
    for group in groups:
        assert group
        assert len(group) == 1 or sum(group) <= most
        assert count is None or len(group) <= count
    for group, following in pairwise(groups):  # no group is shorter than it need be
        assert sum(group) + following[0] > most or len(group) == count
