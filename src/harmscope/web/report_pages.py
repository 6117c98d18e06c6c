"""Report: pick records, profile and period; state what no log holds; get every file of it."""

import io
import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.api.declared_form import (
    Given,
    answer_to,
    asked_of,
    assurances,
    checked_declared,
    declared_text,
    given_of,
    number,
    others,
    profiles,
    units,
)
from harmscope.errors import UserError, offer
from harmscope.formats.door import REPORT, read_bytes
from harmscope.model.period import parse_period
from harmscope.web import jobs, report_library
from harmscope.web.accounts import Account
from harmscope.web.asking import (
    Form,
    OfTenant,
    Sent,
    configuration_of,
    shelves_of,
    signed_in,
)
from harmscope.web.check_pages import records_of
from harmscope.web.job_pages import SHOWN, OfJob, job_asked
from harmscope.web.jobs import Job
from harmscope.web.problem_details import Problem
from harmscope.web.uploads import Tenant
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)
Platform = Annotated[Account, Depends(signed_in("platform"))]

LEVELS: Final = {
    "statutory": "As counted: for the authority, or where the law asks for exact numbers",
    "public": "For the public: small numbers are hidden and rounded",
    "public-exact": "For the public: small numbers are hidden, the others exact",
    "bands": "For the public: bands in place of numbers",
}
"""Levels of disclosure, and what each is for."""

TIERS: Final = {
    "intermediary": "Intermediary service",
    "hosting": "Hosting service",
    "platform": "Online platform",
    "vlop": "Very large online platform",
    "vlose": "Very large online search engine",
    "possibly_exempt": "Maybe a micro or small enterprise",
    "exempt": "Micro or small enterprise",
}
CHOICES: Final = ("profile", "period", "service", "tz", "disclosure")
_MORE: Final = 2
"""Rows for further figures beyond those that are there."""


@routes.get("/report")
def report_page(request: Request, account: Platform) -> HTMLResponse:
    """The page to pick records on: new files, or what an import or a check has."""
    shelves = shelves_of(request)
    made = jobs.listed(shelves, account.tenant, ("import", "validate", "fix"), most=20)
    fit = [one for one in made if one.state == jobs.DONE and has_records(one)]
    last = jobs.listed(shelves, account.tenant, ("report",), most=10)
    return page(request, "report_start.html", made=fit, last=last)


def has_records(job: Job) -> bool:
    """Whether a job that is done has records to report on."""
    if job.task == "validate":
        return bool(job.outcome["verdict"]["rows"]["accepted"])
    return bool(job.outcome.get("made"))


@routes.post("/report")
def records_chosen(request: Request, account: Platform, tenant: OfTenant, form: Sent) -> Response:
    """Look at what the records cover, so that period and service can be offered."""
    if of := form.text("of"):
        source = jobs.find(shelves_of(request), account.tenant, of)
        if source is None:
            raise Problem(404, "There is no such job.", "it may have been deleted")
        asked: dict[str, Any] = {"of": of, "files": records_of(source, tenant)}
    else:
        upload = form.uploaded("files", tenant)
        asked = {"upload": upload.id, "files": [str(path) for path in upload.paths]}
    return job_asked(request, account, "survey", asked)


