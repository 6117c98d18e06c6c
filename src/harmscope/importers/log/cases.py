"""The events of one group, in order, become cases. The rules stand in ``docs/importers.md``.

A case is what was asked about one subject, what was decided, what was taken back. It opens with
the first notice, detection or decision on a subject. A notice joins the case that is open on its
subject. A decision joins it too, or the last case while the sitting lasts, else it opens a case of
its own. Reversals and appeals go to the case of their decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from harmscope.importers.log.events import Event, Ref
from harmscope.times import iso_time

SITTING = timedelta(hours=24)
"""Decisions on one subject within this time of each other are one case."""

MOMENT = timedelta(minutes=1)
"""What happens to one account within this time of a decision is part of it."""


def instant(at: str) -> datetime:
    """A UTC time, or the start of a day where only the day is known; for differences only."""
    value = iso_time(at)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def time_shown(decision: Event) -> str:
    """When a decision was taken: where the source knows the day alone, that day, and not the time
    by which the event is sorted."""
    return decision.decision.get("decided_at", decision.at)


@dataclass(slots=True)
class CaseNotice:
    """A notice in a case, and when it was closed without a decision that is known (if it was);
    ``agreed`` where the source says that something was done, ``ended`` where it was closed by a
    decision to do nothing, not by its own row, ``hidden`` where it was closed by rows that are not
    in the input, so that nobody can tell what was done."""

    event: Event
    closed_at: str = ""
    agreed: bool = False
    ended: bool = False
    hidden: bool = False

    def answer(self, case: "Case") -> tuple[str, str]:
        """Outcome and time of the answer; the time is empty while the notice is pending."""
        restriction = next(
            (time_shown(one) for one in case.restrictions() if self._answered_by(one, case)), ""
        )
        if self.event.closing == "" and not self.is_named(case):
            return "pending", ""
        if restriction:
            return "acted", restriction
        if not self.closed_at:
            return "pending", ""
        return ("acted" if self.agreed else "no_action"), self.closed_at

    def outcome(self, case: "Case") -> tuple[str, str]:
        """The answer in the end: not known where the notice was closed and nothing says how."""
        outcome, at = self.answer(case)
        if outcome == "pending" and (self.hidden or self.event.closing):
            return "unknown", self.event.closing or ""
        return outcome, at

    def is_named(self, case: "Case") -> bool:
        """Whether a restriction of the case names this notice."""
        return any(self.event.ref in _named_notices(one) for one in case.restrictions())

    def closes_with(self, decision: Event) -> bool:
        """Of a notice that is a case of its own: whether a decision closed it. It did where it
        names the notice, or was taken when the notice was closed."""
        closing = self.event.closing
        if self.event.ref in _named_notices(decision):
            return True
        if closing == "" or decision.at < self.event.at:
            return False
        if decision.names is None:
            return closing is None or instant(decision.at) <= instant(closing) + SITTING
        return closing is not None and abs(instant(decision.at) - instant(closing)) <= MOMENT

    def lacks_decision(self, case: "Case") -> bool:
        """Whether something was done of which no decision is in the input."""
        if self.hidden:
            return self.answer(case)[0] == "pending"
        # Where another notice was named, that decision did to the subject what this one asked for.
        return self.agreed and not any(
            one.names or self._answered_by(one, case) for one in case.restrictions()
        )

    def is_meant(self, decision: Event, case: "Case") -> bool:
        """Whether a decision of the case is about this notice."""
        ref = self.event.ref
        if decision.answers:
            return ref in decision.answers
        if self.event.apart:
            return self.closes_with(decision)
        return decision.names == ref or ref[0] not in case.named_tables()

    def _answered_by(self, decision: Event, case: "Case") -> bool:
        if not self.is_meant(decision, case):
            return False
        if self.event.ref in (*decision.answers, decision.names):
            return True
        if decision.at < self.event.at:
            return False
        after, closed = MOMENT if self.ended else SITTING, self.closed_at or self.event.closing
        return not closed or instant(decision.at) <= instant(closed) + after


@dataclass(slots=True)
class CaseReversal:
    """A reversal, the decision that it undoes, and why."""

    event: Event
    decision: Ref
    cause: str


@dataclass(slots=True)
class CaseAppeal:
    """An appeal, what it is against, and the event that closed it. ``agreed`` where something was
    done on the notice, by a decision that is not in the input."""

    event: Event
    decision: Ref | None = None
    notice: Ref | None = None
    agreed: bool = False
    end: Event | None = None


@dataclass(slots=True)
class Case:
    """One case. Its lists are in order of time."""

    subject: str
    opened_by: Event
    notices: list[CaseNotice] = field(default_factory=list)
    detections: list[Event] = field(default_factory=list)
    decisions: list[Event] = field(default_factory=list)
    reversals: list[CaseReversal] = field(default_factory=list)
    appeals: list[CaseAppeal] = field(default_factory=list)

    def restrictions(self) -> list[Event]:
        """Decisions that did something."""
        return [decision for decision in self.decisions if decision.restricts]

    def named_tables(self) -> set[str]:
        """Tables of the notices that decisions name."""
        return {decision.names[0] for decision in self.decisions if decision.names}

    def written_decisions(self) -> list[Event]:
        """Decisions for the record: a closing without action only where nothing else was done."""
        return self.restrictions() or [one for one in self.decisions if not one.agreed][:1]

    def is_open(self) -> bool:
        """Whether something asked or detected still waits for an answer. What its own row says to
        be open to the end does not keep a case open that was decided."""
        return any(
            notice.answer(self)[0] == "pending"
            for notice in self.notices
            if notice.event.closing != "" or not self.decisions
        ) or (bool(self.detections) and not self.decisions)

    def continues(self, event: Event) -> bool:
        """Whether a decision still belongs here: open, or within the sitting. A decision that
        could name a notice does not join one that it does not close."""
        if any(one.event.apart and not one.closes_with(event) for one in self.notices):
            return False
        if self.is_open() or not self.decisions:
            return bool(self.notices or self.detections or self.decisions)
        return instant(event.at) <= instant(self.decisions[-1].at) + SITTING

    def lacks_decision(self) -> bool:
        """Whether something detected was agreed to, and no decision on it is in the input. Where
        somebody asked as well, each notice says so: :meth:`CaseNotice.lacks_decision`."""
        agreed = any(decision.agreed for decision in self.decisions)
        return bool(self.detections) and not self.notices and agreed and not self.restrictions()

    def is_empty(self) -> bool:
        """Whether nothing is left in it, because all was moved to another case."""
        return not (self.notices or self.detections or self.decisions or self.appeals)

    def events(self) -> list[Event]:
        """Every event of the case, in order."""
        found = [notice.event for notice in self.notices] + self.detections + self.decisions
        found += [undone.event for undone in self.reversals]
        for complaint in self.appeals:
            found += [complaint.event] + ([complaint.end] if complaint.end else [])
        return sorted(found, key=lambda event: event.order)


class Fold:
    """Folds the events of one group into cases. ``unmatched`` holds events whose case is not in the
    input, with the reason (see :data:`MISSING`)."""

    def __init__(self) -> None:
        self._cases: list[Case] = []
        self._unanswered: dict[int, Case] = {}
        self.unmatched: list[tuple[str, Event]] = []
        self._last: dict[str, Case] = {}
        self._of_notice: dict[Ref, Case] = {}
        self._of_decision: dict[Ref, Case] = {}
        self._restricted: dict[str, list[Event]] = {}
        self._lifted: dict[Ref, set[str]] = {}
        self._apart: dict[str, list[Case]] = {}
        self._acting: dict[Ref, bool] = {}

    @property
    def cases(self) -> list[Case]:
        """The cases so far, in the order in which they were opened."""
        return [case for case in self._cases if not case.is_empty()]

    def take(self, event: Event) -> None:
        """Add the next event."""
        steps = {
            "notice": self._notice,
            "detection": self._detection,
            "decision": self._decision,
            "reversal": self._reversal,
            "appeal": self._appeal,
            "appeal_end": self._appeal_end,
        }
        steps[event.kind](event)

    def _open(self, event: Event) -> Case:
        case = Case(event.subject, event)
        self._cases.append(case)
        self._last[event.subject] = case
        return case

    def _waiting(self, event: Event) -> Case:
        case = self._last.get(event.subject)
        return case if case is not None and case.is_open() else self._open(event)

    def _notice(self, event: Event) -> None:
        case = self._open(event) if event.apart else self._waiting(event)
        if event.apart:
            self._apart.setdefault(event.subject, []).append(case)
        case.notices.append(CaseNotice(event))
        self._of_notice[event.ref] = case
        self._unanswered[id(case)] = case

    def _detection(self, event: Event) -> None:
        case = self._waiting(event)
        case.detections.append(event)
        self._unanswered[id(case)] = case

    def _decision(self, event: Event) -> None:
        if event.lifts and self._standing(event) is not None:
            self._reversal(event)
            return
        self._acting[event.ref] = event.restricts
        if not event.restricts and not self._closes(event):
            self.unmatched.append(("closing_without_case", event))
            return
        case = self._case_for(event)
        if event.whole_group:
            self._gather(case)
        if event.restricts:
            self._gather_apart(case, event)
        if not self._is_hidden(event):
            case.decisions.append(event)
        self._of_decision[event.ref] = case
        if event.restricts:
            self._restricted.setdefault(event.subject, []).append(event)
        else:
            self._close(case, event)

    def _closes(self, event: Event) -> bool:
        """Whether there is anything that a decision to do nothing can be about."""
        if event.opens:
            return True
        if any(ref in self._of_notice for ref in _named_notices(event)):
            return True
        if event.answers:
            return False
        if event.whole_group and self._open_cases():
            return True
        last = self._last.get(event.subject)
        return last is not None and last.continues(event)

    def _case_for(self, event: Event) -> Case:
        for ref in _named_notices(event):
            if ref in self._of_notice:
                return self._of_notice[ref]
        for case in self._apart.get(event.subject, ()) if event.restricts else ():
            if any(one.closes_with(event) for one in case.notices):
                return case
        last = self._last.get(event.subject)
        return last if last is not None and last.continues(event) else self._open(event)

    def _gather_apart(self, case: Case, event: Event) -> None:
        """Move the notices that a decision closed from cases of their own into this case."""
        for other in self._apart.get(event.subject, ()):
            if other is case or other.decisions:
                continue
            closed = [one for one in other.notices if one.closes_with(event)]
            case.notices += closed
            self._of_notice |= {one.event.ref: case for one in closed}
            other.notices = [one for one in other.notices if one not in closed]
            if other.is_empty() and self._last.get(other.subject) is other:
                self._last[other.subject] = case
        case.notices.sort(key=lambda notice: notice.event.order)

    def _open_cases(self) -> list[Case]:
        """Cases in which something waits. What is answered is forgotten, so each is asked once."""
        self._unanswered = {key: case for key, case in self._unanswered.items() if case.is_open()}
        return list(self._unanswered.values())

    def _gather(self, case: Case) -> None:
        """Move what waits on the group's other subjects into this case."""
        for other in self._open_cases():
            if other is case:
                continue
            waiting = [one for one in other.notices if one.answer(other)[0] == "pending"]
            case.notices += waiting
            self._of_notice |= {one.event.ref: case for one in waiting}
            other.notices = [one for one in other.notices if one not in waiting]
            if not other.decisions:
                case.detections += other.detections
                other.detections = []
            if other.is_empty() and self._last.get(other.subject) is other:
                del self._last[other.subject]
        self._unanswered[id(case)] = case
        case.notices.sort(key=lambda notice: notice.event.order)

    def _close(self, case: Case, event: Event) -> None:
        for notice in case.notices:
            if (
                notice.is_meant(event, case)
                and not notice.closed_at
                and notice.answer(case)[0] == "pending"
            ):
                known = [self._acting[ref] for ref in event.cites if ref in self._acting]
                if self._is_hidden(event):
                    notice.hidden = True
                    continue
                notice.closed_at = time_shown(event)
                notice.agreed = any(known) if known else event.agreed
                notice.ended = not event.answers and not event.agreed

    def _is_hidden(self, event: Event) -> bool:
        """Whether a closing cites rows of which none is in the input: then nobody can tell what was
        decided."""
        return bool(event.cites) and not any(ref in self._acting for ref in event.cites)

    def _reversal(self, event: Event) -> None:
        decision = self._standing(event)
        if decision is None:
            self.unmatched.append(("reversal_without_decision", event))
            return
        lifted = self._lifted.setdefault(decision.ref, set())
        lifted |= set(event.marks) or set(decision.marks) or {""}
        if set(decision.marks) - lifted:
            self.unmatched.append(("part_of_decision_lifted", event))
            return
        case = self._of_decision[decision.ref]
        appealed = any(
            one.decision == decision.ref
            and (one.end is None or one.end.appeal.get("outcome") == "granted")
            for one in case.appeals
        )
        cause = event.cause or ("appeal" if appealed else "unknown")
        case.reversals.append(CaseReversal(event, decision.ref, cause))

    def _standing(self, event: Event) -> Event | None:
        """The latest restriction of the subject that still stands and fits the reversal."""
        for decision in self._restrictions(event):
            undone = any(
                one.decision == decision.ref for one in self._of_decision[decision.ref].reversals
            )
            fits = not event.marks or bool(set(event.marks) & set(decision.marks))
            if fits and not undone:
                return decision
        return None

    def _restrictions(self, event: Event) -> list[Event]:
        """Restrictions an event can be about, the latest first."""
        if event.target is None:
            return self._restricted.get(event.subject, [])[::-1]
        case = self._of_decision.get(event.target)
        found = case.restrictions() if case else []
        return [decision for decision in found if decision.ref == event.target]

    def _appeal(self, event: Event) -> None:
        for decision in self._restrictions(event):
            case = self._of_decision[decision.ref]
            case.appeals.append(CaseAppeal(event, decision=decision.ref))
            return
        for case in reversed(self._cases):
            for notice in reversed(case.notices):
                closed = notice.closed_at or notice.hidden
                if closed and self._is_about(event, notice, case):
                    done = notice.agreed or notice.hidden
                    about = CaseAppeal(event, notice=notice.event.ref, agreed=done)
                    case.appeals.append(about)
                    return
        self._open(event).appeals.append(CaseAppeal(event))
        self.unmatched.append(("appeal_without_decision", event))

    def _is_about(self, appeal: Event, notice: CaseNotice, case: Case) -> bool:
        """Whether an appeal is against what became of a notice: the one that it names, or those
        that the decision closed which it names; without a name, any on its subject."""
        if appeal.target is None:
            return case.subject == appeal.subject
        return notice.event.ref == appeal.target or self._of_decision.get(appeal.target) is case

    def _appeal_end(self, event: Event) -> None:
        """Close the appeal that is named; without a name, every one that is open on the subject."""
        meant = [
            complaint
            for case in self._cases
            for complaint in case.appeals
            if complaint.end is None
            and (
                complaint.event.ref == event.target
                if event.target
                else case.subject == event.subject
            )
        ]
        for complaint in meant:
            complaint.end = event
        if not meant:
            self.unmatched.append(("appeal_end_without_appeal", event))


def _named_notices(event: Event) -> tuple[Ref, ...]:
    """The notices that a decision answers or names."""
    return event.answers + ((event.names,) if event.names else ())


MISSING: dict[str, str] = {
    "reversal_without_decision": "reversal of a decision that is not in the input",
    "part_of_decision_lifted": "reversal of a part of what a decision put in force",
    "appeal_without_decision": "appeal against a decision that is not in the input",
    "appeal_end_without_appeal": "closing of an appeal that is not in the input",
    "closing_without_case": "closing without action of nothing that is open in the input",
}
"""Why an event found no case, in words."""


def fold(events: Iterable[Event]) -> Fold:
    """The cases of one group. ``events`` are in the order of :attr:`Event.order`."""
    state = Fold()
    for event in events:
        state.take(event)
    return state
