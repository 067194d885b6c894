"""Column headers: a tree over the columns, laid into rows by the canonical rules (pubtables1m 6.5).

Each column has a leaf, each inner node at least two children. Blank rows between a node and its children belong to the
children, unless the node's own text stands at the bottom of its block: then the blanks above belong to it.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from training.synthesis import vocabulary as v
from training.synthesis.drafts import Draft
from training.synthesis.styles import Style
from training.synthesis.values import NUMERIC_KINDS, SUPERSCRIPT, Tokens, sentence


class Node(NamedTuple):
    """Columns ``left`` to ``right`` (exclusive) of the header tree; a leaf has no children and one column."""

    left: int
    right: int
    children: tuple[Node, ...] = ()

    @property
    def depth(self) -> int:
        return 1 + max((child.depth for child in self.children), default=0)


def header_drafts(rng: Random, style: Style, kinds: tuple[str, ...], aligns: tuple[str, ...]) -> tuple[list[Draft], int]:
    """The header's cells and its number of rows (0 when the style has none)."""
    if style.header_depth == 0:
        return [], 0
    roots = _roots(rng, style)
    depth = max(node.depth for node in roots)
    labels = _leaf_labels(rng, style, kinds, roots)
    drafts: list[Draft] = []
    for node in roots:
        _place(rng, style, node, 0, depth, labels, aligns, drafts)
    if style.units_below and style.num_columns > 2 and not any(d.role == "spanner" and d.left == 0 for d in drafts):
        return _with_units_below(rng, style, drafts, depth)
    if style.has_units_row or style.has_number_row:
        return _with_extra_row(rng, style, drafts, depth)
    return drafts, depth


def _roots(rng: Random, style: Style) -> tuple[Node, ...]:
    columns, depth = style.num_columns, style.header_depth
    first = 1 if rng.random() < 0.92 or columns < 3 else 0
    if rng.random() < 0.12 and columns > 4:
        first = 2
    if style.panels > 1 or depth == 1 or columns - first < 2:
        return tuple(Node(c, c + 1) for c in range(columns))
    groups = _groups(rng, first, columns, depth, top=True)
    return (*(Node(c, c + 1) for c in range(first)), *groups)


def _groups(rng: Random, left: int, right: int, depth: int, *, top: bool = False) -> tuple[Node, ...]:
    """A partition of the columns into nodes of at most ``depth`` levels; below the top at least two of them."""
    width = right - left
    if depth <= 1 or width < 2 or (not top and width == 2):
        return tuple(Node(c, c + 1) for c in range(left, right))
    if top and width <= 8 and rng.random() < 0.25:
        return (Node(left, right, _groups(rng, left, right, depth - 1)),)
    sizes = _sizes(rng, width, minimum_parts=1 if top else 2)
    nodes, at = [], left
    for size in sizes:
        children = _groups(rng, at, at + size, depth - 1) if size > 1 else ()
        nodes.append(Node(at, at + size, children))
        at += size
    return tuple(nodes)


