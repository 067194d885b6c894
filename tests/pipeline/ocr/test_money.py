"""The letter S or the digit 5 before a number is a dollar sign in a column of amounts on a page of dollars, and itself elsewhere."""

from __future__ import annotations

import numpy as np

from pipeline.ocr.money import with_dollars
from pipeline.types import Picture
from table import BBox, Word


def column(*texts: str, right: float = 100) -> list[Word]:
    return [Word(text, BBox(right - 6 * len(text), 20 * n, right, 20 * n + 10), n) for n, text in enumerate(texts, start=1)]


PAPER = np.full((400, 400, 3), 255, np.uint8)


def texts(words: list[Word], again: str = "", score: float = 0.99) -> list[str]:
    """The texts of ``words`` where each that is read alone reads ``again``."""

    def read(crop: Picture) -> tuple[str, float]:
        return again, score

    return [word.text for word in with_dollars(words, PAPER, read)]


def test_amounts() -> None:
    assert texts(column("$16", "S30", "(S44)", "S—", "1,153")) == ["$16", "$30", "($44)", "$—", "1,153"]
    assert texts(column("S19,713", "S80", "5")) == ["$19,713", "$80", "5"]


def test_a_sign_apart_from_its_number() -> None:
    sign = Word("S", BBox(60, 40, 66, 50), 9)
    assert texts([*column("$1", "12", "13"), sign])[-1] == "$"
    alone = Word("S", BBox(60, 240, 66, 250), 9)
    assert texts([*column("$1", "12", "13"), alone])[-1] == "S"


def test_names_keep_their_letter() -> None:
    assert texts(column("S1", "S2", "12")) == ["S1", "S2", "12"]  # no dollars on the page
    assert texts([*column("$5", "7"), *column("S1", "S2x", "label", right=300)])[2:] == ["S1", "S2x", "label"]


def test_letters_alone_before_amounts_are_signs_where_there_are_several() -> None:
    amounts = column("3,224", "(1,458)", "2.446", "958")
    signs = [Word("S", BBox(40, 20 * n, 46, 20 * n + 10), 10 + n) for n in (1, 2, 3)]
    assert texts([*amounts, *signs])[4:] == ["$"] * 3
    assert texts([*amounts, *signs[:2]])[4:] == ["S"] * 2  # too few to tell
    assert texts([*column("3", "14", "24", "95"), *signs])[4:] == ["S"] * 3  # no amounts


def test_a_digit_apart_from_its_number_is_the_sign_where_its_line_and_its_column_show_one() -> None:
    amounts, beside = column("416", "960", "211"), column("$752", "900", "$116", right=200)
    signs = [Word("5", BBox(40, 20, 46, 30), 9), Word("$", BBox(40, 60, 46, 70), 9)]
    assert texts([*amounts, *beside, *signs])[6:] == ["$", "$"]
    assert texts([*amounts, *beside, signs[0]])[6:] == ["5"]  # no sign below it: a number of a column of its own
    assert texts([*amounts, *column("752", "900", "$116", right=200), *signs])[6] == "5"  # none on its line


def test_a_digit_before_others_is_the_sign_where_it_reads_so_alone() -> None:
    amounts = [*column("5887.2", "43.2", "$844.0"), *column("$818.3", "26.2", "$844.5", right=200)]
    assert texts(amounts, "$887.2")[0] == "$887.2"
    assert texts(amounts, "5887.2")[0] == "5887.2"
    assert texts(amounts, "$88.2")[0] == "5887.2"  # not the same number
    assert texts(amounts, "$887.2", score=0.5)[0] == "5887.2"
    assert texts([*column("5887.2", "43.2", "$844.0"), *column("818.3", right=200)], "$887.2")[0] == "5887.2"  # no sign on its line


def test_without_a_reader_no_digit_is_changed_that_stands_before_others() -> None:
    words = [*column("5887.2", "43.2"), *column("$818.3", right=200)]
    assert [word.text for word in with_dollars(words, PAPER, None)] == ["5887.2", "43.2", "$818.3"]


def test_letters_before_brackets_and_paragraph_signs() -> None:
    assert texts(column("$16", "S(346.1)", "§829", "1,153")) == ["$16", "$(346.1)", "$829", "1,153"]
