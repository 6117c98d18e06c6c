"""Metrics of the EU's report template (Implementing Regulation (EU) 2024/2835, Annexes I and II).

Their ids are those that ``taxonomy/templates/dsa-harmonised.json`` gives to the template's columns
and rows, so that figures computed here and figures read from published reports bear the same name.
"""

from dataclasses import replace
from typing import Any, Final

from ibis import _

from harmscope.metrics.decisions import MEDIAN
from harmscope.metrics.metric import RECORDS, ROWS, Kind, Measure, Metric, Share, Spread
from harmscope.metrics.notices import ORDERS
from harmscope.taxonomy.jurisdictions import unions

_SOURCE: Final = "Implementing Regulation (EU) 2024/2835, Annex II"
_ORDER: Final = _.kind == "authority_order"
_OUTSIDE: Final = _.order_state.notnull() & ~_.order_state.isin(sorted(unions()["EU"]))
_OF_MEMBER_STATE: Final = _ORDER & ~_OUTSIDE
_ACT: Final = _OF_MEMBER_STATE & (_.order_kind == "act")
_INFORM: Final = _OF_MEMBER_STATE & (_.order_kind == "inform")
_NOTICES_16: Final = ["legal_notice", "trusted_flagger"]
_ARTICLE_16: Final = _.kind.isin(_NOTICES_16)

# What came before a decision, and on what ground it stands: without nulls, so that "not" is exact.
_UNKNOWN_SOURCE: Final = "unknown"
_BEFORE: Final = _.detection_source.fill_null(_UNKNOWN_SOURCE)
_GROUND: Final = _.ground.fill_null("")
_DETECTED: Final = _.detected_automatically.fill_null("")
_AUTOMATION: Final = _.automation.fill_null("")
_NOTHING_BEFORE: Final = ~_BEFORE.isin([*_NOTICES_16, "authority_order", _UNKNOWN_SOURCE])
_PERHAPS_NOTHING: Final = _NOTHING_BEFORE | (_BEFORE == _UNKNOWN_SOURCE)
_PERHAPS_NOTICE: Final = _BEFORE.isin([*_NOTICES_16, _UNKNOWN_SOURCE])
_AFTER_NOTICE: Final = _.restricts & _BEFORE.isin(_NOTICES_16)
_OWN: Final = _.restricts & _NOTHING_BEFORE
_INTERNAL: Final = (_.channel == "internal") & (_.against.fill_null("") != "flag_refused")
_DISPUTE: Final = _.channel == "out_of_court"


def _count(  # noqa: PLR0917 - a metric is a row of a table
    name: str, title: str, unit: str, table: str, where: Any, definition: str
) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit=unit,
        table=table,
        how=ROWS if table in ("decision", "appeal") else RECORDS,
        where=where,
        definition=definition,
        source=_SOURCE,
        regimes=("DSA",),
        estimand="census_of_caught" if table == "decision" else "census_of_received",
        needs=_NEEDS[table],
    )


def _median(  # noqa: PLR0917 - a metric is a row of a table
    name: str, title: str, table: str, column: str, where: Any, definition: str
) -> Metric:
    counted = _count(name, title, "hours", table, where, definition)
    return replace(
        counted,
        how=Spread(column, MEDIAN, per=60),
        pooling="from_records",
        needs=(*_NEEDS[table], "times_of_day"),
    )


_UNSAID: Final = "{} of them do not say how many items they name, and count as one each."
_UNKNOWN: Final = "{} cases do not say it and are not counted."
_NEEDS: Final = {
    "notice": ("notices",),
    "decision": ("decisions", "content_decisions"),
    "appeal": ("appeals",),
}

_ORDERS: Final = (
    _count("orders.act.received", "Orders to act received", "orders", "notice", _ACT,
           "Orders of member states' authorities to act against illegal content."),
    replace(
        _count("orders.act.items", "Items in orders to act", "items", "notice", _ACT,
               "Items of information named in the orders to act."),
        how=Measure("records", "items"),
        weak=_ACT & ~_.items_stated,
        weak_note=_UNSAID,
    ),
    _median("orders.act.inform_median", "Hours to confirm an order to act, median", "notice",
            "minutes_to_acknowledge", _ACT,
            "Hours from receipt of an order to act until the authority was told of the receipt."),
    _median("orders.act.effect_median", "Hours to give effect to an order to act, median",
            "notice", "minutes_to_remove", _ACT,
            "Hours from receipt of an order to act until it had taken effect."),
    _count("orders.inform.received", "Orders to give information", "orders", "notice", _INFORM,
           "Orders of member states' authorities to provide information."),
    _median("orders.inform.inform_median", "Hours to confirm an order to inform, median",
            "notice", "minutes_to_acknowledge", _INFORM,
            "Hours from receipt of an order to inform until the authority was told of it."),
    _median("orders.inform.effect_median", "Hours to give the information ordered, median",
            "notice", "minutes_to_fulfil", _INFORM,
            "Hours from receipt of an order to inform until the information was given."),
)  # fmt: skip

