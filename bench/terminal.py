"""A result in the terminal: one line per kind of table, one column per metric."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as RichTable

from bench.evaluation import Evaluation
from bench.reliability import cell_pairs, reliability, table_pairs
from bench.samples import Dataset
from bench.summaries import (
    Comparison,
    detection_precision,
    detection_summary,
    region_counts,
    structure_precision,
    summary_table,
    values_json,
)
from grits import CocoScores, Summary, normalisation_name

TITLES = {
    "grits_top": "GriTS_Top",
    "grits_con": "GriTS_Con",
    "grits_loc": "GriTS_Loc",
    "acc_con": "AccCont",
    "acc_con_no_space": "AccCont, no space",
    "exact_topology": "exact topology",
    "adjacency": "adjacency F1",
    "header_f1": "header F1",
    "prh_f1": "PRH F1",
    "teds": "TEDS",
    "teds_struct": "TEDS-Struct",
    "trm": "TableRecordMatch",
    "gtrm": "GTRM",
    "t_lag": "T-LAG",
}
MAIN_METRICS = ("grits_top", "grits_con", "acc_con_no_space", "exact_topology")
MAX_FAILURES = 5
FEW_DOCUMENTS = 20
FEW_WARNING = "the test can hardly tell a difference from chance; look at the tables that differ"


def main_metrics(metrics: Sequence[str]) -> list[str]:
    """Those of ``metrics`` that breakdowns show."""
    return [name for name in MAIN_METRICS if name in metrics]


class PatientConsole(Console):
    """A console that is silent once nobody reads it: rich's own ends the program there, with what was still to be written."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_evaluation(evaluation: Evaluation, dataset: Dataset, console: Console, seed: int = 0) -> None:
    """Prints the summary table, detection and average precision, and the failures."""
    console.print(f"[bold]{evaluation.system}[/bold] on {dataset.title}: {evaluation.regime}, GriTS {evaluation.options.mode}")
    if evaluation.options.switches:
        console.print(f"texts of both sides are compared after: {normalisation_name(evaluation.options.switches)}")
    for task, fact in evaluation.facts.items():
        if isinstance(fact, dict) and str(fact.get("preprocessing", "")).startswith("guessed"):
            console.print(f"preprocessing of the {task} checkpoint is {fact['preprocessing']}")
    summaries = summary_table(evaluation, seed)
    if summaries.rows:
        console.print(_metric_table(summaries.metrics, summaries.rows))
        console.print(_kind_table(summaries.metrics, summaries.rows))
    if values := values_json(evaluation.tables):
        unflagged, flagged = values["wrong_unflagged_per_1000"], values["wrong_flagged_per_1000"]
        console.print(f"values wrong or lost per 1,000: {unflagged:.1f} without a flag, {flagged:.1f} in flagged tables")
    for name, pairs in (("cells", cell_pairs(evaluation)), ("tables", table_pairs(evaluation))):
        if found := reliability(pairs):
            console.print(
                f"confidence of {name}: expected calibration error {found.expected_error:.3f}; "
                f"above .9 are {found.num_sure} of {found.num}, {100 * found.share_right_of_sure:.1f} % of them right"
            )
    for threshold, score in detection_summary(evaluation).items():
        console.print(f"detection F1 at IoU {threshold}: {score.value:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f})")
    if num_extra := sum(sample.num_extra for sample in evaluation.samples):
        cost = "each counts as a table with score 0" if evaluation.options.extra_tables_cost else "they cost nothing here; see --extra"
        console.print(f"{num_extra} predicted tables answer no true one: {cost}")
    counts = region_counts(evaluation)
    if counts.num_true:
        complete, pure = f"{counts.num_complete} of {counts.num_true}", f"{counts.num_pure} of {counts.num_predicted}"
        console.print(f"complete regions: {complete} true tables; pure regions: {pure} predicted (by words)")
    for name, coco in (("structure objects", structure_precision(evaluation)), ("detected tables", detection_precision(evaluation))):
        if coco:
            console.print(_coco(name, coco))
    _print_failures(evaluation, dataset, console)


def _metric_table(metrics: tuple[str, ...], rows: dict[str, dict[str, Summary]]) -> RichTable:
    """Metrics down, all with its interval, simple and complex tables across."""
    kinds = [kind for kind in ("simple", "complex") if kind in rows]
    first = metrics[0]
    table = RichTable("score", f"all ({rows['all'][first].num})", "95 % interval", *(f"{kind} ({rows[kind][first].num})" for kind in kinds))
    for metric in metrics:
        overall = rows["all"][metric]
        others = [f"{rows[kind][metric].mean:.4f}" for kind in kinds]
        table.add_row(TITLES[metric], f"{overall.mean:.4f}", f"{overall.low:.3f} .. {overall.high:.3f}", *others)
    return table


def _kind_table(metrics: tuple[str, ...], rows: dict[str, dict[str, Summary]]) -> RichTable:
    """Kinds of tables down, the main metrics across."""
    chosen = main_metrics(metrics)
    table = RichTable("tables", "n", *(TITLES[metric] for metric in chosen))
    for kind, row in rows.items():
        table.add_row(kind, str(row[chosen[0]].num), *(f"{row[metric].mean:.3f}" for metric in chosen))
    return table


def _coco(name: str, scores: CocoScores) -> RichTable:
    table = RichTable(f"average precision of {name}", "AP", "AP50", "AP75", "AR")
    for label, item in {"all classes": scores.overall, **scores.per_class}.items():
        table.add_row(label, *(f"{value:.3f}" for value in (item.ap, item.ap50, item.ap75, item.ar)))
    return table


def _print_failures(evaluation: Evaluation, dataset: Dataset, console: Console) -> None:
    failures = [f"{table.id}: {problem}" for table in evaluation.tables for problem in table.scores.problems]
    notes = [f"{broken.name} is not used: {broken.reason}" for broken in dataset.broken]
    for title, lines in (("problems", failures), ("broken samples", notes)):
        if lines:
            more = f" (first {MAX_FAILURES})" if len(lines) > MAX_FAILURES else ""
            console.print(f"{len(lines)} {title}{more}:")
            for line in lines[:MAX_FAILURES]:
                console.print(f"  {line}", markup=False)


def print_comparison(found: Comparison, console: Console) -> None:
    """Prints wins, losses and the paired test of every metric."""
    table = RichTable("metric", f"{found.second} - {found.first}", "95 % interval", "p", "wins", "losses", "ties")
    for metric, test in found.tests.items():
        interval = f"{test.low:+.4f} .. {test.high:+.4f}"
        counts = (str(test.num_wins), str(test.num_losses), str(test.num_ties))
        table.add_row(TITLES[metric], f"{test.mean_difference:+.4f}", interval, f"{test.p_value:.4f}", *counts)
    console.print(table)
    if found.num_documents < FEW_DOCUMENTS:
        console.print(f"only {found.num_documents} documents: {FEW_WARNING}")
