"""Pixel checkpoints: labels lie where the objects are shown, the right parts learn, files come out that load."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.errors import InputError
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.pixels import prepare
from pipeline.models.profile import Profile, SizeRule, default_profile, write_profile
from pipeline.types import Page
from table import BBox, DetectionLabel, StructureLabel
from tests.pipeline.models.builders import page, table_transformer
from training.assembly import find_start, run_recipe
from training.pixels.samples import labelled_sample, synthetic_labelled, table_box, to_sample
from training.pixels.trainer import PixelBatch, groups, in_full_precision, learns, pixel_losses, prepare_model
from training.recipe import Recipe, parse_data

pytestmark = pytest.mark.model
LABELS = tuple(StructureLabel)


def profile(task: str = "structure", side: int = 128) -> Profile:
    return replace(default_profile(task, "table-transformer", num_queries=20), size=SizeRule("long_side", side))  # type: ignore[arg-type]


def black_box() -> tuple[Page, BBox]:
    box = BBox(60, 40, 180, 120)
    return page(300, 200, [box]), box


def test_a_labelled_box_covers_the_pixels_of_its_object() -> None:
    surface, box = black_box()
    sample = labelled_sample(prepare(surface, profile(side=300)), [(StructureLabel.ROW, box)], LABELS)
    x, y, width, height = sample.boxes[0] * [300, 200, 300, 200]
    dark = np.argwhere(sample.channels[0] < 0)
    assert sample.labels.tolist() == [LABELS.index(StructureLabel.ROW)]
    assert (y - height / 2, x - width / 2) == pytest.approx(dark.min(0), abs=1.5)
    assert (y + height / 2, x + width / 2) == pytest.approx(dark.max(0) + 1, abs=1.5)


def test_boxes_are_cut_to_the_canvas_and_useless_ones_left_out() -> None:
    surface, _ = black_box()
    objects = [
        (StructureLabel.ROW, BBox(-50, 10, 400, 30)),
        (StructureLabel.ROW, BBox(10, 50, 200, 50)),
        (StructureLabel.ROW, BBox(310, 10, 400, 30)),
        (DetectionLabel.TABLE_ROTATED, BBox(10, 10, 90, 90)),
    ]
    sample = labelled_sample(prepare(surface, profile()), objects, LABELS)
    assert sample.boxes.tolist() == pytest.approx(np.array([[0.5, 0.1, 1.0, 0.1]]), abs=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_crop_holds_the_table_and_all_its_objects(seed: int) -> None:
    labelled = synthetic_labelled(seed, "structure")
    sample = to_sample(labelled, "structure", profile(), LABELS, np.random.default_rng(0))
    assert sample.channels.shape[0] == 3
    assert max(sample.channels.shape[1:]) == 128
    assert len(sample.boxes) == len(labelled.objects)
    assert (sample.boxes[:, :2] - sample.boxes[:, 2:] / 2 >= -1e-6).all()
    assert (sample.boxes[:, :2] + sample.boxes[:, 2:] / 2 <= 1 + 1e-6).all()
    table = sample.boxes[sample.labels.tolist().index(LABELS.index(StructureLabel.TABLE))]
    assert 0.5 < table[2] <= 1
    assert table_box(labelled.objects).area > 0


def test_pages_are_labelled_with_their_tables() -> None:
    labelled = next(page for page in (synthetic_labelled(seed, "detection") for seed in range(50)) if page.objects)
    sample = to_sample(labelled, "detection", profile("detection"), tuple(DetectionLabel), np.random.default_rng(0))
    assert len(sample.boxes) == len(labelled.objects)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("model.backbone.conv_encoder.model.conv1.weight", False),
        ("model.backbone.conv_encoder.model.layer1.0.conv1.weight", False),
        ("model.backbone.conv_encoder.model.layer3.1.conv1.weight", True),
        ("model.backbone.model.embedder.embedder.convolution.weight", False),
        ("model.backbone.model.encoder.stages.0.layers.0.layer.0.convolution.weight", False),
        ("model.backbone.model.encoder.stages.1.layers.0.layer.0.convolution.weight", True),
        ("model.encoder.layers.0.fc1.weight", True),
        ("class_labels_classifier.weight", True),
    ],
)
def test_the_stem_and_first_stage_stay_and_the_rest_learns(name: str, expected: bool) -> None:
    assert learns(name) is expected


def test_a_table_transformer_learns_in_its_later_stages_too(tatr: Path) -> None:
    model = prepare_model(load_checkpoint(str(tatr), "structure").model)
    backbone = {name: p.requires_grad for name, p in model.named_parameters() if "backbone" in name}
    assert 0 < sum(backbone.values()) < len(backbone)
    assert sum(len(group["params"]) for group in groups(model)) == sum(p.requires_grad for p in model.parameters())
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    sample = to_sample(synthetic_labelled(1, "structure"), "structure", profile(side=64), LABELS, np.random.default_rng(0))
    other = to_sample(synthetic_labelled(2, "structure"), "structure", profile(side=96), LABELS, np.random.default_rng(0))
    optimizer = torch.optim.AdamW(groups(model), 1e-3)
    (loss,) = pixel_losses(model.train(), PixelBatch((sample, other))).values()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    moved = {name for name, p in model.named_parameters() if not torch.equal(p, before[name])}
    assert any("stages.3" in name for name in moved)
    assert not any("embedder" in name or "stages.0" in name for name in moved)


def test_all_of_an_untrained_model_learns(tatr: Path) -> None:
    model = prepare_model(load_checkpoint(str(tatr), "structure").model, keeps_stem=False)
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_losses_are_computed_in_full_precision() -> None:
    def loss(values: torch.Tensor, labels: list[dict[str, torch.Tensor]]) -> torch.Tensor:
        assert values.dtype == labels[0]["boxes"].dtype == torch.float32
        assert labels[0]["class_labels"].dtype == torch.int64
        product = values @ values
        assert product.dtype == torch.float32
        return product.sum()

    with torch.autocast("cpu", dtype=torch.bfloat16):
        half = torch.ones(2, 2).bfloat16()
        assert float(in_full_precision(loss)(half, labels=[{"boxes": half, "class_labels": torch.ones(2, dtype=torch.int64)}])) == 8


@pytest.fixture(scope="module")
def tatr(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tatr")
    table_transformer("structure", num_queries=20).save_pretrained(folder)
    write_profile(folder / "profile.json", profile(side=64))
    return folder


def test_fine_tuning_a_table_transformer_gives_a_checkpoint_that_loads(tmp_path: Path, tatr: Path, tables: Path) -> None:
    data = (parse_data(f"{tables}:2"), parse_data("synthetic"))
    recipe = Recipe(task="structure", data=data, seconds=1e-3, state=tmp_path / "s.pt", out=tmp_path / "out", start=str(tatr))
    run = run_recipe(recipe)
    before, after = load_checkpoint(str(tatr), "structure"), load_checkpoint(str(tmp_path / "out"), "structure")
    assert run.samples == 2
    assert after.labels == before.labels
    assert after.profile.size == before.profile.size
    assert after.profile.extra["samples"] == 2
    moved = [name for name, value in after.model.state_dict().items() if not torch.equal(value, before.model.state_dict()[name])]
    assert moved
    assert not any("stages.0" in name for name in moved)


def test_classes_cannot_be_left_out_of_a_pixel_models_loss(tmp_path: Path, tatr: Path, tables: Path) -> None:
    recipe = Recipe(
        task="structure", data=(parse_data(str(tables)),), seconds=1, state=tmp_path / "s.pt", out=tmp_path / "out", start=str(tatr),
        unlabelled_headers=(tables,),
    )  # fmt: skip
    assert find_start(recipe).is_pixels
    with pytest.raises(InputError, match="--no-header-labels"):
        run_recipe(recipe)
