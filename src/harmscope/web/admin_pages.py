"""For admins: accounts, API tokens and the audit log."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.errors import UserError
from harmscope.times import today
from harmscope.web import accounts, audit, sessions, tokens
from harmscope.web.account_pages import own_account
from harmscope.web.accounts import Account
from harmscope.web.asking import Sent, configuration_of, shelves_of
from harmscope.web.problem_details import Problem
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)


def admin_account(request: Request) -> Account:
    """A dependency: an admin of a server with accounts."""
    found = own_account(request)
    if not found.may("admin"):
        raise Problem(403, "Only an admin may do this.", "ask an admin")
    return found


Admin = Annotated[Account, Depends(admin_account)]
LINES: Final = 200
"""Lines of the audit log on one page."""

_PARTS = (("/admin", "Accounts"), ("/admin/tokens", "API tokens"), ("/admin/audit", "Audit log"))


@routes.get("/admin")
def accounts_page(request: Request, admin: Admin) -> HTMLResponse:
    """Who may sign in."""
    del admin
    return _accounts(request)


def _accounts(request: Request, fault: str = "") -> HTMLResponse:
    shelves = shelves_of(request)
    found, known = accounts.listed(shelves), accounts.organisations(shelves).values()
    shown = page(
        request,
        "admin_accounts.html",
        parts=_PARTS,
        accounts=found,
        organisations=list(known),
        roles=accounts.ROLES,
        shortest=accounts.SHORTEST,
        fault=fault,
    )
    shown.status_code = 422 if fault else 200
    return shown


@routes.post("/admin/accounts")
def add_account(request: Request, admin: Admin, form: Sent) -> Response:
    """Add an account."""
    shelves = shelves_of(request)
    try:
        made = accounts.add(
            shelves,
            form.text("name"),
            form.text("organisation"),
            form.text("role"),
            form.secret("password"),
        )
    except UserError as error:
        return _accounts(request, f"{error.fault[0].upper()}{error.fault[1:]}: {error.fix}.")
    audit.note(shelves, admin, "add account", made.id)
    return RedirectResponse("/admin", 303)


@routes.post("/admin/accounts/{account}/{act}")
def change_account(request: Request, admin: Admin, form: Sent, account: str, act: str) -> Response:
    """Keep an account out, let it in again, or forget a second factor that was lost."""
    del form
    shelves = shelves_of(request)
    names = {str(one["id"]): str(one["name"]) for one in accounts.listed(shelves)}
    if account not in names or act not in ("disable", "enable", "forget-second-factor"):
        raise Problem(404, "There is no such account.")
    if account == admin.id:
        raise Problem(403, "This is your own account.", "ask another admin")
    if act == "forget-second-factor":
        accounts.forget_second(shelves, account)
    else:
        accounts.disable(shelves, names[account], act == "disable")
    sessions.end_all(shelves, account)
    audit.note(shelves, admin, f"{act.replace('-', ' ')} account", account)
    return RedirectResponse("/admin", 303)


@routes.get("/admin/tokens")
def tokens_page(request: Request, admin: Admin) -> HTMLResponse:
    """The keys of programs."""
    del admin
    return _tokens(request)


def _tokens(request: Request, secret: str = "", fault: str = "") -> HTMLResponse:
    shelves = shelves_of(request)
    shown = page(
        request,
        "admin_tokens.html",
        parts=_PARTS,
        tokens=tokens.listed(shelves),
        organisations=accounts.organisations(shelves),
        scopes=tokens.SCOPES,
        year=(today() + timedelta(days=365)).isoformat(),
        first=today().isoformat(),
        last=(today() + timedelta(days=tokens.LONGEST)).isoformat(),
        secret=secret,
        fault=fault,
    )
    shown.status_code = 422 if fault else 200
    return shown


@routes.post("/admin/tokens")
def make_token(request: Request, admin: Admin, form: Sent) -> Response:
    """Make a token; its secret is on this answer and nowhere else."""
    shelves = shelves_of(request)
    try:
        secret, made = tokens.make(
            shelves,
            form.text("organisation"),
            form.text("label"),
            form.texts("scope"),
            form.text("expires"),
            admin.name,
            form.text("sender") or None,
        )
    except UserError as error:
        return _tokens(request, fault=f"{error.where.capitalize()}: {error.fault}; {error.fix}.")
    audit.note(shelves, admin, "make token", made)
    return _tokens(request, secret)


@routes.post("/admin/tokens/{token}/revoke")
def revoke_token(request: Request, admin: Admin, form: Sent, token: str) -> Response:
    """Let a token count no more."""
    del form
    shelves = shelves_of(request)
    if token not in {one.id for one in tokens.listed(shelves)}:
        raise Problem(404, "There is no such token.")
    tokens.revoke(shelves, token)
    audit.note(shelves, admin, "revoke token", token)
    return RedirectResponse("/admin/tokens", 303)


@routes.get("/admin/audit")
def audit_page(
    request: Request, admin: Admin, before: Annotated[int | None, Query(ge=1, le=2**53)] = None
) -> HTMLResponse:
    """Who did what, the newest first, page by page."""
    del admin
    lines = audit.newest(shelves_of(request), LINES + 1, before)
    older = lines[LINES - 1]["id"] if len(lines) > LINES else None
    return page(
        request,
        "admin_audit.html",
        parts=_PARTS,
        lines=lines[:LINES],
        older=older,
        before=before,
        years=configuration_of(request).limits.audit_days // 365,
        organisations=accounts.organisations(shelves_of(request)),
    )
