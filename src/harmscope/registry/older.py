"""Reports of older versions, brought forward by the same steps as records."""

import json
from typing import NamedTuple

from pydantic import ValidationError

from harmscope.formats.json_ import Refused, parse
from harmscope.model.changes import Step, forward
from harmscope.model.report import Report


class Brought(NamedTuple):
    """A report in the newest version; None where it is none, or where ``unclear`` names places
    (RFC 6901) at which going forward would be a guess."""

    report: Report | None
    unclear: tuple[str, ...] = ()


def newest_report(data: bytes, known: tuple[Step, ...] | None = None) -> Brought:
    """The report in ``data`` in the newest version; ``known`` are the steps, else the shipped ones.

    Never raises, whatever ``data`` holds.
    """
    try:
        body = parse(data)
    except Refused:
        return Brought(None)
    if not isinstance(body, dict) or body.get("record") != "report":
        return Brought(None)
    moved = forward(body, known=known)
    if moved.doubts:
        return Brought(None, tuple(doubt.pointer for doubt in moved.doubts))
    text = data if moved.record is body else json.dumps(moved.record).encode()
    try:
        return Brought(Report.model_validate_json(text))
    except ValidationError:
        return Brought(None)
