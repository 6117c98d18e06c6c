"""Does it add up: the checks that submissions and pools are put to, each with a code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from harmscope.engine import DuckDb, OpenEngine
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Share
from harmscope.model.figure import Figure, Number
from harmscope.model.period import Period, before
from harmscope.model.submission import Submission
from harmscope.registry.contributions import Contribution, Key, Plan, Split, counted, plan, reported
from harmscope.registry.folder import Registry
from harmscope.registry.joint_pool import twice
from harmscope.registry.narrowed import Limits
from harmscope.registry.pool import Pool, pool
from harmscope.registry.state import Contents, Received, state_of
from harmscope.registry.store import Store
from harmscope.rules.intake import BY_SLUG
from harmscope.times import day_of

JUMP = 3
"""A count that grows or shrinks by more than this factor between periods is named."""

UNKNOWN_SHARE = 0.2
_FLIP = 0.1
_ENOUGH = 50
UNKNOWN = ("unallocated", "not_stated")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that does not add up. It holds no count: those stay in the house."""

    code: str
    metric: str
    service: str
    words: str

    @property
    def rule(self) -> str:
        """Its code in the catalogue; ``code`` is its word there."""
        return BY_SLUG[self.code].code

    def as_dict(self) -> dict[str, str]:
        """The doubt as JSON shows it."""
        return {
            "code": self.code,
            "rule": self.rule,
            "metric": self.metric,
            "service": self.service,
            "words": self.words,
        }


def doubts(made: Pool, shipped: Plan, earlier: Pool | None = None) -> list[Doubt]:
    """Every doubt about a pool; ``earlier`` is the pool of the period before."""
    found = [*doubts_of(made.parts, made.checks, shipped), *_presence(made)]
    if earlier is not None:
        old = {part.service: part for part in earlier.parts}
        for part in made.parts:
            if part.service in old:
                found += _changes(part, old[part.service], shipped)
    return found


def doubts_of(
    parts: Sequence[Contribution], checks: Sequence[Contribution], shipped: Plan
) -> list[Doubt]:
    """Doubts about what services put in; ``checks`` are reports that came beside their records."""
    found = list(_sums(parts, shipped))
    for part in parts:
        found += _parts_and_totals(part)
        found += _unknown(part)
    for report in checks:
        found += _parts_and_totals(report)
        records = next(part for part in parts if part.service == report.service)
        found += _recount(report, records)
    for report in [part for part in (*parts, *checks) if not part.from_records]:
        found += _unusable(report)
    return found


def remarks(
    statement: Submission, objects: list[dict[str, Any]], store: Store
) -> list[dict[str, str]]:
    """What an official should look at in a submission, at intake: code, metric and words, without a
    count. Records without a report have none: their counts are our own and add up by themselves.
    """
    if all(one["role"] != "report" for one in objects):
        return []
    shipped, contents = plan(), Contents(statement.service, objects)
    span = statement.period
    period = Period(day_of(span.start), day_of(span.end))
    report = reported(contents, store, shipped)
    if statement.kind == "records":
        records = counted([contents], store, shipped, period, report.zone)
        found = doubts_of(records, [report], shipped)
    else:
        found = doubts_of([report], [], shipped)
    return [
        {"code": one.code, "rule": one.rule, "metric": one.metric, "words": one.words}
        for one in found
    ]


def pool_record(
    registry: Registry,
    period: Period,
    as_of: int | None = None,
    open_engine: OpenEngine = DuckDb,
) -> dict[str, Any]:
    """The record ``pool``, as an official reads it: exact figures, who stands behind each, and
    every doubt; as of an entry, checked against the previous period. ``open_engine`` opens what
    counts; the record does not depend on it."""
    made = pool(registry, period, as_of, open_engine)
    earlier = pool(registry, before(period), made.seq, open_engine)
    found = doubts(made, plan(), earlier if earlier.parts else None)
    found += period_gaps(state_of(registry.ledger.entries(), made.seq).current())
    return {
        "record": "pool",
        "version": "1.0",
        "period": str(period),
        "as_of": made.seq,
        "head": made.head,
        "submissions": [one.id for one in made.used],
        "left_out": [one.id for one in made.left_out],
        "partly": made.partly,
        "absent": made.absent,
        "figures": [_figure(made, one) for one in made.figures],
        "doubts": [one.as_dict() for one in found],
    }


def _figure(made: Pool, figure: Figure) -> dict[str, Any]:
    bounds, backing = figure.bounds, made.backing_of(figure)
    members = {
        "cases": figure.denominator,
        "low": bounds.low if bounds else None,
        "high": bounds.high if bounds else None,
        "by_service": dict(backing.parts) or None,
        "by_authority": {name: _limits(one) for name, one in backing.limits.items()} or None,
        "authorities": len(backing.authorities) if made.taken else None,
    }
    return {
        "metric": figure.metric,
        "unit": figure.unit,
        "dimensions": figure.dimensions or {},
        "value": figure.value,
        "status": figure.status,
        "senders": figure.senders,
        "of": figure.of,
        **{name: value for name, value in members.items() if value is not None},
        "submissions": made.sources(figure),
    }


def _limits(limits: Limits) -> dict[str, Number]:
    return {name: end for name, end in limits._asdict().items() if end is not None}


