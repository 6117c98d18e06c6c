"""Who owes what by when: deadlines for a period, and how each service stands to them."""

from dataclasses import dataclass
from datetime import date, datetime

from harmscope.model.period import Period
from harmscope.registry.chain import Entry
from harmscope.registry.folder import Registry
from harmscope.registry.moment import written
from harmscope.registry.state import COUNTING, Received, State


@dataclass(frozen=True, slots=True)
class Due:
    """One service and one deadline. ``standing``: received, late, awaiting, due, missing or
    withdrawn; ``on`` is the day on which its first submission for the period came in."""

    service: str
    sender: str
    period: str
    due: str
    standing: str
    on: str | None


def set_deadline(registry: Registry, period: Period, due: date, at: datetime) -> Entry:
    """Set the day by which every registered service reports on ``period``; a later entry for the
    same period takes its place."""
    body: dict[str, object] = {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "due": due.isoformat(),
    }
    with registry.ledger.writing() as tx:
        return tx.append(written(at), "deadline", body)


def calendar(state: State, today: date) -> list[Due]:
    """Every deadline for every service, by period and service."""
    newest = {(one["start"], one["end"]): one["due"] for one in state.deadlines}
    owed = sorted(
        (service, sender.name) for sender in state.senders.values() for service in sender.services
    )
    return [
        Due(service, sender, "/".join(span), due, *_standing(state, service, span, due, today))
        for span, due in sorted(newest.items())
        for service, sender in owed
    ]


def _standing(
    state: State, service: str, span: tuple[str, str], due: str, today: date
) -> tuple[str, str | None]:
    own = [one for one in state.submissions if one.service == service and _meets(one, span)]
    on = min((one.at[:10] for one in own), default=None)
    if on is None:
        return "missing" if today.isoformat() > due else "due", None
    if any(one.status in COUNTING for one in own):
        return "late" if on > due else "received", on
    return "awaiting" if any(one.status == "received" for one in own) else "withdrawn", on


def _meets(one: Received, span: tuple[str, str]) -> bool:
    taken = one.taken_as not in ("rejected", "corrupt")
    return taken and (one.start, one.end) == span
