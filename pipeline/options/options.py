"""Everything a caller can choose about one extraction; nothing below ``app`` looks at globals.

Each option is declared once, here: its default, what it means in words for users, its choices or bounds, and where it can
be chosen. The command line, the service's form, the checks and the JSON of results are made of these declarations.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field, fields
from enum import Flag, auto
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from table import BBox

FORMER_NAMES = MappingProxyType({"keep_blank_lanes": "keep_blank_rows_and_columns"})  # still understood, with a warning


class Where(Flag):
    """Who can set an option: ``extract`` and ``batch`` on the command line, a request's form."""

    EXTRACT = auto()
    BATCH = auto()
    FORM = auto()
    COMMANDS = EXTRACT | BATCH
    ALL = COMMANDS | FORM
    NONE = 0


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is said once about an option. ``least`` and ``most`` are bounds, ``above`` one that is not reached itself.

    ``command`` is its name on the command line where that differs from the field's.
    """

    name: str
    kind: Any
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    above: float | None = None
    pattern: str | None = None
    metavar: str | None = None
    command: str | None = None
    where: Where = Where.ALL

    @property
    def sentence(self) -> str:
        """The help with the choices."""
        return f"{self.help} One of {', '.join(self.choices)}." if self.choices else self.help


@dataclass(frozen=True, slots=True)
class RegionRequest:
    """A table box the caller already knows: ``page`` from 1, ``bbox`` in page points (pixels for pictures)."""

    page: int
    bbox: BBox
    id: str | None = None
    rotation: int | None = None  # None: decide from the direction of the words


def _option(default: Any, help: str, **said: Any) -> Any:
    return field(default=default, metadata={"help": help, **said})


_CHECKPOINT = "default, a local directory, a hub id or a .pth file; see `tablewright models`."
_POSITIVE: Mapping[str, Any] = {"above": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one extraction; the defaults are what most users want."""

    pages: tuple[int, ...] | None = _option(None, "Pages to read, for example 1-3,7; default all.", where=Where.EXTRACT | Where.FORM)
    password: str | None = _option(None, "Password of encrypted PDFs.")
    regions: tuple[RegionRequest, ...] = _option((), '{"regions": [{"id", "page", "bbox"}]} instead of detection.', where=Where.FORM)
    detector: str = _option("default", f"Table detection checkpoint: {_CHECKPOINT}", where=Where.COMMANDS)
    structure: str = _option("default", f"Table structure checkpoint: {_CHECKPOINT}", where=Where.COMMANDS)
    engine: str = _option(
        "auto",
        "What runs the models; auto: ONNX Runtime where they were exported, in 8 bits where they were rounded; onnx: in 32 bits.",
        choices=("auto", "onnx", "torch"),
        where=Where.COMMANDS,
    )
    device: str = _option(
        "cpu", "Where the models run: cpu, or a device of torch, for example cuda.", pattern=r"^[a-z]+(:[0-9]+)?$", where=Where.COMMANDS
    )
    mode: str = _option(
        "improved", "Rules after the models; compat: the reference's post-processing step for step.", choices=("improved", "compat")
    )
    text: str = _option("auto", "Where words come from; pdf: the text layer only, ocr: always OCR.", choices=("auto", "pdf", "ocr"))
    words_from: str = _option("pdfium", "Reader of the text layer.", choices=("pdfium", "pdfplumber"))
    ocr: str = _option("auto", "OCR engine.", choices=("auto", "tesseract", "rapidocr", "none"))
    ocr_language: str = _option("eng", "Language of the OCR engine, for example eng or deu+eng.", pattern=r"^[A-Za-z][A-Za-z_+]{1,40}$")
    detection_threshold: float | None = _option(
        None, "Least score of a detected table, 0 to 1; default: the checkpoint's.", least=0, most=1, command="threshold"
    )
    canonicalize: bool = _option(True, "Merge oversplit cells where that is safe.")
    structure_form: str = _option(
        "canonical", "Form of tables; printed: blank cells stay apart, cells are as large as drawn.", choices=("canonical", "printed")
    )
    without: frozenset[str] = _option(frozenset(), "Switch a rule after the models off, by its name; repeatable.", metavar="RULE")
    join_hyphens: bool = _option(False, "Put words together that a hyphen cut at a line's end.")
    keep_blank_rows_and_columns: bool = _option(False, "Keep rows and columns without any word (forms).")
    merge_pages: bool = _option(True, "Join tables that run over pages, where the evidence is strong.")
    max_bytes: int = _option(200_000_000, "Bytes of one document.", **_POSITIVE, where=Where.NONE)
    max_pages: int = _option(2_000, "Pages of one document.", **_POSITIVE, where=Where.NONE)
    max_pixels: int = _option(100_000_000, "Pixels of one decoded picture.", **_POSITIVE, where=Where.NONE)
    deadline_seconds: float | None = _option(
        None, "Seconds for one document; then a partial result.", **_POSITIVE, command="timeout", where=Where.EXTRACT
    )
    threads: int | None = _option(None, "CPU threads of the models; default: the engine's own choice.", **_POSITIVE, where=Where.COMMANDS)
    keep_blank_lanes: InitVar[bool | None] = None

    def __post_init__(self, keep_blank_lanes: bool | None) -> None:
        if keep_blank_lanes is not None:
            warnings.warn("keep_blank_lanes is now called keep_blank_rows_and_columns", DeprecationWarning, stacklevel=3)
            object.__setattr__(self, "keep_blank_rows_and_columns", keep_blank_lanes)


@cache
def declarations(where: Where | None = None) -> tuple[Declaration, ...]:
    """What is said about the options, in order: all, or those that can be set at a place."""
    kinds = get_type_hints(Options)
    found = (Declaration(one.name, kinds[one.name], one.default, **one.metadata) for one in fields(Options))
    return tuple(one for one in found if where is None or where in one.where)
