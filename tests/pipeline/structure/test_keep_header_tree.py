"""Header cells that do not belong: here blank ones over or under the names of several columns."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import stand
from pipeline.structure.rules.keep_header_tree import keep_header_tree
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view

CORNER = Span(range(1), range(2), 0.95)


def kept(*lines: str, span: Span = CORNER) -> tuple[Span, ...]:
    start = stand(draft(grid_objects(len(lines), 3), view(grid_words(*lines))))
    return keep_header_tree(replace(start, num_header_rows=2, spans=(span,))).spans


def test_a_blank_cell_over_two_names_goes() -> None:
    assert kept(". | . | Sex", "No | Type | .", "1 | a | M") == ()


def test_a_blank_cell_over_one_name_stays() -> None:
    assert kept(". | . | Sex", "No | . | .", "1 | a | M") == (CORNER,)


def test_a_name_over_two_names_stays() -> None:
    assert kept("Patient | . | Sex", "No | Type | .", "1 | a | M") == (CORNER,)


def test_so_do_blank_cells_under_two_names_but_not_under_one() -> None:
    under = Span(range(1, 2), range(2), 0.95)
    assert kept("IoU | mIoU | Sup", ". | . | 2D", "1 | 2 | 3", span=under) == ()
    assert kept("IoU | . | Sup", ". | . | 2D", "1 | 2 | 3", span=under) == (under,)
