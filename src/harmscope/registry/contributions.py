"""What each service puts into the pool: counts of its records, or what its reports say."""

import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from harmscope.aggregation.counting import count, histogram
from harmscope.aggregation.labels import COMPLETE, SELECTION, Gaps, gaps_of
from harmscope.aggregation.normalise import Judge, judging, normalise, open_tables
from harmscope.aggregation.observed import Evidence, evidence_by_service
from harmscope.aggregation.parts import Setting
from harmscope.canonical import record_digest
from harmscope.engine import DuckDb, Engine, OpenEngine
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.metrics.metric import Measure, Metric, Share, Spread
from harmscope.model.changes import Step
from harmscope.model.figure import Figure
from harmscope.model.period import Period
from harmscope.model.typed import Dataset
from harmscope.registry.state import Contents
from harmscope.registry.store import Store
from harmscope.submission.checked import newest_report

# What a pool counts, as data in ``pooling.toml``.

Split = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``wanted`` are (metric, split) pairs in order; ``sums`` say which metric is made up of which
    others, ``links`` which is at least as large as others together."""

    wanted: tuple[tuple[str, Split], ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    links: tuple[tuple[str, tuple[str, ...]], ...]

    def counted(self) -> dict[Split, list[str]]:
        """The measures to count for each split, those under shares included."""
        found: dict[Split, dict[str, None]] = {}
        for name, split in self.wanted:
            how = METRICS[name].how
            parts = [how.numerator, how.denominator] if isinstance(how, Share) else [name]
            for part in parts:
                if isinstance(METRICS[part].how, Measure):
                    found.setdefault(split, {})[part] = None
        return {split: list(names) for split, names in found.items()}


@cache
def plan() -> Plan:
    """The shipped plan."""
    data = tomllib.loads(Path(__file__).with_name("pooling.toml").read_text(encoding="utf-8"))
    wanted = tuple(
        (metric, tuple(split))
        for panel in data["panel"]
        for metric in panel["metrics"]
        for split in panel["splits"]
    )
    sums, links = (
        tuple((one["whole"], tuple(one["parts"])) for one in data[name]) for name in ("sum", "link")
    )
    return Plan(wanted, sums, links)


# What each service puts into the pool: its counts and its histograms, by the same metrics as a
# report.

Key = tuple[str, ...]
Histogram = dict[int, int]


@dataclass(slots=True)
class Contribution:
    """One service's part. ``missing`` are (metric, split) pairs that the service does not record,
    ``holes`` those of which it may not have all, ``least`` the cells that are lower limits, and
    ``unsplit`` the cells whose cases may belong to others, as a code of theirs is not known;
    ``digests`` are those of its records without the name of the service; ``contested`` are metrics
    about which its reports contradict each other, ``inexact`` those that they round or estimate;
    ``unclear`` says that a report of it cannot be brought forward without a guess; in ``zone`` its
    days begin."""

    service: str
    counts: dict[tuple[str, Split], dict[Key, int]] = field(default_factory=dict)
    histograms: dict[tuple[str, Split], dict[Key, Histogram]] = field(default_factory=dict)
    missing: set[tuple[str, Split]] = field(default_factory=set)
    holes: set[tuple[str, Split]] = field(default_factory=set)
    least: dict[tuple[str, Split], set[Key]] = field(default_factory=dict)
    unsplit: dict[tuple[str, Split], set[Key]] = field(default_factory=dict)
    digests: set[bytes] = field(default_factory=set)
    from_records: bool = True
    contested: set[str] = field(default_factory=set)
    inexact: set[str] = field(default_factory=set)
    unclear: bool = False
    zone: str = "UTC"

    def is_least(self, metric: str, split: Split, key: Key) -> bool:
        """Whether there may be more than the count of a cell says."""
        if (metric, split) in self.holes or key in self.least.get((metric, split), ()):
            return True
        elsewhere = self.unsplit.get((metric, split), set()) - {key}
        return any(_may_be(split, other, key) for other in elsewhere)


def counted(  # noqa: PLR0917 - the last two have one answer nearly everywhere
    submissions: Sequence[Contents],
    store: Store,
    plan: Plan,
    period: Period,
    zone: str = "UTC",
    open_engine: OpenEngine = DuckDb,
) -> list[Contribution]:
    """Count submissions of records, all in one go; gives a part for each service.

    The flat tables lie in a folder that is thrown away; ``open_engine`` opens what counts them.
    """
    parts = {one.service: Contribution(one.service, zone=zone) for one in submissions}
    names = [o["name"] for one in submissions for o in one.objects if o["role"] == "records"]
    with tempfile.TemporaryDirectory(prefix="harmscope-") as name:
        folder = Path(name)
        paths = [store.path(one) for one in names]
        intake = normalise(paths, folder, judging(_noting(parts)), Setting(zone))
        engine = open_engine(folder)
        try:
            open_tables(engine, folder, period.end)
            for split, metrics in plan.counted().items():
                _counts(parts, engine, metrics, split, period)
            _histograms(parts, engine, plan, period)
            shown = evidence_by_service(engine, METRICS.values())
        finally:
            engine.close()
    for part in parts.values():
        headers = [h.header for h in intake.heads if h.header.get("service") == part.service]
        _leave_out(part, plan, headers, shown.get(part.service, Evidence(frozenset())))
    return [parts[service] for service in sorted(parts)]


def _counts(
    parts: Mapping[str, Contribution],
    engine: Engine,
    names: Sequence[str],
    split: Split,
    period: Period,
) -> None:
    """Every count by service as well; a service without a row of the table counts zero. Records
    that may belong to a cell make it a lower limit, zero too."""
    by_service = split if "service" in split else (*split, "service")
    place = by_service.index("service")
    found = count(engine, [METRICS[name] for name in names], by_service, period)
    for metric, cells in found.items():
        for part in parts.values():
            part.counts[metric, split] = {} if split else {(): 0}
        for key, cell in cells.items():
            kept = key if split == by_service else key[:place]
            part = parts[key[place]]
            part.counts[metric, split][kept] = cell.value
            if cell.weak or cell.undated:
                part.least.setdefault((metric, split), set()).add(kept)
            if (cell.value or cell.weak or cell.undated) and _is_open(split, kept):
                part.unsplit.setdefault((metric, split), set()).add(kept)


def _is_open(split: Split, key: Key) -> bool:
    return any(SPLITS[name].is_open(code) for name, code in zip(split, key, strict=True))


def _may_be(split: Split, other: Key, key: Key) -> bool:
    """Whether cases under ``other`` may belong under ``key``: a code of theirs is not known."""
    codes = zip(split, other, key, strict=True)
    return all(theirs == ours or SPLITS[name].is_open(theirs) for name, theirs, ours in codes)


def _leave_out(part: Contribution, plan: Plan, headers: Sequence[Dataset], shown: Evidence) -> None:
    """Take out what the service does not record, as its own report would: that is not zero."""
    gaps = gaps_of(headers)
    gaps.evidence = shown
    for split, names in plan.counted().items():
        for name in names:
            metric, here = METRICS[name], (name, split)
            some = gaps.unseen(metric, split)
            nothing = not any(part.counts.get(here, {}).values())
            if gaps.missing(metric, split) is not None or (some is not None and nothing):
                part.missing.add(here)
                part.counts.pop(here, None)
            elif some is not None or _is_partly(gaps, metric, split):
                part.holes.add(here)
    for name, split in plan.wanted:
        metric = METRICS[name]
        if isinstance(metric.how, Share | Spread):
            if _is_of_no_whole(gaps, metric, split):
                part.missing.add((name, split))
            elif _is_partly(gaps, metric, split):
                part.holes.add((name, split))


def _is_partly(gaps: Gaps, metric: Metric, split: Split) -> bool:
    return gaps.extent != COMPLETE or gaps.incomplete(metric, split) is not None


def _is_of_no_whole(gaps: Gaps, metric: Metric, split: Split) -> bool:
    """Whether a share or a time says nothing of all cases: there is none of what is not recorded,
    nor out of a selection."""
    reasons = (gaps.missing(metric, split), gaps.unseen(metric, split))
    return gaps.extent == SELECTION or any(reason is not None for reason in reasons)


def _noting(parts: Mapping[str, Contribution]) -> Judge:
    """A judge that finds no fault, as intake judged already, and notes each record's content."""

    def note(record: dict[str, object]) -> list[str]:
        if record["record"] != "dataset":
            bare = {n: v for n, v in record.items() if n not in ("service", "source")}
            parts[str(record["service"])].digests.add(record_digest(bare))
        return []

    return note


