"""A machine that is lent for minutes has torch, transformers, numpy, scipy, opencv and pillow: training must run there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.builders import page_sample
from training.layouts.synthetic import synthetic_sample
from training.shards import save_pages, save_tables

ROOT = Path(__file__).parents[2]
BARE = """
import sys
MISSING = {"pdfplumber", "pypdfium2", "pypdfium2_raw", "pdfminer", "rapidocr", "onnxruntime", "pytesseract", "rapidfuzz", "lxml",
           "defusedxml", "fastapi", "pandas", "openpyxl", "pyarrow", "torchvision", "timm"}

class Without:
    def __init__(self, inner):
        self.inner = inner
    def find_spec(self, name, path=None, target=None):
        return None if name.split(".")[0] in MISSING else self.inner.find_spec(name, path, target)
    def __getattr__(self, name):
        return getattr(self.inner, name)

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
from tablewright.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("task", ["structure", pytest.param("detection", marks=pytest.mark.slow)])
def test_training_from_shards_needs_no_reader_of_documents(task: str, tmp_path: Path) -> None:
    shard = tmp_path / "shard.xz"
    if task == "structure":
        save_tables([synthetic_sample(seed) for seed in range(4)], shard)
    else:
        save_pages([page_sample()], shard)
    arguments = ["train", "--task", task, "--minutes", "0.01", "--state", str(tmp_path / "state.pt"), "-o", str(tmp_path / "out")]
    command = [sys.executable, "-c", BARE, *arguments, "--data", str(shard), "--data", "synthetic", "--device", "cpu"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "out" / "model.safetensors").stat().st_size < 16e6
    assert "checkpoint in" in done.stdout
