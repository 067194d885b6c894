"""The whole report: scores with intervals, average precision, distributions, breakdowns, comparison, worst tables.

One HTML text without links to anything: pictures are data URLs, charts are SVG.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from bench.evaluation import Evaluation, TableResult
from bench.published import Figure, figures_for
from bench.published_text import EXTRA_TITLES, our_figures, published_number
from bench.reliability import cell_pairs, reliability, table_pairs
from bench.report.charts import bars, diagram, histogram, scatter
from bench.report.overlays import NoPicture, overlay
from bench.report.tables import side_by_side
from bench.results import environment, text_origin
from bench.samples import Dataset
from bench.summaries import (
    Comparison,
    compare,
    detection_precision,
    detection_summary,
    leading_metric,
    structure_precision,
    summary_table,
    worst_tables,
)
from bench.terminal import FEW_DOCUMENTS, FEW_WARNING, TITLES, main_metrics
from grits import CocoScores, normalisation_name

STYLE = """
body{font:14px/1.45 sans-serif;margin:2em auto;max-width:1200px;padding:0 1em;color:#222}
table{border-collapse:collapse;margin:.6em 0}th,td{border:1px solid #bbb;padding:.15em .5em;text-align:left;vertical-align:top}
th{background:#eef2f6}.n td:not(:first-child){text-align:right;font-variant-numeric:tabular-nums}.i{color:#777;font-size:85%}
.t{font-size:11px}.t td.h{background:#fdeeda}.t td.p{background:#eee2f5}.t td.d{outline:2px solid #d33;outline-offset:-2px}
.pair{display:flex;gap:1em}.pair>div{flex:1;min-width:0;overflow-x:auto}.charts{display:flex;flex-wrap:wrap;gap:1em}
img{max-width:100%;border:1px solid #ccc}h3{margin-top:2em}details{margin:.5em 0}
"""
MAX_DIFFERENCES = 30


def report_page(evaluations: Sequence[Evaluation], dataset: Dataset, *, worst: int = 10, seed: int = 0, command: str = "") -> str:
    """The page for one system, or for two on the same tables. ``worst`` tables of each are drawn."""
    title = f"{' and '.join(item.system for item in evaluations)} on {dataset.title}"
    body = [f"<h1>{html.escape(title)}</h1>", _about(evaluations, dataset, seed, command)]
    if len(evaluations) == 2:
        body.append(_comparison(compare(evaluations[0], evaluations[1], seed=seed)))
    for evaluation in evaluations:
        body += _system(evaluation, dataset, worst, seed)
    return html_page(title, "\n".join(body))


def html_page(title: str, body: str) -> str:
    """``body`` (HTML) as a page with the report's style; ``title`` is plain text."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _about(evaluations: Sequence[Evaluation], dataset: Dataset, seed: int, command: str) -> str:
    evaluation = evaluations[0]
    options, made = evaluation.options, environment(command)
    facts = {
        **{f"weights of {item.system}": weights_text(item.facts) for item in evaluations if item.facts},
        "regime": str(evaluation.regime),
        "text from": text_origin(evaluation, dataset),
        "GriTS flavour": options.mode,
        "text normalisation": normalisation_name(options.switches),
        "cell texts": f"{options.cell_texts} where the truth is boxes and words",
        "samples, tables, broken samples": f"{len(dataset.samples)}, {dataset.num_tables}, {len(dataset.broken)}",
        "averaging": "mean over tables; intervals: 95 % bootstrap over documents; a missed or failed table counts 0",
        "seed": seed,
        "commit": made["commit"],
        "machine": made["machine"],
        "command": command,
    }
    return _table(["", ""], facts.items(), kind="")


def weights_text(facts: Mapping[str, object]) -> str:
    """Each model's name and the start of its checksum, in one line."""
    named = ((name, value) for name, value in facts.items() if isinstance(value, Mapping))
    parts = [f"{name}: {value.get('name', '')} {str(value.get('sha256', ''))[:12]}".strip() for name, value in named]
    return ", ".join(part.rstrip(": ") for part in parts) or "-"


def _system(evaluation: Evaluation, dataset: Dataset, worst: int, seed: int) -> list[str]:
    summaries = summary_table(evaluation, seed)
    parts = [f"<h2>{html.escape(evaluation.system)}</h2>", _published(evaluation, dataset)]
    if evaluation.pages:
        found = (
            (f"IoU {name}", f"{s.value:.4f}", f"{s.precision:.4f}", f"{s.recall:.4f}") for name, s in detection_summary(evaluation).items()
        )
        parts += ["<h3>Detection</h3>", _table(["threshold", "F1", "precision", "recall"], found)]
    if summaries.rows:
        rows = [
            [
                kind,
                next(iter(row.values())).num,
                *(_Html(f"{s.mean:.4f}<br><span class=i>{s.low:.3f} – {s.high:.3f}</span>") for s in row.values()),
            ]
            for kind, row in summaries.rows.items()
        ]
        parts += ["<h3>Scores with 95 % intervals</h3>", _table(["tables", "n", *(TITLES[m] for m in summaries.metrics)], rows)]
        parts += ["<h3>Distributions</h3>", _charts(evaluation)]
        by_kind = [bars({kind: row[m] for kind, row in summaries.rows.items()}, TITLES[m]) for m in main_metrics(summaries.metrics)]
        parts += ["<h3>By size and kind</h3>", f'<div class="charts">{"".join(by_kind)}</div>']
    parts += _reliability(evaluation)
    for title, coco in (("structure objects", structure_precision(evaluation)), ("detected tables", detection_precision(evaluation))):
        parts += [f"<h3>Average precision of {title}</h3>", _coco(coco)] if coco else []
    return [*parts, *_failures(evaluation, dataset), *_worst(evaluation, worst)]


def _charts(evaluation: Evaluation) -> str:
    tables = evaluation.tables
    shown = [metric for metric in evaluation.options.metrics if metric not in ("acc_con", "acc_con_no_space", "exact_topology")]
    charts = [histogram([table.scores.values[metric] for table in tables], TITLES[metric]) for metric in shown]
    metric = leading_metric(evaluation)
    dots = [(table.kind.num_positions, table.scores.values[metric], table.id) for table in tables]
    return f'<div class="charts">{"".join(charts)}{scatter(dots, f"{TITLES[metric]} by size of table")}</div>'


def _reliability(evaluation: Evaluation) -> list[str]:
    """Reliability diagrams of cells and tables, with the expected calibration error."""
    found = [("cells", reliability(cell_pairs(evaluation))), ("tables", reliability(table_pairs(evaluation)))]
    charts = [diagram(item, f"Confidence of {name}") for name, item in found if item is not None]
    if not charts:
        return []
    rows = [
        (name, item.num, f"{item.expected_error:.4f}", f"{item.share_right:.4f}", item.num_sure, f"{item.share_right_of_sure:.4f}")
        for name, item in found
        if item is not None
    ]
    head = ["confidence of", "n", "expected calibration error", "right", "above 0.9", "of these right"]
    return ["<h3>Confidence</h3>", _table(head, rows), f'<div class="charts">{"".join(charts)}</div>']


def _published(evaluation: Evaluation, dataset: Dataset) -> str:
    figures = figures_for(dataset, evaluation.regime)
    if not figures:
        return ""
    titles = {**TITLES, **EXTRA_TITLES}
    names = [name for name in titles if any(name in figure.values for figure in figures)]
    ours = our_figures(evaluation)
    rows = [[f"{evaluation.system} (this run)", *(f"{ours[n]:.4f}" if n in ours else "-" for n in names), f"n={len(evaluation.tables)}"]]
    rows += [_figure_row(figure, names) for figure in figures]
    heading = "<h3>Published figures of the same set and regime</h3>"
    return heading + _table(["system", *(titles[name] for name in names), "source"], rows)


def _figure_row(figure: Figure, names: Iterable[str]) -> list[str]:
    values = [published_number(figure.values.get(name)) for name in names]
    return [figure.system, *values, figure.source + (f" ({figure.note})" if figure.note else "")]


def _coco(scores: CocoScores) -> str:
    rows = [
        (label, *(f"{value:.4f}" for value in (item.ap, item.ap50, item.ap75, item.ar)))
        for label, item in {"all classes": scores.overall, **scores.per_class}.items()
    ]
    return _table(["class", "AP", "AP50", "AP75", "AR"], rows)


def _comparison(found: Comparison) -> str:
    rows = [
        (
            TITLES[metric],
            f"{test.mean_difference:+.4f}",
            f"{test.low:+.4f} .. {test.high:+.4f}",
            f"{test.p_value:.4f}",
            test.num_wins,
            test.num_losses,
            test.num_ties,
        )
        for metric, test in found.tests.items()
    ]
    head = ["score", f"{found.second} - {found.first}", "95 % interval", "p (sign flips over documents)", "wins", "losses", "ties"]
    largest = [(name, f"{a:.4f}", f"{b:.4f}", f"{b - a:+.4f}") for name, a, b in found.differences[:MAX_DIFFERENCES]]
    few = f"<p>Only {found.num_documents} documents: {FEW_WARNING}.</p>" if found.num_documents < FEW_DOCUMENTS else ""
    return (
        f"<h2>{html.escape(found.second)} against {html.escape(found.first)}</h2>{_table(head, rows)}{few}"
        f"<details><summary>Tables that differ most in {TITLES[found.metric]}</summary>"
        f"{_table(['table', found.first, found.second, 'difference'], largest)}</details>"
    )


def _failures(evaluation: Evaluation, dataset: Dataset) -> list[str]:
    problems = [(table.id, problem) for table in evaluation.tables for problem in table.scores.problems]
    broken = [(item.name, item.reason) for item in dataset.broken]
    parts = []
    for title, rows in (("Problems", problems), ("Broken samples, not scored", broken)):
        if rows:
            parts.append(f"<details><summary>{title} ({len(rows)})</summary>{_table(['name', 'reason'], rows, kind='')}</details>")
    return parts


def _worst(evaluation: Evaluation, number: int) -> list[str]:
    found = worst_tables(evaluation, number)
    if not found:
        return []
    note = (
        "<p>Green: true cells, red: predicted cells. Cells outlined in red differ from the cell at the aligned place of the other side; "
        "shaded: column and projected row headers.</p>"
    )
    return [
        f"<h3>The {len(found)} worst tables by {TITLES[leading_metric(evaluation)]}</h3>",
        note,
        *(_worst_table(item, evaluation) for item in found),
    ]


def _worst_table(item: TableResult, evaluation: Evaluation) -> str:
    picture = overlay(item)
    image = f'<img alt="overlay" src="{picture}">'
    if isinstance(picture, NoPicture):
        image = f"<p>no picture: {html.escape(picture.reason)}</p>"
    scores = ", ".join(f"{TITLES[m]} {item.scores.values[m]:.3f}" for m in evaluation.options.metrics)
    problems = "".join(f"<p>{html.escape(problem)}</p>" for problem in item.scores.problems)
    size = f"{item.kind.num_rows} x {item.kind.num_columns}, {', '.join(item.kind.names)}"
    return f"<h4>{html.escape(item.id)}</h4><p>{scores}<br>{size}</p>{problems}{image}{side_by_side(item.truth, item.prediction)}"


class _Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], kind: str = "n") -> str:
    def shown(value: object) -> str:
        return value if isinstance(value, _Html) else html.escape(str(value))

    top = "".join(f"<th>{html.escape(name)}</th>" for name in head) if any(head) else ""
    lines = "".join(f"<tr>{''.join(f'<td>{shown(value)}</td>' for value in row)}</tr>" for row in rows)
    return f'<table class="{kind}"><tr>{top}</tr>{lines}</table>' if top else f'<table class="{kind}">{lines}</table>'
