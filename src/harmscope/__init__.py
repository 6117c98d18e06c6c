"""harmscope: an open standard for reporting harmful content, and its toolkit."""

from importlib.metadata import version

__version__ = version("harmscope")
__all__ = ["__version__"]
