"""Bluesky's Ozone: pages of ``tools.ozone.moderation.queryEvents`` and ``report.queryReports``."""

from harmscope.importers.ozone.system import SYSTEM

__all__ = ["SYSTEM"]
