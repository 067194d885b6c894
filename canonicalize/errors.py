"""The one error of this package: an annotation or a markup that cannot be read, with its place and the reason."""

from __future__ import annotations


class AnnotationError(ValueError):
    """A dataset's file is not what its format says; the message names file, place and what was expected."""

    def __init__(self, message: str, *, source: str = "") -> None:
        super().__init__(f"{source}: {message}" if source else message)
        self.source = source
