"""Words files of PubTables-1M: a list of words, or an object with a list under ``words``; both are accepted.

Boxes are in the frame of the picture the file belongs to, in pixels, and may lie outside it, because a crop's file
can hold words of the page around the crop. A sample may have no words file at all: ``read_words(None)`` is empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from canonicalize.errors import AnnotationError
from table import BBox, Word

INSIDE_FRACTION = 0.5  # a word belongs to a picture if at least this share of its area is inside it


def read_words(data: bytes | str | None, source: str = "") -> tuple[Word, ...]:
    """The words in reading order (block, line, position; stable); empty without a file.

    Words without text or without area are dropped, as they can be in no cell. Raises ``AnnotationError`` when the
    file is no word list or a box is not four finite numbers.
    """
    if data is None:
        return ()
    items = _word_items(_json(data, source), source)
    ordered = sorted(enumerate(items), key=lambda pair: _order(*pair))
    lines: dict[tuple[int, int], int] = {}
    words: list[Word] = []
    for index, item in ordered:
        line = lines.setdefault((_int(item, "block_num"), _int(item, "line_num")), len(lines))
        word = Word(str(item.get("text", "")), _box(item.get("bbox"), index, source), line)
        if word.text.strip() and word.bbox.area > 0:
            words.append(word)
    return tuple(words)


def _json(data: bytes | str, source: str) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise AnnotationError(f"no JSON: {error}", source=source) from error


def _word_items(value: Any, source: str) -> list[Mapping[str, Any]]:
    items = value.get("words") if isinstance(value, dict) else value
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise AnnotationError("expected a list of words, or an object with such a list under 'words'", source=source)
    return items


def _order(index: int, item: Mapping[str, Any]) -> tuple[int, int, int]:
    span = item.get("span_num")
    return _int(item, "block_num"), _int(item, "line_num"), int(span) if isinstance(span, int) else index


def _int(item: Mapping[str, Any], key: str) -> int:
    value = item.get(key, 0)
    return value if isinstance(value, int) else 0


def _box(value: Any, index: int, source: str) -> BBox:
    """The word's box; a box that is inverted by rounding is turned round."""
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(v, int | float) for v in value):
        raise AnnotationError(f"word {index} has no box of four numbers: {value!r}", source=source)
    x0, y0, x1, y1 = map(float, value)
    try:
        return BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    except ValueError as error:
        raise AnnotationError(f"word {index}: {error}", source=source) from error


def words_inside(words: Iterable[Word], frame: BBox, fraction: float = INSIDE_FRACTION) -> tuple[Word, ...]:
    """The words with at least ``fraction`` of their area inside ``frame``, in the same order."""
    return tuple(word for word in words if word.bbox.overlap_fraction(frame) >= fraction)


def write_words(words: Sequence[Word]) -> str:
    """The published list form: one object per word, ``span_num`` its reading position."""
    items = [
        {"bbox": [*word.bbox], "text": word.text, "flags": 0, "span_num": position, "line_num": 0, "block_num": 0}
        for position, word in enumerate(words)
    ]
    return json.dumps(items)
