"""RD001 to RD099: what reading a published report can meet. The catalogue is ``remarks.toml``."""

import tomllib
from importlib.resources import files

from harmscope.findings import Severity
from harmscope.rules.rule import Rule

TEMPLATE = "Implementing Regulation (EU) 2024/2835, Annexes I and II"

_WHY: dict[Severity, str] = {
    "error": "The figure is missing, or two figures stand for one thing",
    "warning": "A choice had to be made, and another reader may make another one",
    "info": "Readers that know only the template's own form do not find the figure",
}


def _rules() -> tuple[Rule, ...]:
    text = files("harmscope.rules").joinpath("remarks.toml").read_text(encoding="utf-8")
    return tuple(
        Rule(
            code,
            entry["slug"].replace("-", "_"),
            entry["severity"],
            "file",
            ("dsa-report",),
            entry["message"][0].upper() + entry["message"][1:],
            _WHY[entry["severity"]],
            entry["fix"],
            TEMPLATE,
            cost="two-pass",
        )
        for code, entry in tomllib.loads(text).items()
    )


RULES = _rules()
