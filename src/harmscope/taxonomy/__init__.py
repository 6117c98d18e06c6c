"""The harm taxonomy, other people's code systems, and the crosswalks between them: all as data."""

from harmscope.taxonomy.clocks import Clock, clocks_of
from harmscope.taxonomy.counts import Allocation, carry, map_codes, native_to_harm
from harmscope.taxonomy.crosswalks import COUNTING, Crosswalk, Link, crosswalk
from harmscope.taxonomy.describe import describe_systems, links_of, show
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
    "Clock",
    "Code",
    "CodeList",
    "Crosswalk",
    "Hit",
    "Link",
    "Scheme",
    "System",
    "SystemInfo",
    "carry",
    "clocks_of",
    "codelist",
    "codelist_names",
    "crosswalk",
    "describe_systems",
    "harm",
    "links_of",
    "load_system",
    "map_codes",
    "native_to_harm",
    "search",
    "show",
    "systems",
]
