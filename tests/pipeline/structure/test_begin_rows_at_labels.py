"""Rows of labels beside texts that wrap begin at their labels, whatever the model cut."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.begin_rows_at_labels import begin_rows_at_labels
from table import Ruling
from table.geometry import BBox
from tests.pipeline.structure.builders import draft, grid_objects, row, view
from tests.pipeline.structure.test_part_text_rows import phrases

COMMANDS = (
    "Name | Text",
    "print() | Ab_it",
    "plot() | Draws_all_of",
    ". | its_values_in",
    ". | a_pic",
    "fit() | Finds_what_it",
    ". | of_it",
    "save() | Writes_it",
)


def rows_of(*lines: str, seen: tuple[int, ...], rulings: tuple[float, ...] = ()) -> list[int]:
    """The line at which each row begins after the rule, the end included; ``seen``: where the model has them begin."""
    objects = [*(row(10.0 * a, 10.0 * b) for a, b in pairwise(seen)), *grid_objects(0, 2)]
    drawn = [Ruling(BBox(0, y, 120, y)) for y in rulings]
    found = begin_rows_at_labels(draft(objects, view(phrases(*lines), drawn)))
    assert bool(found.notes & {Flag.ROWS_PARTED, Flag.ROWS_JOINED}) is (
        len(found.rows) != len(seen) - 1 or _edges(found.rows) != list(seen)
    )
    return _edges(found.rows)


def _edges(rows: tuple[object, ...]) -> list[int]:
    return [*(round(one.start / 10) for one in rows), round(rows[-1].stop / 10)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "seen",
    [(0, 1, 5, 7, 8), (0, 1, 2, 4, 7, 8), (0, 1, 2, 5, 6, 7, 8), (0, 1, 2, 5, 8)],
    ids=["two in one", "a text cut", "a line of its own", "last two in one"],
)
def test_each_label_begins_a_row(seen: tuple[int, ...]) -> None:
    assert rows_of(*COMMANDS, seen=seen) == [0, 1, 2, 5, 7, 8]


@pytest.mark.parametrize(
    "texts",
    [
        ("Name | Text", "Old | Ab_it", "plot | Draws_it", "Fit | Cd_it", "Save | Ef_it"),  # a label goes on: the others begin large
        ("Name | Text", "print() | 12.5", "plot() | (3.1)", "fit() | 7.0", "save() | 8.0"),  # a value and what belongs to it
        ("Name | Text", "print() | Shows_it_of", "plot() | (all)", *COMMANDS[5:]),
        ("Name | Text", "A_B | Smith_of_it", "C_D | West_of_all", "E_F | North_it", "G_H | Aa_bb_of"),  # names over addresses
    ],
    ids=["label goes on", "values", "bracket", "names"],
)
def test_two_lines_of_one_row_stay(texts: tuple[str, ...]) -> None:
    end = len(texts)
    assert 2 not in rows_of(*texts, seen=(0, 1, 3, end))


def test_labels_in_the_middle_of_their_texts_tell_nothing() -> None:
    texts = ("Name | Text", ". | Draws_all_of", "plot() | its_values_in", ". | a_pic", ". | Finds_what_it", "fit() | stands_for_in")
    assert rows_of(*texts, ". | Aa", "save() | Writes_it", seen=(0, 1, 4, 7, 8)) == [0, 1, 4, 7, 8]


def test_a_note_and_a_line_below_a_ruling_are_not_the_rows_above() -> None:
    note = (*COMMANDS[:7], ". | *As_in_all_the")
    assert rows_of(*note, seen=(0, 1, 2, 5, 7, 8)) == [0, 1, 2, 5, 7, 8]
    assert rows_of(*COMMANDS, seen=(0, 1, 2, 4, 5, 7, 8), rulings=(40,)) == [0, 1, 2, 4, 5, 7, 8]


def test_blocks_of_labels_between_rulings_are_parted_only_where_their_number_varies() -> None:
    block = ("Name | Text", "aa() | Ab_it", "bb() | Cd_it", "cc() | Ef_it", "dd() | Gh_it_all_of")
    assert rows_of(*block, seen=(0, 1, 4, 5)) == [0, 1, 2, 3, 4, 5]
    assert rows_of(*block, seen=(0, 1, 3, 5)) == [0, 1, 3, 5]


def test_where_every_line_has_a_label_of_one_word_texts_may_begin_as_they_like() -> None:
    names = ("Name | Text", "ref | Names", "see | Looks", "also | saying", "proof | Thought", "part | Region")
    assert rows_of(*names, seen=(0, 1, 2, 4, 5, 6)) == [0, 1, 2, 3, 4, 5, 6]
    assert rows_of(*names[:3], "also | to", "proof | Thought", "part | Region", seen=(0, 1, 2, 3, 5, 6)) == [0, 1, 2, 3, 5, 6]
