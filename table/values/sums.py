"""What a set of lines says about another line: the places where it is their sum, and those where it should be and is not.

Sums are compared within printed rounding. A wrong sum is told only in a place like those where sums are right (same unit and
decimals, a header that speaks of amounts), and only where no blank or unproved line may explain it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10, sqrt

from table.values.amounts import BLANK, Amount, Lines

MIN_COLUMNS = 2  # columns that a set of rows must add up in, to be the terms of a total
MIN_DIGITS_WRONG = 3.0  # that agree in right sums, before another that does not agree is called wrong; twice in a line without a total word
MIN_BLANK = 2  # blank terms of a sum that make it none: it has fewer terms than the others
Position = tuple[int, int]
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A cell that should hold the sum of its terms and does not; amounts in the printed unit."""

    row: int
    column: int
    printed: Decimal
    expected: Decimal

    @property
    def lack(self) -> Decimal:
        return self.expected - self.printed


@dataclass(frozen=True, slots=True)
class Sums:
    """What one set of terms says about one line.

    ``digits``: how many agree in all right sums; ``num_terms``: of the longest right sum; ``num_wrong``: places alike whose sum is not
    right, explained ones too; ``is_shifted``: one sum has too much what another lacks, so a value stands beside its place;
    ``num_completed``: sums that one of the numbers in a cell of several completes, so the others do not belong there.
    """

    confirmed: tuple[Position, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    digits: float = 0.0
    num_terms: int = 0
    num_wrong: int = 0
    is_shifted: bool = False
    num_completed: int = 0

    def is_sure_of_wrong(self, *, is_named: bool) -> bool:
        """Whether the line is surely the sum of its terms, so that what does not add up is wrong."""
        if not is_named and len(self.confirmed) + self.num_completed < MIN_COLUMNS:
            return False
        is_most = self.is_shifted or len(self.confirmed) >= self.num_wrong
        return is_most and self.digits >= (MIN_DIGITS_WRONG if is_named else 2 * MIN_DIGITS_WRONG)


def add_up(lines: Lines, line: int, terms: Sequence[int]) -> Sums:
    """The sums of ``terms`` beside what ``line`` has, place by place; places with a term that is no amount say nothing."""
    right: dict[int, float] = {}
    wrong: dict[int, Mismatch] = {}
    num_terms = 0
    completed: dict[int, float] = {}
    parted: list[Mismatch] = []
    assumed: set[int] = set()  # places with amounts of which only a right sum tells whether a sign groups their thousands
    for place, printed in enumerate(lines.amounts[line]):
        numbers = [amount for term in terms if (amount := lines.amounts[term][place])]
        filled = sum(amount.number != 0 for amount in numbers)
        if printed is None or len(numbers) < len(terms) or not filled:
            continue
        if any(amount.parts for amount in (printed, *numbers)):
            if digits := _completed(printed, numbers):
                completed[place] = digits
                parted.append(Mismatch(*lines.position(line, place), printed.number, sum((a.number for a in numbers), NOTHING)))
            continue
        expected = sum((amount.number for amount in numbers), NOTHING)
        if any(amount.is_assumed for amount in (printed, *numbers)):
            assumed.add(place)
        if abs(expected - printed.number) > _tolerance([printed, *numbers]):
            if lines.kinds[place] is not None:
                wrong[place] = Mismatch(*lines.position(line, place), printed.number, expected)
        elif filled >= 2 and printed.number:
            right[place] = _digits(printed, expected)
            num_terms = max(num_terms, filled)
    if not assumed & right.keys():
        wrong = {place: one for place, one in wrong.items() if place not in assumed}
    confirmed = tuple(lines.position(line, place) for place in right)
    is_shifted = len(wrong) == 2 and not sum(one.lack for one in wrong.values())
    if is_shifted and not right:
        both = abs(sum((one.printed for one in wrong.values()), NOTHING))
        return Sums((), tuple(wrong.values()), log10(both) if both > 1 else 0.0, 0, 2, True)
    kinds = {lines.kinds[place] for place in right}
    alike = {place: one for place, one in wrong.items() if lines.kinds[place] in kinds}
    named = _unexplained(lines, line, terms, right, alike)
    digits = sum(right.values()) + sum(completed.values())
    return Sums(confirmed, (*named, *parted), digits, num_terms, len(alike), is_shifted, len(completed))


def _completed(printed: Amount, numbers: Sequence[Amount]) -> float:
    """How many digits agree where exactly one cell is a text and one of its numbers makes the sum right; 0 where none does."""
    if sum(bool(amount.parts) for amount in (printed, *numbers)) != 1:
        return 0.0
    lack = abs(printed.number - sum((amount.number for amount in numbers), NOTHING))
    is_exact = any(lack in amount.parts for amount in (printed, *numbers))
    return log10(lack) if is_exact and lack > 1 else 0.0


def _unexplained(lines: Lines, line: int, terms: Sequence[int], right: Collection[int], wrong: dict[int, Mismatch]) -> tuple[Mismatch, ...]:
    """The wrong sums that nothing explains. Lines that add nothing where sums are right may: as terms to subtract, as parts of
    other terms, or as terms that are lacking."""
    idle = [other for other in lines.body if other != line and not any(lines.number(other, place) for place in right)]
    unproved, outside = ([other for other in idle if (other in terms) is is_term] for is_term in (True, False))
    found = [one for place, one in wrong.items() if not _is_explained(lines, terms, unproved, outside, place, one.lack)]
    is_one_lack = len(found) > 1 and len({one.lack for one in found}) == 1  # the same everywhere: of a line that is not in the table
    return () if is_one_lack else tuple(found)


def _is_explained(lines: Lines, terms: Sequence[int], unproved: Sequence[int], outside: Sequence[int], place: int, lack: Decimal) -> bool:
    if sum((lines.amounts[term][place] or BLANK).is_blank for term in terms) >= MIN_BLANK:
        return True
    own, others = ([number for one in group if (number := lines.number(one, place))] for group in (unproved, outside))
    filled = sum(lines.number(term, place) != 0 for term in terms)
    is_part = any(lack in (number, 2 * number) for number in (*own, sum(own, NOTHING)) if number)
    return is_part or 2 * len(own) > filled or -lack in (*others, sum(others, NOTHING))


def _digits(printed: Amount, expected: Decimal) -> float:
    """How many digits of a right sum agree: chance would need as many tries as ten to this power."""
    unit = Decimal(1).scaleb(-printed.decimals)
    return max(0.0, log10(abs(printed.number) / (2 * abs(expected - printed.number) + unit)))


def _tolerance(amounts: Sequence[Amount]) -> Decimal:
    """Half a unit of the last printed decimal for each number that was rounded, of many three standard deviations and a half unit."""
    decimals, num = max(amount.decimals for amount in amounts), len(amounts)
    return Decimal(str(min(num / 2, 3 * sqrt(num / 12) + 0.5))).scaleb(-decimals)
