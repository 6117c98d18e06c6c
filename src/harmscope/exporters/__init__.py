"""Records to foreign forms: what another party's interface takes, and databases."""

from harmscope.exporters.abuse_report import XARF
from harmscope.exporters.dsa_sor import DSA_SOR
from harmscope.exporters.run import Exporter

EXPORTERS: dict[str, Exporter] = {one.name: one for one in (DSA_SOR, XARF)}

__all__ = ["EXPORTERS", "Exporter"]
