"""Turns records into rows of the flat tables that metrics count."""

from collections.abc import Callable, Iterator, Sequence

from harmscope.aggregation.categories import Natives, dsa_row_of, garm_of, key_of
from harmscope.aggregation.clocking import (
    LocalTime,
    Placing,
    clock_states,
    days_between,
    minutes_between,
)
from harmscope.model.typed import Against, Appeal, DataRecord, Decision, Incident, Notice

# What an appeal is against, read from the decision that it names in its case.

_DIMENSIONS = ("visibility", "service", "account", "monetary")


def against(appeal: Appeal, record: Incident) -> str | None:
    """``visibility``, ``service``, ``account`` or ``monetary`` by the first restriction of the
    decision; ``notice_refused`` or ``trusted_flagger_notice_refused`` where a notice under Article
    16 led to no action, ``flag_refused`` where a flag did; None where it is not known."""
    named = appeal.get("against", Against())
    if "decision" not in named:
        return _refused(record) if "no_action_on" in named else None
    decision = _find(record, named["decision"])
    if decision is None:
        return None
    actions = decision.get("actions", ())
    if not actions:
        return _refused(record)
    kind = actions[0]["kind"].partition(".")[0]
    return kind if kind in _DIMENSIONS else None


def restricts_anew(appeal: Appeal, record: Incident) -> bool:
    """Whether the appeal led to a decision that restricts."""
    resulting = _find(record, appeal.get("resulting_decision"))
    return resulting is not None and bool(resulting.get("actions"))


def _refused(record: Incident) -> str | None:
    source = record.get("detection", {}).get("source", "unknown")
    if source in _NOTICES_16:
        flagged = source == "trusted_flagger"
        return "trusted_flagger_notice_refused" if flagged else "notice_refused"
    return None if source == "unknown" else "flag_refused"


def _find(record: Incident, name: str | None) -> Decision | None:
    return next((one for one in record.get("decisions", ()) if one["id"] == name), None)


# One record becomes rows of the flat tables (``harmscope.metrics.tables``).
#
# Records have been judged before: members have the right shape. Rows are tuples in the order of
# the table's columns; days are whole numbers (``aggregation.days``).

Row = tuple[object, ...]
MappingRule = Callable[[Natives, str | None], str]
"""(native codes of a record, its harm) → how the one leads to the other (``mapping_of``)."""

_ON = {"visibility": 0, "monetary": 1, "service": 2, "account": 3}
_WARNED = "account.warned"
"""A warning restricts nothing."""

_NOTICES_16 = frozenset({"legal_notice", "trusted_flagger"})

_REPORTING = frozenset({"unfounded_notices", "unfounded_complaints"})
"""Kinds of misuse for which somebody is no longer heard: no content is touched by that."""

_MAIN_ROLES = frozenset({"category", "reason", "rule"})


