"""The flat tables that metrics count in, with the type of every column.

``seq`` numbers the records of a run: one number is one record, so distinct records are counted by
it. ``*_day`` is a calendar day in the report's time zone. Times keep minutes only as differences.
Yes-or-no members are the codes ``yes`` and ``no``; what is not known is null.
"""

from typing import Any, Final

import ibis

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
        "ai_involvement", "surface", "input_kind", "safeguard_state", "c2pa_state",
        "visible_label", "detection_source", "detection_method", "detected_automatically",
        "language", "garm", "garm_rule",
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
            "processing", "dsa_category", "dsa_keyword", "dsa_other",
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
        **_texts("service", "clock", "state", "harm", "harm_top", "mapping", "relation"),
        "day": _DAY,
    },
    "exposure": {"seq": _WHOLE, **_texts("service", "unit", "surface"), "day": _DAY},
    "referral": {**CASE, "day": _DAY, **_texts("body", "incident_type")},
    "native": {"seq": _WHOLE, **_texts("record", "scheme", "parent", "code", "role", "key")},
    "label": {"seq": _WHOLE, **_texts("record", "facet", "value")},
}  # fmt: skip


def table(name: str) -> Any:
    """The unbound Ibis table ``name``: an expression on it runs on any engine that holds it."""
    return ibis.table(TABLES[name], name=name)
