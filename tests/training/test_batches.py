"""Targets say what the sample says, in pixels of the raster."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from pipeline.models.axis_detr.modeling import STRIDE
from tests.training.builders import EM, grid_sample, page_sample, tiny_axis, tiny_page
from training.axis.batches import (
    HEIGHTS,
    MAX_COLUMNS,
    MAX_ROWS,
    WIDTHS,
    Size,
    batches,
    collate,
    dense_targets,
    fitting_size,
    span_owners,
    to_example,
)
from training.layouts.sample import UNKNOWN
from training.page.trainer import collate_pages, page_batches

pytestmark = pytest.mark.model


def test_cells_of_one_span_have_one_owner_and_others_their_own() -> None:
    sample = grid_sample(4, 3, spans=[(0, 1, 1, 3), (1, 3, 0, 1)], projected=[3])
    owner = span_owners((4, 3), sample)
    assert owner[0, 1] == owner[0, 2] != owner[0, 0]
    assert owner[1, 0] == owner[2, 0] != owner[1, 1]
    assert len(set(owner[3])) == 1
    assert len(set(owner.ravel())) == 12 - 1 - 1 - 2


def test_edges_are_in_pixels_of_the_raster() -> None:
    config, sample = tiny_axis(), grid_sample(3, 2)
    example = to_example(sample, config)
    assert example.rows == pytest.approx(sample.rows * config.pixels_per_em_y / EM)
    assert example.columns == pytest.approx(sample.columns * config.pixels_per_em_x / EM)
    assert example.raster.shape[1] == int(np.ceil(sample.crop.height * config.pixels_per_em_y / EM))


def test_dense_targets_mark_borders_header_and_spans() -> None:
    example = to_example(grid_sample(4, 3, header=2, spans=[(0, 1, 1, 3)]), tiny_axis())
    size = tuple(-(-side // STRIDE) + 1 for side in example.raster.shape[1:])
    borders_y, borders_x, header, spans = dense_targets(example, (size[0], size[1]))
    rows, columns = (np.round(edges / STRIDE).astype(int) for edges in (example.rows, example.columns))
    assert borders_y[rows, columns[0] + 1].all()
    assert borders_x[rows[2] + 1, columns].all()
    assert borders_x[rows[0] + 1, columns[2]] == 0  # the spanning cell has no border inside
    assert header[rows[1] + 1, columns[1]] == 1
    assert header[rows[2] + 1, columns[1]] == 0
    assert spans[rows[0] + 1, columns[2]] == 1
    assert spans[rows[1] + 2, columns[2]] == 0


def test_an_unlabelled_header_is_unknown_everywhere() -> None:
    example = to_example(replace(grid_sample(3, 3), num_header_rows=UNKNOWN), tiny_axis())
    assert (dense_targets(example, (40, 60))[2] == -1).all()


def test_a_batch_is_blank_where_a_sample_ends() -> None:
    examples = [to_example(grid_sample(rows, 3), tiny_axis()) for rows in (3, 5)]
    batch = collate(examples, Size(144, 192, 7, 4))
    height = examples[0].raster.shape[1]
    assert batch.pixels.shape == (2, 6, 144, 192)
    assert batch.sizes.tolist() == [list(e.raster.shape[1:]) for e in examples]
    assert batch.pixels[0, :, height:].sum() == 0
    assert batch.pixels[0, :, :height].sum() > 0
    assert batch.num_samples == 2
    assert batch.counts.tolist() == [[3, 3], [5, 3]]
    assert (batch.owner[0, 3:] == -1).all()
    assert (batch.owner[:, :, 3:] == -1).all()
    assert batch.rows[0, 3:].tolist() == pytest.approx([float(examples[0].rows[-1])] * 5)


def test_every_sample_gets_the_smallest_size_that_holds_it() -> None:
    size = fitting_size(to_example(grid_sample(3, 3), tiny_axis()))
    assert size is not None
    assert (size.height, size.rows) == (HEIGHTS[0], MAX_ROWS[0])
    many = fitting_size(to_example(grid_sample(MAX_ROWS[0] + 1, 3), tiny_axis()))
    assert many is not None
    assert many.rows >= MAX_ROWS[0] + 1
    assert all(side % 16 == 0 for side in (*HEIGHTS, *WIDTHS))
    assert fitting_size(to_example(grid_sample(2, MAX_COLUMNS[-1] + 1), tiny_axis())) is None


def test_batches_hold_samples_of_one_size_and_always_as_many() -> None:
    sizes = [(4, 3), (12, 3), (4, 9)]
    stream = batches(lambda rng: grid_sample(*sizes[int(rng.integers(3))]), np.random.default_rng(0), tiny_axis(), pixels=160_000)
    counts: dict[tuple[int, ...], set[int]] = {}
    for _, batch in zip(range(12), stream, strict=False):
        counts.setdefault(tuple(batch.pixels.shape[2:]), set()).add(batch.num_samples)
    assert all(len(found) == 1 for found in counts.values())
    assert len(counts) > 1


def test_pages_are_drawn_at_the_long_side_with_boxes_in_pixels() -> None:
    page, config = page_sample(), tiny_page()
    batch = collate_pages([page, page], config)
    assert batch.pixels.shape == (2, 6, 128, 128)
    assert batch.sizes.tolist() == [[128, 102]] * 2
    assert batch.boxes[0].numpy() == pytest.approx(page.boxes * 128 / 500)
    assert batch.labels[0].tolist() == [0]
    assert batch.counts.tolist() == [1, 1]
    assert 0 < batch.mask.float().mean() < 1
    first = next(page_batches(lambda rng: page, np.random.default_rng(0), config))
    assert torch.equal(first.pixels[0], batch.pixels[0])
