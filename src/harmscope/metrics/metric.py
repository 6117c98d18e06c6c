"""What a metric is: data, and one unbound expression over a flat table."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import ibis

from harmscope.metrics.flat_tables import CASE, ONE_ROW, Split

Direction = Literal["none", "up", "down"]
Pooling = Literal["sum", "from_records", "bounds", "never"]
Reduction = Literal["rows", "records", "total"]

ROW_OF: Final = {
    "notice": "one row for each notice, request and order",
    "incident": "one row for each case",
    "decision": "one row for each decision of a case",
    "action": "one row for each restriction of a decision",
    "appeal": "one row for each appeal",
    "clock": "one row for each legal limit that a request starts",
    "referral": "one row for each referral of a case",
    "exposure": "one row for each sample",
    "native": "one row for each code of the platform's own in a record",
    "label": "one row for each label of a record, such as a language or a harm",
}
"""What one row of each flat table is, in words."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How rows become a number.

    ``rows`` counts rows, ``records`` counts distinct records (each with the largest ``weight``
    seen, 1 if none is named), ``total`` adds the whole numbers in ``weight``.
    """

    reduction: Reduction
    weight: str | None = None

    @property
    def adds(self) -> bool:
        """Whether the rows of one record add up; otherwise the largest counts."""
        return self.reduction != "records"

    def of_row(self, rows: Any, where: Any) -> Any:
        """What each row counts: a whole number, 0 where it does not fit ``where``."""
        amount = ibis.literal(1, "int64") if self.weight is None else rows[self.weight]
        return ibis.ifelse(where, ibis.coalesce(amount, 0), 0)


@dataclass(frozen=True, slots=True)
class Share:
    """A share: two metrics counted over the same rows."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Order statistics of the whole numbers in ``column``; ``quantile`` between 0 and 1.

    The result is divided by ``per`` (60 makes hours of minutes) and rounded to two digits.
    """

    column: str
    quantile: float
    per: int = 1


@dataclass(frozen=True, slots=True)
class Sampled:
    """A share of the units of exposure records whose unit is one of ``units``: those that violate,
    or those that a safeguard stopped. It is estimated where a sample was drawn."""

    units: tuple[str, ...]
    counts: Literal["violating", "stopped"] = "violating"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rows of a table: one of them, of whatever day, shows that the log holds the kind.

    Conditions of Ibis cannot be compared, so kinds are told apart by ``id``.
    """

    id: str
    table: str
    where: Any


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    ``day`` is the column that places a row in a period. ``where`` is an Ibis deferred condition on
    the table, or None for all rows. ``needs`` names parts of the record and ``offers`` capabilities
    without which the metric is not recorded, which is not zero; ``seen`` is the kind of rows that
    it counts, of which there must be one where no header names such a capability. Rows of which
    ``where`` is null, and those that meet ``weak``, do not say whether they belong: they make the
    count a lower limit, or not recorded where it is 0. So columns in ``where`` are null for what is
    not known, and for nothing else. ``weak_note`` says why, with ``{}`` for their number.
    """

    id: str
    title: str
    unit: str
    table: str
    how: Measure | Share | Spread | Sampled
    definition: str
    day: str = "day"
    where: Any = None
    source: str | None = None
    regimes: tuple[str, ...] = ()
    direction: Direction = "none"
    pooling: Pooling = "sum"
    estimand: str = "census_of_caught"
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seen: Kind | None = None
    weak: Any = None
    weak_note: str = "{} records do not say whether they belong here and are not counted."

    def condition(self, rows: Any) -> Any:
        """``where`` bound to ``rows``, a boolean column; true everywhere where there is none."""
        if self.where is None:
            return rows.seq.notnull()
        return ibis.coalesce(self.where.resolve(rows), ibis.literal(value=False))

    def adds_up(self, split: Split) -> bool:
        """Whether nothing that it counts stands under two codes of ``split``: so the codes together
        are at most the whole."""
        if not isinstance(self.how, Measure) or split.multiple:
            return False
        return self.how.adds or self.table in ONE_ROW or split.column in CASE

    def weakness(self, rows: Any) -> Any:
        """Whether a row does not say if it belongs, a boolean column."""
        doubt = rows.seq.isnull() if self.where is None else self.where.resolve(rows).isnull()
        if self.weak is not None:
            doubt |= ibis.coalesce(self.weak.resolve(rows), ibis.literal(value=False))
        if isinstance(self.how, Measure) and self.how.weight is not None:
            doubt |= self.condition(rows) & rows[self.how.weight].isnull()
        return doubt


ROWS = Measure("rows")
RECORDS = Measure("records")
