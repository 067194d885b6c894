"""Neighbours share out a table's rows, each box holds its own words, and pages with them say so."""

from __future__ import annotations

import numpy as np
import pytest

from tests.training.builders import grid_sample
from training.axis.trainer import draw_synthetic_base
from training.page.neighbours import page_with_neighbours, split

pytestmark = pytest.mark.model


@pytest.mark.parametrize("seed", range(6))
def test_each_neighbour_has_the_header_and_every_row_once(seed: int) -> None:
    table = grid_sample(12, 3, header=1)
    made = split(table, np.random.default_rng(seed))
    assert made is not None
    middles = (made.piece.layout.boxes[:, :2] + made.piece.layout.boxes[:, 2:]) / 2
    inside = [((middles >= box[:2]) & (middles <= box[2:])).all(1) for box in made.boxes]
    assert np.sum(inside, axis=0).tolist() == [1] * len(middles)  # every word is in one neighbour
    words = [sorted(made.piece.layout.numeric[own].astype(int).tolist()) for own in inside]
    assert all(own[:3] == [0, 1, 2] for own in words)  # the header's words
    assert sorted(n for own in words for n in own[3:]) == list(range(3, 36))


def test_short_tables_are_not_split() -> None:
    assert split(grid_sample(4, 3), np.random.default_rng(0)) is None


def test_pages_get_neighbours_that_do_not_overlap() -> None:
    rng, found = np.random.default_rng(0), 0
    for seed in range(12):
        page = page_with_neighbours(seed, [draw_synthetic_base(rng) for _ in range(3)], rng)
        if page.source != "neighbours":
            continue
        found += 1
        for index, a in enumerate(page.boxes):
            for b in page.boxes[index + 1 :]:
                assert min(a[2], b[2]) - max(a[0], b[0]) <= 1 or min(a[3], b[3]) - max(a[1], b[1]) <= 1
    assert found > 0
