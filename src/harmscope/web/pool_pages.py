"""Pool and publish: exact figures for internal use, and editions for everybody."""

import json
from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.disclosure.level import level, levels
from harmscope.errors import UserError, offer
from harmscope.model.period import parse_period
from harmscope.registry.publications import LICENCES, set_imprint
from harmscope.render.html.publication_page import changes
from harmscope.render.pool_table import pool_sections
from harmscope.web import jobs
from harmscope.web.accounts import Account
from harmscope.web.asking import Form, OfTenant, Sent, configuration_of, shelves_of
from harmscope.web.job_pages import SHOWN, job_asked
from harmscope.web.jobs import Job
from harmscope.web.publication_shelf import PublicationShelf
from harmscope.web.registry_desk import (
    ROOMS,
    Official,
    Refusal,
    acted,
    at_of,
    desk_page,
    open_registry,
    refusal,
    state_now,
)
from harmscope.web.uploads import Tenant

routes = APIRouter(include_in_schema=False)
OPEN_LEVELS: Final = tuple(
    sorted((one for one in levels() if level(one).protects), key=lambda one: one != "public")
)
"""Levels that withhold something, the usual one first: what is published here is open to all."""

FEW: Final = 300
"""So many changed figures a page lists."""


@routes.get("/pool")
def pool_page(request: Request, account: Official) -> HTMLResponse:
    """The page to choose a period on, with the last pools."""
    return _pool(request, account)


def _pool(request: Request, account: Account, refused: Refusal | None = None) -> HTMLResponse:
    last = jobs.listed(shelves_of(request), account.tenant, ("pool",), most=10)
    return desk_page(request, "pool.html", refused, last=last, spans=_spans(request))


def _spans(request: Request) -> list[tuple[str, int]]:
    """Periods that submissions which count are about, with how many, the newest first."""
    with open_registry(request) as registry:
        current = state_now(registry).current()
    found: dict[str, int] = {}
    for one in current:
        span = f"{one.start}/{one.end}"
        found[span] = found.get(span, 0) + 1
    return sorted(found.items(), reverse=True)


@routes.post("/pool")
def count_pool(request: Request, account: Official, form: Sent) -> Response:
    """Have a pool counted."""
    try:
        asked = {"period": str(parse_period(form.text("period"))), "as_of": _entry(form)}
        with open_registry(request) as registry:
            asked["registry"] = str(registry.folder)
    except UserError as error:
        return _pool(request, account, refusal("pool", error, form))
    return job_asked(request, account, "pool", asked)


