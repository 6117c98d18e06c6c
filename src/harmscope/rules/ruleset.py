"""Rulesets: severities and thresholds for a run of the validator, as TOML files."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from math import inf
from pathlib import Path
from typing import Any, Literal

from harmscope.errors import UserError, offer
from harmscope.findings import SEVERITIES, Severity
from harmscope.formats.door import read_toml
from harmscope.rules import named

Choice = Severity | Literal["off"]
_CHOICES: tuple[Choice, ...] = (*SEVERITIES, "off")
_KNOWN = frozenset({"name", "title", "thresholds", "severities"})
SHIPPED = ("default", "strict")


@dataclass(frozen=True, slots=True)
class Ruleset:
    """``severities`` gives, by code, rules whose severity differs from the catalogue, ``off`` for
    rules that are not asked. ``thresholds`` holds every threshold of the default ruleset."""

    name: str
    thresholds: dict[str, float]
    severities: dict[str, Choice]


def load_ruleset(name: str = "default") -> Ruleset:
    """A shipped ruleset by its name, or one of yours by the path of its file (``.toml``).

    What a ruleset does not say is as in the default one. A file names rules by code, slug or the
    start of a code. Raises UserError for an unknown name, a
    file that cannot be read, and keys or values that mean nothing.
    """
    base = _read("default")
    own = base if name == "default" else _read(name)
    thresholds = {**base["thresholds"], **_table(own, "thresholds")}
    _check_keys(own, thresholds, base["thresholds"])
    return Ruleset(str(own.get("name", Path(name).stem)), thresholds, _severities(own))


def _read(name: str) -> dict[str, Any]:
    if name in SHIPPED:
        shipped = files("harmscope.rules").joinpath("rulesets", f"{name}.toml")
        return tomllib.loads(shipped.read_text(encoding="utf-8"))
    fix = f"use one of {', '.join(SHIPPED)}, or the path of a .toml file"
    if not name.endswith(".toml"):
        fix = offer(name, SHIPPED, "or name the path of a .toml file")
        raise UserError("--ruleset", "there is no such ruleset", fix)
    return read_toml(Path(name), fix)


def _table(own: dict[str, Any], name: str) -> dict[str, Any]:
    table = own.get(name, {})
    if not isinstance(table, dict):
        raise UserError("--ruleset", f"{name} is no table", f"write [{name}] and members below it")
    return table


def _check_keys(own: dict[str, Any], thresholds: dict[str, Any], known: dict[str, Any]) -> None:
    if not own.keys() <= _KNOWN:
        fix = f"use {', '.join(sorted(_KNOWN))} and nothing else"
        raise UserError("--ruleset", "it has an unknown member", fix)
    if set(thresholds) - set(known):
        fix = f"known ones: {', '.join(sorted(known))}"
        raise UserError("--ruleset", "it names an unknown threshold", fix)
    if not all(_is_amount(value) for value in thresholds.values()):
        raise UserError(
            "--ruleset", "a threshold is not a number of 0 or more", "write such a number"
        )


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < inf


def _severities(own: dict[str, Any]) -> dict[str, Choice]:
    """The severity of every rule that the file names. Where several of its names mean a rule, the
    one that means it alone decides, then the longest."""
    chosen: dict[str, Choice] = {}
    given = _table(own, "severities")
    for name in sorted(given, key=lambda name: (len(named(name)) == 1, len(name))):
        if not named(name):
            fix = "see harmscope rules for codes and slugs"
            raise UserError("--ruleset", "a name fits no rule", fix)
        if given[name] not in _CHOICES:
            raise UserError(
                "--ruleset", "a severity is not known", f"use one of {', '.join(_CHOICES)}"
            )
        chosen.update(dict.fromkeys(named(name), given[name]))
    return chosen
