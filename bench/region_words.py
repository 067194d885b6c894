"""``python -m bench.region_words FOLDER ...``: what each rule between detector and recognizer changes on PDFs without truth.

The detector runs once a page; then the rules are applied with all of them and with all but one. Per rule: the regions and
pages that change, and the words of the page that are in a region only with it or only without it. The words are printed, to
be judged by eye: those of a table that a box had cut are a gain, those of running text a loss. The result file holds numbers only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.results import environment, write_result
from pipeline import Options
from pipeline.documents import open_document
from pipeline.errors import ExtractionError
from pipeline.models.detector import load_detector
from pipeline.regions import BEFORE_READING, RegionDraft, apply_rules
from pipeline.regions.drawn import words_in
from pipeline.types import Detector, Page

SCHEMA = "tablewright.region_words/1"
MAX_PAGES = 12  # of a document, so that one long report does not decide
MAX_TEXT = 200  # characters of the words that are listed
Json = dict[str, Any]
app = typer.Typer()


@app.command()
def region_words_command(
    folders: Annotated[list[Path], typer.Argument(help="Folders with PDFs, looked through wholly.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The result as JSON.")] = None,
) -> None:
    """Switch off every rule for regions, one at a time, and say which words come and go: printed, page by page."""
    files = sorted(path for folder in folders for path in folder.rglob("*.pdf"))
    found = words_by_rule(load_detector(threads=1), files)
    found["made_with"] = environment("python -m bench.region_words " + " ".join(folder.name for folder in folders))
    if out:
        write_result(found, out)


def words_by_rule(detector: Detector, files: list[Path]) -> Json:
    """The figures of every rule over all ``files``; documents and pages that cannot be read are left out."""
    rules: dict[str, Json] = {rule.__name__: {"num_pages": 0, "words_with": 0, "words_without": 0, "pages": []} for rule in BEFORE_READING}
    num_pages = num_regions = 0
    for path in files:
        for page in _pages(path):
            num_pages += 1
            strong, weak = _regions(detector, page)
            start = RegionDraft(page, strong, weak)
            product = apply_rules(BEFORE_READING, start)[0]
            num_regions += len(product.regions)
            for name, one in rules.items():
                without = apply_rules(BEFORE_READING, start, [name])[0]
                if without.regions != product.regions:
                    _add(name, one, page, f"{path.stem} {page.number}", product, without)
    return {"schema": SCHEMA, "num_documents": len(files), "num_pages": num_pages, "num_regions": num_regions, "rules": rules}


def _add(rule: str, one: Json, page: Page, name: str, product: RegionDraft, without: RegionDraft) -> None:
    """Counts and prints one changed page."""
    held, held_without = (frozenset[int]().union(*(words_in(page, box) for box in draft.boxes)) for draft in (product, without))
    gained, lost = sorted(held - held_without), sorted(held_without - held)
    one["num_pages"] += 1
    one["words_with"] += len(gained)
    one["words_without"] += len(lost)
    one["pages"].append({"page": name, "words_with": len(gained), "words_without": len(lost)})
    text, text_without = (" ".join(page.words[index].text for index in numbers)[:MAX_TEXT] for numbers in (gained, lost))
    sys.stdout.write(f"{rule}: {name}: + {text} - {text_without}\n")


def _regions(detector: Detector, page: Page) -> tuple[Any, Any]:
    found = detector.detect([page])[0]
    return tuple(region for region in found if not region.is_weak), tuple(region for region in found if region.is_weak)


def _pages(path: Path) -> Iterator[Page]:
    """The first pages with a text layer, level where the page lies askew."""
    try:
        with open_document(str(path), Options(ocr="none")) as document:
            for number in range(1, min(document.num_pages, MAX_PAGES) + 1):
                page = document.page(number)
                yield page.level.page if page.level else page
    except ExtractionError:
        return


if __name__ == "__main__":
    app()
