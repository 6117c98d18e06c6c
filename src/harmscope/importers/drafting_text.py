"""Keys, values and comments of TOML as text. (Python reads TOML and does not write it.)"""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def key(text: str) -> str:
    """A key, quoted where it has to be."""
    return text if _BARE.fullmatch(text) else value(text)


def value(text: str) -> str:
    """A basic string. JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def commented(text: str) -> list[str]:
    """A comment in lines of at most 100 characters; line breaks in it are gone."""
    return [f"# {line}" for line in textwrap.wrap(" ".join(text.split()), 98)]


def document(data: Mapping[str, Any]) -> str:
    """A whole document: plain members, then tables, then lists of tables."""
    return "\n".join(_table(data, "")).strip("\n") + "\n"


def _table(data: Mapping[str, Any], path: str) -> Iterator[str]:
    inner = {name: one for name, one in data.items() if isinstance(one, dict)}
    lists = {name: one for name, one in data.items() if _is_list_of_tables(one)}
    for name, one in data.items():
        if name not in inner and name not in lists:
            yield f"{key(name)} = {_plain(one)}"
    for name, one in inner.items():
        place = f"{path}{key(name)}"
        if not one or any(not isinstance(below, dict) for below in one.values()):
            yield from ("", f"[{place}]")
        yield from _table(one, f"{place}.")
    for name, several in lists.items():
        for one in several:
            yield from ("", f"[[{path}{key(name)}]]")
            yield from _table(one, f"{path}{key(name)}.")


def _is_list_of_tables(one: object) -> bool:
    return isinstance(one, list) and bool(one) and all(isinstance(part, dict) for part in one)


def _plain(one: object) -> str:
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, int | float | Decimal | date):
        return str(one)
    if isinstance(one, list | tuple):
        return f"[{', '.join(map(_plain, one))}]"
    return value(str(one))


def often(times: int) -> str:
    """How often a value stands in a table, in words."""
    return "once" if times == 1 else f"{times:,} times"
