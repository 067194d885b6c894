"""A total stands in its column: it is no section title, and below the last row it is a row, however short the model saw the table."""

from __future__ import annotations

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.find_projected_headers import find_projected_headers
from pipeline.structure.rules.insert_rows import insert_rows
from table import BBox, Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, projected, view, word

ITEMS = ("ink | 3 | 12", "pen | 4 | 16", "cap | 5 | 20", "nib | 6 | 24")


def total(y: float, *texts: str, end: float = 112) -> list[Word]:
    """Words side by side that end at ``end``, as the numbers of the third column do."""
    words: list[Word] = []
    for text in reversed(texts):
        words.append(word(text, end - 5.0 * len(text), y))
        end -= 5.0 * len(text) + 2
    return words


@pytest.mark.parametrize(("texts", "is_title"), [(("Sum", "72"), False), (("right", "title"), True)])
def test_a_total_is_no_projected_header(texts: tuple[str, ...], is_title: bool) -> None:
    words = [*grid_words(*ITEMS[:2]), *total(21, *texts, end=140), *grid_words(*["."] * 3, ITEMS[2])]
    found = find_projected_headers(stand(draft([*grid_objects(4, 3), projected(20, 30, x1=150)], view(words))))
    assert len(found.spans) == is_title


def num_rows(*words: Word) -> int:
    where = view([*grid_words(*ITEMS), *words], bbox=BBox(0, 0, 150, 70))
    return len(insert_rows(draft(grid_objects(4, 3), where)).rows)


def test_a_total_below_the_last_row_becomes_a_row() -> None:
    assert num_rows(*total(41, "Sum", "72")) == 5


@pytest.mark.parametrize(
    "words",
    [
        total(41, "Sum", "72", end=130),  # ends elsewhere
        total(41, "see", "note"),  # no number
        total(50, "Sum", "72"),  # farther below than rows are apart
        [word("page", 2, 41), word("72", 102, 41)],  # begins in the left part
        [],
    ],
    ids=["elsewhere", "text", "far", "left", "nothing"],
)
def test_another_line_below_does_not(words: list[Word]) -> None:
    assert num_rows(*words) == 4
