"""How well tools read ruled tables: of the tables a tool finds on a page, the best one answers a true one.

Texts are compared without white space; a spanning cell's text stands in every place it covers. ``exact`` is the share of
tables whose every cell is right, ``rows`` the share of rows, ``grits_con`` the mean of GriTS_Con.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.scores.field_rows import Expected, num_right, rows_of
from grits import TextSwitch, grits_con, normalise_cells
from table import Table

SWITCHES = (TextSwitch.NFKC, TextSwitch.DASHES, TextSwitch.NO_WHITE_SPACE)


@dataclass(frozen=True, slots=True)
class RuledScore:
    """One true table read by one tool."""

    grits_con: float
    num_rows: int
    num_right: int
    is_exact: bool


def score_ruled(true: Table, found: Sequence[Table]) -> RuledScore:
    """The score of the best of ``found``; zeros without any."""
    rows = rows_of(true)
    right = num_right(Expected("", rows), found)
    content = max((_content(true, one) for one in found), default=0.0)
    return RuledScore(content, len(rows), right, any(rows_of(one) == rows for one in found))


def _content(true: Table, one: Table) -> float:
    return grits_con(normalise_cells(true, SWITCHES), normalise_cells(one, SWITCHES)).value


def summary(scores: Sequence[RuledScore]) -> dict[str, float | int]:
    """The means over tables, and the share of all rows that are right."""
    num = max(len(scores), 1)
    return {
        "num_tables": len(scores),
        "grits_con": round(sum(one.grits_con for one in scores) / num, 4),
        "exact": round(sum(one.is_exact for one in scores) / num, 4),
        "rows": round(sum(one.num_right for one in scores) / max(sum(one.num_rows for one in scores), 1), 4),
    }
