"""Losses fall for better answers, and both layout models can learn one sample by heart."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from pipeline.models.axis_detr.modeling import STRIDE, AxisOutput, GridOutput
from pipeline.models.axis_detr.registered import AxisDetrForObjectDetection
from pipeline.models.page_detr.registered import PageDetrForObjectDetection
from tests.training.builders import grid_sample, page_sample, tiny_axis, tiny_page
from training.axis.batches import Batch, Example, Size, collate, to_example
from training.axis.losses import Axis, axis_losses, grid_loss
from training.axis.trainer import structure_losses
from training.layouts.sample import UNKNOWN
from training.page.trainer import collate_pages, generalized_iou, page_losses

pytestmark = pytest.mark.model


def example_of(*, header: int = 1) -> Example:
    return to_example(replace(grid_sample(4, 3, spans=[(0, 1, 1, 3)]), num_header_rows=header), tiny_axis())


def batch_of(*, header: int = 1) -> Batch:
    return collate([example_of(header=header)], Size(96, 160, 6, 5))


def answer(edges: np.ndarray, length: int, error: float = 0.0) -> tuple[Tensor, Tensor]:
    """Logits (1, N, 2) and intervals (1, N, 2, 2) of tokens that know the intervals, every border off by ``error`` pixels."""
    count = length // STRIDE
    logits, intervals = torch.full((1, count, 2), -8.0), torch.zeros(1, count, 2, 2)
    truth = [(0, a, b) for a, b in itertools.pairwise(edges)] + [(1, edges[0], edges[-1])]
    for label, start, stop in truth:
        token = int((start + stop) / 2 / STRIDE)
        logits[0, token, label] = 8.0
        intervals[0, token, label] = torch.tensor([start + error, stop + error])
    return logits, intervals


def output(batch: Batch, error: float = 0.0) -> AxisOutput:
    example = example_of()
    rows, columns = answer(example.rows, 96, error), answer(example.columns, 160, error)
    return AxisOutput(row_logits=rows[0], row_intervals=rows[1], column_logits=columns[0], column_intervals=columns[1])


def test_the_right_answer_costs_next_to_nothing_and_errors_cost_more() -> None:
    batch = batch_of()
    right_box, right_class = axis_losses(output(batch), batch)
    assert float(right_box) == pytest.approx(0, abs=1e-4)
    assert float(right_class) < 0.01
    boxes = [float(axis_losses(output(batch, error), batch)[0]) for error in (0.0, 1.0, 3.0)]
    assert boxes == sorted(boxes)
    assert boxes[2] > 2 * boxes[1] > 0


def test_a_second_token_for_one_row_is_punished() -> None:
    batch = batch_of()
    twice = output(batch)
    assert twice.row_logits is not None
    twice.row_logits[0, 0, 0] = 8.0
    assert float(axis_losses(twice, batch)[1]) > float(axis_losses(output(batch), batch)[1]) + 0.5


def grid_answer(batch: Batch, logit: float) -> GridOutput:
    owner = batch.owner
    header = (torch.arange(owner.shape[1]) < 1)[None]
    parts = (header, torch.zeros_like(header), owner[:, :, :-1] == owner[:, :, 1:], owner[:, :-1] == owner[:, 1:])
    return GridOutput(*(torch.where(part, logit, -logit).requires_grad_() for part in parts))


def test_grid_losses_fall_with_the_right_answer() -> None:
    batch = batch_of()
    losses = [float(grid_loss(grid_answer(batch, logit), batch).detach()) for logit in (-2.0, 0.0, 2.0, 9.0)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.01


def test_an_unlabelled_header_teaches_nothing_about_headers() -> None:
    batch = batch_of(header=UNKNOWN)
    found = grid_answer(batch, 1.0)
    grid_loss(found, batch).backward()  # type: ignore[no-untyped-call]
    assert found.header.grad is not None
    assert found.projected.grad is not None
    assert found.merge_right.grad is not None
    assert not found.header.grad.any()
    assert not found.projected.grad.any()
    assert found.merge_right.grad.any()


def test_a_table_of_one_row_and_one_column_has_a_finite_loss() -> None:
    batch = collate([to_example(grid_sample(1, 1, header=0), tiny_axis())], Size(64, 96, 1, 1))
    losses = structure_losses(AxisDetrForObjectDetection(tiny_axis()), batch)
    assert all(bool(torch.isfinite(loss)) for loss in losses.values())


def learn(model: torch.nn.Module, losses: object, steps: int) -> list[float]:
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    history = []
    for _ in range(steps):
        optimizer.zero_grad()
        total = torch.stack(list(losses().values())).sum()  # type: ignore[operator]
        total.backward()
        optimizer.step()
        history.append(float(total.detach()))
    return history


def test_the_structure_model_learns_one_table_by_heart() -> None:
    torch.manual_seed(0)
    model, batch = AxisDetrForObjectDetection(tiny_axis()).train(), batch_of()
    history = learn(model, lambda: structure_losses(model, batch), 10)
    assert np.mean(history[-2:]) < 0.7 * history[0]


def test_the_detector_learns_one_page_by_heart() -> None:
    torch.manual_seed(0)
    model, batch = PageDetrForObjectDetection(tiny_page()).train(), collate_pages([page_sample()], tiny_page())
    history = learn(model, lambda: page_losses(model, batch), 10)
    assert np.mean(history[-2:]) < 0.7 * history[0]


def test_a_page_without_tables_has_a_loss_too() -> None:
    page = page_sample()
    empty = replace(page, boxes=page.boxes[:0], rotated=page.rotated[:0])
    losses = page_losses(PageDetrForObjectDetection(tiny_page()), collate_pages([empty], tiny_page()))
    assert float(losses["box"].detach()) == 0
    assert float(losses["class"].detach()) > 0


def test_generalised_iou_by_hand() -> None:
    truth = torch.tensor([[[0.0, 0, 10, 10]]])
    boxes = torch.tensor([[[0.0, 0, 10, 10], [0, 0, 10, 20], [20, 0, 30, 10]]])
    assert generalized_iou(boxes, truth)[0, :, 0].tolist() == pytest.approx([1.0, 0.5, -1 / 3])


def mixed_examples() -> list[Example]:
    samples = [
        grid_sample(4, 3, spans=[(0, 1, 1, 3)]),
        grid_sample(6, 2, header=2, projected=[3]),
        replace(grid_sample(1, 1, header=0), num_header_rows=UNKNOWN),
        grid_sample(2, 5, spans=[(0, 2, 0, 1)]),
    ]
    return [to_example(sample, tiny_axis()) for sample in samples]


def test_a_batch_costs_what_its_samples_cost_one_by_one() -> None:
    """Losses of padded samples together are the weighted means of the losses of each alone, without rows or columns to pad."""
    torch.manual_seed(1)
    model, examples = AxisDetrForObjectDetection(tiny_axis()).eval(), mixed_examples()
    batch = collate(examples, Size(144, 352, 9, 8))
    raster = batch.pixels.float() / 255
    grid_losses, axes = [], [[0.0, 0.0, 0], [0.0, 0.0, 0]]
    with torch.no_grad():
        stage = model(raster, batch.sizes)
        together = model.grid_head(stage, raster, batch.rows, batch.columns, batch.counts)
        for index, example in enumerate(examples):
            rows, columns = example.owner.shape
            one = collate([example], Size(144, 352, rows, columns))
            part = AxisOutput(**{name: value[index : index + 1] for name, value in stage.items()})
            grid = model.grid_head(part, raster[index : index + 1], one.rows, one.columns)
            grid_losses.append(float(grid_loss(grid, one)))
            own = together.sample(index, rows, columns)
            for name in ("header", "projected", "merge_right", "merge_down"):
                assert torch.allclose(getattr(own, name), getattr(grid, name)[0], atol=1e-5)
            for sums, axis, count in zip(axes, axes_of(part, one), (rows, columns), strict=True):
                box, label = axis.losses()
                sums[:] = sums[0] + float(box) * (count + 1), sums[1] + float(label) * (count + 1), sums[2] + count + 1
        boxes, classes = axis_losses(stage, batch)
    assert float(grid_loss(together, batch)) == pytest.approx(np.mean(grid_losses), rel=1e-5)
    assert float(boxes) == pytest.approx(sum(box / count for box, _, count in axes), rel=1e-5)
    assert float(classes) == pytest.approx(sum(label / count for _, label, count in axes), rel=1e-5)


def axes_of(stage: AxisOutput, batch: Batch) -> tuple[Axis, Axis]:
    return (
        Axis(stage.row_logits, stage.row_intervals, batch.rows, batch.counts[:, 0]),  # type: ignore[arg-type]
        Axis(stage.column_logits, stage.column_intervals, batch.columns, batch.counts[:, 1]),  # type: ignore[arg-type]
    )


def test_pages_together_cost_what_they_cost_one_by_one() -> None:
    torch.manual_seed(1)
    model, page = PageDetrForObjectDetection(tiny_page()).eval(), page_sample()
    two = replace(page, boxes=np.concatenate([page.boxes, page.boxes - 60]), rotated=np.array([False, True]))
    empty = replace(page, boxes=page.boxes[:0], rotated=page.rotated[:0])
    with torch.no_grad():
        alone = [page_losses(model, collate_pages([sample], tiny_page())) for sample in (page, two, empty)]
        together = page_losses(model, collate_pages([page, two, empty], tiny_page()))
    weights = {"box": (1, 2, 0), "class": (1, 2, 1), "mask": (1, 1, 1)}  # a page without tables counts its classes once
    for name, counts in weights.items():
        total = sum(float(losses[name]) * count for losses, count in zip(alone, counts, strict=True))
        assert float(together[name]) == pytest.approx(total / 3, rel=1e-4)
