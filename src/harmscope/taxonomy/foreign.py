"""Reads somebody else's list of codes: CSV, JSON or YAML, in whatever shape it came."""

import importlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from harmscope.errors import UserError
from harmscope.formats.csv_ import BadCsv, text_rows
from harmscope.formats.door import read_text

ID_FIELDS: Final = ("id", "unique_id", "uid", "code", "key", "slug", "category_id")
LABEL_FIELDS: Final = ("label", "name", "title", "category", "official_name", "category_name")
PARENT_FIELDS: Final = ("parent", "parent_id", "parent_code")
NUMBER_FIELDS: Final = (
    "severity", "risk", "risk_level", "level", "score", "weight", "order", "rank", "priority",
)  # fmt: skip
CHILD_FIELDS: Final = ("children", "items", "categories", "subcategories", "keywords", "tiers")
MAX_BYTES: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a foreign list. ``number_field`` names the field that ``number`` came from;
    ``text`` is any description. ``line`` is set for CSV, ``pointer`` for JSON and YAML.
    """

    id: str = ""
    label: str = ""
    parent: str = ""
    number: float | None = None
    number_field: str = ""
    text: str = ""
    line: int | None = None
    pointer: str = ""


def read_list(path: Path) -> list[Row]:
    """The entries of a list, in order; UserError if it cannot be read as its suffix says."""
    text = read_text(path, MAX_BYTES)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UserError(str(path), "is not CSV, TSV, JSON or YAML", "rename or convert the file")
    return reader(str(path), text)


def _csv(place: str, text: str) -> list[Row]:
    try:
        rows = text_rows(text, ",;\t", strict=True)
        lines = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    except BadCsv as bad:
        where = f"{place}, line {bad.line}"
        raise UserError(where, "is not valid CSV", "check quotes and separators") from None
    if not lines:
        return []
    head = [_name(cell) for cell in lines[0][1]]
    if not set(head) & {*ID_FIELDS, *LABEL_FIELDS}:
        return [Row(label=cells[0].strip(), line=line) for line, cells in lines]
    return [_row(dict(zip(head, cells, strict=False)), line=line) for line, cells in lines[1:]]


def _json(place: str, text: str) -> list[Row]:
    try:
        return list(_walk(json.loads(text), ""))
    except (ValueError, RecursionError) as error:
        raise UserError(place, "is not valid JSON", "check it with a JSON parser") from error


def _yaml(place: str, text: str) -> list[Row]:
    try:
        yaml = importlib.import_module("yaml")
    except ImportError as error:
        fix = "install the package PyYAML, or convert the list to JSON"
        raise UserError(place, "is YAML, and no YAML reader is installed", fix) from error
    try:
        # Aliases can make a small file explode, and a list of codes needs none.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise UserError(place, "uses YAML aliases", "write the entries out")
        return list(_walk(yaml.safe_load(text), ""))
    except (yaml.YAMLError, RecursionError) as error:
        raise UserError(place, "is not valid YAML", "check it with a YAML parser") from error


_READERS: Final[dict[str, Callable[[str, str], list[Row]]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
}


def _walk(node: object, pointer: str) -> Iterator[Row]:
    if isinstance(node, list):
        for place, item in enumerate(node):
            if isinstance(item, str):
                yield Row(label=item, pointer=f"{pointer}/{place}")
            else:
                yield from _walk(item, f"{pointer}/{place}")
    elif isinstance(node, dict):
        yield from _walk_dict({str(key): value for key, value in node.items()}, pointer)


def _walk_dict(node: dict[str, object], pointer: str) -> Iterator[Row]:
    named = {_name(key): value for key, value in node.items()}
    is_entry = any(isinstance(named.get(one), str) for one in (*ID_FIELDS, *LABEL_FIELDS))
    if is_entry:
        yield _row(named, pointer=pointer)
    for key, value in node.items():
        here = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if is_entry:
            if _name(key) in CHILD_FIELDS:
                yield from _walk(value, here)
        elif isinstance(value, str):
            yield Row(id=key, label=value, pointer=here)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield Row(label=key, number=float(value), number_field="severity", pointer=here)
        else:
            yield from _walk_value(key, value, here)


def _walk_value(key: str, value: object, pointer: str) -> Iterator[Row]:
    if isinstance(value, dict) and _name(key) not in CHILD_FIELDS:
        named = {_name(str(one)): two for one, two in value.items()}
        if set(named) & {*NUMBER_FIELDS, "description", "tiers"} and not set(named) & {
            *LABEL_FIELDS
        }:
            yield _row({"label": key, **named}, pointer=pointer)
            return
    yield from _walk(value, pointer)


def _row(fields: dict[str, object], line: int | None = None, pointer: str = "") -> Row:
    def pick(names: tuple[str, ...]) -> str:
        found = [str(fields[name]).strip() for name in names if fields.get(name) is not None]
        return found[0] if found else ""

    field = next((name for name in NUMBER_FIELDS if _number(fields.get(name)) is not None), "")
    return Row(
        id=pick(ID_FIELDS),
        label=pick(LABEL_FIELDS),
        parent=pick(PARENT_FIELDS),
        number=_number(fields.get(field)) if field else None,
        number_field=field,
        text=pick(("description", "definition", "meaning", "note")),
        line=line,
        pointer=pointer,
    )


def _number(value: object) -> float | None:
    try:
        return None if value is None or isinstance(value, bool) else float(str(value))
    except ValueError:
        return None


def _name(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")
