"""Page pictures for the web page, as data URLs, drawn while the document is open."""

from __future__ import annotations

import base64

from pipeline import PageDone
from pipeline.debug import page_png


class Pictures:
    """Keeps the pictures of the first ``max_pages`` pages in ``urls`` by page number."""

    def __init__(self, max_pages: int) -> None:
        self._max_pages = max_pages
        self.urls: dict[int, str] = {}

    def __call__(self, event: PageDone) -> None:
        if event.page is not None and len(self.urls) < self._max_pages:
            encoded = base64.b64encode(page_png(event.page)).decode("ascii")
            self.urls[event.page.number] = f"data:image/png;base64,{encoded}"
