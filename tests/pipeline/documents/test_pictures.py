"""Pictures in every format and mode, their sizes, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.documents import open_document
from pipeline.errors import CorruptDocument, InputError, TooLarge
from pipeline.options import Options

NO_OCR = Options(ocr="none")


def sheet(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """White with a dark left half."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill=0)
    return image.convert(mode)


def saved(image: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def native(data: bytes, number: int = 1) -> np.ndarray:
    with open_document(data, NO_OCR) as document:
        page = document.page(number)
        assert page.pixels_per_point is not None
        return page.render(page.pixels_per_point)


def is_sheet(picture: np.ndarray) -> bool:
    half = picture.shape[1] // 2
    return bool(picture[:, 2 : half - 2].max() < 60 and picture[:, half + 2 : -2].min() > 195)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_formats(form):
    assert is_sheet(native(saved(sheet(), form)))


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("1", "PNG"),
        ("L", "PNG"),
        ("P", "PNG"),
        ("LA", "PNG"),
        ("RGBA", "PNG"),
        ("CMYK", "JPEG"),
        ("CMYK", "TIFF"),
        ("1", "TIFF"),
        ("F", "TIFF"),
    ],
)
def test_modes(mode, form):
    assert is_sheet(native(saved(sheet(mode), form)))


def test_sixteen_bits_are_reduced():
    deep = (np.asarray(sheet("L"), dtype=np.uint16) * 257).astype(np.uint16)
    assert is_sheet(native(saved(Image.fromarray(deep), "PNG")))


def test_transparent_parts_are_white():
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((0, 0, 29, 40), fill=(0, 0, 0, 255))
    assert is_sheet(native(saved(clear, "PNG")))
    assert is_sheet(native(saved(clear, "WEBP", lossless=True)))


def test_exif_orientation_is_applied():
    exif = Image.Exif()
    exif[0x0112] = 6  # stored on its side: turn 90 degrees clockwise to display
    stored = sheet().rotate(90, expand=True)
    picture = native(saved(stored, "JPEG", exif=exif))
    assert picture.shape == (40, 60, 3)
    assert is_sheet(picture)


def test_every_page_of_a_tiff_and_the_first_frame_of_a_gif():
    white = Image.new("RGB", (60, 40), "white")
    with open_document(saved(white, "TIFF", save_all=True, append_images=[sheet(), sheet(size=(30, 20))]), NO_OCR) as document:
        assert document.num_pages == 3
        third, second = document.page(3), document.page(2)
        assert third.render(third.pixels_per_point).shape == (20, 30, 3)
        assert is_sheet(second.render(second.pixels_per_point))
        with pytest.raises(InputError):
            document.page(4)
    with open_document(saved(sheet(), "GIF", save_all=True, append_images=[white]), NO_OCR) as document:
        assert document.num_pages == 1


@pytest.mark.parametrize(("dpi", "expected"), [(300, 300), (96, 96), (72, 150), (None, 150), (1, 150), (5000, 150)])
def test_points_follow_a_plausible_resolution(dpi, expected):
    data = saved(sheet(), "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    with open_document(data, NO_OCR) as document:
        page = document.page(1)
    assert page.pixels_per_point == pytest.approx(expected / 72, rel=1e-3)
    assert (page.width * page.pixels_per_point, page.height * page.pixels_per_point) == pytest.approx((60, 40))


def test_render_at_any_scale():
    with open_document(saved(sheet(size=(300, 150)), "PNG"), NO_OCR) as document:
        page = document.page(1)
        for scale in (0.5, 1.0, 3.7):
            picture = page.render(scale)
            assert picture.shape == (round(page.height * scale), round(page.width * scale), 3)
            assert is_sheet(picture)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing: must be refused before anything of that size is allocated."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", b"")
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(100_000, 10), (20_000, 20_000), (10, 100_000), (12_000, 8_500), (60_000, 60_000)])
def test_huge_pictures_are_refused(width, height):
    with pytest.raises(TooLarge, match="pixels"):
        open_document(png_header(width, height), NO_OCR)


