"""Quality control: named rules, each with its threshold, a verdict and the number behind it.

The paper's rules (PubTables-1M, section 3.5) and those the authors added for other datasets ("Aligning benchmark
datasets for table structure recognition", section 3). One set serves ground truth in the making, the other extracted
tables, where a failed rule becomes a flag and nothing is thrown away.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from canonicalize.completion import count_objects
from canonicalize.draft import is_blank
from table import BBox, Cell, Table, Word

INSIDE_FRACTION = 0.5  # share of a word's area that makes it a word of a box
CURRENCY = frozenset("$¢€£")
REPLACEMENT = "\ufffd"  # what stands for a glyph without a known character
NO_TEXT_CATEGORIES = frozenset({"Cc", "Cn", "Co", "Cs"})  # Unicode's controls, unassigned, private-use and half characters
TINY_TEXT = 4  # characters: a cell shorter than this and starting with "(" is a torn-off part


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one table. ``rows`` and ``columns`` are tight boxes; ``pdf_texts`` go with the cells."""

    table: Table
    words: tuple[Word, ...] = ()
    rows: tuple[BBox, ...] = ()
    columns: tuple[BBox, ...] = ()
    pdf_texts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer: the measured ``value`` against ``threshold``, in words in ``detail``."""

    rule: str
    passed: bool
    value: float
    threshold: float
    detail: str


Rule = Callable[[Evidence], Verdict | None]


def overlapping_rows_or_columns(evidence: Evidence) -> Verdict | None:
    """Neighbouring rows or columns may overlap by 1 point at most; ``None`` without their boxes."""
    if not evidence.rows or not evidence.columns:
        return None
    rows = [(a.y1 - b.y0, f"rows {index} and {index + 1}") for index, (a, b) in enumerate(pairwise(evidence.rows))]
    columns = [(a.x1 - b.x0, f"columns {index} and {index + 1}") for index, (a, b) in enumerate(pairwise(evidence.columns))]
    worst, where = max([*rows, *columns], default=(0.0, "one row, one column"))
    return _at_most("overlapping_rows_or_columns", max(worst, 0.0), 1.0, f"{where} overlap by {max(worst, 0):.1f}")


def cell_text_distance(evidence: Evidence) -> Verdict | None:
    """Mean over all cells of the edit distance of markup and PDF text, 0..1, at most 0.05; ``None`` without PDF texts."""
    if evidence.pdf_texts is None:
        return None
    distances = [text_distance(cell.text, text) for cell, text in zip(evidence.table.cells, evidence.pdf_texts, strict=True)]
    mean = sum(distances) / len(distances) if distances else 0.0
    return _at_most("cell_text_distance", mean, 0.05, f"markup and page differ by {mean:.3f} per cell")


def text_distance(a: str, b: str) -> float:
    """Levenshtein distance over the longer length, without white space and dots at the ends; 0 for two empty texts."""
    return Levenshtein.normalized_distance("".join(a.split()).strip("."), "".join(b.split()).strip("."))


def word_fit(evidence: Evidence) -> Verdict | None:
    """Mean over the table's words of the share inside their best cell, at least 0.9; ``None`` without words or boxes."""
    shares = _shares([word for word in _inside(evidence) if word.text != "."], evidence.table)
    if not shares.size:
        return None
    mean = float(shares.max(axis=1).mean())
    return _at_least("word_fit", mean, 0.9, f"words lie {mean:.0%} inside their cells")


