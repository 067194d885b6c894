"""The best set of spans that do not overlap: a small exact search, greedy where it would grow too large.

Spans that overlap form groups; within a group the set with the highest total score wins. A span that loses part of
its area to a stronger one may stay with the rest, if that is still a span and most of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span, overlaps
from pipeline.types import Span

MAX_EXACT = 12  # overlapping spans that are searched exactly; larger groups are filled greedily by score (by hand, not measured)
MIN_REST = 0.6  # share of a span's grid cells that must be left for its rest to stay (by hand, not measured)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to use a candidate: whole, or shrunk with a lower score. Choices with the same ``owner`` exclude each other."""

    span: Span
    owner: int
    score: float


def select_spans(draft: Draft) -> Draft:
    """The draft with spans that do not overlap, independent of the order they were found in."""
    spans = best_spans(draft.spans)
    kept = {(span.rows, span.columns) for span in spans}
    is_repaired = any((span.rows, span.columns) not in kept for span in draft.spans if not span.is_projected_row_header)
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * is_repaired)


def best_spans(candidates: Sequence[Span]) -> tuple[Span, ...]:
    """The spans to keep, row-major, none overlapping another; independent of the order of ``candidates``."""
    ordered = _without_repeats(sorted(candidates, key=_rank))
    chosen: list[Span] = []
    for group in _groups(ordered):
        options = _choices(group)
        best = _exact(options, len(group)) if len(group) <= MAX_EXACT else _greedy(options)
        chosen.extend(choice.span for choice in best)
    return tuple(sorted(chosen, key=lambda s: (s.rows.start, s.columns.start)))


def _rank(span: Span) -> tuple[float, int, int, int, int, bool]:
    return (-span.score, span.rows.start, span.columns.start, span.rows.stop, span.columns.stop, not span.is_projected_row_header)


def _without_repeats(spans: Sequence[Span]) -> list[Span]:
    """The best-ranked span of each extent; a projected row header's mark wins over the plain span of the same extent."""
    first: dict[tuple[range, range], Span] = {}
    for span in spans:
        key = (span.rows, span.columns)
        old = first.setdefault(key, span)
        if span.is_projected_row_header and not old.is_projected_row_header:
            first[key] = Span(old.rows, old.columns, old.score, True)
    return list(first.values())


def _groups(spans: Sequence[Span]) -> list[list[Span]]:
    """Connected groups of overlapping spans, each in the order of ``spans``."""
    groups: list[list[int]] = []
    for index, span in enumerate(spans):
        touching = [g for g in groups if any(overlaps(spans[i], span) for i in g)]
        groups = [g for g in groups if g not in touching]
        groups.append(sorted([index, *(i for g in touching for i in g)]))
    return [[spans[i] for i in group] for group in sorted(groups)]


def _choices(group: Sequence[Span]) -> list[Choice]:
    whole = [Choice(span, owner, span.score) for owner, span in enumerate(group)]
    rests: dict[tuple[int, range, range], Choice] = {}
    for owner, span in enumerate(group):
        for other in group:
            if other is not span and overlaps(span, other):
                for rest in _rests(span, other):
                    rests.setdefault((owner, rest.rows, rest.columns), Choice(rest, owner, rest.score))
    return whole + list(rests.values())


def _rests(span: Span, other: Span) -> list[Span]:
    """The rectangles of ``span`` above, below, left and right of ``other`` that are most of it, scored by their share."""
    if span.is_projected_row_header:
        return []
    rows, columns = span.rows, span.columns
    parts = [
        (range(rows.start, other.rows.start), columns),
        (range(other.rows.stop, rows.stop), columns),
        (rows, range(columns.start, other.columns.start)),
        (rows, range(other.columns.stop, columns.stop)),
    ]
    size = len(rows) * len(columns)
    found = []
    for part_rows, part_columns in parts:
        share = len(part_rows) * len(part_columns) / size
        if share >= MIN_REST and is_span(part_rows, part_columns):
            found.append(Span(part_rows, part_columns, span.score * share))
    return found


def _compatible(choice: Choice, others: Sequence[Choice]) -> bool:
    return all(choice.owner != other.owner and not overlaps(choice.span, other.span) for other in others)


def _greedy(choices: Sequence[Choice]) -> list[Choice]:
    kept: list[Choice] = []
    for choice in sorted(choices, key=lambda c: _rank(c.span)):
        if _compatible(choice, kept):
            kept.append(choice)
    return kept


def _exact(choices: Sequence[Choice], num_owners: int) -> list[Choice]:
    """Branch and bound over owners in rank order; of equal totals the first found wins."""
    by_owner = [[c for c in choices if c.owner == owner] for owner in range(num_owners)]
    bounds = [0.0] * (num_owners + 1)
    for owner in reversed(range(num_owners)):
        bounds[owner] = bounds[owner + 1] + max(c.score for c in by_owner[owner])
    best: list[Choice] = []
    best_score = -1.0

    def search(owner: int, taken: list[Choice], score: float) -> None:
        nonlocal best, best_score
        if score + bounds[owner] <= best_score + 1e-9:
            return
        if owner == num_owners:
            best, best_score = list(taken), score
            return
        for choice in by_owner[owner]:
            if _compatible(choice, taken):
                search(owner + 1, [*taken, choice], score + choice.score)
        search(owner + 1, taken, score)

    search(0, [], 0.0)
    return best
