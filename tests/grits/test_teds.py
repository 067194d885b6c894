from __future__ import annotations

import random
import warnings

import numpy as np
import pytest

from grits import ScoreLimitError, teds, teds_html
from grits.table_trees import tree_of_html, tree_of_table
from grits.tree_distance import check_tree_sizes, tree_edit_distance
from table import Cell, Table
from tests.grits.builders import table
from tests.grits.random_tables import damaged, random_table

A = table("a | b", "c | d")


def test_golden_values():
    assert teds(A, table("a | b")) == 0.5
    blank = table("a | _", "c | d")
    assert teds(A, blank) == pytest.approx(1 - 1 / 6)
    assert teds(A, blank, structure_only=True) == 1


def test_spans_are_structure():
    assert teds(A, table("a | <", "c | d"), structure_only=True) == pytest.approx(1 - 2 / 6)


def test_sections_count_only_when_asked_for():
    with_header = table("a | b", "c | d", num_header_rows=1)
    assert teds(with_header, A) == 1
    assert teds(with_header, A, with_sections=True) < 1


def test_html_and_table_agree():
    markup = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    other = '<table><tr><td colspan="2">a</td></tr><tr><td>c</td><td>x</td></tr></table>'
    assert teds_html(markup, other) == pytest.approx(teds(A, table("a | <", "c | x")))


def test_tags_inside_cells_are_tokens_and_elements():
    plain, bold = "<table><tr><td>ab</td></tr></table>", "<table><tr><td><b>ab</b></td></tr></table>"
    assert teds_html(plain, bold) == pytest.approx(1 - (2 / 4) / 3)  # two of four tokens, three elements
    assert teds_html(bold, bold) == 1


def test_header_cells_are_read_as_cells():
    assert teds_html("<table><tr><th>a</th></tr></table>", "<table><tr><td>a</td></tr></table>") == 1


def test_dropping_sections():
    with_body = "<table><tbody><tr><td>a</td></tr></tbody></table>"
    without = "<table><tr><td>a</td></tr></table>"
    assert teds_html(with_body, without) == pytest.approx(2 / 3)
    assert teds_html(with_body, without, with_sections=False) == 1


@pytest.mark.parametrize("markup", ["", "  ", "<p>none</p>", "<!-- -->", "plain", "\x00"])
def test_prediction_without_a_table_scores_zero(markup):
    assert teds_html("<table><tr><td>a</td></tr></table>", markup) == 0


def test_truth_without_a_table_is_an_error():
    with pytest.raises(ValueError, match="no table"):
        teds_html("<p>none</p>", "<table></table>")


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "1.5", "9" * 30])
def test_malformed_spans_count_as_one(span):
    assert teds_html("<table><tr><td>a</td></tr></table>", f'<table><tr><td colspan="{span}">a</td></tr></table>') == 1


def test_deeply_nested_markup_is_no_stack_overflow():
    deep = "<table>" + "<tbody><tr>" * 20_000 + "<td>a</td>" + "</table>"
    assert 0 <= teds_html("<table><tr><td>a</td></tr></table>", deep) < 1


def test_empty_tables():
    empty = Table(0, 0, ())
    assert teds(empty, empty) == 1
    assert teds(A, empty) == teds(empty, A) == 0


def test_huge_trees_are_refused_before_they_are_allocated():
    with pytest.raises(ScoreLimitError, match="exceed"):
        check_tree_sizes(10**6, 10**6)


def test_large_tables_take_about_a_second():
    cells = tuple(Cell(range(r, r + 1), range(c, c + 1), str(r * c)) for r in range(60) for c in range(12))
    changed = tuple(Cell(c.rows, c.columns, "x" if c.rows.start == 30 else c.text) for c in cells)
    assert teds(Table(60, 12, cells), Table(60, 12, changed)) == pytest.approx(1 - 12 / 780, abs=0.01)


