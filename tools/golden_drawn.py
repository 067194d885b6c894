"""Small tables of our own drawing for golden cases, with the objects that a model might see in them: no model is needed."""

from __future__ import annotations

from dataclasses import replace

from pipeline.geometry.views import make_view
from table import BBox, Ruling, StructureLabel
from tools.golden_manuals import MANUALS
from tools.golden_pages import LEFT, ROW, TOP, Drawn, grid_seen, page_view, seen
from tools.golden_reports import REPORTS
from tools.golden_ruled import RULED


def drawn(name: str) -> Drawn:
    """One of the tables below, by its name. Raises ``KeyError`` for another name."""
    known = {
        "bold_names": bold_names,
        "brackets": brackets,
        "cut_phrase": cut_phrase,
        "exhibits": exhibits,
        "laws": laws,
        "long_label": long_label,
        "headed": headed,
        "groups": groups,
        "form": form,
        "invoice": invoice,
        "levels": levels,
        "listing": listing,
        "changes": changes,
        "doses": doses,
        "settings": settings,
        "shifted": shifted,
        "stacked": stacked,
        "studies": studies,
        "trials": trials,
        "units": units,
        "wrapped": wrapped,
        "names": names,
        "phrase": phrase,
        "results": results,
        "single_spaced": single_spaced,
        "underlined": underlined,
    }
    return {**known, **MANUALS, **REPORTS, **RULED}[name]()


def bold_names() -> Drawn:
    """Names in bold under a title that was seen as the name of a section."""
    texts = (
        ("Table 3.1", "", ""),
        ("Kind", "Least memory", "Disk"),
        ("Server", "little, or none", "4 GB"),
        ("Desktop", "1 GB", "10 GB"),
    )
    view = page_view(texts, (2, 62, 142), width=200, height=56)
    title, names = TOP + ROW, TOP + 2 * ROW
    words = tuple(replace(one, is_bold=title < one.bbox.center[1] < names) for one in view.page.words)
    view = make_view(replace(view.page, words=words), view.region, 15.0)
    section = seen(view, StructureLabel.PROJECTED_ROW_HEADER, 0, 0, 200, 14)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56), (0, 60, 140, 200))[:-1], section]


def single_spaced() -> Drawn:
    """Names of a listing in letters of one width, a space apart, that were seen as a cell over three columns."""
    texts = (
        ("", "coef", "exp(coef)", "z"),
        ("age", "0.06", "1067.1255", "17.412"),
        ("sex", "0.38", "1475.1255", "5.812"),
        ("hgb", "0.05", "9425.1255", "1.021"),
    )
    view = page_view(texts, (2, 32, 55, 100), width=140, height=56)
    cell = seen(view, StructureLabel.SPANNING_CELL, 30, 0, 140, 14)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56), (0, 30, 53, 98, 140)), cell]


def brackets() -> Drawn:
    """A value whose brackets wrapped, seen as a row of its own."""
    texts = (
        ("Group", "Cases", "Rate"),
        ("All", "24 (38.7)", "1.2 (0.4)"),
        ("Women", "13 (36.1)", "1.1 (0.3)"),
        ("Men", "11", "1.3 (0.2)"),
        ("", "(40.0)", ""),
        ("Children", "9 (31.0)", "1.4 (0.1)"),
    )
    view = page_view(texts, (2, 62, 122), width=180, height=84)
    return view, grid_seen(view, (0, 14, 28, 42, 56, 70, 84), (0, 60, 120, 180))


def cut_phrase() -> Drawn:
    """A text among numbers whose first word lies in the column before it."""
    texts = (
        ("Target", "Weight", "", "Threshold"),
        ("Earnings", "60%", "", "6.61"),
        ("Growth", "10%", "1 target met", ""),
        ("Staff", "10%", "", "78"),
    )
    view = page_view(texts, (2, 62, 108, 142), width=180, height=56)
    return view, grid_seen(view, (0, 14, 28, 42, 56), (0, 60, 114, 180))


def long_label() -> Drawn:
    """A label of two lines of which the first runs on over the border of its column."""
    texts = (
        ("Item", "Shares held in 2014", ""),
        ("Cash", "120 of 150 in all", ""),
        ("Preferred stock, 8% cumulative", "", ""),
        ("in treasury", "", "131"),
        ("Debt", "142 of 160 in all", ""),
    )
    view = page_view(texts, (2, 102, 222), width=250, height=70)
    return view, grid_seen(view, (0, 14, 28, 56, 70), (0, 90, 250))


