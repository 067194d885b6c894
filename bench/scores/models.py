"""Networks that answer each input once: rules may be replayed many times over what a model said, at no cost.

The networks' own answers are kept, before any rule: a rule that changes the input of a second stage gets a new answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench.all_queries import telling_all
from pipeline.types import Detector, Recognizer


class Memory:
    """What networks said to inputs, until ``clear``."""

    def __init__(self) -> None:
        self._answers: dict[tuple[object, ...], Any] = {}
        self._folder = ""

    def keep_for(self, folder: str) -> None:
        """Forgets what was said of another folder: sets of one folder, one after the other, ask the same of the networks."""
        if folder != self._folder:
            self.clear()
        self._folder = folder

    def clear(self) -> None:
        self._answers.clear()

    def remembering(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """``call`` that computes once per input; inputs are told apart by the bytes of their arrays."""

        def answer(*arguments: Any, **named: Any) -> Any:
            key = (name, *_parts([*arguments, *sorted(named.items())]))
            if key not in self._answers:
                self._answers[key] = call(*arguments, **named)
            return self._answers[key]

        return answer


def _parts(value: Any) -> Iterator[object]:
    """Hashable parts that identify ``value``: arrays by size and bytes, a network's own output by identity."""
    if isinstance(value, np.ndarray):
        yield from (value.shape, hash(value.tobytes()))
    elif isinstance(value, list | tuple):
        yield len(value)
        for item in value:
            yield from _parts(item)
    elif isinstance(value, str | int | float | bool | None):
        yield value
    else:
        yield id(value)


@dataclass(frozen=True, slots=True)
class Models:
    """A detector and a recognizer whose networks remember; ``facts`` name the weights."""

    detector: Detector
    recognizer: Recognizer
    memory: Memory = field(repr=False)
    facts: dict[str, object]


def load_models(detector: str, structure: str, threads: int = 1, engine: str = "auto") -> Models:
    """Raises ``ModelError`` when a checkpoint cannot be loaded."""
    from pipeline.models.detector import load_detector
    from pipeline.models.recognizer import load_recognizer

    memory = Memory()
    found = load_detector(detector, threads=threads, engine=engine)
    reads = load_recognizer(structure, threads=threads, engine=engine)
    facts: dict[str, object] = {"detector": _facts(found), "structure": _facts(reads)}
    models: tuple[Any, ...] = (found, reads)
    for model in models:
        network = model.checkpoint.network
        for method in ("axes", "grid", "boxes", "queries"):
            if hasattr(network, method):
                setattr(network, method, memory.remembering(f"{id(network)} {method}", getattr(network, method)))
    return Models(found, telling_all(reads), memory, facts)


def _facts(model: Any) -> dict[str, object]:
    checkpoint = model.checkpoint
    return {"name": str(checkpoint.source.name).rsplit("/", 1)[-1], "revision": checkpoint.revision, "sha256": checkpoint.sha256}
