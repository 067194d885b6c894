"""The structure as it is printed, beside the canonical one: blank cells stay apart, a cell is as large as it was drawn.

The model speaks canonical form: a header text takes the blank cells above or below it, a section's label its whole row.
These steps go back to what stands on the page; they run last, and only where ``Options.structure_form`` is ``"printed"``.
"""

from pipeline.structure.printed.order import PRINTED_RULES, as_printed

__all__ = ["PRINTED_RULES", "as_printed"]
