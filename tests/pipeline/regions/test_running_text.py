"""Text that a detector took for a table is left out and told; whatever has columns, or is drawn, stays a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.regions import RegionDraft
from pipeline.regions.rules.running_text import leave_out_text
from pipeline.types import TableRegion
from table import BBox, Ruling, Word
from tests.pipeline.regions.drawn_pages import TYPE, draft, grid, grid_words, page

PITCH = 10.0
ABSTRACT = (
    "Periodontal diseases are among the most prevalent conditions of",
    "the mouth and lead to severe complications when they are left to",
    "themselves. Herbal products can be designed with one component or",
    "with several for better health. This study reviews current trials on",
    "the effect of such products. Electronic databases were searched with",
    "the names of plants in the title. Data were collected until January",
    "of last year. Only papers with full texts were included in our study",
    "and those in other languages were translated by two of the authors,",
    "who did not know each other, and compared by a third one in the end.",
)  # fmt: skip
DATES = ("Article type:", "Review", "Article history:", "Received in May", "Accepted in July", "Keywords:", "Gingivitis", "Plants")


def _line(text: str, x: float, y: float) -> list[Word]:
    found = []
    for part in text.split():
        found.append(Word(part, BBox(x, y, x + 4 * len(part), y + TYPE)))
        x += 4 * len(part) + 2
    return found


def _text(lines: Sequence[str], x: float, y: float, pitch: float = PITCH) -> list[Word]:
    return [word for number, line in enumerate(lines) for word in _line(line, x, y + number * pitch)]


def _over(words: Sequence[Word], rulings: Sequence[Ruling] = (), score: float = 0.8) -> RegionDraft:
    region = TableRegion(BBox.enclosing([word.bbox for word in words]) or BBox(0, 0, 1, 1), score)
    return RegionDraft(page(rulings, words), (region,))


def _stays(where: RegionDraft) -> bool:
    found = leave_out_text(where)
    assert bool(found.regions) != bool(found.figures)
    return found.regions == where.regions


@pytest.mark.parametrize(
    "lines",
    [
        ABSTRACT[:5],
        ("Azure Interior", "4557 De Silva St", "Fremont CA 94538", "United States"),
        ("Journal of Dental Research, Dental Clinics, Dental Prospects",),
        (
            "Estimated on the basis of the central bank",
            "debts of private households. Table of",
            "http://www.bank.example/statistics/tables",
        ),
    ],
    ids=["paragraph", "address", "masthead", "footnote"],
)
def test_lines_without_columns_are_no_table_and_are_told(lines: tuple[str, ...]) -> None:
    where = _over(_text(lines, 100, 100))
    found = leave_out_text(where)
    assert (found.regions, found.figures) == ((), (where.regions[0].bbox,))
    assert leave_out_text(replace(where, regions=(replace(where.regions[0], is_given=True),))).regions


def test_parts_of_the_lines_of_a_heading_are_no_table() -> None:
    words = [*_line("CHAPTER 5. SIMPLE", 100, 100), *_line("AND ENVIRONMENTAL HISTORY", 100, 100 + PITCH)]
    box = BBox(99, 99, 139, 100 + PITCH + TYPE)
    inside = [word.text for word in words if box.holds(word.bbox)]
    assert inside == ["CHAPTER", "5.", "AND"]
    assert not leave_out_text(RegionDraft(page((), words), (TableRegion(box, 0.7),))).regions
    alone = [word for word in words if word.text in inside]
    assert leave_out_text(RegionDraft(page((), alone), (TableRegion(box, 0.7),))).regions  # nothing goes on: three words tell nothing


def test_an_abstract_beside_dates_is_no_table() -> None:
    words = _text(DATES, 40, 100) + _text(ABSTRACT, 140, 100)
    assert not _stays(_over(words))
    assert _stays(_over(words, score=0.95))  # the detector is sure


def test_text_in_two_columns_is_no_table() -> None:
    assert not _stays(_over(_text(ABSTRACT, 40, 100) + _text(ABSTRACT, 340, 103)))


def test_terms_beside_their_definitions_are_a_table() -> None:
    terms = ("Gingivitis", "Plants", "Trials")
    short = [line[: line.rindex(" ", 0, 40)] for line in ABSTRACT[2::3]]
    lines = [line for number, long in enumerate(short) for line in (*ABSTRACT[3 * number : 3 * number + 2], long)]
    assert _stays(_over(_text(lines, 140, 100) + _text(terms, 40, 100, 3 * PITCH)))
    gaps = [word for number in range(3) for word in _text(ABSTRACT[3 * number : 3 * number + 3], 140, 100 + number * 4 * PITCH)]
    assert _stays(_over(gaps + _text(DATES, 40, 100, 1.3 * PITCH)))  # rows apart from each other


@pytest.mark.parametrize(
    "words",
    [
        grid_words(100, 100, 3, 2),
        _text(("Teachers and courses", "Courses", "Teachers"), 100, 100) + _text(("1,000", "5"), 160, 100 + PITCH),
        _text(("A title that is wider than the columns", "and goes on over a line", "Courses", "Teachers"), 100, 100)
        + _text(("1,000", "5"), 180, 100 + 2 * PITCH),
        _text(ABSTRACT[:3], 100, 100) + grid_words(100, 100 + 3 * PITCH, 2, 3),
        _text(("Factor",), 100, 105) + _text(("Full height", "Add-in card"), 160, 100),
    ],
    ids=["columns", "numbers under a title", "numbers under a long title", "two rows under a note", "a label between two lines"],
)
def test_what_stands_in_columns_is_a_table(words: list[Word]) -> None:
    assert _stays(_over(words))


def test_rows_of_one_column_that_are_drawn_are_a_table() -> None:
    words = _text(("alpha", "beta", "gamma", "delta"), 100, 100)
    assert not _stays(_over(words))
    assert _stays(_over(words, [Ruling(BBox(90, 99 + row * PITCH, 200, 99 + row * PITCH)) for row in range(5)]))
    drawn = page(grid(100, 100, 3, 3), [word for word in grid_words(100, 100, 3, 3) if word.bbox.x0 < 160])
    assert leave_out_text(draft(drawn, BBox(100, 100, 280, 160))).regions


def test_text_that_was_hardly_a_candidate_is_not_told() -> None:
    words = _text(ABSTRACT, 100, 100)
    weak = TableRegion(BBox(90, 90, 400, 200), 0.3, is_weak=True)
    assert leave_out_text(draft(page([], words), weak=[weak])).candidates == ()
    columns = draft(page([], grid_words(100, 100, 3, 3)), weak=[weak])
    assert leave_out_text(columns).candidates == (weak,)


def test_a_region_of_hardly_a_word_says_nothing() -> None:
    assert leave_out_text(draft(page([], []), BBox(0, 0, 90, 90))).regions
    assert _stays(_over(_text(("three words only",), 100, 100)))
