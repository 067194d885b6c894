"""Evaluation metrics of tables: grid similarity, adjacency relations, tree edit distance, detection, and their averages."""

from grits.grits import GritsScores, Mode, grits_con, grits_loc, grits_of_boxes, grits_scores, grits_top
from grits.scores import Score, score_from_counts

__all__ = ["GritsScores", "Mode", "Score", "grits_con", "grits_loc", "grits_of_boxes", "grits_scores", "grits_top", "score_from_counts"]