def _sizes(rng: Random, width: int, *, minimum_parts: int) -> list[int]:
    if rng.random() < 0.55:
        size = rng.choice([s for s in (2, 2, 3, 3, 4, 5, 6) if width % s == 0 and width // s >= minimum_parts] or [0])
        if size:
            return [size] * (width // size)
    sizes: list[int] = []
    while sum(sizes) < width:
        sizes.append(min(rng.choice((1, 2, 2, 3, 3, 4)), width - sum(sizes)))
    if len(sizes) < minimum_parts:
        return [1, width - 1] if rng.random() < 0.5 else [width - 1, 1]
    return sizes


def _place(
    rng: Random, style: Style, node: Node, top: int, bottom: int, labels: list[Tokens], aligns: tuple[str, ...], out: list[Draft]
) -> None:
    if not node.children:
        align = aligns[node.left] if style.header_align == "body" or (node.left == 0 and rng.random() < 0.7) else style.header_align
        valign, label = style.header_valign if rng.random() < 0.93 else "bottom", labels[node.left]
        if bottom - top > 1 and len(label) > 1 and rng.random() < 0.12:
            valign, label = "spread", (label[0], "\n", *label[1:])
        out.append(Draft(top, bottom, node.left, node.right, label, "header", align, valign, 0.0, style.header_bold))
        return
    need = node.depth - 1
    own_bottom = bottom - need if style.push_down else top + 1
    align = "center" if rng.random() < 0.9 or style.header_align != "left" else "left"
    label = _spanner_label(rng, node)
    out.append(
        Draft(
            top,
            own_bottom,
            node.left,
            node.right,
            label,
            "spanner",
            align,
            "bottom" if style.push_down else "middle",
            0.0,
            style.header_bold,
        )
    )
    for child in node.children:
        _place(rng, style, child, own_bottom, bottom, labels, aligns, out)


def _spanner_label(rng: Random, node: Node) -> Tokens:
    label = rng.choice(v.SPANNER_PHRASES) if rng.random() < 0.8 else sentence(rng, rng.randint(1, 5))
    if rng.random() < 0.05:
        label = tuple(word.upper() for word in label)
    return (*label, SUPERSCRIPT + rng.choice(v.SUPERSCRIPTS)) if rng.random() < 0.06 else label


def _leaf_labels(rng: Random, style: Style, kinds: tuple[str, ...], roots: tuple[Node, ...]) -> list[Tokens]:
    """One label per column; only the stub head may be blank."""
    count = style.num_columns
    mode = rng.choice(("years", "years", "mixed", "mixed", "mixed", "words", "phrases", "repeat"))
    if mode == "years":
        labels = _year_labels(rng, count)
    elif mode == "repeat":
        period = rng.choice((2, 2, 3, 4))
        base = [_label(rng, "integer") for _ in range(period)]
        labels = [base[(i + 1) % period] for i in range(count)]
    elif mode == "words":
        labels = [(rng.choice(v.HEADER_NOUNS),) for _ in range(count)]
    else:
        labels = [_label(rng, kind, long=mode == "phrases") for kind in kinds]
    if style.uneven_header:
        labels = [label[:1] if rng.random() < 0.4 else sentence(rng, rng.randint(3, 9)) for label in labels]
    if style.panels > 1:
        period = count // style.panels
        labels = [labels[column % period] for column in range(count)]
        labels[0] = rng.choice(v.STUB_HEADS)
        return [labels[0] if column % period == 0 else label for column, label in enumerate(labels)]
    is_blank = rng.random() < (0.55 if style.name == "financial" else 0.3)
    labels[0] = () if is_blank and count > 1 and not any(n.left == 0 and n.children for n in roots) else rng.choice(v.STUB_HEADS)
    if rng.random() < style.footnote_rate * 2:
        at = rng.randrange(1, count) if count > 1 else 0
        labels[at] = (*labels[at], SUPERSCRIPT + rng.choice(v.SUPERSCRIPTS)) if labels[at] else ()
    return labels


def _year_labels(rng: Random, count: int) -> list[Tokens]:
    last, step, shape = rng.randint(1985, 2023), rng.choice((1, -1)), rng.randrange(6)
    years = [last + step * i for i in range(count)]
    if shape == 0:
        return [("FY", str(y)) for y in years]
    if shape == 1:
        return [(rng.choice(("Dec.", "December", "June")), "31,", str(y)) for y in years]
    if shape == 2:
        return [(f"Q{i % 4 + 1}",) for i in range(count)]
    return [(str(y),) for y in years]


def _label(rng: Random, kind: str, *, long: bool = False) -> Tokens:
    draw = rng.random()
    if kind in NUMERIC_KINDS and draw < 0.12:
        return (rng.choice(("n", "N", "%", "SD", "SE", "No.", "OR", "P", "Mean", "Total")),)
    if draw < 0.35 and not long:
        return (rng.choice(v.HEADER_NOUNS),)
    if draw < 0.8 or not long:
        return rng.choice(v.HEADER_PHRASES)
    return sentence(rng, rng.randint(3, 9))


def _with_units_below(rng: Random, style: Style, drafts: list[Draft], depth: int) -> tuple[list[Draft], int]:
    """A units line such as "(in millions)" across the value columns, below the leaves: a last header row of its own.

    The stub head, blank or not, reaches down into it.
    """
    label = tuple(rng.choice(v.UNIT_LINES).split())
    lengthened = [d._replace(bottom=depth + 1) if d.left == 0 and d.bottom == depth else d for d in drafts]
    units = Draft(depth, depth + 1, 1, style.num_columns, label, "header", "center", "middle", 0.0, style.header_bold)
    return [*lengthened, units], depth + 1


def _with_extra_row(rng: Random, style: Style, drafts: list[Draft], depth: int) -> tuple[list[Draft], int]:
    """A last header row of units or column numbers; the canonical form joins it to the leaf above (step M1)."""
    joined: list[Draft] = []
    for draft in drafts:
        if draft.bottom != depth or draft.role == "spanner" or not draft.tokens:
            joined.append(draft)
            continue
        extra = (f"({draft.left + 1})",) if style.has_number_row else (rng.choice(("(%)", "(mg)", "(kg)", "$", "(000)", "EUR", "%")),)
        joined.append(draft._replace(tokens=(*draft.tokens, "\n", *extra)))
    return joined, depth
