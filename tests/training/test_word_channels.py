"""A model that gets further channels is the model it was; training with them runs, and old shards and samples still serve."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.errors import ModelError
from pipeline.models.axis_detr.registered import AxisDetrForObjectDetection
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.profile import read_profile, write_profile
from pipeline.models.recognizer import load_recognizer
from pipeline.models.word_marks import GROUPS, MARKS
from table import BBox
from tablewright.cli import run
from tests.pipeline.models.builders import stir, view
from tests.training.builders import grid_sample, tiny_axis
from training.axis.augment import augment, forget_marks
from training.axis.batches import to_example
from training.export import layout_profile, write_checkpoint
from training.layouts.synthetic import synthetic_sample
from training.shards import load_tables, save_tables
from training.widening import widened

pytestmark = pytest.mark.model


def tiny_model() -> AxisDetrForObjectDetection:
    torch.manual_seed(0)
    model = AxisDetrForObjectDetection(tiny_axis())
    stir(model)
    return model.eval()


def test_new_channels_change_nothing_before_training() -> None:
    before = tiny_model()
    after = widened(widened(before, ["bold"]), ["bold", "kinds"]).eval()
    sample = synthetic_sample(5)
    narrow, wide = (to_example(sample, model.config) for model in (before, after))
    assert len(wide.raster) == len(narrow.raster) + len(GROUPS["bold"]) + len(GROUPS["kinds"])
    with torch.inference_mode():
        found = []
        for model, example in ((before, narrow), (after, wide)):
            height, width = (-(-side // 16) * 16 for side in example.raster.shape[1:])
            pixels = torch.zeros(1, len(example.raster), height, width)
            pixels[0, :, : example.raster.shape[1], : example.raster.shape[2]] = torch.from_numpy(example.raster / np.float32(255))
            stage = model(pixels, torch.tensor([example.raster.shape[1:]]))
            grid = model.grid(stage, pixels, [(torch.from_numpy(example.rows), torch.from_numpy(example.columns))])[0]
            found.append((stage.row_logits, stage.column_intervals, grid.header, grid.merge_right))
    for old, new in zip(*found, strict=True):
        assert torch.allclose(old, new, atol=1e-5)
    with pytest.raises(ValueError, match="name them first"):
        widened(after, ["size"])


def test_marks_go_through_augmentation_and_shards_and_are_forgotten_now_and_then(tmp_path: Path) -> None:
    sample, rng = synthetic_sample(3), np.random.default_rng(0)
    assert sample.layout.marks is not None
    for _ in range(30):
        changed = augment(sample, rng).layout
        assert changed.marks is not None
        assert changed.marks.shape == (len(changed.boxes), len(MARKS))
    forgotten = [bool(forget_marks(sample.layout.marks, rng)[:, MARKS.index("size")].any()) for _ in range(60)]
    assert 5 <= forgotten.count(False) <= 30
    save_tables([sample, grid_sample(4, 3)], tmp_path / "a.xz")
    marked, plain = load_tables(tmp_path / "a.xz")
    assert marked.layout.marks is not None
    assert np.abs(marked.layout.marks - sample.layout.marks).max() < 0.01
    assert plain.layout.marks is None


def test_training_adds_channels_and_the_profile_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_checkpoint(tiny_model(), tmp_path / "small", layout_profile("structure", "axis-detr"), is_half=True)
    words = ["train", "--task", "structure", "--data", "synthetic", "--from", str(tmp_path / "small"), "--minutes", "0.005"]
    places = ["--state", str(tmp_path / "s.pt"), "-o", str(tmp_path / "wide"), "--device", "cpu"]
    assert run([*words, *places, "--word-channels", "colour"]) == 3
    assert "unknown word channels colour" in capsys.readouterr().err
    assert run([*words, *places, "--word-channels", "bold,kinds"]) == 0
    found = load_checkpoint(str(tmp_path / "wide"), "structure")
    assert found.profile.extra_channels == ("bold", "kinds") == tuple(found.model.config.word_channels)
    load_recognizer(str(tmp_path / "wide")).recognize([view(BBox(10, 10, 90, 50), 100, 60)])
    profile = tmp_path / "wide" / "profile.json"
    write_profile(profile, replace(read_profile(profile, found.profile), extra_channels=()))
    with pytest.raises(ModelError, match="set extra_channels"):
        load_checkpoint(str(tmp_path / "wide"), "structure")
