"""Records to foreign forms: what another party's interface takes."""

from harmscope.exporters.dsa_sor import DSA_SOR
from harmscope.exporters.run import Exporter

EXPORTERS: dict[str, Exporter] = {DSA_SOR.name: DSA_SOR}

__all__ = ["EXPORTERS", "Exporter"]
