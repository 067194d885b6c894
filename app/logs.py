"""Structured logs: one JSON object per line on standard error. Nothing of a document's text and no file name is ever in them."""

from __future__ import annotations

import json
import logging
import sys
import time

_requests = logging.getLogger("tablewright.request")
_documents = logging.getLogger("tablewright.document")
QUIET = ("/live", "/ready", "/metrics")


class JsonLines(logging.Formatter):
    """``fields`` of a record stand beside its message."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        head = {"time": f"{stamp}.{int(record.msecs):03d}Z", "level": record.levelname.lower(), "logger": record.name}
        value = {**head, "message": record.getMessage(), **getattr(record, "fields", {})}
        if record.exc_info:
            value["trace"] = self.formatException(record.exc_info)
        return json.dumps(value, ensure_ascii=False, default=str)


def set_up_logs(level: int = logging.INFO) -> None:
    """Sends everything the process logs to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True


def log_request(*, route: str, **fields: object) -> None:
    level = logging.DEBUG if route in QUIET else logging.INFO
    _requests.log(level, "request", extra={"fields": {"route": route, **fields}})


def log_document(**fields: object) -> None:
    """A document that came to its end: its hash, pages, tables and seconds."""
    _documents.info("document", extra={"fields": fields})
