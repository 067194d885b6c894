"""LaTeX tables as printed: spans, rules, comments, colours, blank lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.readers import open_dataset
from bench.readers.latex_tables import table_from_latex
from bench.readers.latex_text import prepared, printed_text
from bench.samples import DatasetError
from canonicalize import AnnotationError
from table import Table


def lines(table: Table) -> list[str]:
    """One text per row: cells in order, ``>n`` for columns and ``vn`` for rows spanned."""

    def shown(text: str, wide: int, high: int) -> str:
        return text + (f">{wide}" if wide > 1 else "") + (f"v{high}" if high > 1 else "")

    return [
        " | ".join(shown(cell.text, len(cell.columns), len(cell.rows)) for cell in table.cells if cell.rows.start == row)
        for row in range(table.num_rows)
    ]


def read(body: str, columns: str = "lll") -> list[str]:
    return lines(table_from_latex(rf"\begin{{tabular}}{{{columns}}}{body}\end{{tabular}}"))


def test_rules_colours_and_comments_are_no_cells() -> None:
    body = r"""
    \toprule[1pt] \rowcolor{gray!20} A & \cellcolor[HTML]{FF0000}5\,\% \\ \cmidrule(lr){1-2}\cmidrule(l){2-2} % a comment & more
    \hline\hline B & {\color{red} 1{,}000} \\[2pt] \addlinespace[3pt] \specialrule{1pt}{2pt}{3pt}
    C & \textbf{$10^{-3}$} \\ \bottomrule
    """
    assert read(body) == ["A | 5%", "B | 1,000", "C | 10-3"]


def test_spans_over_columns_and_rows() -> None:
    body = r"\multirow{2}{*}{Name} & \multicolumn{2}{c|}{Size} \\ \cline{2-3} & low & high \\ a & 1 & 2 \\"
    assert read(body) == ["Namev2 | Size>2", "low | high", "a | 1 | 2"]


def test_a_multirow_stops_at_the_next_text_and_may_go_upwards() -> None:
    assert read(r"\multirow{5}{*}{x} & 1 \\ & 2 \\ y & 3 \\") == ["xv2 | 1", "2", "y | 3"]
    assert read(r" & 1 \\ \multirow{-2}{*}{x} & 2 \\") == ["xv2 | 1", "2"]


def test_lines_and_columns_without_print_are_left_out() -> None:
    assert read(r"a & & 1 \\ & & \\ b & & 2 \\ \multicolumn{3}{c}{} \\") == ["a | 1", "b | 2"]


def test_short_lines_are_filled_and_inner_tables_are_one_cell() -> None:
    assert read(r"\begin{tabular}{@{}c@{}} a \\ b \& c\end{tabular} & \makecell[l]{1\\2} & \shortstack{x \\ y} \\ z \\") == [
        "a b & c | 1 2 | x y",
        "z |  | ",
    ]


def test_signs_make_columns() -> None:
    assert read(r"a & $\checkmark$ \\ b & $\times$ \\") == ["a | □", "b | □"]


def test_verbatim_text_keeps_its_signs() -> None:
    assert printed_text(prepared(r"\verb|50% {a} \& b_1|")) == r"50% {a} \& b_1"


@pytest.mark.parametrize("source", ["", "no table", r"\begin{tabular}{l}\hline\end{tabular}"])
def test_what_prints_nothing_is_an_error(source: str) -> None:
    with pytest.raises(AnnotationError):
        table_from_latex(source)


def test_a_source_without_an_end_is_read_to_its_end() -> None:
    assert lines(table_from_latex(r"\begin{tabular}{ll} a & {b \\ c")) == ["a | b c"]


@pytest.mark.parametrize("source", [r"\begin{tabular", r"\begin{tabular}{l} \multirow{2}", "\\"])
def test_a_source_cut_short_is_an_error(source: str) -> None:
    with pytest.raises(AnnotationError):
        table_from_latex(source)


def test_a_folder_of_pages_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "007.pdf").write_bytes(b"%PDF-1.4")
    items = [{"type": "text", "data": "x"}, {"type": "table", "data": r"\begin{tabular}{ll} a & 1 \\ \end{tabular}"}]
    (tmp_path / "007.json").write_text(json.dumps(items), "utf-8")
    found = open_dataset(tmp_path)
    assert (found.key, found.num_tables, found.samples[0].tables[0].id) == ("pdf-parse-bench", 1, "007_0")
    (tmp_path / "007.json").write_text("[1]", "utf-8")
    with pytest.raises(DatasetError, match="expected a list of objects"):
        open_dataset(tmp_path, "pdf-parse-bench")
