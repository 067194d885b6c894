"""What a caller can choose about one extraction: the options, their checks, page numbers as people write them."""

from pipeline.options.options import Options, RegionRequest

__all__ = ["Options", "RegionRequest"]
