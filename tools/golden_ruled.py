"""More tables of our own drawing: headers of business documents, and rulings that part columns and cells."""

from __future__ import annotations

from dataclasses import replace

from pipeline.geometry.views import make_view
from pipeline.types import RegionView
from table import BBox, Ruling, StructureLabel
from tools.golden_pages import LEFT, TOP, Drawn, grid_seen, page_view, seen


def corner_title() -> Drawn:
    """A title in the corner of a header, seen as a level of it and as a cell over both."""
    texts = (("Averages", "", ""), ("", "Hong Kong", "China"), ("Growth", "1.5", "5.4"), ("Inflation", "1.6", "2.1"))
    view = page_view(texts, (2, 62, 122), width=160, height=56)
    grid = grid_seen(view, (0, 14, 28, 42, 56), (0, 60, 120, 160))[:-1]
    head = seen(view, StructureLabel.COLUMN_HEADER, 0, 0, 160, 28)
    return view, [*grid, head, seen(view, StructureLabel.SPANNING_CELL, 0, 0, 60, 28)]


def hung_label() -> Drawn:
    """The first line of a label, which had no room for the next word, seen as a row of its own."""
    texts = (
        ("Name", "Shares", "Amount"),
        ("Graceful Beauty Limited", "882", "499"),
        ("Taikang Special", "", ""),
        ("   Opportunity Fund", "264", "149"),
        ("King Star", "176", "99"),
    )
    view = page_view(texts, (2, 122, 172), width=210, height=70)
    words = tuple(word.moved(word.bbox.shift(8, 0), 0) if word.text in ("Opportunity", "Fund") else word for word in view.page.words)
    view = make_view(replace(view.page, words=words), view.region, 15.0)
    return view, grid_seen(view, (0, 14, 28, 42, 56, 70), (0, 120, 170, 210))


def own_units() -> Drawn:
    """A unit below each of two years, seen as one row with them."""
    texts = (("", "2016", "2015"), ("", "HK$'000", "HK$'000"), ("Sales", "3,899", "4,334"), ("Costs", "1,200", "1,100"))
    view = page_view(texts, (2, 62, 112), width=150, height=56)
    return view, grid_seen(view, (0, 28, 42, 56), (0, 60, 110, 150))


def ruled_numbers() -> Drawn:
    """Numbers of rows before a line that is drawn down through the table, seen as one column with the labels."""
    texts = (("", "Industry", "Share"), ("1", "Farming", "1.03"), ("2", "Trade", "0.29"), ("3", "Services", "0.02"))
    view = _with_upright(page_view(texts, (2, 10, 72), width=110, height=56), ((8.5, 0, 56), (70, 0, 56)))
    return view, grid_seen(view, (0, 14, 28, 42, 56), (0, 70, 110))


def unread_label() -> Drawn:
    """A label of a picture whose sign was not read, seen as one cell with the label above it."""
    texts = (("Parameter", "Anode", "Cathode"), ("Radius", "12.5", "8.5"), ("", "0.4382", "0.3"), ("Length", "73.5", "70.0"))
    view = page_view(texts, (2, 62, 112), width=150, height=56)
    view = replace(view, unread=(BBox(2, 32, 7, 38).shift(LEFT - view.crop.x0, TOP - view.crop.y0),))
    return view, [*grid_seen(view, (0, 14, 28, 42, 56), (0, 60, 110, 150)), seen(view, StructureLabel.SPANNING_CELL, 0, 14, 60, 42)]


def walled_label() -> Drawn:
    """A row with nothing but a label behind a line that is drawn down through the table, seen as a section row."""
    texts = (("Model", "Left", "Right"), ("", "mean difference", ""), ("Speed", "21.3", "19.4"), ("Doors", "0.75", "0.78"))
    view = _with_upright(page_view(texts, (2, 62, 112), width=150, height=56), ((60, 0, 56),))
    section = seen(view, StructureLabel.PROJECTED_ROW_HEADER, 0, 14, 150, 28)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56), (0, 60, 110, 150)), section]


def walled() -> Drawn:
    """Two texts with a line drawn down between them, seen as one cell."""
    texts = (("", "Industry", "Trade"), ("Farming", "not told", "low"), ("Services", "high", "low"))
    view = _with_upright(page_view(texts, (2, 62, 105), width=140, height=42), ((102, 0, 42),))
    return view, [*grid_seen(view, (0, 14, 28, 42), (0, 60, 102, 140)), seen(view, StructureLabel.SPANNING_CELL, 60, 14, 140, 28)]


def _with_upright(view: RegionView, lines: tuple[tuple[float, float, float], ...]) -> RegionView:
    """The view with upright rulings at these distances from the table's left side, from and to those from its top."""
    rulings = tuple(Ruling(BBox(LEFT + x, TOP + y0, LEFT + x, TOP + y1)) for x, y0, y1 in lines)
    return make_view(replace(view.page, rulings=(*view.page.rulings, *rulings)), view.region, 15.0)


RULED = {
    "corner_title": corner_title,
    "hung_label": hung_label,
    "own_units": own_units,
    "ruled_numbers": ruled_numbers,
    "unread_label": unread_label,
    "walled": walled,
    "walled_label": walled_label,
}
