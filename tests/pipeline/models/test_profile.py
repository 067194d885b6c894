from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ModelError
from pipeline.models.profile import IMAGENET_MEAN, Profile, SizeRule, default_profile, read_profile, write_profile
from table import StructureLabel

STRUCTURE = default_profile("structure", "table-transformer", num_queries=125, names="tatr-v1.1-all")


@pytest.mark.parametrize(
    ("names", "least", "most"),
    [
        ("microsoft/table-transformer-structure-recognition", 20, 30),
        ("pubtables1m_structure_detr_r18.pth", 20, 30),
        ("tatr-pubtables1m-v1.0", 20, 30),
        ("microsoft/table-transformer-structure-recognition-v1.1-all", 0, 5),
        ("TATR-v1.1-Fin-msft.pth", 0, 5),
    ],
)
def test_crop_padding_follows_the_version(names: str, least: float, most: float) -> None:
    assert least <= default_profile("structure", "table-transformer", names=names).crop_padding_px <= most


def test_unknown_version_says_that_it_guesses() -> None:
    profile = default_profile("structure", "table-transformer", names="my-model")
    assert "guess" in profile.origin
    assert 5 < profile.crop_padding_px < 20


def test_sizes_and_scoring_follow_task_and_model() -> None:
    assert default_profile("detection", "table-transformer").size == SizeRule("long_side", 800)
    assert STRUCTURE.size == SizeRule("long_side", 1000)
    assert default_profile("structure", "rt_detr_v2").size == SizeRule("stretch", 640)
    assert [default_profile("structure", kind).scoring for kind in ("table-transformer", "detr", "yolos")] == ["softmax"] * 3
    assert [default_profile("structure", kind).scoring for kind in ("conditional_detr", "d_fine", "rt_detr")] == ["sigmoid"] * 3
    assert default_profile("structure", "axis-detr").input == "layout"
    assert STRUCTURE.mean == IMAGENET_MEAN


def test_max_rows_leaves_queries_for_columns() -> None:
    assert STRUCTURE.max_rows == 75
    assert default_profile("structure", "detr", num_queries=50).max_rows == 30
    assert default_profile("detection", "detr", num_queries=15).max_rows is None
    assert default_profile("structure", "axis-detr").max_rows == 100
    assert default_profile("detection", "page-detr").max_rows is None


def test_padding_in_points_is_measured_on_the_training_raster() -> None:
    assert STRUCTURE.crop_padding == pytest.approx(3 * 0.792)


def test_absent_file_means_defaults(tmp_path: Path) -> None:
    assert read_profile(tmp_path / "profile.json", STRUCTURE) is STRUCTURE


def test_file_overrides_and_merges_thresholds(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text(
        json.dumps(
            {"version": 1, "size": {"kind": "letterbox", "value": 512}, "thresholds": {"table row": 0.3}, "extra_channels": ["words"]}
        )
    )
    profile = read_profile(path, STRUCTURE)
    assert profile.size == SizeRule("letterbox", 512)
    assert profile.thresholds[StructureLabel.ROW] == 0.3
    assert profile.thresholds[StructureLabel.COLUMN] == 0.5
    assert profile.extra_channels == ("words",)
    assert profile.origin == "profile.json"


def test_written_profile_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    write_profile(path, STRUCTURE)
    other = default_profile("structure", "rt_detr")
    back = read_profile(path, other)
    assert {**vars_of(back), "origin": ""} == {**vars_of(STRUCTURE), "origin": ""}


def vars_of(profile: Profile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in Profile.__dataclass_fields__}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"crop_padding_px": 4}, "version"),
        ({"version": 2}, "version"),
        ({"version": 1, "padding": 4}, "unknown keys padding"),
        ({"version": 1, "input": "sound"}, "input"),
        ({"version": 1, "scoring": "argmax"}, "scoring"),
        ({"version": 1, "size": {"kind": "long_side", "value": 1e6}}, "size rule"),
        ({"version": 1, "size": 800}, "wrong type"),
        ({"version": 1, "crop_padding_px": -1}, "crop_padding_px"),
        ({"version": 1, "thresholds": {"table row": 2}}, "thresholds"),
        ({"version": 1, "thresholds": {"cell": 0.5}}, "cell"),
        ({"version": 1, "extra_channels": ["depth"]}, "extra_channels"),
        ({"version": 1, "sd": [1, 1, 0]}, "sd"),
        ([1], "JSON object"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, values: object, words: str) -> None:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(values))
    with pytest.raises(ModelError, match=words):
        read_profile(path, STRUCTURE)


def test_broken_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text("{")
    with pytest.raises(ModelError, match=r"profile\.json"):
        read_profile(path, STRUCTURE)
