"""Metrics on decisions, on appeals against them, and on the time both take.

Times are order statistics of whole days. The median is the middle case, or the mean of the two
middle ones. The 90th percentile is the smallest number of days within which at least nine of ten
cases lay. Nothing is interpolated.
"""

from typing import Final

from ibis import _

from harmscope.metrics.metric import RECORDS, ROWS, Measure, Metric, Share, Spread

MEDIAN: Final = 0.5
NINE_TENTHS: Final = 0.9

TIMES: Final[tuple[Metric, ...]] = (
    Metric(
        id="time.content_to_action.median",
        title="Days from content to action, median",
        unit="days",
        table="decision",
        how=Spread("days_from_content", MEDIAN),
        where=_.acts,
        definition=(
            "Days from the day the content was made to the day of the decision that restricts it; "
            "half of the cases took at most as long."
        ),
        pooling="from_records",
        needs=("decisions", "content_decisions"),
    ),
    Metric(
        id="time.content_to_action.p90",
        title="Days from content to action, nine of ten",
        unit="days",
        table="decision",
        how=Spread("days_from_content", NINE_TENTHS),
        where=_.acts,
        definition=(
            "The smallest number of days within which at least nine of ten restricted items were "
            "restricted, from the day they were made."
        ),
        pooling="from_records",
        needs=("decisions", "content_decisions"),
    ),
    Metric(
        id="time.notice_to_decision.median",
        title="Days from notice to decision, median",
        unit="days",
        table="notice",
        how=Spread("days_to_decide", MEDIAN),
        where=_.outcome != "pending",
        definition="Days from receipt to decision, over the decided notices of the period.",
        regimes=("DSA",),
        estimand="census_of_received",
        pooling="from_records",
        needs=("notices",),
    ),
    Metric(
        id="time.appeal_to_decision.median",
        title="Days from appeal to decision, median",
        unit="days",
        table="appeal",
        how=Spread("days_to_decide", MEDIAN),
        where=_.outcome != "pending",
        definition="Days from filing to decision, over the decided appeals of the period.",
        regimes=("DSA",),
        estimand="census_of_received",
        pooling="from_records",
        needs=("appeals",),
    ),
)


# Metrics on appeals: complaints, disputes and court actions, seen from the person who appeals.

_ASKED: Final = ("Santa Clara", "DSA", "GARM")
_CLOSED: Final = ["granted", "partly_granted", "denied"]

APPEALS: Final[tuple[Metric, ...]] = (
    Metric(
        id="appeals.filed",
        title="Appeals filed",
        unit="appeals",
        table="appeal",
        how=ROWS,
        definition="Appeals filed in the period, in every channel.",
        regimes=_ASKED,
        estimand="census_of_received",
        needs=("appeals",),
    ),
    Metric(
        id="appeals.decided",
        title="Appeals decided",
        unit="appeals",
        table="appeal",
        how=ROWS,
        where=_.outcome.isin(_CLOSED),
        definition="Appeals filed in the period that were granted, partly granted or denied.",
        regimes=_ASKED,
        estimand="census_of_received",
        needs=("appeals",),
    ),
    Metric(
        id="appeals.granted",
        title="Appeals granted",
        unit="appeals",
        table="appeal",
        how=ROWS,
        where=_.outcome.isin(["granted", "partly_granted"]),
        definition="Appeals filed in the period that were granted, in full or in part.",
        regimes=_ASKED,
        estimand="census_of_received",
        needs=("appeals",),
    ),
    Metric(
        id="appeals.granted_share",
        title="Share of decided appeals that were granted",
        unit="share",
        table="appeal",
        how=Share("appeals.granted", "appeals.decided"),
        definition="Appeals granted in full or in part, over the appeals decided.",
        regimes=_ASKED,
        estimand="census_of_received",
        pooling="from_records",
        needs=("appeals",),
    ),
)


# Metrics on decisions: what was done, on what ground, and how much of it by machines.

