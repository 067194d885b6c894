"""The text of one cell, and the lines and phrases it is read from."""

from __future__ import annotations

import pytest

from pipeline.structure.words.lines import TextLines, group_lines, runs, spaces
from pipeline.structure.words.text import cell_text
from table import BBox, Word
from tests.pipeline.structure.builders import word


def test_nothing_is_no_text() -> None:
    assert cell_text([]) == ""
    assert group_lines([]) == []


def test_lines_are_read_from_top_to_bottom_and_left_to_right() -> None:
    words = [word("second", 0, 10), word("b", 30, 0), word("a", 0, 0)]
    assert cell_text(words) == "a b second"


def test_words_of_one_line_may_stand_a_little_higher_or_lower() -> None:
    assert cell_text([word("b", 20, 0.0), word("a", 0, 2.5), word("c", 40, -2.0)]) == "a b c"


def test_tight_lines_whose_boxes_overlap_stay_apart() -> None:
    assert cell_text([word("b1", 0, 6), word("a1", 0, 0), word("a2", 20, 0), word("b2", 20, 6)]) == "a1 a2 b1 b2"


@pytest.mark.parametrize("y", [-3.0, 0.0, 4.5])
def test_raised_and_lowered_marks_stay_in_their_line(y: float) -> None:
    mark = word("1", 26, y, 3, 5)
    assert cell_text([word("next", 0, 10), mark, word("Total", 0, 0), word("2020", 32, 0)]) == "Total 1 2020 next"


def test_a_mark_between_two_lines_does_not_join_them() -> None:
    assert cell_text([word("upper", 0, 0), word("*", 26, 6, 3, 4), word("lower", 0, 10)]) in ("upper * lower", "upper lower *")


def test_right_to_left_lines_are_read_from_the_right() -> None:
    assert cell_text([word("שתיים", 0, 0), word("אחת", 40, 0)]) == "אחת שתיים"
    assert cell_text([word("one", 0, 0), word("אחת", 20, 0), word("three", 40, 0)]) == "one אחת three"


def test_hyphens_at_line_ends_are_kept_or_joined() -> None:
    words = [word("exam-", 0, 0), word("ple", 0, 10)]
    assert cell_text(words) == "exam- ple"
    assert cell_text(words, join_hyphens=True) == "example"
    assert cell_text([word("1-", 0, 0), word("2", 0, 10)], join_hyphens=True) == "1- 2"
    assert cell_text([word("Non-", 0, 0), word("EU", 0, 10)], join_hyphens=True) == "Non- EU"


def test_blank_words_leave_no_double_spaces() -> None:
    assert cell_text([word("a", 0, 0), word(" ", 10, 0), word("b", 20, 0)]) == "a b"


def test_words_without_height_join_the_line_they_lie_in() -> None:
    assert cell_text([word("b", 20, 4, height=0), word("a", 0, 0)]) == "a b"


def test_runs_end_at_wide_gaps() -> None:
    line = [word("a", 0, 0), word("b", 8, 0), word("c", 40, 0)]
    assert [[w.text for w in run] for run in runs(line, em=8)] == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("left", "right", "gap", "is_inside"),
    [
        ("net", "sales", 3, True),
        ("net", "sales", 6, False),
        ("$", "12", 25, True),
        ("12", "€", 25, True),
        ("12", "%", 7, True),
        ("•", "item", 12, True),
    ],
)
def test_spaces_inside_a_phrase(left: str, right: str, gap: float, is_inside: bool) -> None:
    first = word(left, 0, 0)
    assert bool(spaces([[first, word(right, first.bbox.x1 + gap, 0)]], em=8)) is is_inside


@pytest.mark.parametrize("texts", [("$", "1", "$", "2"), ("1", "€", "2", "€")])
def test_a_currency_sign_is_tied_to_its_own_number(texts: tuple[str, ...]) -> None:
    line = [word(text, x, 0) for text, x in zip(texts, (0, 20, 40, 60), strict=True)]
    found = [(space.start, space.stop) for space in spaces([line], em=8) if space.is_at_sign]
    assert found == [(line[0].bbox.x1, 20), (line[2].bbox.x1, 60)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("营业收", "入（万元）"), "营业收入（万元）"),
        (("ソフト", "ウェア"), "ソフトウェア"),
        (("매출", "합계"), "매출 합계"),
        (("营业", "2019"), "营业 2019"),
        (("net", "sales"), "net sales"),
    ],
)
@pytest.mark.parametrize("join_hyphens", [False, True])
def test_chinese_and_japanese_lines_are_joined_without_a_space(lines, expected, join_hyphens):
    words = [word(text, 0, 20.0 * index) for index, text in enumerate(lines)]
    assert cell_text(words, join_hyphens=join_hyphens) == expected


def turned(text: str, x: float, y: float, rotation: int) -> Word:
    """A turned word of 5 points a letter along y, its left upper corner at (x, y)."""
    return Word(text, BBox(x, y, x + 8, y + 5 * len(text)), rotation=rotation)


@pytest.mark.parametrize(
    ("rotation", "expected"), [(90, "Net sales 2020"), (270, "2020 sales Net")], ids=["reads upwards", "reads downwards"]
)
def test_turned_words_are_read_in_their_own_direction(rotation: int, expected: str) -> None:
    words = [turned("sales", 0, 0, rotation), turned("Net", 0, 30, rotation), turned("2020", 10, 25, rotation)]
    assert cell_text(words) == expected


def test_words_of_two_directions_do_not_mix() -> None:
    words = [turned("upwards", 40, 0, 90), word("8", 0, 12), turned("Read", 40, 40, 90)]
    assert cell_text(words) == "Read upwards 8"


def test_lines_of_all_words_are_kept_and_those_of_some_are_their_own() -> None:
    words = tuple(word(text, x, y) for text, x, y in (("a", 0, 0), ("b", 20, 0), ("c", 0, 20)))
    lines = TextLines(words)
    assert lines.of(words) == group_lines(words)
    assert lines.of(list(words)) is lines.of(words)
    assert lines.of(words[1:]) == group_lines(words[1:])


def test_where_the_common_height_is_in_doubt_words_over_each_other_are_of_two_lines() -> None:
    assert cell_text([word("b1", 0, 4.4), word("a1", 0, 0), word("a2", 20, 0), word("b2", 20, 4.4)]) == "a1 a2 b1 b2"
    assert len(group_lines([word("a", 0, 0), word("b", 20, 4.4)])) == 1  # beside each other
