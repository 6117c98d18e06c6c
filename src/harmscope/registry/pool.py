"""One set of figures over all current submissions, as each metric's pooling rule allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from harmscope.errors import UserError
from harmscope.model.period import Period
from harmscope.registry.contributions import Contribution, counted, plan, reported
from harmscope.registry.folder import Registry
from harmscope.registry.state import Received, State, state_of
from harmscope.registry.summing import Pooled, summed
from harmscope.times import day_of


@dataclass(slots=True)
class Pool:
    """All figures over ``period`` as of entry ``seq``. ``used`` are the submissions they come
    from, ``left_out`` those that reach beyond the period, ``partly`` services whose submissions
    cover some days of it only, ``twins`` records that two services both handed in. ``owners`` says
    which sender reports each registered service."""

    period: Period
    seq: int
    head: str
    figures: list[Pooled]
    used: list[Received]
    left_out: list[Received]
    absent: list[str]
    twins: dict[str, int]
    parts: list[Contribution]
    checks: list[Contribution]
    partly: list[str] = field(default_factory=list)
    owners: Mapping[str, str] = field(default_factory=dict)

    def sources(self, figure: Pooled) -> list[str]:
        """Ids of the submissions that a figure comes from."""
        return [str(one.id) for one in self.used if one.service in figure.behind]


def state_at(registry: Registry, as_of: int | None) -> State:
    """The state after the entry ``as_of`` (now without one). Raises UserError where there is no
    such entry."""
    state = state_of(registry.ledger.entries(), as_of)
    if as_of is not None and (as_of < 1 or state.seq != as_of):
        fix = f"give a number from 1 to {state_of(registry.ledger.entries()).seq}"
        raise UserError("--as-of", "the ledger has no such entry", fix)
    return state


def pool(registry: Registry, period: Period, as_of: int | None = None) -> Pool:
    """Pool what was current after the entry ``as_of`` (now without one).

    A service that handed in records and figures counts by its records; the figures then serve to
    check them (``checks``), as do reports that came in one package with records. Raises UserError
    where contents have been erased since.
    """
    state, shipped = state_at(registry, as_of), plan()
    inside, left_out = _inside(state, period)
    _all_there(registry, inside)
    records = [one for one in inside if one.kind == "records"]
    known = {one.service for one in records}
    figures = [one for one in inside if one.kind == "figures"]
    parts = counted(records, registry.store, shipped, period) if records else []
    beside = [one for one in records if any(o["role"] == "report" for o in one.objects)]
    reports = [reported(one, registry.store, shipped) for one in [*beside, *figures]]
    checks = [part for part in reports if part.service in known]
    parts += [part for part in reports if part.service not in known]
    parts.sort(key=lambda part: part.service)
    owners = {name: sender.name for sender in state.senders.values() for name in sender.services}
    used = [one for one in inside if one.kind == "records" or one.service not in known]
    return Pool(
        period=period,
        seq=state.seq,
        head=state.head,
        figures=list(summed(parts, shipped, len(owners))),
        used=used,
        left_out=left_out,
        absent=sorted(set(owners) - {part.service for part in parts}),
        twins=_twins(parts),
        parts=parts,
        checks=checks,
        partly=_partly(used, period),
        owners=owners,
    )


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


def _twins(parts: Sequence[Contribution]) -> dict[str, int]:
    """Pairs of services → how many records both handed in with the same content."""
    found = {}
    for i, one in enumerate(parts):
        for other in parts[i + 1 :]:
            both = len(one.twins & other.twins)
            if both and one.service != other.service:
                found[f"{one.service} + {other.service}"] = both
    return found
