"""The two models of an extractor: given ones, or the checkpoints the options name, loaded once.

No engine is imported before a checkpoint is really loaded, so replaying recordings and given models need none.
"""

from __future__ import annotations

from pipeline.models.networks import MARKS
from pipeline.options import Options
from pipeline.types import Detector, Recognizer

Runs = tuple[str, str, int | None]  # engine, device, threads
DetectorKey = tuple[str, float | None, Runs]


class ModelCache:
    """Keeps the last loaded detector and recognizer; other names in the options replace them."""

    def __init__(self, detector: Detector | None = None, recognizer: Recognizer | None = None) -> None:
        self._given_detector, self._given_recognizer = detector, recognizer
        self._detector: tuple[DetectorKey, Detector] | None = None
        self._recognizer: tuple[tuple[str, Runs], Recognizer] | None = None

    def detector(self, options: Options) -> Detector:
        """Raises ``ModelError`` when the checkpoint cannot be loaded."""
        if self._given_detector is not None:
            return self._given_detector
        key = (options.detector, options.detection_threshold, _runs(options))
        if self._detector is None or self._detector[0] != key:
            from pipeline.models.detector import load_detector

            name, threshold, (engine, device, threads) = key
            self._detector = (key, load_detector(name, threshold=threshold, threads=threads, engine=engine, device=device))
        return self._detector[1]

    def recognizer(self, options: Options) -> Recognizer:
        """Raises ``ModelError`` when the checkpoint cannot be loaded."""
        if self._given_recognizer is not None:
            return self._given_recognizer
        key = (options.structure, _runs(options))
        if self._recognizer is None or self._recognizer[0] != key:
            from pipeline.models.recognizer import load_recognizer

            name, (engine, device, threads) = key
            self._recognizer = (key, load_recognizer(name, threads=threads, engine=engine, device=device))
        return self._recognizer[1]

    def loaded(self) -> dict[str, object]:
        """The models in use by task, for the result's versions."""
        detector = self._given_detector or (self._detector and self._detector[1])
        recognizer = self._given_recognizer or (self._recognizer and self._recognizer[1])
        return {task: model for task, model in (("detector", detector), ("structure", recognizer)) if model is not None}


def _runs(options: Options) -> Runs:
    return options.engine, options.device, options.threads


def model_version(model: object) -> str:
    """``sha256:`` and the first 16 digits of a checkpoint's checksum, ``-int8`` where it is rounded; the class's name for other models."""
    checkpoint = getattr(model, "checkpoint", None)
    digest = getattr(checkpoint, "sha256", None)
    mark = MARKS.get(getattr(checkpoint, "engine", "torch"), "")
    return f"sha256:{digest[:16]}{mark}" if isinstance(digest, str) else type(model).__name__
