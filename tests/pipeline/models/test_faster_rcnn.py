"""The Faster R-CNN baseline: its geometry, that it learns, and that it is served as any pixel checkpoint."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.faster_rcnn.boxes import anchors, moved, offsets, pairwise_iou, pooled, suppressed
from pipeline.models.faster_rcnn.configuration import FasterRcnnConfig
from pipeline.models.faster_rcnn.modeling import FasterRcnnForObjectDetection
from training.assembly import UNTRAINED
from training.baseline import app

BOXES = torch.tensor([[0.1, 0.1, 0.5, 0.3], [0.12, 0.1, 0.5, 0.3], [0.6, 0.6, 0.9, 0.9]])
TINY = {"hidden_sizes": (16, 16, 32, 32), "map_channels": 16, "head_channels": 32}


def test_offsets_move_boxes_onto_their_truth() -> None:
    truth = torch.tensor([[0.0, 0.2, 0.4, 0.6], [0.3, 0.3, 0.9, 0.4], [0.5, 0.5, 1.0, 1.0]])
    assert torch.allclose(moved(BOXES, offsets(BOXES, truth)), truth, atol=1e-6)


def test_of_boxes_that_overlap_the_best_stays() -> None:
    assert suppressed(BOXES, torch.tensor([0.2, 0.9, 0.5]), 0.7, 10).tolist() == [1, 2]
    assert suppressed(BOXES, torch.tensor([0.2, 0.9, 0.5]), 0.99, 2).tolist() == [1, 2]
    assert float(pairwise_iou(BOXES[:1], BOXES[2:])) == 0
    assert suppressed(BOXES[:0], torch.zeros(0), 0.5, 3).tolist() == []


def test_anchors_stand_around_every_place() -> None:
    found = anchors((2, 3), (0.5,), (0.25, 1.0), BOXES)
    assert found.shape == (12, 4)
    assert torch.allclose(found[0], torch.tensor([1 / 6 - 0.25, 0.125, 1 / 6 + 0.25, 0.375]))


def test_pooling_samples_the_region() -> None:
    ramp = torch.arange(32.0).expand(1, 1, 32, 32)  # value = column
    (found,) = pooled(ramp, torch.tensor([[0.25, 0.0, 0.75, 1.0]]))
    expected = 32 * (0.25 + 0.5 * (torch.arange(7) + 0.5) / 7) - 0.5
    assert torch.allclose(found[0, 3], expected, atol=1e-4)


@pytest.mark.slow
def test_it_learns_one_picture() -> None:
    torch.manual_seed(0)
    model = FasterRcnnForObjectDetection(FasterRcnnConfig(**TINY))
    pixels = torch.zeros(1, 3, 64, 64)
    pixels[:, :, 8:24], pixels[:, :, :, 40:56] = 1.0, -1.0
    labels = [{"class_labels": torch.tensor([2, 1]), "boxes": torch.tensor([[0.5, 0.25, 1.0, 0.25], [0.75, 0.5, 0.25, 1.0]])}]
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    losses = []
    for _ in range(150):
        loss = model(pixel_values=pixels, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert np.mean(losses[-5:]) < 0.4 * np.mean(losses[:5])
    with torch.no_grad():
        output = model.eval()(pixel_values=pixels)
    shares = output.logits.softmax(-1)[0]
    assert set(shares[:, :-1].max(-1).indices[shares[:, :-1].max(-1).values > 0.5].tolist()) == {1, 2}
    assert output.pred_boxes.shape == (1, model.config.num_detections, 4)


def test_pictures_without_objects_have_a_loss() -> None:
    model = FasterRcnnForObjectDetection(FasterRcnnConfig(**TINY))
    nothing = [{"class_labels": torch.zeros(0, dtype=torch.long), "boxes": torch.zeros(0, 4)}]
    assert torch.isfinite(model(pixel_values=torch.zeros(1, 3, 48, 64), labels=nothing).loss)


@pytest.mark.model
@pytest.mark.parametrize("model", ["faster-rcnn", "detr"])
@pytest.mark.parametrize("task", ["structure", "detection"])
def test_a_fresh_baseline_loads_as_a_checkpoint(tmp_path: Path, task: str, model: str) -> None:
    assert CliRunner().invoke(app, [str(tmp_path / "x"), "--task", task, "--model", model]).exit_code == 0
    loaded = load_checkpoint(str(tmp_path / "x"), task)  # type: ignore[arg-type]
    assert (loaded.profile.scoring, loaded.profile.input, len(loaded.labels)) == ("softmax", "pixels", 6 if task == "structure" else 2)
    assert loaded.profile.extra == {UNTRAINED: True}  # so that all of it learns, its stem too
