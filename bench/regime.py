"""How a run is done: what is given to the system under test and what happens after its model.

Figures of different regimes are not comparable, so the regime is part of every result and of every published figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Task = Literal["structure", "end-to-end", "detection"]
PostProcessing = Literal["ours", "reference", "reference-service"]
Text = Literal["given", "ocr"]


@dataclass(frozen=True, slots=True)
class Regime:
    """``structure``: the table box is given. ``end-to-end``: tables are found first. ``detection``: only the boxes count.

    ``post_processing`` "reference" sends both the model's objects and the ground truth through the published code's
    steps, "reference-service" the objects through those of its service (``inference.py``), where spans do not see the
    header and words outside the table count, and the truth through those of its evaluation. ``text`` "given" takes the
    dataset's or the PDF's words, "ocr" reads the picture.
    """

    task: Task = "structure"
    post_processing: PostProcessing = "ours"
    text: Text = "given"

    def __str__(self) -> str:
        box = {"structure": "table box given", "end-to-end": "tables found in the document", "detection": "table detection"}[self.task]
        words = "words given" if self.text == "given" else "words by OCR"
        steps = {"ours": "own", "reference": "the published code's", "reference-service": "the published service's"}[self.post_processing]
        return f"{box}, {words}, post-processing: {steps}"
