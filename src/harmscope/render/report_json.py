"""``report.json``: the report as canonical JSON, the same bytes for the same report."""

import json

from harmscope.model.base import Model


def report_json(report: Model) -> str:
    """Members sorted, two blanks of indentation, one line feed at the end; UTF-8 as it is."""
    return json.dumps(report.as_dict(), sort_keys=True, indent=2, ensure_ascii=False) + "\n"
