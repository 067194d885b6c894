"""``tablewright extract FILE...``: tables of a few documents, in the terminal or as files."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import (
    DocumentResult,
    ExtractionError,
    Extractor,
    InputError,
    Options,
    PageDone,
    Recording,
    ReplayDetector,
    ReplayRecognizer,
)
from pipeline.options import Where
from tablewright.exits import Exit, WrongUse, exit_code
from tablewright.flags import takes_options
from tablewright.lines import error_line, note_line
from tablewright.option_parsing import FORMATS, parse_formats, read_regions, read_text
from tablewright.outputs import TEXT_FORMATS, render, write_outputs, write_whole
from tablewright.schema_check import MAX_SHOWN, read_schema, schema_problems
from tablewright.terminal import print_result

app = typer.Typer()
MAX_RECORDING_BYTES = 1_000_000_000
DEFAULT_FORMATS = ("html", "json", "csv")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the results of one call go."""

    out: Path | None
    formats: tuple[str, ...] | None
    has_overlay: bool
    debug: Path | None
    save_objects: Path | None
    is_quiet: bool
    validator: Any = None  # of --schema

    @property
    def wants_pictures(self) -> bool:
        return self.has_overlay or self.debug is not None


@app.command("extract", no_args_is_help=True)
@takes_options(Where.EXTRACT)
def extract_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="PDF, PNG, JPEG, TIFF, WebP or BMP; - reads standard input.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Folder for the results; without it they are printed.")] = None,
    format_names: Annotated[str | None, typer.Option("--format", help=f"Any of {','.join(FORMATS)}; with -o: html,json,csv.")] = None,
    overlay: Annotated[bool, typer.Option("--overlay", help="Write a PNG of each page with its tables drawn on it (needs -o).")] = False,
    region: Annotated[list[str] | None, typer.Option(metavar="PAGE:x0,y0,x1,y1", help="A table's box in page points; repeatable.")] = None,
    regions: Annotated[Path | None, typer.Option(metavar="FILE.json", help="Table boxes instead of detection.")] = None,
    debug: Annotated[Path | None, typer.Option(metavar="DIR", help="Write one HTML page with every step drawn.")] = None,
    save_objects: Annotated[Path | None, typer.Option(metavar="FILE", help="Save what the models said.")] = None,
    from_objects: Annotated[Path | None, typer.Option(metavar="FILE", help="Replay saved objects instead of running models.")] = None,
    schema: Annotated[Path | None, typer.Option(metavar="FILE.json", help="JSON Schema of one record; names what does not fit.")] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Do not print the tables.")] = False,
    *,
    options: Options,
) -> None:
    """Extract the tables of one or more documents."""
    delivery = Delivery(out, None if format_names is None else parse_formats(format_names), overlay, debug, save_objects, quiet)
    if schema is not None:
        delivery = replace(delivery, validator=read_schema(schema))
    _check(delivery, files, from_objects)
    chosen = replace(options, regions=read_regions(region or [], regions))
    extractor = _extractor(from_objects)
    stems = output_stems(files)
    raise typer.Exit(max(_one(extractor, name, stem, chosen, delivery) for name, stem in zip(files, stems, strict=True)))


def _check(delivery: Delivery, files: list[str], from_objects: Path | None) -> None:
    if str(delivery.out) == "-":
        raise WrongUse("-o takes a folder; without -o and with one --format the result is written to standard output")
    if delivery.out is not None and delivery.out.exists() and not delivery.out.is_dir():
        raise InputError(f"{str(delivery.out)!r} is a file; -o takes a folder")
    if delivery.out is None and delivery.has_overlay:
        raise typer.BadParameter("--overlay needs -o FOLDER")
    if delivery.out is None and delivery.formats and (len(delivery.formats) > 1 or delivery.formats[0] not in TEXT_FORMATS):
        raise typer.BadParameter("several formats, and xlsx, need -o FOLDER")
    if (delivery.save_objects or from_objects) and len(files) > 1:
        raise typer.BadParameter("--save-objects and --from-objects take one document at a time")