_NOTICES: Final = (
    _median("notices.action_median", "Hours from notice to action, median", "notice",
            "minutes_to_act", _ARTICLE_16 & _.outcome.isin(["acted", "partly"]),
            "Hours from receipt of a notice under Article 16 to the action taken on it; notices "
            "without action are left out."),
    _count("notices.actions_law", "Actions on notices, based on law", "actions", "decision",
           _AFTER_NOTICE & (_GROUND == "law"),
           "Restrictions decided after a notice under Article 16 because content was illegal."),
    _count("notices.actions_terms", "Actions on notices, based on terms", "actions", "decision",
           _AFTER_NOTICE & (_GROUND == "terms"),
           "Restrictions decided after a notice under Article 16 because of the service's terms."),
)  # fmt: skip

_MEASURES: Final = (
    _count("measures.taken", "Measures at own initiative", "actions", "decision", _OWN,
           "Decisions that restrict and were preceded by neither an order nor a notice under "
           "Article 16; ordinary flags and requests are not such notices."),
    _count("measures.detected_automatically", "Measures after automated detection", "actions",
           "decision", _OWN & (_DETECTED == "yes"),
           "Measures at own initiative in cases that were detected by automated means alone."),
    _count("measures.restrictions", "Restrictions at own initiative", "actions", "decision", _OWN,
           "Measures at own initiative by kind of restriction; a measure with several restrictions "
           "counts under each."),
)  # fmt: skip


_CLOSED: Final = ["granted", "partly_granted", "denied"]


_NO_FLAGS: Final = (
    " Complaints that a flag or request led to no action are left out: it was not a notice under "
    "Article 16."
)


def _outcomes(name: str, noun: str, where: Any, more: str = "") -> tuple[Metric, ...]:
    return (
        _count(f"{name}.received", f"{noun} received", "appeals", "appeal", where,
               f"{noun} submitted in the period.{more}"),
        _count(f"{name}.upheld", f"{noun}: decisions upheld", "decisions", "appeal",
               where & (_.outcome == "denied"),
               f"{noun} of the period after which the decision stood."),
        _count(f"{name}.partly_reversed", f"{noun}: decisions partly reversed", "decisions",
               "appeal", where & (_.outcome == "partly_granted"),
               f"{noun} of the period after which the decision was reversed in part."),
        _count(f"{name}.reversed", f"{noun}: decisions reversed", "decisions", "appeal",
               where & (_.outcome == "granted"),
               f"{noun} of the period after which the decision was reversed."),
        _count(f"{name}.omitted", f"{noun}: decision omitted", "decisions", "appeal",
               where & (_.outcome == "omitted"),
               f"{noun} of the period that ended without a decision, for example withdrawn ones."),
        _median(f"{name}.decision_median", f"{noun}: hours to decision, median", "appeal",
                "minutes_to_decide", where & _.outcome.isin(_CLOSED),
                f"Hours from submission until the person was told of the decision, over the "
                f"{noun.lower()} of the period that were decided."),
    )  # fmt: skip


_GRANTED: Final = _DISPUTE & _.outcome.isin(["granted", "partly_granted"])
_APPEALS: Final = (
    *_outcomes("complaints", "Internal complaints", _INTERNAL, _NO_FLAGS),
    _count("complaints.restrictions_imposed", "Restrictions newly imposed after a complaint",
           "actions", "appeal", _INTERNAL & _.restricts_anew,
           "Internal complaints of the period that led to a new restriction."),
    *_outcomes("disputes", "Out-of-court disputes", _DISPUTE),
    _count("disputes.won", "Out-of-court disputes won", "appeals", "appeal", _GRANTED,
           "Out-of-court disputes of the period that reversed the decision, also in part."),
    _count("disputes.implemented", "Out-of-court outcomes implemented", "appeals", "appeal",
           _GRANTED & (_.implemented == "yes"),
           "Out-of-court disputes won whose outcome the service carried out."),
    Metric(
        id="disputes.implemented_share", title="Share of out-of-court outcomes implemented",
        unit="share", table="appeal", how=Share("disputes.implemented", "disputes.won"),
        definition="Outcomes carried out, over disputes in which the decision was reversed.",
        source=_SOURCE, regimes=("DSA",), estimand="census_of_received", direction="up",
        pooling="from_records", needs=("appeals",),
    ),
)  # fmt: skip

