"""Collects judged records as columns of the flat tables, a part of a file at a time.

Most of what a record says in a table many others say, too. So it is made once for each combination
and remembered; days, times and numbers are each record's own. One collector works in each process;
what it collects does not depend on what it remembers.
"""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, Final, NamedTuple, cast

from msgspec import json, to_builtins

from harmscope.aggregation.clocking import (
    LocalTime,
    Standing,
    clock_of,
    days_between,
    limits_of,
    minutes_between,
    standing_of,
)
from harmscope.aggregation.coded import Coded
from harmscope.aggregation.flatten import (
    acts,
    appeal_values,
    case_values,
    decision_values,
    harm_of,
    is_flagged,
    is_under_tco,
    items_of,
    mapping,
    native_values,
    notice_values,
    referral_values,
    topic_values,
)
from harmscope.aggregation.parts import (
    CASE_CODES,
    EVERY_SERVICE,
    FLAT,
    HEADERLESS,
    KEYS,
    NOT_COUNTED,
    TOPIC_CODES,
    Case,
    Part,
    Refusal,
    Rows,
    Setting,
    State,
    days_of,
)
from harmscope.aggregation.shapes import KINDS, read_by_attribute
from harmscope.canonical import digest_of_form
from harmscope.metrics.flat_tables import LAW_NOT_KNOWN
from harmscope.model.typed import Exposure, Incident, Notice
from harmscope.taxonomy.clocks import Clock, bases_named

_MOST: Final = 1 << 16
"""Combinations that are remembered, of each kind."""

Found = Any
"""A record by its attributes: as the fast path of the judge, or ``shapes``, gives it."""


class _Decided(NamedTuple):
    """What a decision says: its number, whether it acts, and the numbers of its actions."""

    number: int
    acts: bool
    actions: list[int]


