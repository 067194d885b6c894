"""Lines of texts that the model took for one row are parted where they are as far apart as rows and ended with room left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.part_text_rows import part_text_rows
from table import Ruling, Word
from table.geometry import BBox
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, row, view

TEXTS = ("Name | Kind", "Base | Llama", "Plan | Full", "Rate | low", "Epoch | high", "Warmup_up | none", "Long_label | long_text")
SEEN = ((0, 10), (10, 30), *((10.0 * line, 10.0 * line + 10) for line in range(3, 7)))


def phrases(*lines: str) -> list[Word]:
    """The words of ``grid_words``, parted where ``_`` stands for a space."""
    found: list[Word] = []
    for one in grid_words(*lines):
        x, box = one.bbox.x0, one.bbox
        for text in one.text.split("_"):
            found.append(Word(text, BBox(x, box.y0, x + 4.0 * len(text), box.y1)))
            x += 4.0 * len(text) + 2
    return found


def parted(*lines: str, rulings: tuple[float, ...] = (), columns: int = 2) -> int:
    """The number of rows after the rule; six are seen, the second of two lines."""
    drawn = [Ruling(BBox(0, y, 100, y)) for y in rulings]
    objects = [*(row(a, b) for a, b in SEEN), *grid_objects(0, columns)]
    found = part_text_rows(draft(objects, view(phrases(*lines), drawn)))
    assert (Flag.ROWS_PARTED in found.notes) is (len(found.rows) > len(SEEN))
    return len(found.rows)


def test_lines_that_left_room_are_rows() -> None:
    assert parted(*TEXTS) == 7
    assert parted(*TEXTS, rulings=(0, 10, 30, 70)) == 7  # a group of rows


@pytest.mark.parametrize(
    "texts",
    [
        ("Name | Kind", "Base | Llama", "plan | Full", *TEXTS[3:]),  # a label goes on
        ("Name | Kind", "Base_of_a | Llama_of_a", "Plan_text | Full_text", *TEXTS[3:]),  # neither had room
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


def rows_of(*lines: str, columns: int, seen: tuple[float, ...]) -> int:
    """The number of rows after the rule, of those between the ``seen`` heights."""
    objects = [*(row(a, b) for a, b in pairwise(seen)), *grid_objects(0, columns)]
    return len(part_text_rows(draft(objects, view(phrases(*lines)))).rows)


def test_group_labels_and_blank_cells_are_no_reason_against_rows() -> None:
    body = ("Other | Gumbel_law | gum", "More | Wide_law | wei", "Last | Usual_law | nor", "End | Last_law | end")
    merged = ("Pareto | A_full_law | par", ". | Half_law | half", ". | All | log")
    assert rows_of("Family | Law | Root", "One | Law | one", *merged, *body, columns=3, seen=(0, 10, 20, 50, 60, 70, 80, 90)) == 9


def test_columns_of_single_words_do_not_wrap() -> None:
    full = (
        "name | package",
        "alphabets | alphabets",
        "betabetas | betabetas",
        "gamma | gamma",
        "delta | delta",
        "eps | eps",
        "zeta | zeta",
    )
    assert parted(*full) == 7
    assert parted(*full[:3], "gam_ma | gam_ma", "del_ta | del_ta", "eps | eps", "zeta | zeta") == 6


def test_a_label_alone_heads_the_row_below() -> None:
    below = ("Rate | low_and", "Epoch | high", "Warm_up | none", "Long_label | long_text")
    assert parted("Unit | Value", "Lux | .", "Lumen | one", *below) == 7
    assert parted("Unit | Value", "Light_of | .", "Lumen | one", *below) == 6


def test_lines_of_other_columns_are_no_rows() -> None:
    below = ("Rate | low | 1", "Epoch | high | 2", "Warm_up | none_of | 3", "Long | text | 4")
    assert parted("A | B | C", "Ten | Plan | .", ". | Board | 55", *below, columns=3) == 6


def test_even_lines_that_fill_all_columns_are_rows_where_most_rows_are_of_several() -> None:
    texts = ("Type | Text", "length | Left_one", "length | Check_x", "number | Left_be", "number | Both_be", "number | Box")
    seen = (0.0, 10.0, 20.0, 60.0)
    assert rows_of(*texts, columns=2, seen=seen) == 6
    objects = [*(row(a, b) for a, b in pairwise(seen)), *grid_objects(0, 2)]
    lower = [one if one.bbox.y0 < 30 else replace(one, bbox=one.bbox.shift(0, 3)) for one in phrases(*texts)]
    assert len(part_text_rows(draft(objects, view(lower))).rows) == 3
