"""A loaded checkpoint as ONNX graphs that ONNX Runtime answers with: ``tablewright export``.

In: a ``LoadedCheckpoint`` and a folder. Out: ``model.onnx`` there, for a structure model of two stages ``grid.onnx`` too, with
``config.json`` and ``profile.json``. Batch, height, width, rows and columns are free. Weights are stored in 16 bits where that
loses nothing, so a file is as large as the weights it was made of. Before anything is kept, both engines answer the same
inputs and have to agree.
"""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from pipeline.errors import ModelError
from pipeline.models.checkpoints import LoadedCheckpoint
from pipeline.models.export_graphs import Graph, blots, graphs_of
from pipeline.models.half import halve_weights
from pipeline.models.networks import Array
from pipeline.models.onnx_engine import FORMAT, FORMAT_KEY, INT8_FILE, WEIGHTS_KEY, open_onnx
from pipeline.models.profile import PROFILE_FILE, Task, write_profile
from pipeline.models.sources import CONFIG_FILE, Source
from pipeline.models.torch_engine import serve

OPSET = 17  # the first with LayerNormalization; any ONNX Runtime of the last years runs it
MAX_DIFFERENCE = 1e-3  # between the engines, on logits and on boxes in pixels (in fractions for pixel models)
_TRIALS = ((96, 160, 3, 4), (320, 64, 9, 1), (16, 16, 1, 1), (208, 272, 14, 6))  # height, width, rows, columns
_PICTURES = ((1, 224, 320), (2, 256, 160))  # batch, height, width


def export_checkpoint(loaded: LoadedCheckpoint, task: Task, folder: Path) -> list[Path]:
    """Writes the graphs of ``loaded`` and what has to stand beside them; returns the graphs' paths.

    Raises ``ModelError`` when the network cannot be exported, or its graph answers differently (by ``MAX_DIFFERENCE``).
    """
    _check_installed()
    with TemporaryDirectory() as name:
        made = Path(name)
        files = [_write(graph, made, loaded.sha256) for graph in graphs_of(loaded)]
        values = {**loaded.model.config.to_dict(), "id2label": {str(i): str(label) for i, label in enumerate(loaded.labels)}}
        (made / CONFIG_FILE).write_text(json.dumps(values, indent=2, default=str) + "\n", "utf-8")
        write_profile(made / PROFILE_FILE, loaded.profile)
        _check_agreement(loaded, task, made)
        folder.mkdir(parents=True, exist_ok=True)
        kept = [] if (folder / CONFIG_FILE).exists() else [CONFIG_FILE, PROFILE_FILE]
        for file in (*kept, *(path.name for path in files)):
            (folder / file).write_bytes((made / file).read_bytes())
        _drop_other_weights(folder / INT8_FILE, loaded.sha256)
    return [folder / path.name for path in files]


def _drop_other_weights(path: Path, sha256: str) -> None:
    """Removes a rounded graph that an earlier export of other weights left: ``auto`` would take it."""
    onnx: Any = importlib.import_module("onnx")
    if path.is_file() and sha256 not in {one.value for one in onnx.load(str(path)).metadata_props if one.key == WEIGHTS_KEY}:
        path.unlink()


def _check_installed() -> None:
    try:
        importlib.import_module("onnx")
    except ImportError as error:
        raise ModelError(f"export needs the package onnx ({error}): pip install 'tablewright[torch]'") from error


def _write(graph: Graph, folder: Path, sha256: str) -> Path:
    path = folder / graph.file
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")  # the tracer's remarks; what it got wrong shows in ``_check_agreement``
            torch.onnx.export(
                graph.module,
                tuple(graph.inputs.values()),
                str(path),
                input_names=list(graph.inputs),
                output_names=list(graph.outputs),
                dynamic_axes=graph.free,
                opset_version=OPSET,
                dynamo=False,
                do_constant_folding=False,
                training=torch.onnx.TrainingMode.PRESERVE,  # batch norms stay apart: folded ones would not fit 16 bits
            )
    except (RuntimeError, ValueError, TypeError, NotImplementedError) as error:
        raise ModelError(f"{graph.file}: this network cannot be exported: {next(iter(str(error).splitlines()), repr(error))}") from error
    _finish(path, sha256)
    return path


def _finish(path: Path, sha256: str) -> None:
    """Stores weights in 16 bits where that loses nothing, and says which weights they are."""
    onnx: Any = importlib.import_module("onnx")
    model = onnx.load(str(path))
    halve_weights(model, onnx)
    del model.graph.value_info[:]
    for output in model.graph.output:
        for axis, size in enumerate(output.type.tensor_type.shape.dim):
            size.dim_param = f"{output.name}_{axis}"  # in place of the traced input's sizes
    onnx.helper.set_model_props(model, {FORMAT_KEY: FORMAT, WEIGHTS_KEY: sha256})
    model.producer_name, model.producer_version, model.doc_string = "tablewright", "", ""
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))


def _check_agreement(loaded: LoadedCheckpoint, task: Task, folder: Path) -> None:
    pairs = (serve(loaded).network, open_onnx(Source(loaded.source.name, "box", folder), task, 1).network)
    worst = max(largest_difference(*answers) for answers in zip(*(list(_answers(network, loaded)) for network in pairs), strict=True))
    if not worst <= MAX_DIFFERENCE:
        raise ModelError(f"the exported graph of {loaded.source.name!r} differs from the network by {worst:.2g}: it is not kept")


def largest_difference(first: Sequence[Array], second: Sequence[Array]) -> float:
    """The largest absolute difference; infinite where shapes differ or a number is not finite in one only."""
    worst = 0.0
    for a, b in zip(first, second, strict=True):
        if a.shape != b.shape:
            return float("inf")
        if a.size and not np.array_equal(a, b):
            difference = float(np.abs(a - b).max())
            worst = max(worst, difference if np.isfinite(difference) else float("inf"))
    return worst


def _answers(network: Any, loaded: LoadedCheckpoint) -> Iterator[tuple[Array, ...]]:
    """What ``network`` says to a few inputs of different sizes."""
    kind = str(loaded.model.config.model_type)
    if kind not in ("axis-detr", "page-detr"):
        for batch, height, width in _PICTURES:
            generator = torch.Generator().manual_seed(height)
            yield network.queries(torch.rand(batch, 3 + len(loaded.profile.extra_channels), height, width, generator=generator).numpy())
        return
    for height, width, num_rows, num_columns in _TRIALS:
        pixels, size = blots(height, width, loaded.model.config.num_channels, height).numpy(), (height - 3, width - 5)
        if kind == "page-detr":
            yield network.boxes(pixels, size)
            continue
        answer = network.axes(pixels, size)
        yield answer.row_logits, answer.row_intervals, answer.column_logits, answer.column_intervals
        edges = [np.linspace(2, side - 4, count + 1).astype(np.float32) for side, count in ((height, num_rows), (width, num_columns))]
        found = network.grid(answer, *edges)
        yield found.header, found.projected, found.right, found.below
