"""One table per word: what two regions of a page both see belongs to one of them.

In: the views of a page's regions. Out: the same without the words of the others. Crops overlap by their padding,
and boxes that were grown or found twice by more; a word must never be in two tables. Only where the caller drew
two boxes over one word do both keep it, as asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.regions.draft import Reading, RegionDraft
from pipeline.types import RegionView
from table import BBox


def share_out_words(draft: RegionDraft) -> RegionDraft:
    """The draft with each word of the page in one view only; see ``without_foreign_words`` for which."""
    own = iter(without_foreign_words([found.view for found in draft.readings if isinstance(found, Reading)]))
    readings = (replace(found, view=next(own)) if isinstance(found, Reading) else found for found in draft.readings)
    return replace(draft, readings=tuple(readings))


def without_foreign_words(views: Sequence[RegionView]) -> list[RegionView]:
    """``views`` of one page in the same order, each word in one of them only.

    A word belongs to the region whose box holds its centre; where several or none do, to the nearest box, then to the
    higher score, then to the first.
    """
    if len(views) < 2:
        return list(views)
    numbers = [_word_numbers(view) for view in views]
    seen_by: dict[int, list[int]] = defaultdict(list)
    for index, found in enumerate(numbers):
        for number in found:
            seen_by[number].append(index)
    shared = {number: _owners(views, number, seeing) for number, seeing in seen_by.items() if len(seeing) > 1}
    return [_kept(view, found, index, shared) for index, (view, found) in enumerate(zip(views, numbers, strict=True))]


def _word_numbers(view: RegionView) -> list[int]:
    """Which of the page's words those of the view are, in the view's order."""
    return [number for number, word in enumerate(view.page.words) if view.crop.holds(word.bbox)]


def _owners(views: Sequence[RegionView], number: int, seeing: Sequence[int]) -> set[int]:
    x, y = views[seeing[0]].page.words[number].bbox.center
    asked = {index for index in seeing if views[index].region.is_given and views[index].region.bbox.contains_point(x, y)}
    best = min(seeing, key=lambda index: (_distance(views[index].region.bbox, x, y), -views[index].region.score, index))
    return asked or {best}


def _distance(box: BBox, x: float, y: float) -> float:
    """Squared distance in points from a point to the box, 0 inside."""
    return max(box.x0 - x, 0.0, x - box.x1) ** 2 + max(box.y0 - y, 0.0, y - box.y1) ** 2


def _kept(view: RegionView, numbers: Sequence[int], index: int, shared: dict[int, set[int]]) -> RegionView:
    own = tuple(word for word, number in zip(view.words, numbers, strict=True) if index in shared.get(number, {index}))
    return view if len(own) == len(view.words) else replace(view, words=own)
