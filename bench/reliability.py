"""Whether confidences mean what they say: of cells (and tables) said to be right with 90 %, are 90 % right?

A predicted cell with text is *right* when the true cell at the aligned place has the same text (``grits.cell_values``); cells of
predicted tables that answer no true one are wrong. A table's
confidence stands beside the share of its cells that are right. The expected calibration error is the mean distance between confidence
and share of right ones over ten equally wide bins, each bin weighing as many as fall into it (Guo et al. 2017, arXiv 1706.04599).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bench.evaluation import Content, Evaluation
from bench.predictions import bare_cells
from grits import VALUE_SWITCHES, TextSwitch, normalise_text, right_cells
from table import Cell, Table

NUM_BINS = 10
SURE = 0.9  # what somebody who wants few mistakes takes without looking
Pair = tuple[float, float]  # confidence, and 1 for what is right, 0 for what is wrong; of a table the share of its cells


@dataclass(frozen=True, slots=True)
class Bin:
    """Confidences within one tenth: how many, their mean, the share of right ones."""

    num: int
    confidence: float
    share_right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold anything, from low to high; ``num_sure`` of all ``num`` are above ``SURE``."""

    bins: tuple[Bin, ...]
    num: int
    expected_error: float
    share_right: float
    num_sure: int
    share_right_of_sure: float


def reliability(pairs: Sequence[Pair]) -> Reliability | None:
    """The reliability of confidences; ``None`` without any.

    >>> found = reliability([(0.95, 1), (0.95, 1), (0.55, 0), (0.55, 1)])
    >>> round(found.expected_error, 3), found.num_sure, found.share_right_of_sure
    (0.05, 2, 1.0)
    """
    if not pairs:
        return None
    groups: dict[int, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(min(NUM_BINS - 1, int(pair[0] * NUM_BINS)), []).append(pair)
    bins = tuple(_bin(groups[key]) for key in sorted(groups))
    sure = [right for confidence, right in pairs if confidence > SURE]
    return Reliability(
        bins=bins,
        num=len(pairs),
        expected_error=sum(one.num * abs(one.confidence - one.share_right) for one in bins) / len(pairs),
        share_right=sum(right for _, right in pairs) / len(pairs),
        num_sure=len(sure),
        share_right_of_sure=sum(sure) / len(sure) if sure else 0.0,
    )


def _bin(pairs: Sequence[Pair]) -> Bin:
    return Bin(len(pairs), sum(c for c, _ in pairs) / len(pairs), sum(right for _, right in pairs) / len(pairs))


def cell_pairs(evaluation: Evaluation) -> list[Pair]:
    """Of every predicted cell with text and a confidence; empty where the truth has no texts."""
    return [pair for _, pairs in _tables(evaluation) for pair in pairs]


def table_pairs(evaluation: Evaluation) -> list[Pair]:
    """Of every predicted table with a confidence and such cells; empty where the truth has no texts."""
    found = [(content.confidence, pairs) for content, pairs in _tables(evaluation) if isinstance(content, Table) and pairs]
    return [(confidence, sum(right for _, right in pairs) / len(pairs)) for confidence, pairs in found if confidence is not None]


def _tables(evaluation: Evaluation) -> Iterator[tuple[Content, list[Pair]]]:
    """Every predicted table with the pairs of its cells."""
    if not evaluation.options.with_content:
        return
    switches = switches_of(evaluation)
    for table in evaluation.tables:
        if table.prediction is not None:
            cells = bare_cells(table.prediction)
            yield table.prediction, _pairs(cells, right_cells(table.truth, cells, switches), switches)
    for sample in evaluation.samples:
        for extra in sample.extra:
            if extra.content is not None:
                yield extra.content, _pairs(bare_cells(extra.content), set(), switches)


def _pairs(cells: Sequence[Cell], right: Collection[int], switches: Sequence[TextSwitch]) -> list[Pair]:
    return [(c.confidence, float(i in right)) for i, c in enumerate(cells) if c.confidence is not None and has_text(c.text, switches)]


def switches_of(evaluation: Evaluation) -> tuple[TextSwitch, ...]:
    """What is no difference between two texts: that of counting values, and what the set allows besides."""
    return tuple(dict.fromkeys((*VALUE_SWITCHES, *evaluation.options.switches)))


def has_text(text: str, switches: Sequence[TextSwitch]) -> bool:
    """Whether anything is left of ``text`` that is compared."""
    return bool(normalise_text(text, switches))


def reliability_json(evaluation: Evaluation) -> dict[str, object] | None:
    """Of cells and of tables, for result files; ``None`` where nothing has a confidence or no truth has text."""
    found = {"cells": reliability(cell_pairs(evaluation)), "tables": reliability(table_pairs(evaluation))}
    if not any(found.values()):
        return None
    return {name: as_json(item) for name, item in found.items() if item is not None}


def as_json(found: Reliability) -> dict[str, object]:
    """Plain values, shares to four digits."""
    return {
        "num": found.num,
        "expected_calibration_error": round(found.expected_error, 4),
        "share_right": round(found.share_right, 4),
        "num_above_0.9": found.num_sure,
        "share_right_above_0.9": round(found.share_right_of_sure, 4),
        "bins": [[one.num, round(one.confidence, 4), round(one.share_right, 4)] for one in found.bins],
    }
