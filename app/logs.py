"""Structured logs: one JSON object per line on standard error. Nothing of a document's text and no file name is ever in them.

What an exception or another library says may quote the document: of both only the kind and the place are told.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from pathlib import PurePath

_requests = logging.getLogger("tablewright.request")
_documents = logging.getLogger("tablewright.document")
QUIET = ("/live", "/ready", "/metrics")
OWN = frozenset({"app", "pipeline", "table", "canonicalize", "tablewright", "uvicorn", "workers"})


class JsonLines(logging.Formatter):
    """``fields`` of a record stand beside its message."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        head = {"time": f"{stamp}.{int(record.msecs):03d}Z", "level": record.levelname.lower(), "logger": record.name}
        is_own = record.name.split(".", 1)[0] in OWN
        message = record.getMessage() if is_own else f"said at {PurePath(record.pathname).name}:{record.lineno}"
        value = {**head, "message": message, **getattr(record, "fields", {})}
        if record.exc_info and record.exc_info[1] is not None:
            value["trace"] = places(record.exc_info[1])
        return json.dumps(value, ensure_ascii=False, default=str)


def places(error: BaseException) -> list[str]:
    """The error and what caused it, each as its type and where it was raised, innermost first; never its own words."""
    found: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = reversed(traceback.extract_tb(current.__traceback__))
        found.append(f"{type(current).__name__} at " + " < ".join(f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames))
        current = current.__cause__ or current.__context__
    return found


def set_up_logs(level: int = logging.INFO) -> None:
    """Sends everything the process logs, warnings included, to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("uvicorn.access").disabled = True


def log_request(*, route: str, **fields: object) -> None:
    level = logging.DEBUG if route in QUIET else logging.INFO
    _requests.log(level, "request", extra={"fields": {"route": route, **fields}})


def log_document(**fields: object) -> None:
    """A document that came to its end: its hash, pages, tables and seconds."""
    _documents.info("document", extra={"fields": fields})
