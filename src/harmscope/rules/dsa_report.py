"""HS601 to HS619: what the sheets of one DSA report say about each other.

RD001 to RD099: what reading a published report can meet; they are data, in ``remarks.toml``.
"""

import tomllib
from importlib.resources import files

from harmscope.findings import Severity
from harmscope.rules.rule import Rule

TEMPLATE = "Implementing Regulation (EU) 2024/2835, Annexes I and II"

_WHY: dict[Severity, str] = {
    "error": "The figure is missing, or there are two figures for one fact",
    "warning": "This can be read in several ways; another tool may read it differently",
    "info": "Readers that know only the template's own form do not find the figure",
}


def _rules() -> tuple[Rule, ...]:
    text = files("harmscope.rules").joinpath("remarks.toml").read_text(encoding="utf-8")
    return tuple(
        Rule(
            code,
            entry["slug"],
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


OBSERVED = "published reports for the second half of 2025"


def _rule(  # noqa: PLR0917 - a table, read by column
    code: str,
    slug: str,
    severity: Severity,
    what: str,
    why: str,
    fix: str,
    source: str = TEMPLATE,
) -> Rule:
    kinds = ("dsa-report",)
    return Rule(code, slug, severity, "file", kinds, what, why, fix, source, cost="two-pass")


ASK = "find out which number is right, and publish a corrected version that says why"


RULES = (
    *_rules(),
    _rule(
        "HS601",
        "states_against_total",
        "error",
        "Orders of the member states do not add up to the total block of the sheet",
        "Each order comes from one state, so two sums of the same orders disagree",
        ASK,
    ),
    _rule(
        "HS602",
        "automation_above_measures",
        "error",
        "Measures by automated means and without them are more than the measures taken",
        "Sheet 8 counts measures that are not on sheets 5 and 6",
        ASK,
    ),
    _rule(
        "HS603",
        "complaint_kinds_against_total",
        "error",
        "Complaints by kind of decision do not add up to all complaints",
        "Complaints are missing from the total, or have no kind",
        ASK,
    ),
    _rule(
        "HS604",
        "recipients_below_total",
        "warning",
        "Recipients of the member states together are fewer than the total",
        "A recipient may count in several states, and none can be in the total alone",
        "name the recipients outside the listed states, or correct the total",
    ),
    _rule(
        "HS605",
        "moderators_above_all",
        "error",
        "Moderators with linguistic expertise are more than all moderators",
        "A multilingual moderator counts once in the total",
        ASK,
    ),
    _rule(
        "HS606",
        "accuracy_without_error",
        "warning",
        "An accuracy, precision or recall is one, without any error",
        "No classifier is without error; a perfect score is mostly a share of what was checked",
        "say in the context column what was measured on which sample",
        OBSERVED,
    ),
    _rule(
        "HS607",
        "restrictions_below_measures",
        "warning",
        "There are fewer restrictions than measures",
        "Every measure is at least one restriction, so some measures have none",
        "fill the restriction columns, or say in the context column what the other measures are",
    ),
    _rule(
        "HS608",
        "sheet_missing",
        "warning",
        "A sheet of the template is missing",
        "A report without a sheet counts as incomplete, unless there is an objective reason",
        "add the sheet, or say why it cannot apply to the service",
    ),
    _rule(
        "HS609",
        "category_row_blank",
        "warning",
        "A category with sub-categories is blank",
        "Blank says that the row can never apply, and its parts say that it does",
        "fill the row of the category; write 0 where nothing happened",
    ),
    _rule(
        "HS610",
        "processing_above_received",
        "error",
        "Notices processed by automated means and without them are more than those received",
        "Sheet 8 counts notices that are not on sheet 4",
        ASK,
    ),
)
