"""From what a detector found to the regions that are read: charts left out, ruled tables in full.

One place for it, so that a user's documents and the evaluation see the same tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.charts import Sorted, without_charts
from pipeline.rule_growth import grow_along_rules
from pipeline.types import Page, TableRegion


def settle_regions(page: Page, found: Sequence[TableRegion]) -> Sorted:
    """The tables among ``found`` in the same order, and the figures; regions that the caller drew stay as they are."""
    settled = without_charts(page, found)
    return replace(settled, tables=grow_along_rules(page, settled.tables))
