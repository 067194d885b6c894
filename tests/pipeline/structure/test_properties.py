"""What holds for every set of objects and words, however odd."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import StructureError
from pipeline.options import Options
from pipeline.structure import compat_table, fill, join_objects, refine, split_view, to_grid
from pipeline.structure.draft import overlaps
from pipeline.structure.words.assign import assign
from pipeline.types import RegionView, Structure, StructureObject
from table import BBox, Ruling, StructureLabel, Table, Word
from tests.pipeline.structure.builders import view

SIZE = 64
SHIFTS = st.integers(-64, 64)
CORNERS = st.integers(-8, SIZE * 2).map(lambda n: n / 2)


@st.composite
def boxes(draw: st.DrawFn) -> BBox:
    xs, ys = sorted(draw(st.tuples(CORNERS, CORNERS))), sorted(draw(st.tuples(CORNERS, CORNERS)))
    return BBox(xs[0], ys[0], xs[1], ys[1])


LABELS = st.sampled_from([StructureLabel.ROW, StructureLabel.COLUMN] * 3 + list(StructureLabel))
SCORES = st.sampled_from([0.25, 0.5, 0.75, 0.875, 1.0])
OBJECTS = st.lists(st.builds(StructureObject, LABELS, SCORES, boxes()), max_size=14)
TEXTS = st.text("ab-1$.א", min_size=1, max_size=4)


@st.composite
def some_words(draw: st.DrawFn) -> list[Word]:
    """Words of a text line's height, at most 20; some without width or height."""
    found = []
    for _ in range(draw(st.integers(0, 20))):
        x, y = draw(st.tuples(CORNERS, CORNERS))
        width, height = draw(st.tuples(st.sampled_from([0, 2, 8, 20]), st.sampled_from([0, 4, 6, 6, 6])))
        found.append(Word(draw(TEXTS), BBox(x, y, x + width, y + height)))
    return found


@st.composite
def grids(draw: st.DrawFn) -> list[StructureObject]:
    """Objects of a plausible table: rows, columns, some spans and a header, moved a little."""
    rows, columns = draw(st.tuples(st.integers(1, 5), st.integers(1, 4)))
    move = st.sampled_from([-1.0, 0.0, 0.0, 1.0])

    def item(label: StructureLabel, x0: float, y0: float, x1: float, y1: float) -> StructureObject:
        return StructureObject(label, draw(SCORES), BBox(x0 + draw(move), y0 + draw(move), x1 + draw(move), y1 + draw(move)))

    found = [item(StructureLabel.ROW, 0, r * 10, columns * 16, r * 10 + 10) for r in range(rows)]
    found += [item(StructureLabel.COLUMN, c * 16, 0, c * 16 + 16, rows * 10) for c in range(columns)]
    for label in draw(st.lists(st.sampled_from(list(StructureLabel)[3:]), max_size=5)):
        r, c = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        height, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        found.append(item(label, c * 16, r * 10, (c + width) * 16, (r + height) * 10))
    return found


ANY_OBJECTS = OBJECTS | grids()


def region(words: list[Word], *, is_given: bool = False) -> RegionView:
    rulings = [Ruling(BBox(0, 10, SIZE, 10)), Ruling(BBox(16, 0, 16, SIZE))]
    return view(words, rulings, BBox(0, 0, SIZE, SIZE), is_given=is_given)


def structure(objects: list[StructureObject], where: RegionView) -> Structure | None:
    try:
        return refine(objects, where, Options())
    except StructureError:
        return None


def letters_of(table: Table) -> Counter[str]:
    """All characters but spaces, in cells and unassigned words."""
    return Counter("".join(c.text for c in table.cells).replace(" ", "") + "".join(w.text for w in table.unassigned_words))


def known(table: Table) -> object:
    """What must not change when objects are reordered or everything is shifted or scaled."""
    cells = [(c.rows, c.columns, c.text, c.is_column_header, c.is_projected_row_header) for c in table.cells]
    return cells, [w.text for w in table.unassigned_words], table.flags


