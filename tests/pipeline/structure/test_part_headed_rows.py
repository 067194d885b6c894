"""A title that ends with a colon above an item is a row of its own."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.part_headed_rows import part_headed_rows
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, row, view


def bottoms(*lines: str) -> list[float]:
    """The lines below the first are seen as one row."""
    rows = [row(0, 10), row(10, 10.0 * len(lines))]
    found = part_headed_rows(draft([*rows, *grid_objects(0, 2)], view(grid_words(*lines))))
    assert (Flag.ROWS_PARTED in found.notes) is (len(found.rows) > 2)
    return [round(one.stop) for one in found.rows]


def test_a_title_above_the_values_of_its_item() -> None:
    assert bottoms("Item | 2016", "Debt: | .", "Loans | 7") == [10, 20, 30]
    assert bottoms("Item | 2016", "All | .", "debt: | .", "Long | .", "loans | 7") == [10, 30, 50]


@pytest.mark.parametrize(
    "lines",
    [
        ("Item | 2016", "Debt | .", "Loans | 7"),  # no colon
        ("Item | 2016", "Debt: | 7", "Loans | ."),  # its own values
        ("Item | 2016", "Debt: | 7", "Loans | 8"),
        ("Item | 2016", "Debt | .", "Loans: | 7"),  # behind the last line
        ("Item | 2016", "Debt: | .", "Loans | ."),  # no values: a title of two lines
        ("Item | 2016", ". | Debt:", ". | Loans"),
    ],
)
def test_other_rows_stay_whole(lines: tuple[str, ...]) -> None:
    assert len(bottoms(*lines)) == 2
