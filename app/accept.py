"""The ``Accept`` header (RFC 9110, section 12.5.1): the best of what we have, by quality and then by specificity."""

from __future__ import annotations

from collections.abc import Sequence


def best_match(header: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the header likes best; the first one on a tie or without a header, ``None`` for none.

    >>> best_match("text/csv;q=0.5, text/html", ["application/json", "text/html", "text/csv"])
    'text/html'
    >>> best_match("image/png", ["application/json"]) is None
    True
    """
    ranges = [_range(part) for part in header.split(",") if part.strip()]
    if not ranges:
        return offered[0]
    scores = [(_quality(media, ranges), -index) for index, media in enumerate(offered)]
    quality, index = max(scores)
    return offered[-index] if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = [piece.strip().lower() for piece in part.split(";")]
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return media, quality if quality == quality else 0.0


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that takes ``media``."""
    kind = media.split("/")[0]
    for wanted in (media, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