def _histograms(
    parts: Mapping[str, Contribution], engine: Engine, plan: Plan, period: Period
) -> None:
    for name, split in plan.wanted:
        if not isinstance(METRICS[name].how, Spread):
            continue
        groups = histogram(engine, METRICS[name], (*split, "service"), period)
        for key, pairs in groups.items():
            known = {value: rows for value, rows in pairs if value is not None and value >= 0}
            parts[key[-1]].histograms.setdefault((name, split), {})[key[:-1]] = known


# What the reports of a submission say about its service, brought to the form of counts.

_LEAST = "at_least"
_COUNTS = ("exact", "approx", _LEAST)


def reported(
    one: Contents, store: Store, plan: Plan, known: tuple[Step, ...] | None = None
) -> Contribution:
    """The part of a service as its reports give it: what they say, no more.

    A report of an older version is brought forward first, by the steps ``known`` or else the
    shipped ones; where that would be a guess, nothing of it is taken over and ``unclear`` says so.

    A lower limit is taken over as such, and a share that is not recorded is not made of counts. A
    figure that is rounded or estimated is no count and is
    not taken over; its metric stands in ``inexact``. Where two figures of one place differ, neither
    is taken over and the metric stands in ``contested``.
    """
    part = Contribution(one.service, from_records=False)
    wanted = {(metric, split) for split, names in plan.counted().items() for metric in names}
    clashes: set[tuple[str, Split, Key]] = set()
    unknown: set[str] = set()
    for item in one.objects:
        if item["role"] == "report":
            brought = newest_report(store.path(item["name"]).read_bytes(), known)
            part.unclear |= brought.report is None
            part.zone = brought.report.time_zone if brought.report is not None else part.zone
            for figure in brought.report.figures() if brought.report is not None else ():
                _take(part, figure, wanted, clashes)
                if figure.status == "not_recorded" and _is_share(figure.metric):
                    unknown.add(figure.metric)
    for metric, split, key in clashes:
        del part.counts[metric, split][key]
        if not split:
            del part.counts[metric, split]
    part.contested = {metric for metric, _, _ in clashes}
    _by_service(part, wanted)
    part.missing = wanted - set(part.counts)
    part.missing |= {(name, split) for name, split in plan.wanted if name in unknown}
    return part


