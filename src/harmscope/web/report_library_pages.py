"""The library in the browser: upload a published report, see what it was taken for, keep it."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

import harmscope as hs
from harmscope.comparison.concepts import concepts, questions
from harmscope.formats.door import REPORT, read_text
from harmscope.render.figure_text import period_text
from harmscope.web import audit, jobs, report_library
from harmscope.web.accounts import Account
from harmscope.web.asking import OfTenant, Sent, shelves_of, signed_in
from harmscope.web.job_pages import SHOWN, OfJob, job_asked
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.report_library import Kept
from harmscope.web.research_tasks import FORMATS, RECORD
from harmscope.web.uploads import Tenant
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)
Reader = Annotated[Account, Depends(signed_in("platform", "official"))]


@routes.get("/library")
def library_page(request: Request, account: Reader, tenant: OfTenant) -> HTMLResponse:
    """All reports by service, and the way to compare them."""
    kept = report_library.listed(shelves_of(request), tenant)
    return page(
        request,
        "library.html",
        kept=kept,
        services=_by_service(kept),
        formats=FORMATS,
        systems=[info for info in hs.taxonomy.systems() if info.levels],
        concepts=concepts().values(),
        questions=questions().values(),
        names=sorted({name for one in kept for name in one.services}),
        asked=ASKED,
        when=when,
        last=jobs.listed(shelves_of(request), account.tenant, tuple(ASKED), most=5),
    )


ASKED: Final = {
    "compare": "Comparison",
    "question": "One category",
    "difference": "Two editions",
    "claim": "Claims",
}
"""What can be asked of reports, in words."""


def when(period: str) -> str:
    """A period as it is shown."""
    return period_text(period) if "/" in period else period


def _by_service(kept: Sequence[Kept]) -> list[tuple[str, list[Kept]]]:
    return [(name, list(some)) for name, some in groupby(kept, key=lambda one: one.service)]


@routes.post("/library")
def upload(request: Request, account: Reader, tenant: OfTenant, form: Sent) -> Response:
    """Keep the files and put in the queue that they are read."""
    kept = form.uploaded("files", tenant)
    asked = {"upload": kept.id, "files": [str(path) for path in kept.paths], **_said(form)}
    return job_asked(request, account, "read", asked)


def _said(form: Sent) -> dict[str, str | None]:
    """What the form says of a report; None where it leaves that to the files."""
    return {name: form.text(name) or None for name in ("kind", "service", "edition")}


@routes.post("/library/again/{job}")
def again(
    request: Request, account: Reader, found: OfJob, tenant: OfTenant, form: Sent
) -> Response:
    """Read the files of a job once more, for something else than they were taken for."""
    files = [str(one) for one in found.asked.get("files", [])]
    if found.task != "read" or not all(tenant.holds(one) for one in files):
        raise Problem(404, "The files are not here any more.", "upload them again")
    return job_asked(request, account, "read", {**found.asked, **_said(form)})


@routes.post("/library/keep/{job}")
def keep(request: Request, account: Reader, found: OfJob, tenant: OfTenant, form: Sent) -> Response:
    """Put the report that a job read into the library."""
    place = tenant.job_folder(found.id) / "out" / RECORD
    if found.task != "read" or found.state != jobs.DONE or not place.is_file():
        raise Problem(404, "There is no such report.", "upload it again")
    record: dict[str, Any] = json.loads(read_text(place, REPORT))
    made = report_library.add(shelves_of(request), tenant, record, form.text("title"))
    audit.note(shelves_of(request), account, "keep report", made)
    return RedirectResponse(f"/library#r-{made}", 303)


@routes.get("/library/{report}")
def report_page(request: Request, account: Reader, tenant: OfTenant, report: str) -> HTMLResponse:
    """One report of the library."""
    del account
    found = report_library.find(shelves_of(request), tenant, report)
    beside = [
        one
        for one in report_library.listed(shelves_of(request), tenant)
        if one.service == found.service and one.id != found.id
    ]
    return page(
        request, "library_report.html", one=found, beside=beside, formats=FORMATS, when=when
    )


@routes.get("/library/{report}/report.json")
def report_file(request: Request, account: Reader, tenant: OfTenant, report: str) -> Response:
    """The report itself, in the form that every tool of harmscope reads."""
    del account
    found = report_library.find(shelves_of(request), tenant, report)
    return FileResponse(found.path, filename="report.json")


@routes.post("/library/{report}/delete")
def delete(
    request: Request, account: Reader, tenant: OfTenant, report: str, form: Sent
) -> Response:
    """Delete a report for good."""
    del form
    report_library.drop(shelves_of(request), tenant, report)
    audit.note(shelves_of(request), account, "delete report", report)
    return RedirectResponse("/library", 303)


def _read_shown(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    del request, tenant, job
    return {"formats": FORMATS, "when": when}


SHOWN["read"] = _read_shown
