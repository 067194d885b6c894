"""A column of symbols and names is parted where other columns hold symbols alone."""

from __future__ import annotations

import pytest

from pipeline.structure.rules.part_symbol_columns import part_symbol_columns
from table import Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word


def columns(*lines: str, pairs: tuple[tuple[str, str], ...], at: float = 115.0) -> list[float]:
    """The column borders after the rule; ``pairs`` stand in the third column, the names ``at`` that place."""
    words: list[Word] = grid_words(*lines)
    for number, (symbol, name) in enumerate(pairs):
        words += [word(symbol, 102, 1 + 10 * number), word(name, at + number % 2 * (at - 115), 1 + 10 * number)]
    return [round(x) for x in part_symbol_columns(draft(grid_objects(len(lines), 3), view(words))).column_edges]


LIST, PAIRS = ("a | alpha | .", "b | beta | ."), (("c", "chi"), ("d", "delta"))
PARTED, WHOLE = [0, 50, 100, 111, 150], [0, 50, 100, 150]


def test_pairs_are_parted_as_others_are() -> None:
    assert columns(*LIST, pairs=PAIRS) == PARTED


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        (("one | alpha | .", "two | beta | ."), PAIRS),  # no column of symbols
        (LIST, (("c", "chi"), ("dd", "delta"))),
        (LIST, (("•", "chi"), ("•", "delta"))),
        (LIST, (("[", "] chi"), ("[", "] delta"))),
        (LIST, (("1", "chi"), ("2", "delta"))),
        (LIST, PAIRS[:1]),
    ],
    ids=["no symbols", "a word", "list", "brackets", "numbers", "one"],
)
def test_others_are_not(lines: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> None:
    assert columns(*lines, pairs=pairs) == WHOLE


def test_names_begin_at_one_place_and_stand_apart() -> None:
    assert columns(*LIST, pairs=PAIRS, at=108) == WHOLE
    assert columns(*LIST, pairs=PAIRS, at=120) == WHOLE
