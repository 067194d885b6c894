"""Python's garbage collector, told to wait while a page is read.

A page makes some 100,000 small values without cycles, which go when the last reference does; looking for cycles among them finds
nothing and takes a twentieth of a page's time. It is switched off for one page at a time, so what others leave behind is found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Within it no cycles are looked for; afterwards it is as it was. Of two threads in it, the one that came first ends it for both."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