def _entry(form: Form, name: str = "as_of") -> int | None:
    text = form.text(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        fix = "write the number of an entry, or leave it empty"
        raise UserError(name.replace("_", " "), "this is no entry of the ledger", fix)
    return int(text)


def _pooled(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    body = _read(tenant, job, "pool.json")
    return {**_around(request, tenant, job), "pool": body, "parts": pool_sections(body)}


def _around(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    """What the page of each job of an official needs."""
    del request, tenant, job
    return {"rooms": ROOMS}


def _read(tenant: Tenant, job: Job, name: str) -> Any:
    path = tenant.job_folder(job.id) / "out" / name
    return json.loads(path.read_text(encoding="utf-8"))


@routes.get("/publish")
def publish_page(request: Request, account: Official) -> HTMLResponse:
    """The page to try out an edition on, and the terms of use."""
    return _publish(request, account)


def _publish(request: Request, account: Account, refused: Refusal | None = None) -> HTMLResponse:
    shelf = PublicationShelf(configuration_of(request).data)
    with open_registry(request) as registry:
        state = state_now(registry)
    return desk_page(
        request,
        "publish.html",
        refused,
        spans=_spans(request),
        levels=[level(one) for one in OPEN_LEVELS],
        licences=list(LICENCES.values()),
        imprint=state.imprint,
        editions=shelf.editions(),
        elsewhere=shelf.missing(state),
        last=jobs.listed(
            shelves_of(request), account.tenant, ("preview", "plan", "publish"), most=10
        ),
    )


@routes.post("/publish/preview")
def try_edition(request: Request, account: Official, tenant: OfTenant, form: Sent) -> Response:
    """Have an edition made and tested; nothing is published."""
    return _asked(request, account, tenant, form, "preview")


@routes.post("/publish/plan")
def try_coarser(request: Request, account: Official, tenant: OfTenant, form: Sent) -> Response:
    """Have every coarsening tried out; nothing is published."""
    return _asked(request, account, tenant, form, "plan")


@routes.post("/publish")
def publish_edition(request: Request, account: Official, tenant: OfTenant, form: Sent) -> Response:
    """Publish what was tried out."""
    return _asked(request, account, tenant, form, "publish")


def _asked(request: Request, account: Account, tenant: Tenant, form: Form, task: str) -> Response:
    try:
        asked = _wish(form, tenant)
        with open_registry(request) as registry:
            asked["registry"] = str(registry.folder)
    except UserError as error:
        return _publish(request, account, refusal("edition", error, form))
    configuration = configuration_of(request)
    asked |= {"clock": configuration.clock, "data": str(configuration.data)}
    return job_asked(request, account, task, asked)


def _wish(form: Form, tenant: Tenant) -> dict[str, Any]:
    chosen = form.text("level", "public")
    if chosen not in OPEN_LEVELS:
        raise UserError("level", "it cannot be published here", offer(chosen, OPEN_LEVELS))
    asked: dict[str, Any] = {
        "period": str(parse_period(form.text("period"))),
        "level": chosen,
        "services": form.text("services") == "yes",
        "as_of": _entry(form),
    }
    kept = tenant.find(form.text("kept")) if form.text("kept") else None
    if form.has_files("known"):
        kept = form.uploaded("known", tenant)
    asked["upload"] = kept.id if kept else ""
    asked["known"] = [str(path) for path in kept.paths] if kept else []
    return asked


def _edition(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    """The edition of a job beside the one before it."""
    document = _read(tenant, job, "publication.json")
    shelf = PublicationShelf(configuration_of(request).data)
    before = shelf.edition(job.outcome["series"], document["edition"] - 1)
    changed = [] if job.outcome["refused"] else changes(document)
    return {
        **_around(request, tenant, job),
        "document": document,
        "before": None if before is None else shelf.document(before),
        "before_at": None if before is None else before.address,
        "changed": changed[:FEW],
        "changed_in_all": len(changed),
    }


@routes.post("/publish/shelve")
def bring_edition(request: Request, account: Official, form: Sent) -> Response:
    """Put an edition that a command published onto the public page."""
    configuration = configuration_of(request)
    try:
        entry = _entry(form, "entry")
        with open_registry(request) as registry:
            folder = str(registry.folder)
    except UserError as error:
        return _publish(request, account, refusal("shelve", error, form))
    asked = {"registry": folder, "data": str(configuration.data), "entry": entry}
    return job_asked(request, account, "shelve", {**asked, "clock": configuration.clock})


@routes.post("/publish/imprint")
def change_imprint(request: Request, account: Official, form: Sent) -> Response:
    """Set the licence and the contact that editions show from now on."""
    licence, contact = form.text("licence") or None, form.text("contact") or None
    at = at_of(request)
    try:
        acted(request, account, "set imprint", "", lambda to: set_imprint(to, licence, contact, at))
    except UserError as error:
        return _publish(request, account, refusal("imprint", error, form))
    return RedirectResponse("/publish", 303)


_GIVEN: dict[str, Callable[[Request, Tenant, Job], dict[str, Any]]] = {
    "receive": _around,
    "pool": _pooled,
    "plan": _around,
    "preview": _edition,
    "publish": _edition,
    "shelve": _around,
}
SHOWN.update(_GIVEN)
