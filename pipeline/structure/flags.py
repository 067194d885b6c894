"""Names of the quality rules and repairs that a table can carry in ``Table.flags`` and ``Structure.warnings``.

The first four follow the quality control of the PubTables-1M paper (section 3.5); the others name repairs of
this package, so that a reader of the result knows which parts the model did not supply.
"""

from __future__ import annotations

from typing import Final

OVERLAPPING_ROWS: Final = "overlapping_rows"  # raw rows overlap by more than a fifth of the smaller
OVERLAPPING_COLUMNS: Final = "overlapping_columns"
TOO_MANY_OBJECTS: Final = "too_many_objects"  # more than 100 raw objects
LOW_WORD_FIT: Final = "low_word_fit"  # words lie, on average, less than 90 % inside their cell
WORDS_OUTSIDE_GRID: Final = "words_outside_grid"  # words of the region are in no cell
NO_WORDS: Final = "no_words"  # the region has no word at all: every cell is blank

ROWS_INSERTED: Final = "rows_inserted"  # word lines that no row object covered
COLUMNS_INSERTED: Final = "columns_inserted"
COLUMNS_PARTED: Final = "columns_parted"  # at a narrow gap that runs through all rows
ROWS_JOINED: Final = "rows_joined"  # lines of one ruled row, or of one label, that the model took for rows
DRAWN_GRID_OBEYED: Final = "drawn_grid_obeyed"  # rows, columns or spans are those of the rulings, not the model's
COLUMNS_JOINED: Final = "columns_joined"  # signs and their numbers, or parts of one ruled column
BLANK_ROWS_DROPPED: Final = "blank_rows_dropped"
BLANK_COLUMNS_DROPPED: Final = "blank_columns_dropped"
LOWER_HEADER_IGNORED: Final = "lower_header_ignored"  # a column header object that does not start at the top
HEADER_CUT: Final = "header_cut"  # a weak header object covered every row
SPANS_REPAIRED: Final = "spans_repaired"  # overlapping, conflicting or orphaned spans were cut or dropped
SPANS_IMPLIED: Final = "spans_implied"  # spans added because words cross a column border
PROJECTED_HEADERS_DROPPED: Final = "projected_headers_dropped"
OUTER_TEXT_LEFT_OUT: Final = "outer_text_left_out"  # a title or note in the detected box: see unassigned words
TABLE_MAY_BE_CUT: Final = "table_may_be_cut"  # rulings or a line of words in the same columns go on beyond the box

COMPAT_CELLS_OVERLAP: Final = "compat_cells_overlap"  # reference cells claimed a position twice: the last one won
COMPAT_HOLES_FILLED: Final = "compat_holes_filled"  # reference cells left a position out: a blank cell was put there

MAX_OBJECTS = 100  # PubTables-1M discards tables with more objects
MIN_WORD_FIT = 0.9  # PubTables-1M discards tables whose words fit their grid cells worse