_REST: Final = (
    _count("suspensions.enacted", "Suspensions for misuse", "accounts", "decision",
           _.misuse_reason.notnull() & (_.on_account | _.on_service),
           "Suspensions of the period for manifestly illegal content, notices or complaints."),
    _count("automation.measures_solely", "Measures by automated means alone", "actions",
           "decision", _.restricts & (_AUTOMATION == "full"),
           "Decisions that restrict and were taken by automated means alone."),
    _count("automation.measures_not", "Measures without automated means", "actions", "decision",
           _.restricts & (_AUTOMATION == "none"),
           "Decisions that restrict and were taken by people alone."),
    _count("automation.notices_solely", "Notices processed by automated means alone", "notices",
           "notice", _ARTICLE_16 & (_.processing == "full"),
           "Notices under Article 16 that were processed by automated means alone."),
    _count("automation.notices_not", "Notices processed without automated means", "notices",
           "notice", _ARTICLE_16 & (_.processing == "none"),
           "Notices under Article 16 that were processed by people alone."),
)  # fmt: skip

_WEAK: Final = {
    "measures.taken": _.restricts & (_BEFORE == _UNKNOWN_SOURCE),
    "automation.measures_solely": _.restricts & _.automation.isnull(),
    "automation.measures_not": _.restricts & _.automation.isnull(),
    "automation.notices_solely": _ARTICLE_16 & _.processing.isnull(),
    "automation.notices_not": _ARTICLE_16 & _.processing.isnull(),
    "measures.detected_automatically": _OWN & _.detected_automatically.isnull(),
}


def _with_weakness(metric: Metric) -> Metric:
    weak = _WEAK.get(metric.id)
    return metric if weak is None else replace(metric, weak=weak, weak_note=_UNKNOWN)


# What a log that could not have held it cannot say the number of.

_NOTICES_SEEN: Final = (
    Kind("notices_16", "notice", _ARTICLE_16),
    Kind("notices_16", "decision", _BEFORE.isin(_NOTICES_16)),
)
_FLAGGERS_SEEN: Final = (
    Kind("trusted_flaggers", "notice", _ARTICLE_16 & (_.notifier == "trusted_flagger")),
    Kind("trusted_flaggers", "decision", _BEFORE == "trusted_flagger"),
)
_HELD: Final[tuple[tuple[tuple[str, ...], tuple[Kind, ...], tuple[str, ...]], ...]] = (
    (("orders.",), (ORDERS,), ("authority_orders",)),
    (("notices.", "automation.notices_"), _NOTICES_SEEN, ("legal_notices", "trusted_flaggers")),
    (
        ("complaints.",),
        (Kind("complaints", "appeal", _.channel == "internal"),),
        ("internal_complaints",),
    ),
    (("disputes.",), (Kind("disputes", "appeal", _DISPUTE),), ("out_of_court",)),
)
"""Starts of ids → the rows that show that a log holds them, and the capabilities that say so."""

_SUSPENDS: Final = _.restricts & (_.on_account | _.on_service)
MISUSE_SEEN: Final = Kind("misuse", "decision", _SUSPENDS & _.misuse_reason.notnull())
"""Shows that the log says for what accounts are suspended: without a reason it was no misuse."""

SEEN: Final = (*_NOTICES_SEEN, *_FLAGGERS_SEEN, MISUSE_SEEN)
"""Kinds of rows that cells of the template ask for, besides those that metrics name."""


def _held(metric: Metric) -> Metric:
    for starts, kinds, offers in _HELD:
        kind = next((one for one in kinds if one.table == metric.table), None)
        if kind is not None and metric.id.startswith(starts):
            needs = (*metric.needs, "orders") if kind is ORDERS else metric.needs
            return replace(metric, needs=needs, offers=offers, seen=kind)
    return metric


def _of_flaggers(metric: Metric) -> Metric:
    """The metric about notices of trusted flaggers alone, which are a capability of their own."""
    kind = next((one for one in _FLAGGERS_SEEN if one.table == metric.table), None)
    return replace(metric, offers=("trusted_flaggers",), seen=kind) if kind else metric


