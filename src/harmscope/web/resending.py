"""A form that came too late: its sender was signed out meanwhile, or its page is of a session that
is over. What was typed is shown on a page that sends it again; nothing is kept on the server."""

from collections.abc import Iterable
from typing import Final

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from harmscope.web import problem_details
from harmscope.web.asking import OutOfDate, SignInFirst, form_of
from harmscope.web.guard import session_of
from harmscope.web.problem_details import Problem
from harmscope.web.views import page

MARK: Final = "again."
"""What fields of the late form are called while somebody signs in: this, and their own name."""

TO: Final = "again"
"""The field that holds where the late form was sent to."""

_NEVER: Final = ("/sign-in", "/sign-out", "/account", "/admin")
"""Forms with passwords, and those that make accounts and tokens, are filled in anew."""

_FILES: Final = 20
Fields = list[tuple[str, str]]


async def of_signed_out(request: Request, error: Exception) -> Response:
    """Answers a form of somebody who is not signed in: with a page to sign in on that holds what
    was typed, or with the way to the usual one."""
    assert isinstance(error, SignInFirst)
    try:
        data = await form_of(request, _FILES)
    except Problem:
        return problem_details.answer(request, error)
    try:
        fields = _typed(request, data)
    finally:
        await data.close()
    if not fields:
        return problem_details.answer(request, error)
    return signing_in(request, request.url.path, fields)


def of_out_of_date(request: Request, error: Exception) -> Response:
    """Answers a form with the token of another session: with a page that sends it again."""
    assert isinstance(error, OutOfDate)
    fields = _typed(request, error.data)
    if not fields or session_of(request).account is None:
        return problem_details.answer(request, error)
    return ready(request, request.url.path, fields, 403)


def _typed(request: Request, data: FormData) -> Fields:
    """The fields of a form that can be sent again as it is; none where it holds files."""
    if request.url.path.startswith(_NEVER):
        return []
    items = data.multi_items()
    if any(isinstance(value, UploadFile) and value.filename for _, value in items):
        return []
    # A browser sends each end of a line as two characters, and shows them as one.
    texts = [(name, value.replace("\r\n", "\n")) for name, value in items if isinstance(value, str)]
    found = [(name, value) for name, value in texts if name != "csrf" and "\0" not in name + value]
    return found if any(value for _, value in found) else []


def marked(names: Iterable[str], texts: dict[str, list[str]]) -> Fields:
    """The fields of a late form out of the form of a sign-in."""
    return [
        (name.removeprefix(MARK), value)
        for name in names
        if name.startswith(MARK)
        for value in texts[name]
    ]


def signing_in(request: Request, to: str, fields: Fields, fault: str = "") -> Response:
    """The page to sign in on that holds a form for ``to``."""
    marks = [(f"{MARK}{name}", value) for name, value in fields]
    told = {"to": to, "fields": marks, "fault": fault, "signed_out": True}
    shown = page(request, "resend.html", **told)
    shown.status_code = 401
    return shown


def ready(request: Request, to: str, fields: Fields, status: int = 200) -> Response:
    """The page that sends a form to ``to`` again, with the token of this session."""
    shown = page(request, "resend.html", to=to, fields=fields, fault="", signed_out=False)
    shown.status_code = status
    return shown
