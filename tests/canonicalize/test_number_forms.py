"""Numbers that an engine misread, told by the others of their column."""

from __future__ import annotations

import pytest

from canonicalize.number_forms import doubtful_dollars, odd_numbers


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


@pytest.mark.parametrize(
    ("row", "doubtful"),
    [
        (["Net income", "$753.3", "$844.0", "5844.5"], {3}),
        (["Tax", "$(51)", "5(60)", "$7"], {2}),
        (["Rate", "$753.3", "$844.0", "58%"], set()),  # another unit
        (["Net income", "$753.3", "844.0", "5844.5"], set()),  # no sign before another number either
        (["Net income", "$753.3", "5844.5"], set()),  # one sign tells nothing
        (["Net income 1994", "$753.3", "$844.0", "544.5"], {3}),  # the label's number counts for nothing
        (["$5", "$6", "$7"], set()),
        ([], set()),
    ],
)
def test_a_digit_in_a_row_of_dollar_signs_is_doubtful(row: list[str], doubtful: set[int]) -> None:
    assert {index for index, is_doubtful in enumerate(doubtful_dollars(row)) if is_doubtful} == doubtful
