"""The streams of a PDF as they stand in its bytes, without parsing it: a look at all of them takes a millisecond per megabyte."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_HEAD = 4_000  # bytes of a stream's dictionary that are looked at
NO_CONTENT = re.compile(rb"/(?:Image|Length[123]|Type1C|CIDFontType0C|OpenType|ObjStm|XRef|XML|FunctionType|N)\b")
FLATE = b"FlateDecode"


def content_streams(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Dictionary and bytes of each stream that may be content, as they stand in the file."""
    view, position = memoryview(data), data.find(b"stream")
    while position >= 0:
        end = data.find(b"endstream", position)
        end = len(data) if end < 0 else end
        start = data.rfind(b" obj", max(0, position - MAX_HEAD), position)
        head = data[start:position]
        if start >= 0 and not NO_CONTENT.search(head):
            yield head, view[position + len(b"stream\n") + (data[position + 6 : position + 7] == b"\r") : end]
        position = data.find(b"stream", end + len(b"endstream"))
