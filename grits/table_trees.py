"""Tables as the trees TEDS compares: table, sections, rows, and cells as leaves with their content as tokens.

In: a ``Table`` or HTML. Out: a ``TableTree`` in postorder. Elements inside a cell are tokens of its content and no
nodes, but do count as elements, as in the published code. ``th`` is read as ``td``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from table import Cell, Table

SECTIONS = ("thead", "tbody", "tfoot")
MAX_SPAN = 65534  # HTML's own limit
FIRST_TAG_TOKEN = 0xF0000  # tags inside cells become single characters of the private-use plane


@dataclass(frozen=True, slots=True)
class Node:
    """One element; ``spans`` is (columns, rows) for a cell and ``None`` otherwise; ``content`` is its tokens."""

    tag: str
    spans: tuple[int, int] | None = None
    content: str = ""


@dataclass(frozen=True, slots=True)
class TableTree:
    """Nodes in postorder with the number of each node's leftmost leaf; ``num_elements`` leaves out the table itself."""

    nodes: tuple[Node, ...]
    leftmost: tuple[int, ...]
    num_elements: int


class _Builder:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.leftmost: list[int] = []

    def add(self, node: Node, start: int) -> None:
        """Append ``node``, whose subtree starts at number ``start``."""
        self.nodes.append(node)
        self.leftmost.append(start)

    def build(self, num_elements: int) -> TableTree:
        return TableTree(tuple(self.nodes), tuple(self.leftmost), num_elements)


def tree_of_table(table: Table, *, with_sections: bool = False) -> TableTree:
    """The tree of a table: one ``tr`` per grid row, each cell in the row it starts in.

    ``with_sections`` puts leading header rows into ``thead`` and the others into ``tbody``.
    """
    rows: list[list[Cell]] = [[] for _ in range(table.num_rows)]
    for cell in table.cells:
        rows[cell.rows.start].append(cell)
    split = table.num_header_rows if with_sections else 0
    builder = _Builder()
    for tag, part in (("thead", rows[:split]), ("tbody", rows[split:])):
        start = len(builder.nodes)
        for row in part:
            _add_row(builder, row)
        if part and with_sections:
            builder.add(Node(tag), start)
    builder.add(Node("table"), 0)
    return builder.build(len(builder.nodes) - 1)


def _add_row(builder: _Builder, row: list[Cell]) -> None:
    start = len(builder.nodes)
    for cell in row:
        builder.add(Node("td", (cell.column_span, cell.row_span), cell.text), len(builder.nodes))
    builder.add(Node("tr"), start)


def tree_of_html(markup: str, tag_tokens: dict[str, str], *, with_sections: bool = True) -> TableTree | None:
    """The tree of the first table in ``markup``, or ``None`` when there is none.

    ``tag_tokens`` collects the characters that stand for tags inside cells; use one for both sides of a comparison.
    """
    table = _first_table(markup)
    if table is None:
        return None
    if not with_sections:
        etree.strip_tags(table, *SECTIONS)
    builder = _Builder()
    _add_element(builder, table, tag_tokens)
    return builder.build(sum(1 for _ in table.iterdescendants(etree.Element)))


def _first_table(markup: str) -> etree._Element | None:
    if not markup.strip():
        return None
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    try:
        root = html.fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # markup without any element
        return None
    return next(root.iter("table"), None)


def _add_element(builder: _Builder, root: etree._Element, tag_tokens: dict[str, str]) -> None:
    """Add the subtree of ``root`` in postorder, without recursion: markup may be nested absurdly deep."""
    stack: list[tuple[etree._Element, int]] = [(root, -1)]
    while stack:
        element, start = stack.pop()
        if element.tag in ("td", "th"):
            content = "".join(_content(element, tag_tokens))
            builder.add(Node("td", (_span(element, "colspan"), _span(element, "rowspan")), content), len(builder.nodes))
        elif start >= 0:
            builder.add(Node(str(element.tag)), start)
        else:
            stack.append((element, len(builder.nodes)))
            stack.extend((child, -1) for child in reversed(element))


def _content(cell: etree._Element, tag_tokens: dict[str, str]) -> Iterator[str]:
    """Characters and tag tokens inside a cell, in order."""
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            if element is not cell:
                yield _tag_token(f"<{element.tag}>", tag_tokens)
            yield element.text or ""
        elif element is not cell:
            yield _tag_token(f"</{element.tag}>", tag_tokens)
            yield element.tail or ""


def _tag_token(tag: str, tag_tokens: dict[str, str]) -> str:
    return tag_tokens.setdefault(tag, chr(FIRST_TAG_TOKEN + len(tag_tokens)))


def _span(cell: etree._Element, attribute: str) -> int:
    """The span as browsers read it: 1 when absent or no positive number."""
    value = str(cell.get(attribute, "1")).strip()
    return min(int(value), MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0 else 1
