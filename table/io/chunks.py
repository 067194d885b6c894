"""Tables in pieces for programs that read with language models: rows in groups, the header again above each.

A chunk holds whole rows under the repeated column header and the section they belong to, as Markdown, within a token
budget, with caption, page, box and row numbers beside. A row that alone is over the budget is a chunk of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from table.cells import Table
from table.geometry import BBox
from table.io.markdown import escape_markdown, markdown_line
from table.io.records import page_of_row
from table.io.text_grid import header_labels, readable_grid

MAX_TOKENS = 512
_CHARACTERS_PER_TOKEN = 4  # of English text with common tokenizers; numbers take more, hence the rounding up per word


@dataclass(frozen=True, slots=True)
class Chunk:
    """``rows`` are grid rows; ``table`` counts from 1 over the document; ``num_tokens`` is what the counter said."""

    text: str
    table: int
    page: int
    rows: range
    bbox: BBox | None
    caption: str
    num_tokens: int


def estimate_tokens(text: str) -> int:
    """About the tokens of ``text``: one for every four characters of each word, begun.

    >>> estimate_tokens("Total 1,234.50")
    4
    """
    return sum(-(-len(word) // _CHARACTERS_PER_TOKEN) for word in text.split())


def to_chunks(tables: Sequence[Table], *, max_tokens: int = MAX_TOKENS, count: Callable[[str], int] = estimate_tokens) -> Iterator[Chunk]:
    """The chunks of all tables in order; ``count`` gives a text's tokens (for a model's own tokenizer).

    Raises ``ValueError`` for a budget below one token.
    """
    if max_tokens < 1:
        raise ValueError("max_tokens must be 1 or more")
    for number, table in enumerate(tables, start=1):
        if table.num_rows:
            yield from _Chunker(table, number, max_tokens, count).chunks()


class _Chunker:
    def __init__(self, table: Table, number: int, max_tokens: int, count: Callable[[str], int]) -> None:
        self.table, self.number, self.max_tokens, self.count = table, number, max_tokens, count
        self.caption = " ".join(table.caption.text.split()) if table.caption else ""
        self.sections = {row for cell in table.cells if cell.is_projected_row_header for row in cell.rows}
        lines = readable_grid(table)
        self.lines = [markdown_line([escape_markdown(text) for text in row]) for row in lines]
        head = [escape_markdown(label) for label in header_labels(table)]
        self.head = [markdown_line(head), markdown_line(["---"] * table.num_columns)]

    def chunks(self) -> Iterator[Chunk]:
        rows: list[int] = []
        section: int | None = None
        shown: int | None = None  # the section that the open chunk repeats
        for row in range(self.table.num_header_rows, self.table.num_rows):
            is_section = row in self.sections
            if rows and self._tokens([*rows, row], shown) > self.max_tokens:
                yield self._chunk(rows, shown)
                rows, shown = [], None if is_section else section
            rows.append(row)
            section = row if is_section else section
        if rows or not self.table.num_rows - self.table.num_header_rows:
            yield self._chunk(rows, shown)

    def _tokens(self, rows: Sequence[int], section: int | None) -> int:
        return self.count(self._text(rows, section))

    def _text(self, rows: Sequence[int], section: int | None) -> str:
        above = [self.lines[section]] if section is not None and section not in rows else []
        caption = [self.caption, ""] if self.caption else []
        return "\n".join([*caption, *self.head, *above, *(self.lines[row] for row in rows)])

    def _chunk(self, rows: Sequence[int], section: int | None) -> Chunk:
        text = self._text(rows, section)
        extent = range(rows[0], rows[-1] + 1) if rows else range(0)
        boxes = [cell.bbox for cell in self.table.cells if cell.bbox and any(row in extent for row in cell.rows)]
        page = page_of_row(self.table, extent.start) if rows else self.table.page
        return Chunk(text, self.number, page, extent, BBox.enclosing(boxes), self.caption, self.count(text))


def chunk_to_dict(chunk: Chunk) -> dict[str, Any]:
    """A chunk as JSON values."""
    return {
        "text": chunk.text,
        "table": chunk.table,
        "page": chunk.page,
        "first_row": chunk.rows.start,
        "num_rows": len(chunk.rows),
        "bbox": list(chunk.bbox) if chunk.bbox else None,
        "caption": chunk.caption,
        "num_tokens": chunk.num_tokens,
    }


def chunks_text(tables: Sequence[Table], *, max_tokens: int = MAX_TOKENS) -> str:
    """JSON Lines of all chunks."""
    return "".join(json.dumps(chunk_to_dict(chunk), ensure_ascii=False) + "\n" for chunk in to_chunks(tables, max_tokens=max_tokens))
