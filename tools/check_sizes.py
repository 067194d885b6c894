"""Checks that no module or function is too long, no public name is defined twice in a package, no function is a copy.

Run by ``make check``. An exception needs a line below with its date and reason.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("table", "grits", "canonicalize", "pipeline", "app", "bench", "tablewright", "training", "workers")
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60  # without the docstring
MIN_COPY_LINES = 4
LONG_MODULES: dict[str, str] = {}  # path -> "date: reason"
LONG_FUNCTIONS: dict[str, str] = {}
SHARED_NAMES: dict[str, str] = {
    "main": "2026-11-22: entry points",
    "run": "2026-11-22: entry points",
}


def problems() -> Iterator[str]:
    """One line per finding."""
    homes: dict[tuple[str, str], list[str]] = defaultdict(list)
    bodies: dict[str, list[str]] = defaultdict(list)
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text("utf-8")
        if len(text.splitlines()) > MAX_MODULE_LINES and name not in LONG_MODULES:
            yield f"{name}: {len(text.splitlines())} lines, at most {MAX_MODULE_LINES}"
        tree = ast.parse(text)
        yield from _long_functions(tree, name)
        for public in _public_names(tree):
            homes[name.split("/")[0], public].append(name)
        for function, body in _bodies(tree):
            bodies[body].append(f"{name}:{function}")
    for (_, public), places in sorted(homes.items()):
        if len(places) > 1 and public not in SHARED_NAMES:
            yield f"{public} is defined in {' and '.join(places)}"
    yield from (f"the same code in {' and '.join(places)}" for places in bodies.values() if len(places) > 1)


def _long_functions(tree: ast.Module, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node, clean=False) and len(node.body) > 1 else node.body[0]
            size = (node.end_lineno or 0) - min(first.lineno, node.end_lineno or 0) + 1
            if size > MAX_FUNCTION_LINES and f"{name}:{node.name}" not in LONG_FUNCTIONS:
                yield f"{name}:{node.lineno}: {node.name} has {size} lines, at most {MAX_FUNCTION_LINES}"


def _bodies(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Module-level functions with their code, apart from names of the function and docstrings; short ones are left out."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MIN_COPY_LINES:
            code = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield node.name, ast.dump(ast.Module(code, []))


def _public_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "sizes and names are fine")
    sys.exit(bool(found))
