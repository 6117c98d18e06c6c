"""The flat tables that metrics count in, and the dimensions that split them.

``seq`` numbers the records of a run: one number is one record, so distinct records are counted by
it. ``*_day`` is a calendar day in the report's time zone. Times keep minutes only as differences.
Yes-or-no members are the codes ``yes`` and ``no``; what is not known is null.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import ibis

from harmscope.metrics.carried import AS_IN_NEW_YORK, BETWEEN, NY, carried, open_codes

Schema = dict[str, str]

_TEXT: Final = "string"
_WHOLE: Final = "int64"
_DAY: Final = "date"
_FLAG: Final = "boolean"


def _texts(*names: str) -> Schema:
    return dict.fromkeys(names, _TEXT)


NOTICE_ENDS: Final = ("acknowledge", "decide", "remove", "act", "fulfil")
"""What happens to a notice, in the names of the columns that time it: ``act`` is the removal, or
the decision where no removal is known, of notices on which action was taken."""

CASE: Final[Schema] = {
    "seq": _WHOLE,
    **_texts(
        "service", "origin", "subject_kind", "account_type", "harm", "harm_top", "mapping",
        "mode", "legality", "tier", "real_person", "identifiable", "minor", "age_band",
        "ai_involvement", "surface", "input_kind", "safeguard_state", "safeguard", "c2pa_state",
        "visible_label", "detection_source", "detection_method", "detected_automatically",
        "language", "garm", "garm_rule", "no_harm", "consent_creation", "consent_distribution",
        "licence",
    ),
    "created_day": _DAY,
    "detected_day": _DAY,
}  # fmt: skip
"""What every table about incidents repeats, so that counting needs no joins."""

TABLES: Final[dict[str, Schema]] = {
    "notice": {
        "seq": _WHOLE,
        **_texts(
            "service", "kind", "outcome", "refusal_reason", "acted_on", "harm", "harm_top",
            "mapping", "language", "relation", "notifier", "order_kind", "order_state", "valid",
            "processing", "tco", "dsa_category", "dsa_keyword", "dsa_other",
        ),
        "items": _WHOLE,
        "items_stated": _FLAG,
        "day": _DAY,
        **{f"days_to_{end}": _WHOLE for end in NOTICE_ENDS},
        **{f"minutes_to_{end}": _WHOLE for end in NOTICE_ENDS},
    },
    "incident": {
        **CASE,
        "day": _DAY,
        "acted": _FLAG,
        "flagged": _FLAG,
        "reviewed": _FLAG,
        "views": _WHOLE,
        "copies_found": _WHOLE,
        "copies_removed": _WHOLE,
        "reuploads_blocked": _WHOLE,
    },
    "decision": {
        **CASE,
        "no": _WHOLE,
        "day": _DAY,
        **_texts("ground", "automation", "also_illegal", "misuse_reason", "reversal_cause"),
        "acts": _FLAG,
        "restricts": _FLAG,
        "on_visibility": _FLAG,
        "on_money": _FLAG,
        "on_service": _FLAG,
        "on_account": _FLAG,
        "removes": _FLAG,
        "tco": _TEXT,
        "items": _WHOLE,
        "labels": _WHOLE,
        "item_labels": _WHOLE,
        **_texts("dsa_category", "dsa_keyword", "dsa_other"),
        "days_from_content": _WHOLE,
        "days_from_detection": _WHOLE,
        "minutes_from_detection": _WHOLE,
    },
    "action": {"seq": _WHOLE, "no": _WHOLE, **_texts("kind", "dimension")},
    "appeal": {
        **CASE,
        "day": _DAY,
        "decided_day": _DAY,
        **_texts("channel", "outcome", "implemented", "against"),
        "restricts_anew": _FLAG,
        "days_to_decide": _WHOLE,
        "minutes_to_decide": _WHOLE,
    },
    "clock": {
        "seq": _WHOLE,
        **_texts("service", "kind", "clock", "state", "harm", "harm_top", "mapping", "relation"),
        "day": _DAY,
    },
    "exposure": {"seq": _WHOLE, **_texts("service", "unit", "surface"), "day": _DAY},
    "referral": {
        **CASE, "day": _DAY, **_texts("body", "incident_type", "informational", "enough"),
    },
    "native": {"seq": _WHOLE, **_texts("record", "scheme", "parent", "code", "role", "key")},
    "label": {"seq": _WHOLE, **_texts("record", "facet", "value")},
}  # fmt: skip


ONE_ROW: Final = frozenset({"notice", "incident", "exposure"})
"""Tables in which each record has one row."""


def table(name: str) -> Any:
    """The unbound Ibis table ``name``: an expression on it runs on any engine that holds it."""
    return ibis.table(TABLES[name], name=name)


def several(name: str) -> Any:
    """The unbound table of the records that have several rows in the table ``name``."""
    return ibis.table({"seq": _WHOLE}, name=f"several_{name}")


# Dimensions: what figures can be split by, and where a table holds it.

UNALLOCATED: Final = "unallocated"
GARM: Final = "garm@2022-06"
NO_HARM: Final = "no_harm"
GARM_GAPS: Final = (NO_HARM, "split", "no_term")
"""Why a case has no GARM category: no harm is known, its harm splits, GARM has no such term."""
NOT_STATED: Final = "not_stated"
LAW_NOT_KNOWN: Final = "law_not_known"
"""Stands where a request would start a legal limit, and nothing says which law applies to it."""
DOES_NOT_APPLY: Final = "does_not_apply"
"""Stands where there is no value since there can be none: consent where nobody is shown."""
NOT_LISTED: Final = "not_listed"
"""Stands for every native code that no shipped list has: it may hold anything, a name as well."""


@dataclass(frozen=True, slots=True)
class Join:
    """Where a dimension lies in a table of its own, with several rows a record.

    ``on`` are the columns that both tables share; ``only`` names a column and values to keep.
    """

    table: str
    on: tuple[str, ...] = ("seq",)
    only: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """One dimension. ``column`` names a column of the metric's own table, or of the joined one.

    ``codelist`` or ``scheme`` tells where the labels of its codes stand. ``missing`` is the code
    under which rows without a value are shown, with its label: they are never left out. They may
    belong under any other code, unless ``known`` says that they belong where they are. ``folded``
    are codes of the joined table that stand under another one; a row stands once under each.
    ``void`` is a column and the code of it with which a row that has no value needs none.
    ``carried`` names a system: the code is the one to which the harm of the row leads there.
    """

    id: str
    title: str
    column: str
    codelist: str | None = None
    scheme: str | None = None
    missing: str = NOT_STATED
    missing_label: str = "Not stated"
    join: Join | None = None
    needs: tuple[str, ...] = ()
    known: bool = False
    folded: tuple[tuple[str, str], ...] = ()
    void: tuple[str, str] | None = None
    carried: str | None = None

    def may_be(self, theirs: str, ours: str) -> bool:
        """Whether rows under the code ``theirs`` may belong under ``ours``, or stand there."""
        if theirs == ours or self.is_open(theirs):
            return True
        if self.carried is None or theirs != BETWEEN:
            return False
        return ours in open_codes(self.carried)

    def is_open(self, code: str) -> bool:
        """Whether rows under ``code`` may belong under any other code: it is not known."""
        return not self.known and code in (self.missing, NO_HARM)

    @property
    def multiple(self) -> bool:
        """Whether one record can stand under several codes, so that parts may exceed the whole."""
        return self.join is not None

    def fits(self, name: str) -> bool:
        """Whether rows of the table ``name`` can be split so."""
        if self.id == "month":
            return "day" in TABLES[name]
        if self.id == "days_taken":
            return "days_from_content" in TABLES[name]
        if self.join is None:
            return self.column in TABLES[name]
        return all(column in TABLES[name] for column in self.join.on)

    def attach(self, rows: Any) -> Any:
        """``rows`` with this dimension as a text column named by its id; nothing is dropped."""
        if self.id == "month":
            return rows.mutate(month=rows.day.strftime("%Y-%m").fill_null(self.missing))
        if self.id == "days_taken":
            return rows.mutate(days_taken=_band(rows.days_from_content, self.missing))
        if self.id in HOURS:
            return rows.mutate(**{self.id: _rounded_up(rows[self.column], self.missing)})
        if self.join is None:
            code = rows[self.column]
            if self.carried is not None:
                code = carried(code, self.carried)
            if self.void is not None:
                column, value = self.void
                code = code.fill_null(ibis.ifelse(rows[column] == value, DOES_NOT_APPLY, None))
            return rows.mutate(**{self.id: code.fill_null(self.missing)})
        side = table(self.join.table)
        if self.join.only is not None:
            column, values = self.join.only
            side = side.filter(side[column].isin(values))
        held = f"{self.id}_held"
        code = side[self.column]
        if self.folded:
            code = ibis.cases(*((code == one, other) for one, other in self.folded), else_=code)
        # No code is the missing one: so a row stands once under it.
        side = side.select(*self.join.on, **{held: code.fill_null(self.missing)}).distinct()
        joined = rows.left_join(side, list(self.join.on), rname="{name}_of_" + self.id)
        return joined.mutate(**{self.id: joined[held].fill_null(self.missing)}).drop(held)


BANDS: Final[dict[str, tuple[str, int]]] = {
    "0": ("The same day", 0),
    "1": ("The next day", 1),
    "2-7": ("2 to 7 days later", 7),
    "8-30": ("8 to 30 days later", 30),
    "over-30": ("More than 30 days later", 10**9),
}
"""Bands of days by code: label, and the last day of the band."""


def _band(days: Any, missing: str) -> Any:
    branches = [((days >= 0) & (days <= last), code) for code, (_, last) in BANDS.items()]
    return ibis.cases(*branches, else_=missing)


_ACTION: Final = Join("action", ("seq", "no"))
_AS_IN_TEMPLATE: Final = (
    ("service.partly_suspended", "service.suspended"),
    ("service.partly_terminated", "service.terminated"),
    ("account.restricted", "service.suspended"),
)
"""The EU template knows suspension and termination of the service, partial or whole; an account
whose functions are withheld has its service suspended in part, as in a statement of reasons."""


def _harm(column: str) -> Split:
    return Split(
        column,
        "Harm",
        column,
        scheme="harm@1.0.0",
        missing=UNALLOCATED,
        missing_label="Unallocated",
    )


HOURS: Final = ("hours_to_act", "hours_to_remove")
"""Dimensions of hours: their codes are whole numbers, and can be drawn as a curve."""
_WEEK: Final = 7 * 24


def _hours(name: str, title: str, column: str) -> Split:
    return Split(name, title, column, missing_label="Not known", needs=("times_of_day",))


def _outcome(name: str, title: str, codes: str) -> Split:
    return Split(name, title, "outcome", codes, missing="unknown", missing_label="Not known")


def _rounded_up(minutes: Any, missing: str) -> Any:
    """Whole hours, the first at least one; after a week whole days, in hours."""
    hours, days = (minutes + 59) // 60, (minutes + 24 * 60 - 1) // (24 * 60)
    hours = ibis.greatest(hours, 1)
    code = ibis.ifelse(hours > _WEEK, days * 24, hours).cast("int64").cast("string")
    return ibis.ifelse(minutes >= 0, code, missing).fill_null(missing)


SPLITS: Final[dict[str, Split]] = {
    split.id: split
    for split in (
        Split("month", "Month", "day"),
        Split("days_taken", "From content to action", "days_from_content"),
        Split("service", "Service", "service"),
        _harm("harm"),
        _harm("harm_top"),
        Split(
            "harm_label",
            "Harm label",
            "value",
            scheme="harm@1.0.0",
            missing=UNALLOCATED,
            missing_label="Unallocated",
            join=Join("label", only=("facet", ("harm",))),
        ),
        _hours("hours_to_act", "Hours to action, rounded up", "minutes_to_act"),
        _hours("hours_to_remove", "Hours to removal, rounded up", "minutes_to_remove"),
        Split("kind", "Kind of notice", "kind", "notice-kind"),
        _outcome("outcome", "Outcome", "notice-outcome"),
        _outcome("appeal_outcome", "Outcome of the appeal", "appeal-outcome"),
        Split("channel", "Channel", "channel", "appeal-channel"),
        Split("ground", "Ground", "ground", "decision-ground"),
        Split("automation", "Automation", "automation", "automation", needs=("automation",)),
        Split(
            "detection_source",
            "Source of detection",
            "detection_source",
            "detection-source",
            needs=("detection",),
        ),
        Split(
            "detected_automatically",
            "Found by a machine",
            "detected_automatically",
            "answer",
            needs=("detection",),
        ),
        Split("cause", "Cause", "reversal_cause", "reversal-cause", needs=("reversals",)),
        Split("relation", "Who asked", "relation", "requester-relation"),
        Split("refusal_reason", "Reason of refusal", "refusal_reason", "refusal-reason"),
        Split(
            "clock",
            "Limit",
            "clock",
            missing=LAW_NOT_KNOWN,
            missing_label="Law not known",
            known=True,
        ),
        Split("clock_state", "How requests stand to it", "state"),
        Split("order_kind", "What the order asks for", "order_kind", "order-kind"),
        Split("order_state", "Country", "order_state"),
        Split("body", "Sent to", "body", "referral-body"),
        Split("minor", "A minor is shown", "minor", "answer", needs=("depicted",)),
        Split(
            "real_person", "A real person is shown", "real_person", "answer", needs=("depicted",)
        ),
        Split("no_harm", "Why it is no harm", "no_harm", "no-harm"),
        Split(
            "consent_creation",
            "Consent of the person shown to the making",
            "consent_creation",
            "consent",
            needs=("consent",),
            void=("real_person", "no"),
        ),
        Split(
            "consent_distribution",
            "Consent of the person shown to the sharing",
            "consent_distribution",
            "consent",
            needs=("consent",),
            void=("real_person", "no"),
        ),
        Split("ai_involvement", "How it was made", "ai_involvement", "ai-involvement"),
        Split("surface", "Where it was made", "surface", "generation-surface"),
        Split("input_kind", "What was put in", "input_kind", "input-kind"),
        Split("safeguard_state", "Safeguards", "safeguard_state", "safeguard-state"),
        Split("safeguard", "Version of the safeguard", "safeguard"),
        Split("tier", "Suitability tier", "tier", "suitability-tier"),
        Split("legality", "Legality", "legality", "legality"),
        Split(
            "target", "Target", "value", "target", join=Join("label", only=("facet", ("target",)))
        ),
        Split("language", "Language", "value", join=Join("label", only=("facet", ("language",)))),
        Split("territory", "Country", "value", join=Join("label", only=("facet", ("territory",)))),
        Split("garm", "GARM category", "garm", scheme=GARM, missing=UNALLOCATED),
        Split(
            "ny_category",
            "Category of New York's law",
            "harm",
            scheme=NY,
            missing=UNALLOCATED,
            missing_label="Unallocated: no harm category is known",
            carried=NY,
        ),
        Split(
            "ny_action",
            "Action, as New York's law names them",
            "kind",
            scheme=NY,
            join=replace(_ACTION, only=("dimension", ("visibility", "monetary"))),
            known=True,
            folded=AS_IN_NEW_YORK,
        ),
        Split(
            "medium", "Medium", "value", "medium", join=Join("label", only=("facet", ("medium",)))
        ),
        Split("against", "What the appeal is against", "against"),
        Split("dsa_category", "DSA category", "dsa_category", scheme="dsa@v2", missing=UNALLOCATED),
        Split("dsa_keyword", "DSA keyword", "dsa_keyword", scheme="dsa@v2"),
        Split("dsa_other", "Description of other", "dsa_other"),
        Split("subject_kind", "Subject", "subject_kind", "subject-kind"),
        Split("origin", "Origin", "origin", "subject-origin"),
        Split("action", "Action", "kind", "action-kind", join=_ACTION, known=True),
        Split(
            "template_action",
            "Action, as the EU template groups them",
            "kind",
            "action-kind",
            join=_ACTION,
            known=True,
            folded=_AS_IN_TEMPLATE,
        ),
        Split(
            "item_action",
            "Action on the item",
            "kind",
            "action-kind",
            join=replace(_ACTION, only=("dimension", ("visibility", "monetary"))),
            known=True,
        ),
        Split(
            "account_action",
            "Action on the account",
            "kind",
            "action-kind",
            missing="other",
            missing_label="Visibility or earnings of the account",
            join=replace(_ACTION, only=("dimension", ("account", "service"))),
            known=True,
        ),
        Split(
            "native",
            "The platform's own category",
            "key",
            missing=NOT_STATED,
            join=Join("native", only=("role", ("category",))),
        ),
    )
}
