"""``hs.due``: what is open or owed, by jurisdiction and law."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harmscope.api.places import Place, names_of, path_of
from harmscope.api.results import Result, frame, written_table
from harmscope.arguments import checked
from harmscope.deadlines.open_requests import open_requests
from harmscope.deadlines.outlook import Outlook, merged
from harmscope.deadlines.owed_reports import made_reports, owed_reports, with_duties
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.render.due_calendar import due_calendar
from harmscope.render.due_text import due_document, due_table, due_text
from harmscope.render.table import Table
from harmscope.times import time_asked

if TYPE_CHECKING:
    import pandas as pd


_FIRST: Final = 1970
_LAST: Final = 9000
"""Limits are counted from times of these years: the calendar of Python ends with 9999."""


@dataclass(repr=False)
class DueResult(Result):
    """What is due. ``outlook`` holds every item; ``ids`` says whether ids of records are shown."""

    outlook: Outlook
    ids: bool = False

    @property
    def late(self) -> bool:
        """Whether something is late, or may be."""
        return self.outlook.late

    @property
    def ok(self) -> bool:
        """Whether nothing is late and no record was left out that was refused."""
        return not self.late and not self.outlook.refused

    def __str__(self) -> str:
        return due_text(self.outlook, ids=self.ids)

    def table(self) -> Table:
        """One row a thing that is due, as ``--format csv`` shows it."""
        return due_table(self.outlook, ids=self.ids)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a thing that is due, the late ones first."""
        return frame(self.table())

    def to_dict(self) -> dict[str, Any]:
        """Everything that is due, as ``harmscope due --format json`` shows it."""
        return due_document(self.outlook, ids=self.ids)

    def calendar(self) -> str:
        """The things with a limit as the text of a calendar file (iCalendar, RFC 5545)."""
        return due_calendar(self.outlook)

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.ics`` (a calendar), ``.json`` or a table."""
        place = Path(path)
        if place.suffix != ".ics":
            return [written_table(self.table(), place, self.to_dict())]
        with whole(place) as file:
            file.write(self.calendar().encode())
        return [place]


@checked
def due(
    records: Place | Iterable[Place] = (),
    *,
    registry: Place | None = None,
    profiles: Sequence[Place] = (),
    reports: Place | Iterable[Place] | None = None,
    declared: Place | None = None,
    clock: str | None = None,
    ids: bool = False,
) -> DueResult:
    """Show what is open or owed, by jurisdiction and law, the late first.

    ``records`` give the requests and orders that are open; a limit runs only where its law holds.
    ``registry`` is a registry's folder, whose submissions are owed. ``profiles`` are reports that
    the services of the records owe; ``reports`` are those that are there, as files or folders, and
    ``declared`` is the file of declared facts. ``clock`` is the day (its start) or the time taken
    as now, in UTC. ``ids`` shows ids of records.

    Example::

        found = hs.due("examples/platform-export/records.jsonl", clock="2026-07-10")
        found.late
        found.to_pandas()[["standing", "hours_left", "jurisdiction", "law"]]
        found.write("due.ics")
    """
    sources = names_of(records)
    if not sources and registry is None and not profiles:
        fix = "name files of records, --registry DIR or --profile"
        raise UserError("due", "there is nothing to look at", fix)
    if not profiles and (reports is not None or declared is not None):
        fix = f"add --profile: one of {', '.join(with_duties())}"
        raise UserError("--reports", "no profile is named", fix)
    now = time_asked(clock).replace(tzinfo=UTC, microsecond=0)
    if not _FIRST <= now.year <= _LAST:
        raise UserError("--clock", "it is too far away", f"give a day from {_FIRST} to {_LAST}")
    parts, services = [], list[str]()
    if sources:
        found, services = open_requests(sources, now)
        parts.append(found)
    if registry is not None:
        from harmscope.registry.dues import registry_dues
        from harmscope.registry.folder import Registry

        with Registry(Path(registry)) as opened:
            parts.append(registry_dues(opened, now))
    if profiles:
        made = None if reports is None else made_reports(names_of(reports))
        parts.append(
            owed_reports(
                [os.fspath(one) for one in profiles], now, services, made, path_of(declared)
            )
        )
    return DueResult(merged(now, parts), ids)
