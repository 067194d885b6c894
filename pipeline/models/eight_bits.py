"""A graph with its convolutions in 8 bits: a third to two thirds of the time, with answers a little off.

Values without sign times weights with one are what processors multiply at once; with signs on both sides nothing is gained. Weights have
7 bits: a processor without instructions of its own for 8 bits adds two products in 16, which 8 by 8 bits would overflow, so all
processors give the same sums. Of a layout model small convolutions, those along one axis and small ones that halve a map
stay as they are: they take little time, and rounding them costs tables.
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
from pipeline.models.half import halve_weights

Inputs = Mapping[str, np.ndarray[Any, Any]]
MIN_PRODUCTS = {"structure": 400, "detection": 1000}  # per value; with all rounded the structure model errs 1.7 times as much
MIN_HALVING = 1000  # likewise, of those that halve a map


def write_eight_bits(graph: Path, out: Path, samples: Sequence[Inputs], *, least: int) -> None:
    """``out``: ``graph`` with its convolutions in 8 bits, their ranges those that ``samples`` reach; what is said of it is kept.

    ``least``: products for each value that a convolution adds to be rounded; 0: all, as of picture models, which have few small ones.
    Raises ``ModelError`` when the package that does it is missing.
    """
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

    told = {one.key: one.value for one in onnx.load(str(graph)).metadata_props}
    types = {"activation_type": quantization.QuantType.QUInt8, "weight_type": quantization.QuantType.QInt8}
    with TemporaryDirectory() as name:
        prepared, made = Path(name) / "prepared.onnx", Path(name) / "made.onnx"
        logger, level = logging.getLogger(), logging.getLogger().level
        logger.setLevel(logging.ERROR)  # the library recommends what is done here
        try:
            shapes.quant_pre_process(str(graph), str(prepared), skip_symbolic_shape=True)
            nodes = _large(onnx.load(str(prepared)).graph, least) if least else None
            chosen = {"op_types_to_quantize": ["Conv"], "nodes_to_quantize": nodes}
            quantization.quantize_static(str(prepared), str(made), Samples(), per_channel=True, reduce_range=True, **chosen, **types)
        finally:
            logger.setLevel(level)
        model = onnx.load(str(made))
        halve_weights(model, onnx)
        onnx.helper.set_model_props(model, told)
        out.write_bytes(model.SerializeToString(deterministic=True))


def _large(graph: Any, least: int) -> list[str]:
    """The names of the convolutions with squares for kernel and stride that add ``least`` products for each value they give."""
    shapes = {weights.name: tuple(weights.dims) for weights in graph.initializer}
    found = []
    for node in (node for node in graph.node if node.op_type == "Conv"):
        _, channels, *kernel = shapes.get(node.input[1], (0, 0))
        strides = next((tuple(attribute.ints) for attribute in node.attribute if attribute.name == "strides"), ())
        is_square = len(kernel) == 2 and kernel[0] == kernel[1] and len(set(strides)) <= 1
        if is_square and channels * kernel[0] * kernel[1] >= (least if set(strides) <= {1} else MIN_HALVING):
            found.append(node.name)
    return found
