"""Least scores of the layout models' classes, chosen on validation data: ``python -m training.tuning``.

In: a checkpoint and validation folders (never a benchmark's). Out: a table of scores per threshold on standard output;
the person writes the winner into ``profile.json``. Structure is judged by GriTS_Con (GriTS_Top where text is unknown),
detection by F1 at IoU 0.5 and 0.8, on labelled pages and on synthetic ones.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import torch
import typer

from pipeline.models.checkpoints import LoadedCheckpoint, load_checkpoint
from pipeline.models.torch_engine import serve
from table import DetectionLabel, StructureLabel
from training.validation import read_detection_pages, read_tables, score_detection, score_structure

app = typer.Typer(add_completion=False, help=__doc__)
_DETECTION = (0.2, 0.3, 0.4, 0.5, 0.6)
_ROWS_AND_COLUMNS = (0.25, 0.35, 0.45)
_SPANS = (0.4, 0.5, 0.6)


@app.command()
def structure(checkpoint: str, folders: list[Path], num: Annotated[int, typer.Option(help="Tables of each folder.")] = 60) -> None:
    """Scores of the structure model for thresholds of rows and columns, then of spanning cells."""
    from pipeline.models.axis_detr.recognizer import AxisRecognizer

    torch.set_num_threads(1)
    loaded = load_checkpoint(checkpoint, "structure")
    tables = [table for folder in folders for table in read_tables(folder, num)]
    both = [{StructureLabel.ROW: score, StructureLabel.COLUMN: score} for score in _ROWS_AND_COLUMNS]
    for thresholds in [*both, *({StructureLabel.SPANNING_CELL: score} for score in _SPANS)]:
        typer.echo(f"{thresholds} {score_structure(AxisRecognizer(serve(_with(loaded, thresholds))), tables)}")


@app.command()
def detection(checkpoint: str, folders: list[Path], num: Annotated[int, typer.Option(help="Pages of each folder.")] = 60) -> None:
    """Scores of the detector for thresholds of both classes."""
    from pipeline.models.page_detr.detector import PageDetector

    torch.set_num_threads(1)
    loaded = load_checkpoint(checkpoint, "detection")
    for folder in folders:
        pages = read_detection_pages(folder, num)
        for score in _DETECTION:
            thresholds: dict[Any, float] = dict.fromkeys(DetectionLabel, score)
            typer.echo(f"{folder.name} {score} {score_detection(PageDetector(serve(_with(loaded, thresholds))), pages)}")


def _with(loaded: LoadedCheckpoint, thresholds: dict[Any, float]) -> LoadedCheckpoint:
    changed = {**loaded.profile.thresholds, **{str(label): score for label, score in thresholds.items()}}
    return dataclasses.replace(loaded, profile=dataclasses.replace(loaded.profile, thresholds=changed))


if __name__ == "__main__":
    app()
