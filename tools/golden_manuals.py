"""More tables of our own drawing: of manuals and of listings that statistics programs print."""

from __future__ import annotations

from dataclasses import replace

from pipeline.geometry.views import make_view
from table import BBox, StructureLabel, Word
from tools.golden_pages import LEFT, TOP, Drawn, grid_seen, page_view, seen


def commands() -> Drawn:
    """Labels beside texts that wrap: the first two rows were seen as one, and the last line of the third row in the fourth."""
    texts = (
        ("Command", "Description"),
        ("print()", "short display"),
        ("plot()", "Draws all values of a model with"),
        ("", "their errors"),
        ("predict()", "Values of the response for cases"),
        ("", "that none has met"),
        ("update()", "Fits a model again"),
        ("terms()", "The terms of a model"),
    )
    view = page_view(texts, (2, 52), width=220, height=112)
    return view, grid_seen(view, (0, 14, 56, 70, 98, 112), (0, 50, 220))


def diagnoses() -> Drawn:
    """A name of two words, of which a column without a value was seen under the first."""
    texts = (("Age", "Well", "Other diseases"), ("under 40", "126", ""), ("40 to 60", "15", ""), ("over 60", "30", ""))
    view = page_view(texts, (2, 62, 100), width=165, height=56)
    values = [Word(text, BBox(143, y, 143 + 4.5 * len(text), y + 8)) for text, y in (("104", 77), ("25", 91), ("47", 105))]
    placed = tuple(replace(one, bbox=one.bbox.shift(162.5 - one.bbox.x1 + LEFT, 0)) for one in values)
    page = replace(view.page, words=(*view.page.words, *placed))
    view = make_view(page, view.region, 15.0)
    return view, grid_seen(view, (0, 14, 28, 42, 56), (0, 55, 97, 124, 165))


def summary() -> Drawn:
    """Names over a row of numbers, in which the model saw no header."""
    texts = (("Min", "1Q", "Median", "3Q", "Max"), ("-22.8", "-7.7", "1.4", "7.4", "16.3"), ("-11.2", "-3.1", "0.2", "3.5", "12.9"))
    view = page_view(texts, (2, 42, 82, 122, 162), width=200, height=42)
    return view, grid_seen(view, (0, 14, 28, 42), (0, 40, 80, 120, 160, 200))[:-1]


def symbols() -> Drawn:
    """Symbols beside their names, the second pair seen as one column."""
    texts = (("Sign", "Name", "", ""), ("#", "number", "&", "and"), ("@", "at", "~", "tilde"), ("%", "percent", "^", "above"))
    view = page_view(texts, (2, 32, 92, 105), width=150, height=56)
    return view, grid_seen(view, (0, 14, 28, 42, 56), (0, 28, 85, 150))


def listing_names() -> Drawn:
    """A printed listing: names wider than their numbers, a space apart, which the model saw as one cell."""
    ends = (64, 122, 150)
    texts = (("hospital", "statistic", "SE"), ("1", "355.5", "6.1"), ("2", "1183.0", "3.7"), ("3", "3055.0", "4.2"))
    view = page_view((("",), ("1",), ("2",), ("3",)), (2,), width=155, height=56)
    placed = [
        Word(text, BBox(LEFT + end - 4.5 * len(text), TOP + 14 * at + 3, LEFT + end, TOP + 14 * at + 11))
        for at, row in enumerate(texts)
        for end, text in zip(ends, row, strict=True)
    ]
    view = make_view(replace(view.page, words=(*view.page.words, *placed)), view.region, 15.0)
    name = seen(view, StructureLabel.SPANNING_CELL, 0, 0, 125, 14)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56), (0, 35, 90, 130, 155)), name]


MANUALS = {
    "commands": commands,
    "diagnoses": diagnoses,
    "listing_names": listing_names,
    "summary": summary,
    "symbols": symbols,
}
