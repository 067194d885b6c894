"""Caption, notes and units line of a table from the lines above and below it.

A caption is what starts with a table word and a number and reaches the table without a gap; a note is what starts with a
mark that the table uses, or with a word for notes or sources. Anything else is running text and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.geometry.rotation import turn_in_frame, turned_size
from pipeline.surroundings.lines import TextLine, text_lines
from table import BBox, Note, Table, TextBlock, Word
from table.values.marks import plain_mark
from table.values.units import read_units

CAPTION = re.compile(
    r"(?:suppl\w*\s+)?(?:table|tab\.|tableau|tabelle|tabla|tabela|tabella|tabell|taulukko|tabulka|exhibit|cuadro|quadro|таблица|表)\s*[-–:]?\s*"
    r"(?P<number>[A-Z]?\.?\d+(?:[.\-–]\d+)*[A-Za-z]?|[IVXLC]+\b)",
    re.I,
)
_GENERAL = re.compile(
    r"(?:notes?|sources?|source data|anmerkung(?:en)?|quellen?|fuentes?|notas?|remarques?|abbreviations?|key)\s*[:.]"
    r"|(?:data|values)(?: (?:are|were))? (?:given|shown|presented|expressed|reported|means?\b)|\S{1,12}\s?=\s?[A-Za-z]",
    re.I,
)
_MARKED = re.compile(
    r"(?P<mark>\*+|#+|†+|‡+|§+|¶+|[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ]+|\(?(?:[a-z]|\d{1,2})\)|[a-z](?=[\s\u00a0.A-Z])|\d{1,2}(?=[\s\u00a0.]))\.?[\s\u00a0]*(?=\S)"
)
_END_MARKS = re.compile(
    r"(?:\*+|#+|†+|‡+|§+|¶+|[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ]+|\((?:[a-z]|\d{1,2})\)|\[(?:[a-z]|\d{1,2})\]"
    r"|(?<=[\d%)])[a-z]|(?<=[a-z)] )[a-z])$"
)
TITLE = re.compile(rf"{CAPTION.pattern}\s?[.:|–]", re.I)  # a caption, no sentence about a table
_POINT_DIGITS = 2
MAX_CAPTION_LINES = 6
MAX_LINES_BELOW = 3  # of a caption below its table, where running text may follow
MAX_NOTE_LINES = 20
CAPTION_GAP = 1.6  # line heights between lines of a caption, and between it and the table
WIDE_GAP = 2.5  # ... and the table, where nothing else stands between
NOTE_GAP = 1.6
MIN_OVERLAP = 0.5  # share of a line's width above or below the table


@dataclass(frozen=True, slots=True)
class _Block:
    lines: list[TextLine]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def bbox(self) -> BBox | None:
        """In page points, to a hundredth."""
        box = BBox.enclosing(line.bbox for line in self.lines)
        return None if box is None else _rounded(box)


def _rounded(box: BBox) -> BBox:
    return BBox(*(round(side, _POINT_DIGITS) for side in box))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the tables of one page: its lines outside them, and the caption of each box that has one."""

    lines: Sequence[TextLine]
    captions: Mapping[BBox, _Block]


def find_surroundings(lines: Sequence[TextLine], boxes: Sequence[BBox]) -> Surroundings:
    """Once for a page: ``lines`` are its text lines, ``boxes`` those of all its tables, in the same points."""
    free = [line for line in lines if not any(line.bbox.overlap_fraction(box) > MIN_OVERLAP for box in boxes)]
    return Surroundings(free, _captions(boxes, free))


def with_surroundings(table: Table, around: Surroundings) -> Table:
    """The table with its caption, notes and units line.

    Tables that are turned (``with_turned_surroundings``), or have no box, are returned as they are.
    """
    if table.bbox is None or table.rotation:
        return table
    above = _block_above(table.bbox, around.lines)
    below = _block_below(table.bbox, around.lines)
    caption = around.captions.get(table.bbox)
    notes = _notes(below, _marks_of(table), skip=len(caption.lines) if caption and caption.lines[0] in below else 0)
    units = next((line.text for line in reversed(above) if _states_units(line.text)), None)
    block = TextBlock(caption.text, caption.bbox) if caption else table.caption
    return replace(table, caption=block, notes=notes or table.notes, units_line=units or table.units_line)


def with_turned_surroundings(table: Table, words: Iterable[Word], size: tuple[float, float], others: Sequence[BBox] = ()) -> Table:
    """``with_surroundings`` for a table that is turned: its page is turned so that it stands upright, and boxes are turned back.

    ``words`` and ``size`` (width, height) are the page's, in page points; ``others`` are the boxes of its other tables.
    """
    rotation = table.rotation
    if table.bbox is None or not rotation:
        return table
    alike = (replace(word, bbox=turn_in_frame(word.bbox, rotation, *size), rotation=0) for word in words if word.rotation == rotation)
    upright = replace(table, bbox=turn_in_frame(table.bbox, rotation, *size), rotation=0)
    boxes = [turn_in_frame(box, rotation, *size) for box in (table.bbox, *others)]
    found = with_surroundings(upright, find_surroundings(text_lines(alike), boxes))
    turned = turned_size(*size, rotation)

    def back(box: BBox | None) -> BBox | None:
        return None if box is None else _rounded(turn_in_frame(box, 360 - rotation, *turned))

    caption = TextBlock(found.caption.text, back(found.caption.bbox)) if found.caption else None
    notes = tuple(replace(note, bbox=back(note.bbox)) for note in found.notes)
    return replace(table, caption=caption, notes=notes, units_line=found.units_line)


