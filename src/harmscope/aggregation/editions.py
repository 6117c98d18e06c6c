"""Corrected editions: what an earlier report is, and every figure that is different now."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.formats.door import digested_json, shown
from harmscope.model.base import given
from harmscope.model.figure import Figure
from harmscope.model.report import Change, Replaces, Report, Section

Key = tuple[str, tuple[tuple[str, str], ...], str]

_FIX: Final = "name the report.json of the edition that this one replaces"


def read_edition(path: Path) -> tuple[Report, str]:
    """An earlier report and the digest of its file. Raises UserError where it is no report."""
    where = shown(path.name)
    record, digest = digested_json(path, _FIX)
    try:
        return Report.model_validate(record), digest
    except ValidationError:
        raise UserError(where, "it is not a report of this version", _FIX) from None


def replaces(
    earlier: tuple[Report, str], sections: list[Section], service: str, period: str, because: str
) -> Replaces:
    """What the new ``sections`` change. Raises UserError for a report on something else."""
    report, digest = earlier
    if (report.service, report.period) != (service, period):
        fault = "the earlier report is about another service or period"
        raise UserError("--replaces", fault, "name the edition that this report corrects")
    changes = list(_changes(_by_key(report.sections), _by_key(sections)))
    return given(Replaces, sha256=digest, clock=report.clock, because=because, changes=changes)


def _by_key(sections: list[Section]) -> dict[Key, Figure]:
    return {
        (one.metric, one.place, one.period or ""): one
        for section in sections
        for panel in section.panels
        for one in panel.figures
    }


def _changes(old: dict[Key, Figure], new: dict[Key, Figure]) -> Iterator[Change]:
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if before and after and (before.value, before.status) == (after.value, after.status):
            continue
        yield given(
            Change,
            metric=key[0],
            dimensions=dict(key[1]),
            period=key[2] or None,
            before=before.value if before else None,
            after=after.value if after else None,
            status_before=before.status if before else None,
            status_after=after.status if after else None,
        )
