"""The shipped detection model: shapes, padding, files, and what its numbers become."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from pipeline.errors import ModelError
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.detector import load_detector
from pipeline.models.page_detr.detector import PageDetector
from pipeline.models.page_detr.modeling import PageOutput
from pipeline.models.page_detr.plain_text import is_plain_text
from pipeline.models.page_detr.preprocess import STRIDE, page_input
from pipeline.models.page_detr.registered import PageDetrConfig, PageDetrForObjectDetection
from pipeline.models.profile import default_profile, write_profile
from pipeline.models.raster import to_layout, to_pixels
from pipeline.types import Page
from table import BBox, DetectionLabel, Ruling, Word
from tests.pipeline.models.builders import page, served, stir

pytestmark = pytest.mark.model
WORD_LIST = tuple(Word("word", BBox(20 + 60 * c, 40 + 14 * r, 38 + 60 * c, 49 + 14 * r)) for r in range(8) for c in range(4))


def build() -> PageDetrForObjectDetection:
    torch.manual_seed(3)
    config = PageDetrConfig(
        fine_channels=8, middle_channels=16, d_model=32, num_attention_heads=2, num_encoder_layers=1, num_middle_blocks=1,
        num_deep_blocks=1, long_side=160,
    )  # fmt: skip
    model = PageDetrForObjectDetection(config)
    stir(model)
    return model


@pytest.fixture(scope="module")
def model() -> PageDetrForObjectDetection:
    return build()


def forward(model: PageDetrForObjectDetection, pixels: torch.Tensor, sizes: torch.Tensor | None = None) -> PageOutput:
    with torch.inference_mode():
        found: PageOutput = model(pixels, sizes)
    return found


def page_with(words: tuple[Word, ...]) -> Page:
    return page(300, 400, words=words)


def test_every_token_of_the_coarse_map_is_a_query(model: PageDetrForObjectDetection) -> None:
    output = forward(model, torch.rand(2, 6, 160, 112))
    assert output.logits is not None
    assert output.boxes is not None
    assert output.mask is not None
    assert output.logits.shape == (2, 10 * 7, 2)
    assert output.boxes.shape == (2, 10 * 7, 4)
    assert output.mask.shape == (2, 1, 20, 14)
    x = (torch.arange(70) % 7 + 0.5) * STRIDE
    y = (torch.arange(70) // 7 + 0.5) * STRIDE
    assert (output.boxes[0, :, 0] < x).all()
    assert (output.boxes[0, :, 2] > x).all()
    assert (output.boxes[0, :, 1] < y).all()
    assert (output.boxes[0, :, 3] > y).all()


def test_more_blank_padding_changes_next_to_nothing(model: PageDetrForObjectDetection) -> None:
    raster, _ = page_input(to_layout(WORD_LIST, (), ()), 300, 400, model.config.long_side)
    pixels, sizes = torch.from_numpy(to_pixels(raster, STRIDE)), torch.tensor([raster.shape[1:]])
    tight = forward(model, pixels, sizes)
    padded = forward(model, torch.nn.functional.pad(pixels, (0, 0, 0, 48)), sizes)
    assert tight.logits is not None
    assert padded.logits is not None
    inside = (pixels.shape[2] // STRIDE - 2) * (pixels.shape[3] // STRIDE)
    assert (torch.sigmoid(tight.logits) - torch.sigmoid(padded.logits[:, : tight.logits.shape[1]]))[:, :inside].abs().max() < 0.02


def test_the_longer_side_fills_the_raster(model: PageDetrForObjectDetection) -> None:
    upright, scale = page_input(to_layout(WORD_LIST, (), ()), 300, 400, model.config.long_side)
    lying, _ = page_input(to_layout(WORD_LIST, (), ()), 400, 300, model.config.long_side)
    assert upright.shape == (6, 160, 120)
    assert lying.shape == (6, 120, 160)
    assert scale == pytest.approx(0.4)
    assert to_pixels(upright, STRIDE).shape == (1, 6, 160, 128)


def test_saved_in_half_precision_and_loaded_it_answers_the_same(tmp_path: Path) -> None:
    model, pixels = build().half().float(), torch.rand(1, 6, 64, 96)
    expected = forward(model, pixels)
    model.half().save_pretrained(tmp_path)
    write_profile(tmp_path / "profile.json", default_profile("detection", "page-detr"))
    loaded = load_checkpoint(str(tmp_path), "detection")
    assert loaded.profile.input == "layout"
    found = forward(loaded.model, pixels)  # type: ignore[arg-type]
    assert expected.logits is not None
    assert found.logits is not None
    assert torch.allclose(expected.logits, found.logits, atol=1e-5)
    assert load_detector(str(tmp_path)).detect([page_with(())]) == [[]]


def detector(model: PageDetrForObjectDetection, threshold: float) -> PageDetector:
    profile = default_profile("detection", "page-detr")
    profile = replace(profile, thresholds=dict.fromkeys(profile.thresholds, threshold))
    return PageDetector(served(model, profile, tuple(DetectionLabel)))


def test_regions_lie_on_the_page_and_a_blank_page_has_none(model: PageDetrForObjectDetection) -> None:
    found, blank = detector(model, 0.0).detect([page_with(WORD_LIST), page_with(())])
    frame = BBox(0, 0, 300, 400)
    assert found
    assert all(region.bbox.intersection(frame) == region.bbox for region in found)
    assert blank == []
    assert detector(model, 1.0).detect([page_with(WORD_LIST)]) == [[]]


def test_numbers_that_are_not_finite_are_an_error() -> None:
    model = build()
    torch.nn.init.constant_(model.score.bias, float("nan"))
    with pytest.raises(ModelError, match="not finite"):
        detector(model, 0.5).detect([page_with(WORD_LIST)])


def test_a_structure_checkpoint_is_refused(tmp_path: Path) -> None:
    build().save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="detection checkpoint"):
        load_checkpoint(str(tmp_path), "structure")


def test_a_page_of_running_text_is_not_looked_at(model: PageDetrForObjectDetection, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [Word("word", BBox(20 + 22 * c, 40 + 14 * r, 40 + 22 * c, 49 + 14 * r)) for r in range(12) for c in range(10)]
    footer = [Word("Report", BBox(20, 380, 50, 389)), Word("7", BBox(270, 380, 276, 389))]
    plain = page_with((*lines, *footer))
    assert is_plain_text(plain)
    assert is_plain_text(page_with(()))
    assert not is_plain_text(page_with(WORD_LIST))
    assert not is_plain_text(page_with((*lines, *footer, Word("Total", BBox(20, 360, 50, 369)), Word("12", BBox(270, 360, 280, 369)))))
    assert not is_plain_text(replace(plain, rulings=(Ruling(BBox(20, 30, 240, 30)),)))
    assert not is_plain_text(page_with(tuple(replace(word, rotation=90) for word in lines)))
    asked = detector(model, 0.0)
    monkeypatch.setattr(asked, "_detect", lambda page: pytest.fail("the network was asked"))
    assert asked.detect([plain]) == [[]]