_EVERYBODY: Final = ("Santa Clara", "DSA", "GARM", "NY S895B", "India IT Rules")
_DOES: Final = _.on_visibility | _.on_money | _.on_service | _.on_account
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
        needs=("decisions", "content_decisions"),
    ),
    Metric(
        id="items.several_harms",
        title="Items actioned with several harms",
        unit="items",
        table="decision",
        how=Measure("records", "items"),
        where=_ON_ITEM & (_.labels > 1),
        weak=_ON_ITEM & (_.labels == 0),
        weak_note="{} items name no harm, so they may have several.",
        definition=(
            "Items actioned whose record names a primary harm and at least one other. Everywhere "
            "else such an item counts once, under its primary harm."
        ),
        needs=("decisions", "content_decisions"),
    ),
    Metric(
        id="labels.given",
        title="Harm labels on items actioned",
        unit="labels",
        table="decision",
        how=Measure("records", "item_labels"),
        where=_ON_ITEM,
        weak=_ON_ITEM & (_.labels == 0),
        weak_note="{} items name no harm, so their labels are not counted.",
        definition=(
            "Harms named on the items actioned, the primary one and all others. An item with two "
            "harms has two labels, so labels are not items and do not add up to them."
        ),
        needs=("decisions", "content_decisions"),
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
        id="items.with_user_action",
        title="Items actioned whose user was acted on too",
        unit="items",
        table="decision",
        how=Measure("records", "items"),
        where=_ON_ITEM & (_.on_account | _.on_service),
        definition=(
            "Items actioned by a decision of the period that also restricted the account, or the "
            "service provided to it."
        ),
        regimes=("NY S895B",),
        needs=("decisions", "content_decisions"),
    ),
    Metric(
        id="decisions.taken",
        title="Decisions taken",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.reversal_cause.isnull(),
        definition=(
            "Decisions of the period on single cases, to restrict or to take no action. "
            "Reversals of earlier decisions are counted separately."
        ),
        regimes=("DSA",),
        needs=("decisions", "content_decisions"),
    ),
    Metric(
        id="decisions.restricting",
        title="Decisions that restrict",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.acts,
        definition=(
            "Decisions of the period that imposed at least one restriction. A warning is not a "
            "restriction. Suspending somebody's notices or complaints is not one either: it does "
            "not restrict what they publish."
        ),
        regimes=("DSA",),
        needs=("decisions", "content_decisions"),
    ),
    Metric(
        id="decisions.no_action",
        title="Decisions to take no action",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=~_DOES & _.reversal_cause.isnull(),
        definition="Decisions of the period that left the subject of the case as it was.",
        needs=("decisions", "content_decisions", "no_action_decisions"),
    ),
    Metric(
        id="decisions.reversed",
        title="Decisions reversed",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.reversal_cause.notnull() & (_.reversal_cause != "expiry"),
        definition=(
            "Decisions of the period that undid an earlier decision, with the cause. The planned "
            "end of a restriction is not a reversal."
        ),
        regimes=("DSA", "Santa Clara", "GARM"),
        needs=("decisions", "content_decisions", "reversals"),
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
        needs=("decisions", "content_decisions", "automation"),
        offers=("automated_decision",),
    ),
    Metric(
        id="decisions.automation_known",
        title="Decisions whose degree of automation is known",
        unit="decisions",
        table="decision",
        how=ROWS,
        where=_.acts & _.automation.notnull(),
        weak=_.acts & _.automation.isnull(),
        weak_note="{} decisions do not say it and are not counted.",
        definition="Decisions of the period that restrict and say how far they were automated.",
        needs=("decisions", "content_decisions", "automation"),
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
        needs=("decisions", "content_decisions", "automation"),
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
        definition="Decisions of the period that restrict, in cases that a machine detected.",
        regimes=("DSA", "Santa Clara", "India IT Rules"),
        needs=("decisions", "content_decisions", "detection"),
        offers=("automated_detection",),
    ),
)
