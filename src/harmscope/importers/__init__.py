"""Foreign logs to records. Every importer by its name; others may come by entry points."""

from importlib.metadata import entry_points

from harmscope.errors import UserError
from harmscope.importers.added import GROUP, added
from harmscope.importers.contract import Importer
from harmscope.importers.dsa_sor import DSA_SOR
from harmscope.importers.logs import LOGS
from harmscope.importers.mapping import MAPPING

_SHIPPED: tuple[Importer, ...] = (DSA_SOR, *LOGS, MAPPING)
IMPORTERS: dict[str, Importer] = {one.name: one for one in _SHIPPED}


def importer(name: str) -> Importer:
    """The importer of that name: a shipped one, or one that an installed package adds under the
    entry point ``harmscope.importers``. Raises UserError where there is none."""
    if name in IMPORTERS:
        return IMPORTERS[name]
    for point in entry_points(group=GROUP, name=name):
        return added(point)
    fix = "give one of " + ", ".join(sorted({*IMPORTERS, *entry_points(group=GROUP).names}))
    raise UserError("--from", "there is no such importer", fix)
