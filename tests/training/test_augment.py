"""Augmented samples stay true: every word keeps its row and column, every number stays in range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.builders import grid_sample, page_sample, places
from training.axis.augment import augment, cut_columns, cut_rows, disturb, recrop, stretch_rows_and_columns
from training.layouts.sample import LayoutSample
from training.layouts.synthetic import synthetic_sample
from training.page.samples import augment_page

seeds = st.integers(0, 2**31)


def check_sound(sample: LayoutSample) -> None:
    num_rows, num_columns = len(sample.rows) - 1, len(sample.columns) - 1
    assert sample.is_sound()
    assert len(sample.projected) == num_rows
    assert 0 <= sample.num_header_rows <= num_rows
    for r0, r1, c0, c1 in sample.spans:
        assert 0 <= r0 < r1 <= num_rows
        assert 0 <= c0 < c1 <= num_columns
        assert (r1 - r0) * (c1 - c0) > 1
    assert sample.layout.boxes.shape == (len(sample.layout.numeric), 4)
    assert len(sample.layout.lower) == len(sample.layout.numeric)


@given(seeds)
def test_stretched_rows_and_columns_keep_every_word_in_its_cell(seed: int) -> None:
    sample = grid_sample(5, 4, spans=[(0, 1, 1, 3)])
    changed = stretch_rows_and_columns(sample, np.random.default_rng(seed))
    check_sound(changed)
    assert places(changed) == places(sample)
    assert changed.crop.width >= sample.crop.width


@given(seeds)
def test_cut_rows_move_the_rest_up_together(seed: int) -> None:
    sample = grid_sample(9, 3, header=2, spans=[(0, 1, 1, 3), (7, 9, 0, 1)], projected=[4])
    changed = cut_rows(sample, np.random.default_rng(seed))
    check_sound(changed)
    removed = len(sample.rows) - len(changed.rows)
    before, after = places(sample), places(changed)
    assert len(before) - len(after) == 3 * removed
    shifts = {before[word][0] - after[word][0] for word in after}
    assert shifts <= {0, removed}
    assert all(before[word][1] == after[word][1] for word in after)
    assert all(before[word][0] == after[word][0] for word in after if before[word][0] < 2)
    stub = next(span for span in changed.spans if span[0] > 0)
    assert after[21] == (stub[0], 0)  # the first word of the row-spanning cell is still in it


@given(seeds)
def test_cut_columns_move_the_rest_left_and_cut_no_span(seed: int) -> None:
    sample = grid_sample(4, 9, spans=[(0, 1, 1, 3), (0, 1, 5, 8)])
    changed = cut_columns(sample, np.random.default_rng(seed))
    check_sound(changed)
    removed = len(sample.columns) - len(changed.columns)
    before, after = places(sample), places(changed)
    assert len(before) - len(after) == 4 * removed
    assert {before[word][1] - after[word][1] for word in after} <= {0, removed}
    assert {tuple(span[2:] - span[2]) for span in changed.spans} <= {(0, 2), (0, 3)}  # whole, or gone


def test_a_run_of_rows_that_would_cut_a_span_is_not_cut() -> None:
    sample = grid_sample(6, 2, spans=[(1, 6, 0, 1)])
    assert all(cut_rows(sample, np.random.default_rng(seed)) is sample for seed in range(30))


@given(seeds)
def test_the_new_crop_holds_the_whole_table(seed: int) -> None:
    changed = recrop(grid_sample(4, 3), np.random.default_rng(seed))
    crop = changed.crop
    assert crop.x0 <= changed.columns[0] <= changed.columns[-1] <= crop.x1
    assert crop.y0 <= changed.rows[0] <= changed.rows[-1] <= crop.y1


@given(seeds)
def test_disturbed_boxes_are_boxes_near_where_they_were(seed: int) -> None:
    layout = grid_sample(5, 4).layout
    changed = disturb(layout, np.random.default_rng(seed))
    assert (changed.boxes[:, 2:] > changed.boxes[:, :2]).all()
    assert len(changed.boxes) >= 0.8 * len(layout.boxes)  # words of one cell are never near enough to be merged here
    middles = (changed.boxes[:, 1] + changed.boxes[:, 3]) / 2
    originals = (layout.boxes[:, 1] + layout.boxes[:, 3]) / 2
    assert np.abs(middles[:, None] - originals[None]).min(1).max() < 0.4 * layout.em


@pytest.mark.slow
@given(seeds)
def test_variants_of_synthetic_tables_are_sound(seed: int) -> None:
    check_sound(augment(synthetic_sample(seed), np.random.default_rng(seed)))


@pytest.mark.parametrize("seed", range(8))
def test_variants_of_a_few_synthetic_tables_are_sound(seed: int) -> None:
    check_sound(augment(synthetic_sample(seed), np.random.default_rng(seed)))


def test_the_given_sample_is_never_changed() -> None:
    sample = grid_sample(8, 4)
    before = (sample.layout.boxes.copy(), sample.rows.copy(), sample.columns.copy())
    for seed in range(20):
        augment(sample, np.random.default_rng(seed))
    assert all(np.array_equal(a, b) for a, b in zip(before, (sample.layout.boxes, sample.rows, sample.columns), strict=True))


def test_an_unsound_sample_is_recognised() -> None:
    sample = grid_sample(3, 3)
    crossing = sample.rows.copy()
    crossing[1] = crossing[2] + 1
    assert not replace(sample, rows=crossing).is_sound()
    assert not replace(sample, layout=replace(sample.layout, boxes=sample.layout.boxes[:0])).is_sound()


def num_inside(boxes: np.ndarray, table: np.ndarray) -> int:
    return int(((boxes[:, 1] > table[1] - 3) & (boxes[:, 3] < table[3] + 3)).sum())


@given(seeds)
def test_a_changed_page_still_shows_its_whole_table(seed: int) -> None:
    changed = augment_page(page_sample(), np.random.default_rng(seed))
    x0, y0, x1, y1 = changed.boxes[0]
    assert min(x0, y0) >= -1e-3
    assert x1 <= changed.width + 1e-3
    assert y1 <= changed.height + 1e-3
    disturbed = disturb(page_sample().layout, np.random.default_rng(seed))  # as the page was first of all: words lost on purpose
    assert num_inside(changed.layout.boxes, changed.boxes[0]) == num_inside(disturbed.boxes, page_sample().boxes[0]) > 0
