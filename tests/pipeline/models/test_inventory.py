from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.models import inventory
from pipeline.models.inventory import boxed_models, check_machine, known_checkpoints


def test_known_checkpoints_have_the_paddings_of_their_versions() -> None:
    paddings = {known.name.rsplit("/", 1)[1]: known.crop_padding_px for known in known_checkpoints()}
    assert paddings["table-transformer-detection"] == 0
    assert 20 <= paddings["table-transformer-structure-recognition"] <= 30
    assert paddings["table-transformer-structure-recognition-v1.1-all"] <= 5


def test_the_box_is_listed_whether_it_is_full_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "box_directory", lambda task: tmp_path / task)
    folder = tmp_path / "structure"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"model_type": "axis-detr"}))
    (folder / "profile.json").write_text('{"version": 1, "max_rows": 90}')
    detection, structure = boxed_models()
    assert detection.problem == "missing from this installation"
    assert structure.problem is None
    assert structure.profile is not None
    assert (structure.model_type, structure.profile.input, structure.profile.max_rows) == ("axis-detr", "layout", 90)
    assert structure.size == sum(path.stat().st_size for path in folder.iterdir())
    (folder / "profile.json").write_text("{")
    assert "profile.json" in (boxed_models()[1].problem or "")


def test_check_reports_each_part_with_a_reason_and_never_raises(
    tatr: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventory.shutil, "which", lambda name: None)
    checks = {check.name: check for check in check_machine(detector=str(tmp_path), structure=str(tatr["native"]))}
    assert checks["torch"].is_ok
    assert "threads" in checks["torch"].detail
    assert checks["transformers"].is_ok
    assert not checks["tesseract"].is_ok
    assert "PATH" in checks["tesseract"].detail
    failed = checks[f"detector {tmp_path}"]
    assert not failed.is_ok
    assert "no config.json" in failed.detail
    loaded = checks[f"structure {tatr['native']}"]
    assert loaded.is_ok
    assert loaded.detail.startswith("table-transformer, torch engine")
    assert all(check.detail for check in checks.values())


def test_a_part_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch, tatr: dict[str, Path]) -> None:
    monkeypatch.setattr("pipeline.models.checkpoints.timm_problem", lambda: "timm cannot be imported: broken")
    checks = {check.name: check for check in check_machine(detector="nowhere", structure=str(tatr["native"]))}
    assert (checks["timm"].is_ok, checks["timm"].detail) == (False, "timm cannot be imported: broken")
