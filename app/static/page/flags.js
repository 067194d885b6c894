// Flags of a table in words, each with what a person can do.
const WORDS = {
  no_text: ["No cell has text.", "If it is a scan, extract again with text: OCR."],
  no_body: ["Every row is a header row.", "Set the header rows."],
  header_too_large: ["More than five rows are header.", "Set the header rows."],
  lone_currency: ["A cell holds only a currency sign.", "Join its column with the one of its amounts."],
  projected_row_at_edge: ["The first or last row is a section row.", "Resize the box if it is a title or a note."],
  repeated_header: ["The header comes again further down.", "Draw two tables if two were read as one."],
  sum_mismatch: ["A total is not the sum of its parts.", "Compare the numbers with the page; one may be misread, lost or printed wrong."],
  overlapping_rows: ["Rows overlap in the model's view.", "Check the row borders."],
  overlapping_columns: ["Columns overlap in the model's view.", "Check the column borders."],
  too_many_objects: ["The table is larger than the model's limit.", "Check its end, or draw it as two tables."],
  low_word_fit: ["Words stick out of their cells.", "Move borders so that no word is cut."],
  words_outside_grid: ["Words of the box are in no cell (listed below the table).", "Widen the table, or leave titles and notes out."],
  hard_to_read: ["The text recognition was unsure of the words.", "Read them from the picture; a sharper or larger one helps."],
  doubtful_cells: ["Some cells are probably wrong (marked).", "Compare them and those beside them with the page."],
  odd_numbers: ["A recognised number looks unlike the others of its column or row.", "Compare points, commas, signs and digits with the page."],
  cut_texts: ["A text ends in its middle and goes on in the next cell.", "Move or remove the border between the two."],
  ink_left_unread: ["A cell is blank although something is printed in it.", "Type what the page shows there."],
  unreadable_text: ["A character has no letter in its font.", "Type it from the page."],
  no_words: ["There is no text in this box.", "If it is a scan, extract again with text: OCR."],
  rows_inserted: ["Rows were added for lines the model did not see.", "Compare the rows with the page."],
  columns_inserted: ["Columns were added for words the model did not see.", "Compare the columns with the page."],
  rows_parted: ["Lines of one row became rows.", "Join them if they are one."],
  columns_parted: ["A column was parted at a narrow gap.", "Join the two if they are one."],
  rows_joined: ["Lines were joined to one row.", "Add a border if they are separate rows."],
  drawn_grid_obeyed: ["Rows and columns follow the drawn lines.", "Check merged cells against the page."],
  tagged_table_obeyed: ["Rows, columns and merged cells are those that the PDF's own tags name.", "Check merged cells against the page."],
  tagged_table_disagrees: ["The PDF's own tags tell of another table than what is printed.", "Compare the table with the page."],
  columns_joined: ["Columns were joined.", "Add a border if they are separate columns."],
  blank_rows_dropped: ["Rows without words were dropped.", "Add them again if a form needs them."],
  blank_columns_dropped: ["Columns without words were dropped.", "Add them again if a form needs them."],
  lower_header_ignored: ["A second header further down was ignored.", "Mark it as a section row, or split the table."],
  header_cut: ["The header seemed to cover the whole table.", "Set the header rows."],
  spans_repaired: ["Spanning cells were cut or dropped.", "Check the merged cells."],
  projected_headers_dropped: ["A section row was doubtful and is an ordinary row.", "Mark section rows."],
  outer_text_left_out: ["A title or note at the edge was left out (listed below).", "Resize the box if it belongs to the table."],
  table_may_be_cut: ["The table seems to go on beyond its box.", "Resize the box and run it again."],
  compat_cells_overlap: ["Two cells claimed one place.", "Check the cells."],
  compat_holes_filled: ["A place without a cell was filled with a blank one.", "Check the blank cells."],
};

// What is open about a cell's value, in words.
const VALUES = {
  ambiguous_locale: "it is open whether the sign in the number groups or parts decimals",
  ambiguous_date: "it is open which number is the month",
  ambiguous_sign: "it is open whether the brackets mean a negative number",
  ambiguous_mark: "it is open whether the end is a footnote mark",
  ambiguous_currency: "it is open which currency is meant",
  assumed_century: "the century is assumed",
};

export const valueInWords = (flag) => VALUES[flag] ?? flag.replaceAll("_", " ");

export function inWords(flag) {
  const name = flag.split(":")[0];
  const [what, act] = WORDS[name] ?? [`${name.replaceAll("_", " ")}.`, "Compare the table with the page."];
  return { what: what[0].toUpperCase() + what.slice(1), act };
}

export const DOUBTFUL = 0.6; // confidence below which a cell stands out
