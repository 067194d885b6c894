"""Every structure rule by itself: the smallest table that it changes, and one that it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.structure import STRUCTURE_RULES
from pipeline.structure.draft import Draft, stand
from pipeline.structure.order import RULES
from pipeline.types import Span, StructureObject, TaggedCell
from table import BBox, Ruling
from tests.pipeline.structure.builders import column, draft, grid_objects, grid_words, header, projected, row, spanning, view, word

ABC = ("A | B", "1 | 2", "3 | 4")
CLOSED = [Ruling(BBox(0, y, 100, y)) for y in (0, 10, 30)] + [Ruling(BBox(x, 0, x, 30)) for x in (0, 50, 100)]


def start(*lines: str, more: tuple[StructureObject, ...] = (), rulings: tuple[Ruling, ...] = (), **changed: object) -> Draft:
    """A standing draft of equal rows and columns with the words of the picture; ``changed`` replaces fields of it."""
    objects = [*grid_objects(len(lines), len(lines[0].split("|"))), *more]
    return replace(stand(draft(objects, view(grid_words(*lines), rulings))), **changed)  # type: ignore[arg-type]


def edges(found: Draft) -> tuple[list[float], list[float]]:
    return [round(y, 2) for y in found.row_edges], [round(x, 2) for x in found.column_edges]


def rows(found: Draft) -> list[float]:
    return edges(found)[0]


def columns(found: Draft) -> list[float]:
    return edges(found)[1]


def extents(found: Draft) -> list[tuple[range, range]]:
    return [(span.rows, span.columns) for span in found.spans]


def moved(found: Draft) -> list[tuple[str, int]]:
    return [(one.word.text, one.column) for one in found.moved]


WORDS = view(grid_words(*ABC))
BOLD = [replace(one, is_bold=one.text in "AB") for one in grid_words("A | B", "1 | 2")]
DRAWN_CELLS = view([word("2.", 2, 1), word("Code", 12, 1), word("3.", 38, 1), word("Filed?", 52, 1)], [Ruling(BBox(36, 0, 36, 10))])
LONG_LABEL = view([word("A", 2, 1), word("5", 90, 1), word("Cost", 22, 11), word("goods", 44, 11), word("7", 90, 11)])
CUT_PHRASE = view([word("A", 2, 1), word("5", 90, 1), word("10%", 10, 11), word("1", 42, 11), word("target", 49, 11, 44)])
COMMANDS = view(grid_words("Name | Text", "p() | Aa", "q() | Bbbb", ". | bbbb", "rrr() | Cccc", ". | ccccccccc"))
TWO_WORDS = [*grid_words("h | A | . | .", "x | 1 | . | .", "y | 2 | . | ."), word("Two", 132, 1, 15), word("words", 151, 1, 24)]
TWO_WORDS += [word(str(number), 167, 1 + 10 * number, 8) for number in (1, 2)]
SYMBOLS = [word(text, x, y) for text, x, y in (("c", 52, 1), ("chi", 65, 1), ("d", 52, 11), ("delta", 65, 11))]
SHIFTED = view([*grid_words("Item | Nos | ."), word("Sum", 110, 1), word("ink", 2, 11), word("1", 52, 11), word("8", 80, 11)])
LABEL_CUT = view([word("longlabel", 0, 1), word("12", 60, 1), word("label", 0, 11), word("34", 60, 11)])
LEADER = view([word("Net", 0, 1), *(word(".", x, 1, width=2) for x in range(20, 120, 5)), word("7", 135, 1)])
PAIRS = view(
    [word(b, 2 + 48 * c, 1 + 10 * r) for r, a in enumerate(("Disc.% Taxes", "0.00 15.00%", "1.00 16.00%")) for c, b in enumerate(a.split())]
)
CENTRED = draft([row(0, 20), row(20, 40), column(0, 50), column(50, 100)], view([word("A", 2, 16), word("1", 60, 6), word("2", 60, 26)]))
LEVELS = view([word("Sintel", 70, 1, 28), word("(train)", 101, 1, 30), word("A", 2, 12), word("Clean", 62, 12), word("Final", 112, 12)])
UNDER = Ruling(BBox(0, 10, 100, 10))
SPAN, WEAK, ORPHAN = Span(range(1), range(2), 0.9), Span(range(2), range(1), 0.5), Span(range(1, 2), range(2), 0.5)
LABEL, BLOCK, BLANK = Span(range(1), range(2), is_projected_row_header=True), Span(range(2), range(2)), Span(range(1, 2), range(2))
BLOCKS = [(BLOCK.rows, BLOCK.columns), (BLANK.rows, BLANK.columns)]
FULL_FIRST, FULL_LAST = Span(range(1), range(2)), Span(range(2, 3), range(2))

AS_TAGGED = tuple(
    TaggedCell(range(r, r + 1), range(c, c + 1), BBox(x, 1 + 10 * r, x + 5, 9 + 10 * r)) for r in range(2) for c, x in enumerate((2, 52))
)
TAGGED = replace(view(grid_words("A | B", "1 | 2")), tagged_tables=(AS_TAGGED,))
RULED = tuple(Ruling(BBox(0, y, 150, y)) for y in (0, 10, 20, 30)) + tuple(Ruling(BBox(x, 0, x, 30)) for x in (0, 50, 150))
NAMES = tuple(word(text, x, 1, 30) for text, x in (("Handgun", 10), ("Rifle", 60), ("Other", 110)))
WRAPPED = (word("Weight", 52, 1), word("Dose", 2, 11), word("gain", 52, 11), word("5", 2, 21), word("7", 52, 21))
TENS = [0, 10, 20, 30, 40]
TEXTS = view(grid_words("No | Text", "1 | plan of", ". | pensions", "2 | lease"))
MEADOW = view(grid_words(*("a | 1 | wide line | 2", ". | . | Words | .") * 3))
TRIALS = view(grid_words("a | A | 1 | 9", "b | B | . | .", "c | C | 2 | 8", "d | D | 3 | 7", "e | E | 4 | 6", "f | F | . | ."))
SETTINGS = view(grid_words("Name | Kind", "Base | Llama", "Plan | Full", "Rate | low", "Epoch | high", "Warm | none", "Long_label | yes"))
CHANGES = [word("Change", 115, 1, 45), *grid_words(".", "Item | 2017 | 2016 | 2015", "a | 1 | 2 | 3")]
UNITS = [word("(in", 88, 11, 12), word("millions)", 102, 11, 42), *grid_words(". | 2016 | 2015 | 2014", ".", "Sales | 1 | 2 | 3")]
DOSES = grid_words(". | . | Copper | .", "Strain | 10 mg | 20 mg | 40 mg", "a | 1 | 2 | 3")
RECORDS = view(grid_words(*("a | b | c | d | .", "1 | 2 | 3 | . | 5") * 4))
LISTED = [*(row(20.0 * r, 20.0 * r + 20) for r in range(4)), *grid_objects(0, 5)]
PHRASE = (word("Notes", 20, 1), word("into", 47, 1))
GROUPS = [word("a", 2, 6), word("b", 2, 26), word("c", 2, 46), *grid_words(*(f". | {n}" for n in range(6)))]
UNDERLINED = view([*PHRASE, *grid_words(". | . | .", "a | b | c")], (UNDER,))
ONE_VALUE = [*grid_words("a | 1", "b | 1", "c | 3", ". | (4)"), word("(2)", 70, 1, 12), word("(2)", 70, 11, 12)]
WALL = Ruling(BBox(50, 0, 50, 20))
SECTION = Span(range(1, 2), range(2), 0.9, True)
UNREAD = replace(view(grid_words("x | 1", ". | 2")), unread=(BBox(2, 12, 8, 18),))
LABELS = [word(text, x, 10 * n + 1) for n in range(3) for text, x in ((str(n), 2), ("text", 30))]
WALLED = view(LABELS, (Ruling(BBox(20, 0, 20, 30)),))
YEARS = view(grid_words(". | 2016 | 2015", ". | $m | $m", "Sales | 1 | 2"))
NUMBERED = view(grid_words(*(f"{n} | text" for n in range(1, 8))))
# rule, the draft it is given, what of the draft is looked at, before and after
CASES: dict[str, tuple[Draft, Callable[[Draft], object], object, object]] = {
    "drop_repeated_rows": (draft([*grid_objects(2, 1), row(1, 10, 0.5)], WORDS), lambda d: len(d.rows), 3, 2),
    "drop_repeated_columns": (draft([*grid_objects(1, 2), column(1, 50, 0.5)], WORDS), lambda d: len(d.columns), 3, 2),
    "insert_rows": (draft([row(0, 10), row(20, 30), *grid_objects(0, 2)], WORDS), lambda d: len(d.rows), 2, 3),
    "insert_columns": (draft([*grid_objects(3, 0), column(0, 50)], WORDS), lambda d: len(d.columns), 1, 2),
    "part_columns": (draft([row(0, 10), row(10, 20), row(20, 30), column(0, 90)], PAIRS), columns, [0, 90], [0, 41, 90]),
    "part_symbol_columns": (
        draft(grid_objects(2, 2), view([*grid_words("a | .", "b | ."), *SYMBOLS])),
        columns,
        [0, 50, 100],
        [0, 50, 61, 100],
    ),
    "part_ruled_columns": (draft([*grid_objects(3, 0), column(0, 100)], WALLED), columns, [0, 100], [0, 20, 100]),
    "join_signs": (start("$ | 1", "$ | 2"), columns, [0, 50, 100], [0, 100]),
    "join_ruled_columns": (start("h | no | of", "x | 1 | .", "y | 2 | .", rulings=RULED), columns, [0, 50, 100, 150], [0, 50, 150]),
    "join_wrapped_labels": (start("Cost of | .", "goods | 12", "Sum | 12"), rows, [0, 10, 20, 30], [0, 20, 30]),
    "join_wrapped_cells": (
        draft([*(row(10.0 * r, 10.0 * r + 10) for r in range(4)), *grid_objects(0, 2)], TEXTS),
        rows,
        TENS,
        [0, 10, 30, 40],
    ),
    "join_blank_columns": (
        draft([*grid_objects(3, 4), header(0, 10, x1=200)], view(TWO_WORDS)),
        columns,
        [0, 50, 100, 150, 200],
        [0, 50, 100, 200],
    ),
    "join_bracketed_values": (draft(grid_objects(4, 2), view(ONE_VALUE)), rows, TENS, [0, 10, 20, 40]),
    "begin_rows_together": (
        draft([row(0, 10), row(10, 40), row(40, 60), *grid_objects(0, 4)], MEADOW),
        rows,
        [0, 10, 40, 60],
        [0, 20, 40, 60],
    ),
    "begin_rows_at_values": (
        draft([row(0, 10), row(10, 30), row(30, 60), *grid_objects(0, 4)], TRIALS),
        rows,
        [0, 10, 30, 60],
        [0, 21, 31, 41, 60],
    ),
    "part_text_rows": (
        draft([row(0, 10), row(10, 30), *(row(10.0 * r, 10.0 * r + 10) for r in range(3, 7)), *grid_objects(0, 2)], SETTINGS),
        rows,
        [0, 10, 30, 40, 50, 60, 70],
        [0, 10, 20, 30, 40, 50, 60, 70],
    ),
    "begin_rows_at_labels": (
        draft([row(0, 10), row(10, 30), row(30, 60), *grid_objects(0, 2)], COMMANDS),
        rows,
        [0, 10, 30, 60],
        [0, 10, 20, 40, 60],
    ),
    "part_headed_rows": (
        draft([row(0, 10), row(10, 30), *grid_objects(0, 2)], view(grid_words("Item | 2016", "Debt: | .", "Loans | 7"))),
        rows,
        [0, 10, 30],
        [0, 10, 20, 30],
    ),
    "begin_rows_at_numbers": (
        draft([row(0, 20), *(row(10.0 * r, 10.0 * r + 10) for r in range(2, 7)), *grid_objects(0, 2)], NUMBERED),
        rows,
        [0, 20, 30, 40, 50, 60, 70],
        [0, 10, 20, 30, 40, 50, 60, 70],
    ),
    "part_listings": (draft(LISTED, RECORDS), rows, [0, 20, 40, 60, 80], [0, 10, 20, 30, 40, 50, 60, 70, 80]),
    "part_header_rows": (
        draft([row(0, 22), row(22, 36), *(column(x, x + 50) for x in (0, 50, 100))], LEVELS),
        rows,
        [0, 22, 36],
        [0, 10.5, 22, 36],
    ),
    "part_unit_rows": (draft([row(0, 20), row(20, 30), *grid_objects(0, 3)], YEARS), rows, [0, 20, 30], [0, 10, 20, 30]),
    "part_rows": (draft([row(0, 20), *grid_objects(0, 2)], view(grid_words("1 | 2", "3 | 4"))), rows, [0, 20], [0, 10, 20]),
    "grow_columns": (draft([row(0, 10), column(5, 30), column(30, 55)], WORDS), columns, [5, 30, 55], [2, 30, 57]),
    "grow_rows": (draft([row(3, 10), row(10, 26), column(0, 100)], WORDS), rows, [3, 10, 26], [1, 10, 29]),
    "drop_leaders": (draft([row(0, 10), column(0, 70), column(70, 145)], LEADER), lambda d: len(d.leaders), 0, 20),
    "place_row_borders": (draft([row(0, 6), row(6, 20), column(0, 100)], WORDS), rows, [0, 6, 20], [0, 10, 20]),
    "place_column_borders": (draft([row(0, 20), column(0, 40), column(40, 80)], LABEL_CUT), columns, [0, 40, 80], [0, 52.5, 80]),
    "drop_blank_rows": (start("A | B", ". | .", "3 | 4"), lambda d: len(d.rows), 3, 2),
    "drop_blank_columns": (start("A | .", "1 | ."), lambda d: len(d.columns), 2, 1),
    "find_header": (start(*ABC, more=(header(0, 10),)), lambda d: d.num_header_rows, 0, 1),
    "find_projected_headers": (start("A | .", "1 | 2", more=(projected(0, 10),)), extents, [], [(range(1), range(2))]),
    "find_spans": (start("A | .", "1 | 2", more=(spanning(0, 0, 100, 10),)), extents, [], [(range(1), range(2))]),
    "reach_over_rulings": (stand(draft(grid_objects(2, 3), UNDERLINED)), extents, [], [(range(1), range(2))]),
    "span_phrases": (stand(draft(grid_objects(2, 2), view(PHRASE))), extents, [], [(range(1), range(2))]),
    "part_stacked_cells": (
        start("low | 1", "high | 2", "low | 3", "high | 4", spans=(Span(range(2), range(1)), Span(range(2, 4), range(1)))),
        extents,
        [(range(2), range(1)), (range(2, 4), range(1))],
        [],
    ),
    "centre_label_spans": (
        replace(stand(draft(grid_objects(6, 2), view(GROUPS))), spans=(Span(range(3), range(1)),)),
        extents,
        [(range(3), range(1))],
        [(range(2), range(1)), (range(2, 4), range(1)), (range(4, 6), range(1))],
    ),
    "narrow_header_spans": (
        replace(stand(draft(grid_objects(3, 4), view(CHANGES))), num_header_rows=2, spans=(Span(range(1), range(4), 0.9),)),
        extents,
        [(range(1), range(4))],
        [(range(1), range(2, 4))],
    ),
    "span_units": (
        replace(stand(draft(grid_objects(3, 4), view(UNITS))), num_header_rows=2),
        extents,
        [],
        [(range(1, 2), range(1, 4))],
    ),
    "span_groups": (
        replace(stand(draft(grid_objects(3, 4), view(DOSES))), num_header_rows=2),
        extents,
        [],
        [(range(1), range(1, 4))],
    ),
    "part_header_spans": (
        replace(stand(draft(grid_objects(2, 3), view(NAMES))), num_header_rows=1, spans=(Span(range(1), range(3), 0.99),)),
        extents,
        [(range(1), range(3))],
        [],
    ),
    "end_spans_at_gaps": (
        start("x | 1", ". | 2", "y | 3", ". | 4", spans=(Span(range(4), range(1)),)),
        extents,
        [(range(4), range(1))],
        [(range(2), range(1)), (range(2, 4), range(1))],
    ),
    "end_spans_at_totals": (
        start("x | a | 1", ". | b | 2", ". | Total | 3", spans=(Span(range(3), range(1)),)),
        extents,
        [(range(3), range(1))],
        [(range(2), range(1))],
    ),
    "end_sections_at_walls": (start("A | B", ". | 1", spans=(SECTION,), rulings=(WALL,)), extents, [(range(1, 2), range(2))], []),
    "end_spans_at_ink": (
        replace(start("x | 1", ". | 2", spans=(Span(range(2), range(1)),)), view=UNREAD),
        extents,
        [(range(2), range(1))],
        [],
    ),
    "end_rare_label_spans": (
        start("a | 1", "b | 2", "c | 3", ". | 6", spans=(Span(range(2, 4), range(1)),)),
        extents,
        [(range(2, 4), range(1))],
        [],
    ),
    "take_units_to_header": (
        start("A | 2019", ". | (millions)", "x | 1", num_header_rows=1),
        lambda d: d.num_header_rows,
        1,
        2,
    ),
    "end_spans_at_walls": (start("A | B", "1 | 2", spans=(FULL_FIRST,), rulings=(WALL,)), extents, [(range(1), range(2))], []),
    "keep_header_tree": (start("A | B", "1 | .", num_header_rows=2, spans=(ORPHAN,)), extents, [(range(1, 2), range(2))], []),
    "join_header_rows": (
        replace(stand(draft(grid_objects(3, 2), view(WRAPPED))), num_header_rows=2),
        rows,
        [0, 10, 20, 30],
        [0, 20, 30],
    ),
    "join_spanned_rows": (start("A | .", ". | B", "1 | 2", num_header_rows=2), rows, [0, 10, 20, 30], [0, 20, 30]),
    "obey_lattice": (start("h | i", "x | 1", ". | 2", rulings=tuple(CLOSED)), rows, [0, 10, 20, 30], [0, 10, 30]),
    "obey_tags": (stand(draft([row(0, 10), row(10, 20), column(0, 100)], TAGGED)), columns, [0, 100], [0, 29.5, 100]),
    "drop_titles": (start("Title | .", "1 | 2", "3 | 4", spans=(FULL_FIRST,), rulings=(UNDER,)), rows, [0, 10, 20, 30], [10, 20, 30]),
    "part_single_rows": (start("A | .", ". | .", "3 | 4", spans=(BLOCK, BLANK)), extents, BLOCKS, [(range(1), range(2))]),
    "narrow_section_labels": (start("A | .", "1 | 2", spans=(LABEL,)), extents, [(range(1), range(2))], [(range(1), range(1))]),
    "join_centred_cells": (stand(CENTRED), extents, [], [(range(2), range(1))]),
    "drop_notes": (start("A | B", "1 | 2", "Note | .", spans=(FULL_LAST,)), rows, [0, 10, 20, 30], [0, 10, 20]),
    "find_bold_header": (stand(draft(grid_objects(2, 2), view(BOLD))), lambda d: d.num_header_rows, 0, 1),
    "find_header_over_values": (start(". | Min | Mean | Max", "a | 1 | 2 | 3"), lambda d: d.num_header_rows, 0, 1),
    "keep_names_in_order": (
        replace(stand(draft(grid_objects(2, 3), SHIFTED)), num_header_rows=1),
        columns,
        [0, 50, 100, 150],
        [0, 34.5, 68.5, 150],
    ),
    "keep_labels_whole": (stand(draft(grid_objects(2, 2), LONG_LABEL)), moved, [], [("goods", 0)]),
    "keep_phrases_whole": (stand(draft(grid_objects(2, 2), CUT_PHRASE)), moved, [], [("1", 1)]),
    "keep_to_rulings": (stand(draft(grid_objects(2, 2), DRAWN_CELLS)), moved, [], [("3.", 1)]),
}


def apply(name: str, given: Draft) -> Draft:
    return RULES[STRUCTURE_RULES.index(name)](given)


@pytest.mark.parametrize("name", STRUCTURE_RULES)
def test_a_rule_changes_its_table(name: str) -> None:
    assert name in CASES, "a new rule needs its case here: the smallest table that it changes"
    given, look, before, after = CASES[name]
    assert look(given) == before
    assert look(apply(name, given)) == after


@pytest.mark.parametrize("name", STRUCTURE_RULES)
def test_a_rule_leaves_a_plain_table_alone_and_says_nothing(name: str) -> None:
    plain = start(*ABC, num_header_rows=1)
    found = apply(name, plain)
    assert (len(found.rows), len(found.columns), found.spans, found.notes) == (3, 2, (), frozenset())
