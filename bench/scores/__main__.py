"""``python -m bench.scores --data DIR``: all development sets, or some, with one result file."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.results import write_result
from bench.rule_switches import options_without
from bench.samples import DatasetError
from bench.scores.figures import scores_json, set_json
from bench.scores.models import load_models
from bench.scores.run import SetResult, Variant, run_set
from bench.scores.sets import SETS, DevelopmentSet
from bench.terminal import PatientConsole
from canonicalize import AnnotationError
from pipeline.errors import ExtractionError

app = typer.Typer()
REGIONS = (("num_complete", "num_true"), ("num_pure", "num_predicted"))
DataOption = Annotated[Path, typer.Option("--data", envvar="TABLEWRIGHT_BENCH_DATA", help="The folder with the development sets.")]
CacheOption = Annotated[Path, typer.Option("--cache", help="Where OCR words and unpacked archives are kept.")]
OnlyOption = Annotated[list[str] | None, typer.Option("--only", help=f"Sets to run: {', '.join(one.name for one in SETS)}.")]


@app.command()
def scores_command(
    data: DataOption,
    only: OnlyOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="A few samples of each set.")] = False,
    structure: Annotated[str, typer.Option("--structure", help="Structure checkpoint.")] = "default",
    detector: Annotated[str, typer.Option("--detector", help="Detection checkpoint.")] = "default",
    engine: Annotated[str, typer.Option("--engine", help="auto, onnx or torch.")] = "auto",
    without: Annotated[list[str] | None, typer.Option("--without", help="A rule to switch off, by its name; repeatable.")] = None,
    cache: CacheOption = Path("out/scores-cache"),
    seed: Annotated[int, typer.Option("--seed", help="Of the intervals.")] = 0,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here, set by set.")] = None,
) -> None:
    """Run the development sets and print one line per set."""
    console, rules = PatientConsole(highlight=False), tuple(without or ())
    try:
        chosen, variant = chosen_sets(only), Variant("without " + ", ".join(rules) if rules else "product", options_without(rules))
        models = load_models(detector, structure, engine=engine)
    except (ValueError, ExtractionError) as error:
        raise typer.BadParameter(str(error)) from error
    results: list[SetResult] = []
    for one in chosen:
        start = time.perf_counter()
        try:
            results += run_set(one, data, cache, models, [variant], is_quick=quick)
        except (DatasetError, AnnotationError) as error:
            console.print(f"{one.name}: left out: {error}")
            continue
        command = " ".join(["python -m bench.scores", *without_paths(sys.argv[1:])])
        if out:  # after every set, so that nothing is lost when a later one fails
            write_result(scores_json(results, models.facts, command=command, seed=seed, without=rules), out)
        console.print(f"{one.name}: {time.perf_counter() - start:.0f} s")
    typer.echo(scores_text(results, seed))


def chosen_sets(names: list[str] | None) -> tuple[DevelopmentSet, ...]:
    """The sets called ``names``, all without names. Raises ``ValueError`` for an unknown name."""
    unknown = set(names or ()) - {one.name for one in SETS}
    if unknown:
        raise ValueError(f"unknown set {', '.join(sorted(unknown))}: choose from {', '.join(one.name for one in SETS)}")
    return tuple(one for one in SETS if not names or one.name in names)


def without_paths(arguments: list[str]) -> list[str]:
    """The arguments with the names of folders and files only, as a result must not tell where things lie."""
    return [Path(argument).name if "/" in argument else argument for argument in arguments]


def scores_text(results: list[SetResult], seed: int = 0) -> str:
    """One line per set, every figure it has, in columns as wide as their texts."""
    names = ("top", "con", "acc", "no space", "topology", "F1 .5", "F1 .9", "complete", "pure", "wrong unflagged", "flagged", "rows right")
    lines = [("set", "tables", *names)] + [(r.of.name, *scores_row(set_json(r, seed)["figures"])) for r in results]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def scores_row(found: dict[str, Any]) -> list[str]:
    """The texts of one line; a dash where a set has no such figure."""
    kept = ("means", "values", "detection_f1", "completeness_and_purity", "rows")
    means, values, f1, regions, rows = (found.get(name) or {} for name in kept)
    metrics = ("grits_top", "grits_con", "acc_con", "acc_con_no_space", "exact_topology")
    shown: list[str] = [f"{means[name][0]:.4f}" if name in means else "-" for name in metrics]
    shown += [f"{f1[name]:.3f}" if name in f1 else "-" for name in ("0.5", "0.9")]
    shown += [f"{regions[part]}/{regions[whole]}" if regions else "-" for part, whole in REGIONS]
    shown += [f"{values[name]:.1f}" if name in values else "-" for name in ("wrong_unflagged_per_1000", "wrong_flagged_per_1000")]
    num = found.get("num_tables") or rows.get("num_tables") or "-"
    return [str(num), *shown, f"{rows['right']}/{rows['num']}" if rows else "-"]


if __name__ == "__main__":
    app()
