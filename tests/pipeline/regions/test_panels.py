"""A list printed in panels is split where the header repeats at rulings, and only there."""

from __future__ import annotations

from pipeline.geometry.views import make_view
from pipeline.regions import RegionDraft, apply_rules
from pipeline.regions.draft import Reading
from pipeline.regions.rules.panels import panels, split_over_panels
from pipeline.types import StructureObject, TableRegion
from table import BBox, Ruling, StructureLabel
from tests.pipeline.regions.drawn_pages import page, word

BOX = BBox(100, 100, 340, 200)
HEADER = ("Age", "People", "Age", "People")
WALL = Ruling(BBox(220, 100, 220, 200))
NARROW = StructureObject(StructureLabel.COLUMN_HEADER, 0.9, BBox(0, 0, 240, 20))


def reading(
    names: tuple[str, ...] = HEADER, rulings: tuple[Ruling, ...] = (WALL,), *, num_rows: int = 20, is_given: bool = False
) -> Reading:
    """Columns of 60 points as the model sees them, with a header line of ``names`` and four lines of values."""
    words = [word(106 + 60 * column, 106, name) for column, name in enumerate(names) if name]
    words += [word(106 + 60 * column, 126 + 20 * row) for row in range(4) for column in range(len(names))]
    view = make_view(page(rulings, words), TableRegion(BOX, 0.9, is_given=is_given), 0.0)
    columns = [StructureObject(StructureLabel.COLUMN, 0.9, BBox(60.0 * c, 0, 60.0 * c + 60, 100)) for c in range(len(names))]
    rows = [StructureObject(StructureLabel.ROW, 0.9, BBox(0, 5.0 * r, 240, 5.0 * r + 5)) for r in range(num_rows)]
    return Reading(view, (*columns, *rows, NARROW), 0.1)


def test_each_panel_is_a_table() -> None:
    assert [region.bbox for region in panels(reading())] == [BBox(100, 100, 220, 200), BBox(220, 100, 340, 200)]


def test_one_table_stays_one() -> None:
    assert panels(reading(rulings=())) == []
    assert panels(reading(rulings=(WALL, Ruling(BBox(160, 100, 160, 200))))) == []  # a ruling inside a panel
    assert panels(reading(("Age", "Men", "Age", "Women"))) == []
    assert panels(reading(("", "People", "", "People"))) == []
    assert panels(reading(num_rows=19)) == []
    assert panels(reading(is_given=True)) == []


def test_every_panel_is_read_again_and_the_others_stay() -> None:
    whole, plain = reading(), reading(("a", "b", "c", "d"))
    asked: list[TableRegion] = []

    def read(region: TableRegion) -> Reading:
        asked.append(region)
        return plain

    start = RegionDraft(whole.view.page, (whole.view.region, plain.view.region), readings=(whole, plain), read=read)
    found, _ = apply_rules([split_over_panels], start)
    assert len(found.regions) == len(found.readings) == 3
    assert found.regions[:2] == tuple(asked)
    assert found.readings[2] is plain
    assert split_over_panels(RegionDraft(start.page, start.regions, readings=start.readings)).regions == start.regions
