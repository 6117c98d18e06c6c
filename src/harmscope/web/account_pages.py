"""One's own account: change the password, set up the second factor or switch it off."""

from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from harmscope.errors import UserError
from harmscope.web import accounts, audit, limiting, sessions
from harmscope.web.accounts import Account
from harmscope.web.asking import Form, Sent, configuration_of, shelves_of, signed_in
from harmscope.web.guard import SET_UP, cookie_line, must_set_up, session_of
from harmscope.web.limiting import address_of
from harmscope.web.problem_details import Problem
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)


def own_account(request: Request) -> Account:
    """A dependency: the account of a person, which only a server with accounts has."""
    if not configuration_of(request).server:
        fix = "start it with harmscope serve --accounts to have accounts"
        raise Problem(404, "This app serves one person, without accounts.", fix)
    return signed_in()(request)


Own = Annotated[Account, Depends(own_account)]


@routes.get("/account")
def account_page(request: Request, account: Own, done: str = "") -> Response:
    """One's account, and what can be changed."""
    return _shown(request, account, done=_DONE.get(done, ""))


_DONE = {
    "password": "The password was changed. Other browsers were signed out.",
    "second": "The second factor is set up. Other browsers were signed out.",
    "off": "The second factor is off.",
}


def _shown(request: Request, account: Account, done: str = "", fault: str = "") -> Response:
    must = must_set_up(account, configuration_of(request))
    shown = page(request, "account.html", done=done, fault=fault, must=must)
    shown.status_code = 422 if fault else 200
    return shown


@routes.post("/account/password")
def change_password(request: Request, account: Own, form: Sent) -> Response:
    """Change the password; every other session of the account ends."""
    new = form.secret("new")
    if new != form.secret("again"):
        return _shown(request, account, fault="The two new passwords differ. Type them again.")
    _prove(request, account, form)
    accounts.set_password(shelves_of(request), account.id, new)
    return _changed(request, account, "change password", "password")


@routes.get(SET_UP)
def second_page(request: Request, account: Own) -> Response:
    """A new secret for the second factor, as a picture and as text."""
    if account.second:
        return RedirectResponse("/account", 303)
    return _second(request, account, accounts.new_second(account.name))


def _second(request: Request, account: Account, new: tuple[str, str], fault: str = "") -> Response:
    secret, address = new
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    parts = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    must = must_set_up(account, configuration_of(request))
    told = {"secret": secret, "parts": parts, "address": address, "picture": picture}
    shown = page(request, "account_second.html", **told, must=must, fault=fault)
    shown.status_code = 422 if fault else 200
    return shown


@routes.post(SET_UP)
def set_up_second(request: Request, account: Own, form: Sent) -> Response:
    """Ask for the second factor from now on, if the first code is right."""
    secret, shelves = form.text("secret"), shelves_of(request)
    if account.second:
        return RedirectResponse("/account", 303)
    _count(request, account)
    if not accounts.set_second(shelves, account.id, secret, form.text("code")):
        audit.note(shelves, account, "set up second factor", account.id, "refused")
        new = accounts.second_of(account.name, secret)
        fault = "The code is wrong or too old. Type the one that your app shows now."
        return _second(request, account, new, fault)
    return _changed(request, account, "set up second factor", "second")


@routes.post(f"{SET_UP}/off")
def switch_off(request: Request, account: Own, form: Sent) -> Response:
    """Ask for the second factor no more."""
    _prove(request, account, form)
    accounts.forget_second(shelves_of(request), account.id)
    return _changed(request, account, "switch off second factor", "off")


def _count(request: Request, account: Account) -> None:
    limits = configuration_of(request).limits
    limiting.attempt(shelves_of(request), limits.sign_ins, account.name, address_of(request))


def _prove(request: Request, account: Account, form: Form) -> None:
    """Raises UserError unless the form holds the password, and the code where one is set."""
    _count(request, account)
    shelves = shelves_of(request)
    if not accounts.proven(shelves, account.id, form.secret("password"), form.text("code")):
        audit.note(shelves, account, "prove", account.id, "refused")
        fix = "type the password that you have now, and a new code if you have set up an app"
        raise UserError("account", "the password or the code is wrong", fix)


def _changed(request: Request, account: Account, act: str, done: str) -> Response:
    """After a change all sessions end, and this browser gets a new one."""
    shelves = shelves_of(request)
    limiting.succeeded(shelves, account.name, address_of(request))
    audit.note(shelves, account, act, account.id)
    sessions.end_all(shelves, account.id)
    cookie, _ = sessions.start(shelves, account, session_of(request).digest)
    answer = RedirectResponse(f"/account?done={done}", 303)
    answer.headers.append("set-cookie", cookie_line(cookie, configuration_of(request)))
    return answer
