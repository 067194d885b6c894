"""Cells over rows of labels on pictures: ink that was not read begins a label, and section rows end at lines drawn down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.end_sections_at_walls import end_sections_at_walls
from pipeline.structure.rules.end_spans_at_ink import end_spans_at_ink
from pipeline.structure.rules.part_stacked_cells import part_stacked_cells
from pipeline.types import Span, TextSource
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word

OVER = (Span(range(1, 4), range(1), 0.9),)
LABELS = grid_words("h | k", "x | 1", ". | 2", ". | 3")


def left(*ink: BBox, words: list[Word] = LABELS, head: int = 1) -> list[range]:
    """The rows of what stays of a cell over three rows of the first column."""
    seen = replace(view(words), unread=ink)
    found = end_spans_at_ink(replace(stand(draft(grid_objects(4, 2), seen)), spans=OVER, num_header_rows=head))
    return [span.rows for span in found.spans]


def test_ink_in_a_row_begins_a_label() -> None:
    assert left(BBox(2, 22, 8, 28)) == [range(2, 4)]
    assert left(BBox(2, 32, 8, 38)) == [range(1, 3)]
    assert left(BBox(2, 22, 8, 28), BBox(2, 32, 8, 38)) == []


@pytest.mark.parametrize(
    "ink",
    [BBox(52, 22, 58, 28), BBox(2, 18, 8, 23), BBox(0, 22, 6, 28), BBox(2, 21.3, 8, 22)],
    ids=["other column", "two rows", "at the edge", "off the words"],
)
def test_other_ink_begins_none(ink: BBox) -> None:
    assert left(ink) == [range(1, 4)]


def test_a_cell_stays_where_no_word_of_it_or_one_that_runs_upwards_was_read() -> None:
    assert left(BBox(2, 22, 8, 28), words=grid_words("h | k", ". | 1", ". | 2", ". | 3")) == [range(1, 4)]
    upwards = [*grid_words("h | k", ". | 1", ". | 2", ". | 3"), word("x", 2, 9, 6, 22)]
    assert left(BBox(2, 32, 8, 38), words=upwards) == [range(1, 4)]


def test_names_of_a_header_stay() -> None:
    assert left(BBox(2, 22, 8, 28), head=4) == [range(1, 4)]


def sections(wall: float, label: str = ". | x | .", *, is_section: bool = True) -> list[tuple[range, bool]]:
    """What stays of a row with a label in three columns, a line drawn down at ``wall``."""
    words = grid_words("A | B | C", label, "4 | 5 | 6")
    start = stand(draft(grid_objects(3, 3), view(words, (Ruling(BBox(wall, 0, wall, 30)),))))
    found = end_sections_at_walls(replace(start, spans=(Span(range(1, 2), range(3), 0.9, is_section),)))
    return [(span.columns, span.is_projected_row_header) for span in found.spans]


def test_a_label_behind_a_line_is_no_section() -> None:
    assert sections(50) == [(range(1, 3), False)]
    assert sections(100, ". | . | x") == []
    assert sections(75) == [(range(3), True)]
    assert sections(50, is_section=False) == [(range(3), False)]
    assert sections(50, "x | . | .") == [(range(3), True)]


def stacked(*lines: str, lower: float = 0.0, source: TextSource = "ocr") -> bool:
    """Whether a cell over the first two of three rows is parted; the words of its column stand lower by ``lower``."""
    words = [replace(one, bbox=one.bbox.shift(0, lower if one.bbox.x0 < 50 else 0)) for one in grid_words(*lines)]
    seen = view(words)
    seen = replace(seen, page=replace(seen.page, text_source=source))
    start = replace(stand(draft(grid_objects(3, 2), seen)), spans=(Span(range(2), range(1), 0.9),))
    return not part_stacked_cells(start).spans


def test_words_read_from_a_picture_may_stand_lower() -> None:
    lines = ("Aa | 1", "Bb | 2", "Cc | 3")
    assert stacked(*lines, lower=2.5)
    assert not stacked(*lines, lower=2.5, source="pdf")
    assert not stacked(*lines, lower=3.5)


def test_greek_letters_are_symbols() -> None:
    assert stacked("RC | 1", "σ | 2", "Cc | 3")
    assert not stacked("RC | 1", "or | 2", "Cc | 3")
