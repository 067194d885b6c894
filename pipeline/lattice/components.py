"""Connected parts of graphs and of masks, in numpy: all that the lattice needs of scipy, which takes half a second to import."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def connected(count: int, first: Numbers, second: Numbers) -> Numbers:
    """(count,) the number of each node's part, parts numbered from 0 in the order of their first nodes.

    ``first`` and ``second`` are the two ends of every edge.

    >>> connected(5, np.array([3, 1]), np.array([0, 4])).tolist()
    [0, 1, 2, 0, 1]
    """
    labels = np.arange(count)
    while True:
        a, b = labels[first], labels[second]
        if np.array_equal(a, b):
            return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)
        low = np.minimum(a, b)
        np.minimum.at(labels, a, low)
        np.minimum.at(labels, b, low)
        while not np.array_equal(labels, flat := labels[labels]):
            labels = flat


def parts_of(mask: Mask) -> tuple[Numbers, int]:
    """(rows, columns) the number from 1 of the part that each place of ``mask`` belongs to, 0 outside; how many parts there are.

    Places are neighbours when they share a side.

    >>> parts_of(np.array([[True, False], [False, True]]))[0].tolist()
    [[1, 0], [0, 2]]
    """
    places = np.arange(mask.size).reshape(mask.shape)
    right, below = mask[:, 1:] & mask[:, :-1], mask[1:] & mask[:-1]
    first = np.concatenate([places[:, :-1][right], places[:-1][below]])
    second = np.concatenate([places[:, 1:][right], places[1:][below]])
    roots = connected(mask.size, first, second)[mask.ravel()]
    found = np.zeros(mask.size, dtype=np.int64)
    found[mask.ravel()] = np.unique(roots, return_inverse=True)[1] + 1
    return found.reshape(mask.shape), len(np.unique(roots))


def boxes_of(numbers: Numbers) -> list[tuple[slice, slice]]:
    """The smallest rows and columns that hold each number from 1 on; every number up to the largest occurs.

    >>> boxes_of(np.array([[1, 0], [1, 2]]))
    [(slice(0, 2, None), slice(0, 1, None)), (slice(1, 2, None), slice(1, 2, None))]
    """
    count = int(numbers.max(initial=0))
    sides = []
    for places in np.indices(numbers.shape):
        low, high = np.full(count + 1, numbers.size), np.full(count + 1, -1)
        np.minimum.at(low, numbers, places)
        np.maximum.at(high, numbers, places)
        sides.append([slice(int(start), int(stop) + 1) for start, stop in zip(low[1:], high[1:], strict=True)])
    return list(zip(*sides, strict=True))
