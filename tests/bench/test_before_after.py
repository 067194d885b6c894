"""Weights and rules before and after: one row per set, from the committed results."""

from __future__ import annotations

from bench.scores.before_after import COLUMNS, before_after_text

MEANS = {"grits_con": [0.9, 0.8, 1.0], "acc_con_no_space": [0.5, 0.4, 0.6]}
THEN = {
    "figures": {
        **{name: {} for names in COLUMNS.values() for name in names},
        "structure box": {"fintabnet_c": {"means": MEANS}},
        "detector box, structure box, joining": {"field_cases": {"rows": {"right": 8, "num": 9}}},
    }
}
TODAY = {
    "sets": {
        "fintabnet_c": {"figures": {"means": {"grits_top": [0.7, 0.6, 0.8], "exact_topology": [0.25, 0.0, 1.0]}}},
        "detection_scans": {"figures": {"detection_f1": {"0.5": 1.0, "0.9": 0.75}}},
        "field_cases": {"figures": {"rows": {"right": 9, "num": 9}}},
    }
}


def test_each_set_has_its_own_figures_and_a_dash_where_it_was_not_read() -> None:
    _, _, *rows = before_after_text(THEN, TODAY).splitlines()
    fintabnet, scans, field = ([text.strip() for text in row.strip("|").split("|")] for row in rows)
    assert fintabnet == ["FinTabNet.c, 100 tables", *["0.900 / 50.0 %"] * 2, "-", "-", "0.900 / 50.0 %", "**0.700 / 25.0 %**"]
    assert scans == ["scans with table boxes", *["-"] * 5, "**1.000 / 0.750**"]
    assert field == ["field cases: rows right", "8 of 9 rows", *["-"] * 4, "**9 of 9 rows**"]
