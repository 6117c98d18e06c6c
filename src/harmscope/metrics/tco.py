"""Metrics of Regulation (EU) 2021/784 on terrorist content online (Article 7(3)).

An order or a decision is under the Regulation where its legal basis names it. One about terrorist
content that names no law may be under it, and makes the count a lower limit; one that names another
law is not counted.
"""

from typing import Any, Final

from ibis import _

from harmscope.metrics.metric import RECORDS, Measure, Metric
from harmscope.metrics.notices import ORDERS
from harmscope.taxonomy.jurisdictions import unions

_REGULATION: Final = ("EU TCO Regulation",)
_SAID: Final = _.tco.fill_null("not_stated") == "yes"
_MAY_BE: Final = (_.harm_top.fill_null("terrorism") == "terrorism") & _.tco.isnull()
_SILENT: Final = "{} more may belong here: they name no law as their basis."

_ORDER: Final = _.kind == "authority_order"
_STATE: Final = _.order_state.isnull() | _.order_state.isin(sorted(unions()["EU"]))
_ORDER_MAY_BE: Final = _ORDER & _MAY_BE & _STATE & (_.order_kind.fill_null("act") == "act")


def _orders(name: str, title: str, definition: str, outcomes: tuple[str, ...] = ()) -> Metric:
    outcome = _.outcome.isin(outcomes) if outcomes else _.kind.notnull()
    may_be = _.outcome.isnull() | _.outcome.isin(outcomes) if outcomes else _.kind.notnull()
    return Metric(
        id=f"tco.{name}",
        title=title,
        unit="orders",
        table="notice",
        how=RECORDS,
        where=_ORDER & _SAID & outcome,
        weak=_ORDER_MAY_BE & may_be,
        weak_note=_SILENT,
        definition=definition,
        source="Regulation (EU) 2021/784, Article 7(3)(c)",
        regimes=_REGULATION,
        estimand="census_of_received",
        needs=("notices", "orders"),
        offers=("authority_orders",),
        seen=ORDERS,
    )


_REMOVED: Final = _.acts & _.removes & (_.subject_kind != "account")
_CASE_MAY_BE: Final = _MAY_BE & (_.no_harm.fill_null("") == "")


def _items(name: str, title: str, definition: str, where: Any, may_be: Any) -> Metric:
    return Metric(
        id=f"tco.{name}",
        title=title,
        unit="items",
        table="decision",
        how=Measure("records", "items"),
        where=_REMOVED & _SAID & where,
        weak=_REMOVED & _CASE_MAY_BE & may_be,
        weak_note=_SILENT,
        definition=definition,
        source="Regulation (EU) 2021/784, Article 7(3)(c)",
        regimes=_REGULATION,
        needs=("decisions", "content_decisions", "detection"),
    )


_AFTER_ORDER: Final = _.detection_source == "authority_order"

TCO: Final[tuple[Metric, ...]] = (
    _orders(
        "orders_received",
        "Removal orders received",
        "Orders received in the period whose legal basis is Regulation (EU) 2021/784.",
    ),
    _orders(
        "orders_followed",
        "Removal orders followed",
        "Removal orders of the period under Regulation (EU) 2021/784 that were followed, in full "
        "or in part.",
        ("acted", "partly"),
    ),
    _orders(
        "orders_not_followed",
        "Removal orders not followed",
        "Removal orders of the period under Regulation (EU) 2021/784 after which nothing was "
        "removed or disabled, with the reason.",
        ("refused", "no_action"),
    ),
    _items(
        "items_after_orders",
        "Items removed or disabled after removal orders",
        "Items that a decision of the period removed or disabled under Regulation (EU) 2021/784 "
        "in a case that an authority's order brought up.",
        _AFTER_ORDER,
        _AFTER_ORDER.fill_null(True),
    ),
    _items(
        "items_after_measures",
        "Items removed or disabled after specific measures",
        "Items that a decision of the period removed or disabled under Regulation (EU) 2021/784 "
        "in a case that no order brought up: such a decision follows from specific measures "
        "(Article 5).",
        ~_AFTER_ORDER,
        ~_AFTER_ORDER.fill_null(False),
    ),
)
