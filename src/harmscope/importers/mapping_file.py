"""The mapping file of a table: the fields that a column can fill, and the file read and checked."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator, ValidationError

from harmscope.errors import UserError
from harmscope.importers.platform_codes import NO_ACTION, TomlFile
from harmscope.importers.timestamps import Clock
from harmscope.taxonomy import codelist, harm

# The fields that a column can fill, and the codes that a field takes.

FIELDS: dict[str, str] = {
    "id": "Number of the row or case; without it, the row's digest",
    "subject": "Number of what it is about; rows of one subject are joined to cases",
    "account": "Account that the subject belongs to; becomes a keyed hash",
    "subject_kind": "content, account, generation, ad, other",
    "origin": "local or remote",
    "category": "Kind of harm",
    "notice.received_at": "When somebody reported it; a row with it has a notice",
    "notice.kind": "Kind of notice; user_flag where there is none",
    "notice.reporter": "Who reported it; becomes a keyed hash",
    "notice.text": "Words of the report; kept under --keep-text alone",
    "detection.source": "Who brought it up, where nobody reported it",
    "decision.decided_at": "When it was decided; a row with it has a decision",
    "decision.action": "What was done",
    "decision.ends_at": "When the measure ends",
    "decision.ground": "law or terms",
    "decision.policy": "Clause of the terms",
    "decision.automation": "none, partial, full",
    "content.medium": "Form of the content",
    "content.language": "Language of the content, as a tag such as de",
    "reversal.at": "When the decision was taken back",
    "appeal.filed_at": "When somebody complained of the decision",
    "appeal.decided_at": "When the complaint was decided",
    "appeal.outcome": "What came of it; granted where the decision was taken back",
}
"""Every field, and what stands in it."""

TIMES = tuple(name for name in FIELDS if name.endswith(("_at", ".at")))

_LISTS = {
    "subject_kind": "subject-kind",
    "origin": "subject-origin",
    "notice.kind": "notice-kind",
    "detection.source": "detection-source",
    "decision.ground": "decision-ground",
    "decision.automation": "automation",
    "content.medium": "medium",
    "appeal.outcome": "appeal-outcome",
}
CODED = ("category", "decision.action", *_LISTS)
"""Fields of which the values are codes."""

MANY = ("category", "decision.action", "content.medium")
"""Fields that can hold several values, split out of one cell."""


def codes_of(field: str) -> frozenset[str]:
    """The codes that a field takes."""
    if field == "category":
        return frozenset(harm().categories)
    if field == "decision.action":
        return frozenset(codelist("action-kind").codes) | {NO_ACTION}
    return frozenset(codelist(_LISTS[field]).codes)


# The mapping file, read and checked: its schema first, then that what it names exists.

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
class MappingFile:
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


def read_mapping(path: Path) -> MappingFile:
    """Read and check a file. Raises UserError that names the line."""
    file = TomlFile.read(path, "--mapping")
    error = next(iter(sorted(_validator().iter_errors(file.data), key=_place)), None)
    if error is not None:
        raise _fault(file, error)
    return MappingFile(
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
    text = files(__package__).joinpath("mapping_schema.json").read_text(encoding="utf-8")
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
