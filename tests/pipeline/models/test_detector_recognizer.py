"""Detector and recognizer around models whose answer is known: where the black ink is."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from pipeline.errors import ModelError
from pipeline.models.detector import PixelDetector, load_detector
from pipeline.models.profile import Profile, SizeRule, default_profile
from pipeline.models.recognizer import PixelRecognizer, load_recognizer, missing_margins
from pipeline.models.torch_engine import set_threads
from pipeline.types import Detector, Page, Recognizer, RegionView
from table import BBox, DetectionLabel, StructureLabel, Word
from tests.pipeline.models.builders import Stub, page, save, served, sizes, table_transformer, view

SMALL = SizeRule("long_side", 200)
DETECTION = dataclasses.replace(default_profile("detection", "table-transformer", num_queries=3), size=SMALL)
STRUCTURE = dataclasses.replace(default_profile("structure", "table-transformer", num_queries=3, names="v1.0"), size=SMALL)


def find_ink(label: int, num_labels: int) -> Stub:
    """Query 0 boxes the ink and calls it ``label``; query 1 sees nothing; without ink both see nothing."""

    def see(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        logits, boxes = torch.zeros(2, num_labels + 1), torch.full((2, 4), 0.5)
        logits[:, -1] = 9
        ink = (pixels[0] < 0).nonzero()
        if len(ink):
            (y0, x0), (y1, x1) = ink.min(0).values.tolist(), (ink.max(0).values + 1).tolist()
            height, width = pixels.shape[1:]
            boxes[0] = torch.tensor([(x0 + x1) / 2 / width, (y0 + y1) / 2 / height, (x1 - x0) / width, (y1 - y0) / height])
            logits[0, label], logits[0, -1] = 9, 0
        return logits, boxes

    return Stub(see)


def detector(model: torch.nn.Module, profile: Profile = DETECTION, *, device: str = "cpu", **options: Any) -> PixelDetector:
    return PixelDetector(served(model, profile, tuple(DetectionLabel), device=device), **options)


def recognizer(model: torch.nn.Module, profile: Profile = STRUCTURE, **options: Any) -> PixelRecognizer:
    return PixelRecognizer(served(model, profile, tuple(StructureLabel)), **options)


def test_they_fulfil_the_protocols() -> None:
    a: Detector = detector(find_ink(0, 2))
    b: Recognizer = recognizer(find_ink(0, 6))
    assert a.detect([]) == []
    assert b.recognize([]) == []


def test_tables_are_found_in_page_points() -> None:
    drawn = BBox(30, 100, 270, 180)
    empty, full = page(), page(boxes=[drawn])
    found = detector(find_ink(0, 2)).detect([empty, full, empty])
    assert [len(regions) for regions in found] == [0, 1, 0]
    region = found[1][0]
    assert tuple(region.bbox) == pytest.approx(tuple(drawn), abs=2)  # one pixel of 200 is two points
    assert (region.label, region.rotation) == (DetectionLabel.TABLE, 0)
    assert region.score > 0.99


def test_the_class_of_a_table_rotated_is_told_and_nothing_more() -> None:
    region = detector(find_ink(1, 2)).detect([page(boxes=[BBox(30, 100, 270, 180)])])[0][0]
    assert (region.label, region.rotation) == (DetectionLabel.TABLE_ROTATED, 0)


def test_pages_of_all_sizes_keep_their_order_and_share_batches_of_equal_size() -> None:
    boxes = [BBox(10 + i, 10, 100, 60) for i in range(5)]
    pages = [page(300 if i % 2 else 400, 400, [box]) for i, box in enumerate(boxes)]
    model = find_ink(0, 2)
    found = detector(model, batch_size=3).detect(pages)
    assert [round(regions[0].bbox.x0 - 10) for regions in found] == pytest.approx([0, 1, 2, 3, 4], abs=2)
    assert model.shapes == [(2, 3, 200, 200), (1, 3, 200, 150), (1, 3, 200, 150), (1, 3, 200, 200)]
    singly = [detector(find_ink(0, 2)).detect([one])[0] for one in pages]
    assert found == singly


def test_objects_are_found_in_view_points() -> None:
    drawn = BBox(40, 60, 160, 80)
    objects = recognizer(find_ink(2, 6)).recognize([view(BBox(30, 30, 170, 120), 200, 150, [drawn])])[0]
    assert [str(item.label) for item in objects] == ["table row"]
    assert tuple(objects[0].bbox) == pytest.approx(tuple(drawn), abs=1.5)


def test_padding_and_rows_come_from_the_profile() -> None:
    model = recognizer(find_ink(0, 6))
    assert model.crop_padding == pytest.approx(25 * 0.792)
    assert model.max_rows == 1
    assert model.max_rows == STRUCTURE.max_rows


def test_a_view_cut_tight_gets_white_margins_and_boxes_stay_true() -> None:
    tight = view(BBox(0, 0, 200, 100), 200, 100, [BBox(0, 0, 200, 100)])
    padding = STRUCTURE.crop_padding
    assert dataclasses.astuple(missing_margins(tight, padding)) == (padding,) * 4
    model = find_ink(0, 6)
    found = recognizer(model).recognize([tight])[0][0]
    assert tuple(found.bbox) == pytest.approx((0, 0, 200, 100), abs=1.5)
    assert found.bbox.x0 >= 0
    assert found.bbox.x1 <= 200
    shape = model.shapes[0]
    assert shape[3] / shape[2] == pytest.approx((200 + 2 * padding) / (100 + 2 * padding), abs=0.06)  # whole pixels


def test_a_view_with_room_enough_gets_none() -> None:
    roomy = view(BBox(30, 30, 170, 120), 200, 150)
    assert dataclasses.astuple(missing_margins(roomy, 20)) == (0, 0, 0, 0)
    assert dataclasses.astuple(missing_margins(roomy, 40)) == (10, 10, 10, 10)


def test_words_of_the_view_reach_the_extra_channel() -> None:
    seen: list[np.ndarray[Any, Any]] = []

    def see(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        seen.append(pixels.numpy().copy())
        return torch.zeros(2, 7), torch.full((2, 4), 0.5)

    profile = dataclasses.replace(STRUCTURE, extra_channels=("words",), crop_padding_px=0)
    recognizer(Stub(see), profile).recognize([view(BBox(0, 0, 200, 200), 200, 200, words=[Word("a", BBox(10, 20, 30, 40))])])
    assert seen[0].shape == (4, 200, 200)
    assert seen[0][3, 20:40, 10:30].all()
    assert seen[0][3].sum() == 400


def test_broken_models_are_model_errors() -> None:
    nan = Stub(lambda pixels: (torch.full((2, 3), torch.nan), torch.full((2, 4), 0.5)))
    with pytest.raises(ModelError, match="not finite"):
        detector(nan).detect([page()])

    def fail(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        raise RuntimeError("out of memory")

    with pytest.raises(ModelError, match="out of memory"):
        detector(Stub(fail)).detect([page()])
    with pytest.raises(ModelError, match="device 'abacus'"):
        detector(nan, device="abacus")


def test_threads() -> None:
    before = torch.get_num_threads()
    try:
        set_threads(None)
        assert torch.get_num_threads() == before
        set_threads(before + 1)
        assert torch.get_num_threads() == before + 1
        with pytest.raises(ModelError, match="at least 1"):
            load_detector(threads=0)
    finally:
        torch.set_num_threads(before)


# --- factories --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny_detector(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save(table_transformer("detection"), tmp_path_factory.mktemp("detector"))["native"])


def test_factories_load_pixel_checkpoints(tatr: dict[str, Path], tiny_detector: str) -> None:
    threshold = 0.0
    found = load_detector(tiny_detector, threshold=threshold)
    assert isinstance(found, PixelDetector)
    assert set(found.checkpoint.profile.thresholds.values()) == {threshold}
    regions = found.detect([page(100, 120)])[0]
    assert regions, "every query passes a threshold of 0, so something stays"
    assert all(0 <= r.bbox.x0 < r.bbox.x1 <= 100 and 0 <= r.bbox.y0 < r.bbox.y1 <= 120 for r in regions)
    recognized = load_recognizer(str(tatr["original.pth"]))
    assert isinstance(recognized, PixelRecognizer)
    assert len(recognized.recognize([view(BBox(10, 10, 90, 50), 100, 60)])) == 1


def test_a_sigmoid_checkpoint_runs_end_to_end(tmp_path: Path) -> None:
    from pipeline.models.checkpoints import transformers_library

    library = transformers_library()
    backbone = library.RTDetrResNetConfig(
        embedding_size=8, hidden_sizes=[8, 16, 24, 32], depths=[1] * 4, layer_type="basic", out_features=["stage2", "stage3", "stage4"]
    )
    channels = {"encoder_in_channels": [16, 24, 32], "encoder_hidden_dim": 32, "decoder_in_channels": [32] * 3}
    values = {**sizes("structure", layers=2), **channels, "backbone_config": backbone}
    del values["encoder_layers"]
    library.RTDetrV2ForObjectDetection(library.RTDetrV2Config(**values)).save_pretrained(tmp_path)
    thresholds = {str(label): float(label != StructureLabel.ROW) for label in StructureLabel}
    (tmp_path / "profile.json").write_text(json.dumps({"version": 1, "thresholds": thresholds, "size": {"kind": "stretch", "value": 64}}))
    objects = load_recognizer(str(tmp_path)).recognize([view(BBox(10, 10, 90, 50), 100, 60)])[0]
    assert 0 < len(objects) <= 7
    assert {str(item.label) for item in objects} == {"table row"}


def test_a_pixel_checkpoint_whose_profile_asks_for_layout_is_refused(tatr: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "layout"
    shutil.copytree(tatr["native"], folder)
    (folder / "profile.json").write_text('{"version": 1, "input": "layout"}')
    with pytest.raises(ModelError, match="not an axis-detr"):
        load_recognizer(str(folder))


def test_page_type_is_enough_for_the_preprocessing() -> None:
    """Page and RegionView are the two surfaces; a missing attribute would only show at run time."""
    for kind in (Page, RegionView):
        assert {"width", "height", "words", "rulings", "render"} <= set(kind.__dataclass_fields__)
