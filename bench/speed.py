"""Seconds per table and per page of our models beside a Table Transformer's, in one run: ``python -m bench.speed DATA``.

The other model is a DETR with ResNet-18 of the published sizes and random weights, at its own input size: speed does not
depend on what the weights say. Same engine, same threads, same tables in turn; the ratio is what counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table as RichTable

from bench.readers import open_dataset
from bench.results import environment, write_result
from bench.samples import Dataset, DatasetError, Sample
from pipeline import Options
from pipeline.documents import open_document
from pipeline.errors import ModelError
from pipeline.extras import require
from pipeline.geometry.views import make_view
from pipeline.models.checkpoints import LoadedCheckpoint, transformers_library
from pipeline.models.configs import resnet_config
from pipeline.models.detector import PixelDetector, load_detector
from pipeline.models.profile import Task, default_profile
from pipeline.models.recognizer import PixelRecognizer, load_recognizer
from pipeline.models.sources import Source
from pipeline.page import with_grid
from pipeline.types import Detector, Page, Recognizer, TableRegion
from table import BBox, DetectionLabel, Label, StructureLabel

QUERIES: dict[Task, int] = {"detection": 15, "structure": 125}
LAYERS, WIDTH, HEADS, FEED_FORWARD = 6, 256, 8, 2048  # of the published checkpoints
NAMES = ("ours", "Table Transformer R18 (random weights)")

app = typer.Typer()


@dataclass(slots=True)
class Times:
    """Processor and wall-clock seconds of one model, one entry per table or page."""

    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def add(self, work: Callable[[], object]) -> None:
        start, start_wall = time.process_time(), time.perf_counter()
        work()
        self.processor.append(time.process_time() - start)
        self.wall.append(time.perf_counter() - start_wall)

    def summary(self) -> dict[str, float]:
        """Medians and means in seconds."""
        return {
            "num": len(self.processor),
            "median_processor": round(statistics.median(self.processor), 5),
            "mean_processor": round(statistics.fmean(self.processor), 5),
            "median_wall": round(statistics.median(self.wall), 5),
        }


def random_table_transformer(task: Task, layers: int = LAYERS) -> LoadedCheckpoint:
    """A Table Transformer of the published architecture with random weights."""
    import torch

    library = transformers_library()
    labels: tuple[Label, ...] = tuple(DetectionLabel) if task == "detection" else tuple(StructureLabel)
    backbone = {key: value for key, value in resnet_config("resnet18").items() if key != "model_type"}
    torch.manual_seed(0)
    config = library.TableTransformerConfig(
        use_timm_backbone=False,
        backbone_config=library.ResNetConfig(**backbone),
        d_model=WIDTH,
        encoder_layers=layers,
        decoder_layers=layers,
        encoder_attention_heads=HEADS,
        decoder_attention_heads=HEADS,
        encoder_ffn_dim=FEED_FORWARD,
        decoder_ffn_dim=FEED_FORWARD,
        num_queries=QUERIES[task],
        id2label={index: str(label) for index, label in enumerate(labels)},
    )
    model: Any = library.TableTransformerForObjectDetection(config).eval()
    profile = default_profile(task, "table-transformer", num_queries=QUERIES[task], names="v1.1")
    return LoadedCheckpoint(model, profile, labels, "random", "0" * 64, Source("random", "directory", Path("random")))


def load_both(structure: str, detector: str, threads: int) -> tuple[tuple[Recognizer, Recognizer], tuple[Detector, Detector]]:
    """Our recognizer and detector, each beside the Table Transformer's; all in torch, since it has no other engine without export."""
    from pipeline.models.torch_engine import serve

    ours = load_recognizer(structure, threads=threads, engine="torch")
    recognizers = (with_grid(ours, Options()), PixelRecognizer(serve(random_table_transformer("structure"))))
    finder = load_detector(detector, threads=threads, engine="torch")
    return recognizers, (finder, PixelDetector(serve(random_table_transformer("detection"))))


Measured = dict[str, tuple[Times, Times]]


def measure(dataset: Dataset, structure: tuple[Recognizer, Recognizer], detection: tuple[Detector, Detector]) -> Measured:
    """Times per table and per page of both models, in turn. The first page is read twice: once to warm up."""
    found: Measured = {"table": (Times(), Times()), "page": (Times(), Times())}
    is_warm = False
    for page, boxes in _pages(dataset):
        if not is_warm:
            _measure_page(page, boxes[:1], structure, detection, {"table": (Times(), Times()), "page": (Times(), Times())})
            is_warm = True
        _measure_page(page, boxes, structure, detection, found)
    return found


def _measure_page(
    page: Page, boxes: list[BBox], structure: tuple[Recognizer, Recognizer], detection: tuple[Detector, Detector], into: Measured
) -> None:
    for box in boxes:
        for model, times in zip(structure, into["table"], strict=True):
            view = make_view(page, TableRegion(box, 1.0, is_given=True), model.crop_padding)
            times.add(partial(model.recognize, [view]))
    for finder, times in zip(detection, into["page"], strict=True):
        times.add(partial(finder.detect, [page]))


def _pages(dataset: Dataset) -> Iterator[tuple[Page, list[BBox]]]:
    """Every page with tables, opened, with the tables' boxes in its points."""
    for sample in dataset.samples:
        if sample.source is None:
            continue
        with open_document(sample.source, Options(text="pdf", ocr="none")) as document:
            for number in sorted({true.table.page for true in sample.tables}):
                page = document.page(number)
                yield page, _boxes(sample, page)


def _boxes(sample: Sample, page: Page) -> list[BBox]:
    scale = 1 / (page.pixels_per_point or 1.0) if sample.unit == "pixels" else 1.0
    tables = [true.table for true in sample.tables if true.table.page == page.number]
    return [table.bbox.scale(scale) if table.bbox else BBox(0, 0, page.width, page.height) for table in tables]


@app.command()
def speed_command(
    data: Annotated[Path, typer.Argument(help="A dataset with documents or pictures.")],
    structure: Annotated[str, typer.Option("--checkpoint", help="Our structure checkpoint.")] = "default",
    detector: Annotated[str, typer.Option("--detector", help="Our detection checkpoint.")] = "default",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many samples.")] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Torch threads.")] = 1,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the times as JSON here.")] = None,
) -> None:
    """Time our models beside a Table Transformer of the published size, on the same tables and pages."""
    try:
        require("torch", "a Table Transformer beside ours")
        dataset = open_dataset(data).first(limit)
    except (ModelError, DatasetError) as error:
        raise typer.BadParameter(str(error)) from error
    found = measure(dataset, *load_both(structure, detector, threads))
    console, rows = Console(), RichTable("per", "n", *(f"{name}, s" for name in NAMES), "ratio of medians")
    value: dict[str, Any] = {"schema": "tablewright.speed/1", "dataset": dataset.key, "threads": threads, "models": list(NAMES)}
    for kind, (ours, theirs) in found.items():
        a, b = ours.summary(), theirs.summary()
        ratio = b["median_processor"] / max(a["median_processor"], 1e-9)
        rows.add_row(kind, str(a["num"]), f"{a['median_processor']:.4f}", f"{b['median_processor']:.4f}", f"{ratio:.1f}")
        value[f"seconds_per_{kind}"] = {"ours": a, "table_transformer_r18": b, "ratio_of_median_processor_seconds": round(ratio, 2)}
    console.print(rows)
    if out:
        command = f"python -m bench.speed DATA --threads {threads}" + (f" --limit {limit}" if limit else "")
        write_result({**value, "made_with": environment(command)}, out)


if __name__ == "__main__":
    app()
