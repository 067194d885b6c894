"""One place where a failure of a page or a table becomes a value, so that it never fails the document."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from pipeline.errors import DeadlineExceeded, ExtractionError, StructureError, TooLarge
from table import GridError

T = TypeVar("T")
_log = logging.getLogger(__name__)


def attempt(work: Callable[[], T], *, page: int, table: int | None = None) -> T | ExtractionError:
    """What ``work`` returns, or the error it ended with, carrying page (from 1) and table (from 0 in the page).

    An unforeseen exception is logged with its traceback and becomes an ``ExtractionError`` that names its type only:
    messages of libraries may quote the document.
    """
    try:
        return work()
    except ExtractionError as error:
        return _placed(error, page, table)
    except GridError as error:
        return StructureError(f"the cells found do not form a grid: {error}", page=page, table=table)
    except MemoryError:
        return TooLarge("this needs more memory than is allowed here; allow more, or split the document", page=page, table=table)
    except Exception as error:
        _log.exception("unforeseen failure on page %d, table %s", page, table)
        return ExtractionError(f"internal error ({type(error).__name__}); please report it with the document", page=page, table=table)


def _placed(error: ExtractionError, page: int, table: int | None) -> ExtractionError:
    error.page = page if error.page is None else error.page
    error.table = table if error.table is None else error.table
    return error


class Deadline:
    """The time by which work should end; ``None`` seconds means never."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return self._end is not None and time.monotonic() >= self._end

    def error(self, *, page: int | None = None) -> DeadlineExceeded:
        return DeadlineExceeded(f"the time allowed ({self._seconds:g} s) ran out; allow more or ask for fewer pages", page=page)
