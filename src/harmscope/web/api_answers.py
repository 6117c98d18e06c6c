"""How the API answers: problems as the OpenAPI document shows them, and answers that stay valid."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any, Final, TypeVar

from fastapi import Header, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from harmscope.errors import UserError
from harmscope.web.api_models import ProblemDetails
from harmscope.web.problem_details import Problem

_WORDS: Final = {
    400: "The request cannot be read.",
    401: "The token is missing, wrong, expired or revoked.",
    403: "The token does not allow this.",
    404: "There is no such thing, or it is another organisation's.",
    409: "The first request with this Idempotency-Key is still being worked on.",
    413: "It is too large.",
    415: "The body is in another form than is taken.",
    422: "A value does not fit.",
    429: "Too many requests, or too many waiting jobs; Retry-After says how long to wait.",
}
_CACHED: Final = "public, max-age=3600"
_Answer = TypeVar("_Answer")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an endpoint can answer with; every one can say 429."""
    return {
        status: {"model": ProblemDetails, "description": _WORDS[status]}
        for status in sorted({*statuses, 429})
    }


OPEN: Final = problems(401, 403)
"""What any endpoint can answer that asks for a token."""

PUBLIC: Final[dict[int | str, dict[str, Any]]] = {
    200: {"headers": {"ETag": {"schema": {"type": "string"}, "description": "Its version."}}},
    304: {"description": "It is as the caller has it."},
    **problems(422),
}
"""What an endpoint for anybody can answer."""

Known = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=400, description="The ETag of an answer at hand."),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="A name for this request, such as a UUID: sent again under the same name it "
        "is done once, and gets the same answer for a day.",
    ),
]
Limit = Annotated[int, Query(ge=1, le=200, description="So many at most.")]


def cacheable(
    request: Request,
    body: BaseModel | str,
    media: str = "application/json",
    *,
    fresh: bool = False,
) -> Response:
    """An answer that anybody may keep; 304 where the caller has it. One that is asked for anew
    each time is ``fresh``."""
    text = body if isinstance(body, str) else body.model_dump_json(exclude_unset=True)
    data = text.encode()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    kept = "no-cache" if fresh else _CACHED
    headers = {"ETag": tag, "Cache-Control": kept, "Cross-Origin-Resource-Policy": "cross-origin"}
    asked = [one.strip().removeprefix("W/") for one in _known(request)]
    if tag in asked or "*" in asked:
        return Response(None, 304, headers)
    return Response(data, 200, headers, media)


def _known(request: Request) -> list[str]:
    return request.headers.get("if-none-match", "").split(",")


def found(ask: Callable[[], _Answer]) -> _Answer:
    """What ``ask`` gives. Raises Problem 404 where it raises UserError."""
    try:
        return ask()
    except UserError as error:
        fault = error.fault[:1].upper() + error.fault[1:] + "."
        raise Problem(404, fault, error.fix) from None
