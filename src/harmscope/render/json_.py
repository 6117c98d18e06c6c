"""Outcomes as JSON: the shape is part of the contract."""

import json

from harmscope.render.profile_view import as_dict
from harmscope.rules import CATALOGUE
from harmscope.validation import Verdict
from harmscope.validation.profile_ import Profile


def verdict(outcome: Verdict, profile: Profile | None = None) -> str:
    """A verdict as one JSON document.

    ``rows`` and ``findings`` hold exact counts; ``samples`` holds the first findings of each rule,
    as many as are kept, in the order of severity and code. ``waived`` counts findings by rule that
    a waiver covers; they are in no other number. ``profile`` adds ``accepted``: what accepted
    records are like, by kind.
    """
    document: dict[str, object] = {
        "rows": {
            "seen": outcome.seen,
            "accepted": outcome.accepted,
            "rejected": outcome.rejected,
            "skipped": outcome.skipped,
        },
        "kinds": dict(sorted(outcome.kinds.items())),
        "files": [
            {
                "file": file.name,
                "seen": file.seen,
                "accepted": file.accepted,
                "rejected": file.rejected,
                "skipped": file.skipped,
                "notes": file.notes,
            }
            for file in outcome.files
        ],
        "findings": {
            severity: outcome.tally.total(severity) for severity in ("error", "warning", "info")
        },
        "rules": [
            {
                "rule": code,
                "slug": CATALOGUE[code].slug,
                "severity": outcome.tally.severities[code],
                "count": outcome.tally.counts[code],
            }
            for code in outcome.tally.rules()
        ],
        "waived": dict(sorted(outcome.tally.waived.items())),
        "samples": [finding.as_dict() for finding in outcome.tally.samples()],
        "not_run": [
            {"rule": code, "reason": reason} for code, reason in sorted(outcome.not_run.items())
        ],
    }
    if profile is not None:
        document["accepted"] = as_dict(profile)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
