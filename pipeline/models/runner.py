"""Runs a pixel model on canvases: batching, device, threads.

In: canvases in any sizes. Out: logits and boxes per canvas, in their order. Only canvases of equal size share a batch, so
nothing is ever padded and a result does not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.errors import ModelError
from pipeline.models.checkpoints import LoadedCheckpoint
from pipeline.models.decode import Array
from pipeline.models.pixels import Canvas

BATCH_SIZE = 4  # about 1.5 GB of activations for four 1000-pixel crops on TATR-R18


class PixelModel:
    """A checkpoint placed on ``device``; convolutions run channels-last, a fifth faster on a CPU at equal results."""

    def __init__(self, checkpoint: LoadedCheckpoint, *, device: str = "cpu", batch_size: int = BATCH_SIZE) -> None:
        import torch

        self.checkpoint = checkpoint
        self.batch_size = batch_size
        try:
            self._device = torch.device(device)
            model: Any = checkpoint.model  # transformers wraps .to() in a way type checkers misread
            self._model = model.to(device=self._device, memory_format=torch.channels_last)
        except (RuntimeError, AssertionError) as error:
            raise ModelError(f"device {device!r} cannot be used here: {error}") from error

    def run(self, canvases: Sequence[Canvas]) -> list[tuple[Array, Array]]:
        """Per canvas the logits (queries, outputs) and boxes (queries, 4): centre and size in fractions of the canvas."""
        results: dict[int, tuple[Array, Array]] = {}
        for batch in self._batches(canvases):
            outputs = self._forward(np.stack([canvases[index].channels for index in batch]))
            results.update(zip(batch, outputs, strict=True))
        return [results[index] for index in range(len(canvases))]

    def _batches(self, canvases: Sequence[Canvas]) -> list[list[int]]:
        """Indices grouped by canvas size, at most ``batch_size`` in a group."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for index, canvas in enumerate(canvases):
            groups.setdefault(canvas.channels.shape, []).append(index)
        return [group[start : start + self.batch_size] for group in groups.values() for start in range(0, len(group), self.batch_size)]

    def _forward(self, pixels: Array) -> list[tuple[Array, Array]]:
        import torch

        values = torch.from_numpy(pixels).to(device=self._device, memory_format=torch.channels_last)
        try:
            with torch.inference_mode():
                output = self._model(pixel_values=values)
        except RuntimeError as error:
            raise ModelError(f"the model {self.checkpoint.source.name!r} failed on input {pixels.shape}: {error}") from error
        return list(zip(output.logits.float().cpu().numpy(), output.pred_boxes.float().cpu().numpy(), strict=True))


def set_threads(threads: int | None) -> None:
    """Sets how many threads torch may use in this whole process; ``None`` leaves it as it is."""
    if threads is None:
        return
    import torch

    if threads < 1:
        raise ModelError(f"threads must be at least 1, got {threads}")
    torch.set_num_threads(threads)