def _is_beside(line: TextLine, box: BBox) -> bool:
    common = min(line.bbox.x1, box.x1) - max(line.bbox.x0, box.x0)
    return common >= MIN_OVERLAP * min(line.bbox.width, box.width)


def _block_above(box: BBox, lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that stand on the table one on the other, top to bottom."""
    block: list[TextLine] = []
    top = box.y0
    near = (line for line in lines if line.bbox.center[1] < box.y0 and _is_beside(line, box))
    for line in sorted(near, key=lambda ln: (-ln.bbox.y1, -ln.bbox.x0)):  # pieces of one line from right to left
        if top - line.bbox.y1 > (CAPTION_GAP if block else WIDE_GAP) * line.bbox.height or len(block) >= MAX_CAPTION_LINES:
            break
        block.insert(0, line)
        top = min(top, line.bbox.y0)
    is_near = bool(block) and box.y0 - block[-1].bbox.y1 <= CAPTION_GAP * block[-1].bbox.height
    return block if is_near or any(TITLE.match(line.text) for line in block) else []


def _block_below(box: BBox, lines: Sequence[TextLine]) -> list[TextLine]:
    block: list[TextLine] = []
    bottom = box.y1
    for line in (ln for ln in lines if ln.bbox.center[1] > box.y1 and _is_beside(ln, box)):
        if line.bbox.y0 - bottom > NOTE_GAP * line.bbox.height or len(block) >= MAX_NOTE_LINES:
            break
        block.append(line)
        bottom = max(bottom, line.bbox.y1)
    return block


def _caption(above: list[TextLine]) -> _Block | None:
    """The lowest line that starts a caption, with what follows it down to the table."""
    starts = [index for index, line in enumerate(above) if CAPTION.match(line.text)]
    return _Block(above[starts[-1] :]) if starts else None


def _caption_below(below: list[TextLine]) -> _Block | None:
    """A caption below its table: at most three lines, none of which starts a note."""
    if not below or not CAPTION.match(below[0].text):
        return None
    end = next((i for i, line in enumerate(below) if i and _starts_note(line.text) is not None), len(below))
    return _Block(below[: min(end, MAX_LINES_BELOW)])


def _captions(boxes: Sequence[BBox], lines: Sequence[TextLine]) -> dict[BBox, _Block]:
    """The captions of tables. Top to bottom each takes the one above it that none has taken, or the one below it that is no nearer
    to the table that it stands on: a caption between two tables is one's."""
    on = {box: block for box in boxes if (block := _caption(_block_above(box, lines)))}
    found: dict[BBox, _Block] = {}
    taken: set[int] = set()
    for box in sorted(boxes, key=lambda box: (box.y0, box.x0)):
        own = on.get(box)
        if not own or id(own.lines[0]) in taken:
            own = _caption_below(_block_below(box, lines))
            own = None if own and _is_anothers(own, box, on) else own
        if own:
            found[box] = own
            taken.add(id(own.lines[0]))
    return found


def _is_anothers(caption: _Block, above: BBox, on: Mapping[BBox, _Block]) -> bool:
    """Whether the caption stands on a table that is nearer to it than the one ``above`` it; ``on``: what stands on each."""
    gap = caption.lines[0].bbox.y0 - above.y1
    return any(own.lines[0] is caption.lines[0] and box.y0 > above.y0 and box.y0 - own.lines[-1].bbox.y1 <= gap for box, own in on.items())


def _states_units(text: str) -> bool:
    units = read_units(text)
    return bool(units) and (units.scale != 1 or units.currency is not None or units.unit == "%") and len(text) <= 100


def _marks_of(table: Table) -> set[str]:
    """The marks at the ends of the table's texts, without brackets."""
    found = (_END_MARKS.search(cell.text.strip()) for cell in table.cells)
    return {plain_mark(match[0]) for match in found if match}


def _starts_note(text: str) -> str | None:
    """The mark that starts a note, "" for a general one, ``None`` for other text."""
    if _GENERAL.match(text):
        return ""
    match = _MARKED.match(text)
    return plain_mark(match["mark"]) if match else None


def _notes(below: list[TextLine], marks: set[str], *, skip: int) -> tuple[Note, ...]:
    notes: list[tuple[str, list[TextLine]]] = []
    for line in below[skip:]:
        mark = _starts_note(line.text)
        if mark == "" or (mark is not None and (mark in marks or mark[0] in "*†‡§¶")):
            notes.append((mark, [line]))
        elif notes and _continues(notes[-1][1][-1], line):
            notes[-1][1].append(line)
        else:
            break
    return tuple(_note(mark, lines) for mark, lines in notes)


def _continues(last: TextLine, line: TextLine) -> bool:
    """The next line of a note: close below and of about its height."""
    return line.bbox.y0 - last.bbox.y1 <= 0.8 * last.bbox.height and abs(line.bbox.height - last.bbox.height) <= 0.15 * last.bbox.height


def _note(mark: str, lines: list[TextLine]) -> Note:
    text = " ".join(line.text for line in lines)
    match = _MARKED.match(text) if mark else None
    return Note(text[match.end() :] if match else text, mark, _Block(lines).bbox)
