"""Best pairs one to one: the linear assignment problem, by shortest augmenting paths (Crouse 2016, doi 10.1109/TAES.2016.140952).

Step by step what ``scipy.optimize.linear_sum_assignment`` does, ties included, so the pairs are the same; in numpy, because
scipy is too large a library for a plain installation to bring it along for this one function.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Indices = NDArray[np.intp]
Floats = NDArray[np.float64]


def best_pairs(values: ArrayLike) -> tuple[Indices, Indices]:
    """Row and column indices of the min(rows, columns) pairs with the largest sum of ``values`` (rows, columns), sorted by row.

    Raises ``ValueError`` for values that are no numbers.

    >>> rows, columns = best_pairs([[1, 2, 0], [2, 4, 0]])
    >>> rows.tolist(), columns.tolist()
    ([0, 1], [0, 1])
    """
    costs = -np.asarray(values, np.float64)
    if costs.ndim != 2 or not np.isfinite(costs).all():
        raise ValueError("values are a matrix of finite numbers")
    if costs.shape[1] >= costs.shape[0]:
        return np.arange(costs.shape[0]), _columns_of_rows(costs)
    rows = _columns_of_rows(np.ascontiguousarray(costs.T))
    order = np.argsort(rows)
    return rows[order], order


def _columns_of_rows(costs: Floats) -> Indices:
    """The column of each row; there are at least as many columns as rows."""
    num_rows, num_columns = costs.shape
    row_prices, column_prices = np.zeros(num_rows), np.zeros(num_columns)
    column_of, row_of = np.full(num_rows, -1), np.full(num_columns, -1)
    for row in range(num_rows):
        came_from, lengths, seen_rows, seen_columns, sink, length = _shortest_path(costs, row, row_prices, column_prices, row_of)
        row_prices[row] += length
        others = seen_rows[1:]  # the first is ``row`` itself
        row_prices[others] += length - lengths[column_of[others]]
        column_prices[seen_columns] -= length - lengths[seen_columns]
        column = sink
        while True:
            giver = int(came_from[column])
            row_of[column] = giver
            column, column_of[giver] = int(column_of[giver]), column
            if giver == row:
                break
    return column_of


def _shortest_path(
    costs: Floats, row: int, row_prices: Floats, column_prices: Floats, row_of: Indices
) -> tuple[Indices, Floats, list[int], list[int], int, float]:
    """The cheapest way from ``row`` to a free column: for each column the row before it and its length, the rows and columns that
    were settled, the free column and the length of the way to it."""
    num_columns = costs.shape[1]
    left = np.arange(num_columns - 1, -1, -1)  # from the last, so that equal costs give the diagonal
    came_from, lengths = np.full(num_columns, -1), np.full(num_columns, np.inf)
    seen_rows, seen_columns = list[int](), list[int]()
    length = 0.0
    while True:
        seen_rows.append(row)
        reached = length + costs[row, left] - row_prices[row] - column_prices[left]
        is_shorter = reached < lengths[left]
        came_from[left[is_shorter]] = row
        lengths[left[is_shorter]] = reached[is_shorter]
        best = np.flatnonzero(lengths[left] == lengths[left].min())
        free = best[row_of[left[best]] == -1]
        place = int(free[-1] if len(free) else best[0])  # of equal ways one that ends
        column = int(left[place])
        length = float(lengths[column])
        seen_columns.append(column)
        if row_of[column] == -1:
            return came_from, lengths, seen_rows, seen_columns, column, length
        row = int(row_of[column])
        left[place] = left[-1]
        left = left[:-1]
