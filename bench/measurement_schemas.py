"""The forms of what the benches measure apart from scores: times, parity, rules' worth. ``bench.result_schema`` checks files by them.

Strict in what a file holds at its top; the figures below may grow.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Figures = dict[str, float]
Json = dict[str, Any]


class Strict(BaseModel):
    """Unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class MadeWith(Strict):
    """Where a result comes from."""

    commit: str
    command: str
    machine: str
    python: str
    versions: dict[str, str]


class Measurement(Strict):
    """What every file has."""

    schema_: str = Field(alias="schema", pattern=r"^tablewright\.[a-z_-]+/1$")
    made_with: MadeWith


class OfDataset(Measurement):
    """Measured on documents of a set."""

    dataset: str
    num_documents: int = Field(ge=1)
    num_pages: int = Field(ge=1)


class AblationFile(Measurement):
    """``python -m bench.scores.ablation``."""

    weights: Json
    rules: list[str]
    sets: dict[str, Json]


class AddedTimeFile(Measurement):
    """``python -m bench.added_time``; ``share`` is of a page's time."""

    folders: dict[str, Figures]


class AgreementFile(BaseModel):
    """``tablewright compare -o``: two systems and where they differ."""

    model_config = ConfigDict(extra="allow")
    schema_: str = Field(alias="schema")
    differences: Any


class BatchSpeedFile(Measurement):
    """``python -m bench.batch_speed``."""

    dataset: str
    num_documents: int
    rounds: int
    seconds_by_workers: Figures
    times_faster: float
    load_average: float


class CalibrationFile(Measurement):
    """``tablewright calibrate``."""

    weights: Json
    calibration: Json
    left_out: Json


class DeviceSpeedFile(OfDataset):
    """``python -m bench.device_speed``; rates by device and batch size."""

    device: str
    num_tables: int = Field(ge=0)
    num_same_tables: int = Field(ge=0)
    num_same_documents: int = Field(ge=0)
    milliseconds_per_page: Figures
    table_transformer: dict[str, dict[str, Figures]]


class CellTimeFile(Measurement):
    """``python -m bench.cell_time``; by kind and size of the table."""

    milliseconds_per_cell: Figures


class EngineSpeedFile(Measurement):
    """``python -m bench.engine_speed``; by size of the picture and engine, and the structure model in the box by engine."""

    model: str
    threads: int
    sizes: dict[str, dict[str, Any]]
    structure_model_in_the_box: Json | None = None  # earlier files have none, nor what follows
    gigaoperations_per_second: float | None = None
    floor: dict[str, Figures] | None = None


class EnginesFile(Measurement):
    """``python -m bench.engines``."""

    engines: list[str]
    weights: Json
    sets: list[Json]


class CheckoutSpeedFile(OfDataset):
    """``python -m bench.checkout_speed``."""

    rounds: int
    commits: dict[str, str]
    milliseconds_per_page: Figures
    other_by_this: float


class OcrWordsFile(Measurement):
    """``python -m bench.ocr_words``; words by what became of them, by the size of the pictures."""

    dataset: str
    engine: str
    num_pictures: int
    seed: int
    words_by_size: dict[str, dict[str, int]]


class FieldCasesFile(Measurement):
    """``python -m bench.scores.field_report``."""

    now: dict[str, int]
    before: dict[str, int] | None = None
    tables: list[Json]


class FloorFile(OfDataset):
    """``python -m bench.floor``."""

    kilobytes_per_page: float
    gigaoperations_per_page: float
    gigaoperations_per_second: float
    milliseconds_per_page: Figures


class FootprintFile(Measurement):
    """``python -m bench.footprint``; megabytes and packages of the base install, seconds and megabytes of long documents."""

    dataset: str
    base_install: Figures
    documents_by_pages: dict[str, Figures]


class MetricsSpeedFile(Measurement):
    """``python -m bench.metrics_speed``."""

    yardstick: str
    timings: list[dict[str, str | int | float | None]]