class Flattener:
    """Turns records into rows; holds the clock of the time zone and the mapping's count rules.

    ``now`` is the day on which the report is made: limits that end later are still running.
    """

    def __init__(self, clock: Placing, rule_of: MappingRule, now: str = "9999-12-31") -> None:
        self._clock = clock
        self._rule_of = rule_of
        self._now = clock(now)

    def rows(
        self, seq: int, record: DataRecord, jurisdictions: Sequence[str] = ()
    ) -> Iterator[tuple[str, Row]]:
        """(table, row) for each row that ``record``, the ``seq``-th of the run, gives.

        ``jurisdictions`` are those that its header declares.
        """
        if record["record"] == "notice":
            yield "notice", self._notice(seq, record)
            yield from self._clocks(seq, record, jurisdictions)
            yield from _natives(seq, record)
            yield from _labels(seq, record)
        elif record["record"] == "exposure":
            day = self._clock(record["period"]["start"]).day
            yield "exposure", (seq, record["service"], record["unit"], record.get("surface"), day)
        elif record["record"] == "incident":
            yield from self._incident(seq, record)
            yield from _natives(seq, record)
            yield from _labels(seq, record)

    def _moment(self, text: str | None) -> LocalTime | None:
        return None if text is None else self._clock(text)

    def _notice(self, seq: int, record: Notice) -> Row:
        received = self._clock(record["received_at"])
        ends = self._ends(record)
        order = record.get("order", {})
        return (
            seq,
            record["service"],
            record["kind"],
            record["outcome"],
            record.get("refusal_reason"),
            record.get("acted_on"),
            *_harm(record),
            self._mapping(record),
            _first(record.get("languages")),
            record.get("requester", {}).get("relation"),
            _notifier(record),
            order.get("kind"),
            order.get("state"),
            _flag(record.get("valid")),
            record.get("processing_automation"),
            *dsa_row_of(record),
            *_items(record),
            received.day,
            *(days_between(received, end) for end in ends),
            *(minutes_between(received, end) for end in ends),
        )

    def _ends(self, record: Notice) -> tuple[LocalTime | None, ...]:
        """When what ``NOTICE_ENDS`` names happened."""
        decided = self._moment(record.get("decided_at"))
        removed = self._moment(record.get("removed_at"))
        return (
            self._moment(record.get("acknowledged_at")),
            decided,
            removed,
            (removed or decided) if record["outcome"] in ("acted", "partly") else None,
            self._moment(record.get("fulfilled_at")),
        )

    def _clocks(
        self, seq: int, record: Notice, jurisdictions: Sequence[str]
    ) -> Iterator[tuple[str, Row]]:
        received = self._clock(record["received_at"])
        ends = {
            "removed_at": self._moment(record.get("removed_at")),
            "fulfilled_at": self._moment(record.get("fulfilled_at")),
            "decided_at": self._moment(record.get("decided_at")),
            "acknowledged_at": self._moment(record.get("acknowledged_at")),
            "notified_at": self._moment(record.get("notified_at")),
        }
        common = (*_harm(record), self._mapping(record))
        relation = record.get("requester", {}).get("relation")
        for clock, state in clock_states(record, received, ends, self._now, jurisdictions):
            row = (
                seq,
                record["service"],
                record["kind"],
                clock,
                state,
                *common,
                relation,
                received.day,
            )
            yield "clock", row

    def _incident(self, seq: int, record: Incident) -> Iterator[tuple[str, Row]]:
        case, created, detected = self._case(seq, record)
        decisions = record.get("decisions", ())
        days: list[int | None] = []
        for number, decision in enumerate(decisions):
            taken = self._moment(decision.get("decided_at") or decision.get("applied_at"))
            days.append(_day(taken))
            row = _decision(record, decision, taken, (created, detected))
            yield "decision", (*case, number, *row)
            for action in decision.get("actions", ()):
                yield "action", (seq, number, action["kind"], action["kind"].partition(".")[0])
        for appeal in record.get("appeals", ()):
            yield "appeal", self._appeal(case, appeal, record)
        for referral in record.get("referrals", ()):
            sent = self._moment(referral.get("sent_at"))
            yield "referral", (*case, _day(sent), referral["body"], referral.get("incident_type"))
        reach = record.get("reach", {})
        yield (
            "incident",
            (
                *case,
                _first_day(days, detected),
                any(acts(decision) for decision in decisions),
                _flagged(record),
                bool(decisions) or "no_harm" in record,
                reach.get("views_before_action"),
                reach.get("copies_found"),
                reach.get("copies_removed"),
                reach.get("reuploads_blocked"),
            ),
        )

    def _case(self, seq: int, record: Incident) -> tuple[Row, LocalTime | None, LocalTime | None]:
        """The columns that every table about incidents repeats, and the two days among them."""
        content, detection = record.get("content", {}), record.get("detection", {})
        depicted, making = record.get("depicted", {}), record.get("generation", {})
        facets, provenance = record.get("facets", {}), record.get("provenance", {})
        created = self._moment(content.get("created_at"))
        detected = self._moment(detection.get("detected_at"))
        row = (
            seq,
            record["service"],
            record.get("origin"),
            record["subject_kind"],
            record.get("account_type"),
            *_harm(record),
            self._mapping(record),
            facets.get("mode"),
            facets.get("legality"),
            facets.get("suitability_tier"),
            depicted.get("real_person"),
            depicted.get("identifiable"),
            depicted.get("minor"),
            depicted.get("age_band"),
            making.get("ai_involvement"),
            making.get("surface"),
            making.get("input_kind"),
            making.get("safeguard_state"),
            provenance.get("c2pa_state"),
            provenance.get("visible_label"),
            detection.get("source"),
            detection.get("method"),
            _flag(detection.get("automated")),
            _first(content.get("languages")),
            *garm_of(record.get("harm", {}).get("primary")),
            record.get("no_harm"),
            record.get("consent", {}).get("creation"),
            record.get("consent", {}).get("distribution"),
            "yes" if "licence_ref" in record.get("consent", {}) else None,
            _day(created),
            _day(detected),
        )
        return row, created, detected

    def _appeal(self, case: Row, appeal: Appeal, record: Incident) -> Row:
        filed, decided = self._clock(appeal["filed_at"]), self._moment(appeal.get("decided_at"))
        answered = self._moment(appeal.get("notified_at")) or decided
        return (
            *case,
            filed.day,
            _day(decided),
            appeal["channel"],
            appeal["outcome"],
            _flag(appeal.get("implemented")),
            against(appeal, record),
            restricts_anew(appeal, record),
            days_between(filed, answered),
            minutes_between(filed, answered),
        )

    def _mapping(self, record: Notice | Incident) -> str:
        if record["record"] == "incident" and "no_harm" in record:
            return "no_harm"
        natives = tuple(
            (native["scheme"], native.get("parent"), native["code"])
            for native in record.get("native", ())
        )
        return self._rule_of(natives, record.get("harm", {}).get("primary"))


