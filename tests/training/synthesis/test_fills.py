"""Fills of tables: every cell of a filled one, the right shades for header, stub and sums, paper between where asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from table.geometry import BBox
from training.synthesis.fonts import Font
from training.synthesis.official_styles import filled
from training.synthesis.page_canvas import PageCanvas
from training.synthesis.page_tables import put_table, put_tables
from training.synthesis.publication_styles import prose_grid
from training.synthesis.samples import PageTable
from training.synthesis.styles import Style
from training.synthesis.tables import TypesetTable, typeset
from training.synthesis.truth import Unusable

PLAIN = Style(name="plain", font=Font("sans", 9.0), num_rows=5, num_columns=3, total_rate=1.0, missing_rate=0.0)
FILLED = replace(PLAIN, body_shade=0.9, zebra=0.8, header_shade=0.2, stub_shade=0.3, total_shade=0.5)


def made(seed: int, style: Style) -> TypesetTable:
    return typeset(Random(seed), style)


def fills(table: TypesetTable) -> list[tuple[BBox, float]]:
    return [(BBox(*rect), shade) for rect, shade in table.drawing.shadings]


@pytest.mark.parametrize("shaded_cells", [False, True])
@pytest.mark.parametrize("gap", [0.0, 2.0])
def test_every_word_of_a_filled_table_stands_on_one_fill(gap: float, shaded_cells: bool) -> None:
    table = made(1, replace(FILLED, cell_gap=gap, shaded_cells=shaded_cells))
    words = [BBox(*w[:4]) for words in table.layout.words for w in words]
    assert words
    assert all(sum(box.contains_point(*word.center) for box, _ in fills(table)) == 1 for word in words)


def test_the_gap_is_paper_between_all_cells() -> None:
    table = made(2, replace(FILLED, cell_gap=2.0))
    boxes = [box for box, _ in fills(table)]
    assert len(boxes) == len(table.layout.content.drafts)
    assert not any(a.expand(0.9).intersection_area(b.expand(0.9)) > 0 for i, a in enumerate(boxes) for b in boxes[:i])


def test_without_gaps_the_fills_cover_the_table() -> None:
    table = made(3, FILLED)
    box = table.drawn_bbox
    assert sum(fill.area for fill, _ in fills(table)) == pytest.approx(box.area)
    assert BBox.enclosing(fill for fill, _ in fills(table)) == box


def test_roles_have_their_shades() -> None:
    table = made(4, replace(FILLED, shaded_cells=True))
    content = table.layout.content
    by_draft = {(d.top, d.left): shade for d, (_, shade) in zip(content.drafts, fills(table), strict=True)}
    last = content.num_rows - 1
    assert {by_draft[0, column] for column in range(3)} == {0.2}
    assert {by_draft[row, 0] for row in range(1, last)} == {0.3}
    assert {by_draft[last, column] for column in range(3)} == {0.5}
    assert {by_draft[row, 1] for row in range(1, last)} == {0.8, 0.9}


def test_shaded_sums_and_columns_of_a_table_that_is_not_filled() -> None:
    table = made(5, replace(PLAIN, total_shade=0.6, column_shade=0.95))
    shades = [shade for _, shade in fills(table)]
    assert 0.6 in shades
    assert 0.95 in shades
    total = next(box for box, shade in fills(table) if shade == 0.6)
    assert total.width == pytest.approx(BBox.enclosing(box for box, _ in fills(table)).width)  # type: ignore[union-attr]
    column = next(box for box, shade in fills(table) if shade == 0.95)
    assert column.height > total.height * 3


def test_the_filled_archetype_is_filled() -> None:
    count = 0
    for seed in range(40):
        try:
            table = typeset(Random(seed), Style(**{"leading": 1.2} | filled(Random(seed))))
        except Unusable:
            continue
        count += 1
        words = [BBox(*w[:4]) for words in table.layout.words for w in words]
        assert all(any(box.contains_point(*word.center) for box, _ in fills(table)) for word in words)
    assert count > 25


def test_prose_grids_have_cells_of_several_lines() -> None:
    counts = []
    for seed in range(30):
        try:
            table = typeset(Random(seed), Style(**prose_grid(Random(seed))))
        except Unusable:
            continue
        counts.append(max(len({w.line for w in words}) for words in table.layout.words if words))
    assert sum(count >= 3 for count in counts) > 0.7 * len(counts)


def test_stacked_tables_are_tables_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.synthesis.page_tables.choose_style", lambda rng: PLAIN)
    for seed in range(400):
        page, tables = PageCanvas(body=Font("serif", 10.0)), list[PageTable]()
        put_tables(Random(seed), page, tables, 50.0, 50.0, 370.0, 600.0)
        if len(tables) > 1:
            break
    assert len(tables) > 1
    for above, below in pairwise(tables):
        between = [w for w in page.words if above.bbox.y1 <= w.y0 and w.y1 <= below.bbox.y0]
        assert between, "a title line stands between two tables"
        assert 5 < below.bbox.y0 - above.bbox.y1 < 40


def test_tables_too_tall_for_their_room_lose_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    tall = replace(PLAIN, kinds=("long",), num_rows=10, text_wrap_em=8.0, row_gap_em=0.5)
    monkeypatch.setattr("training.synthesis.page_tables.choose_style", lambda rng: tall)
    placed = 0
    for seed in range(10):
        page, tables = PageCanvas(body=Font("serif", 10.0)), list[PageTable]()
        put_table(Random(seed), page, tables, 50.0, 50.0, 400.0, 300.0)
        placed += len(tables)
        assert all(table.bbox.y1 <= 351 for table in tables)
    assert placed >= 8
