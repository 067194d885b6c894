"""Tables of a JATS/NXML article: every ``<table>`` in a ``<table-wrap>``, with label, caption, footer and cells.

PubTables-1M's construction, first step: spans become grid extents, ``th`` cells and cells inside ``thead`` are column
header, and blank rows and columns are removed. Text is what a reader sees: LaTeX sources, annotations and alternative
texts are left out, white space collapses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from canonicalize.draft import draft_of, is_blank
from canonicalize.readers.markup import MarkupCell, PlacedTable, place_cells
from canonicalize.readers.xml import Element, local_name, parse_xml
from canonicalize.rows_and_columns import keep_columns, keep_rows
from table import Table

UNSEEN = frozenset({"tex-math", "annotation", "annotation-xml", "alt-text", "long-desc", "object-id", "email-hidden", "fn-type"})
BREAKS = frozenset({"break", "p", "list-item", "def-item", "title", "td", "th", "tr", "sec", "disp-formula"})
INDENTS = ("\u2003", "\u2002", "\t", " ", "\u00a0\u00a0")  # spaces at the start of a raw text that a reader sees as indent


@dataclass(frozen=True, slots=True)
class CellMarkup:
    """What the markup says about one cell beyond place and text."""

    raw_text: str = ""
    align: str = "unknown"
    style: str = "none"
    is_indented: bool = False
    graphics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleTable:
    """One table of an article. ``index`` counts ``<table>`` elements from 0; ``markup[i]`` goes with ``table.cells[i]``.

    ``table`` is ``None`` when there is nothing to align, with ``problem`` saying why (a picture, no cells).
    """

    index: int
    label: str
    caption: str
    footer: str
    table: Table | None
    markup: tuple[CellMarkup, ...] = ()
    repairs: tuple[str, ...] = ()
    problem: str = ""
    wrap_start: int = 0
    wrap_end: int = 0


def read_article_tables(data: bytes, source: str = "") -> tuple[ArticleTable, ...]:
    """The tables of an article in document order; a wrap without ``<table>`` gives an entry with a ``problem``.

    Raises ``AnnotationError`` if the article is no well-formed XML.
    """
    root = parse_xml(data, source)
    places = _wrap_places(data)
    wraps = [element for element in root.iter() if local_name(element) == "table-wrap"]
    tables: list[ArticleTable] = []
    for wrap_number, wrap in enumerate(wraps):
        place = places[wrap_number] if len(places) == len(wraps) else (0, 0)
        for element in _tables_of(wrap) or [None]:
            tables.append(_article_table(len(tables), wrap, element, place))
    return tuple(tables)


def _wrap_places(data: bytes) -> list[tuple[int, int]]:
    """Character positions of ``<table-wrap`` and the end of ``</table-wrap>`` in the decoded file, in order."""
    text, places, position = data.decode("utf-8", errors="replace"), [], 0
    while (start := _opening(text, position)) >= 0:
        end = text.find("</table-wrap>", start)
        position = end + len("</table-wrap>") if end >= 0 else len(text)
        places.append((start, position))
    return places


def _opening(text: str, position: int) -> int:
    while (start := text.find("<table-wrap", position)) >= 0:
        if text[start + len("<table-wrap")] in " >\t\r\n/":
            return start
        position = start + 1
    return -1


def _tables_of(wrap: Element) -> list[Element]:
    return [element for element in wrap.iter() if local_name(element) == "table"]


def _article_table(index: int, wrap: Element, element: Element | None, place: tuple[int, int]) -> ArticleTable:
    parts = {local_name(child): seen_text(child) for child in wrap}
    bare = ArticleTable(
        index=index,
        label=parts.get("label", ""),
        caption=parts.get("caption", ""),
        footer=parts.get("table-wrap-foot", ""),
        table=None,
        wrap_start=place[0],
        wrap_end=place[1],
    )
    if element is None:
        return replace(bare, problem="no_markup: the table is a picture, there is no <table> in its <table-wrap>")
    rows = [[_markup_cell(cell) for cell in row if local_name(cell) in ("td", "th")] for row in _rows_of(element)]
    if not any(rows):
        return replace(bare, problem="no_cells: the <table> has no cell")
    flat = [_cell_markup(cell) for row in _rows_of(element) for cell in row if local_name(cell) in ("td", "th")]
    return _cleaned(bare, place_cells(rows), flat)


def _rows_of(element: Element) -> list[Element]:
    return [row for row in element.iter() if local_name(row) == "tr"]


def _markup_cell(element: Element) -> MarkupCell:
    is_header = any(local_name(ancestor) == "thead" for ancestor in element.iterancestors()) or local_name(element) == "th"
    return MarkupCell(seen_text(element), _span(element, "rowspan"), _span(element, "colspan"), is_header)


def _span(element: Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return int(value) if value.isdigit() else 1


def _cell_markup(element: Element) -> CellMarkup:
    raw = "".join(_visible(element))[1:-1]  # without the breaks around the cell itself
    style = element.get("style") or "none"
    graphics = tuple(_link(item) for item in element.iter() if local_name(item) in ("graphic", "inline-graphic"))
    is_indented = raw.lstrip("\r\n").startswith(INDENTS) or "padding-left" in style
    return CellMarkup(raw, element.get("align") or "unknown", style, is_indented, graphics)


def _link(element: Element) -> str:
    return next((str(value) for name, value in element.attrib.items() if str(name).endswith("href")), "")


def _cleaned(bare: ArticleTable, placed: PlacedTable, flat: list[CellMarkup]) -> ArticleTable:
    """The table without blank rows and columns, cells still paired with their markup."""
    markup = [CellMarkup() if number is None else flat[number] for number in placed.sources]
    rows, columns = _find_those_with_text(placed.table)
    if not rows or not columns:
        return replace(bare, problem="no_text: every cell of the table is blank")
    kept = [
        note
        for cell, note in zip(placed.table.cells, markup, strict=True)
        if any(row in rows for row in cell.rows) and any(column in columns for column in cell.columns)
    ]
    small = keep_columns(keep_rows(draft_of(placed.table), rows), columns)
    table = Table(len(rows), len(columns), small.cells)
    return replace(bare, table=table, markup=tuple(kept), repairs=placed.repairs)


def _find_those_with_text(table: Table) -> tuple[list[int], list[int]]:
    """Rows and columns in which a text starts or ends; others only draw a line or pad, and have no place on the page."""
    texts = [cell for cell in table.cells if not is_blank(cell)]
    rows = {row for cell in texts for row in (cell.rows.start, cell.rows.stop - 1)}
    columns = {column for cell in texts for column in (cell.columns.start, cell.columns.stop - 1)}
    return sorted(rows), sorted(columns)


def seen_text(element: Element) -> str:
    """The text a reader sees in ``element``, white space collapsed to single blanks."""
    return " ".join("".join(_visible(element)).split())


def _visible(element: Element) -> Iterator[str]:
    name = local_name(element)
    if name in UNSEEN:
        return
    if name in BREAKS:
        yield " "
    if isinstance(element.tag, str):
        yield element.text or ""
    for child in element:
        yield from _visible(child)
        yield child.tail or ""
    if name in BREAKS:
        yield " "
