"""How evenly texts are spread: the variance of the distances to their nearest neighbours (section 2.4, eq. 1 to 3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stemmata.training.encoders import Points

_CHUNK = 1024


def uniformity(points: Points) -> float | None:
    """Return U: larger where texts are more alike here and there; None for fewer than two points."""
    return float(np.var(nearest(points))) if len(points) > 1 else None


def nearest(points: Points) -> npt.NDArray[np.float64]:
    """Return the Euclidean distance of each point to its nearest neighbour; memory holds a strip of all distances.

    Args:
        points: At least two, in rows.
    """
    whole = points.astype(np.float64)
    squares = np.einsum("ij,ij->i", whole, whole)
    found = np.empty(len(whole))
    for start in range(0, len(whole), _CHUNK):
        stop = min(start + _CHUNK, len(whole))
        strip = squares[start:stop, None] + squares[None, :] - 2 * (whole[start:stop] @ whole.T)
        strip[np.arange(stop - start), np.arange(start, stop)] = np.inf
        # Differences of equal numbers leave a rest: the distance itself is measured between the two points.
        closest = strip.argmin(axis=1)
        found[start:stop] = np.linalg.norm(whole[start:stop] - whole[closest], axis=1)
    return found
