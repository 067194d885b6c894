"""Seconds of a checkpoint in every engine: ``python -m bench.engine_speed``.

Of a pixel checkpoint at the size of a published one (a Table Transformer with ResNet-18 and random weights: speed does not depend
on them), and of the first stage of the structure model in the box. All variants see the same pictures in turn on one thread; the
ratio to torch as it comes (eager, 32 bits) is what counts. OpenVINO is measured where it is installed; its convolutions in 8 bits
and ONNX Runtime's are measured to know what they would bring, and are not shipped: their answers differ.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np

try:
    import torch
except ImportError as error:
    raise ImportError("a Table Transformer needs torch, not installed here: pip install 'tablewright[torch]'") from error

import typer
from rich.console import Console

from bench.graphs import eight_bits, open_graph, openvino
from bench.results import environment, write_result
from bench.speed import random_table_transformer
from pipeline.models.export import export_checkpoint, largest_difference
from pipeline.models.onnx_engine import MODEL_FILE, open_onnx
from pipeline.models.sources import Source
from pipeline.models.torch_engine import serve

app = typer.Typer()
SIZES = ((800, 800), (1000, 776))  # of the pictures, height and width
EAGER = "torch eager"


def variants(folder: Path) -> dict[str, Callable[[np.ndarray[Any, Any]], tuple[Any, Any]]]:
    """One call per engine: pixels (1, 3, H, W) to logits and boxes. ``folder`` gets the exported graph."""
    loaded = random_table_transformer("structure")
    eager: Any = random_table_transformer("structure").model
    export_checkpoint(loaded, "structure", folder)
    ours, onnx = serve(loaded).network, open_onnx(Source("random", "box", folder), "structure", 1).network

    def plain(pixels: np.ndarray[Any, Any]) -> tuple[Any, Any]:
        with torch.inference_mode():
            found = eager(pixel_values=torch.from_numpy(pixels))
        return found.logits.numpy(), found.pred_boxes.numpy()

    def half(pixels: np.ndarray[Any, Any]) -> tuple[Any, Any]:
        with torch.autocast("cpu", torch.bfloat16):
            found: tuple[Any, Any] = ours.queries(pixels)
        return found

    graph = folder / MODEL_FILE
    samples = [{"pixels": random_pixels(size)} for size in SIZES]
    quantized = open_graph(eight_bits(graph, folder / "eight_bits.onnx", samples))
    found = {EAGER: plain, "torch channels-last": ours.queries, "torch channels-last, bfloat16": half, "onnx": onnx.queries}
    found["onnx, convolutions in 8 bits"] = lambda pixels: tuple(quantized({"pixels": pixels}))
    if importlib.util.find_spec("openvino"):
        other = openvino(graph)
        found["openvino"] = lambda pixels: tuple(other({"pixels": pixels}))
    return found


def random_pixels(size: tuple[int, int]) -> np.ndarray[Any, Any]:
    """(1, 3, height, width)."""
    return np.random.default_rng(0).standard_normal((1, 3, *size)).astype(np.float32)


@app.command()
def engine_speed_command(
    runs: Annotated[int, typer.Option(min=1, help="Timed calls per size and engine.")] = 5,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the times as JSON here.")] = None,
) -> None:
    """Time a Table Transformer of the published size in every engine."""
    torch.set_num_threads(1)
    found: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        calls = variants(Path(folder))
        for height, width in SIZES:
            pixels = random_pixels((height, width))
            answers = {name: call(pixels) for name, call in calls.items()}  # warms up, too
            times: dict[str, list[float]] = {name: [] for name in calls}
            for _ in range(runs):
                for name, call in calls.items():
                    start = time.process_time()
                    call(pixels)
                    times[name].append(time.process_time() - start)
            medians = {name: statistics.median(each) for name, each in times.items()}
            found[f"{height}x{width}"] = {
                name: {
                    "processor_seconds": round(seconds, 4),
                    "times_faster": round(medians[EAGER] / seconds, 2),
                    "largest_difference": largest_difference(answers[EAGER], answers[name]),
                }
                for name, seconds in medians.items()
            }
    value = {
        "schema": "tablewright.engine_speed/1",
        "model": "Table Transformer R18, structure, random weights",
        "threads": 1,
        "sizes": found,
    }
    Console().print_json(data=value)
    if out:
        write_result({**value, "made_with": environment(f"python -m bench.engine_speed --runs {runs}")}, out)


if __name__ == "__main__":
    app()
