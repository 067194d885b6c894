"""Documents opened for measuring: OCR words are kept in a folder between runs, pages in memory between variants.

Words are kept under a name made of the picture's pixels, the engine, its version and our own code around it, so that a
change to any of these reads anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import fields
from functools import cache
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from canonicalize import number_forms
from pipeline import Options
from pipeline.documents import open_document
from pipeline.documents.document import Document, Kind, Loss
from pipeline.types import OcrEngine, Page, Picture
from table import BBox, Word

try:
    import pipeline.ocr
    from pipeline.ocr import make_engine
except ImportError as error:
    raise ImportError(
        "the development sets hold pictures, which a plain installation cannot read: pip install 'tablewright[ocr]'"
    ) from error


class KeptOcr:
    """An ``OcrEngine`` that reads each picture once, as long as words have the same fields; the engine is made when a picture is new."""

    def __init__(self, folder: Path, make: Callable[[], OcrEngine | None], version: str) -> None:
        self.name = "kept"
        self._folder, self._make, self._version = folder, make, version

    def words(self, image: Picture) -> list[Word]:
        """The words of ``image``, from the folder or from the engine; none where there is no engine."""
        path = self._folder / f"{_digest(image, self._version)}.json"
        if path.is_file() and (kept := _words_of(json.loads(path.read_text("utf-8")))) is not None:
            return kept
        engine = self._make()
        words = engine.words(image) if engine else []
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_text(json.dumps([_word_json(word) for word in words], ensure_ascii=False), "utf-8")
        partial.rename(path)
        return words


_FURTHER = tuple(field.name for field in fields(Word) if field.name not in ("text", "bbox"))


def _word_json(word: Word) -> tuple[str, list[float], dict[str, object]]:
    return word.text, list(word.bbox), {name: getattr(word, name) for name in _FURTHER}


def _words_of(kept: list[Any]) -> list[Word] | None:
    """The words that ``_word_json`` told; ``None`` when words had other fields then."""
    if any(set(more) != set(_FURTHER) for _, _, more in kept):
        return None
    return [Word(text, BBox(*box), **more) for text, box, more in kept]


def _digest(image: Picture, version: str) -> str:
    head = f"{version} {image.shape}".encode()
    return hashlib.sha256(head + np.ascontiguousarray(image).tobytes()).hexdigest()[:32]


@cache
def ocr_version(ocr: str, language: str) -> str:
    """What the words of an engine depend on, besides the picture."""
    folder = Path(pipeline.ocr.__file__).parent
    files = [*sorted(folder.glob("*.py")), Path(number_forms.__file__)]  # all that recognised words depend on
    code = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    versions = [f"{name} {_version(name)}" for name in ("rapidocr", "onnxruntime")]
    from pipeline.ocr.tesseract import find_tesseract

    return f"{ocr} {language} {versions} tesseract:{bool(find_tesseract())} {code}"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"


class KeptDocument:
    """An opened document whose pages are made once."""

    def __init__(self, inner: Document) -> None:
        self._inner = inner
        self._pages: dict[int, Page] = {}
        self.kind: Kind = inner.kind
        self.name = inner.name

    @property
    def num_pages(self) -> int:
        return self._inner.num_pages

    def losses(self, numbers: Collection[int]) -> Iterator[Loss]:
        return self._inner.losses(numbers)

    def page(self, number: int) -> Page:
        if number not in self._pages:
            self._pages[number] = self._inner.page(number)
        return self._pages[number]

    def close(self) -> None:
        """Stays open: ``Reader`` closes it when the next document is opened."""

    def end(self) -> None:
        self._pages.clear()
        self._inner.close()

    def __enter__(self) -> KeptDocument:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class Reader:
    """Opens documents; the last one opened, with its pages, serves every variant that asks for it in the same way."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "ocr"
        self._last: tuple[tuple[object, ...], KeptDocument] | None = None

    def open(self, source: Path, options: Options) -> Document:
        """Raises what ``open_document`` raises."""
        key = (source, options.text, options.words_from, options.ocr, options.ocr_language)
        if self._last is None or self._last[0] != key:
            self.end()
            kept = KeptOcr(self._folder, lambda: make_engine(options), ocr_version(options.ocr, options.ocr_language))
            self._last = (key, KeptDocument(open_document(source, options, ocr=lambda: kept)))
        return self._last[1]

    def end(self) -> None:
        """Closes what is open."""
        if self._last is not None:
            self._last[1].end()
        self._last = None
