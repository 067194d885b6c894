"""Every error the service raises on purpose. Libraries' exceptions are translated where they arise.

ExtractionError                      .code  .page  .table   message says what, where, what to do
+- InputError            4xx         the caller can fix it
|  +- UnsupportedFormat  415
|  +- TooLarge           413         bytes, pages or pixels: which limit, which value
|  +- EncryptedDocument  422
|  +- CorruptDocument    422
+- StructureError        in band     no consistent grid for this table; its raw objects come back instead
+- BusyError             503         with Retry-After
+- DeadlineExceeded      504         only when no page was finished; else a partial result
+- ModelError            500         non-finite output; at start-up: weights missing, labels differ
"""

from __future__ import annotations


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
    """A limit on bytes, pages or pixels is exceeded; the message names limit and value."""

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