@given(ANY_OBJECTS, some_words(), st.booleans(), st.booleans())
def test_a_structure_is_consistent(objects: list[StructureObject], words: list[Word], is_given: bool, keep: bool) -> None:
    try:
        found = refine(objects, region(words, is_given=is_given), Options(keep_blank_rows_and_columns=keep))
    except StructureError:
        return
    for intervals in (found.rows, found.columns):
        assert all(one.stop > one.start for one in intervals)
        assert all(a.stop == b.start for a, b in pairwise(intervals))
    assert 0 <= found.num_header_rows <= len(found.rows)
    assert not any(overlaps(a, b) for a in found.spans for b in found.spans if a is not b)
    assert not any(s.rows.start < found.num_header_rows < s.rows.stop for s in found.spans)
    assert all(len(s.rows) * len(s.columns) > 1 for s in found.spans)


@given(ANY_OBJECTS, some_words(), st.booleans())
def test_every_word_is_in_one_cell_or_listed(objects: list[StructureObject], words: list[Word], is_given: bool) -> None:
    where = region(words, is_given=is_given)
    found = structure(objects, where)
    if found is None:
        return
    grid = to_grid(found)
    assignment = assign(grid, where)
    left_out = assignment.unassigned + assignment.leaders
    placed = Counter(id(w) for cell in assignment.words for w, _ in cell) + Counter(id(w) for w in left_out)
    assert max(placed.values(), default=1) == 1
    in_region = {id(w) for w in where.words if where.bbox.contains_point(*w.bbox.center)}
    assert in_region <= set(placed)
    table = fill(grid, where)
    assert letters_of(table) == Counter("".join(w.text for w in where.words if id(w) in placed))
    assert all(c.confidence is not None and 0 <= c.confidence <= 1 for c in table.cells)
    assert table.confidence is not None
    assert 0 <= table.confidence <= 1


@given(ANY_OBJECTS, some_words(), st.randoms(use_true_random=False))
def test_order_of_objects_and_repeats_change_nothing(objects: list[StructureObject], words: list[Word], random: object) -> None:
    where = region(words)
    shuffled = list(objects)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert structure(objects, where) == structure(shuffled, where) == structure(objects, where)


@given(grids(), some_words(), SHIFTS, SHIFTS, st.sampled_from([0.25, 1.0, 2.0, 16.0]))
def test_a_shift_and_a_scale_leave_the_table_alone(
    objects: list[StructureObject], words: list[Word], dx: int, dy: int, scale: float
) -> None:
    where = region(words)

    def moved(box: BBox) -> BBox:
        return box.shift(dx, dy).scale(scale)

    there = replace(
        where,
        bbox=moved(where.bbox),
        words=tuple(replace(w, bbox=moved(w.bbox)) for w in where.words),
        rulings=tuple(Ruling(moved(r.bbox)) for r in where.rulings),
    )
    here, away = structure(objects, where), structure([replace(o, bbox=moved(o.bbox)) for o in objects], there)
    assert (here is None) == (away is None)
    if here is not None and away is not None:
        assert known(fill(to_grid(here), where)) == known(fill(to_grid(away), there))


@given(ANY_OBJECTS, some_words())
def test_compat_gives_a_valid_table_or_an_error(objects: list[StructureObject], words: list[Word]) -> None:
    where = region(words)
    try:
        found = compat_table(objects, where)
    except StructureError:
        return
    inside = (w for w in words if where.bbox.contains_point(*w.bbox.center))
    assert letters_of(found) <= Counter("".join(w.text for w in inside))


@given(some_words(), st.integers(3, 12))
def test_bands_cover_the_view(words: list[Word], max_rows: int) -> None:
    where = replace(region(words), width=SIZE, height=SIZE)
    bands = split_view(where, max_rows)
    assert bands[0].top == 0
    assert bands[-1].bottom == where.height
    assert all(b.top <= a.bottom for a, b in pairwise(bands))
    assert join_objects(where, bands, [[] for _ in bands]) == []


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(ANY_OBJECTS, some_words(), st.booleans())
def test_nothing_crashes(objects: list[StructureObject], words: list[Word], is_given: bool) -> None:
    where = region(words, is_given=is_given)
    found = structure(objects, where)
    if found is not None:
        assert fill(to_grid(found), where).num_rows == len(found.rows)
