"""Lines of one word each, as many in all columns, are rows; words of a text that wraps in a narrow cell are not."""

from __future__ import annotations

import pytest

from pipeline.structure.rules.part_text_rows import part_text_rows
from pipeline.structure.words.entries import are_entries
from table import Word
from tests.pipeline.structure.builders import column, draft, row, view, word


def columns(*texts: str) -> bool:
    """Of columns whose lines are parted by commas, and words by spaces."""
    lines = [
        [[word(part, 10.0 * x, 10.0 * y) for x, part in enumerate(line.split())] for y, line in enumerate(text.split(","))]
        for text in texts
    ]
    return are_entries(lines)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("a,b,c", "x,y,z"), True),
        (("a,b", "x,y"), False),
        (("a,b", "x,y", "1,2", "Q,R"), True),
        (("a,b,c",), False),
        (("a,b,c", "x,y"), False),
        (("a,b,c", "x,y w,z"), False),
        (("a,b,c", ",y,z"), False),
        (("Mito-,chondrial,rate", "X,Y,Z"), False),
        (("Respiration,rate,high", "X,Y,Z"), False),
        (("Mitochon-,Drial,Rate", "X,Y,Z"), False),
    ],
)
def test_entries_are_single_words_alike_in_all_columns(texts: tuple[str, ...], expected: bool) -> None:
    assert columns(*texts) is expected


def test_a_row_of_four_lines_of_single_words_is_four() -> None:
    """The second row of two: the model saw no row of one line, so no distance between rows is known."""
    names = [word("Name", 2, 1), word("Sign", 52, 1)]
    entries = [word(text, x, y) for y in (11, 20, 33, 46) for text, x in (("alpha", 2), ("beta", 52))]  # uneven
    rows = [row(0, 10), row(10, 56)]

    def num_rows(*words: Word) -> int:
        seen = [*names, *entries, *words]
        return len(part_text_rows(draft([*rows, column(0, 50), column(50, 100)], view(seen))).rows)

    assert num_rows() == 5
    assert num_rows(word("more", 30, 33, 10)) == 2
