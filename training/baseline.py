"""The paper's baseline, to be trained: ``python -m training.baseline OUT`` writes a Faster R-CNN (R18) with random weights.

``tablewright train --from OUT`` and ``tablewright evaluate --checkpoint`` then treat it as any pixel checkpoint.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

try:
    import torch
except ImportError as error:
    raise ImportError("the baseline needs torch, not installed here: pip install 'tablewright[torch]'") from error

import typer

from pipeline.models.faster_rcnn.registered import FasterRcnnConfig, FasterRcnnForObjectDetection
from pipeline.models.profile import SizeRule, Task, default_profile
from table import DetectionLabel, StructureLabel
from training.export import write_checkpoint

app = typer.Typer(add_completion=False, help=__doc__)
PADDING_PX, LONG_SIDE = 30.0, 640


@app.command()
def baseline(
    out: Annotated[Path, typer.Argument(help="The new checkpoint's folder.")],
    task: Annotated[str, typer.Option(help="structure or detection.")] = "structure",
    long_side: Annotated[int, typer.Option(help="Pixels of the picture's longer side.")] = LONG_SIDE,
    seed: int = 0,
) -> None:
    """Write an untrained Faster R-CNN on a ResNet-18."""
    if task not in ("structure", "detection"):
        raise typer.BadParameter("--task is structure or detection")
    wanted: Task = "structure" if task == "structure" else "detection"
    names = [str(label) for label in (StructureLabel if wanted == "structure" else DetectionLabel)]
    torch.manual_seed(seed)
    model = FasterRcnnForObjectDetection(
        FasterRcnnConfig(id2label=dict(enumerate(names)), label2id={name: index for index, name in enumerate(names)})
    )
    padding = PADDING_PX if wanted == "structure" else 0.0
    profile = replace(
        default_profile(wanted, FasterRcnnConfig.model_type),
        scoring="softmax",
        size=SizeRule("long_side", long_side),
        crop_padding_px=padding,
        origin="python -m training.baseline",
    )
    write_checkpoint(model, out, profile, is_half=False)


if __name__ == "__main__":
    app()
