"""Samples and batches for a run: weighted draws from several sources, pictures read when first drawn, workers for a GPU."""

from __future__ import annotations

import hashlib
import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import cv2
import numpy as np
import torch
from numpy.random import Generator
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from canonicalize import AnnotationError
from pipeline.errors import InputError
from training.folders import LabelledPicture

logger = logging.getLogger(__name__)
T = TypeVar("T")
Draw = Callable[[Generator], T]
_PREFETCH = 4  # batches that each worker makes ahead
_CACHE_VERSION = 1  # raised when what readers return changes


def mix(sources: Sequence[tuple[float, Draw[T]]]) -> Draw[T]:
    """A draw from one of ``sources``, (weight, draw), chosen by weight. Raises ``InputError`` unless weights are positive."""
    weights = np.array([weight for weight, _ in sources], float)
    if len(weights) == 0 or not (weights > 0).all():
        raise InputError("training needs data: give --data at least once, every weight above 0")
    shares = weights / weights.sum()
    return lambda rng: sources[int(rng.choice(len(sources), p=shares))][1](rng)


@dataclass
class CachedSamples(Generic[T]):
    """Samples of a folder, each read when it is first drawn and kept; ``cache``: a folder that keeps them between runs.

    Labels that cannot be used are named in the log once and never drawn again.
    """

    pictures: list[LabelledPicture]
    read: Callable[[LabelledPicture], T]
    cache: Path | None = None
    _kept: dict[Path, T] = field(default_factory=dict)

    def draw(self, rng: Generator) -> T:
        """A sample, every one as likely as any other. Raises ``InputError`` when none of the folder can be used."""
        return self.pick(int(rng.integers(max(1, len(self.pictures)))))

    def pick(self, index: int) -> T:
        """Sample ``index``, counted round and round, or one after it that can be used; ``InputError`` as for ``draw``."""
        while self.pictures:
            labelled = self.pictures[index % len(self.pictures)]
            try:
                return self.get(labelled)
            except AnnotationError as error:
                logger.warning("left out: %s", error)
                self.pictures = [other for other in self.pictures if other != labelled]
        raise InputError("none of the annotations of a folder can be used; the log names the reason for each")

    def all(self) -> list[T]:
        """Every sample that can be used. Raises ``InputError`` when none can."""
        self.pick(0)
        for labelled in list(self.pictures):
            try:
                self.get(labelled)
            except AnnotationError as error:
                logger.warning("left out: %s", error)
                self.pictures.remove(labelled)
        return [self.get(labelled) for labelled in self.pictures]

    def get(self, labelled: LabelledPicture) -> T:
        """The sample of ``labelled``, from memory, from the cache or read anew."""
        if labelled.annotation not in self._kept:
            self._kept[labelled.annotation] = self._load(labelled)
        return self._kept[labelled.annotation]

    def _load(self, labelled: LabelledPicture) -> T:
        if self.cache is None:
            return self.read(labelled)
        files = [file for file in (labelled.annotation, labelled.picture, labelled.words) if file is not None]
        return read_cached(files, self.cache, lambda: self.read(labelled))


class CachedSamplesView(Sequence[T]):
    """Cached samples as a sequence for those who draw by number: each is read when it is first asked for."""

    def __init__(self, samples: CachedSamples[T]) -> None:
        self.samples = samples

    def __len__(self) -> int:
        return len(self.samples.pictures)

    def __getitem__(self, index: Any) -> Any:
        return self.samples.pick(index)


def read_cached(files: Sequence[Path], cache: Path, read: Callable[[], T]) -> T:
    """What ``read`` makes of ``files``, from the folder ``cache`` if it was read before and no file has changed since."""
    path = cache / f"{_key(files)}.pkl"
    if path.exists():
        kept: T = pickle.loads(path.read_bytes())
        return kept
    value = read()
    cache.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".tmp").write_bytes(pickle.dumps(value, protocol=5))
    path.with_suffix(".tmp").rename(path)
    return value


def _key(files: Sequence[Path]) -> str:
    """A name that changes when one of the files does."""
    facts = [f"{file.resolve()} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files]
    return hashlib.sha256("\n".join([str(_CACHE_VERSION), *facts]).encode()).hexdigest()[:24]


class Reuse(Generic[T]):
    """A draw whose samples come back later: making one costs more than changing it, and every draw is changed anyhow."""

    def __init__(self, draw: Draw[T], *, fresh: float = 0.5, kept: int = 600) -> None:
        """``fresh``: share of draws that are new; ``kept``: how many are remembered."""
        self.draw, self.fresh, self.kept = draw, fresh, kept
        self._pool: list[T] = []

    def __call__(self, rng: Generator) -> T:
        if len(self._pool) < self.kept // 10 or rng.random() < self.fresh:
            sample = self.draw(rng)
            if len(self._pool) < self.kept:
                self._pool.append(sample)
            else:
                self._pool[int(rng.integers(self.kept))] = sample
            return sample
        return self._pool[int(rng.integers(len(self._pool)))]


class _Stream(IterableDataset[T]):
    def __init__(self, batches: Callable[[Generator], Iterator[T]], seed: Sequence[int]) -> None:
        self.batches, self.seed = batches, seed

    def __iter__(self) -> Iterator[T]:
        worker = get_worker_info()
        if worker is not None:
            torch.set_num_threads(1)
            cv2.setNumThreads(0)
        return self.batches(np.random.default_rng([*self.seed, worker.id if worker else 0]))


def feed(batches: Callable[[Generator], Iterator[T]], seed: Sequence[int], workers: int, *, pin: bool = False) -> Iterator[T]:
    """The endless batches that ``batches(rng)`` gives, made by so many processes beside this one (0: here).

    ``pin``: in memory that a GPU copies from by itself. With workers the order is that of their readiness.
    """
    if workers == 0:
        return batches(np.random.default_rng(list(seed)))
    loader: DataLoader[T] = DataLoader(
        _Stream(batches, seed),
        batch_size=None,
        num_workers=workers,
        multiprocessing_context="fork",
        prefetch_factor=_PREFETCH,
        pin_memory=pin,
        in_order=False,
    )
    return iter(loader)
