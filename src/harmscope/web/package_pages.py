"""Package: what a platform hands in to a registry, signed with a key that is kept nowhere here."""

import base64
import io
import re
import zipfile
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from harmscope.aggregation.parts import EVERY_SERVICE
from harmscope.api.submitting import key_pair, signed_with
from harmscope.errors import UserError
from harmscope.web import audit, jobs
from harmscope.web.accounts import Account
from harmscope.web.asking import Form, OfTenant, Sent, configuration_of, shelves_of, signed_in
from harmscope.web.check_pages import records_of
from harmscope.web.job_pages import OfJob, job_asked
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.uploads import Tenant
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)
_SUBMISSION: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
Platform = Annotated[Account, Depends(signed_in("platform"))]


@routes.get("/package")
def package_page(request: Request, account: Platform, of: str = "") -> HTMLResponse:
    """The page to choose what is packed, for whom and for which period."""
    shelves = shelves_of(request)
    made = jobs.listed(shelves, account.tenant, ("report", "import"), most=20)
    fit = [one for one in made if one.state == jobs.DONE and not one.asked.get("first_rows")]
    last = jobs.listed(shelves, account.tenant, ("seal", "pack"), most=10)
    sender = next((one.asked["sender"] for one in last if "sender" in one.asked), "")
    chosen = next((one for one in fit if one.id == of), None)
    return page(
        request,
        "package.html",
        made=fit,
        chosen=chosen,
        last=last,
        sender=sender,
        sent=_sent(request, account),
    )


def _sent(request: Request, account: Account) -> list[tuple[str, str]]:
    """Packages that were signed here, the newest first: the id of each, and what it is about. A
    correction names one of them."""
    shelves = shelves_of(request)
    found = []
    for one in jobs.listed(shelves, account.tenant, ("seal",), most=20):
        packed = jobs.find(shelves, account.tenant, one.asked["of"])
        if one.state == jobs.DONE and packed is not None:
            about = f"{packed.asked['service']}, {packed.asked['period']}, {one.made[:10]}"
            found.append((str(one.asked["id"]), about))
    return found


@routes.post("/package")
def package_asked(request: Request, account: Platform, tenant: OfTenant, form: Sent) -> Response:
    """Pack a report of a job, its records, or files that are uploaded."""
    replaces, because = form.text("replaces"), form.text("because")
    if bool(replaces) != bool(because):
        fix = "name the submission that it corrects and say why, or leave both empty"
        raise UserError("correction", "only one of its two fields is filled in", fix)
    if replaces and not _SUBMISSION.fullmatch(replaces):
        fix = "copy the id of the submission from its receipt: 64 characters, 0 to 9 and a to f"
        raise UserError("correction", "this is not the id of a submission", fix)
    records: list[str] = []
    reports: list[str] = []
    source = None
    if of := form.text("of"):
        source = jobs.find(shelves_of(request), account.tenant, of)
        if source is None or source.state != jobs.DONE:
            raise Problem(404, "There is no such job.", "it may have been deleted")
        records, reports = _contents(source, tenant, form.text("what"))
    elif form.has_files("files"):
        records = [str(path) for path in form.uploaded("files", tenant).paths]
    if form.has_files("report"):
        reports += [str(path) for path in form.uploaded("report", tenant).paths]
    about = _about(form, source)
    asked = {
        "sender": form.text("sender"),
        **about,
        "records": records,
        "reports": reports,
        "files": [*records, *reports],
        "clock": configuration_of(request).clock,
        "replaces": replaces or None,
        "because": because or None,
    }
    return job_asked(request, account, "pack", asked)


def _about(form: Form, source: Job | None) -> dict[str, str]:
    """Service and period of the package; where the form leaves them empty, those of the report."""
    told = {}
    for name in ("service", "period"):
        told[name] = form.text(name)
        if not told[name] and source is not None and source.task == "report":
            told[name] = str(source.asked[name])
        if not told[name] or (name == "service" and told[name] == EVERY_SERVICE):
            fix = "a package is about one service" if told[name] else "fill it in"
            raise UserError(name, "it is not clear which one is meant", fix)
    return told


def _contents(job: Job, tenant: Tenant, what: str) -> tuple[list[str], list[str]]:
    """The records and the reports of a job that are packed: ``figures`` are the report alone."""
    report = job.outcome.get("report")
    if what == "figures" or (what != "records" and report):
        if not report or not tenant.holds(report):
            raise Problem(404, "The report is not here any more.", "make it again")
        return [], [report]
    return records_of(job, tenant), []


@routes.post("/package/key")
def key_made(request: Request, account: Platform, form: Sent) -> Response:
    """A new key pair as a zip. The private half is in this answer alone."""
    made = key_pair(form.text("name"), clock=configuration_of(request).clock)
    audit.note(shelves_of(request), account, "new key")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(made.private_name, made.private)
        archive.writestr(made.public_name, made.public)
    headers = {"Content-Disposition": 'attachment; filename="keys.zip"'}
    return Response(whole.getvalue(), media_type="application/zip", headers=headers)


@routes.post("/package/sign/{job}")
def package_signed(
    request: Request, account: Platform, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """Sign a package. The key is read here and forgotten: only the signature goes on."""
    package = _package(found, tenant, "pack")
    made = signed_with(Path(package), form.content("key"))
    signature = base64.b64encode(made).decode()
    asked = {"of": found.id, "package": package, "signature": signature, "id": found.outcome["id"]}
    return job_asked(request, account, "seal", asked)


@routes.post("/package/hand-in/{job}")
def handed_in(
    request: Request, account: Platform, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """Hand a signed package in to the registry that is served here."""
    del form
    configuration = configuration_of(request)
    if configuration.registry is None:
        raise Problem(404, "There is no registry here.", "send the package to the authority")
    asked: dict[str, Any] = {
        "of": found.id,
        "package": _package(found, tenant, "seal"),
        "registry": str(configuration.registry),
        "clock": configuration.clock,
    }
    return job_asked(request, account, "hand_in", asked)


def _package(job: Job, tenant: Tenant, task: str) -> str:
    package = job.outcome.get("package", "") if job.task == task else ""
    if job.state != jobs.DONE or not tenant.holds(package):
        raise Problem(404, "There is no such package.", "pack it again")
    return str(package)
