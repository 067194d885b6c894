"""Processor time of a page in this checkout and in another one, in turn: ``python -m bench.checkout_speed DATA --other DIR``.

Milliseconds change with the machine; the ratio of two commits on one machine, in one run, does not. Each turn is a process of its own
that imports one checkout, with this environment's packages, loads its models on one thread and reads every document as a user does.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from bench.results import environment, show_result

app = typer.Typer()

# asks for nothing that an older checkout does not have
_READER = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from pipeline import Extractor, Options
documents, options, extractor = [Path(name) for name in sys.argv[2:]], Options(threads=1, text="pdf", ocr="none"), Extractor()
extractor.extract(documents[0], options)  # loads the models
pages, start = 0, time.process_time()
for document in documents:
    result = extractor.extract(document, options)
    result.to_json(), result.to_html()
    pages += len(result.pages)
print(pages, time.process_time() - start)
"""


def read_with(checkout: Path, documents: list[Path]) -> tuple[int, float]:
    """Pages read and processor seconds of all documents with the code and weights in ``checkout``.

    Raises:
        typer.BadParameter: the folder has no checkout that can read them.
    """
    command = [sys.executable, "-c", _READER, str(checkout.resolve()), *(str(document.resolve()) for document in documents)]
    environ = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=checkout, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise typer.BadParameter(f"{checkout} cannot read the documents: {done.stderr.strip().splitlines()[-1:]}")
    pages, seconds = done.stdout.split()[-2:]
    return int(pages), float(seconds)


def commit_of(checkout: Path) -> str:
    """The checkout's commit; "unknown" without one."""
    told = subprocess.run(["git", "-C", str(checkout), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


@app.command()
def checkout_speed_command(
    data: Annotated[Path, typer.Argument(help="A folder with PDFs.")],
    other: Annotated[Path, typer.Option(help="The other checkout: `git worktree add DIR COMMIT`.")],
    rounds: Annotated[int, typer.Option(min=1, help="How often each checkout reads everything.")] = 3,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the times as JSON here.")] = None,
) -> None:
    """Time whole documents in two checkouts, in turn."""
    documents = sorted(data.rglob("*.pdf"))
    if not documents:
        raise typer.BadParameter(f"no PDF under {data}")
    checkouts = {"other": other, "this": Path.cwd()}
    found: dict[str, list[float]] = {name: [] for name in checkouts}
    pages = 0
    for number in range(rounds):
        for name in list(checkouts)[:: -1 if number % 2 else 1]:  # there and back: a machine's speed drifts
            pages, seconds = read_with(checkouts[name], documents)
            found[name].append(1000 * seconds / pages)
    medians = {name: round(statistics.median(each), 2) for name, each in found.items()}
    value = {
        "schema": "tablewright.checkout_speed/1",
        "dataset": data.name,
        "num_documents": len(documents),
        "num_pages": pages,
        "rounds": rounds,
        "commits": {name: commit_of(checkout) for name, checkout in checkouts.items()},
        "milliseconds_per_page": medians,
        "other_by_this": round(medians["other"] / medians["this"], 3),
        "made_with": environment(f"python -m bench.checkout_speed DATA --other DIR --rounds {rounds}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
