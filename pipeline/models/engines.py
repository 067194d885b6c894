"""Which engine runs a checkpoint: ONNX Runtime where it was exported, torch otherwise; the caller may insist on one.

"onnx" and "torch" give the same numbers in 32 bits. ``auto`` takes the graph with large convolutions in 8 bits where there is one: of the
weights in the box the structure model's, because no development set reads worse by it; rounding the detector costs tables.
"""

from __future__ import annotations

from pipeline.errors import ModelError
from pipeline.extras import require
from pipeline.models.networks import ServedCheckpoint
from pipeline.models.onnx_engine import INT8_FILE, MODEL_FILE, has_graphs, open_onnx
from pipeline.models.profile import Task
from pipeline.models.sources import find_source


def open_checkpoint(name: str, task: Task, *, engine: str = "auto", threads: int | None = None, device: str = "cpu") -> ServedCheckpoint:
    """The checkpoint behind ``name``, ready to run in the engine chosen ("auto", "onnx", "torch").

    ``threads``: of the models (of the whole process with torch). ``device`` other than "cpu" needs torch.
    Raises ``ModelError`` when files are missing or damaged, classes differ, or the engine is not installed.
    """
    if threads is not None and threads < 1:
        raise ModelError(f"threads must be at least 1, got {threads}")
    source = find_source(name, task)
    if engine == "onnx" and device != "cpu":
        raise ModelError(f"device {device!r} needs the torch engine")
    if engine == "auto" and device == "cpu" and has_graphs(source, INT8_FILE):
        return open_onnx(source, task, threads, file=INT8_FILE)
    if engine == "onnx" or (engine == "auto" and device == "cpu" and has_graphs(source)):
        return open_onnx(source, task, threads)
    require("torch", f"checkpoint {name!r} has no {MODEL_FILE}, so it" if engine == "auto" else "the torch engine")
    from pipeline.models.checkpoints import load_checkpoint
    from pipeline.models.torch_engine import serve, set_threads

    set_threads(threads)
    return serve(load_checkpoint(name, task), device=device)
