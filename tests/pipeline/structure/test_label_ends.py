"""The last words of a label that reach into the next column are the label's."""

from __future__ import annotations

from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from table import Word
from tests.pipeline.structure.builders import column, row, view, word

SHORT = (word("Cash", 2, 1), word("12", 120, 1), word("Debt", 2, 11), word("7", 120, 11))


def texts(*words: Word) -> list[str]:
    """The cells of the row of ``words``; the border is at x = 60."""
    bottom = max(one.bbox.y1 for one in words) + 1
    objects = [row(0, 10), row(10, 20), row(20, bottom), row(bottom, bottom + 10), column(0, 60), column(60, 150)]
    crop = view([*SHORT, *words, word("Sum", 2, bottom + 1), word("19", 120, bottom + 1)])
    found = fill(to_grid(refine(objects, crop, Options(without=frozenset({"place_column_borders"})))), crop)
    assert len(found.unassigned_words) + sum(len(cell.text.split()) for cell in found.cells) == len(crop.words)
    return [cell.text for cell in found.cells if cell.rows.start == 2]


def dots(x0: int, x1: int, y: float) -> list[Word]:
    return [word(".", x, y, width=2) for x in range(x0, x1, 5)]


def label(y: float, *parts: str) -> list[Word]:
    return [word(part, 2 + 30.0 * index, y, 28) for index, part in enumerate(parts)]


def test_words_before_the_leader_are_the_labels() -> None:
    long = label(21, "Common", "stock", "and")
    assert texts(*long, *dots(92, 118, 21), word("9", 125, 21)) == ["Common stock and", "9"]
    assert texts(*label(21, "Common", "stock", "417.5"), *dots(92, 118, 21), word("9", 125, 21)) == ["Common stock 417.5", "9"]
    assert texts(*label(21, "Common", "stock", "417.5"), *dots(92, 118, 21)) == ["Common stock", "417.5"]  # else the cell were blank


def test_words_before_a_value_are_the_labels() -> None:
    assert texts(*label(21, "Common", "stock", "net"), word("9", 125, 21)) == ["Common stock net", "9"]
    assert texts(*label(21, "Common", "stock", "net"), *label(31, "of", "tax"), word("(9)", 120, 31)) == ["Common stock net of tax", "(9)"]


def test_words_apart_from_the_label_or_beside_a_number_stay() -> None:
    apart = [*label(21, "Common"), word("net", 70, 21, 15), word("9", 125, 21)]
    assert texts(*apart) == ["Common", "net 9"]
    assert texts(*label(21, "12", "13", "net"), word("9", 125, 21)) == ["12 13", "net 9"]  # no label


def test_cells_that_begin_alike_are_cells() -> None:
    """ "December 31, 2016" beside "December 31, 2015", a header printed again."""
    assert texts(*label(21, "December", "2016", "December"), word("2015", 120, 21)) == ["December 2016", "December 2015"]
