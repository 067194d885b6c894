"""Lines of texts that the model took for one row are parted where they are as far apart as rows and ended with room left."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.part_text_rows import part_text_rows
from table import Ruling
from table.geometry import BBox
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, row, view

TEXTS = ("Name | Kind", "Base | Llama", "Plan | Full", "Rate | low", "Epoch | high", "Warmup_up | none", "Long_label | long_text")
SEEN = ((0, 10), (10, 30), *((10.0 * line, 10.0 * line + 10) for line in range(3, 7)))


def parted(*lines: str, rulings: tuple[float, ...] = (), columns: int = 2) -> int:
    """The number of rows after the rule; six are seen, the second of two lines."""
    drawn = [Ruling(BBox(0, y, 100, y)) for y in rulings]
    objects = [*(row(a, b) for a, b in SEEN), *grid_objects(0, columns)]
    found = part_text_rows(draft(objects, view(grid_words(*lines), drawn)))
    assert (Flag.ROWS_PARTED in found.notes) is (len(found.rows) > len(SEEN))
    return len(found.rows)


def test_lines_that_left_room_are_rows() -> None:
    assert parted(*TEXTS) == 7
    assert parted(*TEXTS, rulings=(0, 10, 30, 70)) == 7  # a group of rows


@pytest.mark.parametrize(
    "texts",
    [
        ("Name | Kind", "Base | Llama", "plan | Full", *TEXTS[3:]),  # a label goes on
        ("Name | Kind", "Base_of_a | Llama", "Plan_text | Full", *TEXTS[3:]),  # a label without room
        ("Name | Kind", "Base | Llama", "Plan | .", *TEXTS[3:]),  # one cell of several lines
        ("Name | Kind", "Base | Llama", ". | Full", *TEXTS[3:]),  # no label
        ("Name | Kind", "Base | 12", "Plan | 15", *TEXTS[3:]),  # values: another rule's
    ],
    ids=["goes on", "no room", "one", "no label", "values"],
)
def test_texts_that_wrap_are_not(texts: tuple[str, ...]) -> None:
    assert parted(*texts) == 6


def test_boxed_rows_and_rows_of_other_heights_stay() -> None:
    assert parted(*TEXTS, rulings=(0, 10, 30, 40, 50, 60, 70)) == 6
