"""The importers of moderation logs that are joined from events."""

from harmscope.importers import ozone
from harmscope.importers.log_importer import LogImporter

LOGS: tuple[LogImporter, ...] = (LogImporter(ozone.SYSTEM),)
