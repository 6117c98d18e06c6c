"""What the pages of an official share: the registry of a request, acts on it, and faults."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from harmscope.errors import UserError
from harmscope.registry.folder import Registry
from harmscope.registry.state import State, state_of
from harmscope.times import day_asked, time_asked
from harmscope.web import audit
from harmscope.web.accounts import Account
from harmscope.web.asking import Form, configuration_of, shelves_of, signed_in
from harmscope.web.problem_details import Problem
from harmscope.web.views import page

Done = TypeVar("Done")
Official = Annotated[Account, Depends(signed_in("official"))]

ROOMS: Final = (
    ("/inbox", "Inbox"),
    ("/senders", "Senders"),
    ("/deadlines", "Deadlines"),
    ("/pool", "Pool"),
    ("/publish", "Publish"),
)
"""The pages of an official: address and name."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was not taken, and what stood in it. ``form`` names it on its page."""

    form: str
    where: str
    fault: str
    fix: str
    kept: dict[str, str] = field(default_factory=dict)


@contextmanager
def open_registry(request: Request) -> Iterator[Registry]:
    """The registry that the app was started with. Raises Problem where there is none."""
    folder = configuration_of(request).registry
    if folder is None:
        fix = "start it with harmscope serve --registry FOLDER"
        raise Problem(404, "This server has no registry.", fix)
    with Registry(folder) as registry:
        yield registry


_STATES: dict[str, State] = {}
_MOST: Final = 4


def state_now(registry: Registry) -> State:
    """The state of a registry, to be looked at and not changed. The ledger is read anew only where
    entries were added since the last request."""
    with registry.ledger.reading() as reader:
        head = reader.head()
    name = f"{registry.folder}\0{registry.settings.database or ''}"
    kept = _STATES.get(name)
    if kept is None or (kept.seq, kept.head) != head:
        kept = state_of(registry.ledger.entries())
        while len(_STATES) >= _MOST and name not in _STATES:
            _STATES.pop(next(iter(_STATES)), None)
        _STATES[name] = kept
    return kept


def at_of(request: Request) -> datetime:
    """The time at which an act is put on record."""
    return time_asked(configuration_of(request).clock)


def today_of(request: Request) -> date:
    """The day that deadlines are held against."""
    return day_asked(configuration_of(request).clock)


def acted(
    request: Request, account: Account, act: str, about: str, do: Callable[[Registry], Done]
) -> Done:
    """Do something to the registry, with a line in the audit log whether it is done or refused."""
    shelves = shelves_of(request)
    try:
        with open_registry(request) as registry:
            done = do(registry)
    except UserError:
        audit.note(shelves, account, act, about, "refused")
        raise
    audit.note(shelves, account, act, about)
    return done


def refusal(name: str, error: UserError, form: Form) -> Refusal:
    """What is shown beside the form ``name``: the fault, and the fields as they were filled in."""
    kept = {field: form.text(field) for field in form.names() if field != "csrf"}
    where = error.where.removeprefix("--").removesuffix(" add").replace("_", " ")
    return Refusal(name, where, error.fault, error.fix, kept)


def desk_page(
    request: Request, template: str, refused: Refusal | None = None, **values: Any
) -> HTMLResponse:
    """A page of an official; with ``refused`` one of its forms was not taken."""
    shown = page(request, template, rooms=ROOMS, refused=refused, **values)
    if refused is not None:
        shown.status_code = 422
    return shown


def download(text: str, name: str, media: str = "application/json") -> Response:
    """A text to download; ``name`` is one of ours."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type=media, headers=headers)
