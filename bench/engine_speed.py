"""Seconds of a checkpoint in every engine: ``python -m bench.engine_speed``.

Of a pixel checkpoint at the size of a published one (a Table Transformer with ResNet-18 and random weights: speed does not depend
on them), and of both stages of the structure model in the box on a raster as large as those of most tables. All variants see the same
in turn on one thread; the ratio to torch as it comes (eager, 32 bits) is what counts. OpenVINO is measured where it is installed;
convolutions in 8 bits (``tablewright export --eight-bits``) answer a little otherwise. The floor is what the model's operations alone
take at the rate at which this machine multiplies matrices in 32 bits.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np

try:
    import torch
    from torch.utils.flop_counter import FlopCounterMode
except ImportError as error:
    raise ImportError("a Table Transformer needs torch, not installed here: pip install 'tablewright[torch]'") from error

import typer
from rich.console import Console

from bench.floor import multiply_rate
from bench.graphs import eight_bits, open_graph, openvino
from bench.results import environment, write_result
from bench.speed import random_table_transformer
from pipeline.models.checkpoints import load_checkpoint
from pipeline.models.engines import open_checkpoint
from pipeline.models.export import export_checkpoint, largest_difference
from pipeline.models.export_graphs import blots
from pipeline.models.networks import AxisNetwork
from pipeline.models.onnx_engine import MODEL_FILE, open_onnx
from pipeline.models.sources import Source
from pipeline.models.torch_engine import serve

app = typer.Typer()
SIZES = ((800, 800), (1000, 776))  # of the pictures, height and width
TABLE = (224, 304, 14, 6)  # the median raster of ICDAR-2013's half, height and width, with rows and columns
STAGE_RUNS = 4  # times as many runs of the structure model, which takes a tenth of the time
EAGER, EIGHT_BITS, DEFAULT = "torch eager", "onnx, convolutions in 8 bits", "default: onnx, large convolutions in 8 bits"
Answer = tuple[Any, ...]
Call = Callable[[], Answer]


def variants(folder: Path) -> dict[str, Callable[[np.ndarray[Any, Any]], Answer]]:
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
    found[EIGHT_BITS] = lambda pixels: tuple(quantized({"pixels": pixels}))
    if importlib.util.find_spec("openvino"):
        other = openvino(graph)
        found["openvino"] = lambda pixels: tuple(other({"pixels": pixels}))
    return found


def stage_variants() -> dict[str, Call]:
    """One call per engine: both stages of the structure model in the box on one raster, to all logits."""
    height, width, num_rows, num_columns = TABLE
    loaded = load_checkpoint("default", "structure")
    eager: Any = load_checkpoint("default", "structure").model
    eager.eval()
    pixels = blots(height, width, loaded.model.config.num_channels)
    rows, columns = (torch.linspace(2, side - 2, count + 1) for side, count in ((height, num_rows), (width, num_columns)))

    def plain() -> Answer:
        with torch.inference_mode():
            stage = eager(pixels, torch.tensor([(height, width)]))
            found = eager.grid(stage, pixels, [(rows, columns)])[0]
        parts = (stage.row_logits[0], stage.column_logits[0], found.header, found.projected, found.merge_right, found.merge_down)
        return tuple(part.numpy() for part in parts)

    def served(network: AxisNetwork) -> Answer:
        answer = network.axes(pixels.numpy(), (height, width))
        found = network.grid(answer, rows.numpy(), columns.numpy())
        return answer.row_logits, answer.column_logits, found.header, found.projected, found.right, found.below

    networks = {
        "torch channels-last": serve(loaded).network,
        "onnx": open_checkpoint("default", "structure", engine="onnx", threads=1).network,
        DEFAULT: open_checkpoint("default", "structure", threads=1).network,
    }
    return {EAGER: plain, **{name: partial(served, network) for name, network in networks.items()}}


def compared(calls: Mapping[str, Call], runs: int) -> dict[str, dict[str, float]]:
    """Of each call its median processor seconds, how many times faster it is than torch as it comes, and how far its answer is off."""
    answers = {name: call() for name, call in calls.items()}  # warms up, too
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(runs):
        for name, call in calls.items():
            start = time.process_time()
            call()
            times[name].append(time.process_time() - start)
    medians = {name: statistics.median(each) for name, each in times.items()}
    return {
        name: {
            "processor_seconds": round(seconds, 4),
            "times_faster": round(medians[EAGER] / seconds, 2),
            "largest_difference": largest_difference(answers[EAGER], answers[name]),
        }
        for name, seconds in medians.items()
    }


def least(call: Call, eager_seconds: float, rate: float) -> dict[str, float]:
    """What ``call`` would take if it were nothing but operations, ``rate`` of them a second, and how much faster than torch that is."""
    with FlopCounterMode(display=False) as counter:
        call()
    operations = counter.get_total_flops()
    seconds = operations / rate
    return {
        "gigaoperations": round(operations / 1e9, 2),
        "processor_seconds": round(seconds, 4),
        "times_faster": round(eager_seconds / seconds, 2),
    }


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
    floor: dict[str, Any] = {}
    rate = multiply_rate()
    with TemporaryDirectory() as folder:
        calls = variants(Path(folder))
        for height, width in SIZES:
            name, own = f"{height}x{width}", {engine: partial(call, random_pixels((height, width))) for engine, call in calls.items()}
            found[name] = compared(own, runs)
            floor[f"picture {name}"] = least(own[EAGER], found[name][EAGER]["processor_seconds"], rate)
        stage_calls = stage_variants()
        stages = compared(stage_calls, STAGE_RUNS * runs)
        floor["raster " + "x".join(map(str, TABLE[:2]))] = least(stage_calls[EAGER], stages[EAGER]["processor_seconds"], rate)
    value = {
        "schema": "tablewright.engine_speed/1",
        "model": "Table Transformer R18, structure, random weights",
        "threads": 1,
        "sizes": found,
        "structure_model_in_the_box": {"raster": "x".join(map(str, TABLE[:2])), "engines": stages},
        "gigaoperations_per_second": round(rate / 1e9, 1),
        "floor": floor,
    }
    Console().print_json(data=value)
    if out:
        write_result({**value, "made_with": environment(f"python -m bench.engine_speed --runs {runs}")}, out)


if __name__ == "__main__":
    app()
