"""The protocol of an opened document, and what both kinds of documents share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Literal, Protocol

from pipeline.errors import InputError
from pipeline.types import Page
from table import BBox, Word

Kind = Literal["pdf", "picture"]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a damaged document that cannot be read: in words for users, and on which page, where that is known."""

    message: str
    page: int | None = None


class Document(Protocol):
    """An opened document: a context manager whose pages are read one at a time.

    ``name`` is the file's name without folder ("" for bytes), ``num_pages`` at least 1. ``page`` may be called from any
    thread; a page's ``render`` works until the document is closed.
    """

    kind: Kind
    name: str

    @property
    def num_pages(self) -> int: ...

    def losses(self, numbers: Collection[int]) -> Iterator[Loss]:
        """What of the document, or of those of its pages, is gone, and readers of such files do not say."""
        ...

    def page(self, number: int) -> Page:
        """Page ``number``, from 1. Raises ``InputError`` outside 1..num_pages, ``CorruptDocument`` for a damaged page."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Document: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


def check_number(number: int, num_pages: int) -> None:
    """Raises ``InputError`` unless the page exists."""
    if not 1 <= number <= num_pages:
        raise InputError(f"page {number} does not exist: the document has {num_pages} page(s), counted from 1", page=number)


def picture_size(width: float, height: float, scale: float) -> tuple[int, int]:
    """Width and height in pixels of a page of ``width`` x ``height`` points at ``scale`` pixels per point, at least 1."""
    return max(1, round(width * scale)), max(1, round(height * scale))


def scaled_words(words: Iterable[Word], factor: float, page_box: BBox) -> tuple[Word, ...]:
    """Words in pixels as words in points, cut to the page."""
    scaled = ((word, word.bbox.scale(factor).intersection(page_box)) for word in words)
    return tuple(replace(word, bbox=box) for word, box in scaled if box is not None)
