"""Intermediate values of the service, in the order they arise (see the picture in README).

document -> Page -> TableRegion -> RegionView -> [StructureObject] -> Structure -> Grid -> Table

Everything is a frozen value. ``Page`` coordinates are page points as displayed. A ``RegionView`` is one
region turned upright; objects, structure and grid live in *its* points and are mapped back to the page
only when the table is finished.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from pipeline.calibration import Calibration
from pipeline.errors import ExtractionError
from pipeline.tilt import Tilt
from table import BBox, DetectionLabel, Ruling, Shading, StructureLabel, Table, Word
from table.frozen import frozen

Picture = NDArray[np.uint8]  # (height, width, 3) RGB, pixels
TextSource = Literal["pdf", "ocr", "none"]


@dataclass(frozen=True, slots=True)
class TaggedCell:
    """A cell of a table in a PDF's structure tree; ``bbox`` encloses its text, ``None`` for a blank one."""

    rows: range
    columns: range
    bbox: BBox | None
    is_header: bool = False


TaggedTable = tuple[TaggedCell, ...]


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A small drawn square to be ticked."""

    bbox: BBox
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page as displayed. ``number`` counts from 1; ``width`` and ``height`` are points.

    ``render(scale)`` gives the RGB picture at ``scale`` pixels per point: (round(height*scale), round(width*scale), 3).
    ``pixels_per_point`` is set for pages that are pictures: a box times it is in pixels of the (upright) picture.
    ``curves`` are the extents of large slanted and curved strokes, ``pictures`` those of pictures that are not the page
    itself: what charts and figures are made of. Both are known for PDFs only. ``rule_words`` are words that are
    drawing and not text, and not among ``words``: rows of dashes, which are among ``rulings``, and dots printed through labels.
    ``tagged_tables`` are those of the page's structure tree, ``check_boxes`` those drawn and those of a form.
    ``level`` is the same page turned level, for pictures that lie askew: tables are read from that.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    shadings: tuple[Shading, ...]
    text_source: TextSource
    render: Callable[[float], Picture] = field(repr=False, compare=False)
    pixels_per_point: float | None = None
    curves: tuple[BBox, ...] = ()
    pictures: tuple[BBox, ...] = ()
    rule_words: tuple[Word, ...] = ()
    tagged_tables: tuple[TaggedTable, ...] = ()
    check_boxes: tuple[CheckBox, ...] = ()
    level: LevelPage | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LevelPage:
    """The page that tables of a skewed picture are read from, and how it lies on the displayed one."""

    page: Page
    tilt: Tilt


@dataclass(frozen=True, slots=True)
class TableRegion:
    """Where a table stands on its page. ``rotation``: degrees clockwise to turn it upright (0, 90, 180, 270)."""

    bbox: BBox
    score: float
    rotation: int = 0
    label: DetectionLabel = DetectionLabel.TABLE
    id: str | None = None
    is_given: bool = False  # the caller drew the box: keep its words, do not shrink it
    is_weak: bool = False  # scored below the detector's threshold: no table unless something else says so


@dataclass(frozen=True, slots=True)
class RegionView:
    """One region with its surroundings, turned upright; origin at the top-left of the turned crop, in points.

    ``bbox`` is the region itself inside the view; words, rulings and shadings are those of the whole crop
    (region plus padding), tagged tables those that reach into it, already turned. ``render(scale)`` gives the upright RGB crop.
    ``unread``: pieces of ink of a page read by OCR, as large as signs, that no word covers; known when the table is made.
    """

    region: TableRegion
    page: Page = field(repr=False)
    crop: BBox  # the crop on the page, page points, before turning
    bbox: BBox  # the region in view points
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    shadings: tuple[Shading, ...]
    render: Callable[[float], Picture] = field(repr=False, compare=False)
    tagged_tables: tuple[TaggedTable, ...] = ()
    check_boxes: tuple[CheckBox, ...] = ()
    unread: tuple[BBox, ...] = ()


@frozen
class StructureObject:
    """One object of the structure model, in view points."""

    label: StructureLabel
    score: float
    bbox: BBox


@frozen
class Interval:
    """A row (y) or a column (x) as a one-dimensional extent in view points with the model's score."""

    start: float
    stop: float
    score: float = 1.0

    @property
    def middle(self) -> float:
        return (self.start + self.stop) / 2

    @property
    def length(self) -> float:
        return self.stop - self.start

    def overlap(self, start: float, stop: float) -> float:
        """Length of the part in common with ``start..stop``, 0 when they are apart."""
        return max(0.0, min(self.stop, stop) - max(self.start, start))


