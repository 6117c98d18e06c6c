"""The harm taxonomy, other people's code systems, and the crosswalks between them: all as data."""

from harmscope.taxonomy.allocation import Allocation, native_to_harm
from harmscope.taxonomy.codelists import CodeList, codelist, codelist_names
from harmscope.taxonomy.crosswalks import Crosswalk, crosswalk
from harmscope.taxonomy.harm import Category, Scheme, harm
from harmscope.taxonomy.links import COUNTING, Link
from harmscope.taxonomy.systems import Code, System, SystemInfo, load_system, systems

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
