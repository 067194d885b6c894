"""Amazon Textract's table blocks: cells numbered from 1, texts in word blocks, boxes as fractions of the page."""

from __future__ import annotations

from collections.abc import Iterable

from bench.formats.values import Json, OutputError, OutputTable, cell_at, corners, items
from table import BBox, Cell

WHOLE_PAGE = (1.0, 1.0)  # the frame of boxes that are fractions


def textract_tables(value: Json) -> list[OutputTable]:
    """The tables of an analysis, several answers' blocks in one list. Merged cells replace the cells under them."""
    blocks = {str(block.get("Id")): block for block in items(value.get("Blocks"), "Blocks")}
    return [_table(block, blocks) for block in blocks.values() if block.get("BlockType") == "TABLE"]


def _table(block: Json, blocks: dict[str, Json]) -> OutputTable:
    merged = [blocks[name] for name in _related(block, "MERGED_CELL") if name in blocks]
    covered = {name for item in merged for name in _related(item, "CHILD")}
    plain = [(name, blocks[name]) for name in _related(block, "CHILD") if name in blocks]
    single = [item for name, item in plain if name not in covered and item.get("BlockType") == "CELL"]
    cells = tuple(_cell(item, blocks) for item in [*single, *merged])
    return OutputTable(cells, int(block.get("Page", 1)), _box(block), WHOLE_PAGE)


def _cell(block: Json, blocks: dict[str, Json]) -> Cell:
    kinds = _kinds(block, blocks)
    return cell_at(
        _from_zero(block, "RowIndex"),
        _from_zero(block, "ColumnIndex"),
        block.get("RowSpan", 1),
        block.get("ColumnSpan", 1),
        " ".join(_texts(block, blocks, depth=3)),
        _box(block),
        is_header="COLUMN_HEADER" in kinds,
        is_projected="TABLE_SECTION_TITLE" in kinds,
    )


def _kinds(block: Json, blocks: dict[str, Json]) -> set[str]:
    """The block's own kinds, and those of the cells a merged one covers."""
    children = [blocks[name] for name in _related(block, "CHILD") if name in blocks]
    return {kind for item in [block, *children] for kind in item.get("EntityTypes") or ()}


def _from_zero(block: Json, key: str) -> int:
    try:
        return int(block[key]) - 1
    except (KeyError, TypeError, ValueError) as error:
        raise OutputError(f"a cell block has no {key}") from error


def _texts(block: Json, blocks: dict[str, Json], depth: int) -> Iterable[str]:
    """Texts of the words below ``block``; merged cells hold cells that hold words."""
    if block.get("BlockType") in ("WORD", "LINE"):
        yield str(block.get("Text", ""))
    elif block.get("BlockType") == "SELECTION_ELEMENT" and block.get("SelectionStatus") == "SELECTED":
        yield "X"
    elif depth:
        for name in _related(block, "CHILD"):
            if name in blocks:
                yield from _texts(blocks[name], blocks, depth - 1)


def _related(block: Json, kind: str) -> list[str]:
    relations = block.get("Relationships") or []
    return [str(name) for relation in relations if relation.get("Type") == kind for name in relation.get("Ids", ())]


def _box(block: Json) -> BBox | None:
    box = (block.get("Geometry") or {}).get("BoundingBox")
    if not box:
        return None
    left, top = float(box.get("Left", 0)), float(box.get("Top", 0))
    return corners([left, top, left + float(box.get("Width", 0)), top + float(box.get("Height", 0))])
