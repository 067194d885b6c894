"""An exported checkpoint rounded to 8 bits, by what it sees in documents of the kind that it will read.

In: the checkpoint's folder and the documents. The checkpoint sees their pages or tables once, in 32 bits, which tells how large the
values between its layers become; then ``model.int8.onnx`` is written beside its ``model.onnx``. The second graph of a structure model has
few convolutions and stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ExtractionError, ModelError
from pipeline.extractor import Extractor
from pipeline.models.detector import detector_of
from pipeline.models.eight_bits import MIN_PRODUCTS, Inputs, write_eight_bits
from pipeline.models.networks import Array, AxisAnswer, GridLogits, ServedCheckpoint, Size
from pipeline.models.onnx_engine import INT8_FILE, MODEL_FILE, open_onnx
from pipeline.models.profile import LAYOUT_TYPES, Task
from pipeline.models.recognizer import recognizer_of
from pipeline.models.sources import Source
from pipeline.options import Options

MAX_SEEN, MAX_OF_ONE = 128, 3  # pages or tables, their values held in memory; of one document as long as there are others


def round_to_eight_bits(folder: Path, task: Task, documents: Sequence[Path]) -> int:
    """Rounds the exported checkpoint in ``folder``; returns how many pages or tables of ``documents`` told the ranges.

    Raises ``ModelError`` when there is nothing in the documents for it to see.
    """
    served = open_onnx(Source(str(folder), "directory", folder), task, 1)
    seen = _seen(served, task, documents)
    if not seen:
        raise ModelError(f"none of {len(documents)} documents has a {'page' if task == 'detection' else 'table'} to find ranges on")
    least = MIN_PRODUCTS[task] if served.model_type in LAYOUT_TYPES else 0
    write_eight_bits(folder / MODEL_FILE, folder / INT8_FILE, seen, least=least)
    return len(seen)


def _seen(served: ServedCheckpoint, task: Task, documents: Sequence[Path]) -> list[Inputs]:
    """What the network is given of pages or tables, the first of every document first; documents that cannot be read are passed over."""
    network, found = _Noting(served.network), list[list[Inputs]]()
    noted, options = replace(served, network=network), Options(engine="onnx", threads=1, ocr="none")
    extractor = (
        Extractor(detector=detector_of(noted), recognizer=None) if task == "detection" else Extractor(recognizer=recognizer_of(noted))
    )
    for document in documents:
        if sum(min(len(seen), MAX_OF_ONE) for seen in found) >= MAX_SEEN:
            break
        network.seen = []
        try:
            extractor.extract(document, options)
        except ModelError:
            raise
        except ExtractionError:
            continue
        found.append(network.seen[:MAX_SEEN])
    in_turn = (inputs for round_of_all in zip_longest(*found) for inputs in round_of_all if inputs is not None)
    return list(islice(in_turn, MAX_SEEN))


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
