"""Every error the service raises on purpose. Libraries' exceptions are translated where they arise.

``capture_error`` is the one place where a failure of a page or a table becomes a value, so that it never fails the document,
and that of a document, so that it never fails a batch.

ExtractionError                      .code  .page  .table   message says what, where, what to do
+- InputError            4xx         the caller can fix it
|  +- UnsupportedFormat  415
|  +- TooLarge           413         bytes, pages, pixels, characters, memory: which limit
|  +- EncryptedDocument  422
|  +- CorruptDocument    422
+- StructureError        in band     no consistent grid for this table; its raw objects come back instead
+- BusyError             503         with Retry-After
+- DeadlineExceeded      504         only when no page was finished; else a partial result
+- ModelError            500         non-finite output; at start-up: weights missing, labels differ
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from table import GridError

T = TypeVar("T")
_log = logging.getLogger(__name__)


class ExtractionError(Exception):
    """Base of the tree. ``page`` counts from 1; ``table`` is the table's index on its page, from 0."""

    code = "extraction_error"

    def __init__(self, message: str, *, page: int | None = None, table: int | None = None) -> None:
        super().__init__(message)
        self.page = page
        self.table = table


class InputError(ExtractionError):
    """The caller can fix it: a bad option, page range or region."""

    code = "invalid_input"


class UnsupportedFormat(InputError):
    """The bytes are no PDF and no picture format we read."""

    code = "unsupported_format"


class TooLarge(InputError):
    """A limit on bytes, pages, pixels, characters or memory is exceeded; the message says which."""

    code = "too_large"


class EncryptedDocument(InputError):
    """A password is needed, or the given one is wrong."""

    code = "encrypted_document"


class CorruptDocument(InputError):
    """The document claims a format we read but cannot be opened or has no usable page."""

    code = "corrupt_document"


class StructureError(ExtractionError):
    """No consistent grid could be built for one table; its raw ``objects`` are returned instead."""

    code = "no_structure"

    def __init__(self, message: str, *, page: int | None = None, table: int | None = None, objects: tuple[object, ...] = ()) -> None:
        super().__init__(message, page=page, table=table)
        self.objects = objects


class BusyError(ExtractionError):
    """All workers are taken; try again later."""

    code = "busy"


class DeadlineExceeded(ExtractionError):
    """The time allowed ran out before any page was finished."""

    code = "deadline_exceeded"


class ModelError(ExtractionError):
    """Weights are missing or unfit, or the model returned non-finite numbers."""

    code = "model_error"


def capture_error(work: Callable[[], T], *, page: int | None = None, table: int | None = None) -> T | ExtractionError:
    """What ``work`` returns, or the error it ended with, carrying page (from 1) and table (from 0 in the page), if it is of one.

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
        _log.exception("unforeseen failure on page %s, table %s", page, table)
        return ExtractionError(f"internal error ({type(error).__name__}); please report it with the document", page=page, table=table)


def _placed(error: ExtractionError, page: int | None, table: int | None) -> ExtractionError:
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
