"""A shard gives back what was put in, to an eighth of a unit, and a stranger's file cannot run anything."""

from __future__ import annotations

import lzma
import pickle
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from tests.training.builders import grid_sample, page_sample
from training.shards import load_pages, load_tables, save_pages, save_tables

pytestmark = pytest.mark.model


def test_tables_come_back(tmp_path: Path) -> None:
    sample = grid_sample(4, 3, header=2, spans=[(0, 1, 1, 3)], projected=[3])
    save_tables([sample], tmp_path / "a.xz")
    (found,) = load_tables(tmp_path / "a.xz")
    assert np.abs(found.layout.boxes - sample.layout.boxes).max() <= 1 / 16
    assert np.abs(found.rows - sample.rows).max() <= 1 / 16
    assert (found.num_header_rows, found.projected.tolist(), found.spans.tolist()) == (2, [False, False, False, True], [[0, 1, 1, 3]])
    assert (found.crop, found.layout.em, found.name) == (sample.crop, sample.layout.em, sample.name)


def test_pages_come_back(tmp_path: Path) -> None:
    page = page_sample()
    save_pages([page], tmp_path / "a.xz")
    (found,) = load_pages(tmp_path / "a.xz")
    assert np.abs(found.boxes - page.boxes).max() <= 1 / 16
    assert (found.width, found.height, found.rotated.tolist()) == (400, 500, [False])


class Harmful:
    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("run",))


def test_other_files_are_refused_and_run_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plain.xz").write_bytes(b"no shard")
    (tmp_path / "harm.xz").write_bytes(lzma.compress(pickle.dumps([Harmful()])))
    save_pages([page_sample()], tmp_path / "pages.xz")
    for name in ("plain", "harm", "pages", "missing"):
        with pytest.raises(InputError, match=f"{name}.xz"):
            load_tables(tmp_path / f"{name}.xz")
    assert "run" not in capsys.readouterr().out
