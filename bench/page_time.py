"""Processor time of a page by stage, and of a cold start, in every engine: ``python -m bench.page_time DATA``.

Every document of a set is read whole, as a user does, in each engine in turn (``auto`` is the default); the time of each stage is
its own, without the stages inside it. The command line is started cold as a process of its own, several times, and the medians are
told. On a machine that does other work all figures rise alike: the ratios are what counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bench.clock import Clock
from bench.results import environment, show_result
from pipeline import Extractor, Options

app = typer.Typer()
ENGINES, BOTH_ROUNDED = ("torch", "onnx", "auto"), "auto, detector in 8 bits too"
SAMPLE = Path("examples/sample.pdf")  # of the repository
STAGES: dict[str, tuple[str, ...]] = {
    "parse": ("pipeline.documents.pdf:open_pdf", "pipeline.documents.pdf:read_chars"),
    "words": ("pipeline.documents.pdf:group_words", "pipeline.documents.pdf:part_text_rules"),
    "rulings": ("pipeline.documents.pdf:read_drawing", "pipeline.documents.pdf:find_drawings"),
    "rasters": ("pipeline.models.page_detr.detector:page_input", "pipeline.models.axis_detr.recognizer:axis_input"),
    "detect": ("pipeline.models.onnx_engine:OnnxPages.boxes", "pipeline.models.torch_engine:TorchPages.boxes"),
    "recognize": (
        *(f"pipeline.models.onnx_engine:OnnxAxes.{name}" for name in ("axes", "grid")),
        *(f"pipeline.models.torch_engine:TorchAxes.{name}" for name in ("axes", "grid")),
    ),
    "write": ("pipeline.results.result:DocumentResult.to_json", "pipeline.results.result:DocumentResult.to_html"),
}
RULES = "rules and the rest"


def ways(rounded_detector: Path | None) -> dict[str, Options]:
    """The engines by name, and the default one with a detector rounded to 8 bits where a folder has it."""
    found = {name: Options(engine=name, threads=1, text="pdf", ocr="none") for name in ENGINES}
    if rounded_detector is not None:
        found[BOTH_ROUNDED] = replace(found["auto"], detector=str(rounded_detector))
    return found


def page_times(documents: list[Path], extractor: Extractor, options: Options) -> tuple[int, dict[str, float]]:
    """Pages read, and processor seconds by stage over all documents, ``total`` among them."""
    clock, pages = Clock(), 0
    extractor.extract(documents[0], options)  # loads the models
    start = time.process_time()
    with clock.running(STAGES):
        for document in documents:
            result = extractor.extract(document, options)
            result.to_json(), result.to_html()
            pages += len(result.pages)
    total = time.process_time() - start
    return pages, {**clock.seconds, RULES: total - sum(clock.seconds.values()), "total": total}


# a small process of its own starts the one that is measured: a child's peak counts what its parent had when it began
_LAUNCHER = """
import os, sys
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawn(sys.executable, [sys.executable, "-m", "tablewright", *sys.argv[1:]], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
print(status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def cold_start(arguments: list[str], runs: int) -> dict[str, float]:
    """Medians of whole processes of the command line: processor seconds and peak memory in MB."""
    command = [sys.executable, "-S", "-c", _LAUNCHER, *arguments]
    found = []
    for _ in range(runs):
        told = subprocess.run(command, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=True).stdout
        status, seconds, memory = (float(value) for value in told.split())
        if status:
            raise typer.BadParameter(f"tablewright {' '.join(arguments)} failed")
        found.append((seconds, memory))
    seconds, memory = (statistics.median(values) for values in zip(*found, strict=True))
    return {"processor_seconds": round(seconds, 3), "peak_mb": round(memory, 1), "runs": runs}


@app.command()
def page_time_command(
    data: Annotated[Path, typer.Argument(help="A folder with PDFs; the first is read once more to warm up.")],
    sample: Annotated[
        Path | None, typer.Option(help="The document of the cold start: the repository's sample, else the first of DATA.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each engine reads everything.")] = 1,
    runs: Annotated[int, typer.Option(min=1, help="Cold starts of each kind.")] = 5,
    rounded_detector: Annotated[Path | None, typer.Option(help="A detector that `tablewright export --eight-bits` wrote.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the times as JSON here.")] = None,
) -> None:
    """Profile pages by stage in every engine, and cold starts of the command line."""
    documents, chosen = sorted(data.rglob("*.pdf")), ways(rounded_detector)
    extractors = {name: Extractor() for name in chosen}
    if not documents:
        raise typer.BadParameter(f"no PDF under {data}")
    start = sample or (SAMPLE if SAMPLE.is_file() else documents[0])
    found: dict[str, list[dict[str, float]]] = {name: [] for name in chosen}
    pages = 0
    for number in range(rounds):
        for name in list(chosen)[:: -1 if number % 2 else 1]:  # in turn, there and back: a machine's speed drifts
            pages, seconds = page_times(documents, extractors[name], chosen[name])
            found[name].append({stage: 1000 * value / pages for stage, value in seconds.items()})
    medians = {
        name: {stage: round(statistics.median(one[stage] for one in each), 2) for stage in (*STAGES, RULES, "total")}
        for name, each in found.items()
    }
    starts = {
        "help": cold_start(["--help"], runs),
        **{f"extract, {name}": cold_start(["extract", str(start), "-q", "--engine", name], runs) for name in ENGINES},
    }
    value = {
        "schema": "tablewright.page_time/1",
        "dataset": data.name,
        "num_documents": len(documents),
        "num_pages": pages,
        "rounds": rounds,
        "milliseconds_per_page": medians,
        "ratio_of_totals": round(medians["auto"]["total"] / medians["torch"]["total"], 3),
        "cold_start": starts,
        "made_with": environment(
            f"python -m bench.page_time DATA --rounds {rounds} --runs {runs}" + " --rounded-detector DIR" * (rounded_detector is not None)
        ),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