DSA: Final[tuple[Metric, ...]] = tuple(
    _held(_with_weakness(metric)) for metric in (*_ORDERS, *_NOTICES, *_MEASURES, *_APPEALS, *_REST)
)

_NOTICES_IN: Final[tuple[Metric, ...]] = tuple(_held(metric) for metric in (
    _count("notices.received", "Notices under Article 16 received", "notices", "notice",
           _ARTICLE_16, "Notices under Article 16, those of trusted flaggers included."),
    replace(
        _count("notices.items", "Items in notices under Article 16", "items", "notice",
               _ARTICLE_16, "Items of information named in the notices under Article 16."),
        how=Measure("records", "items"),
        weak=_ARTICLE_16 & ~_.items_stated,
        weak_note=_UNSAID,
    ),
))  # fmt: skip

IN_TEMPLATE: Final[tuple[Metric, ...]] = (
    *_NOTICES_IN,
    *(replace(metric, weak=None) for metric in _MEASURES if metric.id == "measures.taken"),
)
"""The template's own reading of metrics of the catalogue: notices are those under Article 16, and
measures without a known source leave their cells blank (``cell_doubt``)."""

CONDITIONS: Final[dict[tuple[str, str, str], Any]] = {
    ("notice", "notifier", "trusted_flagger"): _.notifier == "trusted_flagger",
    ("decision", "notifier", "trusted_flagger"): _BEFORE == "trusted_flagger",
    ("decision", "ground", "illegal"): _GROUND == "law",
    ("decision", "ground", "terms"): _GROUND == "terms",
    ("decision", "origin", "own_initiative"): _NOTHING_BEFORE,
    ("notice", "origin", "notices"): _ARTICLE_16,
    ("notice", "origin", "trusted_flagger_notices"): _.notifier == "trusted_flagger",
}
"""(table, dimension, code) of the template → condition; ``_COLUMNS`` names columns instead."""

_COLUMNS: Final = {"against": "against", "misuse": "misuse_reason"}
_FLAGGERS: Final = frozenset({"trusted_flagger", "trusted_flagger_notices"})


def as_declared(base: Metric, *, by_decision: bool) -> Metric:
    """The metric as the provider reads it, name and definition too.

    ``by_decision`` reads the ambiguous column G as measures *taken*, not *detected*, by automated
    means alone; its header says the one and Annex II the other.
    """
    if base.id != "measures.detected_automatically" or not by_decision:
        return base
    return replace(
        base,
        title="Measures taken by automated means alone",
        definition=(
            "Measures at own initiative that were taken by automated means alone: the provider "
            "reads the column so (automated_column)."
        ),
        where=_OWN & (_AUTOMATION == "full"),
        weak=_OWN & _.automation.isnull(),
    )


def cell_metric(base: Metric, dimensions: dict[str, str], *, by_decision: bool = False) -> Metric:
    """The metric of one cell of the template: ``base`` under the cell's dimensions, and as the
    provider reads it (``as_declared``)."""
    base = as_declared(base, by_decision=by_decision)
    where, weak = base.where, base.weak
    for dimension, code in dimensions.items():
        if dimension == "action":
            continue
        if code in _FLAGGERS:
            base = _of_flaggers(base)
        known = CONDITIONS.get((base.table, dimension, code))
        known = _[_COLUMNS[dimension]] == code if known is None else known
        where = where & known
        weak = None if weak is None else weak & known
    return replace(base, where=where, weak=weak)


# What may belong to a cell and does not say so: with one such case the cell has no number.

_PERHAPS: Final[dict[str, Any]] = {
    "notices.actions_law": _.restricts & _PERHAPS_NOTICE & _GROUND.isin(["law", ""]),
    "notices.actions_terms": _.restricts & _PERHAPS_NOTICE & _GROUND.isin(["terms", ""]),
    "measures.taken": _.restricts & _PERHAPS_NOTHING,
    "measures.detected_automatically": _.restricts & _PERHAPS_NOTHING,
    "measures.restrictions": _.restricts & _PERHAPS_NOTHING,
}
_PERHAPS_IN: Final[dict[tuple[str, str], Any]] = {
    ("ground", "illegal"): _GROUND.isin(["law", ""]),
    ("ground", "terms"): _GROUND.isin(["terms", ""]),
    ("notifier", "trusted_flagger"): _BEFORE.isin(["trusted_flagger", _UNKNOWN_SOURCE]),
}

