"""One-line errors and notes on standard error; light, as every start of the command line imports it."""

from __future__ import annotations

import re
import sys

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # document text must not steer the terminal


def error_line(message: str) -> None:
    """One line on standard error."""
    print(f"tablewright: {_one_line(message)}", file=sys.stderr)


def note_line(message: str) -> None:
    """One line of information on standard error."""
    print(_one_line(message), file=sys.stderr)


def safe_text(text: str) -> str:
    """``text`` without control characters."""
    return _CONTROL.sub("\ufffd", text)


def _one_line(message: str) -> str:
    return safe_text(" ".join(message.split()))