@dataclass(frozen=True, slots=True)
class Span:
    """A spanning cell as explicit row and column ranges."""

    rows: range
    columns: range
    score: float = 1.0
    is_projected_row_header: bool = False


@frozen
class MovedWord:
    """A word that goes to a cell it does not lie in, named by a row and column of it: the rest of its phrase is there."""

    word: Word
    row: int
    column: int


@frozen
class Structure:
    """A consistent structure: rows top to bottom and columns left to right, gap-free and without overlap.

    ``num_header_rows`` rows from the top form the column header; ``spans`` never overlap each other.
    ``warnings`` are names of rules that had to repair or ignore something. ``drops_leaders``: dots that lead from a
    label to its value are in no cell. ``moved``: words that go to other cells than those they lie in.
    """

    rows: tuple[Interval, ...]
    columns: tuple[Interval, ...]
    num_header_rows: int
    header_score: float
    spans: tuple[Span, ...]
    warnings: tuple[str, ...] = ()
    drops_leaders: bool = True
    moved: tuple[MovedWord, ...] = ()


@frozen
class Step:
    """The structure as it stood after one rule; rows and columns may still have gaps."""

    rule: str
    structure: Structure


@dataclass(frozen=True, slots=True)
class Grid:
    """Row edges (R+1) and column edges (C+1) in view points, spans as ranges, leading header rows."""

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    structure: Structure


@dataclass(frozen=True, slots=True)
class Trace:
    """Every intermediate value of one table, kept together for debug pictures, timings and bug reports."""

    view: RegionView
    objects: tuple[StructureObject, ...]
    structure: Structure | None
    grid: Grid | None
    table: Table | None
    seconds: dict[str, float] = field(default_factory=dict)
    error: ExtractionError | None = None
    steps: tuple[Step, ...] = ()


class Detector(Protocol):
    """Finds tables on pages: a sequence in, a list of the same length and order out.

    Boxes below the threshold may be among the answers, marked as weak.
    """

    def detect(self, pages: Sequence[Page]) -> list[list[TableRegion]]: ...


class Recognizer(Protocol):
    """Finds structure objects in upright views: a sequence in, a list of the same length and order out.

    ``crop_padding`` is how much surroundings (points) the checkpoint wants around a region;
    ``max_rows`` how many rows it can return at most (``None``: no limit).
    """

    crop_padding: float
    max_rows: int | None

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]: ...


@dataclass(frozen=True, slots=True)
class GridLines:
    """Gap-free rows (y) and columns (x) of a table in view points."""

    rows: tuple[Interval, ...]
    columns: tuple[Interval, ...]


MakeGrid = Callable[[Sequence[StructureObject], RegionView], GridLines | None]  # None: no grid can be built


@runtime_checkable
class TwoStageRecognizer(Recognizer, Protocol):
    """A recognizer whose second stage looks at the cells of a grid: whoever calls it says how the grid is made.

    Without a grid it gives the objects of its first stage only.
    """

    def with_grid(self, make_grid: MakeGrid) -> Recognizer: ...


@runtime_checkable
class CalibratedRecognizer(Recognizer, Protocol):
    """A recognizer that knows how far its scores can be trusted (``None``: it does not)."""

    calibration: Calibration | None


def calibration_of(recognizer: Recognizer | None) -> Calibration | None:
    """The recognizer's calibration, where it has one."""
    return recognizer.calibration if isinstance(recognizer, CalibratedRecognizer) else None


class OcrEngine(Protocol):
    """Reads words with boxes in pixels of ``image``; ``name`` goes into the result."""

    name: str

    def words(self, image: Picture) -> list[Word]: ...
