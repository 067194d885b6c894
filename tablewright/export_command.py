"""``tablewright export``: a checkpoint as graphs that run without torch."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from pipeline.models.profile import Task
from tablewright.lines import note_line

app = typer.Typer()


@app.command("export", no_args_is_help=True)
def export_command(
    checkpoint: Annotated[str, typer.Argument(help="default, a local directory, a hub id or a .pth file.")],
    task: Annotated[Task, typer.Option(help="What the checkpoint does.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder to write; a checkpoint's own folder gets graphs beside weights.")],
) -> None:
    """Export a checkpoint to ONNX, for --engine onnx and installations without torch."""
    from pipeline.extras import require

    require("torch", "tablewright export")
    from pipeline.models.checkpoints import load_checkpoint
    from pipeline.models.export import export_checkpoint

    paths = export_checkpoint(load_checkpoint(checkpoint, task), task, out)
    flag = {"detection": "--detector", "structure": "--structure"}[task]
    sizes = ", ".join(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)" for path in paths)
    note_line(f"wrote {sizes} to {out}; use it with {flag} {shlex.quote(str(out))}")
