"""Before any test of this folder imports transformers: the same door the package uses. Checkpoints made once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.models.torchvision_shim import ensure_torchvision_importable

ensure_torchvision_importable()


@pytest.fixture(scope="session")
def tatr(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One tiny Table Transformer with random weights, in every published spelling; the same numbers in each."""
    import torch

    from tests.pipeline.models.builders import save, table_transformer

    folder = tmp_path_factory.mktemp("tatr")
    return save(table_transformer("structure"), folder) | {"folder": folder, "torch": Path(torch.__file__)}
