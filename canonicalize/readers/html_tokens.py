"""PubTabNet and FinTabNet annotations: structure as HTML tokens, cell texts as character tokens, boxes of non-blank cells.

One line of a JSONL file is one table. PubTabNet's boxes are image pixels with origin top-left; FinTabNet's are PDF points
with origin bottom-left and need the page's height. Inconsistent tilings (some of PubTabNet's) are repaired as HTML readers
do, or refused with ``strict``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

from canonicalize.errors import AnnotationError
from canonicalize.readers.markup import MarkupCell, place_cells
from canonicalize.readers.truth import Truth, flipped
from table import BBox

SPAN = re.compile(r"(rowspan|colspan)\s*=\s*[\"']?(\d+)")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def read_pubtabnet_line(line: bytes | str, strict: bool = False) -> Truth:
    """The table of one PubTabNet line, boxes in image pixels. Raises ``AnnotationError`` for another format."""
    item = _object(line)
    name = str(item.get("filename", ""))
    stem = name.rsplit(".", 1)[0]
    return _truth(item, stem, "_".join(stem.split("_")[:-1]) or stem, lambda box: BBox(*box), strict)


def read_fintabnet_line(line: bytes | str, page_height: float, strict: bool = False) -> Truth:
    """The table of one FinTabNet line, boxes in page points with origin top-left; ``page_height`` in points."""
    item = _object(line)
    name = str(item.get("filename", ""))
    document = name.removesuffix(".pdf").replace("/", "_")
    truth = _truth(
        item,
        f"{document}_table_{item.get('table_id', 0)}",
        document,
        lambda box: flipped(box[0], box[1], box[2], box[3], page_height),
        strict,
    )
    region = item.get("bbox")
    return replace(truth, region=flipped(region[0], region[1], region[2], region[3], page_height) if region else None)


def _object(line: bytes | str) -> Mapping[str, Any]:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise AnnotationError(f"no JSON: {error}") from error
    if not isinstance(item, dict) or "html" not in item:
        raise AnnotationError("expected an object with 'html'")
    return item


def _truth(item: Mapping[str, Any], name: str, document: str, box: Any, strict: bool) -> Truth:
    try:
        tokens, cells = item["html"]["structure"]["tokens"], item["html"]["cells"]
    except (KeyError, TypeError) as error:
        raise AnnotationError("expected html.structure.tokens and html.cells", source=name) from error
    placed = place_cells(rows_from_tokens(tokens, cells, box, name), name)
    if strict and placed.repairs:
        raise AnnotationError("; ".join(placed.repairs), source=name)
    table = replace(placed.table, id=name)
    boxes = tuple(cell.bbox if cell.text else None for cell in table.cells)
    return Truth(name, document, 1, table, boxes, split=str(item.get("split", "")))


def rows_from_tokens(tokens: Iterable[str], cells: Sequence[Mapping[str, Any]], box: Any, source: str = "") -> list[list[MarkupCell]]:
    """The rows of markup cells; ``tokens`` may split a tag's attributes into tokens of their own.

    Raises ``AnnotationError`` unless there are as many ``td`` as cells.
    """
    rows: list[list[MarkupCell]] = []
    in_header, used = False, 0
    for tag in re.findall(r"<[^>]*>", "".join(tokens)):
        name = tag.strip("</> ").split(" ")[0].lower()
        if name == "thead":
            in_header = not tag.startswith("</")
        elif name == "tr" and not tag.startswith("</"):
            rows.append([])
        elif name in ("td", "th") and not tag.startswith("</"):
            if used >= len(cells) or not rows:
                raise AnnotationError(f"more td elements than the {len(cells)} cells, or one outside a row", source=source)
            rows[-1].append(_cell(tag, cells[used], in_header or name == "th", box))
            used += 1
    if used != len(cells):
        raise AnnotationError(f"{used} td elements, but {len(cells)} cells", source=source)
    return rows


def _cell(tag: str, cell: Mapping[str, Any], is_header: bool, box: Any) -> MarkupCell:
    spans = {name: int(value) for name, value in SPAN.findall(tag)}
    given = cell.get("bbox")
    return MarkupCell(
        text_of_tokens(cell.get("tokens", ())),
        spans.get("rowspan", 1),
        spans.get("colspan", 1),
        is_header,
        box(given) if given else None,
    )


def text_of_tokens(tokens: Iterable[str]) -> str:
    """The text of character tokens without tags, white space collapsed; ``i``, ``sup`` and ``sub`` leave no gap."""
    return " ".join(unescape("".join("" if TAG.fullmatch(token) else token for token in tokens)).split())
