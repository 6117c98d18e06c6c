"""Rulesets: severities and thresholds for a run of the validator, as TOML files."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from harmscope.errors import UserError
from harmscope.findings import SEVERITIES, Severity

Choice = Severity | Literal["off"]
SHIPPED = ("default", "strict")


@dataclass(frozen=True, slots=True)
class Ruleset:
    """``severities`` names rules whose severity differs from the catalogue, ``off`` for rules that
    are not asked. ``thresholds`` holds every threshold of the default ruleset."""

    name: str
    thresholds: dict[str, float]
    severities: dict[str, Choice]


def load_ruleset(name: str = "default") -> Ruleset:
    """A shipped ruleset by its name, or one of yours by the path of its file (``.toml``).

    What a ruleset does not say is as in the default one. Raises UserError for an unknown name, a
    file that cannot be read, and keys or values that mean nothing.
    """
    base = _read("default")
    own = base if name == "default" else _read(name)
    thresholds = {**base["thresholds"], **own.get("thresholds", {})}
    severities = own.get("severities", {})
    _check(name, thresholds, base["thresholds"], severities)
    return Ruleset(str(own.get("name", Path(name).stem)), thresholds, severities)


def _read(name: str) -> dict[str, Any]:
    if name in SHIPPED:
        shipped = files("harmscope.rules").joinpath("rulesets", f"{name}.toml")
        return tomllib.loads(shipped.read_text(encoding="utf-8"))
    fix = f"use one of {', '.join(SHIPPED)}, or the path of a .toml file"
    if not name.endswith(".toml"):
        raise UserError("--ruleset", "there is no such ruleset", fix)
    try:
        return tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UserError("--ruleset", "the file cannot be read as TOML", fix) from None


def _check(
    name: str, thresholds: dict[str, Any], known: dict[str, Any], severities: dict[str, Any]
) -> None:
    if set(thresholds) - set(known):
        fix = f"known ones: {', '.join(sorted(known))}"
        raise UserError("--ruleset", "it names a threshold that there is none of", fix)
    if not all(isinstance(value, int | float) for value in thresholds.values()):
        raise UserError("--ruleset", "a threshold is no number", "write numbers")
    if not all(value in (*SEVERITIES, "off") for value in severities.values()):
        fix = f"use one of {', '.join((*SEVERITIES, 'off'))}"
        raise UserError("--ruleset", "a severity is not known", fix)
