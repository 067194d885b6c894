"""The structure rules in the order they are applied, and the walk of a table's objects through them.

A rule's name is that of its function and file; it switches the rule off (``Options.without``, ``--without``) and is its
row in the ablation. To add one, write its file in ``rules/``, its line here with the reason for its place, its test, and
a golden case that it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.errors import StructureError
from pipeline.options import Options
from pipeline.structure.draft import Draft, stand, start_draft, to_structure
from pipeline.structure.rules.begin_rows_at_labels import begin_rows_at_labels
from pipeline.structure.rules.begin_rows_at_numbers import begin_rows_at_numbers
from pipeline.structure.rules.begin_rows_at_values import begin_rows_at_values
from pipeline.structure.rules.begin_rows_together import begin_rows_together
from pipeline.structure.rules.centre_label_spans import centre_label_spans
from pipeline.structure.rules.drop_blank_columns import drop_blank_columns
from pipeline.structure.rules.drop_blank_rows import drop_blank_rows
from pipeline.structure.rules.drop_leaders import drop_leaders
from pipeline.structure.rules.drop_notes import drop_notes
from pipeline.structure.rules.drop_repeated_columns import drop_repeated_columns
from pipeline.structure.rules.drop_repeated_rows import drop_repeated_rows
from pipeline.structure.rules.drop_titles import drop_titles
from pipeline.structure.rules.end_rare_label_spans import end_rare_label_spans
from pipeline.structure.rules.end_sections_at_walls import end_sections_at_walls
from pipeline.structure.rules.end_spans_at_gaps import end_spans_at_gaps
from pipeline.structure.rules.end_spans_at_ink import end_spans_at_ink
from pipeline.structure.rules.end_spans_at_totals import end_spans_at_totals
from pipeline.structure.rules.end_spans_at_walls import end_spans_at_walls
from pipeline.structure.rules.find_bold_header import find_bold_header
from pipeline.structure.rules.find_header import find_header
from pipeline.structure.rules.find_header_over_values import find_header_over_values
from pipeline.structure.rules.find_projected_headers import find_projected_headers
from pipeline.structure.rules.find_spans import find_spans
from pipeline.structure.rules.grow_columns import grow_columns
from pipeline.structure.rules.grow_rows import grow_rows
from pipeline.structure.rules.insert_columns import insert_columns
from pipeline.structure.rules.insert_rows import insert_rows
from pipeline.structure.rules.join_blank_columns import join_blank_columns
from pipeline.structure.rules.join_bracketed_values import join_bracketed_values
from pipeline.structure.rules.join_centred_cells import join_centred_cells
from pipeline.structure.rules.join_header_rows import join_header_rows
from pipeline.structure.rules.join_ruled_columns import join_ruled_columns
from pipeline.structure.rules.join_signs import join_signs
from pipeline.structure.rules.join_spanned_rows import join_spanned_rows
from pipeline.structure.rules.join_wrapped_cells import join_wrapped_cells
from pipeline.structure.rules.join_wrapped_labels import join_wrapped_labels
from pipeline.structure.rules.keep_header_tree import keep_header_tree
from pipeline.structure.rules.keep_labels_whole import keep_labels_whole
from pipeline.structure.rules.keep_names_in_order import keep_names_in_order
from pipeline.structure.rules.keep_phrases_whole import keep_phrases_whole
from pipeline.structure.rules.keep_to_rulings import keep_to_rulings
from pipeline.structure.rules.narrow_header_spans import narrow_header_spans
from pipeline.structure.rules.narrow_section_labels import narrow_section_labels
from pipeline.structure.rules.obey_lattice import obey_lattice
from pipeline.structure.rules.obey_tags import obey_tags
from pipeline.structure.rules.part_columns import part_columns
from pipeline.structure.rules.part_headed_rows import part_headed_rows
from pipeline.structure.rules.part_header_rows import part_header_rows
from pipeline.structure.rules.part_header_spans import part_header_spans
from pipeline.structure.rules.part_listings import part_listings
from pipeline.structure.rules.part_rows import part_rows
from pipeline.structure.rules.part_ruled_columns import part_ruled_columns
from pipeline.structure.rules.part_single_rows import part_single_rows
from pipeline.structure.rules.part_stacked_cells import part_stacked_cells
from pipeline.structure.rules.part_symbol_columns import part_symbol_columns
from pipeline.structure.rules.part_text_rows import part_text_rows
from pipeline.structure.rules.part_unit_rows import part_unit_rows
from pipeline.structure.rules.place_column_borders import place_column_borders
from pipeline.structure.rules.place_row_borders import place_row_borders
from pipeline.structure.rules.reach_over_rulings import reach_over_rulings
from pipeline.structure.rules.span_groups import span_groups
from pipeline.structure.rules.span_phrases import span_phrases
from pipeline.structure.rules.span_units import span_units
from pipeline.structure.rules.take_units_to_header import take_units_to_header
from pipeline.types import GridLines, RegionView, Step, Structure, StructureObject
from pipeline.watching import note_rule

StructureRule = Callable[[Draft], Draft]

GRID_RULES: tuple[StructureRule, ...] = (
    drop_repeated_rows,  # first: every later rule takes two rows for two rows
    drop_repeated_columns,  # likewise; columns never ask for rows, so these two could change places
    insert_rows,  # needs the columns, to see which lines fill several
    insert_columns,  # needs the rows, to count those with words in a gap
    part_columns,  # after the insertions: a gap between columns is nobody's, a strip inside one is
    part_symbol_columns,  # likewise
    part_ruled_columns,  # likewise; a line is drawn in the gap
    join_signs,  # joins come after insertions, which may have made parts of a column
    join_ruled_columns,  # after the signs, whose columns lie between two rulings too
    join_wrapped_labels,  # needs the first column as it stays: a label is a row's words in it
    join_wrapped_cells,  # after the labels: what is left of them is no part of a label
    join_bracketed_values,  # likewise; numbers say nothing about wrapping
    begin_rows_together,  # the model's rows give way, joined or not
    begin_rows_at_numbers,  # likewise
    begin_rows_at_values,  # likewise; numbers tell more surely than gaps where texts begin
    part_header_rows,  # after the joins, which would undo it
    part_unit_rows,  # likewise
    part_rows,  # after the header's, which it leaves alone: names wrap
    part_listings,  # likewise
    part_headed_rows,  # likewise
    part_text_rows,  # after the rows of values, which tell how far apart rows are
    begin_rows_at_labels,  # of what that leaves, whose lines are not all rows
    grow_columns,  # outer edges once inner ones will not change any more
    grow_rows,  # with the words of the grown columns
    drop_leaders,  # dots must be known before borders are placed between the texts they join
    place_row_borders,  # last of what moves borders
    place_column_borders,  # with the leaders left out; both axes see the words that the grown edges hold
    drop_blank_rows,  # only placed borders tell which row holds a word
    drop_blank_columns,  # as the rows; a word is in a column when the border before it is placed
    join_blank_columns,  # of those left; likewise
)
CELL_RULES: tuple[StructureRule, ...] = (
    find_header,  # spans never cross the header's lower border
    find_projected_headers,  # below the header only, so the header first
    take_units_to_header,  # what the model saw as the name of a section stays one
    find_spans,  # cut at the header's lower border, so the header first
    span_phrases,  # where the model has no cell over columns
    span_units,  # likewise; what it knows of a phrase overrules what its words alone told
    part_header_spans,  # of those found, before what stands above a span is asked
    narrow_header_spans,  # of those found, whole ones
    reach_over_rulings,  # what is drawn under a name overrules what was found by now
    span_groups,  # likewise what the names below tell
    end_spans_at_gaps,  # of those found; before the totals, which ask for labels that stand on top
    end_spans_at_ink,  # likewise; a row whose label was not read is no row without one
    end_spans_at_totals,  # of those found; what they leave is nobody's
    end_spans_at_walls,  # likewise
    part_stacked_cells,  # likewise; before the labels, which ask for cells over rows
    centre_label_spans,  # the labels as they are now; what the rows beside them say is known
    end_rare_label_spans,  # of the spans over rows that are left; those in the middle of groups are known
    keep_header_tree,  # asks what stands above, of the spans as they are now
    join_header_rows,  # the spans that are left tell levels; the model's second stage would see other cells in other rows
    join_spanned_rows,  # of the cells over rows that are left; a drawn grid's rows stay
    obey_lattice,  # a drawn grid overrules rows, columns and spans; header and section rows of the model are asked for
    obey_tags,  # a tagged PDF's own table, where it fits the words; titles above it are not in it
    end_sections_at_walls,  # after the drawn grid, which asks for section rows
    drop_titles,  # once spans are those of the drawing: a title is told by its span and the rules about it
    drop_notes,  # after the titles: at least two rows stay
    find_bold_header,  # without titles, which are bold, too
    find_header_over_values,  # likewise; of what is not bold
    keep_names_in_order,  # asks for the header as it is now
    keep_labels_whole,  # rows, columns and cells stay from here on: words that go elsewhere are told by the numbers of these
    keep_phrases_whole,  # of the words that are no label's
    keep_to_rulings,  # drawn lines overrule what spaces told
)
PRINTED_RULES: tuple[StructureRule, ...] = (  # only where the structure is wanted as it is printed
    part_single_rows,  # blank spans go first: they would hide rows that are free
    narrow_section_labels,  # before the centred cells, which stay away from spans over several columns
    join_centred_cells,  # what other cells over several rows are there is known now
)
RULES: tuple[StructureRule, ...] = (*GRID_RULES, *CELL_RULES, *PRINTED_RULES)
STRUCTURE_RULES: tuple[str, ...] = tuple(rule.__name__ for rule in RULES)


def walk_rules(objects: Sequence[StructureObject], view: RegionView, options: Options) -> tuple[Structure, tuple[Step, ...]]:
    """The structure that ``objects`` and the words of ``view`` agree on, and the state after each rule.

    Pure; the order of the objects, a shift and a common scale leave the result alone. Raises ``StructureError`` (with the
    objects) when no grid can be built: no column, or neither a row nor a word.
    """
    steps: list[Step] = []
    draft = _apply(CELL_RULES, stand(_grid(objects, view, options, steps)), steps)
    if options.structure_form == "printed":
        draft = _apply(PRINTED_RULES, draft, steps)
    return to_structure(draft), tuple(steps)


def refine(objects: Sequence[StructureObject], view: RegionView, options: Options) -> Structure:
    """The structure alone; see ``walk_rules``."""
    return walk_rules(objects, view, options)[0]


def find_grid(objects: Sequence[StructureObject], view: RegionView, options: Options) -> GridLines | None:
    """The rows and columns that ``refine`` would cut the table into, or ``None`` when there are none.

    For the second stage of a recognizer, which looks at the cells of a grid.
    """
    try:
        grid = stand(_grid(objects, view, options, []))
    except StructureError:
        return None
    return GridLines(grid.rows, grid.columns)


def _grid(objects: Sequence[StructureObject], view: RegionView, options: Options, steps: list[Step]) -> Draft:
    draft = start_draft(objects, view, options)
    _require(draft, "column", len(draft.columns))
    first = GRID_RULES.index(insert_columns)
    draft = _apply(GRID_RULES[:first], draft, steps)
    _require(draft, "row", len(draft.rows))
    return _apply(GRID_RULES[first:], draft, steps)


def _apply(rules: Sequence[StructureRule], draft: Draft, steps: list[Step]) -> Draft:
    for rule in rules:
        if rule.__name__ not in draft.options.without:
            changed = rule(draft)
            note_rule(rule.__name__, draft, changed)
            draft = changed if changed != draft else draft  # a draft that stays itself keeps what it knows of its words
            steps.append(_step(rule.__name__, draft))
    return draft


def _step(name: str, draft: Draft) -> Step:
    state = Structure(
        draft.rows, draft.columns, draft.num_header_rows, draft.header_score, draft.spans, tuple(sorted(map(str, draft.notes)))
    )
    return Step(name, state)


def _require(draft: Draft, kind: str, count: int) -> None:
    if not count:
        message = f"no table {kind} among {len(draft.objects)} objects and no words to infer one from: no grid can be built"
        raise StructureError(message, page=draft.view.page.number, objects=draft.objects)
