"""A number that looks misread flags its table where the text is recognised."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from pipeline.regions.rules.odd_numbers import numbers_look_odd
from table import Cell, Table
from tests.pipeline.regions.drawn_pages import page


def column(*texts: str) -> Table:
    cells = [Cell(range(row, row + 1), range(1), text, is_column_header=row == 0) for row, text in enumerate(texts)]
    return Table(len(texts), 1, tuple(cells))


@pytest.mark.parametrize(
    ("texts", "source", "flags"),
    [
        (("Value", "2.13", "219", "5.04", "3.12"), "ocr", ("odd_numbers",)),
        (("Value", "2.13", "219", "5.04", "3.12"), "pdf", ()),
        (("Value", "2.13", "2.19", "5.04", "3.12"), "ocr", ()),
        (("219", "2.13", "5.04", "3.12", "4.02"), "ocr", ()),  # the header's
    ],
)
def test_the_flag(texts: tuple[str, ...], source: Literal["ocr", "pdf"], flags: tuple[str, ...]) -> None:
    assert numbers_look_odd(replace(page([], []), text_source=source), column(*texts)) == flags


def test_a_row_of_dollars_with_a_number_that_begins_with_a_digit_like_one() -> None:
    row = tuple(Cell(range(1), range(at, at + 1), text) for at, text in enumerate(("Total", "$753.3", "$844.0", "5844.5")))
    assert numbers_look_odd(replace(page([], []), text_source="ocr"), Table(1, 4, row)) == ("odd_numbers",)
