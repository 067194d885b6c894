"""What a caller can choose about one extraction: the options, their checks, page numbers as people write them."""

from pipeline.options.options import FORMER_NAMES, Declaration, Options, RegionRequest, Where, declarations

__all__ = ["FORMER_NAMES", "Declaration", "Options", "RegionRequest", "Where", "declarations"]
