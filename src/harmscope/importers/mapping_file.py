"""The mapping file of a table, read and checked: columns to fields, values to codes."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from harmscope.errors import UserError, offer
from harmscope.importers.mapping_fields import CODED, FIELDS, MANY, Field, taken, takes
from harmscope.importers.platform_codes import TomlFile
from harmscope.importers.timestamps import Clock

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

Path_ = tuple[str, ...]
"""Names that lead to a member of the file."""

# What a mapping file says.


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
class Layout:
    """Which column fills which field. ``columns`` leads from field to column, ``ignored`` holds
    columns that are left out by name, ``constants`` what no column holds.

    ``name`` is that of the table. Of further tables (``[[more]]``), ``file`` is the pattern of the
    file's name, ``within`` the member of a row that holds a list of objects, ``key`` the column
    that names a row of the table ``to``. With neither file nor member, they are further columns of
    the row itself.
    """

    name: str
    columns: dict[str, str]
    ignored: frozenset[str] = frozenset()
    constants: dict[str, str] = dataclasses.field(default_factory=dict)
    file: str = ""
    within: str = ""
    key: str = ""
    to: str = ""

    def has(self, *fields: str) -> bool:
        """Whether a column or a constant fills one of these fields."""
        return any(one in self.columns or one in self.constants for one in fields)

    def is_in(self, file: str) -> bool:
        """Whether a file of that name holds this table."""
        last = file.replace("\\", "/").rpartition("/")[2]
        return fnmatchcase(file, self.file) or fnmatchcase(last, self.file)

    @property
    def known(self) -> frozenset[str]:
        """Every column that the layout speaks of."""
        named = frozenset(self.columns.values()) | self.ignored
        return named | ({self.key} if self.key else frozenset())


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A checked mapping file. ``values`` leads from field and word to codes; no code at all says
    that what the word means is not known. ``flags`` leads from field and column to the code that a
    mark in the column stands for."""

    main: Layout
    more: tuple[Layout, ...]
    clock: Clock
    values: dict[str, dict[str, Path_]]
    splits: dict[str, str]
    filters: tuple[Filter, ...]
    flags: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """Field to column, of the main table."""
        return self.main.columns

    @property
    def known(self) -> frozenset[str]:
        """Every column of the main table that the file speaks of."""
        inside = [one for one in self.more if not one.file]
        names = set(self.main.known) | {one.within for one in inside if one.within}
        for one in inside:
            names |= frozenset() if one.within else one.known
        names |= {column for marks in self.flags.values() for column in marks}
        return frozenset(names) | {one.column for one in self.filters}

    def has(self, *fields: str) -> bool:
        """Whether any table fills one of these fields."""
        marked = any(one in self.flags for one in fields)
        return marked or any(one.has(*fields) for one in (self.main, *self.more))

    def meant(self, name: str, word: str) -> Path_ | None:
        """The codes of a word, in whatever case it is written; None where the file does not have
        the word. Without values for the field, a word that is itself a code stands for it."""
        table = self.values.get(name)
        if table is None:
            return (word,) if takes(name, word) else None
        if word in table:
            return table[word]
        alike = {codes for known, codes in table.items() if known.casefold() == word.casefold()}
        return alike.pop() if len(alike) == 1 else None


# The mapping file, read and checked: its schema first, then that what it names exists.

_FAULTS = {
    "additionalProperties": ("it is not known here", "see docs/importers.md for what is"),
    "required": ("a member is missing", "see docs/importers.md for what is needed"),
    "const": ("it has another value than it must", 'set mapping = "1.0" and from = "{source}"'),
    "enum": ("it has none of the listed values", "give {codes}"),
    "minimum": ("it is too small", "give a number from 0"),
    "maximum": ("it is too large", "give a share between 0 and 1"),
    "type": ("it is of the wrong kind", "see docs/importers.md for examples"),
    "anyOf": ("it is of the wrong kind", "give a text, or a list of texts"),
}


