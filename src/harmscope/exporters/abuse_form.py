"""What the form of XARF v4 demands of each type of report, and what a member may hold."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from harmscope.taxonomy import load_system

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_NOTHING: Final[Mapping[str, Any]] = {"demands": [], "members": {}}


@cache
def _form() -> Mapping[str, Any]:
    text = files(__package__).joinpath("abuse_form.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


SCHEME: Final[str] = "xarf@4"


def _parts(code: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What the form says of the category and of the type, ``category/type``."""
    category = _form()["category"].get(code.partition("/")[0], _NOTHING)
    return category, _form()["type"].get(code, _NOTHING)


@cache
def members_of(code: str) -> Mapping[str, Any]:
    """The members of a type, ``category/type``, with the schema of each."""
    parts = [_form()["every"], *(part["members"] for part in _parts(code))]
    named = {name: said for part in parts for name, said in part.items()}
    values = _form()["value"]
    return {n: values[said] if isinstance(said, str) else said for n, said in named.items()}


@cache
def all_members() -> frozenset[str]:
    """The members of all types."""
    return frozenset(name for code in load_system(SCHEME).codes for name in members_of(code))


@cache
def _validator(code: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    demands = [*_form()["demands"], *(name for part in _parts(code) for name in part["demands"])]
    rules = [
        {"if": one["if"], "then": {"required": one["demands"]}}
        for one in _form()["when"]
        if code.startswith(tuple(one["types"]))
    ]
    return Draft202012Validator(
        {"required": demands, "properties": members_of(code), "allOf": rules}
    )


def faulty(code: str, report: Mapping[str, object]) -> list[str]:
    """Members of a report of the type ``code`` that are missing, or not as the form wants them;
    sorted."""
    found: set[str] = set()
    for error in _validator(code).iter_errors(dict(report)):
        if error.absolute_path:
            found.add(str(error.absolute_path[0]))
        else:
            found |= {name for name in error.validator_value if name not in report}
    return sorted(found)


def fits(code: str, name: str, value: object) -> bool:
    """Whether a type has the member, and it may hold the value."""
    return name in members_of(code) and name not in faulty(code, {name: value})


def typed(code: str, name: str, text: str) -> object:
    """A cell of a table as the member of a type: a number, a yes or no, a list whose parts are
    divided by ``;``. What is none stays text, which the form then refuses."""
    kind = members_of(code).get(name, {}).get("type")
    if kind == "integer" and text.isascii() and text.isdigit():
        return int(text)
    if kind == "number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind == "array":
        return [part.strip() for part in text.split(";") if part.strip()]
    return text
