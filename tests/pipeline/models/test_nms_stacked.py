"""Parts of one table, seen as two tables, are joined; tables with a line of text between them are not."""

from __future__ import annotations

import pytest

from pipeline.models.nms import join_stacked
from pipeline.types import TableRegion
from table import BBox, Word


def _region(*sides: float, score: float = 0.9, rotation: int = 0) -> TableRegion:
    return TableRegion(BBox(*sides), score, rotation)


def test_header_and_body_become_one_region() -> None:
    found = join_stacked([_region(50, 130, 300, 400, score=0.8), _region(52, 100, 298, 125)], [])
    assert [tuple(r.bbox) for r in found] == [(50, 100, 300, 400)]
    assert found[0].score == 0.9


@pytest.mark.parametrize(
    ("below", "words"),
    [
        pytest.param(_region(50, 130, 300, 400), [Word("Table", BBox(60, 123, 90, 128))], id="a caption between"),
        pytest.param(_region(50, 200, 300, 400), [], id="far below"),
        pytest.param(_region(50, 130, 600, 400), [], id="other columns"),
        pytest.param(_region(50, 130, 300, 400, rotation=90), [], id="turned"),
    ],
)
def test_other_tables_stay_apart(below: TableRegion, words: list[Word]) -> None:
    above = _region(52, 100, 298, 120)
    assert join_stacked([above, below], words) == [above, below]
