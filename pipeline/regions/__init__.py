"""Everything between detector and recognizer: from candidate boxes on a page to the views that become tables.

The rules stand in ``order.py``, once and in their order; each is one file of ``rules/``, a function ``RegionDraft ->
RegionDraft`` whose name is also its switch (``Options.without``). Every detector's answers go through all of them;
regions that the caller drew are changed by none.
"""

from pipeline.regions.draft import Reading, RegionDraft, RegionStep, apply_rules
from pipeline.regions.given import given_region, parse_region, parse_regions
from pipeline.regions.order import AFTER_READING, AFTER_TABLES, BEFORE_READING, REGION_RULES, table_flags, told_box, told_table
from pipeline.regions.reading import read_views, recognize_in_bands
from pipeline.regions.unread_ink import unread_ink

__all__ = [
    "AFTER_READING",
    "AFTER_TABLES",
    "BEFORE_READING",
    "REGION_RULES",
    "Reading",
    "RegionDraft",
    "RegionStep",
    "apply_rules",
    "given_region",
    "parse_region",
    "parse_regions",
    "read_views",
    "recognize_in_bands",
    "table_flags",
    "told_box",
    "told_table",
    "unread_ink",
]