def test_too_many_tiff_pages():
    data = saved(sheet(), "TIFF", save_all=True, append_images=[sheet()] * 3)
    with pytest.raises(TooLarge, match="3 pages"):
        open_document(data, Options(max_pages=3))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_truncated_pictures(form):
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (80, 80, 3), dtype=np.uint8))
    data = saved(noise, form)

    def read() -> None:
        with open_document(data[: len(data) // 2], NO_OCR) as document:
            document.page(1)

    with pytest.raises(CorruptDocument, match="cut short"):
        read()


def test_a_closed_picture_says_so():
    with open_document(saved(sheet(), "PNG"), NO_OCR) as document:
        page = document.page(1)
    with pytest.raises(InputError, match="closed"):
        page.render(1.0)


def ruled(colour: int = 0, slope: float = 0.0) -> Image.Image:
    """A 2 x 2 grid of rules 2 pixels wide with some text-like marks."""
    image = Image.new("L", (600, 300), 255)
    draw = ImageDraw.Draw(image)
    for y in (50, 150, 250):
        draw.line((50, y, 550, y + 500 * slope), fill=colour, width=2)
    for x in (50, 300, 550):
        draw.line((x, 50 + (x - 50) * slope, x, 250 + (x - 50) * slope), fill=colour, width=2)
    draw.text((100, 80), "Revenue 1,234 fill", fill=0, font_size=24)
    return image.convert("RGB")


@pytest.mark.parametrize(("colour", "slope"), [(0, 0.0), (200, 0.0), (0, 0.008)])
def test_rules_of_a_picture_dark_light_and_askew(colour, slope):
    with open_document(saved(ruled(colour, slope), "PNG"), NO_OCR) as document:
        page = document.page(1)
    scale = page.pixels_per_point
    found = [ruling.bbox.scale(scale) for ruling in page.rulings]
    assert len(found) == 6
    horizontal = sorted(box.center[1] for box in found if box.width > box.height)
    assert horizontal == pytest.approx([y + 250 * slope for y in (50.5, 150.5, 250.5)], abs=2)
    assert all(box.width == pytest.approx(502, abs=8) and box.height < 5 for box in found if box.width > box.height)


def test_text_alone_gives_no_rulings_or_shadings():
    image = Image.new("RGB", (600, 200), "white")
    for line in range(4):
        ImageDraw.Draw(image).text((20, 10 + 45 * line), "EFFICIENT little fillings HTL ||| 11111", fill=0, font_size=30)
    with open_document(saved(image, "PNG"), NO_OCR) as document:
        page = document.page(1)
    assert (page.rulings, page.shadings) == ((), ())


def test_shadings_of_a_picture():
    image = Image.new("RGB", (600, 300), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((50, 50, 549, 99), fill=(210, 210, 210))
    draw.rectangle((50, 150, 549, 199), fill=(20, 30, 80))
    draw.text((80, 60), "light band", fill=0, font_size=24)
    draw.text((80, 160), "dark band", fill="white", font_size=24)
    with open_document(saved(image, "PNG"), NO_OCR) as document:
        page = document.page(1)
    found = sorted((shading.bbox.scale(page.pixels_per_point), shading.luminance) for shading in page.shadings)
    assert [tuple(round(side) for side in box) for box, _ in found] == [(50, 50, 550, 100), (50, 150, 550, 200)]
    assert [luminance for _, luminance in found] == pytest.approx([0.82, 0.13], abs=0.03)


def test_low_rows_of_a_picture_have_their_walls():
    picture = Image.new("RGB", (400, 200), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(8):
        draw.line([(20, 20 + 18 * row), (380, 20 + 18 * row)], fill=0)
        draw.text((40, 24 + 18 * row), "HILT 111", fill=0)
    for x in (20, 140, 260, 380):
        draw.line([(x, 20), (x, 20 + 18 * 7)], fill=0)
    with open_document(saved(picture, "PNG", dpi=(150, 150)), Options(text="pdf")) as document:
        rulings = document.page(1).rulings
    vertical = [ruling.bbox for ruling in rulings if not ruling.is_horizontal]
    assert sorted(round(box.center[0] * 150 / 72) for box in vertical) == [20, 140, 260, 380]
    assert all(abs(box.height - 126 * 72 / 150) < 2 for box in vertical)


def rulings_of(picture: Image.Image) -> list[tuple[bool, int, int, int]]:
    """The rulings of a picture of 150 dpi: whether they are horizontal, where they stand, begin and end, in pixels."""
    with open_document(saved(picture, "PNG", dpi=(150, 150)), Options(text="pdf")) as document:
        boxes = [(ruling.is_horizontal, ruling.bbox.scale(150 / 72)) for ruling in document.page(1).rulings]
    return sorted(
        (True, int(b.center[1]), round(b.x0), round(b.x1)) if flat else (False, int(b.center[0]), round(b.y0), round(b.y1))
        for flat, b in boxes
    )


def test_rules_go_on_where_others_cross_them():
    """Columns and rows of a few pixels: no side of a cell is as long as a rule that stands alone."""
    picture = Image.new("L", (200, 160), 255)
    draw = ImageDraw.Draw(picture)
    for place in range(20, 20 + 13 * 9, 13):
        draw.line([(place, 20), (place, 124)], fill=0)
        draw.line([(20, place), (124, place)], fill=0)
    found = rulings_of(picture.convert("RGB"))
    assert [(flat, at) for flat, at, _, _ in found] == [(flat, place) for flat in (False, True) for place in range(20, 125, 13)]
    assert all(start <= 21 and stop >= 123 for _, _, start, stop in found)


def test_a_wall_ends_at_a_double_rule_and_at_one_with_specks_over_a_letter():
    picture = Image.new("L", (400, 120), 255)
    draw = ImageDraw.Draw(picture)
    for y in (20, 42, 45, 67):
        draw.line([(20, y), (380, y)], fill=0)
    for x in range(20, 381, 2):
        picture.putpixel((x, 67), 24)
    for x in (20, 140, 260, 380):
        draw.line([(x, 20), (x, 67)], fill=0)
    draw.line([(139, 68), (141, 80)], fill=60)
    walls = [(at, start, stop) for flat, at, start, stop in rulings_of(picture.convert("RGB")) if not flat]
    assert [at for at, _, _ in walls] == [20, 140, 260, 380]
    assert all(start <= 21 and 65 <= stop <= 68 for _, start, stop in walls)


@pytest.mark.parametrize(("rows", "expected"), [(range(2), []), (range(4), [60])])
def test_strokes_in_the_lowest_rows_are_walls_where_they_go_on(rows: range, expected: list[int]):
    """Rows of nine pixels: a stroke from rule to rule may be a bracket, three in a line are a border."""
    picture = Image.new("L", (400, 100), 255)
    draw = ImageDraw.Draw(picture)
    for y in range(20, 75, 9):
        draw.line([(20, y), (380, y)], fill=0)
    for row in rows:
        draw.line([(60, 21 + 9 * row), (60, 28 + 9 * row)], fill=0)
        picture.putpixel((60, 20 + 9 * row), 255)  # broken at the rules: no run through them
    assert sorted({at for flat, at, _, _ in rulings_of(picture.convert("RGB")) if not flat}) == expected


def test_letters_that_end_just_before_the_rules_of_low_rows_are_no_walls():
    """A stem of a capital, two pixels short of the rules above and below it, as in small pictures of tables."""
    picture = Image.new("RGB", (400, 200), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(8):
        draw.line([(20, 20 + 18 * row), (380, 20 + 18 * row)], fill=0)
    for row in range(7):
        draw.line([(60 + 40 * row, 23 + 18 * row), (60 + 40 * row, 35 + 18 * row)], fill=0)
    with open_document(saved(picture, "PNG", dpi=(150, 150)), Options(text="pdf")) as document:
        assert all(ruling.is_horizontal for ruling in document.page(1).rulings)
