"""``python -m bench.scores.before_after``: weights old and new, rules before and after, on all sets, as one Markdown table.

Reads the committed ``weights_and_joining.json`` (the rules as they were before they stood in one order, with every pair of
weights) and ``scores.json`` (the shipped weights, today's rules), in this repository's ``bench/results`` or the folder that is named.
Nothing is run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.scores.sets import SETS

FOLDER = Path(__file__).parent.parent / "results"
# Weights and whether near tables were joined, then. Scans have detections only, sets with the box given structures only.
COLUMNS = {
    "old weights, tables joined": ("detector box, structure box, joining", "structure box"),
    "old weights": ("detector box, structure box, no joining", "structure box"),
    "new weights, tables joined": ("detector new, structure new, joining", "detector new, structure box, joining", "structure new"),
    "new weights": ("detector new, structure new, no joining", "detector new, structure box, no joining", "structure new"),
    "new detector, old structure": ("detector new, structure box, no joining", "structure box"),
}
Json = dict[str, Any]


def before_after_text(then: Json, today: Json) -> str:
    """One row per set: the figures of ``then`` by weights and joining, and those of ``today``."""
    head = ["set", *COLUMNS, "**shipped weights, today's rules**"]
    rows = [head, ["---"] * len(head)]
    for one in SETS:
        now = today["sets"].get(one.name)
        if now:
            before = [
                _figures(next((then["figures"][name][one.name] for name in names if one.name in then["figures"][name]), None))
                for names in COLUMNS.values()
            ]
            rows.append([one.title, *before, f"**{_figures(now['figures'])}**"])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def _figures(found: Json | None) -> str:
    """GriTS_Con and AccCont, or GriTS_Top and exact topology where texts do not count, or detection F1, or rows right."""
    if found is None:
        return "-"
    if "rows" in found:
        return f"{found['rows']['right']} of {found['rows']['num']} rows"
    if "means" not in found:
        return " / ".join(f"{found['detection_f1'][name]:.3f}" for name in ("0.5", "0.9"))
    similar, exact = ("grits_con", "acc_con_no_space") if "grits_con" in found["means"] else ("grits_top", "exact_topology")
    return f"{found['means'][similar][0]:.3f} / {100 * found['means'][exact][0]:.1f} %"


def main(folder: Path = FOLDER) -> None:
    names = ("weights_and_joining.json", "scores.json")
    if missing := [name for name in names if not (folder / name).is_file()]:
        sys.exit(f"{folder}: no {missing[0]}; results are part of the repository, not of an installation: name its bench/results")
    then, today = (json.loads((folder / name).read_text("utf-8")) for name in names)
    sys.stdout.write(before_after_text(then, today))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
