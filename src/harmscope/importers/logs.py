"""The importers of moderation logs that are joined from events."""

from harmscope.importers import coop, mastodon, ozone
from harmscope.importers.log_importer import LogImporter

LOGS: tuple[LogImporter, ...] = tuple(
    LogImporter(system) for system in (ozone.SYSTEM, mastodon.SYSTEM, coop.SYSTEM)
)
