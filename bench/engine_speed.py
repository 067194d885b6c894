"""Seconds of a pixel checkpoint in every engine, at the size of a published one: ``python -m bench.engine_speed``.

The network is a Table Transformer with ResNet-18 of the published sizes and random weights: speed does not depend on them. All
variants see the same pictures in turn on one thread; the ratio to torch as it comes (eager, 32 bits) is what counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import torch
import typer
from rich.console import Console

from bench.results import environment, write_result
from bench.speed import random_table_transformer
from pipeline.models.export import export_checkpoint, largest_difference
from pipeline.models.onnx_engine import open_onnx
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

    return {EAGER: plain, "torch channels-last": ours.queries, "torch channels-last, bfloat16": half, "onnx": onnx.queries}


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
            pixels = np.random.default_rng(0).standard_normal((1, 3, height, width)).astype(np.float32)
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
