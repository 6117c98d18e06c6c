"""Code lists of the record model: closed lists, and open ones that take ``x-<org>.<code>``."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache

from harmscope.resources import data_path

EXTENSION_PATTERN = r"x-[a-z0-9]+\.[a-z0-9][a-z0-9_-]*"
"""How a value outside an open list is written, such as ``x-acme.shadow_limit``."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """One code list; ``codes`` maps each code to its label, in the order of the file."""

    name: str
    title: str
    open: bool
    codes: dict[str, str]


@cache
def codelist(name: str) -> CodeList:
    """The code list ``name``, as in ``taxonomy/codelists/<name>.csv``.

    Raises KeyError for a name that ``codelists.toml`` does not list.
    """
    head = _heads()[name]
    with data_path("taxonomy", "codelists", f"{name}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        codes = {row["code"]: row["label"] for row in csv.DictReader(file)}
    return CodeList(name, str(head["title"]), bool(head["open"]), codes)


def codelist_names() -> list[str]:
    """Names of all code lists, sorted."""
    return sorted(_heads())


@cache
def _heads() -> dict[str, dict[str, object]]:
    path = data_path("taxonomy", "codelists", "codelists.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
