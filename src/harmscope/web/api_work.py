"""The API for work: what takes longer than a request is put in the queue as a job."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from harmscope.api.declared_form import checked_declared
from harmscope.web import audit, jobs, report_library
from harmscope.web.api_answers import OPEN, IdempotencyKey, problems
from harmscope.web.api_asked import (
    CheckOptions,
    ComparisonAsked,
    ImportOptions,
    ReadingOptions,
    ReportAsked,
    ReportOptions,
)
from harmscope.web.api_bodies import Brought, Files, as_json, body_of_files
from harmscope.web.api_callers import Caller, allowed, files_of
from harmscope.web.api_jobs import API, job_of_caller, shown
from harmscope.web.api_models import JobShown
from harmscope.web.asking import configuration_of, shelves_of
from harmscope.web.check_pages import records_of
from harmscope.web.configuration import MEBI
from harmscope.web.idempotency import once
from harmscope.web.import_pages import TABLE
from harmscope.web.problem_details import Problem
from harmscope.web.report_pages import CHOICES, check_choice, has_records
from harmscope.web.tokens import Scope
from harmscope.web.uploads import Tenant, Upload

_ACCEPTED: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "description": "The work is in the queue; Location is the job.",
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The job."}},
    },
    **OPEN,
    **problems(400, 409, 413, 415, 422),
}
_LATER: Final = {"Retry-After": "30"}
routes = APIRouter(tags=["work"], responses=_ACCEPTED)
_work = partial(routes.post, status_code=202, response_model=JobShown)
_work_on_json = partial(_work, dependencies=[Depends(as_json)], max_body_size=MEBI)


@dataclass(frozen=True, slots=True)
class Asking:
    """A request for work: who makes it, that one's files, and the key that names it."""

    request: Request
    who: Caller
    tenant: Tenant
    key: str | None

    def queue(self, task: str, asked: dict[str, Any]) -> Response:
        """Put work in the queue; the answer is the job. Raises Problem where too many wait."""
        shelves, limits = shelves_of(self.request), configuration_of(self.request).limits
        try:
            made = jobs.ask(shelves, self.who.tenant, None, task, asked, limits.waiting)
        except jobs.TooManyJobs as error:
            raise Problem(429, "Too many jobs are waiting.", error.fix, _LATER) from None
        audit.note(shelves, self.who, task, made.id, "asked")
        return JSONResponse(shown(made).model_dump(mode="json", exclude_none=True), 202)

    def once(self, work: Callable[[], Response], *parts: object) -> Response:
        """Do work that gives a job, once for each key; ``parts`` are all that is asked."""
        digest = hashlib.sha256(json.dumps([self.request.url.path, *parts]).encode()).hexdigest()
        answer = once(shelves_of(self.request), self.key, self.who.name, digest, work)
        answer.headers["Location"] = json.loads(bytes(answer.body))["links"]["self"]
        return answer


def _asking_for(scope: Scope) -> Callable[..., Asking]:
    """A dependency: a request for work of somebody who has ``scope``."""

    def asking(
        request: Request,
        who: Annotated[Caller, Depends(allowed(scope))],
        key: IdempotencyKey = None,
    ) -> Asking:
        return Asking(request, who, files_of(request, who), key)

    return asking


BESIDE: Final = {
    "mapping": "A mapping.toml that ties own codes or columns to the standard.",
    "dataset": "A TOML file with what no log says of itself, such as the service.",
}
"""What an import takes beside the files."""

SOURCES: Final = ("import", "validate", "fix")
"""Tasks whose jobs have records."""

Texts = dict[str, str]


@_work("/validations", operation_id="validate", openapi_extra=body_of_files())
def validate(
    asking: Annotated[Asking, Depends(_asking_for("validate"))],
    files: Files,
    options: Annotated[CheckOptions, Query()],
) -> Response:
    """Check records or a published report. The scope is `validate`."""

    def asked(upload: Upload, more: Texts) -> dict[str, Any]:
        del more
        clock = configuration_of(asking.request).clock
        return {**_given(upload), **options.model_dump(), "clock": clock}

    return _taken(asking, "validate", files, asked, options)


@_work("/imports", operation_id="importLog", openapi_extra=body_of_files(**BESIDE))
def import_log(
    asking: Annotated[Asking, Depends(_asking_for("import"))],
    files: Files,
    options: Annotated[ImportOptions, Query()],
) -> Response:
    """Bring a platform's log in as records. Of a table of one's own (system `mapping`) that comes
    without a mapping the job gives `draft.toml`: correct it, and send it along. The scope is
    `import`."""

    def asked(upload: Upload, more: Texts) -> dict[str, Any]:
        return {**_given(upload), **dict.fromkeys(BESIDE), **more, **options.model_dump()}

    drafts = options.system == TABLE and "mapping" not in files.fields
    return _taken(asking, "draft" if drafts else "import", files, asked, options, *BESIDE)


