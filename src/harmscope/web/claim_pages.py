"""Claims in the browser: pick reports of the library, write claims, and see what may be printed."""

import json
from collections.abc import Sequence
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.comparison.axes import AXES
from harmscope.formats.door import REPORT, read_text
from harmscope.render.claim_text import MARKS, STATES
from harmscope.render.figure_text import period_text
from harmscope.web import jobs, report_library
from harmscope.web.asking import OfTenant, Sent, shelves_of
from harmscope.web.job_pages import SHOWN, OfJob, job_asked
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.report_library import Kept
from harmscope.web.report_library_pages import Reader, when
from harmscope.web.research_tasks import ANSWERS
from harmscope.web.uploads import Tenant
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)

SHOWN_CLAIMS: Final = 200
"""So many claims a page shows; the files hold all of them."""

Id = Annotated[str, Query(max_length=40)]
Ids = Annotated[list[str], Query(max_length=500)]


@routes.get("/claim")
def claim_page(
    request: Request,
    account: Reader,
    tenant: OfTenant,
    report: Ids = [],  # noqa: B006 - FastAPI copies it
    from_: Annotated[Id, Query(alias="from")] = "",
) -> HTMLResponse:
    """The page to write claims: ``report`` are ticked, ``from`` is a job whose claims it shows."""
    shelves = shelves_of(request)
    kept = report_library.listed(shelves, tenant)
    earlier = [one for one in jobs.listed(shelves, account.tenant, ("claim",)) if _is_done(one)]
    source = jobs.find(shelves, account.tenant, from_) if from_ else None
    asked = source.asked if source is not None and source.task == "claim" else {}
    return page(
        request,
        "claim.html",
        kept=kept,
        picked={*report, *asked.get("files", ())},
        text=asked.get("text", ""),
        earlier=earlier[:10],
        before=from_,
        names=_names(kept),
        when=when,
    )


def _names(kept: Sequence[Kept]) -> list[str]:
    """Two services for the examples of the page."""
    found = dict.fromkeys(name for one in kept for name in one.services)
    return [*found, "Service A", "Service B"][:2]


def _is_done(job: Job) -> bool:
    return job.state == jobs.DONE


@routes.post("/claim/with")
def with_reports(account: Reader, form: Sent) -> Response:
    """Open the page for claims with the reports that were ticked in the library."""
    del account
    ticked = [("report", one) for one in form.texts("report")]
    return RedirectResponse(f"/claim?{urlencode(ticked)}", 303)


@routes.post("/claim")
def claim(request: Request, account: Reader, tenant: OfTenant, form: Sent) -> Response:
    """Put in the queue that claims are answered by the ticked reports."""
    shelves = shelves_of(request)
    picked = report_library.picked(shelves, tenant, form.texts("report"))
    if not picked:
        raise Problem(422, "No report was picked.", "go back and tick one or more")
    text = form.text("text")
    if not text:
        raise Problem(422, "There is no claim.", "go back and write one, or several: one a line")
    before = jobs.find(shelves, account.tenant, form.text("before"))
    asked = {
        "reports": [str(one.path) for one in picked],
        "files": [one.id for one in picked],
        "text": text,
        "before": _answers(tenant, before) if before is not None else None,
    }
    return job_asked(request, account, "claim", asked)


def _answers(tenant: Tenant, job: Job) -> str | None:
    """The file of answers that a job wrote; None where there is none."""
    place = tenant.job_folder(job.id) / "out" / ANSWERS
    return str(place) if job.task == "claim" and _is_done(job) and place.is_file() else None


@routes.post("/claim/instead/{job}")
def instead(
    request: Request, account: Reader, found: OfJob, tenant: OfTenant, form: Sent
) -> Response:
    """Ask again with one line of a job's claims in other words: ``use`` is ``LINE:CLAIM``."""
    number, _, words = form.text("use").partition(":")
    lines = str(found.asked.get("text", "")).splitlines()
    if found.task != "claim" or not words or not number.isdecimal():
        raise Problem(422, "No claim was chosen.", "go back and choose one of those that are named")
    at = int(number) - 1
    if not 0 <= at < len(lines):
        raise Problem(
            422, "There is no such line.", "go back and choose one of those that are named"
        )
    if not all(tenant.holds(str(one)) for one in found.asked["reports"]):
        raise Problem(404, "A report is not here any more.", "pick reports of the library anew")
    lines[at] = " ".join(words.split())
    return job_asked(request, account, "claim", {**found.asked, "text": "\n".join(lines)})


def _shown(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    """What the page of the answers is given: claims and refusals in the order of their lines."""
    del request
    place = tenant.job_folder(job.id) / "out" / ANSWERS
    record: dict[str, Any] = json.loads(read_text(place, REPORT)) if place.is_file() else {}
    found = [*record.get("claims", ()), *record.get("refused", ())]
    found.sort(key=lambda one: one.get("line", 0))
    return {
        "found": found[:SHOWN_CLAIMS],
        "total": len(found),
        "record": record,
        "states": STATES,
        "marks": MARKS,
        "axes": {one.id: one.title for one in AXES},
        "period": period_text,
    }


SHOWN["claim"] = _shown
