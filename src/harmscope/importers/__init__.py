"""Importers: logs and files of platforms become records. Each importer has a name; other packages
can add importers through an entry point."""

from importlib.metadata import EntryPoint, entry_points

from harmscope.errors import UserError, offer
from harmscope.importers import coop, coral, discourse, lemmy, mastodon, ozone
from harmscope.importers.adcp import ADCP
from harmscope.importers.contract import Importer
from harmscope.importers.cybertip import CYBERTIP
from harmscope.importers.dsa_sor import DSA_SOR
from harmscope.importers.guard_log import GUARD_LOG
from harmscope.importers.log.system import LogImporter
from harmscope.importers.mapped_table import MAPPING
from harmscope.importers.xarf import XARF

GROUP = "harmscope.importers"

_PARTS = (
    "name",
    "reads",
    "schemes",
    "lists",
    "not_recorded",
    "choices",
    "capabilities",
    "records",
)


def added(point: EntryPoint) -> Importer:
    """The importer behind an entry point. Raises UserError where it cannot be loaded or lacks a
    part of :class:`harmscope.importers.contract.Importer`."""
    place = f"importer {point.name}"
    try:
        found = point.load()
    except Exception as error:  # noqa: BLE001 - a foreign package may fail in any way
        fault = f"it cannot be loaded ({type(error).__name__})"
        raise UserError(place, fault, "reinstall the package that adds it") from None
    lacking = [part for part in _PARTS if not hasattr(found, part)]
    if lacking:
        raise UserError(place, f"it has no {lacking[0]}", "see examples/importer-plugin")
    importer: Importer = found
    return importer


_SYSTEMS = (
    ozone.SYSTEM,
    mastodon.SYSTEM,
    discourse.SYSTEM,
    lemmy.SYSTEM,
    coral.SYSTEM,
    coop.SYSTEM,
)

LOGS: tuple[LogImporter, ...] = tuple(LogImporter(system) for system in _SYSTEMS)


_SHIPPED: tuple[Importer, ...] = (DSA_SOR, *LOGS, XARF, CYBERTIP, MAPPING, GUARD_LOG, ADCP)
IMPORTERS: dict[str, Importer] = {one.name: one for one in _SHIPPED}


def importer(name: str) -> Importer:
    """The importer of that name: a shipped one, or one that an installed package adds under the
    entry point ``harmscope.importers``. Raises UserError where there is none."""
    if name in IMPORTERS:
        return IMPORTERS[name]
    for point in entry_points(group=GROUP, name=name):
        return added(point)
    names = sorted({*IMPORTERS, *entry_points(group=GROUP).names})
    fix = offer(name, names, "and mapping for any other table: see harmscope init-mapping")
    raise UserError("--from", "there is no such importer", fix)
