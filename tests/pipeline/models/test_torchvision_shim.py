"""The shim is proved on a stand-in for torchvision whose compiled part is broken, in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.models.torchvision_shim import ensure_torchvision_importable

REGISTERS_UNGUARDED = """
import torch
@torch.library.register_fake("torchvision::nms")
def nms(dets, scores, iou_threshold):
    return dets
@torch.library.register_fake("torchvision::qnms")
def qnms(dets, scores, iou_threshold):
    return dets
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(Path.cwd())!r}]\n{code}"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    package = tmp_path / "torchvision"
    package.mkdir()
    (package / "__init__.py").write_text(REGISTERS_UNGUARDED)
    (package / "_C.so").write_bytes(b"built for another torch")
    return tmp_path


def test_it_can_be_called_again_and_torchvision_imports() -> None:
    assert ensure_torchvision_importable() in ("native", "defined", "shimmed")
    assert ensure_torchvision_importable() in ("native", "defined")
    import torchvision

    assert torchvision.__version__


@pytest.mark.slow
def test_without_it_the_import_dies_and_with_it_it_works(broken: Path) -> None:
    assert "torchvision::nms" in run("import torchvision", broken).stderr
    ensure = "from pipeline.models.torchvision_shim import ensure_torchvision_importable as ensure"
    shimmed = run(f"{ensure}\nprint(ensure(), ensure())\nimport torchvision", broken)
    assert shimmed.returncode == 0, shimmed.stderr
    assert shimmed.stdout.split() == ["shimmed", "defined"]


def test_the_models_package_imports_no_torch() -> None:
    code = (
        "import pipeline.models, pipeline.models.profile, pipeline.models.keymap, pipeline.models.inventory, pipeline.models.decode\n"
        "import pipeline.models.detector, pipeline.models.recognizer\n"
        "assert not {'torch', 'transformers', 'timm', 'torchvision'} & set(sys.modules), 'torch was loaded'"
    )
    result = run(code, Path.cwd())
    assert result.returncode == 0, result.stderr
