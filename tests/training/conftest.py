"""A tiny dataset on disk, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.models.torchvision_shim import ensure_torchvision_importable
from training.synthesis.dataset import write_dataset

ensure_torchvision_importable()


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight synthetic tables in PubTables-1M's layout, all for training and for validation alike."""
    folder = tmp_path_factory.mktemp("tables")
    write_dataset(8, folder, 5, shares=(1.0, 0.0))
    for path in (folder / "train").iterdir():
        (folder / "val" / path.name).write_bytes(path.read_bytes())
    return folder
