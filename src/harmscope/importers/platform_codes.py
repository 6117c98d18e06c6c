"""From a platform's codes to the harm taxonomy: by crosswalks, or as a mapping file says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast

from harmscope.errors import UserError, offer
from harmscope.formats.door import parsed_toml, read_bytes
from harmscope.model.typed import Incident
from harmscope.taxonomy import codelist, harm, load_system, native_to_harm

# TOML files that a user wrote; faults are reported with their line.

_SECTION = re.compile(r"\s*\[\[?\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file. ``data`` is what it holds, ``lines`` its text, ``option`` the option that named
    it."""

    name: str
    option: str
    data: dict[str, object]
    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: Path, option: str) -> "TomlFile":
        """Parse a file. Raises UserError where it cannot be read or is no TOML."""
        data = read_bytes(path)
        tables = parsed_toml(data, path, "correct its syntax")
        return cls(path.name, option, tables, tuple(data.decode("utf-8-sig").splitlines()))

    def table(self, path: tuple[str, ...]) -> dict[str, object]:
        """The table at a path; empty where there is none. Raises UserError for another thing."""
        found: object = self.data
        for name in path:
            found = found.get(name, {}) if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            raise self.fault(path, "it is no table", f"write [{'.'.join(path)}]")
        return found

    def fault(self, path: tuple[str, ...], fault: str, fix: str) -> UserError:
        """An error at a member, with its line where that is known."""
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


# From a platform's codes to the harm taxonomy, with the answers remembered.

_LISTS = frozenset({"content.medium", "facets.target"})
"""Members that codes may imply and that hold a list."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """Where codes lead. ``harms`` has the primary category first and is empty where no count rule
    leads to one;
    ``implied`` are values that follow from the codes, by path (``depicted.minor``)."""

    harms: tuple[str, ...] = ()
    implied: tuple[tuple[str, str], ...] = ()


def allocate(scheme: str, codes: Sequence[str]) -> Allocated:
    """Where codes of ``scheme`` lead. Codes of a list without a crosswalk lead nowhere."""
    return _allocate(scheme, tuple(codes))


@cache
def _allocate(scheme: str, codes: tuple[str, ...]) -> Allocated:
    try:
        found = native_to_harm(scheme, codes)
    except UserError:
        return Allocated()
    harms = () if found.harm is None else (found.harm, *found.also)
    return Allocated(harms, found.implied)


def imply(record: Incident, implied: Iterable[tuple[str, str]]) -> None:
    """Write what the codes imply, by path, where the record itself says nothing."""
    parts = cast("dict[str, dict[str, object]]", record)
    for path, value in implied:
        outer, _, inner = path.partition(".")
        part = parts.setdefault(outer, {})
        if inner not in part:
            parts[outer] = {**part, inner: [value] if path in _LISTS else value}


@cache
def is_known(scheme: str, code: str, parent: str = "") -> bool:
    """Whether a code is in its list. Raises UserError for an unknown list."""
    return load_system(scheme).find(code, parent) is not None


# A platform's own rules, actions and reasons, as its mapping file ties them to the taxonomy.
#
# Mastodon's rules, Coop's policies and action names, and Lemmy's free-text reasons are different
# on every instance. ``harmscope init-mapping --from SYSTEM`` writes them down for their owner to
# map.

GROUPS: dict[str, tuple[str, ...]] = {
    "mastodon": ("rules",),
    "coop": ("actions", "policies"),
    "lemmy": ("reasons",),
    "ozone": ("labels",),
}
"""What each system's mapping file maps. ``actions`` lead to what is done, all others to harms."""

OWN_CODES = "own@1"
"""The scheme of codes that are in no list: a platform's own, or one newer than the list."""

NO_ACTION = "no-action"
REVERSAL = "reversal"
NOT_A_DECISION = "not-a-decision"
_SPECIAL = (NO_ACTION, REVERSAL, NOT_A_DECISION)


@dataclass(frozen=True, slots=True)
class OwnCodes:
    """By group: the platform's word, as written, to harm ids or to what an action does. An empty
    tuple means: looked at, and in no category."""

    harms: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)

    def harm(self, group: str, word: str) -> tuple[str, ...] | None:
        """Harm ids of a word; None where the mapping does not have it."""
        return self.harms.get(group, {}).get(word)

    def maps(self, group: str) -> bool:
        """Whether anything of the group is mapped."""
        return group in self.harms


def read_own_codes(path: Path, system: str) -> OwnCodes:
    """The mapping file of a system's own codes.

    Raises UserError where the file cannot be read, is for another system, or names a category or
    an action that does not exist; it names the line.
    """
    file = TomlFile.read(path, "--mapping")
    if system not in GROUPS:
        raise UserError("--mapping", f"{system} has no codes of its own", "leave the option out")
    if file.data.get("from") != system:
        raise file.fault(("from",), f"the file is not for {system}", f'set from = "{system}"')
    if file.data.get("mapping") != "1.0":
        fault = "the file is of another version than this program reads"
        raise file.fault(("mapping",), fault, 'set mapping = "1.0"')
    for name in file.data:
        if name not in ("mapping", "from", *GROUPS[system]):
            raise file.fault((name,), "it is not known here", f"use {', '.join(GROUPS[system])}")
    harms = {group: _harms(file, group) for group in GROUPS[system] if group != "actions"}
    return OwnCodes({name: words for name, words in harms.items() if words}, _actions(file))


def _harms(file: TomlFile, group: str) -> dict[str, tuple[str, ...]]:
    known = harm().categories
    found: dict[str, tuple[str, ...]] = {}
    for word, value in file.table((group,)).items():
        ids = [value] if isinstance(value, str) else value
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise file.fault((group, word), "it is no text or list of texts", "give harm ids")
        wrong = [one for one in ids if one and one not in known]
        if wrong:
            fix = offer(wrong[0], known, "see harmscope taxonomy search")
            raise file.fault((group, word), "there is no such category", fix)
        found[word] = tuple(one for one in ids if one)
    return found


def _actions(file: TomlFile) -> dict[str, str]:
    known = (*codelist("action-kind").codes, *_SPECIAL)
    found: dict[str, str] = {}
    for word, value in file.table(("actions",)).items():
        if value == "":
            continue
        if not isinstance(value, str) or value not in known:
            fix = offer(str(value), known)
            raise file.fault(("actions", word), "there is no such action", fix)
        found[word] = value
    return found
