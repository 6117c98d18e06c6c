"""The API for work: checks, imports and reports become jobs, which tell how far they are."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from harmscope import __version__
from harmscope.web import audit, jobs
from harmscope.web.api_answers import OPEN, Limit, problems
from harmscope.web.api_callers import AnyCaller, Caller, OfCaller
from harmscope.web.api_models import Fault, JobFile, JobLinks, JobList, JobShown, Start
from harmscope.web.asking import shelves_of
from harmscope.web.job_pages import events_of, written_file
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.tokens import Scope
from harmscope.web.work import OURS

API: Final = "/api/v1"
routes = APIRouter(responses=OPEN)

SCOPE_OF: Final[dict[str, Scope]] = {
    "validate": "validate",
    "fix": "validate",
    "draft": "import",
    "import": "import",
    "report": "report",
    "read": "read",
    "compare": "compare",
}
"""The scope that a job's task asks for; jobs of other tasks are not in the API."""

_PARTS: Final = (
    *("validations", "imports", "reports", "readings", "comparisons", "library", "jobs"),
    *("submissions", "publications"),
    *("taxonomy", "systems", "rules", "schemas"),
)
"""What the start names."""


@routes.get("/", operation_id="start", tags=["start"], response_model=Start)
def start(who: AnyCaller) -> Start:
    """Say what there is."""
    del who
    links = {name: f"{API}/{name}" for name in _PARTS}
    return Start(
        name="harmscope", version=__version__, links={**links, "openapi": f"{API}/openapi.json"}
    )


def job_asked_for(
    request: Request,
    who: AnyCaller,
    job: Annotated[
        str,
        Path(max_length=64, examples=["9f1c2d3e4a5b69788796a5b4c3d2e1f0"], description="Its id."),
    ],
) -> Job:
    """A dependency: the job in the address, where it is the caller's and of a scope of it."""
    return job_of_caller(request, who, job)


def job_of_caller(request: Request, who: Caller, job: str) -> Job:
    """The job with this id. Raises Problem where it is not the caller's, or of a scope that the
    caller does not have."""
    found = jobs.find(shelves_of(request), who.tenant, job)
    if found is None or SCOPE_OF.get(found.task) not in who.scopes:
        raise Problem(404, "There is no such job.", f"see {API}/jobs")
    return found


OfCallersJob = Annotated[Job, Depends(job_asked_for)]


def shown(job: Job) -> JobShown:
    """A job as the API shows it: without anything that is for the server alone."""
    done, place = job.state == jobs.DONE, f"{API}/jobs/{job.id}"
    files = job.outcome.get("files", []) if done else []
    failed = job.outcome if job.state == jobs.FAILED else None
    return JobShown(
        id=job.id,
        task=job.task,
        state=job.state,
        progress=job.progress,
        made=job.made,
        ended=job.ended,
        outcome={k: v for k, v in job.outcome.items() if k not in OURS} if done else None,
        problem=None if failed is None else Fault.model_validate(failed),
        files=[
            JobFile(name=one["name"], label=one["label"], url=f"{place}/files/{number}")
            for number, one in enumerate(files)
        ],
        links=JobLinks(self=place, events=f"{place}/events"),
    )


@routes.get(
    "/jobs",
    operation_id="listJobs",
    tags=["jobs"],
    response_model=JobList,
    response_model_exclude_none=True,
    responses=problems(404, 422),
)
def list_jobs(
    request: Request,
    who: AnyCaller,
    limit: Limit = 50,
    after: Annotated[
        str | None, Query(max_length=64, description="The id of the last job of the page before.")
    ] = None,
) -> JobList:
    """List the jobs that the token's scopes allow, the newest first."""
    shelves = shelves_of(request)
    last = None if after is None else jobs.find(shelves, who.tenant, after)
    if after is not None and last is None:
        raise Problem(404, 'There is no job with this id in "after".', "start again without it")
    tasks = tuple(task for task, scope in SCOPE_OF.items() if scope in who.scopes)
    found = jobs.listed(shelves, who.tenant, tasks, limit + 1, last) if tasks else []
    page, more = found[:limit], len(found) > limit
    way = f"{API}/jobs?limit={limit}&after={page[-1].id}" if more else None
    return JobList(jobs=[shown(one) for one in page], next=way)


@routes.get(
    "/jobs/{job}",
    operation_id="showJob",
    tags=["jobs"],
    response_model=JobShown,
    response_model_exclude_none=True,
    responses=problems(404, 422),
)
def show_job(found: OfCallersJob) -> JobShown:
    """Say how far a job is, or what it gave."""
    return shown(found)


@routes.get(
    "/jobs/{job}/events",
    operation_id="followJob",
    tags=["jobs"],
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: `data` is JSON with `state` and `progress`. "
            "The stream ends with the job.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **problems(404, 422),
    },
)
def follow_job(request: Request, found: OfCallersJob) -> StreamingResponse:
    """Follow a job as it works."""
    return StreamingResponse(events_of(request, found), media_type="text/event-stream")


@routes.get(
    "/jobs/{job}/files/{number}",
    operation_id="getJobFile",
    tags=["jobs"],
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        },
        **problems(404, 422),
    },
)
def get_job_file(
    found: OfCallersJob,
    tenant: OfCaller,
    number: Annotated[int, Path(ge=0, le=10_000, description="Its place in the job's list.")],
) -> Response:
    """Give a file that a job wrote."""
    return written_file(found, tenant, number)


@routes.delete(
    "/jobs/{job}",
    operation_id="deleteJob",
    tags=["jobs"],
    status_code=204,
    response_class=Response,
    responses=problems(404, 422),
)
def delete_job(request: Request, who: AnyCaller, found: OfCallersJob, tenant: OfCaller) -> Response:
    """Stop a job where it is not over, and delete it with everything it wrote."""
    shelves = shelves_of(request)
    jobs.stop(shelves, found)
    jobs.drop(shelves, found, tenant.job_folder(found.id))
    audit.note(shelves, who, "delete job", found.id)
    return Response(status_code=204)
