"""The letter S before a number is a dollar sign in a column of amounts on a page of dollars, and a letter elsewhere."""

from __future__ import annotations

from pipeline.ocr.money import with_dollars
from table import BBox, Word


def column(*texts: str, right: float = 100) -> list[Word]:
    return [Word(text, BBox(right - 6 * len(text), 20 * n, right, 20 * n + 10), n) for n, text in enumerate(texts, start=1)]


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in with_dollars(words)]


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
