"""Page numbers as people write them: ``1-3,7``."""

from __future__ import annotations

from pipeline.errors import InputError

MAX_PAGE = 10_000_000
MAX_QUOTED = 40  # characters of what was given that an error repeats
MAX_RANGE = 100_000  # pages in one range; a claimed billion pages is refused, not allocated


def parse_pages(text: str | None) -> tuple[int, ...] | None:
    """Page numbers of ``1-3,7``, in order; ``None`` stays ``None`` (all pages).

    >>> parse_pages("7,1-3")
    (1, 2, 3, 7)
    """
    if text is None:
        return None
    numbers: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        try:
            low, high = int(first), int(last if dash else first)
        except ValueError as error:
            raise InputError(f"pages {part[:MAX_QUOTED]!r}: write page numbers and ranges, for example 1-3,7") from error
        if not 1 <= low <= high:
            raise InputError(f"pages {part[:MAX_QUOTED]!r}: pages count from 1 and a range goes upwards")
        if high > MAX_PAGE or high - low > MAX_RANGE:
            raise InputError(f"pages {part[:MAX_QUOTED]!r}: page numbers end at {MAX_PAGE}, and a range has {MAX_RANGE} at most")
        numbers.update(range(low, high + 1))
    return tuple(sorted(numbers))
