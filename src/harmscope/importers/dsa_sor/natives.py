"""Categories and keywords of a statement: kept as they are, and allocated to harm categories."""

from dataclasses import dataclass
from functools import lru_cache

from harmscope.importers.allocation import allocate
from harmscope.rules.import_ import OTHER_VERSION, UNMAPPED_CODE
from harmscope.rules.rule import Rule
from harmscope.taxonomy import System, load_system

V1, V2 = "dsa@v1", "dsa@v2"
_OTHER = {V1: V2, V2: V1}
_LONGEST = 200

Column = tuple[str, str]
"""A column and the role that its codes have."""
_COLUMNS: tuple[Column, ...] = (
    ("category", "category"),
    ("category_addition", "additional"),
    ("category_specification", "keyword"),
)


@dataclass(frozen=True, slots=True)
class Coded:
    """The members ``native`` and ``harm``, values that follow from the codes by path, and faults
    as (rule, column)."""

    native: tuple[dict[str, str], ...]
    harms: tuple[str, ...]
    implied: tuple[tuple[str, str], ...]
    faults: tuple[tuple[Rule, str], ...]


@lru_cache(maxsize=50_000)
def coded(
    scheme: str, category: str, additional: tuple[str, ...], keywords: tuple[str, ...]
) -> Coded:
    """What the codes of one statement come to. ``scheme`` is the version in force for it."""
    native: list[dict[str, str]] = []
    faults: list[tuple[Rule, str]] = []
    groups = ((category,), tuple(code for code in additional if code != category), keywords)
    for (column, role), codes in zip(_COLUMNS, groups, strict=True):
        for code in filter(None, codes):
            held = _holder(scheme, code)
            if held != scheme:
                faults.append((OTHER_VERSION if held else UNMAPPED_CODE, column))
            if len(code) <= _LONGEST:
                native.append(_native(held or scheme, code, role, category))
    harms, implied = _harms(native)
    return Coded(tuple(native), harms, implied, tuple(faults))


def only_in(scheme: str, codes: tuple[str, ...]) -> bool:
    """Whether one of the codes is in this version and not in the other."""
    other = _OTHER[scheme]
    return any(_has(scheme, code) and not _has(other, code) for code in codes)


def _holder(scheme: str, code: str) -> str:
    """The version that has the code, the one in force first; empty where neither has it."""
    return next((one for one in (scheme, _OTHER[scheme]) if _has(one, code)), "")


def _has(scheme: str, code: str) -> bool:
    return code in _parents(scheme)


@lru_cache(maxsize=2)
def _parents(scheme: str) -> dict[str, list[str]]:
    """Under which parents each code of a version stands."""
    system: System = load_system(scheme)
    found: dict[str, list[str]] = {}
    for code in system.codes.values():
        found.setdefault(code.code, []).append(code.parent or "")
    return found


def _native(scheme: str, code: str, role: str, category: str) -> dict[str, str]:
    parents = _parents(scheme).get(code, [])
    parent = category if len(parents) > 1 and category in parents else ""
    native = {"scheme": scheme, "code": code}
    return native | ({"parent": parent} if parent else {}) | {"role": role}


def _harms(native: list[dict[str, str]]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    harms: list[str] = []
    implied: dict[str, str] = {}
    for scheme in dict.fromkeys(one["scheme"] for one in native):
        keys = [_key(one) for one in native if one["scheme"] == scheme]
        found = allocate(scheme, keys)
        harms += [harm for harm in found.harms if harm not in harms]
        implied = dict(found.implied) | implied
    return tuple(harms), tuple(implied.items())


def _key(native: dict[str, str]) -> str:
    return f"{native['parent']}/{native['code']}" if "parent" in native else native["code"]
