"""The paper's two detectors, to be trained: ``python -m training.baseline OUT`` writes one with random weights, on a ResNet-18.

``tablewright train --from OUT`` and ``tablewright evaluate --checkpoint`` then treat it as any pixel checkpoint.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

try:
    import torch
except ImportError as error:
    raise ImportError("the baseline needs torch, not installed here: pip install 'tablewright[torch]'") from error

import typer

from pipeline.models.checkpoints import transformers_library
from pipeline.models.faster_rcnn.registered import FasterRcnnConfig, FasterRcnnForObjectDetection
from pipeline.models.profile import SizeRule, Task, default_profile
from pipeline.models.transformers_door import PreTrainedModel
from table import DetectionLabel, StructureLabel
from training.assembly import UNTRAINED
from training.export import write_checkpoint
from training.recipe import TaskName

app = typer.Typer(add_completion=False, help=__doc__)
PADDING_PX, LONG_SIDE = 30.0, 640
NUM_QUERIES: dict[Task, int] = {"structure": 125, "detection": 15}  # as Table Transformer has them


class ModelName(enum.StrEnum):
    """The paper's two detectors."""

    FASTER_RCNN = "faster-rcnn"
    DETR = "detr"


@app.command()
def baseline(
    out: Annotated[Path, typer.Argument(help="The new checkpoint's folder.")],
    model: Annotated[ModelName, typer.Option(help="faster-rcnn, or detr in the size of Table Transformer.")] = ModelName.FASTER_RCNN,
    task: Annotated[TaskName, typer.Option(help="structure or detection.")] = TaskName.STRUCTURE,
    long_side: Annotated[int, typer.Option(help="Pixels of the picture's longer side.")] = LONG_SIDE,
    seed: int = 0,
) -> None:
    """Write an untrained Faster R-CNN or DETR on a ResNet-18."""
    wanted: Task = task.value
    labels: Sequence[str] = [str(label) for label in (StructureLabel if wanted == "structure" else DetectionLabel)]
    torch.manual_seed(seed)
    made = untrained(model, wanted, labels)
    profile = replace(
        default_profile(wanted, made.config.model_type),
        scoring="softmax",
        size=SizeRule("long_side", long_side),
        crop_padding_px=PADDING_PX if wanted == "structure" else 0.0,
        extra={UNTRAINED: True},
        origin="python -m training.baseline",
    )
    write_checkpoint(made, out, profile, is_half=False)


def untrained(model: ModelName, task: Task, labels: Sequence[str]) -> PreTrainedModel:
    """The model with random weights and these classes."""
    names: dict[str, Any] = {"id2label": dict(enumerate(labels)), "label2id": {name: index for index, name in enumerate(labels)}}
    if model is ModelName.FASTER_RCNN:
        return FasterRcnnForObjectDetection(FasterRcnnConfig(**names))
    transformers = transformers_library()
    backbone = {
        "model_type": "timm_backbone",
        "backbone": "resnet18",
        "use_pretrained_backbone": False,
        "out_indices": [1, 2, 3, 4],
        "features_only": True,
    }
    sizes = {"num_queries": NUM_QUERIES[task], "auxiliary_loss": True}
    config = transformers.TableTransformerConfig(backbone_config=backbone, **sizes, **names)
    found: PreTrainedModel = transformers.TableTransformerForObjectDetection(config)
    return found


if __name__ == "__main__":
    app()
