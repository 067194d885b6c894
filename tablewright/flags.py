"""Command-line flags shared by ``extract`` and ``batch``, so that both spell and explain them alike."""

from __future__ import annotations

from typing import Annotated

import typer

_CHECKPOINT = "default, a local directory, a hub id or a .pth file; see `tablewright models`."
Detector = Annotated[str, typer.Option(help=f"Table detection checkpoint: {_CHECKPOINT}")]
Structure = Annotated[str, typer.Option(help=f"Table structure checkpoint: {_CHECKPOINT}")]
Engine = Annotated[str, typer.Option(help="auto, onnx or torch: what runs the models; auto: ONNX Runtime where they were exported.")]
Mode = Annotated[str, typer.Option(help="improved, or compat: the reference's post-processing step for step.")]
Text = Annotated[str, typer.Option(help="auto, pdf (text layer only) or ocr (always).")]
WordsFrom = Annotated[str, typer.Option(help="pdfium or pdfplumber.")]
Ocr = Annotated[str, typer.Option(help="auto, tesseract, rapidocr or none.")]
OcrLanguage = Annotated[str, typer.Option(help="Language of the OCR engine, for example eng or deu.")]
Threshold = Annotated[float | None, typer.Option(help="Least score of a detected table, 0 to 1; default: the checkpoint's.")]
Threads = Annotated[int | None, typer.Option(help="CPU threads of the models.")]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="RULE", help="Switch a rule after the models off, by its name; repeatable.")
]
NoCanonicalize = Annotated[bool, typer.Option("--no-canonicalize", help="Leave oversplit cells as they were recognised.")]
JoinHyphens = Annotated[bool, typer.Option("--join-hyphens", help="Put words together that a hyphen cut at a line's end.")]
KeepBlankLanes = Annotated[bool, typer.Option("--keep-blank-lanes", help="Keep rows and columns without any word (forms).")]
MergePages = Annotated[bool, typer.Option("--merge-pages/--no-merge-pages", help="Join tables that run over pages.")]
