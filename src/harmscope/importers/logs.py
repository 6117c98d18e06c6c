"""The importers of moderation logs that are joined from events."""

from harmscope.importers import coop, coral, discourse, lemmy, mastodon, ozone
from harmscope.importers.log_importer import LogImporter

_SYSTEMS = (
    ozone.SYSTEM,
    mastodon.SYSTEM,
    discourse.SYSTEM,
    lemmy.SYSTEM,
    coral.SYSTEM,
    coop.SYSTEM,
)

LOGS: tuple[LogImporter, ...] = tuple(LogImporter(system) for system in _SYSTEMS)