def read_mapping(path: Path) -> MappingFile:
    """Read and check a file. Raises UserError that names the line."""
    file = TomlFile.read(path, "--mapping")
    check_form(file, _validator(), "table")
    found = parsed(file, FIELDS)
    _check_whole(file, found)
    return found


def check_form(file: TomlFile, validator: "Draft202012Validator", source: str) -> None:
    """Raises UserError for a file that is not as the schema says; ``source`` is what the member
    ``from`` must be."""
    error = next(iter(sorted(validator.iter_errors(file.data), key=_place)), None)
    if error is not None:
        raise _fault(file, error, source)


def parsed(file: TomlFile, fields: Mapping[str, Field]) -> MappingFile:
    """What a file of the right form says, in these fields. Raises UserError for a field or a code
    that does not exist."""
    return MappingFile(
        main=_layout(file, file.data, (), "rows", fields),
        more=_more(file, fields),
        clock=_clock(file),
        values=_values(file),
        splits=_splits(file),
        filters=_filters(file),
        flags=_flags(file),
    )


@cache
def _validator() -> "Draft202012Validator":
    # Only a table of one's own needs it, and every importer is imported together.
    from jsonschema import Draft202012Validator

    text = files(__package__).joinpath("mapping_schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _place(error: "ValidationError") -> list[str]:
    return [str(part) for part in error.absolute_path]


def _fault(file: TomlFile, error: "ValidationError", source: str) -> UserError:
    path = tuple(str(part) for part in error.absolute_path if not isinstance(part, int))
    fault, fix = _FAULTS.get(str(error.validator), ("it is not as it must be", "see the schema"))
    listed: Any = error.validator_value if error.validator == "enum" else ()
    fix = fix.format(source=source, codes=", ".join(map(str, listed)))
    there: Any = error.instance
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        path = (*path, min(set(there) - set(schema.get("properties", {}))))
    if error.validator == "required":
        names: Any = error.validator_value
        fault = next(f"{name} is missing" for name in names if name not in there)
    return file.fault(path, fault, fix)


def _check_whole(file: TomlFile, mapping: MappingFile) -> None:
    """Raises UserError for a file from which no record can come."""
    if not mapping.has("notice.received_at", "decision.decided_at", "detection.detected_at"):
        fault = "no column says when something was reported, found or decided"
        fix = "give one column notice.received_at, detection.detected_at or decision.decided_at"
        raise file.fault(("columns",), fault, fix)
    for one in (mapping.main, *mapping.more):
        marked = one is mapping.main and "decision.action" in mapping.flags
        if one.has("decision.decided_at") and not one.has("decision.action") and not marked:
            fault = "a column says when it was decided, and none what"
            fix = "give decision.action a column, or a value in [constants], such as no-action"
            raise file.fault(("columns",), fault, fix)


def _layout(
    file: TomlFile, table: dict[str, Any], path: Path_, name: str, known: Mapping[str, Field]
) -> Layout:
    names = table.get("columns", {})
    return Layout(
        name=name,
        columns=_columns(file, names, (*path, "columns"), known),
        ignored=frozenset(column for column, fields in names.items() if not fields),
        constants=_constants(file, table.get("constants", {}), (*path, "constants"), known),
    )


def _more(file: TomlFile, known: Mapping[str, Field]) -> tuple[Layout, ...]:
    found: list[Layout] = []
    tables: Any = file.data.get("more", [])
    for number, table in enumerate(tables, start=1):
        name = str(table.get("name", f"more{number}"))
        to = str(table.get("to", "rows"))
        one = _layout(file, table, ("more",), name, known)
        if name in ("rows", *(other.name for other in found)):
            raise file.fault(("more", "name"), "another table has that name", "give another")
        if to not in ("rows", *(other.name for other in found)):
            raise file.fault(("more", "to"), "no table before it has that name", "correct it")
        if ("file" in table) != ("key" in table):
            fix = "file names the table, key its column with the id of the row that it belongs to"
            raise file.fault(("more",), "file and key stand together or not at all", fix)
        names = [str(table.get(part, "")) for part in ("file", "list", "key")]
        found.append(replace(one, to=to, file=names[0], within=names[1], key=names[2]))
    return tuple(found)


def _columns(
    file: TomlFile, names: dict[str, Any], path: Path_, known: Mapping[str, Field]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, value in names.items():
        for field in [value] if isinstance(value, str) else value:
            if field and field not in known:
                fix = offer(field, known, "see docs/reference/mapping.md for all fields")
                raise file.fault((*path, column), "there is no such field", fix)
            if field in found:
                fault = "another column fills that field"
                raise file.fault((*path, column), fault, "leave one empty")
            if field:
                found[field] = column
    return found


def _clock(file: TomlFile) -> Clock:
    times: dict[str, Any] = file.table(("times",))
    zone = zone_in(file, ("times", "zone"))
    return Clock(tuple(times.get("formats", ())), zone, times.get("repeated_hour", "refuse"))


def zone_in(file: TomlFile, place: tuple[str, str]) -> ZoneInfo:
    """The time zone that a mapping file names in a table, UTC where it names none. Raises UserError
    for one that does not exist."""
    table, name = place
    try:
        return ZoneInfo(str(file.table((table,)).get(name, "UTC")))
    except (KeyError, ValueError, OSError):
        fix = "give a name of the IANA database, such as Europe/Berlin"
        raise file.fault(place, "there is no such time zone", fix) from None


def _values(file: TomlFile) -> dict[str, dict[str, Path_]]:
    found: dict[str, dict[str, Path_]] = {}
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


def _exist(file: TomlFile, path: Path_, field: str, codes: Path_) -> None:
    for code in codes:
        if not takes(field, code):
            raise file.fault(path, f"{field} does not take it", f"give {_one_of(field, code)}")
    if len(codes) > 1 and field not in MANY:
        raise file.fault(path, "it holds several codes", f"{field} takes one")


def _one_of(field: str, wrong: str) -> str:
    words = taken(field, wrong)
    is_list = ", " in words and not any(word in words for word in ("such as", "an id"))
    return f"one of {words}" if is_list else words


def _constants(
    file: TomlFile, given: dict[str, Any], path: Path_, known: Mapping[str, Field]
) -> dict[str, str]:
    for field, value in given.items():
        if field not in known:
            fix = offer(field, known, "see docs/reference/mapping.md for all fields")
            raise file.fault((*path, field), "there is no such field", fix)
        if field in CODED and value:
            _exist(file, (*path, field), field, (_text(value),))
    return {field: _text(value) for field, value in given.items() if value != ""}


def _text(value: Any) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _splits(file: TomlFile) -> dict[str, str]:
    found = {column: str(mark) for column, mark in file.table(("splits",)).items()}
    split = {
        column
        for table in (file.data, *_tables(file))
        for column, value in table.get("columns", {}).items()
        if set(MANY) & set([value] if isinstance(value, str) else value)
    }
    for column in found:
        if column not in split:
            fix = "split columns of " + ", ".join(MANY)
            raise file.fault(("splits", column), "its field takes one value", fix)
    return found


def _tables(file: TomlFile) -> list[dict[str, Any]]:
    tables: Any = file.data.get("more", [])
    found: list[dict[str, Any]] = tables
    return found


def _filters(file: TomlFile) -> tuple[Filter, ...]:
    found = []
    entries: Any = file.data.get("filters", [])
    for one in entries:
        keep = "keep" in one
        found.append(Filter(one["column"], frozenset(one["keep" if keep else "drop"]), keep))
    return tuple(found)


def _flags(file: TomlFile) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for column in file.table(("flags",)):
        for field, code in file.table(("flags", column)).items():
            if field not in CODED:
                fix = "give one of " + ", ".join(CODED)
                raise file.fault(("flags", column), "its values are not codes", fix)
            _exist(file, ("flags", column), field, (str(code),))
            found.setdefault(field, {})[column] = str(code)
    return found