class Collector:
    """Takes judged records one by one; ``part`` gives what came since the part before."""

    def __init__(self, setting: Setting) -> None:
        self._service = setting.service
        self._place_in_zone = clock_of(setting.zone)
        self.state = State()
        self._part = Part()
        self._record: Found = None
        self._plain: dict[str, object] | None = None
        self._forget()

    def _forget(self) -> None:
        self._topic, self._case = Coded(TOPIC_CODES), Coded(CASE_CODES)
        self._tables = {name: Rows(name, self._topic, self._case) for name in FLAT}
        self._topics, self._cases = dict[object, int](), dict[object, int]()
        self._decided = dict[object, _Decided]()
        self._natives, self._labels = dict[object, list[int]](), dict[object, list[int]]()
        self._limits = dict[object, list[Clock | None]]()

    def part(self) -> Part:
        """What was collected since the last part."""
        part, self._part = self._part, Part()
        batches = {name: one.batch() for name, one in self._tables.items()}
        part.tables = {name: one for name, one in batches.items() if one is not None}
        part.days = days_of(part.tables)
        remembered = (
            self._topics,
            self._cases,
            self._decided,
            self._natives,
            self._labels,
            self._limits,
        )
        codes = [len(one.number_of) for one in self._tables.values()]
        if max(*codes, *(len(one) for one in remembered)) > _MOST:
            self._forget()
        return part

    def header(self, record: dict[str, object], line: int, *, valid: bool) -> None:
        """A header in the newest version, and the line it stands on."""
        if self.state.begun or not valid:
            fault: Refusal = "misplaced" if self.state.begun else "invalid"
            self._part.refused = self._part.refused or (fault, line)
            return
        law = cast("list[str]", record.get("jurisdictions", ()))
        self.state = State(begun=True, headed=True, jurisdictions=tuple(law))
        self._part.header = record

    def pass_over(self) -> None:
        """Leave a number to a record that is not counted."""
        self._part.number += 1

    def leave_out(self, code: str, *, readable: bool = True) -> None:
        """A row that is not counted, and why; ``readable`` where it is a row all the same."""
        if readable and not self.state.begun:
            self.state = self.state._replace(begun=True)
        self._part.read += 1
        self._part.excluded[code] += 1

    def take_plain(self, kind: str, record: dict[str, object], content: bytes) -> None:
        """As :meth:`take`, for a record as a dictionary."""
        counted = self.state.headed and kind in KINDS
        found = read_by_attribute(kind, record) if counted else None
        self.take(kind, found, content, record)

    def take(
        self,
        kind: str,
        record: Found,
        content: bytes | bytearray,
        plain: dict[str, object] | None = None,
    ) -> None:
        """A valid record in the newest version; it is left out where nobody counts it. ``content``
        is the same for two records exactly when they say the same."""
        if not self.state.headed or kind not in KINDS:
            self.leave_out(NOT_COUNTED if self.state.headed else HEADERLESS)
            return
        part = self._part
        part.read += 1
        if self._service not in (record.service, EVERY_SERVICE):
            part.other_services += 1
            return
        seq = part.number
        part.number += 1
        part.taken[kind] += 1
        self._record, self._plain = record, plain
        self._key(seq, kind, content)
        if kind == "incident":
            self._incident(seq)
        elif kind == "notice":
            self._notice(seq)
        else:
            self._exposure(seq)

    def _whole(self) -> dict[str, object]:
        """The record at hand as a dictionary; made only for what is not remembered."""
        if self._plain is None:
            self._plain = cast("dict[str, object]", json.decode(json.encode(self._record)))
        return self._plain

    def _key(self, seq: int, kind: str, content: bytes | bytearray) -> None:
        record = self._record
        prefix = f"{kind}\x1f{record.service}\x1f"
        old = None if record.supersedes is None else prefix + record.supersedes
        identity = prefix + getattr(record, f"{kind}_id")
        digest = digest_of_form(content).hex()
        self._tables[KEYS].rows.append((seq, identity, digest, old))

    def _place(self, text: str) -> LocalTime:
        at = self._place_in_zone(text)
        if at.second is not None:
            self._part.timed = True
        return at

    def _moment(self, text: str | None) -> LocalTime | None:
        return None if text is None else self._place(text)

    def _exposure(self, seq: int) -> None:
        # Exposures are few, and needed whole.
        exposure = cast("Exposure", self._whole())
        self._part.exposures[seq] = exposure
        day = self._place(exposure["period"]["start"]).day
        values = (exposure["service"], exposure["unit"], exposure.get("surface"))
        table = self._tables["exposure"]
        table.add(table.code(values, values), seq, day)

    # Notices.

    def _notice(self, seq: int) -> None:
        record, table = self._record, self._tables["notice"]
        received, ends = self._place(record.received_at), self._ends()
        table.add(
            self._notice_code(table),
            seq,
            *items_of(record.item_count, record.incident_ids),
            received.day,
            *[days_between(received, end) for end in ends],
            *[minutes_between(received, end) for end in ends],
        )
        self._clocks(seq, received)
        self._codes(seq, "notice")
        self._label(seq, "notice", "harm", record.harm)
        self._label(seq, "notice", "language", record.languages)
        self._label(seq, "notice", "element", record.elements_present)

    def _notice_code(self, table: Rows) -> int:
        record = self._record
        order, requester = record.order, record.requester
        key = (
            *(record.service, record.kind, record.outcome, record.refusal_reason),
            *(record.acted_on, record.harm, record.native),
            record.languages[0] if record.languages else None,
            None if requester is None else (requester.relation, requester.trusted_flagger),
            None
            if order is None
            else (
                *(order.kind, order.state, order.legal_ground_stated),
                is_under_tco(order.legal_basis),
            ),
            *(record.valid, record.processing_automation),
        )
        code = table.number_of.get(key)
        return code if code is not None else table.code(key, notice_values(self._as_notice()))

    def _as_notice(self) -> Notice:
        return cast("Notice", self._whole())

    def _ends(self) -> tuple[LocalTime | None, ...]:
        """When what ``NOTICE_ENDS`` names happened."""
        record = self._record
        decided, removed = self._moment(record.decided_at), self._moment(record.removed_at)
        return (
            self._moment(record.acknowledged_at),
            decided,
            removed,
            (removed or decided) if record.outcome in ("acted", "partly") else None,
            self._moment(record.fulfilled_at),
        )

    def _clocks(self, seq: int, received: LocalTime) -> None:
        record, law = self._record, self.state.jurisdictions
        order, requester = record.order, record.requester
        key = (
            *(record.kind, record.valid, record.outcome, record.harm, record.jurisdictions),
            None if order is None else (order.kind, order.state, bases_named(order.legal_basis)),
            None if requester is None else (requester.relation, requester.jurisdiction),
            *(received.day, law),
        )
        limits = self._limits.get(key)
        if limits is None:
            limits = self._limits[key] = limits_of(self._as_notice(), received.day, law)
        for limit in limits:
            self._clock(seq, limit, received)

    def _clock(self, seq: int, limit: Clock | None, received: LocalTime) -> None:
        name, stands = None, Standing(LAW_NOT_KNOWN)
        if limit is not None:
            met = self._moment(getattr(self._record, limit.met_at))
            name, stands = limit.id, standing_of(limit, self._record.outcome, received, met)
        notice, table = self._as_notice(), self._tables["clock"]
        relation = notice.get("requester", {}).get("relation")
        head = (notice["service"], notice["kind"], name, stands.state)
        values = (*head, *harm_of(notice), mapping(notice), relation, stands.before)
        table.add(table.code(values, values), seq, received.day, stands.turns)

    # Incidents.

    def _incident(self, seq: int) -> None:
        record = self._record
        content, detection, reach = record.content, record.detection, record.reach
        created = self._moment(None if content is None else content.created_at)
        detected = self._moment(None if detection is None else detection.detected_at)
        case, own = self._case_of(), (seq, _day(created), _day(detected))
        decisions = record.decisions or ()
        taken: list[int | None] = []
        acted = False
        for place, decision in enumerate(decisions):
            at = self._moment(decision.decided_at or decision.applied_at)
            taken.append(_day(at))
            decided = self._decision(decision)
            acted |= decided.acts
            between = (days_between(created, at), days_between(detected, at))
            row = (*own, place, taken[-1], *between, minutes_between(detected, at))
            self._tables["decision"].add(decided.number, *row, case=case)
            for action in decided.actions:
                self._tables["action"].add(action, seq, place)
        self._more(case, own)
        day = _first_day(taken, detected)
        source = None if detection is None else detection.source
        reviewed = bool(decisions) or record.no_harm is not None
        counts = (
            (None, None, None, None)
            if reach is None
            else (
                *(reach.views_before_action, reach.copies_found),
                *(reach.copies_removed, reach.reuploads_blocked),
            )
        )
        table = self._tables["incident"]
        table.cases.append(case)
        table.rows.append(
            (*own, day, acted, is_flagged(source, record.notice_ids), reviewed, *counts)
        )
        self._codes(seq, "incident")
        self._label(seq, "incident", "harm", record.harm)
        if record.facets is not None:
            self._label(seq, "incident", "target", record.facets.target)
        if content is not None:
            self._label(seq, "incident", "medium", content.medium)
            self._label(seq, "incident", "territory", content.territory)
            self._label(seq, "incident", "language", content.languages)

    def _case_of(self) -> Case:
        """The numbers of what every table about incidents repeats."""
        record = self._record
        about = (record.harm, record.no_harm, record.native)
        topic = self._topics.get(about)
        if topic is None:
            values = topic_values(cast("Incident", self._whole()))
            topic = self._topics[about] = self._topic.number(values)
        content, detection = record.content, record.detection
        making, facets, consent = record.generation, record.facets, record.consent
        key = (
            *(record.service, record.origin, record.subject_kind, record.account_type),
            record.depicted,
            None if facets is None else (facets.mode, facets.legality, facets.suitability_tier),
            None
            if making is None
            else (
                *(making.ai_involvement, making.surface),
                *(making.input_kind, making.safeguard_state, making.safeguard),
            ),
            None
            if record.provenance is None
            else (record.provenance.c2pa_state, record.provenance.visible_label),
            None
            if detection is None
            else (detection.source, detection.method, detection.automated),
            content.languages[0] if content is not None and content.languages else None,
            None
            if consent is None
            else (consent.creation, consent.distribution, consent.licence_ref is None),
        )
        number = self._cases.get(key)
        if number is None:
            values = case_values(cast("Incident", self._whole()))
            number = self._cases[key] = self._case.number(values)
        return topic, number

    def _decision(self, decision: Found) -> _Decided:
        record = self._record
        key = (
            *(record.harm, record.native, decision.ground, decision.automation),
            *(decision.also_illegal, decision.misuse_reason),
            None if decision.reverses is None else decision.reverses.cause,
            tuple([action.kind for action in decision.actions or ()]),
            *(decision.item_count, decision.keyword, decision.keyword_other),
            is_under_tco(decision.legal_basis),
        )
        decided = self._decided.get(key)
        if decided is None:
            plain = to_builtins(decision)
            values = decision_values(cast("Incident", self._whole()), plain)
            number, table = self._tables["decision"].coded.number(values), self._tables["action"]
            kinds = [(kind, kind.partition(".")[0]) for kind in key[7]]
            actions = [table.code(kind, kind) for kind in kinds]
            decided = self._decided[key] = _Decided(number, acts(plain), actions)
        return decided

    def _more(self, case: Case, own: tuple[int | None, ...]) -> None:
        """Appeals and referrals, which few cases have."""
        record = self._record
        if not (record.appeals or record.referrals):
            return
        incident = cast("Incident", self._whole())
        table = self._tables["appeal"]
        for appeal in incident.get("appeals", ()):
            filed, decided = self._place(appeal["filed_at"]), self._moment(appeal.get("decided_at"))
            answered = self._moment(appeal.get("notified_at")) or decided
            values = appeal_values(appeal, incident)
            taken = (days_between(filed, answered), minutes_between(filed, answered))
            row = (*own, filed.day, _day(decided), *taken)
            table.add(table.code(values, values), *row, case=case)
        table = self._tables["referral"]
        for referral in incident.get("referrals", ()):
            values = referral_values(referral)
            day = _day(self._moment(referral.get("sent_at")))
            table.add(table.code(values, values), *own, day, case=case)

    # Codes and labels: several rows a record.

    def _codes(self, seq: int, kind: str) -> None:
        native = self._record.native
        if not native:
            return
        table, key = self._tables["native"], (kind, native)
        numbers = self._natives.get(key)
        if numbers is None:
            found = native_values(cast("Incident | Notice", self._whole()))
            numbers = self._natives[key] = [table.code(one, one) for one in found]
        table.numbers.extend(numbers)
        table.rows.extend(repeat((seq,), len(numbers)))

    def _label(self, seq: int, kind: str, facet: str, given: Found) -> None:
        """Labels of the record at hand: a list of codes, or its harms."""
        if not given:
            return
        table, key = self._tables["label"], (kind, facet, given)
        numbers = self._labels.get(key)
        if numbers is None:
            codes = harms_of(given) if facet == "harm" else given
            rows = [(kind, facet, code) for code in codes]
            numbers = self._labels[key] = [table.code(row, row) for row in rows]
        table.numbers.extend(numbers)
        table.rows.extend(repeat((seq,), len(numbers)))


def harms_of(harm: Found) -> Iterable[str]:
    """Every harm that a record names, each once, the primary one first."""
    return dict.fromkeys((harm.primary, *(harm.also or ())))


def _day(moment: LocalTime | None) -> int | None:
    return None if moment is None else moment.day


def _first_day(days: Sequence[int | None], detected: LocalTime | None) -> int | None:
    """The day of a case: that of its first decision, or of its detection where it has none. Not
    known where a decision has no day, since that one may be the first."""
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return None
    return min(known, default=_day(detected))
