"""Choosing an engine, reading any way up, and RapidOCR on a drawn table."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.errors import InputError, ModelError
from pipeline.ocr import engines, make_engine
from pipeline.ocr.orientation import AnyWayUp
from pipeline.ocr.rapid import RapidOcrEngine, check_language
from pipeline.options import Options
from pipeline.types import Picture
from table import BBox, Word


def test_none_is_no_engine_and_other_names_are_refused():
    assert make_engine(Options(ocr="none")) is None
    with pytest.raises(InputError, match="abbyy"):
        make_engine(Options(ocr="abbyy"))


@pytest.mark.parametrize(("binary", "expected"), [("/usr/bin/tesseract", "tesseract"), (None, "rapidocr")])
def test_auto_prefers_tesseract_when_it_is_installed(monkeypatch, binary, expected):
    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

    monkeypatch.setattr(engines, "find_tesseract", lambda: binary)
    monkeypatch.setattr(engines, "TesseractEngine", lambda language: Named("tesseract"))
    monkeypatch.setattr(engines, "RapidOcrEngine", lambda language, threads: Named("rapidocr"))
    engines._engine.cache_clear()
    engine = make_engine(Options())
    engines._engine.cache_clear()
    assert engine is not None
    assert engine.name == expected


def test_without_either_the_message_names_the_extra(monkeypatch):
    monkeypatch.setattr(engines, "find_tesseract", lambda: None)
    monkeypatch.setattr("pipeline.extras.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"rapidocr.*tablewright\[ocr\]"):
        make_engine(Options())


def test_scripts_that_the_built_in_model_does_not_know_are_refused():
    check_language("eng+deu+chi_sim+jpn+ell")
    with pytest.raises(InputError, match="rus"):
        check_language("eng+rus")


class OneWayOnly:
    """Reads well only when the dark corner of the picture is at the top left."""

    name = "one way"

    def __init__(self) -> None:
        self.calls = 0

    def words(self, image: Picture) -> list[Word]:
        self.calls += 1
        is_upright = image[0, 0, 0] == 0
        return [Word("a readable line", BBox(10, 20, 60, 30), 1, 0.99 if is_upright else 0.5)]


@pytest.mark.parametrize(("rotation", "calls"), [(0, 1), (180, 2), (90, 3), (270, 4)])
def test_pages_are_read_any_way_up(rotation, calls):
    """The corner and the word of a 200 x 100 sheet turned away must be found again in the sheet's own pixels."""
    upright = np.full((100, 200, 3), 255, dtype=np.uint8)
    upright[0, 0] = 0
    upright[20:30, 10:60] = 7  # where the engine sees its word
    lying = np.ascontiguousarray(np.rot90(upright, rotation // 90))  # turned back by ``rotation`` degrees clockwise
    engine = OneWayOnly()
    (word,) = AnyWayUp(engine).words(lying)
    assert (word.rotation, engine.calls) == (rotation, calls)
    x0, y0, x1, y1 = (int(side) for side in word.bbox)
    assert (lying[y0:y1, x0:x1] == 7).all()


def test_large_pages_are_tried_on_a_band_and_then_read_whole():
    """A tall page upside down: the band is tried turned, then the whole page is read once more."""

    class Reader:
        name = "reader"

        def __init__(self) -> None:
            self.heights: list[int] = []

        def words(self, image: Picture) -> list[Word]:
            self.heights.append(image.shape[0])
            good = 0.99 if image[0, 0, 0] == 1 else 0.5
            return [Word("a readable line", BBox(0, 0, 60, 30), 1, good)]

    page = np.full((3000, 800, 3), 1, dtype=np.uint8)
    page[0, 0] = 9  # only pictures that begin with this pixel read badly
    reader = Reader()
    (word,) = AnyWayUp(reader).words(page)
    assert reader.heights == [3000, 600, 3000]
    assert (word.rotation, tuple(word.bbox)) == (180, (740, 2970, 800, 3000))


def test_dashes_do_not_make_a_page_lie_on_its_side():
    """A page whose turned picture reads as badly, but where rules look like dashes."""

    class Reader:
        name = "reader"

        def words(self, image: Picture) -> list[Word]:
            dashes = [Word("—", BBox(0, 10 * n, 9, 10 * n + 2), 1, 0.9) for n in range(30)] if image.shape[0] != 300 else []
            return [Word("badly read", BBox(0, 0, 60, 30), 1, 0.5), *dashes]

    assert {word.rotation for word in AnyWayUp(Reader()).words(np.full((300, 400, 3), 255, np.uint8))} == {0}


@pytest.mark.slow
def test_rapidocr_reads_a_small_table():
    image = Image.new("RGB", (420, 120), "white")
    draw = ImageDraw.Draw(image)
    for column, texts in enumerate((("Region", "North", "South"), ("Sales 2019", "1,234", "567"))):
        for row, text in enumerate(texts):
            draw.text((20 + 220 * column, 10 + 36 * row), text, fill=0, font_size=18)
    words = RapidOcrEngine(threads=1).words(np.asarray(image))
    assert [word.text for word in words] == ["Region", "Sales", "2019", "North", "1,234", "South", "567"]
    assert all(word.score > 0.7 for word in words)
    grey = np.asarray(image.convert("L"))
    for word in words:
        x0, y0, x1, y1 = (int(side) for side in word.bbox)
        assert (grey[y0:y1, x0] < 200).any()  # the box begins and ends on ink
        assert (grey[y0:y1, x1 - 1] < 200).any()


def test_rapidocr_reads_lone_signs_and_the_next_picture_like_the_first():
    """Reading a crop without looking for lines must not last: the engine keeps what its last call said."""
    image = Image.new("RGB", (500, 300), "white")
    draw = ImageDraw.Draw(image)
    for row, (label, number) in enumerate((("North", "1,234"), ("South", "1"), ("East", "-"), ("West", "7"))):
        draw.text((20, 10 + 22 * row), label, fill=0, font_size=11)
        draw.text((300, 10 + 22 * row), number, fill=0, font_size=11)
    engine = RapidOcrEngine(threads=1)
    first = engine.words(np.asarray(image))
    assert {"North", "1,234", "1", "7"} <= {word.text for word in first}
    assert engine._read(np.full((48, 48, 3), 255, np.uint8))[1] < 0.6
    assert engine.words(np.asarray(image)) == first
