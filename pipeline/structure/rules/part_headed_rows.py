"""A section's title that the model took for the first line of its first item: "Liabilities:" above "Derivatives   767".

A line of a label that ends with a colon, with values beside the lines below it only, heads them: it is a row of its own. In 1,100 tables
of FinTabNet.c, ICDAR-2013's half and pdf-parse-bench's all 7 such rows are two rows in the truth.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.words.leaders import DOTS
from pipeline.structure.words.lines import group_lines
from pipeline.types import Interval


def part_headed_rows(draft: Draft) -> Draft:
    """The draft with such rows parted below the title."""
    if len(draft.columns) < 2:
        return draft
    head = num_header_rows_seen(draft)
    rows = [part for index, row in enumerate(draft.rows) for part in (_parts(draft, index) if index >= head else [row])]
    return replace(draft, rows=tuple(rows)).noting(*(Flag.ROWS_PARTED,) * (len(rows) > len(draft.rows)))


def _parts(draft: Draft, index: int) -> list[Interval]:
    row, cells = draft.rows[index], draft.filled[index]
    words = [word for word in cells.get(0, ()) if not DOTS.fullmatch(word.text)]
    if not any(word.text.endswith(":") for word in words):
        return [row]
    lines, others = group_lines(words), [word for column, cell in cells.items() if column for word in cell]
    titles = [number for number, line in enumerate(lines[:-1]) if line[-1].text.endswith(":")]
    if not titles or not others:
        return [row]
    bottom = max(word.bbox.y1 for line in lines[: titles[-1] + 1] for word in line)
    top = min(word.bbox.y0 for word in (*(word for line in lines[titles[-1] + 1 :] for word in line), *others))
    cut = (bottom + top) / 2
    is_above = min(word.bbox.center[1] for word in others) > bottom and row.start < cut < row.stop
    return [replace(row, stop=cut), replace(row, start=cut)] if is_above else [row]
