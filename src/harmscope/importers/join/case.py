"""One case: what was asked about one subject, what was decided, what was taken back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from harmscope.importers.join.event import Event, Ref

SITTING = timedelta(hours=24)
"""Decisions on one subject within this time of each other are one case."""


def moment(at: str) -> datetime:
    """A UTC time, or the start of a day where only the day is known; for differences only."""
    value = datetime.fromisoformat(at)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


@dataclass(slots=True)
class Notified:
    """A notice in a case, and when it was closed without a decision that is known (if it was);
    ``agreed`` where the source says that something was done."""

    event: Event
    closed_at: str = ""
    agreed: bool = False

    def answer(self, case: "Case") -> tuple[str, str]:
        """Outcome and time of the answer; the time is empty while the notice is pending."""
        restriction = next(
            (one.at for one in case.restrictions() if self._answered_by(one, case)), ""
        )
        if restriction:
            return "acted", restriction
        if not self.closed_at:
            return "pending", ""
        return ("acted" if self.agreed else "no_action"), self.closed_at

    def lacks_decision(self, case: "Case") -> bool:
        """Whether something was done of which no decision is in the input."""
        # Where another notice was named, that decision did to the subject what this one asked for.
        return self.agreed and not any(
            one.names or self._answered_by(one, case) for one in case.restrictions()
        )

    def is_meant(self, decision: Event, case: "Case") -> bool:
        """Whether a decision of the case is about this notice."""
        ref = self.event.ref
        if decision.answers:
            return ref in decision.answers
        return decision.names == ref or ref[0] not in case.named_tables()

    def _answered_by(self, decision: Event, case: "Case") -> bool:
        if not self.is_meant(decision, case):
            return False
        if self.event.ref in (*decision.answers, decision.names):
            return True
        if decision.at < self.event.at:
            return False
        return not self.closed_at or moment(decision.at) <= moment(self.closed_at) + SITTING


@dataclass(slots=True)
class Undone:
    """A reversal, the decision that it undoes, and why."""

    event: Event
    decision: Ref
    cause: str


@dataclass(slots=True)
class Complaint:
    """An appeal, what it is against, and the event that closed it."""

    event: Event
    decision: Ref | None = None
    notice: Ref | None = None
    end: Event | None = None


@dataclass(slots=True)
class Case:
    """All of one case. Lists are in the order in which things happened."""

    subject: str
    opened_by: Event
    notices: list[Notified] = field(default_factory=list)
    detections: list[Event] = field(default_factory=list)
    decisions: list[Event] = field(default_factory=list)
    reversals: list[Undone] = field(default_factory=list)
    appeals: list[Complaint] = field(default_factory=list)

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
        """Whether something asked or detected still waits for an answer."""
        return any(notice.answer(self)[0] == "pending" for notice in self.notices) or (
            bool(self.detections) and not self.decisions
        )

    def continues(self, at: str) -> bool:
        """Whether a decision at this time still belongs here: open, or within the sitting."""
        if self.is_open() or not self.decisions:
            return True
        return moment(at) <= moment(self.decisions[-1].at) + SITTING

    def lacks_decision(self) -> bool:
        """Whether something detected was agreed to, and no decision on it is in the input. Where
        somebody asked as well, each notice tells it: :meth:`Notified.lacks_decision`."""
        agreed = any(decision.agreed for decision in self.decisions)
        return bool(self.detections) and not self.notices and agreed and not self.restrictions()

    def is_empty(self) -> bool:
        """Whether everything was moved to another case."""
        return not (self.notices or self.detections or self.decisions)

    def events(self) -> list[Event]:
        """Every event of the case, in order."""
        found = [notice.event for notice in self.notices] + self.detections + self.decisions
        found += [undone.event for undone in self.reversals]
        for complaint in self.appeals:
            found += [complaint.event] + ([complaint.end] if complaint.end else [])
        return sorted(found, key=lambda event: event.order)
