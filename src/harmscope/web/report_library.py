"""The library: reports that one organisation keeps to compare them.

Each is one file in the tenant's folder, in the form that ``harmscope read`` and ``harmscope
report`` write; the database holds what a list shows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, insert, select

from harmscope.formats.write import whole
from harmscope.reading import load
from harmscope.web.problem_details import Problem
from harmscope.web.shelves import REPORTS, Shelves, new_id, now
from harmscope.web.uploads import Tenant

UNDATED: Final = "undated"
_LONGEST: Final = 300
_SHORT: Final = 40
_BETWEEN: Final = ", "


@dataclass(frozen=True, slots=True)
class Kept:
    """One report of the library. ``service`` names all services of its figures, ``period`` spans
    all of them; ``path`` is its file."""

    id: str
    title: str
    service: str
    period: str
    edition: str
    format: str
    digest: str
    made: str
    path: Path

    @property
    def services(self) -> list[str]:
        """The services by name."""
        return self.service.split(_BETWEEN)


def add(shelves: Shelves, tenant: Tenant, record: dict[str, Any], title: str) -> str:
    """Keep a record ``published`` or ``report``; gives its id. The same report again gives the id
    that it has. Raises UserError where it is neither."""
    made = new_id()
    path = _place(tenant, made)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with whole(path) as file:
            file.write(json.dumps(record, ensure_ascii=False, sort_keys=True).encode())
        report = load(path)
        same = next((one for one in listed(shelves, tenant) if one.digest == report.sha256), None)
        if same is not None:
            path.unlink()
            return same.id
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    service = _BETWEEN.join(report.services) or report.service or report.file
    row = {
        "title": (title.strip() or service)[:_LONGEST],
        "service": service[:_LONGEST],
        "edition": (report.edition or "")[:_LONGEST],
        "period": (report.period or UNDATED)[:_SHORT],
        "format": report.format[:_SHORT],
    }
    with shelves.writing() as connection:
        connection.execute(
            insert(REPORTS).values(
                id=made, tenant=tenant.id, digest=report.sha256, made=now(), **row
            )
        )
    return made


def find(shelves: Shelves, tenant: Tenant, report: str) -> Kept:
    """The report with this id, where it is this tenant's. Raises Problem where there is none."""
    found = picked(shelves, tenant, [report])
    if not found:
        raise Problem(404, "There is no such report.", "it may have been deleted; open the library")
    return found[0]


def picked(shelves: Shelves, tenant: Tenant, reports: Iterable[str]) -> list[Kept]:
    """Those of this tenant's reports that have one of these ids, in the order of the library."""
    wanted = set(reports)
    return [one for one in listed(shelves, tenant) if one.id in wanted]


def listed(shelves: Shelves, tenant: Tenant) -> list[Kept]:
    """All reports, by service and period, the newest edition first."""
    wanted = select(REPORTS).where(REPORTS.c.tenant == tenant.id)
    order = (REPORTS.c.service, REPORTS.c.period.desc(), REPORTS.c.made.desc(), REPORTS.c.id)
    with shelves.reading() as connection:
        rows = connection.execute(wanted.order_by(*order)).all()
    names = [name for name in Kept.__dataclass_fields__ if name != "path"]
    return [
        Kept(**{name: getattr(row, name) for name in names}, path=_place(tenant, row.id))
        for row in rows
    ]


def drop(shelves: Shelves, tenant: Tenant, report: str) -> None:
    """Delete a report for good. Raises Problem where there is none."""
    found = find(shelves, tenant, report)
    with shelves.writing() as connection:
        connection.execute(delete(REPORTS).where(REPORTS.c.id == found.id))
    found.path.unlink(missing_ok=True)


def _place(tenant: Tenant, report: str) -> Path:
    return tenant.folder / "library" / f"{report}.json"
