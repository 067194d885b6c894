"""Every flag that a table in a result can carry, with one meaning each, in words for users.

``docs/OUTPUT.md`` shows this list. A flag tells what was repaired or what to look at; a table without flags was read
without any of it.
"""

from __future__ import annotations

from enum import StrEnum


class Flag(StrEnum):
    """The names as they stand in ``Table.flags`` and in every output format that has flags."""

    NO_TEXT = "no_text"
    UNREADABLE_TEXT = "unreadable_text"
    HARD_TO_READ = "hard_to_read"
    ODD_NUMBERS = "odd_numbers"
    DOUBTFUL_CELLS = "doubtful_cells"
    CUT_TEXTS = "cut_texts"
    INK_LEFT_UNREAD = "ink_left_unread"
    NO_BODY = "no_body"
    HEADER_TOO_LARGE = "header_too_large"
    LONE_CURRENCY = "lone_currency"
    PROJECTED_ROW_AT_EDGE = "projected_row_at_edge"
    REPEATED_HEADER = "repeated_header"
    NO_WORDS = "no_words"
    LOW_WORD_FIT = "low_word_fit"
    WORDS_OUTSIDE_GRID = "words_outside_grid"
    TABLE_MAY_BE_CUT = "table_may_be_cut"
    TOO_MANY_OBJECTS = "too_many_objects"
    OVERLAPPING_ROWS = "overlapping_rows"
    OVERLAPPING_COLUMNS = "overlapping_columns"
    ROWS_INSERTED = "rows_inserted"
    COLUMNS_INSERTED = "columns_inserted"
    ROWS_PARTED = "rows_parted"
    COLUMNS_PARTED = "columns_parted"
    ROWS_JOINED = "rows_joined"
    DRAWN_GRID_OBEYED = "drawn_grid_obeyed"
    TAGGED_TABLE_OBEYED = "tagged_table_obeyed"
    TAGGED_TABLE_DISAGREES = "tagged_table_disagrees"
    COLUMNS_JOINED = "columns_joined"
    BLANK_ROWS_DROPPED = "blank_rows_dropped"
    BLANK_COLUMNS_DROPPED = "blank_columns_dropped"
    LOWER_HEADER_IGNORED = "lower_header_ignored"
    HEADER_CUT = "header_cut"
    SPANS_REPAIRED = "spans_repaired"
    PROJECTED_HEADERS_DROPPED = "projected_headers_dropped"
    OUTER_TEXT_LEFT_OUT = "outer_text_left_out"
    COMPAT_CELLS_OVERLAP = "compat_cells_overlap"
    COMPAT_HOLES_FILLED = "compat_holes_filled"


LOOK_AT: dict[Flag, str] = {  # something about the values or the extent may be wrong
    Flag.NO_TEXT: "No cell has text.",
    Flag.NO_WORDS: "The region has no word at all: every cell is blank.",
    Flag.UNREADABLE_TEXT: "A cell has a character that its font names no letter for (U+FFFD or private use): compare it with the page.",
    Flag.HARD_TO_READ: "OCR was unsure of the words: their scores are, on average, below .85. Read them from the picture.",
    Flag.ODD_NUMBERS: "A number read by OCR looks unlike the others of its column or row: a point, comma, sign or digit may be misread.",
    Flag.DOUBTFUL_CELLS: "A cell with text has a calibrated `confidence` below .8: compare it, and those beside it, with the page.",
    Flag.CUT_TEXTS: "A text ends in its middle and the cell beside or below goes on: a border may cut it, or a row stand in two.",
    Flag.INK_LEFT_UNREAD: "A cell of a picture came out blank though something is printed in it: a dash, sign or word that OCR missed.",
    Flag.NO_BODY: "Every row is column header.",
    Flag.HEADER_TOO_LARGE: "The column header has more than five rows.",
    Flag.LONE_CURRENCY: "A cell holds only a currency sign: its column may be half of another.",
    Flag.PROJECTED_ROW_AT_EDGE: "The first or last row is a section title: it may be a caption or a note.",
    Flag.REPEATED_HEADER: "A row of the body repeats the column header: two tables may have been read as one.",
    Flag.LOW_WORD_FIT: "Words lie, on average, less than 90 % inside their cells: borders may cut words.",
    Flag.TABLE_MAY_BE_CUT: "Rulings or a line of words in the same columns go on beyond the table's box.",
    Flag.TOO_MANY_OBJECTS: "The model saw more than 100 rows, columns, headers and spans: more than it was trained on.",
    Flag.TAGGED_TABLE_DISAGREES: "The PDF's own table tags do not fit the places of the words; they were not used.",
    Flag.COMPAT_CELLS_OVERLAP: "Mode compat: two cells claimed one position; the last one won.",
    Flag.COMPAT_HOLES_FILLED: "Mode compat: no cell claimed a position; a blank one was put there.",
}
REPAIRS: dict[Flag, str] = {  # the model's answer was mended; most such tables are right
    Flag.WORDS_OUTSIDE_GRID: "Words of the region are in no cell: they stand in `unassigned_words`; often a title or a note.",
    Flag.OUTER_TEXT_LEFT_OUT: "A title or note inside the box was left out: it stands in `unassigned_words`.",
    Flag.OVERLAPPING_ROWS: "The model's rows overlapped; the words decided where they end.",
    Flag.OVERLAPPING_COLUMNS: "The model's columns overlapped; the words decided where they end.",
    Flag.ROWS_INSERTED: "Lines of words that no row of the model covered became rows.",
    Flag.COLUMNS_INSERTED: "Words that no column of the model covered became columns.",
    Flag.ROWS_PARTED: "Lines that the model took for one row became rows: two levels of a header, or rows without a gap.",
    Flag.COLUMNS_PARTED: "A column of the model was parted at a narrow gap or a drawn line that runs through its rows.",
    Flag.ROWS_JOINED: "Lines of one label that the model took for rows were joined, or rows in which no cell began.",
    Flag.DRAWN_GRID_OBEYED: "Rows, columns or merged cells are those that the rulings draw, not the model's.",
    Flag.TAGGED_TABLE_OBEYED: "Rows, columns, merged cells or header rows are those of the PDF's own table tags, not the model's.",
    Flag.COLUMNS_JOINED: "Signs and their numbers, parts of one ruled column, or a blank column and the one of its name, were joined.",
    Flag.BLANK_ROWS_DROPPED: "Rows without a word were left out.",
    Flag.BLANK_COLUMNS_DROPPED: "Columns without a word were left out.",
    Flag.LOWER_HEADER_IGNORED: "A column header that does not start at the top was ignored.",
    Flag.HEADER_CUT: "A weak column header covered every row and was cut.",
    Flag.SPANS_REPAIRED: "Spanning cells that overlapped or contradicted the words were cut or dropped.",
    Flag.PROJECTED_HEADERS_DROPPED: "A section title with values beside it became an ordinary row.",
}
