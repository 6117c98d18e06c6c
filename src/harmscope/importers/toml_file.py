"""A TOML file that a user wrote, whose faults are told with their line."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from harmscope.errors import UserError

_SECTION = re.compile(r"\s*\[\[?\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """``data`` is the parsed file, ``lines`` its text, ``option`` what the user calls it."""

    name: str
    option: str
    data: dict[str, object]
    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: Path, option: str) -> "TomlFile":
        """Parse a file. Raises UserError where it cannot be read or is no TOML."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise UserError(option, "the file cannot be read", "name a TOML file") from None
        try:
            data: dict[str, object] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            place = f"{path.name}:{line[1]}" if line else path.name
            raise UserError(place, "the file is not TOML", "correct its syntax") from None
        return cls(path.name, option, data, tuple(text.splitlines()))

    def table(self, path: tuple[str, ...]) -> dict[str, object]:
        """The table at a path; empty where there is none. Raises UserError for another thing."""
        found: object = self.data
        for name in path:
            found = found.get(name, {}) if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            raise self.fault(path, "it is no table", f"write [{'.'.join(path)}]")
        return found

    def fault(self, path: tuple[str, ...], fault: str, fix: str) -> UserError:
        """An error at a member, with the line on which it stands where that can be told."""
        line = self.line(path)
        place = f"{self.name}:{line}" if line else self.name
        return UserError(f"{place} ({'.'.join(path)})", fault, fix)

    def line(self, path: tuple[str, ...]) -> int:
        """The line of a member, or of the nearest table around it; 0 where none is found."""
        section: tuple[str, ...] = ()
        best = (0, 0)
        for number, text in enumerate(self.lines, start=1):
            if heading := _SECTION.match(text):
                section = _split(heading[1])
                here = section
            elif key := _KEY.match(text):
                here = section + _split(key[1])
            else:
                continue
            if here == path[: len(here)] and len(here) > best[0]:
                best = (len(here), number)
        return best[1]


def _split(name: str) -> tuple[str, ...]:
    parts = re.findall(r""""((?:[^"\\]|\\.)*)"|'([^']*)'|([^.\s"']+)""", name)
    return tuple(next((part for part in one if part), "") for one in parts)
