"""Runs a pixel model on canvases in batches.

In: canvases in any sizes. Out: logits and boxes per canvas, in their order. Only canvases of equal size share a batch, so
nothing is ever padded and a result does not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.errors import ModelError
from pipeline.models.networks import Array, PixelNetwork, ServedCheckpoint
from pipeline.models.pixels import Canvas

BATCH_SIZE = 4  # about 1.5 GB of activations for four 1000-pixel crops on TATR-R18


class PixelModel:
    """A checkpoint that is shown pictures. Raises ``ModelError`` for one that is not."""

    def __init__(self, checkpoint: ServedCheckpoint, *, batch_size: int = BATCH_SIZE) -> None:
        if not isinstance(checkpoint.network, PixelNetwork):
            raise ModelError(f"{checkpoint.source}: a layout model, and its profile says that it takes pixels")
        self.batch_size = batch_size
        self._network: PixelNetwork = checkpoint.network

    def run(self, canvases: Sequence[Canvas]) -> list[tuple[Array, Array]]:
        """Per canvas the logits (queries, outputs) and boxes (queries, 4): centre and size in fractions of the canvas."""
        results: dict[int, tuple[Array, Array]] = {}
        for batch in self._batches(canvases):
            logits, boxes = self._network.queries(np.stack([canvases[index].channels for index in batch]))
            results.update(zip(batch, zip(logits, boxes, strict=True), strict=True))
        return [results[index] for index in range(len(canvases))]

    def _batches(self, canvases: Sequence[Canvas]) -> list[list[int]]:
        """Indices grouped by canvas size, at most ``batch_size`` in a group."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for index, canvas in enumerate(canvases):
            groups.setdefault(canvas.channels.shape, []).append(index)
        return [group[start : start + self.batch_size] for group in groups.values() for start in range(0, len(group), self.batch_size)]
