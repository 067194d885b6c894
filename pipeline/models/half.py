"""Weights of a graph in 16 bits where that loses nothing: a file is as large as the weights it was made of."""

from __future__ import annotations

from typing import Any

import numpy as np

MIN_VALUES = 16  # a node that turns fewer back would be larger than what is saved


def halve_weights(model: Any, onnx: Any) -> None:
    """Turns the weights of ``model``, an ONNX graph, to 16 bits in place, with nodes that turn them back as the graph is opened."""
    casts = [node for tensor in model.graph.initializer if (node := _halved(tensor, onnx)) is not None]
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _halved(tensor: Any, onnx: Any) -> Any | None:
    """``tensor`` turned to 16 bits in place, and the node that turns it back; ``None`` where 16 bits are not enough."""
    if tensor.data_type != onnx.TensorProto.FLOAT:
        return None
    values = onnx.numpy_helper.to_array(tensor)
    with np.errstate(over="ignore"):
        half = values.astype(np.float16)
    if values.size < MIN_VALUES or not np.array_equal(half.astype(np.float32), values):
        return None
    name = tensor.name
    tensor.CopyFrom(onnx.numpy_helper.from_array(half, name + ".half"))
    return onnx.helper.make_node("Cast", [name + ".half"], [name], to=onnx.TensorProto.FLOAT)