def test_equals_the_apted_library_on_tables():
    apted_distance = pytest.importorskip("apted").APTED
    rng = random.Random(3)
    for _ in range(60):
        truth = random_table(rng, 4, 4, allow_empty=False)
        prediction = damaged(rng, truth) if rng.random() < 0.7 else random_table(rng, 4, 4, allow_empty=False)
        for with_sections in (False, True):
            ours, theirs = (tree_of_table(t, with_sections=with_sections) for t in (truth, prediction))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the library's own deprecations
                distance = apted_distance(nested(ours), nested(theirs), costs()).compute_edit_distance()
            expected = max(0.0, 1 - distance / max(ours.num_elements, theirs.num_elements))
            assert teds(truth, prediction, with_sections=with_sections) == pytest.approx(expected, abs=1e-9)


def test_equals_the_plain_recursion_on_any_trees():
    rng = random.Random(4)
    for _ in range(150):
        first, second = random_leftmost(rng, rng.randint(1, 9)), random_leftmost(rng, rng.randint(1, 9))
        rename = np.array([[rng.choice((0, 1, rng.random())) for _ in second] for _ in first])
        expected = recursive_distance(forest(first), forest(second), rename, {})
        assert tree_edit_distance(np.array(first), np.array(second), rename) == pytest.approx(expected, abs=1e-12)


class Nested:
    def __init__(self, node, children):
        self.node, self.children = node, children


def nested(tree):
    stack = []
    for number, (node, start) in enumerate(zip(tree.nodes, tree.leftmost, strict=True)):
        children = []
        while stack and stack[-1][0] >= start:
            children.insert(0, stack.pop()[1])
        stack.append((number, Nested(node, children)))
    return stack[0][1]


def costs():
    from apted import Config

    class Costs(Config):
        def rename(self, a, b):
            if (a.node.tag, a.node.spans) != (b.node.tag, b.node.spans):
                return 1
            longest = max(len(a.node.content), len(b.node.content))
            return levenshtein(a.node.content, b.node.content) / longest if longest else 0

        def children(self, tree):
            return tree.children

    return Costs()


def levenshtein(a, b):
    line = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        previous, line[0] = line[0], i
        for k, y in enumerate(b, start=1):
            previous, line[k] = line[k], min(line[k] + 1, line[k - 1] + 1, previous + (x != y))
    return line[-1]


def random_leftmost(rng, num_nodes):
    """Leftmost leaves in postorder of a random ordered tree."""
    leftmost, roots = [], []
    for number in range(num_nodes):
        num_children = len(roots) if number == num_nodes - 1 else rng.randint(0, len(roots))
        children = [roots.pop() for _ in range(num_children)]
        leftmost.append(children[-1] if children else number)
        roots.append(leftmost[-1])
    return leftmost


def forest(leftmost):
    stack = []
    for number, start in enumerate(leftmost):
        children = []
        while stack and stack[-1][0] >= start:
            children.insert(0, stack.pop())
        stack.append((number, tuple(children)))
    return tuple(stack)


def recursive_distance(a, b, rename, known):
    if not a or not b:
        return count(a) + count(b)
    if (a, b) not in known:
        (x, under_x), (y, under_y) = a[-1], b[-1]
        known[a, b] = min(
            recursive_distance(a[:-1] + under_x, b, rename, known) + 1,
            recursive_distance(a, b[:-1] + under_y, rename, known) + 1,
            recursive_distance(a[:-1], b[:-1], rename, known) + recursive_distance(under_x, under_y, rename, known) + rename[x, y],
        )
    return known[a, b]


def count(trees):
    return sum(1 + count(children) for _, children in trees)


def test_comments_are_no_nodes():
    tokens = {}
    tree = tree_of_html("<table><!-- x --><tr><td>a<!-- y -->b</td></tr></table>", tokens)
    assert [node.tag for node in tree.nodes] == ["td", "tr", "table"]
    assert tree.nodes[0].content == "ab"


def test_tables_that_share_nothing_fall_below_zero_as_in_the_published_code():
    line, column = (
        "<tr>" + "".join(f"<td>{text}</td>" for text in "abcd") + "</tr>",
        "".join(f"<tr><td>{text}</td></tr>" for text in "wxyz"),
    )
    assert teds_html(f"<table>{line}</table>", f"<table>{column}</table>") == 1 - 9 / 8