def _shown(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    services = list(job.outcome["services"])
    whole = [name for name, is_whole in job.outcome["periods"] if is_whole]
    chosen = {
        "profile": "core",
        "period": whole[0] if whole else "",
        "service": services[0] if len(services) == 1 else "all",
        "tz": "UTC",
        "disclosure": "statutory",
    }
    before = _before(request, tenant, job, request.query_params.get("from", ""))
    if before is not None:
        chosen = {name: before.asked[name] for name in CHOICES}
    again = "" if before is None else before.id
    return {**_offered(job), "chosen": chosen, "fault": None, "again": again}


def _before(request: Request, tenant: Tenant, survey: Job, report: str) -> Job | None:
    """The report with this id, where it was made of the same records: its answers are the start of
    the next one."""
    found = jobs.find(shelves_of(request), tenant.id, report) if report else None
    same = found is not None and found.task == "report" and found.asked.get("of") == survey.id
    return found if same else None


SHOWN["survey"] = _shown


def _offered(job: Job) -> dict[str, Any]:
    return {
        "profiles": profiles(),
        "levels": LEVELS,
        "zones": sorted(available_timezones()),
        "services": list(job.outcome["services"]),
        "periods": job.outcome["periods"],
    }


@routes.post("/report/make/{job}")
def report_asked(
    request: Request, account: Platform, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """The next step: state what no log holds, save or load that, or make the report."""
    if found.task != "survey" or found.state != jobs.DONE:
        raise Problem(404, "There is no such choice of records.", "start again from Report")
    chosen = {name: form.text(name) for name in CHOICES}
    chosen["period"] = form.text("other_period") or chosen["period"]
    try:
        check_choice(chosen)
    except UserError as error:
        again = form.text("again")
        more = {**_offered(found), "chosen": chosen, "fault": error, "again": again}
        return _refused(page(request, "job_survey.html", job=found, **more))
    act = form.text("act")
    if act in ("declare", "load"):
        before = _before(request, tenant, found, form.text("again"))
        stated = "" if before is None else before.asked["declared"] or ""
        given: Given = given_of(Path(stated)) if tenant.holds(stated) else {}
        fault = None
        if act == "load":
            try:
                upload = form.uploaded("declared", tenant)
                given = given_of(upload.paths[0])
                tenant.drop(upload)
            except UserError as error:
                fault = error
        return _asking(request, found, chosen, given, fault)
    return _made(request, account, tenant, found, form, chosen)


def _made(  # noqa: PLR0917 - what the step needs
    request: Request,
    account: Account,
    tenant: Tenant,
    found: Job,
    form: Form,
    chosen: dict[str, str],
) -> Response:
    declared = None
    if form.text("stated"):
        given = _given(form, chosen)
        text = declared_text(given).encode()
        kept = tenant.take([("declared.toml", io.BytesIO(text))])
        try:
            _check_numbers(form)
            checked_declared(kept.paths[0], chosen["profile"], chosen["service"], chosen["period"])
        except UserError as error:
            tenant.drop(kept)
            return _asking(request, found, chosen, given, error)
        if form.text("act") == "save":
            tenant.drop(kept)
            headers = {"Content-Disposition": 'attachment; filename="declared.toml"'}
            return Response(text, media_type="application/toml", headers=headers)
        declared = (
            str(kept.paths[0]) if len(given) > len(("profile", "service", "period")) else None
        )
    asked = {
        "of": found.id,
        "files": [one for one in found.asked["files"] if tenant.holds(one)],
        "declared": declared,
        "clock": configuration_of(request).clock,
        **chosen,
    }
    return job_asked(request, account, "report", asked)


def check_choice(chosen: dict[str, str]) -> None:
    """Raises UserError for a choice that no report can be made of."""
    names = [one.name for one in profiles()]
    if chosen["profile"] not in names:
        raise UserError("profile", "there is no such profile", offer(chosen["profile"], names))
    if not chosen["period"]:
        raise UserError("period", "no period is chosen", "pick one, or write one such as 2026-H1")
    parse_period(chosen["period"])
    if not chosen["service"]:
        raise UserError("service", "no service is chosen", "pick one, or all")
    if chosen["disclosure"] not in LEVELS:
        fix = offer(chosen["disclosure"], list(LEVELS))
        raise UserError("disclosure", "there is no such level", fix)
    if chosen["tz"] not in available_timezones():
        raise UserError("time zone", "there is no such time zone", "write one as Europe/Berlin")


def _refused(shown: HTMLResponse) -> HTMLResponse:
    shown.status_code = 422
    return shown


# What no log holds.


def _asking(
    request: Request, job: Job, chosen: dict[str, str], given: Given, fault: UserError | None
) -> HTMLResponse:
    asked = asked_of(chosen["profile"])
    template = next(one.official for one in profiles() if one.name == chosen["profile"])
    further = others(asked, given)
    shown = page(
        request,
        "report_declared.html",
        job=job,
        chosen=chosen,
        asked=[(one, answer_to(one, given)) for one in asked],
        others=[*further, *[{}] * _MORE],
        provider=given.get("provider", {}),
        answers=given.get("answers", {}),
        official=template,
        tiers=TIERS,
        assurances=assurances(),
        units=units(),
        fault=fault,
    )
    return _refused(shown) if fault else shown


def _given(form: Form, chosen: dict[str, str]) -> Given:
    """The declared facts that a form states; what is empty is not stated."""
    given: Given = {name: chosen[name] for name in ("profile", "service", "period")}
    provider = {
        name: form.text(name)
        for name in ("name", "tier", "published", "previous_published")
        if form.text(name)
    }
    column = form.text("automated_column")
    asked = list(enumerate(asked_of(chosen["profile"]), start=1))
    figures = [
        {
            "metric": one.metric,
            "value": _value(form.text(f"value.{n}")),
            "unit": one.unit,
            **({"dimensions": dict(one.dimensions)} if one.dimensions else {}),
            "source": form.text(f"source.{n}"),
            "assurance": form.text(f"assurance.{n}", "self_reported"),
            **({"note": form.text(f"note.{n}")} if form.text(f"note.{n}") else {}),
        }
        for n, one in asked
        if not one.is_text and form.text(f"value.{n}")
    ]
    texts = [
        {
            "metric": one.metric,
            "text": form.text(f"text.{n}").replace("\r\n", "\n"),
            **({"dimensions": dict(one.dimensions)} if one.dimensions else {}),
        }
        for n, one in asked
        if one.is_text and form.text(f"text.{n}")
    ]
    figures += list(_others(form))
    parts = {
        "provider": provider,
        "answers": {"automated_column": column} if column else {},
        "figures": figures,
        "texts": texts,
    }
    return {**given, **{name: part for name, part in parts.items() if part}}


def _others(form: Form) -> Iterator[dict[str, Any]]:
    columns = ("metric", "title", "value", "unit", "source", "dimensions")
    rows = zip_longest(*(form.texts(f"other.{name}") for name in columns), fillvalue="")
    for metric, title, value, unit, source, dimensions in rows:
        if not metric and not value:
            continue
        pairs = [one.partition("=") for one in dimensions.split(",") if "=" in one]
        split = {name.strip(): code.strip() for name, _, code in pairs}
        yield {
            "metric": metric,
            **({"title": title} if title else {}),
            "value": _value(value),
            "unit": unit,
            **({"dimensions": split} if split else {}),
            "source": source,
            "assurance": "self_reported",
        }


def _value(text: str) -> Any:
    try:
        return number(text, "value")
    except UserError:
        return text  # said by _check_numbers, with the form as it was filled in


def _check_numbers(form: Form) -> None:
    """Raises UserError for a value that is no number, or that has no source."""
    for name in form.names():
        if name.startswith("value.") and form.text(name):
            place = f"question {name.partition('.')[2]}"
            _check_number(place, form.text(name), form.text(name.replace("value", "source")))
    pairs = (form.texts("other.value"), form.texts("other.source"))
    for value, source in zip_longest(*pairs, fillvalue=""):
        if value:
            _check_number("further figures", value, source)


def _check_number(place: str, value: str, source: str) -> None:
    number(value, place)
    if not source:
        fix = "say where the number comes from, such as a register and its day"
        raise UserError(place, "the number has no source", fix)


def _finished(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    del request, tenant
    names = [one["name"] for one in job.outcome["files"]]
    titles = {one.name: one.title for one in profiles()}
    return {
        "opened": names.index("report/report.html"),
        "title": titles.get(job.asked["profile"], job.asked["profile"]),
        "level": LEVELS.get(job.asked["disclosure"], ""),
    }


SHOWN["report"] = _finished


@routes.post("/report/keep/{job}")
def report_kept(
    request: Request, account: Platform, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """Keep a report in the library, beside others to compare it with."""
    del account, form
    path = found.outcome.get("report", "") if found.state == jobs.DONE else ""
    if not tenant.holds(path):
        raise Problem(404, "The report is not here any more.", "make it again")
    record = json.loads(read_bytes(Path(path), REPORT))
    report_library.add(shelves_of(request), tenant, record, record["profile"]["title"])
    return RedirectResponse("/library", 303)
