"""Sessions of browsers: a cookie that only its digest is kept of, and a token for forms."""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from harmscope.web import accounts
from harmscope.web.accounts import SOMEBODY_HERE, Account
from harmscope.web.configuration import Limits
from harmscope.web.shelves import SESSIONS, Shelves

_STALE = 60


@dataclass(frozen=True, slots=True)
class Session:
    """One browser. ``account`` is None where nobody signed in; ``csrf`` stands in its forms."""

    digest: str
    csrf: str
    account: Account | None

    def guards(self, given: str) -> bool:
        """Whether ``given`` is the token of this session's forms."""
        return hmac.compare_digest(self.csrf.encode(), given.encode("utf-8", "replace"))


def digest(cookie: str) -> str:
    """What is kept of a cookie or token."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()


def start(shelves: Shelves, account: Account | None, old: str | None = None) -> tuple[str, Session]:
    """A new session and its cookie. The ``old`` one ends: a cookie from before counts no more."""
    cookie, csrf, at = secrets.token_urlsafe(32), secrets.token_urlsafe(32), int(time.time())
    made = Session(digest(cookie), csrf, account)
    with shelves.writing() as connection:
        if old is not None:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == old))
        connection.execute(
            insert(SESSIONS).values(
                digest=made.digest,
                account=None if account is None else account.id,
                csrf=csrf,
                made=at,
                seen=at,
            )
        )
    return cookie, made


def current(
    shelves: Shelves, cookie: str | None, limits: Limits, *, server: bool
) -> Session | None:
    """The session of a cookie, unless it is over."""
    if not cookie:
        return None
    name, at = digest(cookie), int(time.time())
    with shelves.reading() as connection:
        row = connection.execute(select(SESSIONS).where(SESSIONS.c.digest == name)).first()
    idle, longest = _spans(limits, server=server)
    if row is None or at - row.seen > idle or at - row.made > longest:
        return None
    account = None if server else SOMEBODY_HERE
    if server and row.account is not None:
        account = accounts.find(shelves, row.account)
        if account is None:
            return None
    if at - row.seen > _STALE:
        with shelves.writing() as connection:
            connection.execute(update(SESSIONS).where(SESSIONS.c.digest == name).values(seen=at))
    return Session(name, row.csrf, account)


def _spans(limits: Limits, *, server: bool) -> tuple[int, int]:
    """How long a session may be without a request, and how long it lasts in any case. At the
    machine itself nobody signs in: a form that was left open overnight is still good."""
    return (limits.idle, limits.longest) if server else (limits.here, limits.here)


def end(shelves: Shelves, session: Session) -> None:
    """End a session."""
    with shelves.writing() as connection:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == session.digest))


def end_all(shelves: Shelves, account: str, but: str = "") -> None:
    """End every session of an account, but for the one with this digest."""
    with shelves.writing() as connection:
        connection.execute(
            delete(SESSIONS).where(SESSIONS.c.account == account, SESSIONS.c.digest != but)
        )


def sweep(shelves: Shelves, limits: Limits, *, server: bool) -> None:
    """Forget sessions that are over."""
    at, (idle, longest) = int(time.time()), _spans(limits, server=server)
    with shelves.writing() as connection:
        connection.execute(
            delete(SESSIONS).where((SESSIONS.c.seen < at - idle) | (SESSIONS.c.made < at - longest))
        )