@_work("/readings", operation_id="readReport", openapi_extra=body_of_files())
def read_report(
    asking: Annotated[Asking, Depends(_asking_for("read"))],
    files: Files,
    options: Annotated[ReadingOptions, Query()],
) -> Response:
    """Read the figures of one published report; to compare them, put the job into the library. The
    scope is `read`."""

    def asked(upload: Upload, more: Texts) -> dict[str, Any]:
        del more
        return {**_given(upload), **options.model_dump()}

    return _taken(asking, "read", files, asked, options)


@_work_on_json("/reports", operation_id="makeReport", responses=problems(404))
def make_report(
    asking: Annotated[Asking, Depends(_asking_for("report"))], wanted: ReportAsked
) -> Response:
    """Make a report of the records that an import or a check has. The scope is `report`, with that
    of the job."""
    chosen = wanted.model_dump(include=set(CHOICES))
    check_choice(chosen)
    source = job_of_caller(asking.request, asking.who, wanted.job)
    if source.task not in SOURCES or source.state != jobs.DONE or not has_records(source):
        fix = "name an import or a check that is done and has records"
        raise Problem(422, "The job has no records.", fix)

    def work() -> Response:
        files, clock = records_of(source, asking.tenant), configuration_of(asking.request).clock
        asked = {"of": source.id, "files": files, "clock": clock, "declared": None, **chosen}
        if wanted.declared is None:
            return asking.queue("report", asked)
        text = io.BytesIO(wanted.declared.encode())
        kept = asking.tenant.take([("declared.toml", text)])
        try:
            place = kept.paths[0]
            checked_declared(place, wanted.profile, wanted.service, wanted.period)
            return asking.queue("report", {**asked, "declared": str(place)})
        except BaseException:
            asking.tenant.drop(kept)
            raise

    return asking.once(work, wanted.model_dump())


DECLARED: Final = "declared"


@_work(
    "/reports/of-files",
    operation_id="makeReportOfFiles",
    openapi_extra=body_of_files(declared="What no log holds: a declared.toml."),
)
def make_report_of_files(
    asking: Annotated[Asking, Depends(_asking_for("report"))],
    files: Files,
    options: Annotated[ReportOptions, Query()],
) -> Response:
    """Make a report of records that are sent along, such as an import wrote. The scope is
    `report`."""
    chosen = options.model_dump()
    check_choice(chosen)

    def asked(upload: Upload, more: Texts) -> dict[str, Any]:
        if DECLARED in more:
            place = Path(more[DECLARED])
            checked_declared(place, options.profile, options.service, options.period)
        clock = configuration_of(asking.request).clock
        return {**_given(upload), DECLARED: more.get(DECLARED), "clock": clock, **chosen}

    return _taken(asking, "report", files, asked, options, DECLARED)


@_work_on_json("/comparisons", operation_id="compareReports", responses=problems(404))
def compare_reports(
    asking: Annotated[Asking, Depends(_asking_for("compare"))], wanted: ComparisonAsked
) -> Response:
    """Compare reports of the library. The scope is `compare`."""
    picked = report_library.picked(shelves_of(asking.request), asking.tenant, wanted.reports)
    if len(picked) != len(set(wanted.reports)):
        raise Problem(404, "There is no such report.", f"see {API}/library")
    asked = {
        **wanted.model_dump(),
        "reports": [str(one.path) for one in picked],
        "files": [one.id for one in picked],
    }
    return asking.once(lambda: asking.queue("compare", asked), wanted.model_dump())


def _given(upload: Upload) -> dict[str, Any]:
    return {"upload": upload.id, "files": [str(path) for path in upload.paths]}


def _taken(
    asking: Asking,
    task: str,
    files: Brought,
    asked: Callable[[Upload, Texts], dict[str, Any]],
    options: BaseModel,
    *beside: str,
) -> Response:
    """Keep the files, and those in the fields ``beside`` them, and put the work in the queue, once
    for each key."""
    if not files.fields.keys() <= {"files", *beside}:
        fix = f"use the fields {', '.join(('files', *beside))}"
        raise Problem(422, "The form has a field that is not known.", fix)
    if any(len(files.files(name)) > 1 for name in beside):
        fix = "send one in each field but files"
        raise Problem(422, "A field has several files.", fix)

    def work() -> Response:
        kept: dict[str, Upload] = {}
        try:
            for name in ("files", *beside):
                if given := files.files(name):
                    kept[name] = asking.tenant.take(given)
            more = {name: str(one.paths[0]) for name, one in kept.items() if name in beside}
            return asking.queue(task, asked(kept["files"], more))
        except BaseException:
            for one in kept.values():
                asking.tenant.drop(one)
            raise

    digest = files.digest() if asking.key else ""
    return asking.once(work, digest, options.model_dump(mode="json"))
