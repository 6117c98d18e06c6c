"""Jobs in the browser: a page that shows how far one is, what it gave, and its files."""

import hashlib
import json
import re
import time
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Annotated, Any, Final

from anyio import sleep
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from harmscope.web import audit, jobs
from harmscope.web.accounts import Account
from harmscope.web.asking import OfTenant, Sent, SignedIn, configuration_of, shelves_of
from harmscope.web.guard import FRAMES
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.research_tasks import FORMATS
from harmscope.web.tasks import OF_OFFICIALS
from harmscope.web.uploads import Tenant
from harmscope.web.views import SECTIONS, page

routes = APIRouter(include_in_schema=False)
PAUSE = 0.5


def job_asked(request: Request, account: Account, task: str, asked: dict[str, Any]) -> Response:
    """Put work in the queue for an account; answers with the way to its page."""
    limits = configuration_of(request).limits
    made = jobs.ask(shelves_of(request), account.tenant, account.id, task, asked, limits.waiting)
    audit.note(shelves_of(request), account, task, made.id, "asked")
    return RedirectResponse(f"/jobs/{made.id}", 303)


def job_of(request: Request, account: SignedIn, job: str) -> Job:
    """A dependency: the job in the address, where it is the caller's."""
    found = jobs.find(shelves_of(request), account.tenant, job)
    if found is None:
        raise Problem(404, "There is no such job.", "it may have been deleted")
    if found.task in OF_OFFICIALS and not account.may("official"):
        raise Problem(403, "Your account may not see this job.", "ask an admin for the role")
    return found


OfJob = Annotated[Job, Depends(job_of)]


Shown = Callable[[Request, Tenant, Job], dict[str, Any]]
SHOWN: dict[str, Shown] = {}
"""For a task whose page shows more than the job itself: what its template is given."""
_PARTS: Final = {
    "/check": ("validate", "fix"),
    "/due": ("due",),
    "/import": ("draft", "import"),
    "/report": ("survey", "report"),
    "/package": ("pack", "seal", "hand_in"),
    "/library": ("read", "compare", "question", "difference", "claim"),
    "/inbox": OF_OFFICIALS,
}
PART_OF: Final = {task: part for part, tasks in _PARTS.items() for task in tasks}
"""The part of the app that each task belongs to, as in the sections of the pages."""


@routes.get("/jobs/{job}")
def job_page(request: Request, found: OfJob, tenant: OfTenant) -> Response:
    """How far a job is, or what it gave. Without scripts the page reloads itself."""
    done = found.state == jobs.DONE
    more = SHOWN[found.task](request, tenant, found) if done and found.task in SHOWN else {}
    more["part"] = PART_OF[found.task]
    if not done:
        names = {address: name for address, name, _ in SECTIONS}
        more |= {"back": _back(found), "formats": FORMATS, "part_name": names[more["part"]]}
    shown = page(request, f"job_{found.task}.html" if done else "job.html", job=found, **more)
    if not found.over:
        shown.headers["Refresh"] = "2"
    return shown


def _back(job: Job) -> str:
    """The page on which a job that gave nothing can be asked for anew."""
    # What was asked of another job is on that one's page, with its form as it was guessed or read.
    source = job.asked.get("draft") or (job.asked.get("of") if job.task in _OF_JOBS else None)
    if source:
        return f"/jobs/{source}?from={job.id}"
    own = {"pool": "/pool", "preview": "/publish", "plan": "/publish", "publish": "/publish"}
    own |= {"shelve": "/publish", "claim": f"/claim?from={job.id}"}
    return own.get(job.task, PART_OF[job.task])


_OF_JOBS: Final = ("report", "seal", "hand_in", "fix", "due")


@routes.get("/jobs/{job}/events")
async def job_events(request: Request, found: OfJob) -> StreamingResponse:
    """How far a job is, as server-sent events; ends with the job."""
    return StreamingResponse(events_of(request, found), media_type="text/event-stream")


LATER: Final = 10_000
"""Milliseconds after which a browser that was sent away asks again."""

STREAMS: Final = 50
"""So many jobs one organisation may follow at once with each process: each of them asks the
database every second."""

_FOLLOWED: Final = Counter[tuple[int, str]]()
"""How many streams are open, by database and organisation. One thread alone counts."""


async def events_of(request: Request, job: Job) -> AsyncIterator[str]:
    """How far a job is, as lines of server-sent events, until it is over; no thread waits. Where
    too many are open, it ends at once, and whoever asked comes again a little later."""
    shelves, last = shelves_of(request), ""
    place = (id(shelves), job.tenant)
    until = time.monotonic() + configuration_of(request).limits.work
    _FOLLOWED[place] += 1
    try:
        while time.monotonic() < until:
            found = await run_sync(jobs.find, shelves, job.tenant, job.id)
            if found is None:
                return
            told = json.dumps({"state": found.state, "progress": found.progress})
            if told != last:
                last = told
                yield f"data: {told}\n\n"
            if found.over:
                return
            if _FOLLOWED[place] > STREAMS:
                yield f"retry: {LATER}\n\n"
                return
            await sleep(PAUSE)
    finally:
        _FOLLOWED[place] -= 1
        if not _FOLLOWED[place]:
            del _FOLLOWED[place]


@routes.post("/jobs/{job}/stop")
def stop_job(request: Request, found: OfJob, account: SignedIn, form: Sent) -> Response:
    """Stop a job."""
    del form
    jobs.stop(shelves_of(request), found)
    audit.note(shelves_of(request), account, "stop", found.id)
    return RedirectResponse(f"/jobs/{found.id}", 303)


@routes.get("/jobs/{job}/files/{number}")
def job_file(found: OfJob, tenant: OfTenant, number: int) -> Response:
    """A file that a job wrote, by its place in the job's list."""
    return written_file(found, tenant, number)


def written_file(job: Job, tenant: Tenant, number: int) -> Response:
    """The file with this number among those that a job wrote. Pages of ours are shown, all else is
    downloaded. Raises Problem where there is none."""
    files = job.outcome.get("files", []) if job.state == jobs.DONE else []
    if not 0 <= number < len(files):
        raise Problem(404, "There is no such file.")
    name = str(files[number]["name"])
    out = (tenant.job_folder(job.id) / "out").resolve()
    path = (out / name).resolve()
    if not path.is_relative_to(out) or not path.is_file():
        raise Problem(404, "There is no such file.", "it may have been deleted")
    if path.suffix == ".html":
        return shown_page(path)
    return FileResponse(path, filename=path.name)


_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def shown_page(path: Path) -> Response:
    """A page that harmscope wrote. Its own style is allowed by its digest, and nothing else."""
    text = path.read_text(encoding="utf-8")
    digests = " ".join(
        f"'sha256-{b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"
        for one in _STYLE.findall(text)
    )
    styles = digests or "'none'"
    policy = f"default-src 'none'; style-src {styles}; img-src data:; form-action 'none'; {FRAMES}"
    return Response(text, media_type="text/html", headers={"Content-Security-Policy": policy})
