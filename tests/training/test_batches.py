"""Targets say what the sample says, in pixels of the raster."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from pipeline.models.axis_detr.modeling import STRIDE
from tests.training.builders import EM, grid_sample, page_sample, tiny_axis, tiny_page
from training.axis.batches import batches, collate, dense_targets, span_owners, to_example
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
    batch = collate(examples, (128, 192))
    height = examples[0].raster.shape[1]
    assert batch.pixels.shape == (2, 6, 128, 192)
    assert batch.sizes.tolist() == [list(e.raster.shape[1:]) for e in examples]
    assert batch.pixels[0, :, height:].sum() == 0
    assert batch.pixels[0, :, :height].sum() > 0
    assert batch.num_samples == 2


def test_batches_hold_samples_of_like_size_and_keep_to_the_limit() -> None:
    sizes = [(4, 3), (12, 3), (4, 9)]
    stream = batches(lambda rng: grid_sample(*sizes[int(rng.integers(3))]), np.random.default_rng(0), tiny_axis(), pixels=60_000)
    for _, batch in zip(range(6), stream, strict=False):
        assert batch.pixels[:, 0].numel() <= 60_000 or batch.num_samples == 1
        assert len({(len(e.rows), len(e.columns)) for e in batch.examples}) == 1


def test_pages_are_drawn_at_the_long_side_with_boxes_in_pixels() -> None:
    page, config = page_sample(), tiny_page()
    batch = collate_pages([page, page], config)
    assert batch.pixels.shape == (2, 6, 128, 128)
    assert batch.sizes.tolist() == [[128, 102]] * 2
    assert batch.boxes[0].numpy() == pytest.approx(page.boxes * 128 / 500)
    assert batch.labels[0].tolist() == [0]
    first = next(page_batches(lambda rng: page, np.random.default_rng(0), config))
    assert torch.equal(first.pixels[0], batch.pixels[0])