GROUND_UNSAID: Final = (
    "Decisions that could stand here do not say their ground (law or terms), or what came before "
    "them."
)
MISUSE_UNSAID: Final = (
    "Accounts or services were suspended, and the records do not say whether that was for misuse."
)
KIND_UNSAID: Final = "Complaints that could stand here do not say against which decision they are."


def cell_doubt(
    base: Metric, dimensions: dict[str, str], *, by_decision: bool = False
) -> Metric | None:
    """Counts the cases that may belong to the cell of :func:`cell_metric` and do not say so; None
    where every case says it. ``weak_note`` says what is missing."""
    sure = cell_metric(base, dimensions, by_decision=by_decision)
    if base.table == "appeal" and "against" in dimensions:
        where = base.where & _.against.isnull()
        return replace(sure, where=where, weak=None, weak_note=KIND_UNSAID)
    if base.id == "suspensions.enacted":
        where = _SUSPENDS & _.misuse_reason.isnull()
        return replace(sure, where=where, weak=None, weak_note=MISUSE_UNSAID)
    perhaps = _PERHAPS.get(base.id)
    if perhaps is None:
        return None
    if base.id == "measures.detected_automatically":
        perhaps &= _AUTOMATION.isin(["full", ""]) if by_decision else _DETECTED.isin(["yes", ""])
    for dimension, code in dimensions.items():
        if (dimension, code) in _PERHAPS_IN:
            perhaps &= _PERHAPS_IN[dimension, code]
    where = perhaps & ~sure.where if sure.weak is None else perhaps & ~sure.where & ~sure.weak
    return replace(sure, where=where, weak=None, weak_note=GROUND_UNSAID)


def _no_metric(name: str, title: str, table: str, where: Any, definition: str) -> Metric:
    unit = {"appeal": "appeals", "notice": "orders"}.get(table, "decisions")
    return _count(name, title, unit, table, where, definition)


ASIDE: Final[dict[str, Metric]] = {
    "ground_not_stated": _no_metric(
        "aside.ground", "Decisions without a ground", "decision", _.restricts & (_GROUND == ""),
        "Decisions that restrict and do not say their ground, law or terms. The cells of sheets 4, "
        "5 and 6 where they could stand are blank.",
    ),
    "source_not_stated": _no_metric(
        "aside.source", "Decisions without a source", "decision",
        _.restricts & (_BEFORE == _UNKNOWN_SOURCE),
        "Decisions that restrict and do not say whether an order, a notice or nothing came before "
        "them. The cells of sheets 4, 5 and 6 where they could stand are blank.",
    ),
    "footing_not_stated": _no_metric(
        "aside.footing", "Decisions on other notifications", "decision",
        _.restricts & (_BEFORE == "other_notification"),
        "Decisions that restrict after someone outside told the service, on a footing that is not "
        "stated. They are counted as measures at own initiative.",
    ),
    "order_state_not_stated": _no_metric(
        "aside.state", "Orders of no known state", "notice", _ORDER & _.order_state.isnull(),
        "Orders that do not say which member state they come from. They stand in the block for all "
        "states alone, so the blocks of the states do not add up to it (HS601). Give order.state "
        "in the notices of kind authority_order that lack it, and make the report again.",
    ),
    "orders_from_outside_the_eu": _no_metric(
        "aside.outside", "Orders from outside the EU", "notice", _ORDER & _OUTSIDE,
        "Orders of authorities that are of no member state of the EU. Sheet 3 is about orders of "
        "member states and does not count them.",
    ),
    "complaints_about_flags": _no_metric(
        "aside.flags", "Complaints about flags", "appeal",
        (_.channel == "internal") & (_.against == "flag_refused"),
        "Internal complaints that a flag or request led to no action. It was not a notice under "
        "Article 16, so sheet 7 does not count them.",
    ),
    "complaint_kind_not_known": _no_metric(
        "aside.kind", "Complaints of no known kind", "appeal", _INTERNAL & _.against.isnull(),
        "Internal complaints that do not say against which decision they are. The rows by kind of "
        "decision are blank.",
    ),
}  # fmt: skip
"""What the template leaves aside or blank, by the code of the finding that counts it."""

ASIDE_BY: Final[dict[str, tuple[str, str]]] = {
    "order_state_not_stated": ("month", "Received in"),
    "orders_from_outside_the_eu": ("order_state", "Sent from"),
}
"""Findings that say by what one finds their cases: the split, and the words before its codes."""
