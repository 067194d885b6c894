"""``tablewright build-dataset``: datasets in PubTables-1M's layout from articles or other releases, with report and viewer."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from canonicalize.readers.article_files import find_articles
from training.datasets.build import measure
from training.datasets.build.articles import build_article
from training.datasets.build.builder import BuildSettings, build, default_workers, write_filelists
from training.datasets.build.report import write_report
from training.datasets.build.viewer import find_samples, write_viewer

app = typer.Typer(no_args_is_help=True, help="Build, look at and check datasets in PubTables-1M's layout.")

Source = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with the source documents; searched through.")]
Output = Annotated[Path, typer.Argument(file_okay=False, help="Dataset folder; an interrupted build goes on there.")]
Workers = Annotated[int, typer.Option(min=0, help="Processes; 0: one per core.")]
Seed = Annotated[str, typer.Option(help="Changes the split by document.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most this many documents.")]


@app.command()
def articles(source: Source, output: Output, workers: Workers = 0, seed: Seed = "", limit: Limit = None) -> None:
    """From PMC-style articles: pairs of a PDF and its JATS/NXML markup."""
    _run(find_articles(source), partial(build_article, seed=seed), output, "articles", workers, seed, limit)


@app.command()
def fintabnet(source: Source, output: Output, workers: Workers = 0, seed: Seed = "", limit: Limit = None) -> None:
    """From a FinTabNet release (cell JSONL files and one-page PDFs), canonicalized as FinTabNet.c."""
    _release("fintabnet", source, output, workers, seed, limit)


@app.command()
def scitsr(source: Source, output: Output, workers: Workers = 0, seed: Seed = "", limit: Limit = None) -> None:
    """From a SciTSR release (structure JSON and PDFs), canonicalized as SciTSR.c."""
    _release("scitsr", source, output, workers, seed, limit)


@app.command()
def icdar2013(source: Source, output: Output, workers: Workers = 0, seed: Seed = "", limit: Limit = None) -> None:
    """From the ICDAR-2013 competition's XML and PDFs, canonicalized as ICDAR-2013.c."""
    _release("icdar2013", source, output, workers, seed, limit)


@app.command()
def pubtabnet(source: Source, output: Output, workers: Workers = 0, seed: Seed = "", limit: Limit = None) -> None:
    """From PubTabNet JSONL and pictures; each cell's text box stands for its words."""
    _release("pubtabnet", source, output, workers, seed, limit)


def _release(kind: str, source: Path, output: Path, workers: int, seed: str, limit: int | None) -> None:
    from training.datasets.build import releases

    find: Callable[[Path], list[releases.ReleaseJob]] = getattr(releases, f"find_{kind}")
    _run(find(source), partial(releases.build_release, seed=seed), output, kind, workers, seed, limit)


def _run(jobs: Sequence[Any], make: Callable[[Any], Any], output: Path, kind: str, workers: int, seed: str, limit: int | None) -> None:
    if not jobs:
        raise typer.BadParameter(f"no {kind} document was found there; see the README for the expected files", param_hint="SOURCE")
    chosen = jobs[:limit]
    records = []
    settings = BuildSettings(kind, seed)
    with typer.progressbar(length=len(chosen), label=kind) as bar:
        for record in build(chosen, make, output, settings, workers or default_workers()):
            records.append(record)
            bar.update(1)
    write_filelists(output)
    value = write_report(output, sorted(records, key=lambda record: record.document))
    typer.echo(f"{value['samples']} samples, {value['refused']} refused, report: {output / 'report.md'}")
    for reason, count in value["refused_by_reason"].items():
        typer.echo(f"  {count:5d}  {reason}")


@app.command()
def view(
    dataset: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Dataset folder.")],
    page: Annotated[Path, typer.Argument(dir_okay=False, help="HTML file to write.")],
    split: Annotated[str | None, typer.Option(help="train, val or test; all if not given.")] = None,
    count: Annotated[int, typer.Option(min=1, help="At most this many samples, evenly spread over the names.")] = 50,
) -> None:
    """One HTML page over samples: pictures with boxes, words, cells, HTML and quality verdicts."""
    samples = find_samples(dataset, split)
    if not samples:
        raise typer.BadParameter("there is no structure annotation in the folder", param_hint="DATASET")
    step = max(1, -(-len(samples) // count))
    write_viewer(page, dataset, samples[::step])
    typer.echo(f"{len(samples[::step])} of {len(samples)} samples: {page}")


@app.command("check-icdar2013")
def check_icdar2013(folder: Source) -> None:
    """Agreement of our canonical form with a stored one, table by table (JSON files with raw_cells and cells)."""
    _tell(measure.icdar2013_agreement(folder))


@app.command("check-round-trip")
def check_round_trip(
    annotations: Source,
    words: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="Folder of the words files.")] = None,
    rules: Annotated[str, typer.Option(help="pubtables or fintabnet: whose canonical form it is.")] = "pubtables",
) -> None:
    """Read, canonicalize and write PASCAL VOC samples again: how many files stay the same byte for byte."""
    if rules not in measure.ROUND_TRIP_OPTIONS:
        raise typer.BadParameter(f"must be one of {', '.join(measure.ROUND_TRIP_OPTIONS)}", param_hint="--rules")
    _tell(measure.round_trip(annotations, words, measure.ROUND_TRIP_OPTIONS[rules]))


@app.command("check-pubtabnet")
def check_pubtabnet(files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]) -> None:
    """The paper's oversegmentation survey on PubTabNet files, before and after canonicalization."""
    typer.echo(json.dumps(measure.pubtabnet_oversegmentation(files), indent=1))


def _tell(outcomes: Sequence[measure.Outcome]) -> None:
    same = sum(outcome.is_same for outcome in outcomes)
    for outcome in outcomes:
        if not outcome.is_same:
            typer.echo(f"  {outcome.name}: {outcome.detail}")
    typer.echo(f"{same} of {len(outcomes)} the same ({same / max(1, len(outcomes)):.1%})")


if __name__ == "__main__":
    app()