def exhibits() -> Drawn:
    """Two numbered rows seen as one; the texts above hardly leave room."""
    texts = (
        ("Number", "Description"),
        ("10.1*", "Plan of the company, of 2015,"),
        ("10.2", "Agreement of the Trustees and"),
        ("", "the company"),
        ("10.3", "Lease of 2016, by the company"),
        ("10.4", "Amendment of this lease and of"),
        ("", "the agreement"),
        ("10.5", "Lease of 2017, by the company"),
        ("10.6", "Certification"),
    )
    view = page_view(texts, (2, 52), width=220, height=99, step=11.0)
    return view, grid_seen(view, (0, 11, 22, 44, 77, 88, 99), (0, 50, 220))


def form() -> Drawn:
    """A form whose rows draw their cells apart: the border of two columns lies behind the number of the second row's right text."""
    texts = (
        ("Section one: who files", ""),
        ("1. Family name", "Given name"),
        ("2. Number", "3. Have you ever filed"),
        ("4. Street", "Town"),
    )
    view = page_view(texts, (2, 100), width=200, height=56, rulings=(0, 14, 28, 42, 56))
    words = tuple(
        one.moved(one.bbox.shift(-16, 0), 0) if one.bbox.center[1] > TOP + 28 and one.bbox.x0 > LEFT + 90 else one
        for one in view.page.words
    )
    upright = [(98, 14, 28), (82, 28, 42), (82, 42, 56), (0, 0, 56), (200, 0, 56)]
    lines = tuple(Ruling(BBox(LEFT + x, TOP + y0, LEFT + x, TOP + y1)) for x, y0, y1 in upright)
    view = make_view(replace(view.page, words=words, rulings=(*view.page.rulings, *lines)), view.region, 15.0)
    return view, grid_seen(view, (0, 14, 28, 42, 56), (0, 98, 200))


def groups() -> Drawn:
    """Labels in the middle of two rows each; the first was seen over three."""
    rows = (("Strain", "Assay", "Rate"), *((name, assay, "1.0") for name in "abc" for assay in ("low", "high")))
    texts = tuple((label if row % 2 or not row else "", *others) for row, (label, *others) in enumerate(rows))
    view = page_view(texts, (2, 52, 102), width=150, height=98)
    labels = {word for word in view.words if word.text in "abc"}
    words = tuple(replace(word, bbox=word.bbox.shift(0, ROW / 2)) if word in labels else word for word in view.words)
    grid = grid_seen(view, tuple(float(y) for y in range(0, 99, 14)), (0, 50, 100, 150))
    return replace(view, words=words), [*grid, seen(view, StructureLabel.SPANNING_CELL, 0, 14, 50, 56)]


def changes() -> Drawn:
    """A name over the last two columns, seen over all of them."""
    texts = (("", "", "", "% Increase", ""), ("Count", "2016", "2015", "2016", "2015 A"), ("Franchise", "19,183", "18,452", "4", "3"))
    view = page_view(texts, (2, 62, 112, 168, 192), width=240, height=42)
    grid = grid_seen(view, (0, 14, 28, 42), (0, 60, 110, 160, 189, 240))[:-1]
    header = seen(view, StructureLabel.COLUMN_HEADER, 0, 0, 240, 28)
    return view, [*grid, header, seen(view, StructureLabel.SPANNING_CELL, 0, 0, 240, 14)]


def doses() -> Drawn:
    """A name over three columns of one kind, seen as the middle one's own."""
    texts = (("", "", "Copper", "", ""), ("Strain", "10 mg", "20 mg", "40 mg", "Control"), ("a", "1.0", "1.5", "1.7", "0.1"))
    view = page_view(texts, (2, 52, 101, 152, 202), width=250, height=42)
    return view, grid_seen(view, (0, 28, 42), (0, 50, 100, 150, 200, 250))


def headed() -> Drawn:
    """A section's title seen as the first line of its first item."""
    texts = (
        ("Item", "2016", "2015"),
        ("Cash", "1,204", "1,190"),
        ("Liabilities:", "", ""),
        ("Derivatives", "767", "731"),
        ("Loans", "100", "104"),
    )
    view = page_view(texts, (2, 72, 122), width=160, height=70)
    return view, grid_seen(view, (0, 14, 28, 56, 70), (0, 70, 120, 160))


