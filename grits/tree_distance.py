"""Edit distance of two ordered trees with insertions and deletions at cost 1 (Zhang and Shasha, 1989).

In: the trees in postorder, each as the array of every node's leftmost leaf, and the cost of renaming any node to any
other, 0..1. Out: the distance. Exact, and fast on the flat, wide trees tables are: leaves are settled in closed form,
and all subtrees of one height on the second side are compared at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grits.scores import ScoreLimitError

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

MAX_NODE_PAIRS = 36_000_000  # about 1 GB; two trees of 6,000 nodes


def check_tree_sizes(num_first: int, num_second: int) -> None:
    """Raises ``ScoreLimitError`` before anything of that size is allocated."""
    if num_first * num_second > MAX_NODE_PAIRS:
        raise ScoreLimitError(f"trees of {num_first} and {num_second} nodes exceed {MAX_NODE_PAIRS} pairs")


def tree_edit_distance(first: Indices, second: Indices, rename: Floats) -> float:
    """The edit distance. first: (n,) · second: (m,) leftmost leaves in postorder · rename: (n, m).

    >>> chain, pair = np.array([0, 0]), np.array([0, 1, 0])  # a(b) and a(b, c)
    >>> tree_edit_distance(chain, pair, np.zeros((2, 3)))
    1.0
    """
    check_tree_sizes(len(first), len(second))
    distances = _leaf_distances(first, second, rename)
    groups = list(_keyroots_by_height(second))
    for keyroot in _inner_keyroots(first):
        for group in groups:
            _compare_subtrees(first, keyroot, group, rename, distances)
    return float(distances[-1, -1])


@dataclass(frozen=True, slots=True)
class _Subtrees:
    """Subtrees of equal height, padded at the end: (subtrees, longest) arrays over their postorders.

    nodes: node numbers · before: how many nodes of the subtree precede the node's own subtree · is_real: no padding.
    """

    nodes: Indices
    before: Indices
    is_real: NDArray[np.bool_]


def _leaf_distances(first: Indices, second: Indices, rename: Floats) -> Floats:
    """(n, m) subtree distances where either is a leaf (it stays as the cheapest partner, the rest goes); else 0."""
    distances = np.zeros(rename.shape)
    first_leaves, second_leaves = (np.flatnonzero(side == np.arange(len(side))) for side in (first, second))
    for node, leaf in enumerate(second.tolist()):
        distances[first_leaves, node] = rename[first_leaves, leaf : node + 1].min(axis=1) + (node - leaf)
    for node, leaf in enumerate(first.tolist()):
        distances[node, second_leaves] = rename[leaf : node + 1, second_leaves].min(axis=0) + (node - leaf)
    return distances


def _inner_keyroots(leftmost: Indices) -> list[int]:
    """Nodes that have a left sibling, and the root; without leaves, in postorder."""
    last_with_leaf = {leaf: node for node, leaf in enumerate(leftmost.tolist())}
    return sorted(node for leaf, node in last_with_leaf.items() if node != leaf)


def _keyroots_by_height(leftmost: Indices) -> Iterator[_Subtrees]:
    heights = _heights(leftmost.tolist())
    by_height: dict[int, list[int]] = {}
    for keyroot in _inner_keyroots(leftmost):
        by_height.setdefault(heights[keyroot], []).append(keyroot)
    for height in sorted(by_height):
        roots = np.array(by_height[height], dtype=np.intp)
        starts = leftmost[roots]
        offsets = np.arange(int((roots - starts).max()) + 1)
        is_real = offsets <= (roots - starts)[:, None]
        nodes = np.where(is_real, starts[:, None] + offsets, roots[:, None])
        yield _Subtrees(nodes, leftmost[nodes] - starts[:, None], is_real)


def _heights(leftmost: list[int]) -> list[int]:
    heights: list[int] = []
    for node, leaf in enumerate(leftmost):
        height, child = 0, node - 1
        while child >= leaf:
            height = max(height, heights[child] + 1)
            child = leftmost[child] - 1
        heights.append(height)
    return heights


def _compare_subtrees(first: Indices, keyroot: int, group: _Subtrees, rename: Floats, distances: Floats) -> None:
    """Fill ``distances`` for the nodes on the left spines of subtree ``keyroot`` and of every subtree of ``group``."""
    start = int(first[keyroot])
    width = group.nodes.shape[1]
    ramp = np.arange(width + 1, dtype=np.float64)
    on_spine = group.before == 0
    forests = np.empty((keyroot - start + 2, len(group.nodes), width + 1))
    forests[0] = ramp
    for step, node in enumerate(range(start, keyroot + 1), start=1):
        before = int(first[node]) - start
        previous, current = forests[step - 1], forests[step]
        keep = np.take_along_axis(forests[before], group.before, axis=1) + distances[node][group.nodes]
        if before == 0:
            keep = np.where(on_spine, previous[:, :-1] + rename[node][group.nodes], keep)
        current[:, 0] = step
        np.minimum(previous[:, 1:] + 1, keep, out=current[:, 1:])
        current -= ramp
        np.minimum.accumulate(current, axis=1, out=current)
        current += ramp
        if before == 0:
            chosen = on_spine & group.is_real
            distances[node, group.nodes[chosen]] = current[:, 1:][chosen]
