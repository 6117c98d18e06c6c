"""One set of figures over all current submissions, as each metric's pooling rule allows."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from harmscope.engine import DuckDb, OpenEngine
from harmscope.errors import UserError
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import quantile, ratio
from harmscope.metrics.metric import Share, Spread
from harmscope.model.base import given
from harmscope.model.figure import Bounds, Figure
from harmscope.model.period import Period, clipped
from harmscope.registry.authorities import Held, Stated, Whose, respelled, stated, stating
from harmscope.registry.contributions import Contribution, Key, Plan, Split, counted, plan, reported
from harmscope.registry.folder import Registry
from harmscope.registry.joint_pool import joint_figures
from harmscope.registry.narrowed import Limits
from harmscope.registry.publications import stored
from harmscope.registry.published_rows import row
from harmscope.registry.state import Received, State, state_of
from harmscope.submission.keys import read_public
from harmscope.times import day_of

Place = tuple[str, tuple[tuple[str, str], ...]]
"""What names a figure within a pool: its metric and its place."""


@dataclass(frozen=True, slots=True)
class Backing:
    """Who stands behind a pooled figure; it never leaves the registry.

    ``services`` record it, ``parts`` are what each put in. ``apart`` marks a share whose numerator
    and denominator stand on other services in the figures beside it: it counts those that record
    both. ``authorities`` are those who hold the services, ``limits`` what each of them adds, where
    publications were taken in.
    """

    services: tuple[str, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    apart: bool = False
    authorities: tuple[str, ...] = ()
    limits: Mapping[str, Limits] = field(default_factory=dict)


@dataclass(slots=True)
class Pool:
    """All figures over ``period`` as of entry ``seq``.

    ``backing`` says who stands behind each figure. ``used`` are the submissions they come from,
    ``left_out`` those that reach beyond the period, ``partly`` services whose submissions cover
    some days of it only, ``duplicates`` counts records that two services both handed in. ``owners``
    says which sender reports each registered service.

    ``taken`` are publications of other authorities whose figures are added; ``own`` are the figures
    without them, and ``ours`` what these say. ``former`` are publications that do not count
    here and that readers have all the same: replaced or withdrawn, or about more days.
    """

    period: Period
    seq: int
    head: str
    figures: list[Figure]
    backing: Mapping[Place, Backing]
    used: list[Received]
    left_out: list[Received]
    absent: list[str]
    duplicates: dict[str, int]
    parts: list[Contribution]
    checks: list[Contribution]
    partly: list[str] = field(default_factory=list)
    owners: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[Place, "Pooled"] = field(default_factory=dict)
    ours: Stated | None = None
    taken: list[Stated] = field(default_factory=list)
    former: list[Stated] = field(default_factory=list)

    @property
    def everybody(self) -> list[Stated]:
        """Our own services, where any reported, and every publication that was taken in."""
        return [*([self.ours] if self.ours and self.ours.held else []), *self.taken]

    def backing_of(self, figure: Figure) -> Backing:
        """Who stands behind a figure of this pool."""
        return self.backing[figure.metric, figure.place]

    def sources(self, figure: Figure) -> list[str]:
        """Ids of the submissions that a figure comes from."""
        services = self.backing_of(figure).services
        return [str(one.id) for one in self.used if one.service in services]


def state_at(registry: Registry, as_of: int | None) -> State:
    """The state after the entry ``as_of`` (now without one). Raises UserError where there is no
    such entry."""
    state = state_of(registry.ledger.entries(), as_of)
    if as_of is not None and (as_of < 1 or state.seq != as_of):
        fix = f"give a number from 1 to {state_of(registry.ledger.entries()).seq}"
        raise UserError("--as-of", "the ledger has no such entry", fix)
    return state


def pool(
    registry: Registry,
    period: Period,
    as_of: int | None = None,
    open_engine: OpenEngine = DuckDb,
) -> Pool:
    """Pool what was current after the entry ``as_of`` (now without one).

    A service that handed in records and figures counts by its records; the figures then serve to
    check them (``checks``), as do reports that came in one package with records. Raises UserError
    where contents have been erased since.
    """
    state, shipped = state_at(registry, as_of), plan()
    inside, left_out = _inside(state, period)
    beside_these = _former(state, period, inside)
    _all_there(registry, [*inside, *beside_these])
    records = [one for one in inside if one.kind == "records"]
    known = {one.service for one in records}
    figures = [one for one in inside if one.kind == "figures"]
    contents = [one.contents for one in records]
    parts = []
    if records:
        parts = counted(contents, registry.store, shipped, period, open_engine=open_engine)
    beside = [one for one in records if any(o["role"] == "report" for o in one.objects)]
    reports = [reported(one.contents, registry.store, shipped) for one in [*beside, *figures]]
    checks = [part for part in reports if part.service in known]
    parts += [part for part in reports if part.service not in known]
    parts.sort(key=lambda part: part.service)
    owners = {name: sender.name for sender in state.senders.values() for name in sender.services}
    used = [one for one in inside if one.kind != "figures" or one.service not in known]
    made = list(pooled_figures(parts, shipped, period, len(owners)))
    own = {(figure.metric, figure.place): (figure, backing) for figure, backing in made}
    whose = _whose(registry, parts, (period, len(owners)), used)
    ours = stating(whose, [row(figure) for figure, _ in made], shipped)
    others = [_taken(registry, one, shipped) for one in inside if one.kind == "publication"]
    former = [_taken(registry, one, shipped) for one in beside_these]
    taken, former = _apart(respelled(ours, [*others, *former]), len(others))
    if taken:
        made = list(_joint(ours, taken, shipped, own))
    return Pool(
        period=period,
        seq=state.seq,
        head=state.head,
        figures=[figure for figure, _ in made],
        backing={(figure.metric, figure.place): backing for figure, backing in made},
        used=used,
        left_out=left_out,
        absent=_absent(state, parts, taken),
        duplicates=_duplicates(parts),
        parts=parts,
        checks=checks,
        partly=_partly(used, period),
        owners=owners,
        own=own,
        ours=ours,
        taken=taken,
        former=former,
    )


def _former(state: State, period: Period, inside: Sequence[Received]) -> list[Received]:
    """Publications of other authorities about days of the period that are not pooled, the newest
    first."""
    start, end = period.start.isoformat(), period.end.isoformat()
    return [
        one
        for one in reversed(state.submissions)
        if one.kind == "publication" and one.start <= end and start <= one.end
        if one not in inside and any(each["role"] == "publication" for each in one.objects)
    ]


def _apart(everybody: list[Stated], count: int) -> tuple[list[Stated], list[Stated]]:
    """The first so many, and the others, each document once."""
    seen = {one.about["sha256"] for one in everybody[:count]}
    others = {one.about["sha256"]: one for one in everybody[count:]}
    return everybody[:count], [one for name, one in others.items() if name not in seen]


def _absent(state: State, parts: Sequence[Contribution], taken: Sequence[Stated]) -> list[str]:
    """Registered services and authorities of which nothing is here."""
    owed = {
        name
        for sender in state.senders.values()
        for name in (*sender.services, *sender.authorities)
    }
    return sorted(owed - {part.service for part in parts} - {one.authority for one in taken})


def _whose(
    registry: Registry,
    parts: Sequence[Contribution],
    about: tuple[Period, int],
    used: Sequence[Received],
) -> Whose:
    """Our own services, and behind which figures each of them does not stand."""
    held = []
    for part in parts:
        spans = [(one.start, one.end) for one in used if one.service == part.service]
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        held.append(Held(registry.settings.registry, part.service, first, last))
    without = {}
    for name, split in plan().wanted:
        how = METRICS[name].how
        names = [name, how.numerator, how.denominator] if isinstance(how, Share) else [name]
        recording = {part.service for part in _recording(parts, split, *names)}
        if isinstance(how, Spread):
            recording &= {part.service for part in parts if part.from_records}
        missing = frozenset(i for i, part in enumerate(parts) if part.service not in recording)
        if missing:
            without[name, split] = missing
    return Whose(registry.settings.registry, *about, tuple(held), without)


def _taken(registry: Registry, one: Received, shipped: Plan) -> Stated:
    name = next(each["name"] for each in one.objects if each["role"] == "publication")
    data = stored(registry, name)
    body = json.loads(data)
    manifest = next(each["name"] for each in one.objects if each["role"] == "key")
    key = read_public(registry.store.path(manifest))
    told = {"sha256": hashlib.sha256(data).hexdigest(), "key_id": key.key_id}
    return stated({**body, **told}, shipped)


def _joint(
    ours: Stated, taken: Sequence[Stated], shipped: Plan, own: Mapping[Place, "Pooled"]
) -> Iterator["Pooled"]:
    """The figures of all authorities, with who stands behind each."""
    everybody = [*([ours] if ours.held else []), *taken]
    for one in joint_figures(everybody, shipped, ours.period):
        _, before = own.get((one.figure.metric, one.figure.place), (None, Backing()))
        services = before.services if ours.authority in one.sources else ()
        others = tuple(name for name in one.sources if name != ours.authority)
        backing = Backing(
            (*services, *others),
            before.parts if services else {},
            authorities=one.authorities,
            limits=one.parts,
        )
        yield one.figure, backing


def _inside(state: State, period: Period) -> tuple[list[Received], list[Received]]:
    start, end = period.start.isoformat(), period.end.isoformat()
    touching = [one for one in state.current() if one.start <= end and start <= one.end]
    inside = [one for one in touching if start <= one.start and one.end <= end]
    return inside, [one for one in touching if one not in inside]


def _all_there(registry: Registry, used: Sequence[Received]) -> None:
    erased = {
        one.seq for one in state_of(registry.ledger.entries()).submissions if one.status == "erased"
    }
    gone = sorted(one.seq for one in used if one.seq in erased)
    if gone:
        fault = f"the contents of entry {', '.join(map(str, gone))} have been erased since"
        fix = "take the edition that was published then out of harmscope registry export"
        raise UserError("--as-of", fault, fix)


def _partly(used: Sequence[Received], period: Period) -> list[str]:
    """Services with a day of the period that none of their submissions covers."""
    days: dict[str, int] = {}
    for one in used:
        span = day_of(one.end) - day_of(one.start) + timedelta(days=1)
        days[str(one.service)] = days.get(str(one.service), 0) + span.days
    whole = (period.end - period.start).days + 1
    return sorted(service for service, covered in days.items() if covered < whole)


def _duplicates(parts: Sequence[Contribution]) -> dict[str, int]:
    """Pairs of services → how many records both handed in with the same content."""
    found = {}
    for i, one in enumerate(parts):
        for other in parts[i + 1 :]:
            both = len(one.digests & other.digests)
            if both and one.service != other.service:
                found[f"{one.service} + {other.service}"] = both
    return found


Pooled = tuple[Figure, Backing]


def pooled_figures(
    parts: Sequence[Contribution], shipped: Plan, period: Period, services: int
) -> Iterator[Pooled]:
    """Every figure of the plan, with who stands behind it; ``services`` says how many are
    registered."""
    pooling = _Pooling(parts, period, services)
    for name, split in shipped.wanted:
        how = METRICS[name].how
        if isinstance(how, Share):
            yield from pooling.shares(name, how, split)
        elif isinstance(how, Spread):
            yield from pooling.spreads(name, how.quantile, split)
        else:
            yield from pooling.counts(name, split)


class _Pooling:
    """Adds up the parts of services to figures over one period."""

    def __init__(self, parts: Sequence[Contribution], period: Period, services: int) -> None:
        self._parts, self._period, self._services = parts, period, services

    def counts(self, name: str, split: Split) -> Iterator[Pooled]:
        """Sums, or bounds where the metric counts people that several services may share."""
        recording = _recording(self._parts, split, name)
        for key, shares in _cells(recording, name, split).items():
            told = dict(sorted(shares.items()))
            behind = _behind(recording, split, key)
            least = _is_least(recording, behind, split, key, name)
            members: dict[str, Any] = {"value": sum(told.values()) if recording else None}
            if METRICS[name].pooling == "bounds":
                low, high = max(told.values(), default=0), sum(told.values())
                members = {"bounds": Bounds(low=low, high=None if least else high)}
            status = "at_least" if least else "exact"
            figure = self._figure(name, split, key, behind, status, **members)
            yield figure, Backing(behind, told)

    def shares(self, name: str, how: Share, split: Split) -> Iterator[Pooled]:
        """Numerator and denominator of the same services: those that record both."""
        both = _recording(self._parts, split, name, how.numerator, how.denominator)
        apart = any(
            len(_recording(self._parts, split, one)) > len(both)
            for one in (how.numerator, how.denominator)
        )
        above, below = _cells(both, how.numerator, split), _cells(both, how.denominator, split)
        for key, shares in below.items():
            whole = sum(shares.values())
            value = ratio(sum(above.get(key, Counter()).values()), whole)
            behind = _behind(both, split, key)
            least = _is_least(both, behind, split, key, name, how.numerator, how.denominator)
            members = {"value": value, "denominator": whole}
            status = "approx" if least else "exact"
            figure = self._figure(name, split, key, behind, status, **members)
            yield figure, Backing(behind, apart=apart)

    def spreads(self, name: str, share: float, split: Split) -> Iterator[Pooled]:
        """Order statistics of all cases together; reports without records cannot give these."""
        merged: dict[Key, Counter[int]] = defaultdict(Counter)
        recording = [part for part in _recording(self._parts, split, name) if part.from_records]
        for part in recording:
            for key, histogram in part.histograms.get((name, split), {}).items():
                merged[key].update(histogram)
        if not split:
            merged.setdefault((), Counter())
        for key, counts in sorted(merged.items()):
            value, cases = quantile(sorted(counts.items()), share), sum(counts.values())
            behind = _behind(recording, split, key)
            least = _is_least(recording, behind, split, key, name)
            members = {"value": value, "denominator": cases}
            status = "approx" if least else "exact"
            figure = self._figure(name, split, key, behind, status, **members)
            yield figure, Backing(behind)

    def _figure(
        self,
        name: str,
        split: Split,
        key: Key,
        behind: tuple[str, ...],
        status: str,
        **members: Any,
    ) -> Figure:
        codes = dict(zip(split, key, strict=True))
        status, members = _settled(status, members)
        return given(
            Figure,
            metric=name,
            unit=METRICS[name].unit,
            dimensions=codes,
            period=str(clipped(codes.get("month"), self._period)),
            status=status if behind else "not_recorded",
            senders=len(behind),
            # A figure about one service stands on that one.
            of=1 if "service" in split else self._services,
            **members,
        )


def _settled(status: str, members: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The status of a figure, and its members: as in a report, none in sight where there may be
    some is no number."""
    bounds = members.get("bounds")
    if bounds is not None:
        none = bounds.high is None and not bounds.low
        return ("not_recorded", {}) if none else ("at_least", members)
    if status == "at_least" and not members.get("value"):
        return "not_recorded", {}
    if members.get("value") is None:
        return "not_reported" if status == "exact" else "not_recorded", members
    return status, members


