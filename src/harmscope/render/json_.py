"""Outcomes as JSON: the shape is part of the contract."""

import json

from harmscope.rules import CATALOGUE
from harmscope.validation import Verdict


def verdict(outcome: Verdict) -> str:
    """A verdict as one JSON document.

    ``rows`` and ``findings`` hold exact counts; ``samples`` holds the first findings of each rule,
    as many as are kept, in the order of severity and code.
    """
    document = {
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
        "samples": [finding.as_dict() for finding in outcome.tally.samples()],
        "not_run": [
            {"rule": code, "reason": reason} for code, reason in sorted(outcome.not_run.items())
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
