"""Evaluation metrics of tables: grid similarity, adjacency relations, tree edit distance, detection, and their averages."""

from grits.adjacency import (
    Convention,
    Relation,
    adjacency_relations,
    adjacency_score,
    document_adjacency_score,
    scitsr_average,
)
from grits.aggregation import (
    PairedTest,
    Summary,
    end_to_end_mean,
    grouped_mean,
    is_complex,
    macro_mean,
    micro_mean,
    paired_test,
    split_by_complexity,
    summarise,
    summarise_by_complexity,
    summarise_micro,
)
from grits.cell_values import VALUE_SWITCHES, ValueCounts, met_cells, right_cells, value_counts
from grits.coco import AveragePrecision, CocoScores, coco_scores
from grits.ctdar import CTDAR_THRESHOLDS, cell_adjacency_score, weighted_average_f1
from grits.detection import RegionCounts, best_overlaps, completeness_and_purity, detection_score, match_boxes, match_tables
from grits.grits import GritsScores, Mode, grits_con, grits_loc, grits_of_boxes, grits_scores, grits_top
from grits.headers import header_cell_score, projected_row_header_score
from grits.logical_adjacency import t_lag
from grits.matrices import Gridded
from grits.normalisation import TextSwitch, normalisation_name, normalise_cells, normalise_text
from grits.raw_boxes import RawObject, grits_raw_loc
from grits.records import gtrm, table_record_match
from grits.scores import Score, ScoreLimitError, score_from_counts
from grits.teds import teds, teds_html

__all__ = [
    "CTDAR_THRESHOLDS",
    "VALUE_SWITCHES",
    "AveragePrecision",
    "CocoScores",
    "Convention",
    "Gridded",
    "GritsScores",
    "Mode",
    "PairedTest",
    "RawObject",
    "RegionCounts",
    "Relation",
    "Score",
    "ScoreLimitError",
    "Summary",
    "TextSwitch",
    "ValueCounts",
    "adjacency_relations",
    "adjacency_score",
    "best_overlaps",
    "cell_adjacency_score",
    "coco_scores",
    "completeness_and_purity",
    "detection_score",
    "document_adjacency_score",
    "end_to_end_mean",
    "grits_con",
    "grits_loc",
    "grits_of_boxes",
    "grits_raw_loc",
    "grits_scores",
    "grits_top",
    "grouped_mean",
    "gtrm",
    "header_cell_score",
    "is_complex",
    "macro_mean",
    "match_boxes",
    "match_tables",
    "met_cells",
    "micro_mean",
    "normalisation_name",
    "normalise_cells",
    "normalise_text",
    "paired_test",
    "projected_row_header_score",
    "right_cells",
    "scitsr_average",
    "score_from_counts",
    "split_by_complexity",
    "summarise",
    "summarise_by_complexity",
    "summarise_micro",
    "t_lag",
    "table_record_match",
    "teds",
    "teds_html",
    "value_counts",
    "weighted_average_f1",
]
