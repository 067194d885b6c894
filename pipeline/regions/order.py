"""The rules between detector and recognizer, in the order they are applied; a rule's name is its function's.

Each is applied once to the draft of a page. What a rule relies on stands in its line; to add one, write its file in
``rules/`` and its line here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from pipeline.regions.draft import Rule
from pipeline.regions.rules.candidates import tell_candidates
from pipeline.regions.rules.captions_inside import end_at_captions
from pipeline.regions.rules.contents import leave_out_contents
from pipeline.regions.rules.crossed_tables import take_crossed_tables
from pipeline.regions.rules.cut_tables import table_may_be_cut
from pipeline.regions.rules.cut_texts import texts_are_cut
from pipeline.regions.rules.drawn_tables import take_drawn_tables
from pipeline.regions.rules.figures import leave_out_figures
from pipeline.regions.rules.fit_lattice import reach_to_lattice
from pipeline.regions.rules.framed_bands import take_framed_bands
from pipeline.regions.rules.hard_to_read import hard_to_read
from pipeline.regions.rules.ink_left_unread import ink_left_unread
from pipeline.regions.rules.join_between_rules import join_between_rules
from pipeline.regions.rules.listings import leave_out_listings
from pipeline.regions.rules.lists import leave_out_lists
from pipeline.regions.rules.odd_numbers import numbers_look_odd
from pipeline.regions.rules.one_per_place import keep_one_per_place
from pipeline.regions.rules.panels import split_over_panels
from pipeline.regions.rules.reading_direction import turn_as_read
from pipeline.regions.rules.ruled_tables import take_ruled_tables
from pipeline.regions.rules.ruling_growth import grow_along_rulings
from pipeline.regions.rules.running_text import leave_out_text
from pipeline.regions.rules.shared_words import share_out_words
from pipeline.regions.rules.split_lattices import split_over_lattices
from pipeline.regions.rules.stand_off_ink import stand_off_ink, with_box
from pipeline.regions.rules.word_growth import grow_to_words
from pipeline.types import Page
from pipeline.watching import note_rule
from table import BBox, Table

TableRule = Callable[[Page, Table], tuple[str, ...]]

BEFORE_READING: tuple[Rule, ...] = (
    keep_one_per_place,  # first: every later rule takes two regions for two tables
    turn_as_read,  # while it is still known which boxes both classes claimed
    leave_out_figures,  # before growing: a chart's axes must not pull a box further
    leave_out_text,  # likewise; turned regions are read as they are turned
    leave_out_listings,  # likewise
    leave_out_contents,  # likewise
    join_between_rules,  # before splitting and growing: both ask what the whole table is
    split_over_lattices,  # before growing: each part grows along its own rulings
    reach_to_lattice,  # after splitting: the lattices of the others are not its own
    take_drawn_tables,  # what no region holds by now is missed
    take_ruled_tables,  # likewise; where a grid is drawn, it tells more
    take_crossed_tables,  # likewise, of what is left
    grow_along_rulings,  # rulings tell more surely than words
    take_framed_bands,  # of the box that its rulings have by now
    grow_to_words,  # what belongs to the columns by now
    end_at_captions,  # last: the box that the recognizer sees; growing would take the lines in again
)
AFTER_READING: tuple[Rule, ...] = (
    split_over_panels,  # by the header that was read; on the whole table
    share_out_words,  # with the boxes that are really read, each word goes to one table
    tell_candidates,  # last: what is in no table by now
)
AFTER_TABLES: tuple[Rule, ...] = (
    leave_out_lists,  # only a finished table has columns
)
AFTER_TABLE: tuple[TableRule, ...] = (
    table_may_be_cut,  # on the finished table: only then are its rows' pitch and its columns known
    hard_to_read,  # on what the table holds
    numbers_look_odd,  # likewise
    texts_are_cut,  # likewise
    ink_left_unread,  # on what it does not hold
)
REGION_RULES: tuple[str, ...] = tuple(
    rule.__name__
    for rule in (*BEFORE_READING, *AFTER_READING, *AFTER_TABLES, *AFTER_TABLE, stand_off_ink)  # the last one: of the boxes that are told
)


def table_flags(page: Page, table: Table, without: Collection[str] = ()) -> tuple[str, ...]:
    """The flags that the rules for finished tables give, those named in ``without`` left out."""
    found: tuple[str, ...] = ()
    for rule in AFTER_TABLE:
        if rule.__name__ not in without:
            flags = rule(page, table)
            note_rule(rule.__name__, (), flags)
            found += flags
    return found


def told_box(page: Page, bbox: BBox, rotation: int, without: Collection[str] = ()) -> BBox:
    """The box of a region or table as it is told: once nothing asks for it any more."""
    if stand_off_ink.__name__ in without:
        return bbox
    told = stand_off_ink(page, bbox, rotation)
    if told != bbox:
        note_rule(stand_off_ink.__name__, bbox, told)
    return told


def told_table(page: Page, table: Table, without: Collection[str] = ()) -> Table:
    """The finished table in the box that is told."""
    return with_box(table, told_box(page, table.bbox, table.rotation, without)) if table.bbox else table
