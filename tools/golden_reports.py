"""Tables of annual reports, of our own drawing."""

from __future__ import annotations

from table import StructureLabel
from tools.golden_pages import Drawn, grid_seen, page_view, seen


def assets() -> Drawn:
    """A sum without a label, seen as a row of the label above it."""
    texts = (("In millions", "2019", "2018"), ("Land", "5", "4"), ("Stock", "2", "3"), ("Cash", "9", "8"), ("", "16", "15"))
    view = page_view(texts, (2, 82, 122), width=150, height=70)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56, 70), (0, 70, 110, 150)), seen(view, StructureLabel.SPANNING_CELL, 0, 42, 70, 70)]


def millions() -> Drawn:
    """Units below the rule under the names, which was seen as the end of the header."""
    texts = (("December 31,", "2019", "2018", "2017"), ("", "", "(millions)", ""), ("Land", "5", "4", "3"), ("Cash", "9", "8", "7"))
    view = page_view(texts, (2, 90, 118, 170), width=200, height=56, rulings=(14,))
    cell = seen(view, StructureLabel.SPANNING_CELL, 80, 14, 200, 28)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56), (0, 80, 115, 165, 200)), cell]


REPORTS = {"assets": assets, "millions": millions}
