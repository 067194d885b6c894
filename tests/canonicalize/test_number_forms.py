"""Numbers that an engine misread, told by the others of their column."""

from __future__ import annotations

import pytest

from canonicalize.number_forms import odd_numbers


@pytest.mark.parametrize(
    ("column", "odd"),
    [
        (["2.13", "219", "5.04", "201", "3.12", "5.74"], {1, 3}),  # as many digits as the others have with their point
        (["1.38 (4.79)", "0.53 (147)", "0.95 (3.55)", "0.49 (1.27)"], {1}),  # place by place
        (["0.4", "040", "0.25", "0.38"], {1}),  # a nought before
        (["679 (54.5%)", "S66 (45.4%)", "394 (58.0%)", "6S1 (2.0%)"], {1, 3}),  # a letter among digits
        (["2.13", "17", "5.04", "3.12"], set()),  # fewer digits: a whole number
        (["12", "219", "504", "Total"], set()),
        (["1,250", "0,469", "0,501", "0,909"], set()),  # a comma before the decimals
        (["3,224", "2.446", "1,658", "12,451", "958"], {1}),  # a comma that looks like a point
        (["3,224", "2.446", "1.658", "2.451", "958"], set()),  # as many of either
        (["3,224", "2.44", "1,658", "12,451"], set()),
        (["2.13", "219"], set()),  # nothing to compare with
        (["Form S16", "Form S12", "A20", "7"], set()),
        ([], set()),
    ],
)
def test_what_does_not_look_like_its_column_is_odd(column: list[str], odd: set[int]) -> None:
    assert {index for index, is_odd in enumerate(odd_numbers(column)) if is_odd} == odd
