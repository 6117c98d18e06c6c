"""Codes of statements of reasons, from those of records: the importer's table read backwards."""

from functools import cache

from harmscope.importers.dsa_sor.codes import table

_ADDED = {
    "decision_provision": {
        # Some functions withheld is the nearest that the form has.
        "account.restricted": "DECISION_PROVISION_PARTIAL_SUSPENSION"
    },
    "source_type": {
        "user_flag": "SOURCE_TYPE_OTHER_NOTIFICATION",
        "removal_request": "SOURCE_TYPE_OTHER_NOTIFICATION",
        "authority_order": "SOURCE_TYPE_OTHER_NOTIFICATION",
    },
    "content_type": {"live": "CONTENT_TYPE_VIDEO"},
}


@cache
def codes(name: str) -> dict[str, str]:
    """From a record's code to the statement's, for one column."""
    back = {ours: theirs for theirs, ours in table(name).items() if ours}
    return back | _ADDED.get(name, {})