class PageTimeFile(OfDataset):
    """``python -m bench.page_time``; ``ratio_of_totals`` is ONNX by torch."""

    rounds: int
    milliseconds_per_page: dict[str, Figures]
    ratio_of_totals: float
    cold_start: Json


class PeerSpeedFile(OfDataset):
    """``python -m bench.peer_speed``."""

    tools: dict[str, Json]


class ParityFile(Measurement):
    """``python -m tests.make_parity``."""

    scores: Json
    service: Json


class CasesFile(Measurement):
    """``python -m bench.reference_cases``: cases by group, "equal" or the name of the difference."""

    groups: dict[str, dict[str, str]]


class RegionWordsFile(Measurement):
    """``python -m bench.region_words``."""

    num_documents: int
    num_pages: int
    num_regions: int
    rules: dict[str, Json]


class RuledFile(Measurement):
    """``python -m bench.ruled``; by tool and set."""

    tools: dict[str, dict[str, Figures]]


class HostileFile(Measurement):
    """``python -m bench.service`` with hostile files beside a neighbour."""

    settings: dict[str, str]
    workers: int
    answers: list[Json]
    neighbour_quiet: Json
    neighbour_busy: Json
    p95_ratio: float
    memory_before_mb: int
    memory_after_mb: int
    restarts: int


class SlowFile(Measurement):
    """``python -m bench.service`` with connections that send slowly."""

    workers: int
    connections: int
    closed_by_server: int
    closed_after_seconds: float
    header_seconds: float
    statuses: dict[str, int]
    p95_quiet: float
    p95_meanwhile: float
    ready_afterwards: int


class SoakFile(Measurement):
    """``python -m bench.service`` with many documents one after the other."""

    workers: int
    documents: int
    statuses: dict[str, int]
    memory_first_mb: int
    memory_last_mb: int
    slope_mb_per_1000: float


class ThroughputFile(Measurement):
    """``python -m bench.service`` with one and with more clients."""

    workers: int
    seconds: float
    clients: dict[str, Json]
    ratio: float


class SpeedFile(Measurement):
    """``python -m bench.speed``."""

    dataset: str
    threads: int
    models: list[str]
    seconds_per_table: Json
    seconds_per_page: Json


class SizesFile(Measurement):
    """Structure models of two sizes on the development sets."""

    ms_of_processor_per_table_torch: Figures
    models: dict[str, dict[str, Json]]


class TotalsFile(Measurement):
    """``python -m bench.totals``; counts of all tables and by set."""

    weights: Json
    seed: int
    all: Json
    sets: dict[str, Json]


class WeightsAndJoiningFile(Measurement):
    """Weights and rules before and after: what ``bench.scores.before_after`` reads."""

    seed: int
    weights: dict[str, Json]
    figures: dict[str, dict[str, Any]]


MEASUREMENTS: dict[str, Any] = {
    "ablation": AblationFile,
    "added_time": AddedTimeFile,
    "agreement": AgreementFile,
    "batch_speed": BatchSpeedFile,
    "calibration": CalibrationFile,
    "cell_time": CellTimeFile,
    "checkout_speed": CheckoutSpeedFile,
    "device_speed": DeviceSpeedFile,
    "engine_speed": EngineSpeedFile,
    "engines": EnginesFile,
    "field-cases": FieldCasesFile,
    "floor": FloorFile,
    "footprint": FootprintFile,
    "metrics_speed": MetricsSpeedFile,
    "ocr_words": OcrWordsFile,
    "page_time": PageTimeFile,
    "peer_speed": PeerSpeedFile,
    "published_parity": ParityFile,
    "reference_cases": CasesFile,
    "region_words": RegionWordsFile,
    "ruled": RuledFile,
    "service": HostileFile | SlowFile | SoakFile | ThroughputFile,
    "sizes": SizesFile,
    "speed": SpeedFile,
    "totals": TotalsFile,
    "weights_and_joining": WeightsAndJoiningFile,
}
