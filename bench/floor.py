"""What a page would cost if nothing were lost: ``python -m bench.floor DATA``.

Two parts cannot be done with less: the models' operations at the rate at which this machine multiplies matrices, and pdfium's own
work on the bytes of a page. They are counted and measured beside the whole, in one run on one thread; the difference is what rules,
words, rasters and everything that is not a multiplication take.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import pypdfium2
import pypdfium2.raw as raw
import typer

try:
    import torch
    from torch.utils.flop_counter import FlopCounterMode
except ImportError as error:
    raise ImportError("operations are counted with torch, not installed here: pip install 'tablewright[torch]'") from error

from bench.results import environment, show_result
from pipeline import Extractor, Options
from pipeline.documents.pdfium import loaded_page, open_pdf

SIDE = 1_024  # of the matrices whose product gives the machine's rate: they stay in its caches, as the models' do

app = typer.Typer()


def multiply_rate(runs: int = 20) -> float:
    """Operations a second (a multiplication and an addition are two) of one thread on products of 32-bit matrices, the best of ``runs``."""
    a, b = torch.randn(2, SIDE, SIDE).unbind()
    seconds = [_seconds(lambda: torch.mm(a, b)) for _ in range(runs)]
    return 2 * SIDE**3 / min(seconds)


def count_operations(documents: Sequence[Path]) -> int:
    """Operations of the models on all pages: of convolutions, products and attention; the rest is small beside them."""
    extractor, options = Extractor(), Options(engine="torch", threads=1, text="pdf", ocr="none")
    extractor.load(options)
    with FlopCounterMode(display=False) as counter:
        for document in documents:
            extractor.extract(document, options)
    return int(counter.get_total_flops())


def parse_seconds(documents: Sequence[Path]) -> tuple[int, float]:
    """Pages, and the processor seconds in which pdfium opens each, lists its text and its objects."""
    pages, seconds = 0, 0.0
    for path in documents:
        data = path.read_bytes()
        start = time.process_time()
        pdf = open_pdf(data, None)
        for number in range(1, len(pdf) + 1):
            _parse(pdf, number)
        pages += len(pdf)
        pdf.close()
        seconds += time.process_time() - start
    return pages, seconds


def _parse(pdf: pypdfium2.PdfDocument, number: int) -> None:
    with loaded_page(pdf, number) as page:
        text = page.get_textpage()
        raw.FPDFText_CountChars(text.raw)
        raw.FPDFPage_CountObjects(page.raw)
        text.close()


def whole_seconds(documents: Sequence[Path]) -> float:
    """Processor seconds of everything, default engine, the first document once more to load the models."""
    extractor, options = Extractor(), Options(engine="onnx", threads=1, text="pdf", ocr="none")
    extractor.extract(documents[0], options)
    return sum(_seconds(lambda path=path: extractor.extract(path, options)) for path in documents)  # type: ignore[misc]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@app.command()
def floor_command(
    data: Annotated[Path, typer.Argument(help="A folder with PDFs.")],
    every: Annotated[int, typer.Option(min=1, help="Only every so many'th document.")] = 1,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the figures as JSON here.")] = None,
) -> None:
    """Count and measure what a page costs at least, beside what it costs."""
    documents = sorted(data.rglob("*.pdf"))[::every]
    if not documents:
        raise typer.BadParameter(f"no PDF under {data}")
    torch.set_num_threads(1)
    whole = whole_seconds(documents)
    pages, parsing = parse_seconds(documents)
    rate, operations = multiply_rate(), count_operations(documents)
    value = {
        "schema": "tablewright.floor/1",
        "dataset": data.name,
        "num_documents": len(documents),
        "num_pages": pages,
        "kilobytes_per_page": round(sum(path.stat().st_size for path in documents) / pages / 1000, 1),
        "gigaoperations_per_page": round(operations / pages / 1e9, 2),
        "gigaoperations_per_second": round(rate / 1e9, 1),
        "milliseconds_per_page": {
            "models at that rate": round(1000 * operations / rate / pages, 1),
            "pdfium alone": round(1000 * parsing / pages, 1),
            "whole": round(1000 * whole / pages, 1),
        },
        "made_with": environment(f"python -m bench.floor DATA --every {every}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
