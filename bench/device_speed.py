"""The same documents with the models on a GPU and on the CPU: ``python -m bench.device_speed DATA --device cuda``.

Told are the tables that come out alike, character for character, the time of a page on both, and what a pixel checkpoint (a Table
Transformer of the published size, random weights) answers a second at growing batch sizes, with the memory that each takes. Wall-clock
seconds, because a GPU's work is no processor time of this process.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np

try:
    import torch
except ImportError as error:
    raise ImportError("a device is torch's, not installed here: pip install 'tablewright[torch]'") from error

import typer

from bench.results import environment, show_result
from bench.speed import random_table_transformer
from pipeline import Extractor, Options
from pipeline.models.torch_engine import serve

BATCHES = (1, 2, 4, 8, 16, 32)
SIZE = (1000, 776)  # of the pictures, height and width
CPU = "cpu"

app = typer.Typer()


def read_all(documents: Sequence[Path], device: str) -> tuple[int, float, list[list[str]]]:
    """Pages, milliseconds a page, and of each document its tables as CSV; the first document once more to load the models."""
    extractor, options = Extractor(), Options(engine="torch", device=device, threads=1, text="pdf", ocr="none")
    extractor.extract(documents[0], options)
    start, pages, found = time.perf_counter(), 0, []
    for document in documents:
        result = extractor.extract(document, options)
        pages += len(result.pages)
        found.append([table.to_csv() for table in result.tables])
    return pages, 1000 * (time.perf_counter() - start) / pages, found


def picture_rates(device: str, batches: Sequence[int], size: tuple[int, int], runs: int) -> dict[str, dict[str, float]]:
    """By batch size: pictures a second, and on a GPU the peak of its memory in MB."""
    network: Any = serve(random_table_transformer("structure"), device=device).network
    found: dict[str, dict[str, float]] = {}
    for batch in batches:
        pixels = np.random.default_rng(0).standard_normal((batch, 3, *size)).astype(np.float32)
        network.queries(pixels)  # warms up
        if device != CPU:
            torch.cuda.reset_peak_memory_stats()
        start = time.perf_counter()
        for _ in range(runs):
            network.queries(pixels)
        found[str(batch)] = {"pictures_per_second": round(batch * runs / (time.perf_counter() - start), 2)}
        if device != CPU:
            found[str(batch)]["peak_mb"] = round(torch.cuda.max_memory_allocated() / 2**20)
    return found


@app.command()
def device_speed_command(
    data: Annotated[Path, typer.Argument(help="A folder with PDFs; the first is read once more to warm up.")],
    device: Annotated[str, typer.Option(help="A device of torch, compared with the CPU.")] = "cuda",
    runs: Annotated[int, typer.Option(min=1, help="Timed calls per batch size.")] = 10,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the figures as JSON here.")] = None,
) -> None:
    """Compare tables and times of a device with the CPU's."""
    documents = sorted(data.rglob("*.pdf"))
    if not documents:
        raise typer.BadParameter(f"no PDF under {data}")
    torch.set_num_threads(1)
    pages, on_cpu, expected = read_all(documents, CPU)
    _, on_device, found = read_all(documents, device)
    pairs = [pair for both in zip(expected, found, strict=True) for pair in zip(*both, strict=False)]
    value = {
        "schema": "tablewright.device_speed/1",
        "dataset": data.name,
        "num_documents": len(documents),
        "num_pages": pages,
        "device": torch.cuda.get_device_name(device) if device.startswith("cuda") else device,
        "num_tables": sum(map(len, expected)),
        "num_same_tables": sum(one == other for one, other in pairs),
        "num_same_documents": sum(one == other for one, other in zip(expected, found, strict=True)),
        "milliseconds_per_page": {CPU: round(on_cpu, 1), device: round(on_device, 1)},
        "table_transformer": {CPU: picture_rates(CPU, (1,), SIZE, 3), device: picture_rates(device, BATCHES, SIZE, runs)},
        "made_with": environment(f"python -m bench.device_speed DATA --device {device} --runs {runs}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