def _is_share(name: str) -> bool:
    return name in METRICS and isinstance(METRICS[name].how, Share)


def _take(
    part: Contribution,
    figure: Figure,
    wanted: set[tuple[str, Split]],
    clashes: set[tuple[str, Split, Key]],
) -> None:
    codes = figure.dimensions or {}
    split = next((s for m, s in wanted if m == figure.metric and set(s) == set(codes)), None)
    value = figure.value
    if split is None or value is None:
        return
    if figure.status not in _COUNTS or figure.rounding is not None or not isinstance(value, int):
        part.inexact.add(figure.metric)
        return
    key = tuple(codes[dimension] for dimension in split)
    cells = part.counts.setdefault((figure.metric, split), {})
    if figure.status == _LEAST:
        part.least.setdefault((figure.metric, split), set()).add(key)
    if value and _is_open(split, key):
        part.unsplit.setdefault((figure.metric, split), set()).add(key)
    if cells.setdefault(key, value) != value:
        clashes.add((figure.metric, split, key))


def _by_service(part: Contribution, wanted: set[tuple[str, Split]]) -> None:
    """A report is about one service, so its totals are that service's as well."""
    for metric, split in wanted:
        if "service" in split and (metric, split) not in part.counts:
            rest = tuple(name for name in split if name != "service")
            place = split.index("service")
            cells = part.counts.get((metric, rest))
            if cells is not None:
                part.counts[metric, split] = {
                    (*key[:place], part.service, *key[place:]): value
                    for key, value in cells.items()
                }
                for keys in (part.least, part.unsplit):
                    keys[metric, split] = {
                        (*key[:place], part.service, *key[place:])
                        for key in keys.get((metric, rest), ())
                    }
