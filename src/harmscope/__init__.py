"""harmscope: an open standard for reporting harmful content, and the toolkit that makes it usable."""

from importlib.metadata import version

__version__ = version("harmscope")
__all__ = ["__version__"]
