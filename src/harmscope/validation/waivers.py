"""Waivers: findings that somebody has decided to live with, for a reason and until a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.formats.door import read_toml, shown
from harmscope.rules import CATALOGUE, RULES
from harmscope.times import day_or_none

_NEEDED = frozenset({"rule", "reason", "expires"})
_KNOWN = _NEEDED | {"file", "pointer"}


@dataclass(frozen=True, slots=True)
class Waiver:
    """``rule`` is a code. ``file`` and ``pointer`` are patterns (``*``, ``?``, ``[...]``) on the
    finding's file and pointer. ``expires`` is the last day on which the waiver holds."""

    rule: str
    reason: str
    expires: date
    file: str = "*"
    pointer: str = "*"

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of those that are waived."""
        return (
            finding.rule == self.rule
            and fnmatchcase(finding.file, self.file)
            and fnmatchcase(finding.pointer, self.pointer)
        )


class Waivers:
    """The waivers of one run on the day ``clock``; ``name`` is shown as the file they stand in."""

    def __init__(self, name: str, waivers: list[Waiver], clock: date) -> None:
        self._name = name
        self._clock = clock
        self._all = waivers
        self._used = [0] * len(waivers)

    def excuse(self, finding: Finding) -> str | None:
        """The reason why the finding is waived, by the first waiver in force that covers it."""
        for place, waiver in enumerate(self._all):
            if waiver.covers(finding):
                self._used[place] += 1
                if waiver.expires >= self._clock:
                    return waiver.reason
        return None

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the waivers themselves, to be asked after the run."""
        for place, waiver in enumerate(self._all):
            used = self._used[place]
            where = f"/waiver/{place}"
            if waiver.expires < self._clock:
                detail = f"{waiver.rule}, {_findings(used)} covered until {waiver.expires}"
                yield CATALOGUE["WV001"].finding(self._name, pointer=where, detail=detail)
            elif not used:
                yield CATALOGUE["WV002"].finding(self._name, pointer=where, detail=waiver.rule)


def read_waivers(path: Path, clock: date) -> Waivers:
    """The waivers of a TOML file: tables ``[[waiver]]`` with ``rule`` (code or slug), ``reason``,
    ``expires`` (a day), and where wanted ``file`` and ``pointer``.

    Raises UserError for a file that is missing or no such file of waivers.
    """
    name = shown(path.name)
    document = read_toml(path, "write tables [[waiver]] as docs/validate.md shows")
    tables = document.pop("waiver", [])
    if document or not isinstance(tables, list):
        fix = "write one table [[waiver]] for each, and nothing beside them"
        raise UserError(name, "it holds other things than waivers", fix)
    return Waivers(name, [_waiver(name, place, table) for place, table in enumerate(tables)], clock)


def _waiver(name: str, place: int, table: object) -> Waiver:
    where = f"{name}, waiver {place + 1}"
    if not isinstance(table, dict) or not _NEEDED <= table.keys() <= _KNOWN:
        fix = "give rule, reason and expires; file and pointer where wanted; nothing else"
        raise UserError(where, "a member is missing or unknown", fix)
    expires = day_or_none(str(table["expires"]))
    if expires is None:
        raise UserError(where, "expires is no day", "write it as 2026-12-31")
    texts = {key: value for key, value in table.items() if key != "expires"}
    if not all(isinstance(value, str) and value.strip() for value in texts.values()):
        raise UserError(where, "a member is no text or blank", "write a text in quotes")
    return Waiver(**texts | {"rule": _code(where, table["rule"])}, expires=expires)


def _code(where: str, name: str) -> str:
    for rule in RULES.values():
        if name.replace("-", "_") in (rule.code, rule.slug) and not rule.code.startswith("WV"):
            return rule.code
    raise UserError(where, "there is no rule of that code", "see harmscope rules for all of them")


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"
