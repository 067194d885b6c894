"""What OCR makes of pictures of tables whose words are known: ``python -m bench.ocr_words DATASET``.

The pictures of a dataset that gives words (FinTabNet.c) are read at their size and at three quarters of it. Words of both that lie on
each other are compared together, by their letters (NFKC, dashes and quotes alike); a wrong number is told apart from lost spaces.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from PIL import Image

from bench.readers import open_dataset
from bench.results import environment, show_result
from pipeline.ocr import make_engine
from pipeline.options import Options
from pipeline.types import Picture
from table import BBox, Word

app = typer.Typer()

FACTORS = (1.0, 0.75)  # of the pictures' size
SAME_ACROSS, SAME_ALONG = 0.35, 0.45  # of the narrower and of the lower word, from which two lie on each other
ALIKE = str.maketrans({**dict.fromkeys("–—−‐‑", "-"), **dict.fromkeys("’‘´′", "'"), **dict.fromkeys("“”", '"')})
NO_WORD = " .·_"  # of leaders and rulings
GROUPED = re.compile(r"\d,\d{3}")


def compare_words(true: Sequence[Word], read: Sequence[Word]) -> Counter[str]:
    """How many of the ``true`` words are right, or what is wrong with them; ``invented`` are words that were read where none is.

    ``commas`` and ``commas_as_points`` count numbers in groups of three and those of them read with points, right or wrong besides.
    """
    found: Counter[str] = Counter()
    for own, other in _groups([word for word in true if _text(word).strip(NO_WORD)], [w for w in read if _text(w).strip(NO_WORD)]):
        wanted, got = " ".join(map(_text, own)), " ".join(map(_text, other))
        found[_kind(wanted, got)] += max(1, len(own))
        found["commas"] += sum(GROUPED.search(_text(word)) is not None for word in own)
        if GROUPED.search(wanted) and wanted != got and wanted.replace(",", ".") == got.replace(",", "."):
            found["commas_as_points"] += len(own)
    return found


def _kind(wanted: str, got: str) -> str:
    if wanted == got:
        return "right"
    bare, other = wanted.replace(" ", ""), got.replace(" ", "")
    if not bare or not other:
        return "missed" if bare else "invented"
    if bare == other:
        return "spaces"
    if re.sub(r"\W", "", bare) == re.sub(r"\W", "", other):
        return "marks"
    return "numbers" if 2 * sum(map(str.isdigit, bare)) >= len(bare) else "letters"


def _groups(true: Sequence[Word], read: Sequence[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """Words that lie on each other, directly or over others, left to right."""
    left = set(range(len(read)))
    groups: list[tuple[list[Word], set[int]]] = []
    for word in true:
        over = {index for index, other in enumerate(read) if _is_on(word.bbox, other.bbox)}
        left -= over
        joined = [group for group in groups if group[1] & over]
        groups = [group for group in groups if group not in joined]
        groups.append(([*(one for group in joined for one in group[0]), word], over.union(*(group[1] for group in joined))))
    for words, over in groups:
        yield _in_order(words), _in_order(read[index] for index in over)
    for index in left:
        yield [], [read[index]]


def _in_order(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=lambda word: word.bbox.x0)


def _is_on(a: BBox, b: BBox) -> bool:
    across, along = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
    return across > 0 < along and across >= SAME_ACROSS * min(a.width, b.width) and along >= SAME_ALONG * min(a.height, b.height)


def _text(word: Word) -> str:
    return unicodedata.normalize("NFKC", word.text).translate(ALIKE)


def resized(picture: Image.Image, factor: float) -> Picture:
    """The picture at ``factor``, (height, width, 3) RGB."""
    size = (round(picture.width * factor), round(picture.height * factor))
    return np.asarray(picture if factor == 1 else picture.resize(size, Image.Resampling.LANCZOS), dtype=np.uint8)


@app.command()
def ocr_words_command(
    dataset: Annotated[Path, typer.Argument(help="A dataset of pictures with their words.")],
    engine: Annotated[str, typer.Option(help="rapidocr or tesseract.")] = "rapidocr",
    num: Annotated[int, typer.Option(min=1, help="Pictures to read, drawn by the seed.")] = 60,
    seed: Annotated[int, typer.Option(help="Of the draw.")] = 7,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the figures as JSON here.")] = None,
) -> None:
    """Count what OCR reads right and wrong in pictures whose words are known."""
    found = open_dataset(dataset, None)
    samples = sorted((one for one in found.samples if one.words and one.source), key=lambda one: one.name)
    if not samples:
        raise typer.BadParameter(f"{dataset} has no pictures with words")
    samples = random.Random(seed).sample(samples, min(num, len(samples)))
    reader = make_engine(Options(ocr=engine))
    if reader is None:
        raise typer.BadParameter("none reads nothing: choose rapidocr or tesseract")
    counts: dict[str, Counter[str]] = {str(factor): Counter() for factor in FACTORS}
    for sample in samples:
        assert sample.source is not None
        assert sample.words is not None
        picture = Image.open(sample.source).convert("RGB")
        for factor in FACTORS:
            true = [Word(word.text, BBox(*(side * factor for side in word.bbox)), word.line) for word in sample.words]
            counts[str(factor)] += compare_words(true, reader.words(resized(picture, factor)))
    value = {
        "schema": "tablewright.ocr_words/1",
        "dataset": found.title,
        "engine": engine,
        "num_pictures": len(samples),
        "seed": seed,
        "words_by_size": {size: dict(sorted(each.items())) for size, each in counts.items()},
        "made_with": environment(f"python -m bench.ocr_words {dataset.name} --engine {engine} --num {num} --seed {seed}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
