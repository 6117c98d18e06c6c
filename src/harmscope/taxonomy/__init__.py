"""The harm taxonomy, other people's code systems, and the crosswalks between them: all as data."""

from harmscope.taxonomy.counts import Allocation, carry, map_codes, native_to_harm
from harmscope.taxonomy.crosswalks import COUNTING, Crosswalk, Link, crosswalk
from harmscope.taxonomy.describe import show
from harmscope.taxonomy.harm import Category, Scheme, harm
from harmscope.taxonomy.lookup import Hit, search
from harmscope.taxonomy.systems import (
    Code,
    CodeList,
    System,
    SystemInfo,
    codelist,
    codelist_names,
    load_system,
    systems,
)

__all__ = [
    "COUNTING",
    "Allocation",
    "Category",
    "Code",
    "CodeList",
    "Crosswalk",
    "Hit",
    "Link",
    "Scheme",
    "System",
    "SystemInfo",
    "carry",
    "codelist",
    "codelist_names",
    "crosswalk",
    "harm",
    "load_system",
    "map_codes",
    "native_to_harm",
    "search",
    "show",
    "systems",
]
