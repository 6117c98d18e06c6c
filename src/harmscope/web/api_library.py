"""The API of the library: reports that are kept to compare them."""

import json
import pathlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import FileResponse, Response

from harmscope.formats.door import REPORT, read_text
from harmscope.web import audit, jobs, report_library
from harmscope.web.api_answers import OPEN, Limit, problems
from harmscope.web.api_asked import KeepAsked
from harmscope.web.api_bodies import as_json
from harmscope.web.api_callers import Caller, OfCaller, allowed
from harmscope.web.api_jobs import API, job_of_caller
from harmscope.web.api_models import KeptReport, ReportList
from harmscope.web.asking import shelves_of
from harmscope.web.configuration import MEBI
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.report_library import Kept
from harmscope.web.research_tasks import RECORD
from harmscope.web.uploads import Tenant

routes = APIRouter(tags=["library"], responses={**OPEN, **problems(404, 422)})
Reader = Annotated[Caller, Depends(allowed("read", "compare"))]
Keeper = Annotated[Caller, Depends(allowed("read", "report"))]


@routes.get(
    "/library",
    operation_id="listReports",
    response_model=ReportList,
    response_model_exclude_none=True,
)
def list_reports(
    request: Request,
    who: Reader,
    tenant: OfCaller,
    limit: Limit = 50,
    after: Annotated[
        str | None, Query(max_length=64, description="The id of the last one of the page before.")
    ] = None,
) -> ReportList:
    """List the reports of the library, by service and period. The scope is `read` or `compare`."""
    del who
    rest = report_library.listed(shelves_of(request), tenant)
    if after is not None:
        ids = [one.id for one in rest]
        if after not in ids:
            raise Problem(
                404, 'There is no report with this id in "after".', "start again without it"
            )
        rest = rest[ids.index(after) + 1 :]
    page = [_shown(one) for one in rest[:limit]]
    way = f"{API}/library?limit={limit}&after={page[-1].id}" if len(rest) > limit else None
    return ReportList(reports=page, next=way)


@routes.post(
    "/library",
    operation_id="keepReport",
    status_code=201,
    response_model=KeptReport,
    responses=problems(415),
    dependencies=[Depends(as_json)],
    max_body_size=MEBI,
)
def keep_report(request: Request, who: Keeper, tenant: OfCaller, wanted: KeepAsked) -> KeptReport:
    """Put what a reading or a report made into the library; the same again stays one. The scope is
    `read` or `report`, as that of the job."""
    job, shelves = job_of_caller(request, who, wanted.job), shelves_of(request)
    record = _record(tenant, job)
    title = wanted.title or record.get("profile", {}).get("title", "")
    made = report_library.add(shelves, tenant, record, title)
    audit.note(shelves, who, "keep report", made)
    return _shown(report_library.find(shelves, tenant, made))


OneId = Annotated[
    str, Path(max_length=64, examples=["9f1c2d3e4a5b69788796a5b4c3d2e1f0"], description="Its id.")
]


@routes.get("/library/{report}", operation_id="showReport", response_model=KeptReport)
def show_report(request: Request, who: Reader, tenant: OfCaller, report: OneId) -> KeptReport:
    """Show what the library holds about a report. The scope is `read` or `compare`."""
    del who
    return _shown(report_library.find(shelves_of(request), tenant, report))


@routes.get(
    "/library/{report}/report.json",
    operation_id="getReport",
    response_class=Response,
    responses={
        200: {
            "description": "The report, as `harmscope read` and `harmscope report` write it.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
    },
)
def get_report(request: Request, who: Reader, tenant: OfCaller, report: OneId) -> Response:
    """Give a report of the library as JSON. The scope is `read` or `compare`."""
    del who
    found = report_library.find(shelves_of(request), tenant, report)
    return FileResponse(found.path, media_type="application/json", filename="report.json")


@routes.delete(
    "/library/{report}",
    operation_id="deleteReport",
    status_code=204,
    response_class=Response,
)
def delete_report(request: Request, who: Keeper, tenant: OfCaller, report: OneId) -> Response:
    """Delete a report of the library for good. The scope is `read` or `report`."""
    report_library.drop(shelves_of(request), tenant, report)
    audit.note(shelves_of(request), who, "delete report", report)
    return Response(status_code=204)


def _record(tenant: Tenant, job: Job) -> dict[str, Any]:
    """The report that a job made or read. Raises Problem where there is none."""
    places = {
        "read": tenant.job_folder(job.id) / "out" / RECORD,
        "report": pathlib.Path(job.outcome.get("report", "")),
    }
    place = places.get(job.task) if job.state == jobs.DONE else None
    if place is None or not tenant.holds(str(place)):
        raise Problem(422, "The job has no report.", "name a reading or a report that is done")
    record: dict[str, Any] = json.loads(read_text(place, REPORT))
    return record


def _shown(one: Kept) -> KeptReport:
    return KeptReport(
        id=one.id,
        title=one.title,
        services=one.services,
        period=one.period,
        edition=one.edition or None,
        format=one.format,
        sha256=one.digest,
        made=one.made,
    )
