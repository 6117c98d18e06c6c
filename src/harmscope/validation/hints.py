"""What may have been meant: the codes nearest to a wrong one, and where the list is. Never the
value itself."""

from collections.abc import Callable
from functools import cache, lru_cache

from harmscope.errors import nearest
from harmscope.rules.vocabulary import harm_ids
from harmscope.taxonomy import codelist, load_system
from harmscope.taxonomy.standards import COUNTRIES_MEANT
from harmscope.taxonomy.systems import codelist_names, systems

_SHORT = 8
"""So many codes are named one by one; of longer lists the nearest, and where the list is."""
_LONGEST = 200
"""A longer text is no code with a slip."""


@lru_cache(maxsize=4096)
def of_codes(value: str, codes: tuple[str, ...]) -> str:
    """The nearest of the codes that a member takes, and how all are listed."""
    listed = _lists().get(codes)
    where = f"all: harmscope taxonomy codes {listed}" if listed else ""
    if len(codes) <= _SHORT:
        return _joined(_perhaps(value, codes), f"one of {', '.join(codes)}")
    return _joined(_perhaps(value, codes), where or "all: harmscope rules HS005")


@cache
def _lists() -> dict[tuple[str, ...], str]:
    return {tuple(codelist(name).codes): name for name in codelist_names()}


def _perhaps(value: str, codes: tuple[str, ...]) -> str:
    found = nearest(value, codes) if len(value) <= _LONGEST else []
    return f"perhaps {' or '.join(found)}" if found else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def of_rule(code: str, record: dict[str, object], pointer: str) -> str:
    """The same for a rule about codes of other lists; empty for every other rule."""
    asked = _RULES.get(code)
    if asked is None:
        return ""
    holder, value = _at(record, pointer)
    return asked(value, holder) if isinstance(value, str) else ""


def _at(record: dict[str, object], pointer: str) -> tuple[object, object]:
    """What holds the value at a pointer, and the value; None where there is none."""
    holder, value = None, record  # type: tuple[object, object]
    for part in pointer.split("/")[1:]:
        holder = value
        if isinstance(holder, dict):
            value = holder.get(part.replace("~1", "/").replace("~0", "~"))
        elif isinstance(holder, list) and part.isdecimal() and int(part) < len(holder):
            value = holder[int(part)]
        else:
            return None, None
    return holder, value


@lru_cache(maxsize=4096)
def _harm(value: str, ids: tuple[str, ...]) -> str:
    return _perhaps(value, ids)


def _of_harm(value: str, holder: object) -> str:
    return _harm(value, _harm_ids())


@cache
def _harm_ids() -> tuple[str, ...]:
    return tuple(sorted(harm_ids()))


def _of_scheme(value: str, holder: object) -> str:
    return _perhaps(value, _schemes())


@cache
def _schemes() -> tuple[str, ...]:
    return tuple(info.ref for info in systems())


def _of_native(value: str, holder: object) -> str:
    scheme = holder.get("scheme") if isinstance(holder, dict) else None
    if not isinstance(scheme, str) or scheme not in _schemes():
        return ""
    return _native(value, scheme)


@lru_cache(maxsize=4096)
def _native(value: str, scheme: str) -> str:
    codes = tuple(dict.fromkeys(code.code for code in load_system(scheme).codes.values()))
    return _joined(_perhaps(value, codes), f"all: harmscope taxonomy list {scheme}")


def _of_country(value: str, holder: object) -> str:
    meant = COUNTRIES_MEANT.get(value.upper())
    return f"perhaps {meant}" if meant else ""


_RULES: dict[str, Callable[[str, object], str]] = {
    "HS130": _of_harm,
    "HS133": _of_scheme,
    "HS134": _of_native,
    "HS144": _of_country,
    "HS146": _of_country,
}
