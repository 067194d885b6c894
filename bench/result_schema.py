"""The form of result files, as a schema that they are validated against: ``python -m bench.result_schema FILE ...``.

Without files the JSON Schema itself is printed. Files of earlier versions may lack what was added since (fields with a default).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bench.measurement_schemas import MEASUREMENTS, MadeWith, Strict

Share = float  # of 1; TEDS may fall below 0


class DatasetFacts(Strict):
    """The set a result is about."""

    key: str
    title: str
    folder: str
    num_samples: int = Field(ge=0)
    num_tables: int = Field(ge=0)
    sha256_of_names: str = Field(pattern=r"^[0-9a-f]{64}$")
    broken: list[dict[str, str]]


class RegimeFacts(Strict):
    """What was given and which steps were taken."""

    task: Literal["structure", "end-to-end", "detection"]
    post_processing: Literal["ours", "reference", "reference-service"]
    text: Literal["given", "ocr"]


class Scoring(Strict):
    """How the scores were computed."""

    mode: Literal["reference", "exact"]
    text_normalisation: str
    cell_texts: str
    averaging: str
    failures: str
    extra_tables: str = ""
    metrics: list[str]


class F1(Strict):
    """Counts summed over tables or pages."""

    f1: Share
    precision: Share
    recall: Share


class ValuesWrong(Strict):
    """Values wrong or lost per 1,000 of the truth."""

    num: int
    wrong_per_1000: float
    wrong_unflagged_per_1000: float
    wrong_flagged_per_1000: float
    in_flagged_tables_per_1000: float


class ReliabilityFacts(BaseModel):
    """Whether confidences are the shares of right ones; bins are (number, mean confidence, share of right ones)."""

    num: int
    expected_calibration_error: float
    share_right: float
    num_above: int = Field(alias="num_above_0.9")
    share_right_above: float = Field(alias="share_right_above_0.9")
    bins: list[tuple[int, float, float]]


class SummaryFacts(Strict):
    """Means by kind of table (with ``num`` and, by metric, mean, low, high), and sums over cells."""

    macro: dict[str, dict[str, int | dict[Literal["mean", "low", "high"], float]]]
    micro: dict[str, F1]


class Precision(BaseModel):
    """COCO figures, overall or of a class."""

    ap: Share
    ap50: Share
    ap75: Share
    ar: Share
    per_class: dict[str, Any] = {}
    num_images: int = 0


class TableLine(Strict):
    """One true table."""

    id: str
    document: str
    page: int
    num_rows: int
    num_columns: int
    kinds: list[str]
    scores: dict[str, float]
    problems: list[str] = Field(default_factory=list)


class EvaluationFile(Strict):
    """``tablewright evaluate -o``."""

    schema_: Literal["tablewright.evaluation/1"] = Field(alias="schema")
    system: str
    weights: dict[str, Any]
    dataset: DatasetFacts
    regime: RegimeFacts
    text: Literal["dataset words", "PDF words", "OCR", "none"]
    scoring: Scoring
    summary: SummaryFacts
    values: ValuesWrong | None = None
    reliability: dict[Literal["cells", "tables"], ReliabilityFacts] | None = None
    detection_f1: dict[str, F1]
    completeness_and_purity: dict[str, int]
    mean_over_max_of_true_and_predicted: dict[str, float]
    num_extra_tables: int = 0
    structure_ap: Precision | None
    detection_ap: Precision | None
    failures: list[dict[str, str]]
    seconds: float
    seed: int
    made_with: MadeWith
    tables: list[TableLine]


class SetFacts(Strict):
    """One set of a run of all development sets."""

    title: str
    regime: str
    texts: str
    num_samples: int
    sha256_of_names: str
    broken: int
    figures: dict[str, Any]
    seconds: float
    problems: list[str]
    tables: list[dict[str, Any]]


class ScoresFile(Strict):
    """``python -m bench.scores -o``."""

    schema_: Literal["tablewright.scores/1"] = Field(alias="schema")
    weights: dict[str, Any]
    without: list[str]
    seed: int
    made_with: MadeWith
    seconds: float
    sets: dict[str, SetFacts]


MODELS: dict[str, TypeAdapter[Any]] = {
    "tablewright.evaluation/1": TypeAdapter(EvaluationFile),
    "tablewright.scores/1": TypeAdapter(ScoresFile),
    **{f"tablewright.{name}/1": TypeAdapter(model) for name, model in MEASUREMENTS.items()},
}


def problems_of(value: Any) -> list[str]:
    """What is wrong with a result; an empty list when it is valid. Results of other schemas are named as unknown."""
    model = MODELS.get(value.get("schema", "")) if isinstance(value, dict) else None
    if model is None:
        return [f"no schema known here: {value.get('schema') if isinstance(value, dict) else type(value).__name__}"]
    try:
        model.validate_python(value)
    except ValidationError as error:
        return [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
    return []


def problems_in(path: Path) -> list[str]:
    """What is wrong with a file's result; a file that holds no JSON is a problem, too."""
    try:
        return problems_of(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        return [f"cannot be read as JSON: {error}"]


def main(arguments: list[str]) -> int:
    """Prints the schema, or a line per problem of the files; the exit code is 1 when there is one."""
    if not arguments:
        _, schema = TypeAdapter.json_schemas([(name, "validation", model) for name, model in MODELS.items()])
        sys.stdout.write(json.dumps(schema, indent=2) + "\n")
        return 0
    found = [(name, problem) for name in arguments for problem in problems_in(Path(name))]
    sys.stdout.writelines(f"{name}: {problem}\n" for name, problem in found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