def _decision(
    record: Incident,
    decision: Decision,
    taken: LocalTime | None,
    before: tuple[LocalTime | None, LocalTime | None],
) -> Row:
    created, detected = before
    kinds = {action["kind"].partition(".")[0] for action in decision.get("actions", ())}
    items, labels = decision.get("item_count", 1), len(_harms(record))
    return (
        _day(taken),
        decision.get("ground"),
        decision.get("automation"),
        _flag(decision.get("also_illegal")),
        decision.get("misuse_reason"),
        decision.get("reverses", {}).get("cause"),
        acts(decision),
        any(action["kind"] != _WARNED for action in decision.get("actions", ())),
        *(dimension in kinds for dimension in _ON),
        items,
        labels,
        items * labels,
        *dsa_row_of(record, decision),
        days_between(created, taken),
        days_between(detected, taken),
        minutes_between(detected, taken),
    )


def _flagged(record: Incident) -> bool | None:
    """Whether somebody brought the case up, not the service itself; None where nothing says it."""
    source = record.get("detection", {}).get("source", "unknown")
    if "notice_ids" in record or source not in ("own_initiative", "unknown"):
        return True
    return None if source == "unknown" else False


def acts(decision: Decision) -> bool:
    """Whether a decision restricts somebody or something: a warning does not, and somebody whose
    notices or complaints are no longer heard is not restricted in what they publish."""
    kinds = {action["kind"] for action in decision.get("actions", ())} - {_WARNED}
    unheard = decision.get("misuse_reason") in _REPORTING and kinds == {"account.restricted"}
    return bool(kinds) and not unheard


def _items(record: Notice) -> tuple[int, bool]:
    """How many items a notice names, and whether it says so; one where it does not."""
    stated = record.get("item_count", len(record.get("incident_ids", ())) or None)
    return (1, False) if stated is None else (stated, True)


def _notifier(record: Notice) -> str | None:
    flagger = record.get("requester", {}).get("trusted_flagger")
    if record["kind"] == "trusted_flagger" or flagger:
        return "trusted_flagger"
    return None if flagger is None else "other"


def _natives(seq: int, record: Notice | Incident) -> Iterator[tuple[str, Row]]:
    for place, native in enumerate(record.get("native", ())):
        role = native.get("role") or ("category" if place == 0 else "additional")
        shown = "category" if role in _MAIN_ROLES else role
        parent, code, scheme = native.get("parent"), native["code"], native["scheme"]
        key = key_of(scheme, parent, code)
        yield "native", (seq, record["record"], scheme, parent, code, shown, key)


def _labels(seq: int, record: Notice | Incident) -> Iterator[tuple[str, Row]]:
    lists: dict[str, Sequence[str]] = {"harm": _harms(record)}
    if record["record"] == "notice":
        lists["language"] = record.get("languages", ())
        lists["element"] = record.get("elements_present", ())
    else:
        content = record.get("content", {})
        lists["target"] = record.get("facets", {}).get("target", ())
        lists["medium"] = content.get("medium", ())
        lists["territory"] = content.get("territory", ())
        lists["language"] = content.get("languages", ())
    for facet, values in lists.items():
        for value in values:
            yield "label", (seq, record["record"], facet, value)


def _harm(record: Notice | Incident) -> tuple[str | None, str | None]:
    harm = record.get("harm", {}).get("primary")
    return harm, None if harm is None else harm.partition(".")[0]


def _harms(record: Notice | Incident) -> list[str]:
    """Every harm of a record, each once, the primary one first."""
    harm = record.get("harm", {})
    return list(dict.fromkeys([harm["primary"], *harm.get("also", ())])) if harm else []


def _day(moment: LocalTime | None) -> int | None:
    return None if moment is None else moment.day


def _first_day(days: Sequence[int | None], detected: LocalTime | None) -> int | None:
    """The day of a case: that of its first decision, or of its detection where it has none. Not
    known where a decision has no day, since that one may be the first."""
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return None
    return min(known, default=_day(detected))


def _flag(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "no")


def _first(values: list[str] | None) -> str | None:
    return values[0] if values else None
