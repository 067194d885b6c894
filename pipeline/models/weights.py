"""Reads a checkpoint's tensors from disk, safely, under the names they are stored with.

In: a ``Source``. Out: name -> tensor, and the SHA-256 of the files read. Pickled files are opened with weights-only
unpickling, which runs no code of the file.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelError
from pipeline.models.sources import Source

if TYPE_CHECKING:
    import torch

_WRAPPERS = ("model_state_dict", "model", "state_dict")  # ours to resume from, DETR's own, Lightning's
_STORES = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")
_CHUNK_BYTES = 1 << 20


def read_weights(source: Source) -> tuple[dict[str, torch.Tensor], str]:
    """All tensors of the checkpoint on the CPU, and the hexadecimal SHA-256 over its weight files in order of name.

    Raises ``ModelError`` when a file is missing, damaged or not a flat mapping of names to tensors.
    """
    weights: dict[str, torch.Tensor] = {}
    paths = _weight_files(source)
    for path in paths:
        weights.update(_read_file(path))
    if not weights:
        raise ModelError(f"{source.path}: the checkpoint holds no tensors")
    return weights, _sha256(paths)


def _weight_files(source: Source) -> list[Path]:
    if source.kind == "original":
        return [source.path]
    for store in _STORES:
        path = source.path / store
        if path.exists():
            return _shards(path) if store.endswith(".index.json") else [path]
    raise ModelError(f"checkpoint {source.name!r}: no weights in {source.path.name}; expected one of {', '.join(_STORES)}")


def _shards(index: Path) -> list[Path]:
    try:
        names = set(json.loads(index.read_text("utf-8"))["weight_map"].values())
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(f"{index}: not an index of weight files: {error!r}") from error
    paths = [index.parent / str(name) for name in sorted(names)]
    for path in paths:
        if path.parent != index.parent or not path.exists():
            raise ModelError(f"{index}: the weight file {path.name} it names is missing")
    return paths


def _read_file(path: Path) -> dict[str, torch.Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    if path.suffix != ".safetensors":
        return _read_pickle(path)
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path}: damaged or not a safetensors file: {error}") from error


def _read_pickle(path: Path) -> dict[str, torch.Tensor]:
    import torch

    try:
        content: Any = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path}: damaged, or more than weights (only tensors are ever unpickled): {_first_line(error)}") from error
    for wrapper in _WRAPPERS:
        if isinstance(content, dict) and isinstance(content.get(wrapper), dict):
            content = content[wrapper]
            break
    if not isinstance(content, dict) or not all(isinstance(value, torch.Tensor) for value in content.values()):
        raise ModelError(f"{path}: expected a state dict (name -> tensor), bare or under {', '.join(_WRAPPERS)}")
    return content


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), repr(error))


def _sha256(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    return digest.hexdigest()