def invoice() -> Drawn:
    """An invoice: two columns with a narrow gap seen as one, and an item's number that reaches down over the total."""
    texts = (
        ("No", "Item", "Disc.%", "Taxes", "Sum"),
        ("1", "Paper", "0.00", "15.00%", "12.00"),
        ("", "Ink", "1.50", "15.00%", "30.40"),
        ("", "Glue", "0.00", "6.00%", "4.20"),
        ("", "Total", "", "", "46.60"),
    )
    view = page_view(texts, (2, 32, 112, 160, 205), width=250, height=70)
    columns = (0, 30, 110, 200, 250)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56, 70), columns), seen(view, StructureLabel.SPANNING_CELL, 0, 14, 30, 70)]


def levels() -> Drawn:
    """A header of two levels seen as one row: a name over the border of two columns that have names of their own below."""
    texts = (("", "", "Both groups", ""), ("Name", "First", "", "Second"), ("a", "1.5", "", "2.5"), ("b", "1.7", "", "2.9"))
    view = page_view(texts, (2, 60, 78, 122), width=160, height=56)
    return view, [*grid_seen(view, (0, 28, 42, 56), (0, 50, 105, 160)), seen(view, StructureLabel.SPANNING_CELL, 50, 0, 160, 14)]


def names() -> Drawn:
    """A header whose names over three columns were seen as one cell."""
    texts = (("State", "Handgun", "Long Gun", "*Other"), ("Alabama", "23,022", "122,650", "859"), ("Alaska", "13,062", "103,209", "191"))
    view = page_view(texts, (2, 52, 94, 141), width=190, height=42)
    return view, [*grid_seen(view, (0, 14, 28, 42), (0, 48, 89, 136, 190)), seen(view, StructureLabel.SPANNING_CELL, 50, 0, 190, 14)]


def results() -> Drawn:
    """Two rows of values seen as one, and two labels of two rows each seen as one cell."""
    texts = (
        ("", "One", "Two"),
        ("First", "1.10", "2.10"),
        ("", "(0.5)", "(0.6)"),
        ("Second", "1.20", "2.20"),
        ("", "(0.7)", "(0.8)"),
        ("n", "123", "124"),
        ("m", "225", "226"),
    )
    view = page_view(texts, (2, 52, 102), width=150, height=98)
    return view, [*grid_seen(view, (0, 14, 28, 42, 56, 70, 98), (0, 50, 100, 150)), seen(view, StructureLabel.SPANNING_CELL, 0, 14, 50, 70)]


def listing() -> Drawn:
    """Records of two lines that were seen as one row each."""
    record = (("{0}PISTOL", "REVOLVER", "COLT", "", "FOUND"), ("{0}721", "TAG-{0}", "SJ-2{0}", "WAREHOUSE", ""))
    texts = tuple(tuple(text.format(number) for text in line) for number in range(1, 5) for line in record)
    view = page_view(texts, (2, 62, 122, 172, 232), width=270, height=112)
    return view, grid_seen(view, (0, 28, 56, 84, 112), (0, 60, 120, 170, 230, 270))[:-1]


def phrase() -> Drawn:
    """A section heading whose words the columns' borders cut apart."""
    texts = (
        ("Item", "Weight", "Price"),
        ("Apples", "120", "1.50"),
        ("in jars of glass and new wooden boxes", "", ""),
        ("Pears", "131", "2.50"),
    )
    view = page_view(texts, (2, 62, 122), width=160, height=56)
    return view, grid_seen(view, (0, 14, 28, 42, 56), (0, 50, 105, 160))


def underlined() -> Drawn:
    """A name whose ruling covers two columns, seen over three."""
    texts = (("", "", "Both years", ""), ("Item", "2019", "2020", "Change"), ("ink", "120", "131", "-0.3"), ("pen", "140", "152", "0.9"))
    view = page_view(texts, (2, 62, 90, 152), width=200, height=56, rulings=(-1, 56))
    line = Ruling(BBox(64, 14, 156, 14).shift(LEFT - view.crop.x0, TOP - view.crop.y0))
    objects = [*grid_seen(view, (0, 14, 28, 42, 56), (0, 50, 85, 150, 200)), seen(view, StructureLabel.SPANNING_CELL, 50, 0, 200, 14)]
    return replace(view, rulings=(*view.rulings, line)), objects


def settings() -> Drawn:
    """Two rows of texts that were seen as one; the others have one line."""
    texts = (
        ("Name", "Value"),
        ("Base model", "Llama"),
        ("Strategy", "Full"),
        ("Rate", "low"),
        ("Epochs", "ten"),
        ("Warm-up proportion of all", "none"),
        ("Optimizer", "default settings"),
    )
    view = page_view(texts, (2, 112), width=200, height=98)
    return view, grid_seen(view, (0, 14, 42, 56, 70, 84, 98), (0, 105, 200))


