"""Writes golden cases: ``python -m tools.record_golden [--inputs] [NAME...]``.

Without flags the expectations are written anew from the recorded inputs, for a change of the rules that is meant: read
the diff. ``--inputs`` runs the models on the sources listed in ``tests/golden/cases.txt`` and records the inputs anew, too.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.options import Options
from tools.golden_cases import FOLDER, case_names, read_case, write_case, write_expected

LIST = FOLDER.parent / "cases.txt"
OF_OPTIONS = ("keep-blank", "printed")  # words of a case's line that ask for options and damage nothing


def listed(path: Path = LIST) -> dict[str, list[str]]:
    """Source and damages by the case's name; one case a line, ``#`` begins a comment."""
    lines = (line.split("#")[0].split() for line in path.read_text("utf-8").splitlines())
    return {words[0]: words[1:] for words in lines if words}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="cases to write; default: all")
    parser.add_argument("--inputs", action="store_true", help="run the models and record the inputs, too")
    arguments = parser.parse_args()
    if arguments.inputs:
        _record_inputs(arguments.names)
    changed = [name for name in arguments.names or case_names() if write_expected(read_case(name))]
    sys.stdout.write("".join(f"{name}: new expectation\n" for name in changed) or "nothing changed\n")
    return 0


def _record_inputs(names: list[str]) -> None:
    from tools.golden_sources import make_case

    for name, (source, *rest) in listed().items():
        if not names or name in names:
            form = "printed" if "printed" in rest else "canonical"
            options = Options(keep_blank_rows_and_columns="keep-blank" in rest, structure_form=form)
            write_case(make_case(name, source, [word for word in rest if word not in OF_OPTIONS], options))


if __name__ == "__main__":
    sys.exit(main())
