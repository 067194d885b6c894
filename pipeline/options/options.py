"""Everything a caller can choose about one extraction; nothing below ``app`` looks at globals."""

from __future__ import annotations

from dataclasses import dataclass

from table import BBox


@dataclass(frozen=True, slots=True)
class RegionRequest:
    """A table box the caller already knows: ``page`` from 1, ``bbox`` in page points (pixels for pictures)."""

    page: int
    bbox: BBox
    id: str | None = None
    rotation: int | None = None  # None: decide from the direction of the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one extraction; the defaults are what most users want."""

    pages: tuple[int, ...] | None = None  # from 1; None: all
    password: str | None = None
    regions: tuple[RegionRequest, ...] = ()  # non-empty: use these instead of detection
    detector: str = "default"  # "default", a local directory, a hub id or a .pth file
    structure: str = "default"
    engine: str = "auto"  # "onnx", "torch"; "auto": ONNX Runtime where the checkpoint was exported
    mode: str = "improved"  # or "compat": the reference's post-processing step for step
    text: str = "auto"  # "pdf" (text layer only), "ocr" (always), "auto"
    words_from: str = "pdfium"  # or "pdfplumber"
    ocr: str = "auto"  # "auto", "tesseract", "rapidocr", "none"
    ocr_language: str = "eng"
    detection_threshold: float | None = None  # None: the checkpoint's profile
    canonicalize: bool = True
    without: frozenset[str] = frozenset()  # rules after the models to switch off, by name
    join_hyphens: bool = False  # put words together that a hyphen cut at a line's end
    keep_blank_lanes: bool = False  # keep rows and columns without any word (forms)
    merge_pages: bool = True  # join tables that run over pages, where the evidence is strong
    max_bytes: int = 200_000_000
    max_pages: int = 2_000
    max_pixels: int = 100_000_000  # of one decoded picture
    deadline_seconds: float | None = None
    threads: int | None = None  # of the models; None: the engine's own choice
