"""Numbers that OCR probably misread: unlike the others of their column or row, also when they were read again.

In: a table and its page. Out: the flag, or nothing; words of a text layer are what they are.
"""

from __future__ import annotations

from canonicalize.number_forms import doubtful_dollars, odd_numbers
from pipeline.flags import Flag
from pipeline.types import Page
from table import Table


def numbers_look_odd(page: Page, table: Table) -> tuple[str, ...]:
    """``ODD_NUMBERS`` when a column or row below the header, read by OCR, has such a number."""
    if page.text_source != "ocr":
        return ()
    columns: dict[int, list[str]] = {}
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if len(cell.columns) == 1 and not cell.is_column_header:
            columns.setdefault(cell.columns.start, []).append(cell.text)
            rows.setdefault(cell.rows.start, []).append(cell.text)
    is_odd = any(any(odd_numbers(texts)) for texts in columns.values()) or any(any(doubtful_dollars(texts)) for texts in rows.values())
    return (str(Flag.ODD_NUMBERS),) if is_odd else ()
