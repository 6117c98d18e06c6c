"""The inbox of an official: submissions as they stand, what each says, and what is done to it."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.errors import UserError
from harmscope.registry import receipts
from harmscope.registry.calendar import calendar
from harmscope.registry.folder import Registry
from harmscope.registry.notices import notices
from harmscope.registry.state import Received, State
from harmscope.registry.submissions import (
    Act,
    allowed,
    decide,
    erase,
    find,
    full,
    held_elsewhere,
    reverse,
    rows,
    withdraw,
)
from harmscope.web import jobs
from harmscope.web.asking import Form, OfTenant, Sent, configuration_of, shelves_of
from harmscope.web.job_pages import job_asked
from harmscope.web.problem_details import Problem
from harmscope.web.registry_desk import (
    Official,
    Refusal,
    acted,
    at_of,
    desk_page,
    download,
    open_registry,
    refusal,
    state_now,
    today_of,
)

routes = APIRouter(include_in_schema=False)
MOST: Final = 100
"""So many submissions stand on one page."""

Filter = Annotated[str, Query(max_length=600)]
Row = dict[str, object]


@routes.get("/inbox")
def inbox(  # noqa: PLR0917 - the filters of the list
    request: Request,
    account: Official,
    status: Filter = "",
    service: Filter = "",
    period: Filter = "",
    after: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> HTMLResponse:
    """What is due, what waits, and every submission, the newest first."""
    with open_registry(request) as registry:
        state = state_now(registry)
        by_decision = registry.settings.acceptance == "by_decision"
        name = registry.settings.registry
    asked = {"status": status, "service": service, "period": period}
    listed = rows(state)[::-1]
    fitting = [one for one in listed if all(one[k] == v for k, v in asked.items() if v)]
    return desk_page(
        request,
        "inbox.html",
        registry_name=name,
        by_decision=by_decision,
        senders=len(state.senders),
        standing=_standing(state, request),
        counts=Counter(str(one["status"]) for one in listed),
        listed=fitting[after : after + MOST],
        total=len(fitting),
        everything=len(listed),
        after=after,
        more=after + MOST if len(fitting) > after + MOST else None,
        asked=asked,
        choices={name: _choices(listed, name) for name in asked},
        last=jobs.listed(shelves_of(request), account.tenant, ("receive",), most=5),
    )


def _standing(state: State, request: Request) -> list[Any]:
    """Services whose report is not here as it should be, the most urgent first."""
    order = ("missing", "late", "rejected", "erased", "withdrawn", "awaiting", "due")
    found = [one for one in calendar(state, today_of(request)) if one.standing != "received"]
    return sorted(found, key=lambda one: (order.index(one.standing), one.due, one.service))


def _choices(listed: list[Row], name: str) -> list[str]:
    return sorted({str(one[name]) for one in listed if one[name]})


@routes.post("/inbox")
def take_in(request: Request, account: Official, tenant: OfTenant, form: Sent) -> Response:
    """Keep packages that were sent by hand, and have them taken in."""
    with open_registry(request) as registry:
        folder = registry.folder
    upload = form.uploaded("packages", tenant)
    asked = {
        "registry": str(folder),
        "files": [str(path) for path in upload.paths],
        "clock": configuration_of(request).clock,
    }
    return job_asked(request, account, "receive", asked)


@routes.get("/inbox/{submission}")
def submission_page(request: Request, account: Official, submission: str) -> HTMLResponse:
    """Everything on record about one submission, and what can be done to it."""
    del account
    return _submission(request, "submission.html", submission)


@routes.get("/inbox/{submission}/erase")
def erase_page(request: Request, account: Official, submission: str) -> HTMLResponse:
    """What will happen when the contents of a submission are erased, before it does."""
    del account
    return _submission(request, "erase.html", submission)


def _submission(
    request: Request, template: str, submission: str, refused: Refusal | None = None
) -> HTMLResponse:
    with open_registry(request) as registry:
        state = state_now(registry)
        one = _found(state, submission)
        kept = held_elsewhere(state, one)
        receipt = _receipt(registry, one)
    return desk_page(
        request,
        template,
        refused,
        one=full(one),
        may=allowed(one),
        receipt=receipt.body,
        goes=[each for each in one.objects if each["name"] not in kept],
        stays=[each for each in one.objects if each["name"] in kept],
    )


def _found(state: State, submission: str) -> Received:
    try:
        return find(state, submission)
    except UserError as error:
        raise Problem(404, "There is no such submission.", error.fix) from None


def _receipt(registry: Registry, one: Received) -> receipts.Receipt:
    with registry.ledger.reading() as reader:
        text = reader.receipt_at(one.seq)
    if text is None:
        raise UserError("receipt", "it is missing", "run harmscope registry verify")
    return receipts.Receipt(receipts.read(text, registry.public_key), text)


@routes.get("/inbox/{submission}/receipt")
def receipt_file(request: Request, account: Official, submission: str) -> Response:
    """The signed receipt of a submission."""
    del account
    with open_registry(request) as registry:
        one = _found(state_now(registry), submission)
        receipt = _receipt(registry, one)
    return download(receipt.text, receipt.file_name)


@routes.get("/inbox/{submission}/notices/{number}/{form}")
def notice_file(
    request: Request,
    account: Official,
    submission: str,
    number: int,
    form: Literal["notice", "letter"],
) -> Response:
    """The signed notice of one decision, or its letter in words."""
    del account
    with open_registry(request) as registry:
        one = _found(state_now(registry), submission)
        made = notices(registry, str(one.seq)) if one.decisions else []
    if not 0 <= number < len(made):
        raise Problem(404, "There is no such notice.")
    (name, text), letter = made[number].files.items()
    return (
        download(text, name)
        if form == "notice"
        else download(letter[1], letter[0], "text/markdown")
    )


Named = Literal["decide", "withdraw", "reverse", "erase"]


@routes.post("/inbox/{submission}/{act}")
def do_act(
    request: Request, account: Official, submission: str, act: Named, form: Sent
) -> Response:
    """Do something to a submission; a fault stands beside the form, with the fields kept."""
    with open_registry(request) as registry:
        number = str(_found(state_now(registry), submission).seq)
    try:
        if act == "erase" and not form.text("sure"):
            fix = "read what will happen, and tick the box"
            raise UserError("erase", "it was not confirmed", fix)
        acted(request, account, act, number, lambda to: _DO[act](to, number, form, request))
    except UserError as error:
        template = "erase.html" if act == "erase" else "submission.html"
        return _submission(request, template, number, refusal(act, error, form))
    return RedirectResponse(f"/inbox/{number}", 303)


def _decide(registry: Registry, number: str, form: Form, request: Request) -> Act:
    told = {name: form.text(name) for name in ("outcome", "official", "reason", "rules")}
    told["remedy"] = form.text("remedy") or "none"
    return decide(registry, number, told, at_of(request))


def _withdraw(registry: Registry, number: str, form: Form, request: Request) -> Act:
    return withdraw(registry, number, form.text("because"), at_of(request))


def _reverse(registry: Registry, number: str, form: Form, request: Request) -> Act:
    because = form.text("because")
    return reverse(registry, number, form.text("official"), because, at_of(request))


def _erase(registry: Registry, number: str, form: Form, request: Request) -> Act:
    because = form.text("because")
    return erase(registry, number, form.text("official"), because, at_of(request))


_DO: dict[str, Callable[[Registry, str, Form, Request], Act]] = {
    "decide": _decide,
    "withdraw": _withdraw,
    "reverse": _reverse,
    "erase": _erase,
}
