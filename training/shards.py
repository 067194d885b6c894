"""Samples of many tables or pages in one small file: how training data travels to another machine, and starts at once.

A shard is an xz-compressed pickle of plain tuples of arrays, lengths in eighths of a unit (int16), so that 7,852 tables
fit in 6.5 MB. Read only shards that you or someone you trust made: a pickle can run code.
"""

from __future__ import annotations

import io
import lzma
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import InputError
from pipeline.models.raster import Layout
from table import BBox
from training.layouts.sample import LayoutSample
from training.page.samples import PageSample

_UNIT = 8  # steps of a coordinate per pixel or point
_SAFE = {("numpy", "ndarray"), ("numpy", "dtype"), ("numpy._core.multiarray", "_reconstruct"), ("numpy.core.multiarray", "_reconstruct"),
         ("numpy._core.numeric", "_frombuffer"), ("numpy.core.numeric", "_frombuffer"), ("numpy._core.multiarray", "scalar"),
         ("numpy.core.multiarray", "scalar"), ("_codecs", "encode")}  # fmt: skip


def load_tables(path: Path) -> list[LayoutSample]:
    """The sound tables of a shard. Raises ``InputError`` when the file is no shard of tables."""
    try:
        samples = [_table(values) for values in _read(path)]
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a shard of tables ({error})") from error
    return [sample for sample in samples if sample.is_sound()]


def load_pages(path: Path) -> list[PageSample]:
    """The pages of a shard. Raises ``InputError`` when the file is no shard of pages."""
    try:
        return [_page(values) for values in _read(path)]
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a shard of pages ({error})") from error


def save_tables(samples: Sequence[LayoutSample], path: Path) -> None:
    """Writes tables as a shard."""
    _write(
        [
            (*_pack(s.layout), tuple(s.crop), _eighths(s.rows), _eighths(s.columns), s.num_header_rows, s.projected, s.spans, s.name)
            for s in samples
        ],
        path,
    )


def save_pages(samples: Sequence[PageSample], path: Path) -> None:
    """Writes pages as a shard."""
    _write([(*_pack(s.layout), s.width, s.height, _eighths(s.boxes), s.rotated, s.name) for s in samples], path)


class _Careful(pickle.Unpickler):
    """Opens arrays and plain values only, so that a stranger's shard cannot run anything."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _SAFE:
            raise ValueError(f"it holds {module}.{name}")
        return super().find_class(module, name)


def _read(path: Path) -> list[tuple[Any, ...]]:
    try:
        found = _Careful(io.BytesIO(lzma.decompress(path.read_bytes()))).load()
    except (OSError, lzma.LZMAError, pickle.UnpicklingError, EOFError) as error:
        raise InputError(f"{path}: cannot be read as a shard of samples ({error})") from error
    if not isinstance(found, list):
        raise ValueError("it is no list")
    return found


def _write(values: Sequence[tuple[Any, ...]], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(pickle.dumps(list(values), protocol=4)))


def _eighths(values: NDArray[Any]) -> NDArray[np.int16]:
    return np.clip(np.round(np.asarray(values, np.float64) * _UNIT), -32768, 32767).astype(np.int16)


def _units(values: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(values, np.float32) / np.float32(_UNIT)


def _pack(layout: Layout) -> tuple[Any, ...]:
    shares = [np.round(np.clip(v, 0, 1) * 255).astype(np.uint8) for v in (layout.numeric, layout.lower, layout.shadings[:, 4])]
    marks = () if layout.marks is None else (np.round(layout.marks * 255).astype(np.uint8),)
    return _eighths(layout.boxes), *shares[:2], _eighths(layout.rulings), _eighths(layout.shadings[:, :4]), shares[2], layout.em, marks


def _unpack(values: Sequence[Any]) -> Layout:
    boxes, numeric, lower, rulings, shadings, darkness, em, *more = values  # shards of before have no marks
    marks = more[0] if more else ()
    dark = darkness.astype(np.float32).reshape(-1, 1) / 255
    return Layout(
        _units(boxes).reshape(-1, 4),
        numeric.astype(np.float32) / 255,
        lower.astype(np.float32) / 255,
        _units(rulings).reshape(-1, 4),
        np.concatenate([_units(shadings).reshape(-1, 4), dark], 1),
        float(em),
        marks[0].astype(np.float32) / 255 if marks else None,
    )


def _table(values: Sequence[Any]) -> LayoutSample:
    *layout, crop, rows, columns, num_header_rows, projected, spans, name = values
    bounds = tuple(float(v) for v in crop)
    return LayoutSample(
        _unpack(layout),
        BBox(*bounds),
        _units(rows),
        _units(columns),
        int(num_header_rows),
        projected.astype(bool),
        spans.astype(np.int64).reshape(-1, 4),
        "real",
        str(name),
    )


def _page(values: Sequence[Any]) -> PageSample:
    *layout, width, height, boxes, rotated, name = values
    return PageSample(_unpack(layout), float(width), float(height), _units(boxes).reshape(-1, 4), rotated.astype(bool), "real", str(name))
