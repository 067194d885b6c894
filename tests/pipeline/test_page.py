"""One way to read a page: the user's options reach the second stage of a recognizer, and the texts of the cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.options import Options
from pipeline.page import read_page
from pipeline.types import GridLines, MakeGrid, Page, Recognizer, RegionView, StructureObject, TableRegion
from table import BBox, StructureLabel, Word
from tests.fakes import FakeRecognizer

BOX = BBox(10, 10, 130, 70)
_PLACES = (("a", 15, 12), ("b", 95, 12), ("c", 15, 52), ("d", 95, 52))
CORNERS = tuple(Word(text, BBox(x, y, x + 10, y + 10)) for text, x, y in _PLACES)


def page(words: Sequence[Word]) -> Page:
    return Page(1, 200, 100, tuple(words), (), (), "pdf", lambda scale: np.full((round(100 * scale), round(200 * scale), 3), 255, np.uint8))


def thirds(view: RegionView) -> list[StructureObject]:
    box, step = view.bbox, view.bbox.height / 3
    rows = [BBox(box.x0, box.y0 + i * step, box.x1, box.y0 + (i + 1) * step) for i in range(3)]
    columns = [BBox(box.x0, box.y0, box.center[0], box.y1), BBox(box.center[0], box.y0, box.x1, box.y1)]
    found = [StructureObject(StructureLabel.ROW, 0.9, row) for row in rows]
    return found + [StructureObject(StructureLabel.COLUMN, 0.9, column) for column in columns]


class TwoStages(FakeRecognizer):
    """Notes the grid that its second stage would look at."""

    grids: list[GridLines | None]

    def with_grid(self, make_grid: MakeGrid) -> Recognizer:
        self.grids = []

        def answer(view: RegionView) -> list[StructureObject]:
            self.grids.append(make_grid(thirds(view), view))
            return thirds(view)

        return FakeRecognizer(answer)


@pytest.mark.parametrize(("keep", "num_rows"), [(True, 3), (False, 2)])
def test_blank_rows_are_kept_in_both_passes_or_in_neither(keep: bool, num_rows: int) -> None:
    recognizer = TwoStages()
    options = Options(keep_blank_rows_and_columns=keep)
    (outcome,) = read_page(page(CORNERS), options, recognizer=recognizer, given=[TableRegion(BOX, 1.0, is_given=True)]).outcomes
    assert outcome.table is not None
    assert outcome.table.num_rows == num_rows
    (grid,) = recognizer.grids
    assert grid is not None
    assert (len(grid.rows), len(grid.columns)) == (num_rows, 2)


@pytest.mark.parametrize(("join", "text"), [(True, "example"), (False, "exam- ple")])
def test_words_cut_by_a_hyphen_are_joined_when_asked_for(join: bool, text: str) -> None:
    words = (*CORNERS[1:], Word("exam-", BBox(15, 12, 45, 20), line=0), Word("ple", BBox(15, 24, 35, 32), line=1))
    found = read_page(page(words), Options(join_hyphens=join), recognizer=FakeRecognizer(), given=[TableRegion(BOX, 1.0, is_given=True)])
    assert found.outcomes[0].table is not None
    assert found.outcomes[0].table.cells[0].text == text