def laws() -> Drawn:
    """Rows of a group with a label of its own, of which the last three were seen as one; one column holds single words."""
    texts = (
        ("Family", "Distribution", "Root"),
        ("Pareto", "Pareto of the second kind", "pareto2"),
        ("", "Burr", "burr"),
        ("", "Single-parameter Pareto", "pareto1"),
        ("", "Inverse paralogistic", "invparalogis"),
        ("", "Inverse Burr", "invburr"),
        ("Other", "Gumbel", "gumbel"),
        ("", "Normal", "norm"),
        ("", "Uniform", "unif"),
    )
    view = page_view(texts, (2, 52, 182), width=250, height=126)
    return view, grid_seen(view, (0, 14, 28, 42, 84, 98, 112, 126), (0, 45, 175, 250))


def shifted() -> Drawn:
    """Names that stand behind the values of their columns, seen where they stand."""
    texts = (
        ("Article", "", "Number", "Price", "Total"),
        ("Photographs", "1", "480,00", "480,00", ""),
        ("Pictures", "40", "3,50", "140,00", ""),
    )
    view = page_view(texts, (2, 78, 102, 142, 192), width=220, height=42)
    return view, grid_seen(view, (0, 14, 28, 42), (0, 74, 138, 188, 220))


def stacked() -> Drawn:
    """Entries of two rows that come again, seen as one cell each time."""
    texts = (("Encoder", "Type", "Score"), *((name, kind, "1.0") for name in ("One", "Two") for kind in ("global", "local")))
    view = page_view(texts, (2, 52, 102), width=150, height=70)
    seen = [seen(view, StructureLabel.SPANNING_CELL, 50, y, 100, y + 28) for y in (14, 42)]
    return view, [*grid_seen(view, (0, 14, 28, 42, 56, 70), (0, 50, 100, 150)), *seen]


def studies() -> Drawn:
    """Rows of texts that wrap, cut in the wrong places: each begins with a line that fills all columns."""
    texts = (
        ("Plant", "Form", "Days", "Outcome"),
        ("Aloe vera", "Gel", "28", "No change of gums in"),
        ("", "", "", "both groups"),
        ("Acacia", "Rinse", "14", "Fewer counts than in"),
        ("", "", "", "the group without"),
        ("Calendula", "Gum", "21", "Less bleeding"),
        ("Curcuma", "Gel", "30", "Fewer counts without"),
        ("", "", "", "side effects"),
    )
    view = page_view(texts, (2, 62, 112, 152), width=260, height=88, step=11.0)
    return view, grid_seen(view, (0, 11, 44, 66, 88), (0, 60, 110, 150, 260))


def trials() -> Drawn:
    """Rows of lists and wrapped texts, cut in the wrong places: each begins where its values stand."""
    texts = (
        ("Plant", "Form", "Score", "Days"),
        ("Aloe vera", "Gel", "4", "28"),
        ("50 %", "Gum", "", ""),
        ("Acacia", "Rinse", "5", "14"),
        ("Calendula", "Gum", "1", "21"),
        ("10 mg", "(slow", "", ""),
        ("", "release)", "", ""),
        ("Curcuma", "Gel", "2", "30"),
        ("0.1 %", "Strip", "", ""),
    )
    view = page_view(texts, (2, 62, 122, 162), width=200, height=99, step=11.0)
    return view, grid_seen(view, (0, 11, 22, 44, 66, 99), (0, 60, 115, 155, 200))


def units() -> Drawn:
    """A unit below three years, in the middle of them, seen as the middle one's own."""
    texts = (("", "2016", "2015", "2014", ""), ("", "", "", "", "(in millions)"), ("Sales", "9,183", "8,452", "8,011", ""))
    view = page_view(texts, (2, 62, 112, 162, 93), width=200, height=42)
    grid = grid_seen(view, (0, 14, 28, 42), (0, 60, 110, 160, 200))[:-1]
    return view, [*grid, seen(view, StructureLabel.COLUMN_HEADER, 0, 0, 200, 28)]


def wrapped() -> Drawn:
    """Texts of two lines whose second line was seen as a row, with a range among them; lines stand closer than rows."""
    texts = (
        ("No", "Description", "Range"),
        ("1", "Amendment to the Plan of", "0.5 to"),
        ("", "the company", "2.0"),
        ("2", "Agreement of the Trustees", "1.0"),
        ("", "Employees", ""),
        ("3", "Lease", "1.5"),
    )
    view = page_view(texts, (2, 32, 152), width=190, height=66, step=11.0)
    return view, grid_seen(view, tuple(11.0 * row for row in range(7)), (0, 30, 150, 190))
