"""Reading published reports: files into one report, its canonical form, and a local library."""

from harmscope.reading.load import LoadedReport, load
from harmscope.reading.publish import published, write_published
from harmscope.reading.read import read

__all__ = ["LoadedReport", "load", "published", "read", "write_published"]
