"""Which rules did something: for measuring what each is worth without reading anew where it did nothing.

Off unless asked for; in the product nothing is compared and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_acting: ContextVar[set[str] | None] = ContextVar("acting rules", default=None)


@contextmanager
def watch_rules() -> Iterator[set[str]]:
    """The names of the rules that changed what they were given, filled while the block reads documents in this thread."""
    acting: set[str] = set()
    token = _acting.set(acting)
    try:
        yield acting
    finally:
        _acting.reset(token)


def note_rule(name: str, before: object, after: object) -> None:
    """Says that the rule ``name`` made ``after`` of ``before``."""
    acting = _acting.get()
    if acting is not None and name not in acting and before != after:
        acting.add(name)