def _presence(made: Pool) -> Iterator[Doubt]:
    """Who is there twice, in part, beyond the period, or not at all."""
    for pair in sorted(made.duplicates):
        yield Doubt(
            "shared_records", "", pair, "these services submitted records with the same content"
        )
    for service in made.partly:
        words = "its submissions cover some days of this period only"
        yield Doubt("part_of_period", "", service, words)
    beyond = sorted({str(one.service) for one in made.left_out})
    for service in beyond:
        words = "a submission reaches beyond this period and is left out"
        yield Doubt("reaches_beyond", "", service, words)
    for service, authorities in twice(made.everybody):
        words = f"{' and '.join(authorities)} report it for the same days"
        yield Doubt("counted_twice", "", service, words)
    for one in made.taken:
        for metric in one.unknown:
            yield Doubt("not_pooled", metric, one.authority, "this metric is not known here")
    for service in made.absent:
        if service not in beyond:
            yield Doubt("absent", "", service, "no submission for this period is here")


def period_gaps(current: Sequence[Received]) -> list[Doubt]:
    """Services with days between two submissions that no submission covers."""
    found = []
    last: dict[tuple[str | None, str], date] = {}
    for one in sorted(current, key=lambda one: (str(one.service), one.kind, one.start)):
        before = last.get((one.service, one.kind))
        if before is not None and day_of(one.start) > before + timedelta(days=1):
            words = "days between two of its submissions are covered by none"
            found.append(Doubt("period_gap", "", str(one.service), words))
        last[one.service, one.kind] = day_of(one.end)
    return found


def _total(part: Contribution, metric: str) -> int | None:
    return part.counts.get((metric, ()), {}).get(())


def _sums(given: Sequence[Contribution], shipped: Plan) -> Iterator[Doubt]:
    for part in given:
        for whole, names in shipped.sums:
            parts = [_total(part, name) for name in names]
            total = _total(part, whole)
            known = [value for value in parts if value is not None]
            if any(part.is_least(name, (), ()) for name in (whole, *names)):
                continue
            if total is not None and len(known) == len(parts) and sum(known) != total:
                words = f"{' and '.join(names)} do not add up to it"
                yield Doubt("sum_fails", whole, part.service, words)


def _parts_and_totals(part: Contribution) -> Iterator[Doubt]:
    """Figures that were handed in may contradict themselves; counts of our own cannot."""
    if part.from_records:
        return
    for (metric, split), cells in sorted(part.counts.items()):
        total = _total(part, metric)
        listed = len(split) == 1 and split != ("service",) and total is not None
        listed = listed and not any(part.is_least(metric, split, key) for key in cells)
        if listed and sum(cells.values()) < (total or 0):
            words = f"the figures by {split[0]} do not reach the total"
            yield Doubt("parts_fall_short", metric, part.service, words)


def _unusable(report: Contribution) -> Iterator[Doubt]:
    if report.unclear:
        words = "its report is of an older version and cannot be brought forward without a guess"
        yield Doubt("forward_unclear", "", report.service, words)
    for metric in sorted(report.contested):
        words = "the sender's report gives two different figures; neither is taken"
        yield Doubt("contested", metric, report.service, words)
    for metric in sorted(report.inexact):
        words = "the sender's report rounds or estimates it; such figures are not pooled"
        yield Doubt("inexact", metric, report.service, words)


def _unknown(part: Contribution) -> Iterator[Doubt]:
    for (metric, split), cells in sorted(part.counts.items()):
        total = sum(cells.values())
        unknown = sum(cells.get((code,), 0) for code in UNKNOWN)
        if len(split) == 1 and total >= _ENOUGH and unknown > UNKNOWN_SHARE * total:
            words = f"more than a fifth is of unknown {split[0]}"
            yield Doubt("much_unknown", metric, part.service, words)


def _recount(report: Contribution, records: Contribution) -> Iterator[Doubt]:
    if records.zone != report.zone:
        return  # days begin at other times, so the counts may differ; intake compared them alike
    differing = {
        metric
        for (metric, split), cells in report.counts.items()
        for key, value in cells.items()
        if (metric, split) in records.counts
        and _differ(report, records, (metric, split), key, value)
    }
    for metric in sorted(differing):
        words = "the sender's report says something else than its records"
        yield Doubt("report_differs", metric, report.service, words)


def _differ(
    report: Contribution, records: Contribution, of: tuple[str, Split], key: Key, value: int
) -> bool:
    """Whether a reported cell contradicts the records, either of which may be a lower limit."""
    own = records.counts[of].get(key, 0)
    open_, more = report.is_least(*of, key), records.is_least(*of, key)
    return (value > own and not more) or (value < own and not open_)


def _changes(part: Contribution, earlier: Contribution, shipped: Plan) -> Iterator[Doubt]:
    for (metric, split), cells in sorted(part.counts.items()):
        old, new = _total(earlier, metric), cells.get(())
        if split or old is None or new is None or min(old, new) == 0 or max(old, new) < _ENOUGH:
            continue
        if max(old, new) > JUMP * min(old, new):
            words = f"it changed by more than {JUMP} times since the previous period"
            yield Doubt("jump", metric, part.service, words)
    for name in sorted({metric for metric, _ in shipped.wanted}):
        how = METRICS[name].how
        if isinstance(how, Share):
            old_share, new_share = _share(earlier, how), _share(part, how)
            if old_share is None or new_share is None or abs(old_share - 0.5) < _FLIP:
                continue
            if abs(old_share + new_share - 1) < _FLIP / 2:
                words = "the share changed from p to 1 - p since the previous period"
                yield Doubt("share_flipped", name, part.service, words)


def _share(part: Contribution, how: Share) -> float | None:
    above, below = _total(part, how.numerator), _total(part, how.denominator)
    return above / below if above is not None and below and below >= _ENOUGH else None
