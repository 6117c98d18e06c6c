"""Metrics on notices, removal requests and orders, and on their legal limits."""

from dataclasses import dataclass, replace
from typing import Any, Final

from ibis import _

from harmscope.metrics.decisions import MEDIAN, NINE_TENTHS
from harmscope.metrics.flat_tables import LAW_NOT_KNOWN
from harmscope.metrics.metric import RECORDS, Kind, Measure, Metric, Share, Spread

# Metrics on notices: what people, organisations and authorities asked for.

_ALL: Final = ("Santa Clara", "NY S895B", "DSA")

NOTICES: Final[tuple[Metric, ...]] = (
    Metric(
        id="notices.received",
        title="Notices received",
        unit="notices",
        table="notice",
        how=RECORDS,
        definition=(
            "Notices of every kind that came in during the period: user flags, notices under law, "
            "trusted flaggers, removal requests and authority orders. One notice on ten items is "
            "one notice."
        ),
        regimes=_ALL,
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.items",
        title="Items named in notices",
        unit="items",
        table="notice",
        how=Measure("records", "items"),
        weak=~_.items_stated,
        weak_note="{} of them do not say how many items they name, and count as one each.",
        definition="Items named by the notices received; an item named twice counts twice.",
        regimes=("DSA",),
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.acted",
        title="Notices that led to action",
        unit="notices",
        table="notice",
        how=RECORDS,
        where=_.outcome.isin(["acted", "partly"]),
        definition="Notices received in the period on which action was taken, in full or in part.",
        regimes=("DSA", "Santa Clara"),
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.pending",
        title="Notices still open",
        unit="notices",
        table="notice",
        how=RECORDS,
        where=_.outcome == "pending",
        definition="Notices received in the period that had no outcome when the data was made.",
        estimand="census_of_received",
        needs=("notices",),
    ),
    Metric(
        id="notices.acted_share",
        title="Share of notices that led to action",
        unit="share",
        table="notice",
        how=Share("notices.acted", "notices.received"),
        definition="Notices that led to action, over all notices received in the period.",
        regimes=("Santa Clara",),
        estimand="census_of_received",
        pooling="from_records",
        needs=("notices",),
    ),
)


# Metrics on removal requests and authority orders, and on the limits that they start.

_REGIMES: Final = (
    "Privacy authorities' joint statement of 23 February 2026",
    "US TAKE IT DOWN Act",
    "UK Online Safety Act",
    "India IT Rules",
)
_REQUEST: Final = _.kind == "removal_request"
_ORDER: Final = _.kind == "authority_order"
_REQUESTS: Final = Kind("requests", "notice", _REQUEST)
ORDERS: Final = Kind("orders", "notice", _ORDER)
_PASSED: Final = ["within", "late", "uncertain", "not_known", "overdue"]


def _request(
    name: str, title: str, definition: str, where: object, unit: str = "notices"
) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit=unit,
        table="notice",
        how=RECORDS,
        where=where,
        definition=definition,
        regimes=_REGIMES,
        estimand="census_of_received",
        needs=("notices",),
        offers=("removal_requests",),
        seen=_REQUESTS,
    )


def _order(name: str, title: str, definition: str, where: object) -> Metric:
    return Metric(
        id=name,
        title=title,
        unit="orders",
        table="notice",
        how=RECORDS,
        where=where,
        definition=definition,
        regimes=("Santa Clara", "Lumen", "DSA"),
        estimand="census_of_received",
        needs=("notices", "orders"),
        offers=("authority_orders",),
        seen=ORDERS,
    )


# Limits are counted twice: over all notices, and over removal requests alone.


@dataclass(frozen=True, slots=True)
class _Over:
    """Which notices limits are counted over: the first part of the ids, the word for them, and the
    condition on a row."""

    id: str
    words: str
    where: Any


_EVERY: Final = _Over("notices", "Notices of every kind", _.kind.notnull())
_REMOVAL: Final = _Over("requests", "Removal requests", _REQUEST)
_UNKNOWN: Final = _.state == LAW_NOT_KNOWN
_EITHER: Final = _.state.isin(["uncertain", "not_known"])
_LAW: Final = "{} more are under a law that is not known: neither record nor header names one."
_LAW_OR_TIME: Final = (
    "{} more may belong here: their law is not known, or not the time at which they were dealt "
    "with."
)


def _limit(over: _Over, name: str, title: str, definition: str, states: list[str]) -> Metric:
    timed = name in ("met", "late")
    return Metric(
        id=f"{over.id}.limit_{name}",
        title=f"{over.words.partition(' of ')[0]} {title}",
        unit="notices",
        table="clock",
        how=RECORDS,
        where=over.where & _.state.isin(states),
        weak=over.where & (_UNKNOWN | _EITHER if timed else _UNKNOWN),
        weak_note=_LAW_OR_TIME if timed else _LAW,
        definition=f"{over.words} {definition}",
        regimes=_REGIMES,
        estimand="census_of_received",
        needs=("notices",),
    )


