"""The one error of the readers, and the sizes they believe."""

from __future__ import annotations

MAX_ROWS = 100_000  # of one table; the product of both sides is bounded by ``MAX_GRID_CELLS``
MAX_COLUMNS = 10_000
MAX_TABLES = 10_000  # of one text


class FormatError(ValueError):
    """The text is not a table in the expected format, or claims a size beyond the limits."""
