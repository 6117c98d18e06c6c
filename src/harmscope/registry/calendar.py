"""What falls due: reports by their deadlines, and contents that are to be erased."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.door import read_toml, shown
from harmscope.model.period import Period
from harmscope.registry.entries import Entry
from harmscope.registry.folder import Registry
from harmscope.registry.state import COUNTING, Received, State
from harmscope.times import day_of, months_after, utc_text

# Who owes what by when: deadlines for a period, and how each service stands to them.


@dataclass(frozen=True, slots=True)
class Due:
    """One service and one deadline; an authority that hands in publications is one, too.

    ``standing``: received or late where a submission counts, awaiting where one waits for a
    decision; else how the last one ended (rejected, withdrawn, erased), or due or missing where
    there was none. ``on`` is the day on which the first submission that was taken in came.
    """

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
        return tx.append(utc_text(at), "deadline", body)


def calendar(state: State, today: date) -> list[Due]:
    """Every deadline for every service, by period and service."""
    newest = {(one["start"], one["end"]): one["due"] for one in state.deadlines}
    owed = sorted(
        (service, sender.name)
        for sender in state.senders.values()
        for service in (*sender.services, *sender.authorities)
    )
    return [
        Due(service, sender, "/".join(span), due, *_standing(state, service, span, due, today))
        for span, due in sorted(newest.items())
        for service, sender in owed
    ]


def _standing(
    state: State, service: str, span: tuple[str, str], due: str, today: date
) -> tuple[str, str | None]:
    sent = [
        one
        for one in state.submissions
        if one.service == service and (one.start, one.end) == span and _signed(one)
    ]
    own = [one for one in sent if one.taken_as not in ("rejected", "corrupt")]
    on = min((one.at[:10] for one in own), default=None)
    if any(one.status in COUNTING for one in own):
        return "late" if str(on) > due else "received", on
    if any(one.status == "received" for one in own):
        return "awaiting", on
    if sent:
        return ("rejected" if sent[-1].status == "corrupt" else sent[-1].status), on
    return "missing" if today.isoformat() > due else "due", None


def _signed(one: Received) -> bool:
    """Whether a registered sender sent it; what strangers send says nothing about a service."""
    return one.taken_as not in ("rejected", "corrupt") or bool(one.objects)


# How long contents are kept: rules as data, and what is due to be erased.

NAME = "retention.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """Contents of submissions of these states and kinds are kept for so many months."""

    status: tuple[str, ...]
    kind: tuple[str, ...]
    months: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A submission with contents, and the first day on which they are to be erased."""

    submission: str
    service: str
    status: str
    erase_from: str


def rules(folder: Path) -> tuple[Rule, ...]:
    """The rules of a registry: those in its folder, or the shipped ones.

    Raises UserError where the file in the folder cannot be read.
    """
    own = folder / NAME
    path = own if own.exists() else Path(__file__).with_name(NAME)
    try:
        data = read_toml(path, "write [[rule]] tables with status, kind and months")
        return tuple(
            Rule(tuple(one["status"]), tuple(one["kind"]), int(one["months"]))
            for one in data["rule"]
        )
    except (ValueError, KeyError, TypeError):
        fix = "write [[rule]] tables with status, kind and months"
        raise UserError(shown(str(path)), "the rules cannot be read", fix) from None


def due(state: State, kept: tuple[Rule, ...], today: date) -> list[Kept]:
    """Submissions whose contents are to be erased on ``today``, the longest overdue first."""
    found = []
    for one in state.submissions:
        rule = next((r for r in kept if one.status in r.status and one.kind in r.kind), None)
        if rule is None or not one.objects:
            continue
        day = months_after(day_of(one.at[:10]), rule.months)
        if day <= today:
            found.append(Kept(str(one.id), str(one.service), one.status, day.isoformat()))
    return sorted(found, key=lambda one: (one.erase_from, one.submission))