def _extractor(from_objects: Path | None) -> Extractor:
    if from_objects is None:
        return Extractor()
    recording = Recording.from_json(read_text(from_objects, max_bytes=MAX_RECORDING_BYTES))
    return Extractor(detector=ReplayDetector(recording), recognizer=ReplayRecognizer(recording))


def output_stems(files: list[str]) -> list[str]:
    """A name for the outputs of each file: without its extension, or with it where two would be the same.

    >>> output_stems(["a/x.pdf", "-", "y.png", "b/x.png"])
    ['x.pdf', 'stdin', 'y', 'x.png']
    """
    stems = ["stdin" if name == "-" else Path(name).stem for name in files]
    names = ["stdin" if name == "-" else Path(name).name for name in files]
    unique = [stem if stems.count(stem) == 1 else name for stem, name in zip(stems, names, strict=True)]
    return [stem if unique.count(stem) == 1 else f"{stem}-{index + 1}" for index, stem in enumerate(unique)]


def _one(extractor: Extractor, name: str, stem: str, options: Options, delivery: Delivery) -> int:
    """Extracts one document and delivers its result; returns its exit code. One bad document does not stop the others."""
    recording = Recording() if delivery.save_objects else None
    label = "standard input" if name == "-" else name
    try:
        if not name:
            raise InputError("no file is named")
        if name != "-" and Path(name).is_dir():
            raise InputError("is a folder; use `tablewright batch` for folders")
        pictures = _Pictures(delivery, stem) if delivery.wants_pictures else None
        source = sys.stdin.buffer if name == "-" else Path(name)
        result = extractor.extract(source, options, record=recording, on_page=pictures)
        _deliver(result, label, stem, delivery)
        if pictures:
            pictures.finish(result)
        if recording is not None and delivery.save_objects:
            write_whole(delivery.save_objects, recording.to_json().encode())
    except (ExtractionError, OSError) as error:
        error_line(f"{label}: {error}")
        return exit_code(error) if isinstance(error, ExtractionError) else Exit.DOCUMENT
    fits = delivery.validator is None or _fits(result, label, delivery.validator)
    return Exit.READ if result.status == "complete" and fits else Exit.PARTIAL


def _fits(result: DocumentResult, label: str, validator: Any) -> bool:
    """Whether every record fits the schema; what does not is told on standard error."""
    problems = list(islice(schema_problems(result.tables, validator), MAX_SHOWN))
    for problem in problems:
        note_line(f"{label}: {problem}")
    return not problems


def _deliver(result: DocumentResult, label: str, stem: str, delivery: Delivery) -> None:
    if delivery.out is None and delivery.formats:
        typer.echo(render(result, delivery.formats[0]), nl=False)
    elif not delivery.is_quiet:
        print_result(result, label)
    if delivery.out is not None:
        paths = write_outputs(result, delivery.out, stem, delivery.formats or DEFAULT_FORMATS)
        note_line(f"{label}: {len(result.tables)} table(s); wrote {', '.join(path.name for path in paths)} to {delivery.out}")


class _Pictures:
    """Draws each page while the document is open."""

    def __init__(self, delivery: Delivery, stem: str) -> None:
        from pipeline.debug import DebugReport

        self._delivery, self._stem = delivery, stem
        self._num_overlays = 0
        self._report = DebugReport(delivery.debug / stem, stem) if delivery.debug else None

    def __call__(self, event: PageDone) -> None:
        if event.page is None:
            return
        if self._delivery.has_overlay and self._delivery.out:
            from pipeline.debug import overlay_png

            self._delivery.out.mkdir(parents=True, exist_ok=True)
            path = self._delivery.out / f"{self._stem}.page-{event.page.number}.png"
            write_whole(path, overlay_png(event.page, event.result))
            self._num_overlays += 1
        if self._report:
            self._report.add_page(event.page, event.result)

    def finish(self, result: DocumentResult) -> None:
        if self._num_overlays:
            note_line(f"{self._num_overlays} overlay picture(s): {self._stem}.page-N.png")
        if self._report:
            note_line(f"debug page: {self._report.write(result)}")
