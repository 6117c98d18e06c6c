"""The cells of a statement of reasons: texts, times, mapped codes, and the categories they mean."""

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from harmscope.importers.columns import Columns, is_no_value
from harmscope.importers.platform_codes import OWN_CODES, allocate
from harmscope.importers.timestamps import is_ahead
from harmscope.model.typed import Native
from harmscope.rules.import_ import BAD_CELL, BAD_DATE, IN_FUTURE, OTHER_VERSION, UNMAPPED_CODE
from harmscope.rules.rule import Rule
from harmscope.taxonomy import System, load_system
from harmscope.taxonomy.standards import is_language
from harmscope.times import moment

# The mapping of the statements' code lists, read once from ``dsa_sor_codes.toml``.


@cache
def code_table(name: str) -> dict[str, str]:
    """One table of ``dsa_sor_codes.toml``, such as ``decision_visibility``. Raises KeyError."""
    found: dict[str, str] = _tables()[name]
    return found


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("dsa_sor_codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


# The cells of one statement: text out of a dump, values out of the API or Parquet.

_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[ T]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?(?:Z| ?UTC|\+00:?00)?)?"
)
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
LABEL = 500
"""Letters in a label at most."""
_YES_NO = {"true": "Yes", "t": "Yes", "1": "Yes", "false": "No", "f": "No", "0": "No"}
"""Truth values as programs write them."""


class Cells:
    """Reads cells by name. What is broken is left out and stands in ``faults`` as (rule, column).

    A missing cell, an empty one, null and a word for it (``null``, which the API takes for
    nothing, and those of other programs) are all the same: nothing. ``columns`` notes the words.
    """

    def __init__(self, data: dict[str, object], columns: Columns | None = None) -> None:
        self._data = data
        self._columns = columns or Columns()
        self.faults: list[tuple[Rule, str]] = []

    def has(self, name: str) -> bool:
        """Whether the column is there at all."""
        return name in self._data

    def text(self, name: str) -> str:
        """A cell as text."""
        value = self._data.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return self._known(name, value.strip())
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self._broken(name)

    def label(self, name: str, longest: int = LABEL) -> str:
        """A text that must be no longer than the model's labels."""
        text = self.text(name)
        return text if len(text) <= longest else self._broken(name)

    def codes(self, name: str) -> tuple[str, ...]:
        """Distinct codes of an array, in the order of the cell: a list, JSON text, or one code."""
        value = self._data.get(name)
        if isinstance(value, str):
            value = _array(self._known(name, value.strip()))
        if not value:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._broken(name)
            return ()
        return tuple(dict.fromkeys(item for item in value if self._known(name, item)))

    def _known(self, name: str, text: str) -> str:
        """The text, or nothing where it is a word for nothing."""
        if not is_no_value(text):
            return text
        if text and text != "null":
            self._columns.word(name, text)
        return ""

    def mapped(self, name: str) -> str:
        """A code as ``dsa_sor_codes.toml`` maps it; nothing, and a fault, where it does not."""
        code = self.text(name)
        return self._mapped(name, name, code) if code else ""

    def answer(self, name: str) -> bool | None:
        """Yes or no."""
        if isinstance(value := self._data.get(name), bool):
            return value
        code = self.text(name)
        found = self._mapped("yes_no", name, _YES_NO.get(code.lower(), code)) if code else ""
        return found == "yes" if found else None

    def all_mapped(self, name: str, other: str = "") -> list[str]:
        """Codes of an array as ``dsa_sor_codes.toml`` maps them; ``other`` for the rest."""
        found = [self._mapped(name, name, code, other) for code in self.codes(name)]
        return list(dict.fromkeys(code for code in found if code))

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        """A cell that has this form; nothing, and a fault, where it has another."""
        text = self.text(name)
        return text if not text or pattern.fullmatch(text) else self._broken(name)

    def language(self, name: str) -> str:
        """A cell that holds the code of a language, in lower case; nothing, and a fault, where
        there is no such language."""
        tag = self.text(name).lower()
        return tag if not tag or is_language(tag) else self._broken(name)

    def listed(self, name: str, known: Callable[[str], bool]) -> list[str]:
        """Codes of an array that are known, sorted; a fault where one is not."""
        found = self.codes(name)
        good = [code for code in found if known(code)]
        if len(good) < len(found):
            self._broken(name)
        return sorted(good)

    def inner(self, name: str, member: str) -> "Cells":
        """The cells of an object in a cell; none where it holds no object."""
        value = self._data.get(name)
        if isinstance(value, str) and value.startswith("{"):
            value = _array(f"[{value}]")
            value = value[0] if isinstance(value, list) else None
        return Cells({member: value.get(member)} if isinstance(value, dict) else {})

    def moment(self, name: str) -> str:
        """A date; with its time of day in UTC unless that is midnight, which stands for none."""
        day, clock = self._parts(name)
        return f"{day}T{clock}Z" if clock not in ("", "00:00:00") else day

    def time(self, name: str) -> str:
        """A time in UTC, midnight included; the day where there is no time."""
        day, clock = self._parts(name)
        return f"{day}T{clock}Z" if clock else day

    def _parts(self, name: str) -> tuple[str, str]:
        text = self.text(name)
        if not text:
            return "", ""
        found = _TIME.fullmatch(text)
        clock = (found[2] or "") if found else ""
        if not found or moment(found[1]) is None or (clock and not _CLOCK.fullmatch(clock)):
            self.faults.append((BAD_DATE, name))
            return "", ""
        if not name.startswith(_PLANNED) and is_ahead(found[1]):
            self.faults.append((IN_FUTURE, name))
            return "", ""
        return found[1], clock

    def _mapped(self, list_: str, name: str, code: str, other: str = "") -> str:
        try:
            return code_table(list_)[code]
        except KeyError:
            self.faults.append((UNMAPPED_CODE, name))
            return other

    def _broken(self, name: str) -> str:
        self.faults.append((BAD_CELL, name))
        return ""


