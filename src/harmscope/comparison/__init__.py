"""Comparing reports: a verdict for each pair of figures on each axis, before any number."""

from harmscope.comparison.compare import Comparison, Options, compare
from harmscope.comparison.difference import Difference, diff

__all__ = ["Comparison", "Difference", "Options", "compare", "diff"]
