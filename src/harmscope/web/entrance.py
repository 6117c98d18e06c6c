"""The first page, signing in and out, and whether the server is well."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.web import accounts, audit, limiting, metering, resending, sessions, tokens
from harmscope.web.asking import Sent, configuration_of, shelves_of
from harmscope.web.guard import cookie_line, session_of
from harmscope.web.limiting import address_of
from harmscope.web.problem_details import Problem
from harmscope.web.views import page, styles

routes = APIRouter(include_in_schema=False)
_OURS = re.compile(r"/(?![/\\])[\w/.~%?&=:+-]*", re.ASCII)


@routes.get("/")
def home(request: Request) -> HTMLResponse:
    """The first page: what there is for whom."""
    return page(request, "home.html")


@routes.get("/sign-in")
def sign_in_page(request: Request, next: Annotated[str, Query(max_length=200)] = "/") -> Response:
    """The page to sign in on."""
    if session_of(request).account is not None:
        return RedirectResponse(_inside(next), 303)
    return page(request, "sign_in.html", next=_inside(next), fault="")


@routes.post("/sign-in")
def sign_in(request: Request, form: Sent) -> Response:
    """Sign in: a new session takes the place of the old one."""
    shelves, configuration = shelves_of(request), configuration_of(request)
    way, name, address = _inside(form.text("next", "/")), form.text("name"), address_of(request)
    known, late = accounts.id_of(shelves, name), form.raw()
    to, fields = _inside(form.text(resending.TO, "/")), resending.marked(late, late)
    try:
        limiting.attempt(shelves, configuration.limits.sign_ins, name, address)
    except Problem:
        audit.note(shelves, None, "sign in", known, outcome="too many attempts")
        raise
    found = accounts.signed_in(shelves, name, form.secret("password"), form.text("code"))
    if found is None:
        audit.note(shelves, None, "sign in", known, outcome="refused")
        fault = "Name, password or code is wrong."
        if fields:
            return resending.signing_in(request, to, fields, fault)
        shown = page(request, "sign_in.html", next=way, fault=fault)
        shown.status_code = 401
        return shown
    limiting.succeeded(shelves, name, address)
    cookie, session = sessions.start(shelves, found, session_of(request).digest)
    audit.note(shelves, found, "sign in")
    answer: Response = RedirectResponse(way, 303)
    if fields:
        request.state.session = session
        answer = resending.ready(request, to, fields)
    answer.headers.append("set-cookie", cookie_line(cookie, configuration))
    return answer


@routes.post("/sign-out")
def sign_out(request: Request, form: Sent) -> Response:
    """Sign out."""
    del form
    shelves, session = shelves_of(request), session_of(request)
    sessions.end(shelves, session)
    audit.note(shelves, session.account, "sign out")
    return RedirectResponse("/", 303)


@routes.get("/style.css")
def style() -> Response:
    """The style of reports and, after it, that of the app."""
    return Response(styles(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@routes.get("/healthz")
def healthz(request: Request) -> dict[str, str]:
    """Whether the server can do its work."""
    if not shelves_of(request).answers():
        raise Problem(503, "The database does not answer.")
    return {"status": "ok"}


@routes.get("/metrics")
def metrics(request: Request) -> Response:
    """Counts for Prometheus: for this machine itself, or with a token for them."""
    secret = tokens.bearer(request.headers.get("authorization", ""))
    found = tokens.caller(shelves_of(request), secret)
    if not _from_here(request) and (found is None or "metrics" not in found.scopes):
        told = {"WWW-Authenticate": "Bearer"}
        raise Problem(401, "This needs a token.", "make one with the scope metrics", told)
    return Response(metering.told(shelves_of(request)), media_type=metering.MEDIA)


def _from_here(request: Request) -> bool:
    """Whether a request comes from this machine, and not through a proxy on it."""
    passed = any(one in request.headers for one in ("forwarded", "x-forwarded-for", "via"))
    return not passed and address_of(request) in ("127.0.0.1", "::/64")


def _inside(way: str) -> str:
    """An address of ours, whatever was asked for."""
    return way if _OURS.fullmatch(way) else "/"