def _array(text: str) -> object:
    text = text.strip()
    if not text.startswith("["):
        return [text] if text else []
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


# Categories and keywords of a statement: kept as they are, and allocated to harm categories.

V1, V2 = "dsa@v1", "dsa@v2"
_PLANNED = "end_date_"
"""How the columns begin whose dates may lie ahead."""
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

    native: tuple[Native, ...]
    harms: tuple[str, ...]
    implied: tuple[tuple[str, str], ...]
    faults: tuple[tuple[Rule, str], ...]


@lru_cache(maxsize=50_000)
def coded(
    scheme: str, category: str, additional: tuple[str, ...], keywords: tuple[str, ...]
) -> Coded:
    """What the codes of one statement come to. ``scheme`` is the version in force for it."""
    native: list[Native] = []
    faults: list[tuple[Rule, str]] = []
    groups = ((category,), tuple(code for code in additional if code != category), keywords)
    for (column, role), codes in zip(_COLUMNS, groups, strict=True):
        for code in filter(None, codes):
            held = _holder(scheme, code)
            if held != scheme:
                faults.append((OTHER_VERSION if held else UNMAPPED_CODE, column))
            if len(code) <= _LONGEST:
                native.append(_native(held or OWN_CODES, code, role, category))
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
    return scheme != OWN_CODES and code in _parents(scheme)


@lru_cache(maxsize=2)
def _parents(scheme: str) -> dict[str, list[str]]:
    """Under which parents each code of a version stands."""
    system: System = load_system(scheme)
    found: dict[str, list[str]] = {}
    for code in system.codes.values():
        found.setdefault(code.code, []).append(code.parent or "")
    return found


def _native(scheme: str, code: str, role: str, category: str) -> Native:
    parents = [] if scheme == OWN_CODES else _parents(scheme).get(code, [])
    parent = category if len(parents) > 1 and category in parents else ""
    native: Native = {"scheme": scheme, "code": code}
    if parent:
        native["parent"] = parent
    native["role"] = role
    return native


def _harms(native: list[Native]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    harms: list[str] = []
    implied: dict[str, str] = {}
    for scheme in dict.fromkeys(one["scheme"] for one in native):
        keys = [_key(one) for one in native if one["scheme"] == scheme]
        found = allocate(scheme, keys)
        harms += [harm for harm in found.harms if harm not in harms]
        implied = dict(found.implied) | implied
    return tuple(harms), tuple(implied.items())


def _key(native: Native) -> str:
    return f"{native['parent']}/{native['code']}" if "parent" in native else native["code"]
