"""How large RapidOCR sees a picture: small ones are enlarged, shallow ones further to find their lines, none beyond use."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pipeline.errors import ModelError
from pipeline.ocr import rapid


class Seeing:
    """An engine that finds nothing and remembers how it was asked; its detector is made with the first picture, as the real one's."""

    def __init__(self) -> None:
        self.cfg = SimpleNamespace(Det=SimpleNamespace(limit_side_len=0))
        self.text_det: Any = None
        self.seen: list[tuple[tuple[int, ...], int]] = []

    def __call__(self, image: Any, **_: Any) -> Any:
        self.text_det = self.text_det or SimpleNamespace(limit_side_len=self.cfg.Det.limit_side_len)
        self.seen.append((image.shape[:2], self.text_det.limit_side_len))
        return SimpleNamespace(txts=None, boxes=None)


def test_pictures_are_enlarged_for_reading_and_shallow_ones_no_more_than_so_far_for_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Seeing()
    monkeypatch.setattr(rapid, "_load", lambda threads: engine)
    reader = rapid.RapidOcrEngine()
    for shape in ((90, 100), (150, 400), (600, 1000), (1700, 1300)):
        assert reader.words(np.full((*shape, 3), 255, np.uint8)) == []
    assert engine.seen == [
        ((270, 300), 495),  # 3 times to read, 5.5 times to find
        ((450, 1200), 736),
        ((720, 1200), 736),
        ((1700, 1300), 736),  # finding needs no enlarging
    ]


@pytest.mark.parametrize(
    ("message", "expected"), [("[ONNXRuntimeError] : 1 : FAIL : std::bad_alloc", MemoryError), ("input has a wrong shape", ModelError)]
)
def test_an_engine_without_memory_says_so(monkeypatch: pytest.MonkeyPatch, message: str, expected: type[Exception]) -> None:
    class EngineError(Exception):
        """As RapidOCR's own, which is no ``RuntimeError``."""

    class Failing(Seeing):
        def __call__(self, image: Any, **_: Any) -> Any:
            raise EngineError(message)

    monkeypatch.setattr(rapid, "_load", lambda threads: Failing())
    with pytest.raises(expected):
        rapid.RapidOcrEngine().words(np.full((90, 100, 3), 255, np.uint8))
