"""Exit codes of the command line, and which error gives which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from pipeline.errors import ExtractionError, InputError, ModelError


class Exit(IntEnum):
    """0 and 2 are the shell's and the argument parser's; the others are ours."""

    READ = 0
    UNFORESEEN = 1
    USAGE = 2
    DOCUMENT = 3
    MODEL = 4
    PARTIAL = 5
    INTERRUPTED = 130
    TERMINATED = 143


class WrongUse(InputError):
    """The command line itself is wrong, whatever the documents are."""


@contextmanager
def as_wrong_use() -> Iterator[None]:
    """What is refused in here is the command line's fault, not a document's."""
    try:
        yield
    except InputError as error:
        raise WrongUse(str(error)) from error


def exit_code(error: Exception) -> Exit:
    """The code of an error that ended a command."""
    if isinstance(error, ModelError):
        return Exit.MODEL
    if isinstance(error, WrongUse):
        return Exit.USAGE
    return Exit.DOCUMENT if isinstance(error, ExtractionError) else Exit.UNFORESEEN
