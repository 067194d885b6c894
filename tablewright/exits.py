"""Exit codes of the command line, and which error gives which."""

from __future__ import annotations

from enum import IntEnum

from pipeline.errors import ExtractionError, ModelError


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


def exit_code(error: Exception) -> Exit:
    """The code of an error that ended a command."""
    if isinstance(error, ModelError):
        return Exit.MODEL
    return Exit.DOCUMENT if isinstance(error, ExtractionError) else Exit.UNFORESEEN
