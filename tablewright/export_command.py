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
    eight_bits: Annotated[
        list[Path] | None,
        typer.Option(
            "--eight-bits",
            help="PDFs like those to be read, or a folder of them, repeatable: convolutions in 8 bits with the ranges found on them. "
            "Two thirds of the time; scores move a little, so compare tables.",
        ),
    ] = None,
) -> None:
    """Export a checkpoint to ONNX, for --engine onnx and installations without torch."""
    from pipeline.extras import require

    require("torch", "tablewright export")
    from pipeline.models.checkpoints import load_checkpoint
    from pipeline.models.export import export_checkpoint

    documents = [path for given in eight_bits or () for path in (sorted(given.rglob("*.pdf")) if given.is_dir() else [given])]
    if eight_bits and not documents:
        raise typer.BadParameter(f"no PDF under {', '.join(map(str, eight_bits))}")
    paths = export_checkpoint(load_checkpoint(checkpoint, task), task, out)
    if documents:
        from pipeline.rounding import round_to_eight_bits

        number = round_to_eight_bits(out, task, documents)
        note_line(f"rounded to 8 bits by {number} {'page' if task == 'detection' else 'table'}(s)")
    flag = {"detection": "--detector", "structure": "--structure"}[task]
    sizes = ", ".join(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)" for path in paths)
    note_line(f"wrote {sizes} to {out}; use it with {flag} {shlex.quote(str(out))}")
