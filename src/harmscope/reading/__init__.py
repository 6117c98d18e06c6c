"""Reading published reports: files into one report, its canonical form, and a local library."""

from harmscope.reading.collection import read
from harmscope.reading.report_file import LoadedReport, load, published, write_published

__all__ = ["LoadedReport", "load", "published", "read", "write_published"]
