"""Published transparency reports, read into figures: one module a format.

``READERS`` names them. Each takes a path (file or folder) and gives a
:class:`~harmscope.readers.result.Reading`.
"""

from collections.abc import Callable
from pathlib import Path

from harmscope.readers.dsa_checks import read_dsa_report
from harmscope.readers.figures_csv import read_figures_csv
from harmscope.readers.meta_cser import read_meta_cser
from harmscope.readers.result import Reading, Source
from harmscope.readers.tiktok_cger import read_tiktok_cger

READERS: dict[str, Callable[[Path], Reading]] = {
    "dsa-report": read_dsa_report,
    "meta-cser": read_meta_cser,
    "tiktok-cger": read_tiktok_cger,
    "figures": read_figures_csv,
}

__all__ = ["READERS", "Reading", "Source"]
