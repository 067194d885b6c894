"""An exported graph run in other ways than the product does, to know what they would bring: 8 bits, OpenVINO."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.models.eight_bits import write_eight_bits

Inputs = Mapping[str, np.ndarray[Any, Any]]
Run = Callable[[Inputs], list[Any]]


def open_graph(path: Path) -> Run:
    """``path`` in ONNX Runtime on one thread."""
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda inputs: list(session.run(None, dict(inputs)))


def eight_bits(path: Path, out: Path, samples: Sequence[Inputs]) -> Path:
    """``out``: the graph of ``path``, of a picture model, with convolutions in 8 bits, their ranges those that ``samples`` reach."""
    write_eight_bits(path, out, samples, least=0)
    return out


def openvino(path: Path) -> Run:
    """``path`` in OpenVINO on one thread, 32 bits."""
    library: Any = importlib.import_module("openvino")
    core = library.Core()
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY"}
    compiled = core.compile_model(core.read_model(str(path)), "CPU", settings)
    request = compiled.create_infer_request()

    def run(inputs: Inputs) -> list[Any]:
        found = request.infer(dict(inputs))
        return [found[output] for output in compiled.outputs]

    return run
