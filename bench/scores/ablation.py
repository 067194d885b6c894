"""``python -m bench.scores.ablation --data DIR``: every rule switched off, one at a time, on all development sets.

The models run once per input; all variants replay the rules over the same answers. Per rule and set: how many tables
change, how many become better and worse without it, and what it is worth in GriTS_Con and in tables with exact content
(sets without texts: GriTS_Top and exact topology; field cases: rows right; pages of boxes: detection F1).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.evaluation import TableResult
from bench.results import environment, write_result
from bench.rule_switches import options_without, rule_names
from bench.samples import DatasetError
from bench.scores.__main__ import CacheOption, DataOption, OnlyOption, chosen_sets, without_paths
from bench.scores.figures import DIGITS, digest
from bench.scores.models import load_models
from bench.scores.run import SetResult, Variant, run_set
from bench.scores.sets import SETS
from bench.terminal import PatientConsole
from canonicalize import AnnotationError
from pipeline.errors import ExtractionError

ABLATION_SCHEMA = "tablewright.ablation/1"
Json = dict[str, Any]
app = typer.Typer()


@app.command()
def ablation_command(
    data: DataOption,
    only: OnlyOption = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="Only these rules; default: every rule there is.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A few samples of each set.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Keep the sets that --out holds of the same commit, weights and rules.")] = False,
    structure: Annotated[str, typer.Option("--structure", help="Structure checkpoint.")] = "default",
    detector: Annotated[str, typer.Option("--detector", help="Detection checkpoint.")] = "default",
    cache: CacheOption = Path("out/scores-cache"),
    out: Annotated[Path, typer.Option("-o", "--out", help="The result as JSON.")] = Path("out/ablation.json"),
    table: Annotated[Path | None, typer.Option("--table", help="Write the table of the result as Markdown here.")] = None,
) -> None:
    """Switch off every rule, one at a time, and say what each is worth."""
    console = PatientConsole(highlight=False)
    try:
        sets, rules = chosen_sets(only), tuple(rule or rule_names())
        variants = [Variant("product"), *(Variant(name, options_without([name]), rule=name) for name in rules)]
        models = load_models(detector, structure)
    except (ValueError, ExtractionError) as error:
        raise typer.BadParameter(str(error)) from error
    found: Json = {"schema": ABLATION_SCHEMA, "weights": models.facts, "rules": list(rules), "sets": {}}
    found["made_with"] = environment(" ".join(["python -m bench.scores.ablation", *without_paths(sys.argv[1:])]))
    found["sets"] = finished_sets(found, out) if resume else {}
    for one in sets:
        if one.name in found["sets"]:
            continue
        try:
            results = run_set(one, data, cache, models, variants, is_quick=quick)
        except (DatasetError, AnnotationError) as error:
            console.print(f"{one.name}: left out: {error}")
            continue
        found["sets"] = in_order({**found["sets"], one.name: set_ablation(results)})
        write_result(found, out)
        console.print(f"{one.name}: {results[0].seconds * len(results):.0f} s")
    if table:
        table.parent.mkdir(parents=True, exist_ok=True)
        table.write_text(ablation_text(found), "utf-8")


def finished_sets(wanted: Json, out: Path) -> Json:
    """The sets in the file ``out`` that are of the same commit, weights and rules as ``wanted``; none when it is of others."""
    if not out.is_file():
        return {}
    old: Json = json.loads(out.read_text("utf-8"))
    parts = [(one.get("schema"), one.get("weights"), one.get("rules"), one.get("made_with", {}).get("commit")) for one in (old, wanted)]
    return dict(old["sets"]) if parts[0] == parts[1] else {}


def in_order(done: Json) -> Json:
    """The sets in the order of their list."""
    return {one.name: done[one.name] for one in SETS if one.name in done}


def set_ablation(results: Sequence[SetResult]) -> Json:
    """One set: the product's figures, and for each rule what changes without it."""
    product = results[0]
    return {
        "title": product.of.title,
        "num_tables": len(product.rows) or len(product.evaluation.tables),
        "product": main_figures(product),
        "without": {result.variant.name: differences(product, result) for result in results[1:]},
    }


