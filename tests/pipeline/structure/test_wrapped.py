"""Labels on two lines: joined where the words say so, left apart where they do not."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.options import Options
from pipeline.structure import refine
from pipeline.structure.rules.join_wrapped_labels import join_wrapped_labels
from table import Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word

REST = ("Total | 3", "Sum | 4")


def borders(*picture: str) -> list[float]:
    """Inner borders left; rows are 10 points."""
    start = draft(grid_objects(len(picture), 2), view(grid_words(*picture)))
    return [row.stop for row in join_wrapped_labels(start).rows[:-1]]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Securities | .", "lent | 12"),
        ("Currency-and | .", "Lending | 12"),
        ("Bonds, | .", "2011 | 12"),
        ("Securities | 12", "lent | ."),
        ("Stock- | .", "Based | 1"),
        ("Bank-of | 1", "America | ."),
        ("Unie-de | 1", "Tanzanie | ."),
        ("Austin-– | .", "Central | 1"),
        ("– | 77.8", "2500 | ."),
    ],
)
def test_the_two_lines_of_a_label_are_one_row(upper: str, lower: str) -> None:
    assert borders(upper.replace("-and", " and").replace("-of", " of").replace("-de", " de").replace("-–", " –"), lower, *REST) == [20, 30]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Assets: | .", "cash | 12"),
        ("Assets | .", "Cash | 12"),
        ("Assets | 1", "cash | 12"),
        (". | 1", "cash | ."),
        ("Assets and | 1", "Cash | 12"),
        ("Vitamin A | .", "Cash | 12"),
        ("– | 77.8", "2500 | 1"),
        ("– | 77.8", "Cash | ."),
    ],
)
def test_labels_that_are_whole_keep_their_rows(upper: str, lower: str) -> None:
    assert borders(upper, lower, *REST) == [10, 20, 30]


def test_a_word_that_may_head_a_list_says_so_where_the_next_had_no_room() -> None:
    full = [
        word("Dividends", 2, 1, 30),
        word("of", 34, 1, 10),
        word("$0.92", 2, 11, 25),
        word("12", 52, 11),
        word("Total", 2, 21),
        word("3", 52, 21),
    ]
    assert joined_rows(full) == 2
    listed = [*full[:2], word("Stock", 6, 11, 20), full[3], word("Bonds", 6, 21, 20), full[5]]
    assert joined_rows([word(w.text, w.bbox.x0, w.bbox.y0, w.bbox.width) for w in listed]) == 3
    roomy = [
        word("Amortization", 2, 1, 20),
        word("of", 24, 1, 8),
        word("Cash", 2, 11, 12),
        full[3],
        word("A longer label", 2, 21, 46),
        word("3", 52, 21),
    ]
    assert joined_rows(roomy) == 3


def joined_rows(words: list[Word]) -> int:
    return len(join_wrapped_labels(draft(grid_objects(3, 2), view(words))).rows)


def test_where_small_letters_are_usual_they_say_nothing() -> None:
    assert borders("assets | .", "cash | 12", "bonds | 3", "sum | 4") == [10, 20, 30]


def test_three_lines_become_one_row() -> None:
    assert borders("Net | .", "income | .", "attributable | 1", "A | 1", "B | 2", "C | 3", "D | 3") == [30, 40, 50, 60]


def test_a_flag_says_that_rows_were_joined() -> None:
    words = [*grid_words("Bonds, | .", "2011 | 12", "Sum | 4")]
    found = refine(grid_objects(3, 2), view(words), Options())
    assert len(found.rows) == 2
    assert Flag.ROWS_JOINED in found.warnings


def test_a_dash_before_a_list_stays() -> None:
    """Items stand in from what heads them, two of them at least."""
    words = [word("Plans", 2, 1), word("–", 30, 1), word("Home", 8, 11), word("1", 52, 11), word("Abroad", 8, 21), word("2", 52, 21)]
    assert len(join_wrapped_labels(draft(grid_objects(3, 2), view(words))).rows) == 3
    assert len(join_wrapped_labels(draft(grid_objects(3, 2), view([*words[:4], *grid_words(".", ".", "Sum | 2")]))).rows) == 2
