"""Senders and deadlines: who may submit, with which key, and by when."""

import re
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.model.submission import PublicKey
from harmscope.registry.calendar import calendar, due, rules, set_deadline
from harmscope.registry.senders import add, listed, revoke
from harmscope.submission.keys import read_public
from harmscope.times import day_asked
from harmscope.web.asking import Form, OfTenant, Sent
from harmscope.web.registry_desk import (
    Official,
    Refusal,
    acted,
    at_of,
    desk_page,
    open_registry,
    refusal,
    state_now,
    today_of,
)
from harmscope.web.uploads import Tenant

routes = APIRouter(include_in_schema=False)
_KEY_ID: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


@routes.get("/senders")
def senders_page(request: Request, account: Official) -> HTMLResponse:
    """Every sender with its services and keys."""
    del account
    return _senders(request)


def _senders(request: Request, refused: Refusal | None = None) -> HTMLResponse:
    with open_registry(request) as registry:
        state, key = state_now(registry), registry.public_key
    return desk_page(
        request,
        "senders.html",
        refused,
        keys=listed(state),
        key=key,
        today=today_of(request).isoformat(),
    )


@routes.post("/senders")
def add_sender(request: Request, account: Official, tenant: OfTenant, form: Sent) -> Response:
    """Register a sender, or a further key, service or authority of one."""
    services, authorities = _lines(form, "services"), _lines(form, "authorities")
    try:
        if not services and not authorities:
            fix = "name a service that it reports, or an authority whose publications it hands in"
            raise UserError("services", "there is none, and no authority", fix)
        key, name = _key(form, tenant), form.text("name")
        at = at_of(request)
        acted(
            request,
            account,
            "add sender",
            key.key_id,
            lambda to: add(to, name, services, key, at, authorities),
        )
    except UserError as error:
        return _senders(request, refusal("add", error, form))
    return RedirectResponse("/senders", 303)


def _lines(form: Form, name: str) -> list[str]:
    return [line.strip() for line in form.text(name).splitlines() if line.strip()]


def _key(form: Form, tenant: Tenant) -> PublicKey:
    if not form.has_files("key"):
        raise UserError("key", "there is no file", "choose the sender's .public.json file")
    upload = form.uploaded("key", tenant)
    try:
        return read_public(upload.paths[0])
    except UserError as error:
        raise UserError("key", error.fault, error.fix) from None
    finally:
        tenant.drop(upload)


@routes.post("/senders/revoke")
def revoke_key(request: Request, account: Official, form: Sent) -> Response:
    """Revoke a key from a day on."""
    key, because = form.text("key_id"), form.text("because")
    about = key if _KEY_ID.fullmatch(key) else ""  # the audit log holds ids and no other text
    try:
        first = day_asked(form.text("from") or today_of(request).isoformat(), "from")
        at = at_of(request)
        acted(request, account, "revoke key", about, lambda to: revoke(to, key, first, because, at))
    except UserError as error:
        return _senders(request, refusal("revoke", error, form))
    return RedirectResponse("/senders", 303)


@routes.get("/deadlines")
def deadlines_page(request: Request, account: Official) -> HTMLResponse:
    """How every service stands to every deadline, and what has been kept long enough."""
    del account
    return _deadlines(request)


def _deadlines(request: Request, refused: Refusal | None = None) -> HTMLResponse:
    today = today_of(request)
    with open_registry(request) as registry:
        state = state_now(registry)
        kept = rules(registry.folder)
    return desk_page(
        request,
        "deadlines.html",
        refused,
        owed=calendar(state, today)[::-1],
        senders=len(state.senders),
        over=due(state, kept, today),
        rules=kept,
    )


@routes.post("/deadlines")
def add_deadline(request: Request, account: Official, form: Sent) -> Response:
    """Set the day by which every registered service reports on a period."""
    try:
        span, last = parse_period(form.text("period")), day_asked(form.text("due"), "due")
        at = at_of(request)
        acted(
            request, account, "set deadline", str(span), lambda to: set_deadline(to, span, last, at)
        )
    except UserError as error:
        return _deadlines(request, refusal("deadline", error, form))
    return RedirectResponse("/deadlines", 303)
