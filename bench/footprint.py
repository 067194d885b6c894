"""What the product takes on disk and in memory: ``python -m bench.footprint DATA``.

The base install is a fresh environment with the commit at hand in it and no extra, all its files counted, pip apart. The memory is the peak
of a whole process of the command line that extracts a document of many pages, the pages of DATA over and over.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import pypdfium2
import typer

from bench.page_time import cold_start
from bench.results import environment, show_result

app = typer.Typer()
SOURCE = Path(__file__).parent.parent
TOOLS = ("pip", "setuptools", "wheel", "_distutils_hack", "pkg_resources")  # what installs, no part of what is installed


def base_install() -> dict[str, float]:
    """Megabytes (10^6 bytes) of the files of a fresh environment with the base install, and the number of its packages."""
    with TemporaryDirectory() as name:
        folder, source, packed = Path(name) / "venv", Path(name) / "source", Path(name) / "source.tar"
        subprocess.run(["git", "-C", str(SOURCE), "archive", "-o", str(packed), "HEAD"], check=True)
        with tarfile.open(packed) as archive:
            archive.extractall(source, filter="data")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-c", str(source / "constraints.txt"), str(source)], check=True)
        packages = {path.name for path in folder.rglob("*.dist-info") if not path.name.startswith(TOOLS)}
        return {"megabytes": round(size_of(folder) / 1e6, 1), "packages": len(packages)}


def size_of(folder: Path) -> int:
    """Bytes of all files below ``folder``, links not followed, without what installs."""
    total = 0
    for place, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(TOOLS)]
        total += sum((Path(place) / file).lstat().st_size for file in files)
    return total


def write_long(documents: list[Path], num_pages: int, path: Path) -> None:
    """Writes a PDF of ``num_pages`` pages: those of ``documents`` in turn, again and again."""
    long = pypdfium2.PdfDocument.new()
    for document in cycle(documents):
        with pypdfium2.PdfDocument(document) as one:
            long.import_pages(one, pages=list(range(min(len(one), num_pages - len(long)))))
        if len(long) == num_pages:
            break
    long.save(path)


@app.command()
def footprint_command(
    data: Annotated[Path, typer.Argument(help="A folder with PDFs.")],
    pages: Annotated[list[int] | None, typer.Option(help="Pages of the long document; may be repeated (100 and 500).")] = None,
    runs: Annotated[int, typer.Option(min=1, help="Processes for each of them.")] = 1,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the figures as JSON here.")] = None,
) -> None:
    """Measure the base install and long documents."""
    documents, sizes = sorted(data.rglob("*.pdf")), pages or [100, 500]
    if not documents:
        raise typer.BadParameter(f"no PDF under {data}")
    found = {}
    with TemporaryDirectory() as name:
        for size in sizes:
            long = Path(name) / f"{size}.pdf"
            write_long(documents, size, long)
            found[str(size)] = cold_start(["extract", str(long), "-q", "--text", "pdf", "--ocr", "none"], runs)
    asked = "".join(f" --pages {size}" for size in sizes)
    value = {
        "schema": "tablewright.footprint/1",
        "dataset": data.name,
        "base_install": base_install(),
        "documents_by_pages": found,
        "made_with": environment(f"python -m bench.footprint DATA{asked} --runs {runs}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
