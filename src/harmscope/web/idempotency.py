"""The same request sent twice is done once: a client names it with the header Idempotency-Key.

As the IETF draft on that header says: the same key with the same request gets the same answer, with
another request it is refused, and while the first one is worked on it is refused, too.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Final

from fastapi.responses import Response
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from harmscope.web.problem_details import Problem
from harmscope.web.shelves import KEPT_ANSWERS, Shelves

KEPT: Final = 24 * 3600
"""Seconds that an answer is kept."""

ABANDONED: Final = 3600
"""Seconds after which a request that has no answer yet counts as cut off."""

OPEN: Final = 0
"""The status of a request that is being worked on."""

REPLAYED: Final = "Idempotent-Replayed"


def once(
    shelves: Shelves, key: str | None, who: str, request: str, work: Callable[[], Response]
) -> Response:
    """Do ``work``, or give what it gave before under this key.

    ``who`` keeps the keys of callers apart; ``request`` is a digest of what is asked. Where the
    work fails nothing is kept, so the request can be sent again.
    """
    if key is None:
        return work()
    name = hashlib.sha256(f"{who}\0{key}".encode("utf-8", "replace")).hexdigest()
    kept = _begin(shelves, name, request)
    if kept is not None:
        return kept
    try:
        made = work()
    except BaseException:
        _forget(shelves, name)
        raise
    _keep(shelves, name, made)
    return made


def _begin(shelves: Shelves, name: str, request: str) -> Response | None:
    """Note that work begins; gives the answer where it was done before."""
    at = int(time.time())
    with shelves.writing() as connection:
        cut_off = (KEPT_ANSWERS.c.status == OPEN) & (KEPT_ANSWERS.c.made < at - ABANDONED)
        connection.execute(delete(KEPT_ANSWERS).where((KEPT_ANSWERS.c.made < at - KEPT) | cut_off))
        row = connection.execute(select(KEPT_ANSWERS).where(KEPT_ANSWERS.c.key == name)).first()
        if row is None:
            values = {"key": name, "request": request, "status": OPEN, "body": "", "made": at}
            try:
                connection.execute(insert(KEPT_ANSWERS).values(**values))
            except IntegrityError:  # another process was faster
                raise _busy() from None
            return None
    if row.request != request:
        fix = "use a new key for another request"
        raise Problem(422, "This Idempotency-Key was used for another request.", fix)
    if row.status == OPEN:
        raise _busy()
    headers = {REPLAYED: "true"}
    return Response(row.body, row.status, headers, "application/json")


def _busy() -> Problem:
    fault = "The first request with this Idempotency-Key is still being worked on."
    return Problem(409, fault, "ask again in a moment", {"Retry-After": "2"})


def _keep(shelves: Shelves, name: str, made: Response) -> None:
    body = bytes(made.body).decode()
    with shelves.writing() as connection:
        connection.execute(
            update(KEPT_ANSWERS)
            .where(KEPT_ANSWERS.c.key == name)
            .values(status=made.status_code, body=body)
        )


def _forget(shelves: Shelves, name: str) -> None:
    with shelves.writing() as connection:
        connection.execute(delete(KEPT_ANSWERS).where(KEPT_ANSWERS.c.key == name))
