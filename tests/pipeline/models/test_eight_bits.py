"""Which convolutions of a graph are rounded, how its weights are stored, and that a rounded graph of other weights does not stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.eight_bits import MIN_PRODUCTS, write_eight_bits
from pipeline.models.engines import open_checkpoint
from pipeline.models.export import export_checkpoint
from pipeline.models.half import halve_weights
from pipeline.models.onnx_engine import INT8_FILE
from tests.pipeline.models.builders import save, table_transformer

onnx: Any = pytest.importorskip("onnx")

CONVOLUTIONS = {  # name: weights (out, in, height, width), strides
    "large": ((32, 32, 5, 5), (1, 1)),
    "of one place": ((32, 32, 1, 1), (1, 1)),
    "along an axis": ((32, 32, 1, 9), (1, 1)),
    "halving one axis": ((32, 32, 3, 3), (1, 2)),
    "halving": ((128, 32, 3, 3), (2, 2)),
    "halving, large": ((64, 128, 3, 3), (2, 2)),
}


def graph_of_convolutions(path: Path) -> None:
    """One convolution after the other, (1, 32, H, W) to (1, 64, h, w)."""
    random, nodes, weights, last = np.random.default_rng(0), [], [], "pixels"
    for name, (shape, strides) in CONVOLUTIONS.items():
        values = random.standard_normal(shape).astype(np.float32) / np.sqrt(np.prod(shape[1:])).astype(np.float32)
        weights.append(onnx.numpy_helper.from_array(values, f"{name} weights"))
        pads = [shape[2] // 2, shape[3] // 2] * 2
        nodes.append(onnx.helper.make_node("Conv", [last, f"{name} weights"], [f"{name} out"], name, strides=strides, pads=pads))
        last = f"{name} out"
    free = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, size, None, None])
        for name, size in (("pixels", 32), (last, 64))
    ]
    graph = onnx.helper.make_graph(nodes, "convolutions", free[:1], free[1:], weights)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.helper.set_model_props(model, {"told": "before"})
    onnx.save(model, str(path))


@pytest.mark.parametrize(
    ("least", "expected"), [(0, None), (MIN_PRODUCTS["structure"], [(32, 32, 5, 5), (64, 128, 3, 3)]), (1000, [(64, 128, 3, 3)])]
)
def test_large_convolutions_are_rounded_to_seven_bits_and_the_answer_stays_near(
    tmp_path: Path, least: int, expected: list[tuple[int, ...]] | None
) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    graph, rounded = tmp_path / "model.onnx", tmp_path / "model.int8.onnx"
    graph_of_convolutions(graph)
    pixels = np.random.default_rng(1).random((1, 32, 24, 40)).astype(np.float32)
    write_eight_bits(graph, rounded, [{"pixels": pixels}], least=least)
    model = onnx.load(str(rounded))
    whole = [onnx.numpy_helper.to_array(one) for one in model.graph.initializer if one.data_type == onnx.TensorProto.INT8]
    kernels = [one for one in whole if one.ndim == 4]
    every = sorted(shape for shape, _ in CONVOLUTIONS.values())
    assert sorted(one.shape for one in kernels) == (expected or every)
    assert all(one.min() >= -64 and one.max() <= 64 for one in kernels)
    assert {one.key: one.value for one in model.metadata_props} == {"told": "before"}
    first, second = (
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {"pixels": pixels})[0]
        for path in (graph, rounded)
    )
    assert first.shape == second.shape
    assert 0 < np.abs(first - second).max() < 0.1 * np.abs(first).max()


def test_weights_are_halved_only_where_nothing_is_lost() -> None:
    exact, fine, few = np.full(20, 0.5, np.float32), np.full(20, 0.1, np.float32), np.full(3, 0.5, np.float32)
    tensors = [onnx.numpy_helper.from_array(values, name) for name, values in (("exact", exact), ("fine", fine), ("few", few))]
    model = onnx.helper.make_model(onnx.helper.make_graph([], "weights", [], [], tensors))
    halve_weights(model, onnx)
    assert {one.name: one.data_type == onnx.TensorProto.FLOAT16 for one in model.graph.initializer} == {
        "exact.half": True,
        "fine": False,
        "few": False,
    }
    assert [(node.op_type, list(node.output)) for node in model.graph.node] == [("Cast", ["exact"])]


@pytest.mark.model
def test_a_rounded_graph_of_other_weights_goes_when_a_checkpoint_is_exported(tmp_path: Path) -> None:
    folder = save(table_transformer("structure"), tmp_path)["native"]
    loaded = load_checkpoint(str(folder), "structure")
    export_checkpoint(loaded, "structure", folder)
    rounded = folder / INT8_FILE
    rounded.write_bytes((folder / "model.onnx").read_bytes())
    export_checkpoint(loaded, "structure", folder)
    assert open_checkpoint(str(folder), "structure").engine == "onnx-int8"
    model = onnx.load(str(rounded))
    onnx.helper.set_model_props(model, {one.key: "0" * 64 if "sha256" in one.key else one.value for one in model.metadata_props})
    onnx.save(model, str(rounded))
    export_checkpoint(loaded, "structure", folder)
    assert not rounded.exists()
    assert open_checkpoint(str(folder), "structure").engine == "onnx"
