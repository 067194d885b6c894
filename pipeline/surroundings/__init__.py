"""What stands around a table on its page: its caption, its notes and the line that states its units."""

from pipeline.surroundings.around import find_surroundings, with_surroundings, with_turned_surroundings
from pipeline.surroundings.lines import TextLine, text_lines

__all__ = ["TextLine", "find_surroundings", "text_lines", "with_surroundings", "with_turned_surroundings"]
