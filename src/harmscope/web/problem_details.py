"""Errors of the API as problem details (RFC 9457), and of pages as a page."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from harmscope.errors import UserError
from harmscope.web.page_words import on_page
from harmscope.web.views import page

MEDIA = "application/problem+json"
API = "/api/"


class Problem(Exception):  # noqa: N818 - read as what a request met
    """A request that cannot be answered as asked. ``fault`` says why, ``fix`` what to do."""

    def __init__(
        self, status: int, fault: str, fix: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(fault)
        self.status, self.fault, self.fix, self.headers = status, fault, fix, headers


def answer(request: Request, problem: Problem) -> Response:
    """The answer to a request that met a problem: JSON for the API, else a page."""
    headers = dict(problem.headers or {})
    title = HTTPStatus(problem.status).phrase
    if request.url.path.startswith(API):
        body = {"type": "about:blank", "title": title, "status": problem.status}
        body |= {"detail": problem.fault} | ({"fix": problem.fix} if problem.fix else {})
        return JSONResponse(body, problem.status, headers, MEDIA)
    shown = page(request, "problem.html", title=title, fault=problem.fault, fix=problem.fix)
    shown.status_code = problem.status
    shown.headers.update(headers)
    return shown


def too_large() -> Problem:
    """What is answered where more is sent than may be sent at once."""
    return Problem(413, "This is too large.", "send less at once, or compress it")


def of_problem(request: Request, error: Exception) -> Response:
    """Answers a :class:`Problem`."""
    assert isinstance(error, Problem)
    return answer(request, error)


def of_user(request: Request, error: Exception) -> Response:
    """Answers a fault in what was sent."""
    assert isinstance(error, UserError)
    said = on_page(error, request.app.state.configuration.data)
    status = getattr(error, "status", 422)
    return answer(request, Problem(status, f"{said.where}: {said.fault}", said.fix))


def of_http(request: Request, error: Exception) -> Response:
    """Answers what the framework refuses: unknown addresses and methods."""
    assert isinstance(error, HTTPException)
    words = {404: "There is nothing at this address.", 405: "This address is used in another way."}
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return answer(request, too_large())
    fault = words.get(error.status_code, HTTPStatus(error.status_code).phrase)
    return answer(request, Problem(error.status_code, fault, headers=error.headers))


def of_values(request: Request, error: Exception) -> Response:
    """Answers values that do not fit; says where, and never shows the value."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return answer(request, Problem(422, f"{place}: the value does not fit", str(first["msg"])))


def of_bug(request: Request, error: Exception) -> Response:
    """Answers a fault of ours, without a word about what was in hand."""
    del error
    return answer(
        request, Problem(500, "Something went wrong on our side.", "try again, or tell us")
    )
