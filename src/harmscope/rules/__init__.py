"""The rule catalogue: every rule by its code."""

from harmscope.errors import UserError
from harmscope.rules import (
    chronology,
    completeness,
    consistency,
    dataset,
    documents,
    dsa_report,
    exposure,
    import_,
    lists,
    measure,
    previous,
    shape,
    statement,
    vocabulary,
)
from harmscope.rules.rule import Rule

TABLES = (
    *(shape, chronology, vocabulary, consistency, completeness),
    *(exposure, measure, documents, statement, dsa_report),
    *(dataset, previous, import_, lists),
)
"""Modules that hold rules, as ``RULES``; each names the ranges of codes that are its own."""

CATALOGUE: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted((rule for group in TABLES for rule in group.RULES), key=lambda r: r.code)
}
"""All rules, in the order of their codes."""


def rules_for(kind: str) -> list[Rule]:
    """The rules of scope ``record`` that a record of ``kind`` must meet, in the order of codes."""
    return [rule for rule in CATALOGUE.values() if kind in rule.kinds and rule.demand is not None]


def named(name: str) -> list[str]:
    """Codes of the rules that a name means: a code, a slug (with ``_`` or ``-``), or the start of
    a code (``HS1``)."""
    slug = name.replace("-", "_")
    return [
        rule.code
        for rule in CATALOGUE.values()
        if name and (rule.code.startswith(name) or rule.slug == slug)
    ]


def find(name: str) -> Rule:
    """A rule by its code or its slug. Raises UserError where there is none."""
    for rule in CATALOGUE.values():
        if name == rule.code or name.replace("-", "_") == rule.slug:
            return rule
    raise UserError("rule", "there is no rule of that code", "see harmscope rules for all of them")


__all__ = ["CATALOGUE", "Rule", "find", "named", "rules_for"]
