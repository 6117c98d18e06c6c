"""What each service puts into the pool: its counts and its histograms, by the same metrics as a
report."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harmscope.aggregation.counting import count, histogram
from harmscope.aggregation.days import clock_of
from harmscope.aggregation.doubles import open_tables
from harmscope.aggregation.flatten import Flattener
from harmscope.aggregation.gaps import gaps_of
from harmscope.aggregation.mapping import mapping_of
from harmscope.aggregation.normalise import normalise
from harmscope.engine.duckdb_ import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Spread
from harmscope.model.period import Period
from harmscope.registry.plan import Plan, Split
from harmscope.registry.state import Received
from harmscope.registry.store import Store

Key = tuple[str, ...]
Histogram = dict[int, int]


@dataclass(slots=True)
class Part:
    """One service's part. ``missing`` are (metric, split) pairs that the service does not record;
    ``twins`` are digests of its records without the name of the service; ``contested`` are metrics
    about which its reports contradict each other, ``inexact`` those that they round or estimate;
    ``unclear`` says that a report of it cannot be brought forward without a guess; in ``zone`` its
    days begin."""

    service: str
    counts: dict[tuple[str, Split], dict[Key, int]] = field(default_factory=dict)
    histograms: dict[tuple[str, Split], dict[Key, Histogram]] = field(default_factory=dict)
    missing: set[tuple[str, Split]] = field(default_factory=set)
    twins: set[bytes] = field(default_factory=set)
    from_records: bool = True
    contested: set[str] = field(default_factory=set)
    inexact: set[str] = field(default_factory=set)
    unclear: bool = False
    zone: str = "UTC"


def counted(
    submissions: Sequence[Received], store: Store, plan: Plan, period: Period, zone: str = "UTC"
) -> list[Part]:
    """Count submissions of records, all in one go; gives a part for each service.

    The flat tables lie in a folder that is thrown away.
    """
    parts = {str(one.service): Part(str(one.service), zone=zone) for one in submissions}
    names = [o["name"] for one in submissions for o in one.objects if o["role"] == "records"]
    with tempfile.TemporaryDirectory(prefix="harmscope-") as name:
        folder = Path(name)
        flattener = Flattener(clock_of(zone), mapping_of, period.end.isoformat())
        paths = [store.path(one) for one in names]
        intake = normalise(paths, folder, _noting(parts), flattener)
        engine = DuckDb(folder)
        try:
            open_tables(engine, folder)
            for split, metrics in plan.counted().items():
                _counts(parts, engine, metrics, split, period)
            _histograms(parts, engine, plan, period)
        finally:
            engine.close()
    for part in parts.values():
        headers = [h.header for h in intake.heads if h.header.get("service") == part.service]
        _leave_out(part, plan, headers)
    return [parts[service] for service in sorted(parts)]


def _counts(
    parts: Mapping[str, Part], engine: DuckDb, names: Sequence[str], split: Split, period: Period
) -> None:
    """Every count by service as well; a service without a row of the table counts zero."""
    by_service = split if "service" in split else (*split, "service")
    place = by_service.index("service")
    found = count(engine, [METRICS[name] for name in names], by_service, period)
    for metric, cells in found.items():
        for part in parts.values():
            part.counts[metric, split] = {} if split else {(): 0}
        for key, cell in cells.items():
            kept = key if split == by_service else key[:place]
            parts[key[place]].counts[metric, split][kept] = cell.value


def _leave_out(part: Part, plan: Plan, headers: Sequence[dict[str, Any]]) -> None:
    """Take out what the service does not record: that is not zero."""
    gaps = gaps_of(headers)
    for split, names in plan.counted().items():
        for name in names:
            if gaps.missing(METRICS[name], split) is not None:
                part.missing.add((name, split))
                part.counts.pop((name, split), None)
    for name, split in plan.wanted:
        spread = isinstance(METRICS[name].how, Spread)
        if spread and gaps.missing(METRICS[name], split) is not None:
            part.missing.add((name, split))


def _noting(parts: Mapping[str, Part]) -> Callable[[dict[str, Any]], list[str]]:
    """A judge that finds no fault, as intake judged already, and notes each record's content."""

    def note(record: dict[str, Any]) -> list[str]:
        if record["record"] != "dataset":
            bare = {n: v for n, v in record.items() if n not in ("service", "source")}
            text = json.dumps(bare, sort_keys=True, separators=(",", ":"))
            digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
            parts[record["service"]].twins.add(digest)
        return []

    return note


def _histograms(parts: Mapping[str, Part], engine: DuckDb, plan: Plan, period: Period) -> None:
    for name, split in plan.wanted:
        if not isinstance(METRICS[name].how, Spread):
            continue
        groups = histogram(engine, METRICS[name], (*split, "service"), period)
        for key, pairs in groups.items():
            known = {value: rows for value, rows in pairs if value is not None and value >= 0}
            parts[key[-1]].histograms.setdefault((name, split), {})[key[:-1]] = known
