"""The reference's post-processing step for step, known defects included, so that published scores can be reproduced."""

from pipeline.structure.compat.convert import compat_table
from pipeline.structure.compat.tables import evaluation_table, inference_tables
from pipeline.structure.compat.values import CompatCell, CompatTable, Token

__all__ = ["CompatCell", "CompatTable", "Token", "compat_table", "evaluation_table", "inference_tables"]