def _cells(parts: Sequence[Contribution], name: str, split: Split) -> dict[Key, Counter[str]]:
    """Code → contributions by service.

    A total is there even where it is zero. So is every service for every code that any of them
    reports: a place left out would tell that there was nothing, even where a zero must not be told.
    """
    cells: dict[Key, Counter[str]] = defaultdict(Counter)
    if not split:
        cells[()] = Counter()
    for part in parts:
        for key, value in part.counts.get((name, split), {}).items():
            if value or not split:
                cells[key][part.service] += value
    if "service" in split:
        place = split.index("service")
        for key in list(cells):
            for part in parts:
                cells.setdefault((*key[:place], part.service, *key[place + 1 :]), Counter())
    return dict(sorted(cells.items()))


def _recording(parts: Sequence[Contribution], split: Split, *names: str) -> list[Contribution]:
    """The parts that record all these metrics so split."""
    return [part for part in parts if not any((name, split) in part.missing for name in names)]


def _is_least(
    parts: Sequence[Contribution], behind: tuple[str, ...], split: Split, key: Key, *names: str
) -> bool:
    """Whether a service behind the figure may have more than it could count."""
    return any(
        part.is_least(name, split, key)
        for part in parts
        if part.service in behind
        for name in names
    )


def _behind(parts: Sequence[Contribution], split: Split, key: Key) -> tuple[str, ...]:
    """The services that stand behind a figure."""
    if "service" in split:
        return (key[split.index("service")],)
    return tuple(sorted({part.service for part in parts}))
