"""The harm taxonomy, other people's code systems, and the crosswalks between them: all as data."""

from harmscope.taxonomy.counts import Allocation, native_to_harm
from harmscope.taxonomy.crosswalks import COUNTING, Crosswalk, Link, crosswalk
from harmscope.taxonomy.harm import Category, Scheme, harm
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
    "Link",
    "Scheme",
    "System",
    "SystemInfo",
    "codelist",
    "codelist_names",
    "crosswalk",
    "harm",
    "load_system",
    "native_to_harm",
    "systems",
]
