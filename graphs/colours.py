"""Weisfeiler-Lehman refinement of many labelled graphs at once, in whole numbers modulo 2^64.

A node's colour is a number. In each round it becomes a mix of itself and of the sum of what its neighbours say, each a
mix of the neighbour's colour with the edge's label and direction. Sums do not know an order, so nothing is sorted by
colour, and what lies beside a graph in the batch says nothing to it. Whole numbers wrap alike on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

# Odd numbers with their bits well strewn; the first two are those of the splitmix64 generator's last step.
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_STEP, _OWN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_OUT, _IN = np.uint64(0x632BE59BD9B4E019), np.uint64(0xA24BAED4963EE407)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)


def mixed(numbers: Numbers) -> Numbers:
    """Return numbers that share no pattern with the given ones; different ones stay different."""
    made = numbers + _STEP
    made ^= made >> _30
    made *= _FIRST
    made ^= made >> _27
    made *= _SECOND
    made ^= made >> _31
    return made


def paired(first: Numbers, second: Numbers) -> Numbers:
    """Return a number for each pair; which one is the first counts."""
    return mixed(first * _OWN + second)


def read(rows: Sequence[bytes], width: int) -> Numbers:
    """Return rows of numbers, 8 bytes each with the lowest first, as an array with a line for each place in a row."""
    flat = np.frombuffer(b"".join(rows), dtype="<u8").reshape(-1, width)
    return np.ascontiguousarray(flat.T, dtype=np.uint64)


def refined(colours: Numbers, labels: Numbers, sources: Sequence[int], targets: Sequence[int], rounds: int) -> Numbers:
    """Return the colours of nodes after some rounds.

    Args:
        colours: The nodes' first colours; each line is a labelling of its own, refined apart from the others.
        labels: The edges' labels, in as many lines.
        sources: For each edge the place of the node where it begins.
        targets: For each edge the place of the node where it ends.
        rounds: How far a node looks.
    """
    count = colours.shape[1]
    ends = np.array([*sources, *targets], dtype=np.intp)
    others = np.array([*targets, *sources], dtype=np.intp)
    order = np.argsort(ends, kind="stable")
    others = others[order]
    ways = np.concatenate((mixed(labels + _OUT), mixed(labels + _IN)), axis=1)[:, order]
    sizes = np.bincount(ends, minlength=count)
    for _ in range(rounds):
        colours = paired(colours, sums(paired(colours[:, others], ways), sizes))
    return colours


def sums(numbers: Numbers, sizes: NDArray[np.intp]) -> Numbers:
    """Return the sums of neighbouring runs in each line, modulo 2^64; a run may be empty.

    They are differences of running sums: these wrap, and so their differences are exact.
    """
    running = np.zeros((len(numbers), numbers.shape[1] + 1), dtype=np.uint64)
    np.cumsum(numbers, axis=1, out=running[:, 1:])
    at = running[:, np.cumsum(sizes)]
    at[:, 1:] -= at[:, :-1].copy()
    return at


def gathered(members: Numbers, sizes: Sequence[int]) -> Numbers:
    """Return a number for each of neighbouring runs, for its members with their repetitions and not their order."""
    counts = np.array(sizes, dtype=np.intp)
    return paired(sums(mixed(members), counts), counts.astype(np.uint64))
