"""What a record says in the flat tables that metrics count, as values of their columns."""

from collections.abc import Iterator, Sequence

from harmscope.aggregation.categories import dsa_row_of, garm_of, key_of, mapping_of
from harmscope.model.typed import Against, Appeal, Decision, Incident, Notice, Referral

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


# What stands in the rows of the flat tables (``harmscope.metrics.flat_tables``) besides days, times
# and numbers: few records differ in it, so it is made once for each combination.
#
# Records have been judged before: members have the right shape. Values are tuples in the order of
# the columns.

Values = tuple[object, ...]

_ON = {"visibility": 0, "monetary": 1, "service": 2, "account": 3}
_WARNED = "account.warned"
"""A warning restricts nothing."""

_REMOVES = frozenset({"visibility.removed", "visibility.disabled"})
_TCO = "2021/784"
"""The number of the Regulation on terrorist content, as a legal basis in any language names it."""

_ENOUGH = frozenset({"reported_user", "location"})
"""What a referral must hold for an authority to act on it."""

_NOTICES_16 = frozenset({"legal_notice", "trusted_flagger"})

_REPORTING = frozenset({"unfounded_notices", "unfounded_complaints"})
"""Kinds of misuse for which somebody is no longer heard: no content is touched by that."""

_MAIN_ROLES = frozenset({"category", "reason", "rule"})


def notice_values(record: Notice) -> Values:
    """The columns of ``notice`` from ``service`` to ``dsa_other``."""
    order = record.get("order", {})
    return (
        record["service"],
        record["kind"],
        outcome_of(record),
        record.get("refusal_reason"),
        record.get("acted_on"),
        *harm_of(record),
        mapping(record),
        _first(record.get("languages")),
        record.get("requester", {}).get("relation"),
        _notifier(record),
        order.get("kind"),
        order.get("state"),
        _flag(record.get("valid")),
        record.get("processing_automation"),
        is_under_tco(order.get("legal_basis")),
        *dsa_row_of(record),
    )


def topic_values(record: Incident) -> Values:
    """What a case is about, in every table about incidents."""
    return (
        *harm_of(record),
        mapping(record),
        *garm_of(record.get("harm", {}).get("primary")),
        record.get("no_harm"),
    )


def case_values(record: Incident) -> Values:
    """The other columns that every table about incidents repeats, but for its days."""
    content, detection = record.get("content", {}), record.get("detection", {})
    depicted, making = record.get("depicted", {}), record.get("generation", {})
    facets, provenance = record.get("facets", {}), record.get("provenance", {})
    consent = record.get("consent", {})
    return (
        record["service"],
        record.get("origin"),
        record["subject_kind"],
        record.get("account_type"),
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
        making.get("safeguard"),
        provenance.get("c2pa_state"),
        provenance.get("visible_label"),
        detection.get("source"),
        detection.get("method"),
        _flag(detection.get("automated")),
        _first(content.get("languages")),
        consent.get("creation"),
        consent.get("distribution"),
        "yes" if "licence_ref" in consent else None,
    )


def appeal_values(appeal: Appeal, record: Incident) -> Values:
    """The columns of ``appeal`` from ``channel`` to ``restricts_anew``."""
    return (
        appeal["channel"],
        outcome_of(appeal),
        _flag(appeal.get("implemented")),
        against(appeal, record),
        restricts_anew(appeal, record),
    )


def referral_values(referral: Referral) -> Values:
    """The columns of ``referral`` from ``body`` to ``enough``: whether the sender marks it as
    informational, and whether it names somebody and what can lead to a place."""
    contents, marks = referral.get("contents"), referral.get("annotations", ())
    read = contents is not None or bool(marks)
    return (
        referral["body"],
        referral.get("incident_type"),
        _flag("informational" in marks) if read else None,
        None if contents is None else _flag(set(contents) >= _ENOUGH),
    )