def _shares(words: Sequence[Word], table: Table) -> NDArray[np.float64]:
    """(words, cells): the share of each word's area inside each cell that has a box."""
    boxes = [cell.bbox for cell in table.cells if cell.bbox is not None]
    if not words or not boxes:
        return np.zeros((0, 0))
    inner, outer = np.array([[*word.bbox] for word in words]), np.array([[*box] for box in boxes])
    low = np.maximum(inner[:, None, :2], outer[None, :, :2])
    high = np.minimum(inner[:, None, 2:], outer[None, :, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=2)
    areas = np.prod(inner[:, 2:] - inner[:, :2], axis=1)
    return np.asarray(common / np.where(areas > 0, areas, np.inf)[:, None])


def _inside(evidence: Evidence) -> list[Word]:
    around = evidence.table.bbox or BBox.enclosing([cell.bbox for cell in evidence.table.cells if cell.bbox is not None])
    return [word for word in evidence.words if around is not None and word.bbox.overlap_fraction(around) >= INSIDE_FRACTION]


def word_in_two_cells(evidence: Evidence) -> Verdict | None:
    """No word lies half or more in each of two cells; ``None`` without words or boxes."""
    words = _inside(evidence)
    shares = _shares(words, evidence.table)
    if not shares.size:
        return None
    twice = [words[index].text for index in np.flatnonzero((shares > INSIDE_FRACTION).sum(axis=1) > 1)]
    return _at_most("word_in_two_cells", len(twice), 0, f"{len(twice)} words lie in two cells: {', '.join(twice[:3])}")


def too_many_objects(evidence: Evidence) -> Verdict:
    """At most 100 training objects: the model has 125 queries."""
    count = count_objects(evidence.table)
    return _at_most("too_many_objects", count, 100, f"{count} objects")


def too_small(evidence: Evidence) -> Verdict:
    """A structure sample has two columns or more."""
    return _at_least("too_small", evidence.table.num_columns, 2, f"{evidence.table.num_rows} rows, {evidence.table.num_columns} columns")


def no_body(evidence: Evidence) -> Verdict:
    """At least one row is not column header."""
    body = evidence.table.num_rows - evidence.table.num_header_rows
    return _at_least("no_body", body, 1, f"{body} rows below the column header")


def no_text(evidence: Evidence) -> Verdict:
    """At least one cell has text."""
    filled = sum(not is_blank(cell) for cell in evidence.table.cells)
    return _at_least("no_text", filled, 1, f"{filled} cells with text")


def unreadable_text(evidence: Evidence) -> Verdict:
    """No cell has a character that nobody can read: one that stands for an unknown glyph, a control or private-use character."""
    texts = [cell.text for cell in evidence.table.cells if has_unreadable(cell.text)]
    return _at_most("unreadable_text", len(texts), 0, f"{len(texts)} cells have unreadable characters: {texts[:3]}")


def has_unreadable(text: str) -> bool:
    """Whether one of its characters is; printable ASCII, most text there is, has none."""
    return not (text.isascii() and text.isprintable()) and any(map(is_unreadable, text))


def is_unreadable(char: str) -> bool:
    """Whether a character stands for no letter: for an unknown glyph, a control or private-use character."""
    return char == REPLACEMENT or (not char.isspace() and unicodedata.category(char) in NO_TEXT_CATEGORIES)


def header_too_large(evidence: Evidence) -> Verdict:
    """The column header has five rows at most."""
    count = evidence.table.num_header_rows
    return _at_most("header_too_large", count, 5, f"column header of {count} rows")


def lone_currency(evidence: Evidence) -> Verdict:
    """No cell holds only a currency sign: its column would be half a column."""
    count = sum(cell.text.strip() in CURRENCY for cell in evidence.table.cells if not is_blank(cell))
    return _at_most("lone_currency", count, 0, f"{count} cells hold only a currency sign")


def projected_row_at_edge(evidence: Evidence) -> Verdict:
    """Neither the first nor the last row is a projected row header: it would label nothing, or be a title or note."""
    last = evidence.table.num_rows
    at_edge = [c for c in evidence.table.cells if c.is_projected_row_header and (c.rows.start == 0 or c.rows.stop == last)]
    return _at_most("projected_row_at_edge", len(at_edge), 0, f"first or last row is a projected row header: {_first_text(at_edge)!r}")


def repeated_header(evidence: Evidence) -> Verdict:
    """No body row repeats a header row's texts: that is a table continued below its first part."""
    rows = [tuple(cell.text.strip() for cell in row) for row in evidence.table.owners()]
    count = evidence.table.num_header_rows
    headers = {texts for texts in rows[:count] if sum(map(bool, texts)) > 1}
    repeats = [index for index, texts in enumerate(rows[count:], count) if texts in headers]
    return _at_most("repeated_header", len(repeats), 0, f"body rows {repeats[:3]} repeat the column header")


def tall_first_row(evidence: Evidence) -> Verdict:
    """No text cell of the first row covers more than two rows unless it is header."""
    tall = [c for c in evidence.table.cells if c.rows.start == 0 and len(c.rows) > 2 and not c.is_column_header and not is_blank(c)]
    return _at_most("tall_first_row", len(tall), 0, f"{len(tall)} cells of the first row cover more than two rows")


def tiny_column(evidence: Evidence) -> Verdict:
    """No column has fewer characters than rows together with a cell of one character or a torn-off bracket."""
    tiny = [
        c for c in range(evidence.table.num_columns) if _is_tiny([cell for cell in evidence.table.cells if cell.columns == range(c, c + 1)])
    ]
    return _at_most("tiny_column", len(tiny), 0, f"columns {tiny} hold only fragments")


def _is_tiny(cells: Sequence[Cell]) -> bool:
    texts = [cell.text.strip() for cell in cells if not is_blank(cell)]
    torn = any(len(text) == 1 or (text.startswith("(") and len(text) < TINY_TEXT) for text in texts)
    return torn and sum(map(len, texts)) < sum(len(cell.rows) for cell in cells)


def _first_text(cells: Sequence[Cell]) -> str:
    return cells[0].text[:40] if cells else ""


def _at_most(rule: str, value: float, threshold: float, detail: str) -> Verdict:
    return Verdict(rule, value <= threshold, float(value), float(threshold), detail)


def _at_least(rule: str, value: float, threshold: float, detail: str) -> Verdict:
    return Verdict(rule, value >= threshold, float(value), float(threshold), detail)


PAPER_RULES: tuple[Rule, ...] = (no_text, too_small, no_body, overlapping_rows_or_columns, cell_text_distance, word_fit, too_many_objects)
STRICT_RULES: tuple[Rule, ...] = (
    *PAPER_RULES,
    header_too_large,
    lone_currency,
    projected_row_at_edge,
    repeated_header,
    tall_first_row,
    tiny_column,
    word_in_two_cells,
)
EXTRACTED_RULES: tuple[Rule, ...] = (
    no_text,
    unreadable_text,
    no_body,
    header_too_large,
    lone_currency,
    projected_row_at_edge,
    repeated_header,
)


def check(evidence: Evidence, rules: Sequence[Rule] = PAPER_RULES) -> tuple[Verdict, ...]:
    """The verdicts of all rules that have something to judge by, in the rules' order."""
    return tuple(verdict for rule in rules if (verdict := rule(evidence)) is not None)


def flags(table: Table) -> tuple[str, ...]:
    """The names of the rules an extracted table breaks: those that can be judged by the table alone.

    How well words fit their cells, and how many objects the model saw, is told where both are known.
    """
    verdicts = check(Evidence(table), EXTRACTED_RULES)
    return tuple(verdict.rule for verdict in verdicts if not verdict.passed)
