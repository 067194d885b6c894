"""Configuration of the Faster R-CNN baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.models.transformers_door import PretrainedConfig
from table import StructureLabel


class FasterRcnnConfig(PretrainedConfig):  # type: ignore[no-untyped-call]  # transformers' base has untyped hooks
    """Sizes of the model.

    ``anchor_widths`` and ``anchor_heights`` are fractions of the canvas, every width with every height at each place of the map:
    a table's rows are as wide as the canvas and its columns as high, which the usual square anchors do not reach.
    """

    model_type = "faster-rcnn"

    def __init__(
        self,
        num_channels: int = 3,
        hidden_sizes: Sequence[int] = (64, 128, 256, 512),
        map_channels: int = 128,
        head_channels: int = 256,
        anchor_widths: Sequence[float] = (0.08, 0.2, 0.45, 0.9),
        anchor_heights: Sequence[float] = (0.03, 0.08, 0.25, 0.9),
        num_candidates: int = 800,
        num_proposals: int = 200,
        num_detections: int = 120,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("id2label", {i: str(label) for i, label in enumerate(StructureLabel)})
        kwargs.setdefault("label2id", {str(label): i for i, label in enumerate(StructureLabel)})
        super().__init__(**kwargs)
        self.num_channels = num_channels
        self.hidden_sizes = list(hidden_sizes)
        self.map_channels = map_channels
        self.head_channels = head_channels
        self.anchor_widths, self.anchor_heights = list(anchor_widths), list(anchor_heights)
        self.num_candidates = num_candidates
        self.num_proposals = num_proposals
        self.num_detections = num_detections