_STATES: Final[tuple[tuple[str, str, str, list[str]], ...]] = (
    (
        "passed",
        "whose legal limit has passed",
        "received in the period that started a legal limit which ended before the report was made, "
        "met or not. A limit starts only where its law applies. Those marked as invalid, refused "
        "or duplicate start none.",
        _PASSED,
    ),
    (
        "running",
        "still open whose legal limit still runs",
        "that started a legal limit in the period and were open, within the limit, when the "
        "report was made.",
        ["running"],
    ),
    (
        "overdue",
        "still open whose legal limit has passed",
        "that started a legal limit in the period and did not meet it until the report was made.",
        ["overdue"],
    ),
    (
        "late",
        "completed after their legal limit",
        "that started a legal limit in the period and met what it asks for after it ended.",
        ["late"],
    ),
    (
        "uncertain",
        "near their legal limit of which only days are known",
        "completed so close to their legal limit that the days alone do not show if it was met. "
        "They do not count as within.",
        ["uncertain"],
    ),
    (
        "not_known",
        "of which it is not known when, or whether, they were completed",
        "that started a legal limit in the period, while the record does not say when they were "
        "completed, or does not say their outcome. They count neither as within nor as late "
        "nor as open.",
        ["not_known"],
    ),
    (
        "met",
        "completed within their legal limit",
        "that started a legal limit in the period and met what it asks for before it ended.",
        ["within"],
    ),
)
"""How requests can stand to a limit: name, title, definition, states."""


def _limits(over: _Over) -> tuple[Metric, ...]:
    short = over.words.partition(" of ")[0]
    return (
        *(_limit(over, *state) for state in _STATES),
        Metric(
            id=f"{over.id}.law_not_known",
            title=f"{short} whose law is not known",
            unit="notices",
            table="clock",
            how=RECORDS,
            where=over.where & _UNKNOWN,
            definition=(
                f"{over.words} received in the period that would start a legal limit somewhere, "
                "while neither the record, its order or requester nor the header says which law "
                "applies. They count neither as within a limit nor as late."
            ),
            regimes=_REGIMES,
            estimand="census_of_received",
            needs=("notices",),
        ),
        Metric(
            id=f"{over.id}.within_limit",
            title=f"Share of {short.lower()} completed within their legal limit",
            unit="share",
            table="clock",
            how=Share(f"{over.id}.limit_met", f"{over.id}.limit_passed"),
            definition=(
                f"{over.words} completed within their legal limit, over all whose limit has "
                "passed: those never completed are in the denominator."
            ),
            regimes=_REGIMES,
            estimand="census_of_received",
            direction="up",
            pooling="from_records",
            needs=("notices",),
        ),
    )


def _time(quantile: float, name: str, words: str) -> Metric:
    return Metric(
        id=f"requests.time_to_remove.{name}",
        title=f"Hours from request to removal, {words}",
        unit="hours",
        table="notice",
        how=Spread("minutes_to_remove", quantile, per=60),
        where=_REQUEST & (_.outcome.isin(["acted", "partly"]) | _.days_to_remove.notnull()),
        definition=(
            "Hours from receipt of a removal request to the removal of the last item, over the "
            f"requests of the period whose items were removed: {words}."
        ),
        regimes=_REGIMES,
        estimand="census_of_received",
        pooling="from_records",
        needs=("notices", "times_of_day"),
    )


REQUESTS: Final[tuple[Metric, ...]] = (
    _request(
        "requests.received",
        "Removal requests received",
        "Requests to remove content, made by or for a person shown in it, received in the period.",
        _REQUEST,
    ),
    _request(
        "requests.valid",
        "Valid removal requests",
        "Removal requests of the period that had every element that their regime asks for.",
        _REQUEST & (_.valid == "yes"),
    ),
    _request(
        "requests.refused",
        "Removal requests refused",
        "Removal requests of the period that were refused, with the reason.",
        _REQUEST & (_.outcome == "refused"),
    ),
    _request(
        "requests.open",
        "Removal requests still open",
        "Removal requests of the period that had no outcome when the data was made.",
        _REQUEST & (_.outcome == "pending"),
    ),
    replace(
        _request(
            "requests.removed",
            "Removal requests whose items were removed",
            "Removal requests of the period whose last item was removed before the data was made.",
            _REQUEST & _.days_to_remove.notnull(),
        ),
        weak=_REQUEST & _.days_to_remove.isnull() & _.outcome.isin(["acted", "partly"]),
        weak_note="{} requests were acted on and do not say when; they are not counted.",
    ),
    _time(MEDIAN, "median", "median"),
    _time(NINE_TENTHS, "p90", "nine of ten"),
    _time(1.0, "max", "longest"),
    *_limits(_REMOVAL),
    *_limits(_EVERY),
    _order(
        "orders.received",
        "Authority orders received",
        "Orders of authorities to act on content or to give information, received in the period.",
        _ORDER,
    ),
    _order(
        "orders.complied",
        "Authority orders complied with",
        "Orders of the period that were followed, in full or in part.",
        _ORDER & _.outcome.isin(["acted", "partly"]),
    ),
    Metric(
        id="orders.items",
        title="Items named in orders",
        unit="items",
        table="notice",
        how=Measure("records", "items"),
        where=_ORDER,
        weak=_ORDER & ~_.items_stated,
        weak_note="{} of them do not say how many items they name, and count as one each.",
        definition="Items named by the orders of the period.",
        regimes=("DSA",),
        estimand="census_of_received",
        needs=("notices", "orders"),
        offers=("authority_orders",),
        seen=ORDERS,
    ),
)
