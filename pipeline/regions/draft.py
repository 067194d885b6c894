"""What the rules between detector and recognizer work on: a page's regions on their way to tables.

A rule takes a draft and returns another; nothing is changed in place, so every state can be kept and shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import ExtractionError
from pipeline.regions.drawn import DrawnTables
from pipeline.types import Page, RegionView, StructureObject, TableRegion
from pipeline.watching import note_rule
from table import BBox, Table


@dataclass(frozen=True, slots=True)
class Reading:
    """A region as the recognizer saw it: the objects (view points) or why there are none, and the seconds it took."""

    view: RegionView
    objects: tuple[StructureObject, ...] | ExtractionError
    seconds: float


Read = Callable[[TableRegion], Reading]


@dataclass(frozen=True, slots=True)
class RegionDraft:
    """``regions`` of one page, page points, and what became of them so far.

    ``candidates`` are weak detections, ``contested`` are boxes that a detector claimed for both of its classes, ``figures``
    what is not read as a table. ``readings``, once the recognizer has answered, are one per region in their order (an error:
    the region has no view); ``read`` looks at another region of the page and raises as ``make_view`` does. ``tables``, once they
    are finished, are one per region as well (``None``: an error). ``drawn`` are the page's lattices, found when the first rule asks
    for them.
    """

    page: Page
    regions: tuple[TableRegion, ...]
    candidates: tuple[TableRegion, ...] = ()
    contested: tuple[BBox, ...] = ()
    figures: tuple[BBox, ...] = ()
    readings: tuple[Reading | ExtractionError, ...] = ()
    tables: tuple[Table | None, ...] = ()
    read: Read | None = field(default=None, repr=False, compare=False)
    drawn: DrawnTables = field(default=None, repr=False, compare=False)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.drawn is None:
            object.__setattr__(self, "drawn", DrawnTables(self.page))

    @property
    def boxes(self) -> tuple[BBox, ...]:
        """The regions' boxes as they stand now, those that the recognizer looked at included."""
        if not self.readings:
            return tuple(region.bbox for region in self.regions)
        pairs = zip(self.regions, self.readings, strict=True)
        return tuple(region.bbox if isinstance(found, ExtractionError) else found.view.region.bbox for region, found in pairs)


def with_added(draft: RegionDraft, added: Sequence[TableRegion]) -> RegionDraft:
    """The draft with more regions among its own, from top to bottom and left to right; the same draft when there are none."""
    if not added:
        return draft
    regions = sorted([*draft.regions, *added], key=lambda region: (region.bbox.y0, region.bbox.x0, -region.score))
    return replace(draft, regions=tuple(regions))


Rule = Callable[[RegionDraft], RegionDraft]


@dataclass(frozen=True, slots=True)
class RegionStep:
    """The state after one rule: the regions' boxes and the figures, page points."""

    rule: str
    boxes: tuple[BBox, ...]
    figures: tuple[BBox, ...]


def apply_rules(rules: Sequence[Rule], draft: RegionDraft, without: Collection[str] = ()) -> tuple[RegionDraft, tuple[RegionStep, ...]]:
    """The draft after ``rules`` in their order, those named in ``without`` left out, and the state after each."""
    steps = []
    for rule in rules:
        if rule.__name__ not in without:
            before, draft = draft, rule(draft)
            note_rule(rule.__name__, before, draft)
            steps.append(RegionStep(rule.__name__, draft.boxes, draft.figures))
    return draft, tuple(steps)


def leave_out(draft: RegionDraft, is_none: Callable[[TableRegion], bool]) -> RegionDraft:
    """The draft without the regions that are no tables: detected ones are told among the figures, weak ones forgotten.

    Regions that the caller drew are tables, whatever is in them.
    """
    found = [region for region in draft.regions if not region.is_given and is_none(region)]
    weak = tuple(region for region in draft.candidates if not is_none(region))
    if not found and weak == draft.candidates:
        return draft
    tables = tuple(region for region in draft.regions if region not in found)
    return replace(draft, regions=tables, candidates=weak, figures=(*draft.figures, *(region.bbox for region in found)))
