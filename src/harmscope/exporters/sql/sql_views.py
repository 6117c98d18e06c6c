"""Views of a database: questions that are asked often, in SQL that SQLite and DuckDB both take.

In both, a number over yes-or-no values is a sum of cases, and a month the first letters of a day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MOMENT: Final = re.compile(r"\bmoment\(([a-z_.]+)\)")
"""``moment(column)`` in a query stands for what grows with time, whatever the offset of a time; the
databases have no words for it in common."""


@dataclass(frozen=True, slots=True)
class View:
    """One view: what it shows, and its query over the tables named in ``needs``. ``figures`` names
    the columns whose sums are figures of a report, with the metrics of these figures."""

    name: str
    note: str
    needs: tuple[str, ...]
    query: str
    figures: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What it shows, and which figures its sums are."""
        sums = "; ".join(f"the sum of {one} is {metric}" for one, metric in self.figures.items())
        return f"{self.note}. In a report, {sums}" if sums else self.note


VIEWS: Final = (
    View(
        "decisions_by_harm_and_month",
        "Decisions taken, those that restrict, reversals of earlier ones, and the cases with any of"
        " them; a case with several stands in several rows, so cases do not add up",
        ("flat_decision", "harm"),
        """
SELECT d.service, substr(CAST(d.day AS VARCHAR), 1, 7) AS month, d.harm, h.label AS harm_label,
  sum(CASE WHEN d.reversal_cause IS NULL THEN 1 ELSE 0 END) AS decisions,
  sum(CASE WHEN d.acts THEN 1 ELSE 0 END) AS restricting,
  sum(CASE WHEN d.reversal_cause <> 'expiry' THEN 1 ELSE 0 END) AS reversed,
  count(DISTINCT d.seq) AS incidents
FROM flat_decision d LEFT JOIN harm h ON h.id = d.harm
GROUP BY d.service, substr(CAST(d.day AS VARCHAR), 1, 7), d.harm, h.label
ORDER BY 1, 2, 3
""",
        {
            "decisions": "decisions.taken",
            "restricting": "decisions.restricting",
            "reversed": "decisions.reversed",
        },
    ),
    View(
        "incidents_by_harm_and_month",
        "Cases that reports count, and those that were acted on",
        ("flat_incident", "harm"),
        """
SELECT i.service, substr(CAST(i.day AS VARCHAR), 1, 7) AS month, i.harm, h.label AS harm_label,
  count(*) AS incidents, sum(CASE WHEN i.acted THEN 1 ELSE 0 END) AS acted
FROM flat_incident i LEFT JOIN harm h ON h.id = i.harm
GROUP BY i.service, substr(CAST(i.day AS VARCHAR), 1, 7), i.harm, h.label
ORDER BY 1, 2, 3
""",
        {"incidents": "cases.recorded"},
    ),
    View(
        "open_notices",
        "Notices without an outcome, the oldest first, one row for each limit that applies",
        ("notice", "flat_notice", "flat_clock", "harm"),
        """
SELECT n.seq, n.notice_id, n.service, n.kind, n.received_at, n.harm_primary AS harm,
  h.label AS harm_label, c.clock, c.state
FROM notice n JOIN flat_notice f ON f.seq = n.seq
  LEFT JOIN flat_clock c ON c.seq = n.seq
  LEFT JOIN harm h ON h.id = n.harm_primary
WHERE n.outcome = 'pending'
ORDER BY moment(n.received_at), n.seq, c.clock
""",
    ),
    View(
        "notices_by_outcome",
        "Notices by month, kind and outcome",
        ("flat_notice", "code_list"),
        """
SELECT n.service, substr(CAST(n.day AS VARCHAR), 1, 7) AS month, n.kind, k.label AS kind_label,
  n.outcome, o.label AS outcome_label, count(*) AS notices
FROM flat_notice n
  LEFT JOIN code_list k ON k.list = 'notice-kind' AND k.code = n.kind
  LEFT JOIN code_list o ON o.list = 'notice-outcome' AND o.code = n.outcome
GROUP BY n.service, substr(CAST(n.day AS VARCHAR), 1, 7), n.kind, k.label, n.outcome, o.label
ORDER BY 1, 2, 3, 5
""",
        {"notices": "notices.received"},
    ),
    View(
        "appeals_by_outcome",
        "Appeals by month of filing, channel and outcome",
        ("flat_appeal", "code_list"),
        """
SELECT a.service, substr(CAST(a.day AS VARCHAR), 1, 7) AS month, a.channel, a.outcome,
  o.label AS outcome_label, count(*) AS appeals
FROM flat_appeal a
  LEFT JOIN code_list o ON o.list = 'appeal-outcome' AND o.code = a.outcome
GROUP BY a.service, substr(CAST(a.day AS VARCHAR), 1, 7), a.channel, a.outcome, o.label
ORDER BY 1, 2, 3, 4
""",
        {"appeals": "appeals.filed"},
    ),
    View(
        "referrals_by_body",
        "Reports of cases to bodies outside, by month and body",
        ("flat_referral", "code_list"),
        """
SELECT r.service, substr(CAST(r.day AS VARCHAR), 1, 7) AS month, r.body, b.label AS body_label,
  count(*) AS referrals
FROM flat_referral r
  LEFT JOIN code_list b ON b.list = 'referral-body' AND b.code = r.body
GROUP BY r.service, substr(CAST(r.day AS VARCHAR), 1, 7), r.body, b.label
ORDER BY 1, 2, 3
""",
        {"referrals": "referrals.sent"},
    ),
    View(
        "findings_by_rule",
        "How often each rule was broken in each file",
        ("finding", "rule"),
        """
SELECT f.file, f.rule, r.slug, f.severity, r.what, r.fix, count(*) AS findings
FROM finding f LEFT JOIN rule r ON r.code = f.rule
GROUP BY f.file, f.rule, r.slug, f.severity, r.what, r.fix
ORDER BY f.file, count(*) DESC, f.rule
""",
    ),
    View(
        "figures_with_labels",
        "Figures of the reports with title, unit and split in words",
        ("figure", "report", "report_definitions"),
        """
SELECT r.service, r.period_start, r.period_end, r.disclosure, f.part, f.section, f.panel,
  f.metric, d.title, f.split, f.value, f.unit, f.status, f.bounds_low AS low,
  f.bounds_high AS high, f.numerator, f.denominator, f.senders,
  f."of" AS senders_in_all, f.report, f.figure
FROM figure f JOIN report r ON r.report = f.report
  LEFT JOIN report_definitions d ON d.report = f.report AND d.metric = f.metric
ORDER BY f.figure
""",
    ),
    View(
        "crosswalk_with_labels",
        "Links from harms to other systems, with the labels of both",
        ("crosswalk", "harm", "system_code"),
        """
SELECT c.system, c.harm, h.label AS harm_label, c.key, s.label, c.relation, c.count_rule,
  c.confidence
FROM crosswalk c JOIN harm h ON h.id = c.harm
  LEFT JOIN system_code s ON s.system = c.system AND s.key = c.key
ORDER BY c.system, c.harm, c.key
""",
    ),
)
