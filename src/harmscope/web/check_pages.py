"""Check: drop files, watch the check run, read what is wrong, and let it be fixed."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from harmscope.api.checking import BY, FoundFindings
from harmscope.rules import CATALOGUE
from harmscope.validation.schemas import versions
from harmscope.validation.verdict import REPORT
from harmscope.web import jobs
from harmscope.web.accounts import Account
from harmscope.web.asking import OfTenant, Sent, configuration_of, shelves_of, signed_in
from harmscope.web.job_pages import SHOWN, OfJob, job_asked
from harmscope.web.jobs import Job
from harmscope.web.platform_tasks import FOUND
from harmscope.web.problem_details import Problem
from harmscope.web.uploads import Tenant
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)
Checker = Annotated[Account, Depends(signed_in("platform", "official"))]
PAGE: Final = 50
"""Findings on one page."""


@routes.get("/check")
def check_page(request: Request, account: Checker) -> HTMLResponse:
    """The page to drop files on, with the last checks."""
    last = jobs.listed(shelves_of(request), account.tenant, ("validate",), most=10)
    kinds = [*versions(), REPORT]
    return page(request, "check.html", last=last, kinds=sorted(kinds))


@routes.post("/check")
def check(request: Request, account: Checker, tenant: OfTenant, form: Sent) -> Response:
    """Keep the files and put the check in the queue."""
    upload = form.uploaded("files", tenant)
    asked = {
        "upload": upload.id,
        "files": [str(path) for path in upload.paths],
        "kind": form.text("kind") or None,
        "ruleset": "strict" if form.text("strict") else "default",
        "clock": configuration_of(request).clock,
    }
    return job_asked(request, account, "validate", asked)


@routes.post("/check/of/{job}")
def check_made(
    request: Request, account: Checker, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """Check what another job made: records of an import, or mended files."""
    del form
    files = records_of(found, tenant)
    asked = {"of": found.id, "files": files, "clock": configuration_of(request).clock}
    return job_asked(request, account, "validate", asked)


@routes.post("/check/fix/{job}")
def fix(request: Request, account: Checker, found: OfJob, form: Sent) -> Response:
    """Put in the queue that mended copies are made of the files of a check."""
    del form
    if found.task != "validate" or found.state != jobs.DONE:
        raise Problem(404, "There is no such check.", "check the files first")
    return job_asked(request, account, "fix", {**found.asked, "of": found.id})


def records_of(job: Job, tenant: Tenant) -> list[str]:
    """The files of records that a job read or made, for work that goes on with them. Raises
    Problem where there are none, where they are gone, and for a trial."""
    if job.asked.get("first_rows"):
        raise Problem(422, "A trial is not all records.", "import the whole table first")
    made = job.outcome.get("made", []) if job.state == jobs.DONE else []
    files = [str(one) for one in made or job.asked.get("files", [])]
    inside = [one for one in files if tenant.holds(one)]
    if not inside or len(inside) < len(files):
        raise Problem(404, "The records are not here any more.", "upload them again")
    return inside


def _shown(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    """The findings that the address asks for, and how they spread."""
    asked = request.query_params
    picked = {name: asked[name] for name in BY if asked.get(name) is not None}
    number = asked.get("page", "1")
    here = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 8 else 1
    found = FoundFindings(tenant.job_folder(job.id) / "out" / FOUND)
    total = found.total(picked)
    here = min(here, max(1, -(-total // PAGE)))

    def way(**change: str | int | None) -> str:
        given: dict[str, str | int | None] = {**picked, **change}
        kept = {name: value for name, value in given.items() if value is not None}
        return f"/jobs/{job.id}" + (f"?{urlencode(kept)}" if kept else "") + "#findings"

    return {
        "picked": picked,
        "total": total,
        "number": here,
        "pages": max(1, -(-total // PAGE)),
        "findings": found.page(picked, (here - 1) * PAGE, PAGE),
        "spread": {
            name: found.counts(name, {k: v for k, v in picked.items() if k != name}) for name in BY
        },
        "catalogue": CATALOGUE,
        "way": way,
    }


SHOWN["validate"] = _shown
