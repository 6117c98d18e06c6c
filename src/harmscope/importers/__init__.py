"""Foreign logs to records. Every importer by its name; others may come by entry points."""

from harmscope.errors import UserError
from harmscope.importers.contract import Importer
from harmscope.importers.dsa_sor import DSA_SOR
from harmscope.importers.logs import LOGS
from harmscope.importers.mapping import MAPPING

_SHIPPED: tuple[Importer, ...] = (DSA_SOR, *LOGS, MAPPING)
IMPORTERS: dict[str, Importer] = {one.name: one for one in _SHIPPED}


def importer(name: str) -> Importer:
    """The importer of that name. Raises UserError where there is none."""
    try:
        return IMPORTERS[name]
    except KeyError:
        fix = "give one of " + ", ".join(sorted(IMPORTERS))
        raise UserError("--from", "there is no such importer", fix) from None
