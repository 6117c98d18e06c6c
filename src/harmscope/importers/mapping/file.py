"""The mapping file, read and checked: its schema first, then that what it names exists."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator, ValidationError

from harmscope.errors import UserError
from harmscope.importers.mapping.clock import Clock
from harmscope.importers.mapping.fields import CODED, FIELDS, MANY, codes_of
from harmscope.importers.toml_file import TomlFile

_FAULTS = {
    "additionalProperties": ("it is not known here", "see docs/importers.md for what is"),
    "required": ("a member is missing", "see docs/importers.md for what is needed"),
    "const": ("it has another value than it must", 'set mapping = "1.0" and from = "table"'),
    "enum": ("it has none of the listed values", "give refuse, earlier or later"),
    "type": ("it is of the wrong kind", "see docs/importers.md for examples"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows to keep or to drop, by the values of a column."""

    column: str
    values: frozenset[str]
    keep: bool

    def passes(self, value: str) -> bool:
        """Whether a row with this value is imported."""
        return (value in self.values) == self.keep


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping file. ``columns`` leads from field to column."""

    columns: dict[str, str]
    ignored: frozenset[str]
    clock: Clock
    values: dict[str, dict[str, tuple[str, ...]]]
    constants: dict[str, str]
    splits: dict[str, str]
    filters: tuple[Filter, ...]

    @property
    def known(self) -> frozenset[str]:
        """Every column that the file speaks of."""
        return frozenset(self.columns.values()) | self.ignored


def read_mapping(path: Path) -> Mapping:
    """Read and check a file. Raises UserError that names the line."""
    file = TomlFile.read(path, "--mapping")
    error = next(iter(sorted(_validator().iter_errors(file.data), key=_place)), None)
    if error is not None:
        raise _fault(file, error)
    return Mapping(
        columns=_columns(file),
        ignored=frozenset(name for name, field in _texts(file, "columns").items() if not field),
        clock=_clock(file),
        values=_values(file),
        constants=_constants(file),
        splits=_splits(file),
        filters=_filters(file),
    )


@cache
def _validator() -> Draft202012Validator:
    text = files("harmscope.importers.mapping").joinpath("schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _place(error: ValidationError) -> list[str]:
    return [str(part) for part in error.absolute_path]


def _fault(file: TomlFile, error: ValidationError) -> UserError:
    path = tuple(str(part) for part in error.absolute_path if not isinstance(part, int))
    fault, fix = _FAULTS.get(str(error.validator), ("it is not as it must be", "see the schema"))
    there: Any = error.instance
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        path = (*path, min(set(there) - set(schema.get("properties", {}))))
    if error.validator == "required":
        names: Any = error.validator_value
        fault = next(f"{name} is missing" for name in names if name not in there)
    return file.fault(path, fault, fix)


def _texts(file: TomlFile, name: str) -> dict[str, str]:
    return {key: str(value) for key, value in file.table((name,)).items()}


def _columns(file: TomlFile) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, field in _texts(file, "columns").items():
        if field and field not in FIELDS:
            fix = "give one of " + ", ".join(FIELDS)
            raise file.fault(("columns", column), "there is no such field", fix)
        if field in found:
            raise file.fault(
                ("columns", column), "another column fills that field", "leave one empty"
            )
        if field:
            found[field] = column
    return found


def _clock(file: TomlFile) -> Clock:
    times: dict[str, Any] = file.table(("times",))
    try:
        zone = ZoneInfo(times.get("zone", "UTC"))
    except (KeyError, ValueError, OSError):
        fix = "give a name of the IANA database, such as Europe/Berlin"
        raise file.fault(("times", "zone"), "there is no such time zone", fix) from None
    return Clock(tuple(times.get("formats", ())), zone, times.get("repeated_hour", "refuse"))


def _values(file: TomlFile) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for field in file.table(("values",)):
        if field not in CODED:
            fix = "give one of " + ", ".join(CODED)
            raise file.fault(("values", field), "its values are not codes", fix)
        found[field] = {}
        for word, value in file.table(("values", field)).items():
            codes = [value] if isinstance(value, str) else value
            assert isinstance(codes, list)
            found[field][word] = tuple(str(code) for code in codes if code)
            _exist(file, ("values", field, word), field, found[field][word])
    return found


def _exist(file: TomlFile, path: tuple[str, ...], field: str, codes: tuple[str, ...]) -> None:
    if not set(codes) <= codes_of(field):
        raise file.fault(path, "there is no such code", f"give a code that {field} takes")
    if len(codes) > 1 and field not in MANY:
        raise file.fault(path, "it holds several codes", f"{field} takes one")


def _constants(file: TomlFile) -> dict[str, str]:
    found = _texts(file, "constants")
    for field, value in found.items():
        if field not in FIELDS:
            raise file.fault(
                ("constants", field), "there is no such field", "give one of " + ", ".join(FIELDS)
            )
        if field in CODED:
            _exist(file, ("constants", field), field, (value,))
    return found


def _splits(file: TomlFile) -> dict[str, str]:
    found = _texts(file, "splits")
    for column in found:
        if file.table(("columns",)).get(column) not in MANY:
            fix = "split columns of " + ", ".join(MANY)
            raise file.fault(("splits", column), "its field takes one value", fix)
    return found


def _filters(file: TomlFile) -> tuple[Filter, ...]:
    found = []
    entries: Any = file.data.get("filters", [])
    for one in entries:
        keep = "keep" in one
        found.append(Filter(one["column"], frozenset(one["keep" if keep else "drop"]), keep))
    return tuple(found)
