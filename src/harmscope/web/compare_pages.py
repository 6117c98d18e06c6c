"""Comparing in the browser: reports side by side, one question at a time, and two editions."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

import harmscope as hs
from harmscope.comparison.concepts import concepts
from harmscope.formats.door import REPORT, read_text
from harmscope.web import report_library
from harmscope.web.asking import OfTenant, Sent, shelves_of
from harmscope.web.job_pages import SHOWN, job_asked
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.report_library_pages import Reader
from harmscope.web.research_tasks import PARTS
from harmscope.web.taxonomy_pages import TRAVEL
from harmscope.web.uploads import Tenant
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)


@routes.post("/compare")
def compare(request: Request, account: Reader, tenant: OfTenant, form: Sent) -> Response:
    """Put the comparison of the picked reports in the queue."""
    picked = report_library.picked(shelves_of(request), tenant, form.texts("report"))
    if not picked:
        raise Problem(422, "No report was picked.", "go back and tick two or more")
    asked = {
        "reports": [str(one.path) for one in picked],
        "files": [one.id for one in picked],
        "system": form.text("system") or None,
        "metrics": form.texts("metric"),
        "period": form.text("period") or None,
        "questions": "garm-amr" if form.text("questions") else None,
        "services": form.texts("service"),
    }
    return job_asked(request, account, "compare", asked)


@routes.post("/diff")
def diff(request: Request, account: Reader, tenant: OfTenant, form: Sent) -> Response:
    """Put in the queue that two editions of a report are held against each other: the picked ones,
    the one that was kept first as the old one."""
    wanted = form.texts("report")
    picked = report_library.picked(shelves_of(request), tenant, wanted)
    if len(picked) != 2:
        raise Problem(422, "Two editions are needed.", "go back and tick exactly two")
    ordered = form.text("ordered")
    old, new = sorted(
        picked, key=lambda one: wanted.index(one.id) if ordered else (one.edition, one.made)
    )
    asked = {"old": str(old.path), "new": str(new.path), "files": [old.id, new.id]}
    return job_asked(request, account, "difference", asked)


Code = Annotated[str, Query(max_length=100)]


@routes.get("/question")
def question_page(
    request: Request, account: Reader, tenant: OfTenant, category: Code = ""
) -> HTMLResponse:
    """The page to ask what all reports say on one category."""
    del account
    return page(
        request,
        "question.html",
        kept=report_library.listed(shelves_of(request), tenant),
        categories=hs.taxonomy.harm().categories.values(),
        chosen=category,
        concepts=concepts().values(),
    )


@routes.post("/question")
def question(request: Request, account: Reader, tenant: OfTenant, form: Sent) -> Response:
    """Put the question in the queue."""
    kept = report_library.listed(shelves_of(request), tenant)
    category = form.text("category")
    if category not in hs.taxonomy.harm().categories:
        raise Problem(422, "There is no such category.", "go back and choose one of the list")
    if not kept:
        raise Problem(422, "The library is empty.", "put reports into the library first")
    asked = {
        "reports": [str(one.path) for one in kept],
        "files": [one.id for one in kept],
        "category": category,
        "metrics": [one for one in form.texts("metric") if one],
    }
    return job_asked(request, account, "question", asked)


def _parts(tenant: Tenant, job: Job) -> dict[str, Markup]:
    """The pieces of the page that a job of ours made; what it put in was escaped there."""
    place = tenant.job_folder(job.id) / "out" / PARTS
    if not place.is_file():
        return {}
    parts: dict[str, str] = json.loads(read_text(place, REPORT))
    return {name: Markup(text) for name, text in parts.items()}  # noqa: S704 - made by our renderer


def _shown(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    del request
    return {"parts": _parts(tenant, job)}


def _question_shown(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    del request
    return {
        "parts": _parts(tenant, job),
        "one": hs.taxonomy.harm().categories[job.outcome["category"]],
        "travel": TRAVEL,
    }


SHOWN["compare"] = _shown
SHOWN["difference"] = _shown
SHOWN["question"] = _question_shown