def outcome_of(record: Notice | Appeal) -> str | None:
    """What came of a notice or an appeal; None where it is not known."""
    outcome = record["outcome"]
    return None if outcome == "unknown" else outcome


def mapping(record: Notice | Incident) -> str:
    """How the record's own codes lead to its harm."""
    if record["record"] == "incident" and "no_harm" in record:
        return "no_harm"
    natives = tuple(
        (native["scheme"], native.get("parent"), native["code"])
        for native in record.get("native", ())
    )
    return mapping_of(natives, record.get("harm", {}).get("primary"))


def decision_values(record: Incident, decision: Decision) -> Values:
    """The columns of ``decision`` from ``ground`` to ``dsa_other``."""
    kinds = {action["kind"].partition(".")[0] for action in decision.get("actions", ())}
    items, labels = decision.get("item_count", 1), len(_harms(record))
    return (
        decision.get("ground"),
        decision.get("automation"),
        _flag(decision.get("also_illegal")),
        decision.get("misuse_reason"),
        decision.get("reverses", {}).get("cause"),
        acts(decision),
        any(action["kind"] != _WARNED for action in decision.get("actions", ())),
        *(dimension in kinds for dimension in _ON),
        any(action["kind"] in _REMOVES for action in decision.get("actions", ())),
        is_under_tco(decision.get("legal_basis")),
        items,
        labels,
        items * labels,
        *dsa_row_of(record, decision),
    )


def is_flagged(source: str | None, notices: Sequence[str] | None) -> bool | None:
    """Whether somebody brought a case up, not the service itself; None where nothing says it:
    by the source of its detection, and by the notices that it names."""
    if notices is not None or source not in ("own_initiative", "unknown", None):
        return True
    return False if source == "own_initiative" else None


def acts(decision: Decision) -> bool:
    """Whether a decision restricts somebody or something: a warning does not, and somebody whose
    notices or complaints are no longer heard is not restricted in what they publish."""
    kinds = {action["kind"] for action in decision.get("actions", ())} - {_WARNED}
    unheard = decision.get("misuse_reason") in _REPORTING and kinds == {"account.restricted"}
    return bool(kinds) and not unheard


def is_under_tco(legal_basis: str | None) -> str | None:
    """``yes`` where a legal basis names Regulation (EU) 2021/784 on terrorist content, ``no`` where
    it names something else; None where there is none."""
    return None if legal_basis is None else _flag(_TCO in legal_basis)


def items_of(stated: int | None, named: Sequence[str] | None) -> tuple[int, bool]:
    """How many items a notice is about, and whether it says so; one where it does not. It states
    their number, or names them."""
    found = stated if stated is not None else len(named or ()) or None
    return (1, False) if found is None else (found, True)


def _notifier(record: Notice) -> str | None:
    flagger = record.get("requester", {}).get("trusted_flagger")
    if record["kind"] == "trusted_flagger" or flagger:
        return "trusted_flagger"
    return None if flagger is None else "other"


def native_values(record: Notice | Incident) -> Iterator[Values]:
    """The columns of ``native`` after ``seq``, for each code."""
    for place, native in enumerate(record.get("native", ())):
        role = native.get("role") or ("category" if place == 0 else "additional")
        shown = "category" if role in _MAIN_ROLES else role
        parent, code, scheme = native.get("parent"), native["code"], native["scheme"]
        yield record["record"], scheme, parent, code, shown, key_of(scheme, parent, code)


def harm_of(record: Notice | Incident) -> tuple[str | None, str | None]:
    """The primary harm, and its first level."""
    harm = record.get("harm", {}).get("primary")
    return harm, None if harm is None else harm.partition(".")[0]


def _harms(record: Notice | Incident) -> list[str]:
    """Every harm of a record, each once, the primary one first."""
    harm = record.get("harm", {})
    return list(dict.fromkeys([harm["primary"], *harm.get("also", ())])) if harm else []


def _flag(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "no")


def _first(values: list[str] | None) -> str | None:
    return values[0] if values else None
