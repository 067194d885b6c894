"""The shipped structure model: shapes, padding, files, and what its numbers become."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.errors import ModelError
from pipeline.models.axis_detr.decode import GridAnswer, extent, header_rows, rows_or_columns, spanning_cells
from pipeline.models.axis_detr.modeling import AxisOutput
from pipeline.models.axis_detr.preprocess import TILE, axis_input, raster_scales
from pipeline.models.axis_detr.recognizer import AxisRecognizer
from pipeline.models.axis_detr.registered import AxisDetrConfig, AxisDetrForObjectDetection
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.profile import default_profile, write_profile
from pipeline.models.raster import to_layout, to_pixels
from pipeline.models.recognizer import load_recognizer
from pipeline.types import Interval, Span
from table import BBox, StructureLabel, Word
from tests.pipeline.models.builders import served, stir, view

SMALL = {"map_channels": 16, "deep_channels": 16, "d_model": 32, "num_attention_heads": 2, "num_axis_layers": 1, "num_grid_layers": 1}
WORD_LIST = tuple(Word("word", BBox(20 + 60 * c, 12 + 14 * r, 38 + 60 * c, 21 + 14 * r)) for r in range(5) for c in range(3))


def build() -> AxisDetrForObjectDetection:
    torch.manual_seed(3)
    model = AxisDetrForObjectDetection(AxisDetrConfig(**SMALL, num_deep_blocks=1))
    stir(model)
    return model


@pytest.fixture(scope="module")
def model() -> AxisDetrForObjectDetection:
    return build()


def forward(model: AxisDetrForObjectDetection, pixels: torch.Tensor, sizes: torch.Tensor | None = None) -> AxisOutput:
    with torch.inference_mode():
        found: AxisOutput = model(pixels, sizes)
    return found


@pytest.mark.model
def test_every_four_pixels_of_an_axis_are_a_query(model: AxisDetrForObjectDetection) -> None:
    output = forward(model, torch.rand(2, 6, 96, 160))
    assert output.row_logits is not None
    assert output.row_intervals is not None
    assert output.column_logits is not None
    assert output.row_logits.shape == (2, 24, 2)
    assert output.row_intervals.shape == (2, 24, 2, 2)
    assert output.column_logits.shape == (2, 40, 2)
    middles = (torch.arange(24) + 0.5)[None, :, None] * 4
    assert (output.row_intervals[..., 0] < middles).all()
    assert (output.row_intervals[..., 1] > middles).all()
    assert output.dense is None  # a training target only


@pytest.mark.model
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 4), (5, 1), (6, 3)])
def test_the_second_stage_answers_for_every_cell_and_pair(model: AxisDetrForObjectDetection, rows: int, columns: int) -> None:
    pixels = torch.rand(1, 6, 96, 160)
    stage = forward(model, pixels)
    with torch.inference_mode():
        (answer,) = model.grid(stage, pixels, [(torch.linspace(5, 90, rows + 1), torch.linspace(5, 150, columns + 1))])
    assert answer.header.shape == answer.projected.shape == (rows,)
    assert answer.merge_right.shape == (rows, columns - 1)
    assert answer.merge_down.shape == (rows - 1, columns)
    assert all(bool(torch.isfinite(part).all()) for part in (answer.header, answer.merge_right, answer.merge_down))


@pytest.mark.model
def test_more_blank_padding_changes_next_to_nothing(model: AxisDetrForObjectDetection) -> None:
    raster, *_ = axis_input(to_layout(WORD_LIST, (), ()), BBox(0, 0, 220, 90), model.config)
    pixels, sizes = torch.from_numpy(to_pixels(raster, TILE)), torch.tensor([raster.shape[1:]])
    wide = torch.nn.functional.pad(pixels, (0, 64, 0, 48))
    tight, padded = forward(model, pixels, sizes), forward(model, wide, sizes)
    for axis, size in (("row", raster.shape[1]), ("column", raster.shape[2])):
        inside = size // 4 - 2  # tokens at the very border see another border
        before, after = (torch.sigmoid(getattr(output, f"{axis}_logits")[:, :inside]) for output in (tight, padded))
        assert (before - after).abs().max() < 0.02
        moved = (getattr(tight, f"{axis}_intervals")[:, :inside] - getattr(padded, f"{axis}_intervals")[:, :inside]).abs()
        assert moved.max() < 2.0  # pixels


@pytest.mark.model
def test_a_neighbour_in_the_batch_does_not_matter(model: AxisDetrForObjectDetection) -> None:
    pixels = torch.rand(2, 6, 64, 96)
    together, alone = forward(model, pixels), forward(model, pixels[1:])
    assert together.row_logits is not None
    assert alone.row_logits is not None
    assert torch.allclose(together.row_logits[1:], alone.row_logits, atol=1e-4)


@pytest.mark.model
def test_saved_in_half_precision_and_loaded_it_answers_the_same(tmp_path: Path) -> None:
    model, pixels = build().half().float(), torch.rand(1, 6, 64, 96)
    expected = forward(model, pixels)
    model.half().save_pretrained(tmp_path)
    write_profile(tmp_path / "profile.json", default_profile("structure", "axis-detr"))
    loaded = load_checkpoint(str(tmp_path), "structure")
    assert loaded.profile.input == "layout"
    assert set(loaded.labels) == set(StructureLabel)
    found = forward(loaded.model, pixels)  # type: ignore[arg-type]
    assert expected.row_logits is not None
    assert found.row_logits is not None
    assert torch.allclose(expected.row_logits, found.row_logits, atol=1e-5)
    assert load_recognizer(str(tmp_path)).crop_padding == loaded.profile.crop_padding


@pytest.mark.model
def test_a_missing_tensor_is_an_error(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    build().save_pretrained(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    del weights["row_head.score.weight"]
    save_file(weights, tmp_path / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match=r"row_head\.score\.weight"):
        load_checkpoint(str(tmp_path), "structure")


@pytest.mark.model
def test_numbers_that_are_not_finite_are_an_error() -> None:
    model = build()
    torch.nn.init.constant_(model.row_head.score.bias, float("nan"))
    recognizer = AxisRecognizer(served(model, default_profile("structure", "axis-detr"), tuple(StructureLabel)))
    with pytest.raises(ModelError, match="not finite"):
        recognizer.recognize([view(BBox(0, 0, 220, 90), 220, 90, words=WORD_LIST)])


@pytest.mark.model
def test_objects_lie_inside_the_view(model: AxisDetrForObjectDetection) -> None:
    profile = default_profile("structure", "axis-detr")
    recognizer = AxisRecognizer(served(model, profile, tuple(StructureLabel)))
    frame = BBox(0, 0, 220, 90)
    (objects, nothing) = recognizer.recognize([view(frame, 220, 90, words=WORD_LIST), view(frame, 220, 90)])
    assert any(found.label == StructureLabel.TABLE for found in objects)
    assert all(found.bbox.intersection(frame) == found.bbox for found in (*objects, *nothing))


def test_the_raster_is_as_fine_as_the_type_until_it_gets_too_long() -> None:
    config = AxisDetrConfig(max_side=512)
    assert raster_scales(9.0, 100, 100, config) == (6 / 9, 8 / 9)
    assert raster_scales(9.0, 2000, 100, config) == (512 / 2000, 8 / 9)
    raster, scale_x, scale_y = axis_input(to_layout(WORD_LIST, (), ()), BBox(0, 0, 220, 90), config)
    assert raster.shape == (6, int(np.ceil(90 * scale_y)), int(np.ceil(220 * scale_x)))
    tensor = to_pixels(raster, TILE)
    assert all(side % TILE == 0 for side in tensor.shape[2:])
    assert float(tensor.max()) == 1.0
    assert to_pixels(axis_input(to_layout((), (), ()), BBox(0, 0, 1, 1), config)[0], TILE).shape == (1, 6, TILE, TILE)


def numbers(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_rows_reach_the_threshold_lie_inside_and_do_not_overlap() -> None:
    logits = numbers(3, 2, -3, 1)
    intervals = np.array([[-4, 10], [-3, 9], [10, 20], [20, 33]], np.float32)
    found = rows_or_columns(logits, intervals, 0.5, 30.0)
    assert [(row.start, row.stop) for row in found] == [(0, 10), (20, 30)]
    assert rows_or_columns(numbers(3), np.array([[40, 50]], np.float32), 0.5, 30.0) == ()


def test_the_extent_is_that_of_the_surest_query() -> None:
    found = extent(numbers(-1, 2), np.array([[0, 5], [3, 99]], np.float32), 40.0)
    assert (found.start, found.stop) == (3, 40)
    assert found == Interval(3.0, 40.0, found.score)
    assert found.score == pytest.approx(0.8808, abs=1e-4)


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ((0.9, 0.8, 0.1), 2),
        ((0.9, 0.4, 0.9, 0.1), 3),  # one doubtful row between two sure ones
        ((0.9, 0.05, 0.9, 0.1), 1),
        ((0.1, 0.9, 0.1), 0),
        ((0.9, 0.9, 0.9), 2),  # never all rows of several
        ((0.9,), 1),
        ((0.1,), 0),
        ((1.0, 0.0), 1),
    ],
)
def test_the_header_is_the_likeliest_prefix(probabilities: tuple[float, ...], expected: int) -> None:
    assert header_rows(numbers(*probabilities)) == expected


def answer(rows: int, columns: int, right: dict[tuple[int, int], float], below: dict[tuple[int, int], float]) -> GridAnswer:
    found = GridAnswer(
        numbers(*[0] * rows), numbers(*[0] * rows), np.zeros((rows, columns - 1), np.float32), np.zeros((rows - 1, columns), np.float32)
    )
    for links, values in ((found.right, right), (found.below, below)):
        for place, value in values.items():
            links[place] = value
    return found


def test_merged_neighbours_become_rectangles() -> None:
    merged = answer(4, 4, {(0, 1): 0.9, (0, 2): 0.7}, {(1, 0): 0.8})
    found = spanning_cells(merged, 0.5, ())
    assert {(s.rows, s.columns) for s in found} == {(range(1), range(1, 4)), (range(1, 3), range(1))}
    assert next(s.score for s in found if len(s.columns) == 3) == pytest.approx(0.8)


def test_a_block_is_one_rectangle_and_a_thin_corner_is_none() -> None:
    block = answer(3, 3, {(0, 0): 0.9, (1, 0): 0.9}, {(0, 0): 0.9})
    assert [(s.rows, s.columns) for s in spanning_cells(block, 0.5, ())] == [(range(2), range(2))]
    corner = answer(4, 4, {(0, 0): 0.9, (0, 1): 0.9, (0, 2): 0.9}, {(0, 0): 0.9, (1, 0): 0.9, (2, 0): 0.9})
    assert spanning_cells(corner, 0.5, ()) == []  # 7 of 16 cells: no rectangle


def test_nothing_is_merged_into_a_projected_row_or_below_the_threshold() -> None:
    merged = answer(3, 3, {(1, 0): 0.9}, {(0, 0): 0.9, (1, 0): 0.4})
    assert spanning_cells(merged, 0.5, (1,)) == []
    assert spanning_cells(merged, 0.95, ()) == []
    assert spanning_cells(answer(1, 1, {}, {}), 0.5, ()) == []
    assert isinstance(spanning_cells(merged, 0.5, ())[0], Span)