def main_figures(result: SetResult) -> Json:
    """The few figures by which rules are judged."""
    if result.rows:
        return {"rows_right": sum(row.num_right for row in result.rows)}
    tables, pages = result.evaluation.tables, result.evaluation.pages
    found: Json = {f"f1_{level:g}": round(result.evaluation.detection(level).value, DIGITS) for level in (0.5, 0.9)} if pages else {}
    for name in _metrics(result) if tables else ():
        found[name] = round(sum(table.scores.values[name] for table in tables) / len(tables), DIGITS)
    if any(table.scores.cell_values.num for table in tables):
        found["values_wrong"] = sum(table.scores.cell_values.num_wrong for table in tables)
        found["values_wrong_unflagged"] = sum(table.scores.cell_values.num_wrong for table in tables if not table.flags)
    return found


def _metrics(result: SetResult) -> tuple[str, str]:
    """Similarity and exactness: of contents where the truth has texts, otherwise of topology."""
    return ("grits_con", "acc_con_no_space") if result.of.options.with_content else ("grits_top", "exact_topology")


def differences(product: SetResult, result: SetResult) -> Json:
    """What changes without the rule: figures as differences, tables changed, better (wins) and worse (losses) without it."""
    before, after = main_figures(product), main_figures(result)
    changes = {name: round(after[name] - before[name], DIGITS) for name in before if after[name] != before[name]}
    if product.rows:
        pairs: Iterable[tuple[float, float, bool]] = (
            (a.num_right, b.num_right, a.num_right != b.num_right) for a, b in zip(product.rows, result.rows, strict=True)
        )
    else:
        metric = _metrics(product)[0]
        tables = zip(product.evaluation.tables, result.evaluation.tables, strict=True)
        pairs = ((a.scores.values[metric], b.scores.values[metric], _is_changed(a, b)) for a, b in tables)
    listed = list(pairs)
    counts = {
        "changed": sum(is_changed for *_, is_changed in listed),
        "wins": sum(b > a + 1e-9 for a, b, _ in listed),
        "losses": sum(b < a - 1e-9 for a, b, _ in listed),
    }
    return {**counts, "difference": changes}


def _is_changed(a: TableResult, b: TableResult) -> bool:
    return digest(a) != digest(b) or a.flags != b.flags


def ablation_text(found: Json) -> str:
    """The result as Markdown: one row per rule, one column per set."""
    sets: dict[str, Json] = found["sets"]
    head = ["rule off", *(f"{name} ({one['num_tables']})" for name, one in sets.items())]
    rows = [["(none)", *(_product_text(one["product"]) for one in sets.values())]]
    rows += [[f"`{rule}`", *(_change_text(one["without"][rule], one["num_tables"]) for one in sets.values())] for rule in found["rules"]]
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    return "\n".join([*_opening(found), "", *lines, ""])


def _opening(found: Json) -> list[str]:
    made = found["made_with"]
    names = ", ".join(f"{task} {weights['sha256'][:12]}" for task, weights in found["weights"].items() if isinstance(weights, dict))
    return [
        "# What each rule is worth",
        "",
        "Every rule after the models switched off, one at a time, on the development sets (`bench/scores/sets.py`); the models ran",
        "once. First row: GriTS_Con and tables with exact content without white space (sets of pictures without texts: GriTS_Top and",
        "exact topology; scans: detection F1 at IoU .5 and .9; field cases: rows right). Other rows: tables changed, of them",
        "better and worse *without* the rule (+ better, - worse), then the differences of the two figures in points. A dash: nothing",
        "changes. A rule earns its place where its row is worse, on sets it was not written on. One table is 1.2 points of an",
        "ICDAR-2013 set, 0.45 of pdf-parse-bench; differences of one or two tables are noise.",
        "",
        f"Commit {made['commit'][:12]}, weights: {names or 'see the JSON'}. Made by `{made['command']}`; all figures, values",
        "wrong and lost among them: `bench/results/ablation.json`.",
    ]


def _product_text(figures: Json) -> str:
    if "rows_right" in figures:
        return str(figures["rows_right"])
    return " / ".join(f"{100 * value:.1f}" for name, value in figures.items() if not name.startswith("values"))


def _change_text(one: Json, num_tables: int) -> str:
    figures = {name: value for name, value in one["difference"].items() if not name.startswith("values")}
    if not one["changed"] and not figures:
        return "-"
    shown = [f"{value:+d}" if name == "rows_right" else f"{100 * value:+.1f}" for name, value in figures.items()]
    counts = f"{one['changed']} (+{one['wins']} -{one['losses']})" if num_tables else ""
    return " ".join([counts, *shown]).strip()


if __name__ == "__main__":
    app()
