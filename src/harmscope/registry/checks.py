"""Does it add up: the checks that a pool is put to, each with a code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Share
from harmscope.registry.contributions import Contribution, Plan
from harmscope.registry.pool import Pool
from harmscope.registry.state import Received
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

    def as_dict(self) -> dict[str, str]:
        """The doubt as JSON shows it."""
        return {
            "code": self.code,
            "metric": self.metric,
            "service": self.service,
            "words": self.words,
        }


def doubts(pool: Pool, plan: Plan, before: Pool | None = None) -> list[Doubt]:
    """Every doubt about a pool; ``before`` is the pool of the period before."""
    found = list(_sums(pool, plan))
    for part in pool.parts:
        found += _parts_and_totals(part)
        found += _unknown(part)
    for report in pool.checks:
        found += _parts_and_totals(report)
        found += _recount(report, pool)
    for report in [part for part in (*pool.parts, *pool.checks) if not part.from_records]:
        found += _unusable(report)
    found += _presence(pool)
    if before is not None:
        earlier = {part.service: part for part in before.parts}
        for part in pool.parts:
            if part.service in earlier:
                found += _changes(part, earlier[part.service], plan)
    return found


def _presence(pool: Pool) -> Iterator[Doubt]:
    """Who is there twice, in part, beyond the period, or not at all."""
    for pair in sorted(pool.twins):
        yield Doubt("twins", "", pair, "these services handed in records of the same content")
    for service in pool.partly:
        words = "its submissions cover some days of this period only"
        yield Doubt("part_of_period", "", service, words)
    beyond = sorted({str(one.service) for one in pool.left_out})
    for service in beyond:
        words = "a submission reaches beyond this period and is left out"
        yield Doubt("reaches_beyond", "", service, words)
    for service in pool.absent:
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


def _sums(pool: Pool, plan: Plan) -> Iterator[Doubt]:
    for part in pool.parts:
        for whole, names in plan.sums:
            parts = [_total(part, name) for name in names]
            total = _total(part, whole)
            known = [value for value in parts if value is not None]
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


def _recount(report: Contribution, pool: Pool) -> Iterator[Doubt]:
    records = next(part for part in pool.parts if part.service == report.service)
    if records.zone != report.zone:
        return  # days begin at other times, so the counts may differ; intake compared them alike
    differing = {
        metric
        for (metric, split), cells in report.counts.items()
        for key, value in cells.items()
        if (metric, split) in records.counts and records.counts[metric, split].get(key, 0) != value
    }
    for metric in sorted(differing):
        words = "the sender's report says something else than its records"
        yield Doubt("report_differs", metric, report.service, words)


def _changes(part: Contribution, earlier: Contribution, plan: Plan) -> Iterator[Doubt]:
    for (metric, split), cells in sorted(part.counts.items()):
        old, new = _total(earlier, metric), cells.get(())
        if split or old is None or new is None or min(old, new) == 0 or max(old, new) < _ENOUGH:
            continue
        if max(old, new) > JUMP * min(old, new):
            words = f"it changed by more than {JUMP} times against the period before"
            yield Doubt("jump", metric, part.service, words)
    for name in sorted({metric for metric, _ in plan.wanted}):
        how = METRICS[name].how
        if isinstance(how, Share):
            old_share, new_share = _share(earlier, how), _share(part, how)
            if old_share is None or new_share is None or abs(old_share - 0.5) < _FLIP:
                continue
            if abs(old_share + new_share - 1) < _FLIP / 2:
                words = "the share turned into its complement against the period before"
                yield Doubt("share_flipped", name, part.service, words)


def _share(part: Contribution, how: Share) -> float | None:
    above, below = _total(part, how.numerator), _total(part, how.denominator)
    return above / below if above is not None and below and below >= _ENOUGH else None
