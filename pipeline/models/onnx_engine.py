"""The ONNX Runtime engine: the graphs that ``tablewright export`` wrote, run without torch, transformers, timm or torchvision.

In: a checkpoint's directory with ``config.json``, ``profile.json`` and ``model.onnx`` (for a structure model of two stages
``grid.onnx`` too); beside it there may be ``model.int8.onnx``, the same with its large convolutions in 8 bits. Out: a
``ServedCheckpoint``. Which weights the graphs were made of stands in the files.
"""

from __future__ import annotations

import hashlib
import importlib
import os
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ModelError
from pipeline.models.configs import labels_of, read_config
from pipeline.models.networks import MARKS, Array, AxisAnswer, EngineName, GridLogits, ServedCheckpoint, Size, check_finite
from pipeline.models.profile import Task, default_profile, read_profile
from pipeline.models.sources import CONFIG_FILE, Source

MODEL_FILE, INT8_FILE, GRID_FILE = "model.onnx", "model.int8.onnx", "grid.onnx"
WEIGHTS_KEY, FORMAT_KEY, FORMAT = "tablewright.weights_sha256", "tablewright.format", "1"
MAX_THREADS = 4  # when the caller names none; batches and the service run several processes and say how many
_STORES = ("model.safetensors", "pytorch_model.bin")  # weights that a graph beside them must have been made of


def has_graphs(source: Source, file: str = MODEL_FILE) -> bool:
    """Whether ``source`` has been exported; ``file`` may be ``INT8_FILE``."""
    return source.kind != "original" and (source.path / file).is_file()


def open_onnx(source: Source, task: Task, threads: int | None = None, *, file: str = MODEL_FILE) -> ServedCheckpoint:
    """The exported checkpoint, ready to run; ``file`` says in how many bits, and so does its revision.

    Raises ``ModelError`` when a file is missing, damaged or of other weights.
    """
    if not has_graphs(source, file):
        raise ModelError(
            f"checkpoint {source.name!r} has no {file}: export it once where torch is installed, "
            f"`tablewright export {source.name} --task {task} -o DIRECTORY`, and use that directory; or take the torch engine"
        )
    values = read_config(source.path / CONFIG_FILE)
    names = f"{source.names} {values.get('_name_or_path', '')}"
    defaults = default_profile(task, values["model_type"], num_queries=values.get("num_queries"), names=names)
    profile = read_profile(source.profile_path, defaults)
    session = _session(source.path / file, threads)
    sha256 = _weights_of(session, source, file)
    network = _network(session, values["model_type"], source, threads)
    engine: EngineName = "onnx-int8" if file == INT8_FILE else "onnx"
    revision = (profile.revision or source.revision or sha256[:12]) + MARKS.get(engine, "")
    return ServedCheckpoint(network, engine, values, profile, labels_of(values, task, source.name), revision, sha256, source)


def _network(session: Any, model_type: str, source: Source, threads: int | None) -> OnnxAxes | OnnxPages | OnnxPictures:
    if model_type == "axis-detr":
        return OnnxAxes(session, _session(source.path / GRID_FILE, threads))
    return OnnxPages(session) if model_type == "page-detr" else OnnxPictures(session)


def _session(path: Path, threads: int | None) -> Any:
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads or min(MAX_THREADS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads burn no processor time
    try:
        return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own classes have no common base but Exception
        raise ModelError(f"{path}: missing, damaged or not an ONNX graph: {next(iter(str(error).splitlines()), repr(error))}") from error


def _weights_of(session: Any, source: Source, file: str) -> str:
    """The SHA-256 of the weights that the graph was made of. Raises ``ModelError`` when others lie beside it."""
    told = session.get_modelmeta().custom_metadata_map
    if told.get(FORMAT_KEY) != FORMAT:
        raise ModelError(f"{source.path / file}: not made by this version's `tablewright export`; export it again")
    sha256 = str(told.get(WEIGHTS_KEY, ""))
    for path in (source.path / name for name in _STORES):
        if source.kind != "box" and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            raise ModelError(f"{source.path / file} was exported from other weights than {path.name} beside it: export it again")
    return sha256


def _run(session: Any, inputs: dict[str, Any]) -> list[Array]:
    try:
        found: list[Array] = session.run(None, inputs)
    except Exception as error:  # as above
        raise ModelError(f"the model failed on input {[np.shape(value) for value in inputs.values()]}: {error}") from error
    return found


class OnnxAxes:
    """An ``AxisNetwork`` of two graphs; between them stand the caller's rules for rows and columns."""

    def __init__(self, axes: Any, grid: Any) -> None:
        self._axes, self._grid = axes, grid

    def axes(self, pixels: Array, size: Size) -> AxisAnswer:
        """Raises ``ModelError`` when an answer is not finite."""
        *numbers, row_tokens, column_tokens, maps = _run(self._axes, {"pixels": pixels, "sizes": np.array([size], np.int64)})
        check_finite(*numbers)
        row_logits, row_intervals, column_logits, column_intervals = (part[0] for part in numbers)
        state = {"maps": maps, "row_tokens": row_tokens, "column_tokens": column_tokens, "pixels": pixels}
        return AxisAnswer(row_logits, row_intervals, column_logits, column_intervals, state)

    def grid(self, answer: AxisAnswer, rows: Array, columns: Array) -> GridLogits:
        """See ``AxisNetwork``."""
        logits = [part[0] for part in _run(self._grid, {**answer.state, "rows": rows[None], "columns": columns[None]})]
        check_finite(*logits)
        return GridLogits(*logits)


class OnnxPages:
    """A ``PageNetwork``."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def boxes(self, pixels: Array, size: Size) -> tuple[Array, Array]:
        """Raises ``ModelError`` when an answer is not finite."""
        logits, boxes = _run(self._session, {"pixels": pixels, "sizes": np.array([size], np.int64)})
        check_finite(logits, boxes)
        return logits[0], boxes[0]


class OnnxPictures:
    """A ``PixelNetwork``."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def queries(self, pixels: Array) -> tuple[Array, Array]:
        """Raises ``ModelError`` when the graph cannot take this input."""
        logits, boxes = _run(self._session, {"pixels": pixels})
        return logits, boxes
