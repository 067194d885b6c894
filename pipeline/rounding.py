"""An exported checkpoint rounded to 8 bits, by what it sees in documents of the kind that it will read.

In: the checkpoint's folder and the documents. The checkpoint sees their pages or tables once, in 32 bits, which tells how large the
values between its layers become; then its ``model.onnx`` is written anew. The second graph of a structure model, which has few
convolutions, stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ExtractionError, ModelError
from pipeline.extractor import Extractor
from pipeline.models.detector import detector_of
from pipeline.models.eight_bits import Inputs, write_eight_bits
from pipeline.models.networks import Array, AxisAnswer, GridLogits, ServedCheckpoint, Size
from pipeline.models.onnx_engine import MODEL_FILE, open_onnx
from pipeline.models.profile import PROFILE_FILE, Task, write_profile
from pipeline.models.recognizer import recognizer_of
from pipeline.models.sources import Source
from pipeline.options import Options

MAX_SEEN = 64  # pages or tables; their values are held in memory while ranges are found


def round_to_eight_bits(folder: Path, task: Task, documents: Sequence[Path]) -> int:
    """Rounds the exported checkpoint in ``folder``, in place; returns how many pages or tables of ``documents`` told the ranges.

    Its revision says that it is rounded. Raises ``ModelError`` when there is nothing in the documents for it to see.
    """
    served = open_onnx(Source(str(folder), "directory", folder), task, 1)
    seen = _seen(served, task, documents)
    if not seen:
        raise ModelError(f"none of {len(documents)} documents has a {'page' if task == 'detection' else 'table'} to find ranges on")
    write_eight_bits(folder / MODEL_FILE, seen)
    write_profile(folder / PROFILE_FILE, replace(served.profile, revision=f"{served.revision}-8bit"))
    return len(seen)


def _seen(served: ServedCheckpoint, task: Task, documents: Sequence[Path]) -> list[Inputs]:
    """What the network is given of the first pages or tables; documents that cannot be read are passed over."""
    network = _Noting(served.network)
    noted, options = replace(served, network=network), Options(engine="onnx", threads=1, ocr="none")
    extractor = (
        Extractor(detector=detector_of(noted), recognizer=None) if task == "detection" else Extractor(recognizer=recognizer_of(noted))
    )
    for document in documents:
        if len(network.seen) >= MAX_SEEN:
            break
        try:
            extractor.extract(document, options)
        except ModelError:
            raise
        except ExtractionError:
            continue
    return network.seen[:MAX_SEEN]


class _Noting:
    """A network of any kind that notes what its first graph is given."""

    def __init__(self, network: Any) -> None:
        self._network = network
        self.seen: list[Inputs] = []

    def _note(self, pixels: Array, size: Size | None = None) -> None:
        self.seen.append({"pixels": pixels, **({"sizes": np.array([size], np.int64)} if size else {})})

    def boxes(self, pixels: Array, size: Size) -> tuple[Array, Array]:
        self._note(pixels, size)
        found: tuple[Array, Array] = self._network.boxes(pixels, size)
        return found

    def axes(self, pixels: Array, size: Size) -> AxisAnswer:
        self._note(pixels, size)
        found: AxisAnswer = self._network.axes(pixels, size)
        return found

    def grid(self, answer: AxisAnswer, rows: Array, columns: Array) -> GridLogits:
        found: GridLogits = self._network.grid(answer, rows, columns)
        return found

    def queries(self, pixels: Array) -> tuple[Array, Array]:
        self._note(pixels)
        found: tuple[Array, Array] = self._network.queries(pixels)
        return found
