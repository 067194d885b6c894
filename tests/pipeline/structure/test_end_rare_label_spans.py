"""A label over rows among labels of one row each loses the rows below it; groups keep theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, stand
from pipeline.structure.rules.end_rare_label_spans import end_rare_label_spans
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view


def spanned(*lines: str, rows: tuple[range, ...], header_rows: int = 1) -> Draft:
    """A grid of three columns with spans of the first one."""
    start = stand(draft(grid_objects(len(lines), 3), view(grid_words(*lines))))
    return replace(start, num_header_rows=header_rows, spans=tuple(Span(one, range(1)) for one in rows))


HEAD = ("Item | 2019 | 2018", "Land | 5 | 4", "Stock | 2 | 3")


@pytest.mark.parametrize("below", [". | 16 | 15", ". | 2017 | 2016"])
def test_a_sum_or_further_names_below_a_label_are_not_its_own(below: str) -> None:
    found = end_rare_label_spans(spanned(*HEAD, "Cash | 9 | 8", below, rows=(range(3, 5),)))
    assert found.spans == ()
    assert Flag.SPANS_REPAIRED in found.notes


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ((*HEAD[:2], "Cash | 9 | 8", ". | 16 | 15"), (range(2, 4),)),  # one of two labels
        ((*HEAD, "Cash | high | 8", ". | low | 15"), (range(3, 5),)),  # subgroups
        ((*HEAD, "Cash | 9 | 8", "abroad | 16 | 15"), (range(3, 5),)),  # a label on two lines
        ((*HEAD, ". | 9 | 8", "Cash | 16 | 15"), (range(3, 5),)),  # a label below
        ((*HEAD, "Cash | 9 | 8", ". | 1 | 1", "Gold | 9 | 8", ". | 1 | 1"), (range(3, 5), range(5, 7))),  # two of four
        ((*HEAD, "Cash | 9 | 8", ". | . | ."), (range(3, 5),)),  # a row that holds nothing
        ((*HEAD, "Cash | - | -", ". | - | -"), ()),
    ],
)
def test_groups_keep_their_labels(lines: tuple[str, ...], rows: tuple[range, ...]) -> None:
    start = spanned(*lines, rows=rows)
    assert end_rare_label_spans(start) == start


def test_spans_of_the_header_and_over_columns_stay() -> None:
    start = spanned("Item | 2019 | 2018", ". | $ | $", *HEAD[1:], "Cash | 9 | 8", "Sum | . | 8", rows=(range(2),), header_rows=2)
    start = replace(start, spans=(*start.spans, Span(range(5, 6), range(2))))
    assert end_rare_label_spans(start) == start


def test_a_blank_label_of_a_picture_may_be_one_that_was_not_read() -> None:
    start = spanned(*HEAD, "Cash | 9 | 8", ". | 16 | 15", rows=(range(3, 5),))
    read = replace(start, view=replace(start.view, page=replace(start.view.page, text_source="ocr")))
    assert end_rare_label_spans(read) == read
