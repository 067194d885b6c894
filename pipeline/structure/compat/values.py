"""What goes into and comes out of the reference's post-processing, and the working copies between.

Tokens and results are frozen. ``Part`` is the one mutable value: the reference changes its objects while it goes
along, and with several tables in one crop later steps see the changes of earlier ones. To repeat that exactly the
steps work on private copies; a caller's values never change.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.structure.compat.rect import Rect
from pipeline.types import StructureObject
from table import StructureLabel


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the crop; the three numbers give the reading order, ``flags`` bit 0 marks a superscript."""

    bbox: Rect
    text: str
    span_num: int = 0
    line_num: int = 0
    block_num: int = 0
    flags: int = 0


@dataclass(frozen=True, slots=True)
class CompatCell:
    """One cell as the reference reports it; cells may overlap or leave holes. ``tokens`` are indices of the tokens in it."""

    bbox: Rect
    row_nums: tuple[int, ...]
    column_nums: tuple[int, ...]
    is_column_header: bool
    is_projected_row_header: bool
    text: str
    tokens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CompatTable:
    """Cells in the reference's order and its confidence; ``rows`` and ``columns`` are the tightened boxes.

    ``divides_by_zero``: the published code stops here, at a word or (where there are spans) a grid cell without area.
    """

    cells: tuple[CompatCell, ...]
    confidence: float
    rows: tuple[Rect, ...] = ()
    columns: tuple[Rect, ...] = ()
    divides_by_zero: bool = False


@dataclass(slots=True)
class Part:
    """A working copy of one object."""

    label: StructureLabel
    score: float
    bbox: Rect
    is_header: bool = False
    is_projected: bool = False
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    """The structure of one table while it is being worked out; rows and columns are in order."""

    rows: list[Part]
    columns: list[Part]
    spans: list[Part]


@dataclass(slots=True)
class CompatDraft:
    """A cell under construction."""

    bbox: Rect
    rows: list[int]
    columns: list[int]
    is_header: bool
    is_projected: bool = False
    tokens: list[int] = field(default_factory=list)


def working_copies(objects: list[StructureObject] | tuple[StructureObject, ...]) -> list[Part]:
    return [Part(o.label, o.score, (o.bbox.x0, o.bbox.y0, o.bbox.x1, o.bbox.y1)) for o in objects]
