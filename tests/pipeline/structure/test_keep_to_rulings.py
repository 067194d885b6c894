"""Words go to the side of their row's ruling, not of the column's border."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import column, row, view, word

OTHERS = (word("Name", 2, 1), word("Given", 52, 1), word("Born", 2, 21), word("1980", 52, 21))
PLACED = ("place_column_borders", "obey_lattice", "keep_phrases_whole", "keep_labels_whole", "span_phrases")


def down(x: float, y0: float = 10, y1: float = 20) -> Ruling:
    return Ruling(BBox(x, y0, x, y1))


def texts(*words: Word, rulings: tuple[Ruling, ...], columns: tuple[float, ...] = (50,), without: tuple[str, ...] = ()) -> list[str]:
    """The cells of the row of ``words`` (y = 11); the borders are those of ``columns``. No word is lost."""
    sides = (0.0, *columns, 100.0)
    objects = [row(0, 10), row(10, 20), row(20, 30), *(column(a, b) for a, b in pairwise(sides))]
    crop = view([*OTHERS, *words], rulings)
    found = fill(to_grid(refine(objects, crop, Options(without=frozenset((*PLACED, *without))))), crop)
    assert not found.unassigned_words
    assert sum(len(cell.text.split()) for cell in found.cells) == len(crop.words)
    return [cell.text for cell in found.cells if cell.rows.start == 1]


FORM = (word("2.", 2, 11), word("Code", 12, 11), word("3.", 38, 11), word("Filed?", 52, 11))


def test_words_behind_the_ruling_go_with_what_it_parts_them_from() -> None:
    assert texts(*FORM, rulings=(down(36),)) == ["2. Code", "3. Filed?"]
    assert texts(*FORM, rulings=(down(36),), without=("keep_to_rulings",)) == ["2. Code 3.", "Filed?"]
    assert texts(word("2.", 2, 11), word("Code", 52, 11), word("3.", 82, 11), rulings=(down(78),)) == ["2. Code", "3."]


@pytest.mark.parametrize(
    "rulings",
    [
        (down(36, 0, 10), down(36, 20, 30)),  # of other rows
        (down(36, 10, 14),),  # a box for a tick
        (down(36), down(50)),  # the border is drawn, too
        (down(36), down(70)),  # more cells are drawn than there are
        (down(1.5),),  # before the cell's first word
    ],
    ids=["other rows", "box", "border", "several", "frame"],
)
def test_other_rulings_move_no_word(rulings: tuple[Ruling, ...]) -> None:
    assert texts(*FORM, rulings=rulings) == ["2. Code 3.", "Filed?"]


def test_as_many_rulings_as_borders_are_theirs_in_order() -> None:
    words = (word("2.", 2, 11, 8), word("3.", 32, 11, 8), word("Filed?", 46, 11, 20), word("4.", 72, 11, 8), word("Number", 82, 11, 16))
    assert texts(*words, rulings=(down(30), down(70)), columns=(42, 80)) == ["2.", "3. Filed?", "4. Number"]
