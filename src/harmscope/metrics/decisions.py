"""Metrics on decisions: what was done, on what ground, and how much of it by machines."""

from typing import Final

from ibis import _

from harmscope.metrics.metric import RECORDS, ROWS, Measure, Metric, Share

_EVERYBODY: Final = ("Santa Clara", "DSA", "GARM", "NY S895B", "India IT Rules")
_ON_ITEM: Final = _.acts & (_.on_visibility | _.on_money) & (_.subject_kind != "account")
_ON_ACCOUNT: Final = _.acts & (_.on_account | _.on_service | (_.subject_kind == "account"))

DECISIONS: Final[tuple[Metric, ...]] = (
    Metric(
        id="items.actioned",
        title="Items actioned",
        unit="items",
        table="decision",
        how=Measure("records", "items"),
        where=_ON_ITEM,
        definition=(
            "Distinct pieces of content, advertisements and generations whose visibility or "
            "monetisation was restricted by a decision of the period. Later reversals are not "
            "taken off."
        ),
        regimes=_EVERYBODY,
        needs=("decisions",),
    ),
    Metric(
        id="items.several_harms",
        title="Items actioned with several harms",
        unit="items",
        table="decision",
        how=Measure("records", "items"),
        where=_ON_ITEM & (_.labels > 1),
        definition=(
            "Items actioned whose record names a primary harm and at least one other. Everywhere "
            "else such an item counts once, under its primary harm."
        ),
        needs=("decisions",),
    ),
    Metric(
        id="labels.given",
        title="Harm labels on items actioned",
        unit="labels",
        table="decision",
        how=Measure("records", "item_labels"),
        where=_ON_ITEM,
        definition=(
            "Harms named on the items actioned, the primary one and all others. An item with two "
            "harms has two labels, so labels are no items and do not add up to them."
        ),
        needs=("decisions",),
    ),
    Metric(
        id="accounts.actioned",
        title="Accounts actioned",
        unit="accounts",
        table="decision",
        how=RECORDS,
        where=_ON_ACCOUNT,
        definition=(
            "Cases in which a decision of the period restricted an account or the service provided "
            "to it. An account restricted in two cases counts twice."
        ),
        regimes=_EVERYBODY,
        needs=("decisions",),
        offers=("account_restrictions", "service_restrictions"),
    ),
    Metric(
        id="decisions.taken",
        title="Decisions taken",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.reversal_cause.isnull(),
        definition=(
            "Decisions of the period on single cases, to restrict or to leave alone. The undoing "
            "of an earlier decision is counted apart."
        ),
        regimes=("DSA",),
        needs=("decisions",),
    ),
    Metric(
        id="decisions.restricting",
        title="Decisions that restrict",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.acts,
        definition="Decisions of the period that imposed at least one restriction.",
        regimes=("DSA",),
        needs=("decisions",),
    ),
    Metric(
        id="decisions.no_action",
        title="Decisions to take no action",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=~_.acts & _.reversal_cause.isnull(),
        definition="Decisions of the period that left the subject of the case as it was.",
        needs=("decisions", "no_action_decisions"),
    ),
    Metric(
        id="decisions.reversed",
        title="Decisions reversed",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.reversal_cause.notnull(),
        definition="Decisions of the period that undid an earlier decision, with the cause.",
        regimes=("DSA", "Santa Clara", "GARM"),
        needs=("decisions", "reversals"),
    ),
    Metric(
        id="decisions.fully_automated",
        title="Decisions taken by a machine alone",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.acts & (_.automation == "full"),
        weak=_.acts & _.automation.isnull(),
        weak_note="{} decisions do not say it and are not counted.",
        definition="Decisions of the period that restrict and were taken without any person.",
        regimes=("DSA", "Santa Clara"),
        needs=("decisions", "automation"),
        offers=("automated_decision",),
    ),
    Metric(
        id="decisions.automation_known",
        title="Decisions whose degree of automation is known",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.acts & _.automation.notnull(),
        definition="Decisions of the period that restrict and say how far they were automated.",
        needs=("decisions", "automation"),
    ),
    Metric(
        id="decisions.automated_share",
        title="Share of decisions taken by a machine alone",
        unit="share",
        table="decision",
        how=Share("decisions.fully_automated", "decisions.automation_known"),
        definition=(
            "Decisions taken without any person, over the decisions that restrict and say how far "
            "they were automated."
        ),
        regimes=("DSA", "Santa Clara"),
        pooling="from_records",
        needs=("decisions", "automation"),
    ),
    Metric(
        id="decisions.detected_automatically",
        title="Decisions on what a machine found",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.acts & (_.detected_automatically == "yes"),
        weak=_.acts & _.detected_automatically.isnull(),
        weak_note="{} decisions do not say it and are not counted.",
        definition="Decisions of the period that restrict, in cases that a machine brought up.",
        regimes=("DSA", "Santa Clara", "India IT Rules"),
        needs=("decisions", "detection"),
        offers=("automated_detection",),
    ),
)
