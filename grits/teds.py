"""TEDS and TEDS-Struct: one minus the tree edit distance over the size of the larger table (arXiv 1911.10683).

``TEDS = 1 - distance / max(elements)``. Inserting or deleting a node costs 1, renaming costs 1 when tag or spans differ;
two cells of equal spans cost the Levenshtein distance of their contents over the longer one, or nothing in
TEDS-Struct. The root is a node but no element, so tables that share nothing can fall below 0.
Equal to the published code, which takes 40 s for two tables of 100 x 20 where this takes about one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from grits.table_trees import TableTree, tree_of_html, tree_of_table
from grits.tree_distance import check_tree_sizes, tree_edit_distance
from table import Table

Floats = NDArray[np.float64]


def teds(truth: Table, prediction: Table, *, structure_only: bool = False, with_sections: bool = False) -> float:
    """TEDS of two tables, at most 1; with ``structure_only`` TEDS-Struct.

    Without sections header information is left out ("TEDS_Con" of the GriTS paper); ``with_sections`` compares
    ``thead`` and ``tbody`` too, as PubTabNet's markup has them. Raises ``ScoreLimitError`` on huge tables.
    """
    ours, theirs = tree_of_table(truth, with_sections=with_sections), tree_of_table(prediction, with_sections=with_sections)
    return _similarity(ours, theirs, structure_only)


def teds_html(truth: str, prediction: str, *, structure_only: bool = False, with_sections: bool = True) -> float:
    """TEDS of the first tables of two pieces of HTML, at most 1; a prediction without a table scores 0.

    ``with_sections=False`` drops ``thead``, ``tbody`` and ``tfoot`` on both sides. ``th`` counts as ``td``. Raises
    ``ValueError`` when the truth holds no table, ``ScoreLimitError`` on huge tables.

    >>> teds_html("<table><tr><td>ab</td></tr></table>", "<table><tr><th>ac</th></tr></table>")
    0.75
    """
    tag_tokens: dict[str, str] = {}
    ours = tree_of_html(truth, tag_tokens, with_sections=with_sections)
    theirs = tree_of_html(prediction, tag_tokens, with_sections=with_sections)
    if ours is None:
        raise ValueError("the true HTML holds no table element")
    return 0.0 if theirs is None else _similarity(ours, theirs, structure_only)


def _similarity(truth: TableTree, prediction: TableTree, structure_only: bool) -> float:
    num_elements = max(truth.num_elements, prediction.num_elements)
    if num_elements == 0:
        return 1.0
    check_tree_sizes(len(truth.nodes), len(prediction.nodes))
    rename = _rename_costs(truth, prediction, structure_only)
    distance = tree_edit_distance(np.array(truth.leftmost), np.array(prediction.leftmost), rename)
    return 1.0 - distance / num_elements


def _rename_costs(truth: TableTree, prediction: TableTree, structure_only: bool) -> Floats:
    """(true nodes, predicted nodes): 1 for different kinds; for cells of one kind the distance of their contents."""
    kinds = {(node.tag, node.spans) for node in truth.nodes + prediction.nodes}
    number = {kind: index for index, kind in enumerate(kinds)}
    true_kinds, predicted_kinds = (np.array([number[node.tag, node.spans] for node in t.nodes]) for t in (truth, prediction))
    is_different = true_kinds[:, None] != predicted_kinds[None, :]
    costs: Floats = is_different.astype(np.float64)
    if not structure_only:
        np.copyto(costs, _content_distances(truth, prediction), where=~is_different)
    return costs


def _content_distances(truth: TableTree, prediction: TableTree) -> Floats:
    true_texts, true_ids = _distinct([node.content for node in truth.nodes])
    predicted_texts, predicted_ids = _distinct([node.content for node in prediction.nodes])
    distances: Floats = cdist(true_texts, predicted_texts, scorer=Levenshtein.normalized_distance, dtype=np.float64)
    of_nodes: Floats = distances[np.ix_(true_ids, predicted_ids)]
    return of_nodes


def _distinct(texts: list[str]) -> tuple[list[str], NDArray[np.intp]]:
    number = {text: index for index, text in enumerate(dict.fromkeys(texts))}
    return list(number), np.array([number[text] for text in texts], dtype=np.intp)
