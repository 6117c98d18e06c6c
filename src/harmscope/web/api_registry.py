"""The API of a registry: a sender hands packages in, and reads what became of its own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from harmscope.formats.door import sha256_of
from harmscope.registry.folder import Registry
from harmscope.registry.intake import OtherSender, receive
from harmscope.registry.receipts import read
from harmscope.registry.state import Received, State
from harmscope.registry.submissions import find, full, row
from harmscope.times import time_asked
from harmscope.web import audit
from harmscope.web.api_answers import OPEN, IdempotencyKey, Limit, found, problems
from harmscope.web.api_bodies import Files, body_of_files
from harmscope.web.api_callers import Caller, allowed
from harmscope.web.api_models import (
    ReceiptEnvelope,
    SubmissionList,
    SubmissionRow,
    SubmissionShown,
)
from harmscope.web.asking import configuration_of, shelves_of
from harmscope.web.idempotency import once
from harmscope.web.problem_details import Problem
from harmscope.web.registry_desk import state_now

API: Final = "/api/v1"
_STATUS: Final = "Receipt-Status"
_HEADERS: Final = {
    "Location": {"schema": {"type": "string"}, "description": "The receipt."},
    _STATUS: {"schema": {"type": "string"}, "description": "accepted, rejected and so on."},
}
routes = APIRouter(tags=["registry"], responses={**OPEN, **problems(404, 422)})


def open_registry(request: Request) -> Iterator[Registry]:
    """A dependency: the registry that the server serves. Raises Problem where there is none."""
    folder = configuration_of(request).registry
    if folder is None:
        raise Problem(404, "This server serves no registry.", "ask for the address of one")
    with Registry(folder) as registry:
        yield registry


OfRegistry = Annotated[Registry, Depends(open_registry)]
Reader = Annotated[Caller, Depends(allowed("submissions:read"))]
Digest = Annotated[
    str,
    Path(pattern="^[0-9a-f]{64}$", examples=["0" * 64], description="The package's SHA-256."),
]


def sender_of(who: Caller) -> str | None:
    """Whose submissions the caller handles; None for all of them, at the machine itself."""
    if who.sender is None and not who.local:
        raise Problem(403, "The token names no sender.", "ask an admin for one that does")
    return who.sender


@routes.post(
    "/submissions",
    operation_id="submit",
    status_code=201,
    response_model=ReceiptEnvelope,
    responses={
        201: {"description": "The signed receipt.", "headers": _HEADERS},
        **problems(400, 409, 413, 415),
    },
    openapi_extra=body_of_files(),
)
def submit(
    request: Request,
    who: Annotated[Caller, Depends(allowed("submissions:write"))],
    registry: OfRegistry,
    files: Files,
    key: IdempotencyKey = None,
) -> Response:
    """Hand in a signed package. The answer is the signed receipt, for a package that is refused,
    too; the same package again gives the same receipt. The scope is `submissions:write`, and the
    package must be of the token's sender."""
    sender_of(who)
    if len(files.files()) != 1:
        raise Problem(422, "These are several files.", "send one package at a time")
    digest = files.digest() if key else ""
    answer = once(
        shelves_of(request), key, who.name, digest, lambda: _received(request, who, registry, files)
    )
    package = sha256_of(files.files()[0][1])
    text = bytes(answer.body).decode()
    answer.headers["Location"] = f"{API}/receipts/{package}"
    answer.headers[_STATUS] = str(read(text, registry.public_key)["status"])
    return answer


def _received(request: Request, who: Caller, registry: Registry, files: Any) -> Response:
    configuration, [(_, package)] = configuration_of(request), files.files()
    at, largest = time_asked(configuration.clock), configuration.limits.upload
    try:
        made = receive(registry, package, at, largest, sender=who.sender)
    except OtherSender as error:
        audit.note(shelves_of(request), who, "submit", outcome="another sender")
        raise Problem(403, "The package is another sender's.", error.fix) from None
    audit.note(shelves_of(request), who, "submit", str(made.body["seq"]), made.body["status"])
    return Response(made.text, 201, media_type="application/json")


@routes.get("/receipts/{digest}", operation_id="showReceipt", response_model=ReceiptEnvelope)
def show_receipt(registry: OfRegistry, who: Reader, digest: Digest) -> Response:
    """Give the signed receipt of a package, by its SHA-256. The scope is `submissions:read`."""
    sender, text = sender_of(who), registry.ledger.receipt(digest)
    body = {} if text is None else read(text, registry.public_key)
    if text is None or sender not in (None, body.get("sender")):
        raise Problem(404, "There is no receipt of this package.", "hand the package in first")
    return Response(text, media_type="application/json", headers={_STATUS: body["status"]})


@routes.get("/submissions", operation_id="listSubmissions", response_model=SubmissionList)
def list_submissions(
    registry: OfRegistry,
    who: Reader,
    limit: Limit = 50,
    after: Annotated[
        int | None, Query(ge=0, le=2**53, description="The entry of the last one before.")
    ] = None,
) -> SubmissionList:
    """List the sender's submissions in the order of arrival. The scope is `submissions:read`."""
    own = [one for one in _own(registry, who).submissions if one.seq > (after or 0)]
    page = own[:limit]
    way = f"{API}/submissions?limit={limit}&after={page[-1].seq}" if len(own) > limit else None
    rows = [SubmissionRow.model_validate({**row(one), **_links(one)}) for one in page]
    return SubmissionList(submissions=rows, next=way)


@routes.get(
    "/submissions/{submission}", operation_id="showSubmission", response_model=SubmissionShown
)
def show_submission(
    registry: OfRegistry,
    who: Reader,
    submission: Annotated[
        str,
        Path(max_length=128, examples=["12"], description="The entry, the id, or the start of it."),
    ],
) -> SubmissionShown:
    """Show a submission as it stands, with every decision on it. The scope is
    `submissions:read`."""
    state = _own(registry, who)
    one = found(lambda: find(state, submission))
    told = {name: value for name, value in full(one).items() if name != "objects"}
    return SubmissionShown.model_validate({**told, **_links(one)})


def _own(registry: Registry, who: Caller) -> State:
    """The state of the registry as far as it is about the caller's submissions."""
    sender, state = sender_of(who), state_now(registry)
    if sender is None:
        return state
    return replace(state, submissions=[one for one in state.submissions if one.sender == sender])


def _links(one: Received) -> dict[str, str]:
    return {"url": f"{API}/submissions/{one.seq}", "receipt": f"{API}/receipts/{one.package}"}
