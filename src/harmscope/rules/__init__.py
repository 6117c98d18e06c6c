"""The catalogue of findings: every rule, and every other kind of finding, by its code.

HS: records and files. VS: versions of schemas. WV: waivers. IM: importing. RD: reading a published
report. RF: reading any file. LT: lists of codes. SP: packages. RR: why a registry takes a package
not in. RC: what does not add up in a pool.
"""

from harmscope.errors import UserError, offer
from harmscope.findings import FindingKind
from harmscope.formats import faults
from harmscope.rules import (
    chronology,
    completeness,
    consistency,
    dataset,
    documents,
    dsa_report,
    exposure,
    import_,
    intake,
    measure,
    previous,
    shape,
    statement,
    vocabulary,
)
from harmscope.rules.rule import Rule
from harmscope.taxonomy import list_faults

TABLES = (
    *(shape, chronology, vocabulary, consistency, completeness),
    *(exposure, measure, documents, statement, dsa_report),
    *(dataset, previous, import_, intake, faults, list_faults),
)
"""Modules that hold kinds of finding, as ``RULES``; each names the ranges of codes of its own."""


def _catalogue() -> dict[str, FindingKind]:
    kinds: list[FindingKind] = [kind for table in TABLES for kind in table.RULES]
    return {kind.code: kind for kind in sorted(kinds, key=lambda kind: kind.code)}


CATALOGUE = _catalogue()
"""All kinds of finding, in the order of their codes."""

RULES: dict[str, Rule] = {code: rule for code, rule in CATALOGUE.items() if isinstance(rule, Rule)}
"""The rules among them; no two have one slug, and rulesets and waivers can name them."""


def rules_for(kind: str) -> list[Rule]:
    """The rules of scope ``record`` that a record of ``kind`` must meet, in the order of codes."""
    return [rule for rule in RULES.values() if kind in rule.kinds and rule.demand is not None]


def named(name: str) -> list[str]:
    """Codes of the rules that a name means: a code, a slug (with ``_`` or ``-``), or the start of
    a code (``HS1``)."""
    slug = name.replace("-", "_")
    return [
        rule.code
        for rule in RULES.values()
        if name and (rule.code.startswith(name) or rule.slug == slug)
    ]


def find(name: str) -> FindingKind:
    """A kind of finding by its code or its slug; where several share a slug, the rule among them.

    Raises UserError where there is none, and where only the code can tell.
    """
    if name.upper() in CATALOGUE:
        return CATALOGUE[name.upper()]
    slug = name.replace("-", "_")
    found = [kind for kind in CATALOGUE.values() if kind.slug == slug]
    found = [kind for kind in found if kind.code in RULES] or found
    if not found:
        known = (*CATALOGUE, *(kind.slug for kind in CATALOGUE.values()))
        fix = offer(name, known, "see harmscope rules for all of them")
        raise UserError("rule", "there is no rule of that code", fix)
    if len(found) > 1:
        fix = f"name one by its code: {', '.join(kind.code for kind in found)}"
        raise UserError("rule", "several have that slug", fix)
    return found[0]


__all__ = ["CATALOGUE", "RULES", "FindingKind", "Rule", "find", "named", "rules_for"]
