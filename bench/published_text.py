"""Our figures and the published ones of the same set and regime in one terminal table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as RichTable

from bench.evaluation import Evaluation
from bench.published import figures_for, other_regimes
from bench.samples import Dataset
from bench.summaries import detection_precision, detection_summary, structure_precision, summary_table
from bench.terminal import TITLES

EXTRA_TITLES = {
    "detection_f1_50": "detection F1 .5",
    "detection_f1_90": "detection F1 .9",
    "ap": "AP",
    "ap50": "AP50",
    "ap75": "AP75",
    "ar": "AR",
}


def our_figures(evaluation: Evaluation) -> dict[str, float]:
    """Our means under the names that published figures use."""
    rows = summary_table(evaluation).rows.get("all", {})
    found = {metric: summary.mean for metric, summary in rows.items()}
    found |= {f"detection_f1_{float(name) * 100:.0f}": score.value for name, score in detection_summary(evaluation).items()}
    coco = detection_precision(evaluation) if evaluation.regime.task == "detection" else structure_precision(evaluation)
    return found | ({} if coco is None else {name: getattr(coco.overall, name) for name in ("ap", "ap50", "ap75", "ar")})


def print_published(evaluation: Evaluation, dataset: Dataset, console: Console) -> None:
    """Prints the published figures of the same set and regime below ours, with sources; says so when there are none."""
    figures = figures_for(dataset, evaluation.regime)
    if not figures:
        others = "; ".join(other_regimes(dataset, evaluation.regime)) or "none at all"
        console.print(f"no published figure for {dataset.key} under this regime ({evaluation.regime}); there are for: {others}")
        return
    names = [name for name in {**TITLES, **EXTRA_TITLES} if any(name in figure.values for figure in figures)]
    ours = our_figures(evaluation)
    table = RichTable("system", *({**TITLES, **EXTRA_TITLES}[name] for name in names), "source")
    sources = list(dict.fromkeys(figure.source for figure in figures))
    table.add_row(f"{evaluation.system} (ours, n={len(evaluation.tables)})", *(_number(ours.get(name)) for name in names), "this run")
    for figure in figures:
        mark = f"[{sources.index(figure.source) + 1}]" + (f" {figure.note}" if figure.note else "")
        table.add_row(figure.system, *(published_number(figure.values.get(name)) for name in names), mark.replace("[", r"\["))
    console.print(table)
    for number, source in enumerate(sources, start=1):
        console.print(f"[{number}] {source}", markup=False)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def published_number(value: float | None) -> str:
    """Published figures are shown as they were given, without rounding."""
    return "-" if value is None else f"{value:.3f}" if round(value, 3) == value else f"{value:.4f}"
