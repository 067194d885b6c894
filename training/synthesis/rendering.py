"""Pictures of synthetic tables and pages: text drawn into its boxes in whatever fonts the machine has, lines and fills.

For models that look at pixels. Every word is set to fill its box exactly, so the truth of the layout is the picture's.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from table.geometry import BBox, Word
from training.synthesis.samples import SynthPage, SynthTable

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_WANTED = ("dejavusans", "dejavuserif", "liberation", "arial", "times", "helvetica", "noto", "free", "georgia", "cour")
_UNWANTED = ("emoji", "symbol", "math", "oblique", "italic", "extralight", "cjk", "arabic", "hebrew", "thai", "deva")
_EM_OF_BOX = 0.86  # font size that fills a box of full font height
_INKS = ((0, 0, 0), (0, 0, 0), (0, 0, 0), (35, 35, 35), (20, 30, 90))

FontFile = ImageFont.FreeTypeFont | ImageFont.ImageFont


def render(sample: SynthTable | SynthPage, scale: float, *, seed: int = 0) -> Image.Image:
    """The RGB picture at ``scale`` pixels per point; ``seed`` chooses fonts and ink.

    Raises ``ValueError`` for a scale that is not positive.
    """
    if scale <= 0:
        raise ValueError(f"scale must be positive, got {scale}")
    rng = Random(seed)
    image = Image.new("RGB", (max(1, round(sample.width * scale)), max(1, round(sample.height * scale))), "white")
    pen = ImageDraw.Draw(image)
    for picture in sample.pictures if isinstance(sample, SynthPage) else ():
        _draw_picture(image, picture.scale(scale), rng)
    for shading in sample.shadings:
        pen.rectangle(_pixels(shading.bbox, scale), fill=(round(255 * shading.luminance),) * 3)
    ink = rng.choice((0, 0, 0, 90, 150))
    for ruling in sample.rulings:
        pen.rectangle(_pixels(ruling.bbox, scale), fill=(ink,) * 3)
    plain, bold = rng.choice(font_pairs())
    colour = rng.choice(_INKS)
    dark = [s.bbox for s in sample.shadings if s.luminance < 0.5]
    turned = [t.bbox.expand(60) for t in sample.tables if t.rotation] if isinstance(sample, SynthPage) else []
    for word in sample.words:
        on_dark = any(box.contains_point(*word.bbox.center) for box in dark)
        is_turned = _reads_upwards(word) or (any(box.contains_point(*word.bbox.center) for box in turned) and _stands(word))
        _draw_word(image, word, scale, bold if word.is_bold else plain, (255, 255, 255) if on_dark else colour, is_turned)
    return image


def _pixels(box: BBox, scale: float) -> tuple[int, int, int, int]:
    """Inclusive pixel box, at least one pixel thick."""
    x0, y0 = round(box.x0 * scale), round(box.y0 * scale)
    return x0, y0, max(x0, round(box.x1 * scale) - 1), max(y0, round(box.y1 * scale) - 1)


def _stands(word: Word) -> bool:
    return word.bbox.height > word.bbox.width or len(word.text) == 1


def _reads_upwards(word: Word) -> bool:
    """Whether the box alone says so: a word of some letters that is twice as tall as wide (axis titles, upright headers)."""
    return len(word.text) > 2 and word.bbox.height > 2 * word.bbox.width


def _draw_word(image: Image.Image, word: Word, scale: float, font: str, colour: tuple[int, int, int], is_turned: bool) -> None:
    width, height = word.bbox.width * scale, word.bbox.height * scale
    if is_turned:
        width, height = height, width
    mask = _word_mask(word.text, font, max(4, round(height * _EM_OF_BOX)), max(1, round(width)), max(1, round(height)))
    if is_turned:
        mask = mask.transpose(Image.Transpose.ROTATE_90)
    image.paste(colour, (round(word.bbox.x0 * scale), round(word.bbox.y0 * scale)), mask)


@lru_cache(maxsize=4096)
def _word_mask(text: str, font: str, size: int, width: int, height: int) -> Image.Image:
    """The word in white on black, (height, width), squeezed or stretched to the width."""
    face = _face(font, size)
    natural = max(1, round(face.getlength(text)))
    mask = Image.new("L", (natural, height), 0)
    ImageDraw.Draw(mask).text((0, height * 0.5), text, font=face, fill=255, anchor="lm" if font else None)
    return mask if natural == width else mask.resize((width, height), Image.Resampling.BILINEAR)


@lru_cache(maxsize=256)
def _face(font: str, size: int) -> FontFile:
    return ImageFont.truetype(font, size, layout_engine=ImageFont.Layout.BASIC) if font else ImageFont.load_default(size)


@lru_cache(maxsize=1)
def font_pairs() -> tuple[tuple[str, str], ...]:
    """Paths of (plain, bold) TrueType fonts found on this machine; ``("", "")`` stands for Pillow's own font."""
    files = sorted(path for folder in FONT_FOLDERS if folder.is_dir() for path in folder.rglob("*.[to]tf"))
    usable = [p for p in files if p.stem.lower().startswith(_WANTED) and not any(word in p.stem.lower() for word in _UNWANTED)]
    bold = {_family(p): str(p) for p in usable if "bold" in p.stem.lower()}
    pairs = [(str(p), bold.get(_family(p), str(p))) for p in usable if "bold" not in p.stem.lower()]
    return tuple(pairs) or (("", ""),)


def _family(path: Path) -> str:
    name = path.stem.lower()
    for part in ("-bold", "-regular", "bold", "regular"):
        name = name.replace(part, "")
    return name.rstrip("-_")


def _draw_picture(image: Image.Image, box: BBox, rng: Random) -> None:
    """A stand-in for a photograph: a few soft blobs of grey or colour."""
    size = max(1, round(box.width)), max(1, round(box.height))
    small = Image.new("RGB", (6, 5))
    small.putdata([(rng.randint(60, 240), rng.randint(60, 240), rng.randint(60, 240)) for _ in range(30)])
    image.paste(small.resize(size, Image.Resampling.BICUBIC), (round(box.x0), round(box.y0)))
