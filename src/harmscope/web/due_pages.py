"""What is due: open requests and orders in records, and reports that are owed."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from harmscope.api.declared_form import profiles
from harmscope.deadlines.owed_reports import with_duties
from harmscope.times import time_asked, utc_text
from harmscope.web import jobs
from harmscope.web.accounts import Account
from harmscope.web.asking import OfTenant, Sent, configuration_of, shelves_of, signed_in
from harmscope.web.check_pages import records_of
from harmscope.web.job_pages import OfJob, job_asked
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)
Platform = Annotated[Account, Depends(signed_in("platform"))]
LAST: Final = 10


@routes.get("/due")
def due_page(request: Request, account: Platform) -> HTMLResponse:
    """The page to drop records on, with the last answers."""
    last = jobs.listed(shelves_of(request), account.tenant, ("due",), most=LAST)
    titles = {one.name: one.title for one in profiles()}
    return page(request, "due.html", last=last, profiles=with_duties(), titles=titles)


@routes.post("/due")
def due(request: Request, account: Platform, tenant: OfTenant, form: Sent) -> Response:
    """Keep the files and put the question in the queue."""
    upload = form.uploaded("files", tenant)
    asked = {
        "upload": upload.id,
        "files": [str(path) for path in upload.paths],
        "profiles": [one for one in form.texts("profile") if one in with_duties()],
        "clock": _now(request),
    }
    return job_asked(request, account, "due", asked)


@routes.post("/due/of/{job}")
def due_of(
    request: Request, account: Platform, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """What is due in the records of a check or an import."""
    del form
    asked = {"of": found.id, "files": records_of(found, tenant), "clock": _now(request)}
    return job_asked(request, account, "due", asked)


def _now(request: Request) -> str:
    """The time taken as now: when the question was asked, and not when its turn came."""
    return utc_text(time_asked(configuration_of(request).clock))
