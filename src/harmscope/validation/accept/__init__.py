"""The accept path: a filter before the judge that may refuse too much and never lets too much in.

What it accepts has no finding of any severity; everything else goes to the judge, so the outcome
cannot depend on the path. A differential test holds the two together.
"""

from harmscope.validation.accept.gate import Gate, Passed

__all__ = ["Gate", "Passed"]
