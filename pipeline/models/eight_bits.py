"""A graph with its convolutions in 8 bits: two thirds of the time, with answers a little off.

Values without sign times weights with one are what processors multiply at once; with signs on both sides nothing is gained.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from pipeline.errors import ModelError

Inputs = Mapping[str, np.ndarray[Any, Any]]


def write_eight_bits(path: Path, samples: Sequence[Inputs]) -> None:
    """``path``, a graph, with its convolutions in 8 bits, their ranges those that ``samples`` reach; what is said of it is kept."""
    try:
        onnx: Any = importlib.import_module("onnx")
        quantization: Any = importlib.import_module("onnxruntime.quantization")
        shapes: Any = importlib.import_module("onnxruntime.quantization.shape_inference")
    except ImportError as error:
        raise ModelError(f"8 bits need the package onnx ({error}): pip install 'tablewright[torch]'") from error

    class Samples(quantization.CalibrationDataReader):  # type: ignore[misc]  # the library asks for a subclass
        def __init__(self) -> None:
            self._left: Iterator[Inputs] = iter(samples)

        def get_next(self) -> Inputs | None:
            return next(self._left, None)

    told = {one.key: one.value for one in onnx.load(str(path)).metadata_props}
    types = {"activation_type": quantization.QuantType.QUInt8, "weight_type": quantization.QuantType.QInt8}
    with TemporaryDirectory() as name:
        prepared, made = Path(name) / "prepared.onnx", Path(name) / "made.onnx"
        logger, level = logging.getLogger(), logging.getLogger().level
        logger.setLevel(logging.ERROR)  # the library recommends what is done here
        try:
            shapes.quant_pre_process(str(path), str(prepared), skip_symbolic_shape=True)
            quantization.quantize_static(str(prepared), str(made), Samples(), op_types_to_quantize=["Conv"], per_channel=True, **types)
        finally:
            logger.setLevel(level)
        model = onnx.load(str(made))
        onnx.helper.set_model_props(model, told)
        path.write_bytes(model.SerializeToString(deterministic=True))
