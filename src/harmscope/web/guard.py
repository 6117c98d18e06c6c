"""What every request passes: its host and origin, its session, its limits, and the headers of
every answer."""

import logging
import re
import time
import traceback
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote, urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harmscope import machine
from harmscope.errors import UserError
from harmscope.web import metering, problem_details, sessions, tokens
from harmscope.web.accounts import SOMEBODY_HERE, Account
from harmscope.web.configuration import MEBI, Configuration
from harmscope.web.limiting import Limiter, address_of
from harmscope.web.problem_details import Problem
from harmscope.web.sessions import Session
from harmscope.web.shelves import Shelves
from harmscope.web.uploads import MAKE_ROOM

COOKIE: Final = "harmscope"
SAFE: Final = ("GET", "HEAD", "OPTIONS")
SESSIONLESS: Final = ("/api/", "/static/", "/healthz", "/metrics", "/publications/")
"""Addresses that never look at a cookie: programs come with a token, the public without any."""

FREE: Final = ("/static/", "/style.css", "/healthz", "/metrics")
"""Addresses that are not counted."""

SET_UP: Final = "/account/second-factor"
_BEFORE_SET_UP: Final = ("/account", "/sign-out", "/style.css")

FRAMES: Final = "base-uri 'none'; frame-ancestors 'none'"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    f"connect-src 'self'; form-action 'self'; {FRAMES}"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""What stands in every answer that does not say otherwise."""

JSON: Final = "application/json"
NUL: Final = "\0"
"""No text holds it, and no database takes it."""
_DIGITS: Final = 20

LOG = logging.getLogger("harmscope.web")


class Door:
    """The outermost layer of the app."""

    def __init__(
        self, app: ASGIApp, configuration: Configuration, shelves: Shelves, limiter: Limiter
    ) -> None:
        self._app, self._configuration, self._shelves = app, configuration, shelves
        self._limiter = limiter
        self._hosts = {one.casefold() for one in configuration.hosts}
        self._most = configuration.limits.upload + MEBI  # a form has words around its files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        visit = _Visit(Request(scope, receive), self._configuration, send)
        try:
            await self._let_in(visit)
            await self._app(scope, self._measured(receive, visit), visit.send)
        except Problem as problem:
            await visit.answer(problem_details.answer(visit.request, problem), receive)
        except ClientDisconnect:
            return
        except UserError as error:
            await visit.answer(problem_details.of_user(visit.request, error), receive)
        except Exception as error:  # noqa: BLE001 - the last place that can answer
            if machine.is_full(error):
                full = Problem(507, "The disk of the server is full.", MAKE_ROOM)
                await visit.answer(problem_details.answer(visit.request, full), receive)
                return
            _log(error)
            await visit.answer(problem_details.of_bug(visit.request, error), receive)
        finally:
            metering.answered(scope, visit.status, time.perf_counter() - visit.began)

    async def _let_in(self, visit: "_Visit") -> None:
        """Raises Problem for a request that may not go further."""
        request = visit.request
        self._check(request)
        path = request.url.path
        if not path.startswith(SESSIONLESS):
            visit.cookie = await self._seat(request)
        visit.known = await self._known(request)
        if self._configuration.server and not path.startswith(FREE):
            await run_sync(self._limiter.count, _who(request))
        account, open_ = _account(request), (*_BEFORE_SET_UP, *SESSIONLESS)
        if account and must_set_up(account, self._configuration) and not path.startswith(open_):
            raise Problem(303, "Set up a second factor first.", headers={"Location": SET_UP})

    def _check(self, request: Request) -> None:
        """Raises Problem for another host's name, and for a form that another site sent."""
        host = request.headers.get("host", "")
        if name_of(host) not in self._hosts:
            raise Problem(400, "The server has another name.", "use the name it was given")
        if NUL in unquote(f"{request.url.path}?{request.url.query}"):
            raise Problem(404, "There is nothing at this address.")
        if request.method in SAFE:
            return
        # Said here: further inside the framework answers in words of its own.
        length = _length(request)
        if media_of(request) == JSON and length > self._configuration.limits.form:
            raise Problem(413, "The JSON is too large.", "send less at once")
        if length > self._most:
            raise problem_details.too_large()
        if from_another_site(request):
            raise Problem(403, "This form was sent from another site.", "open the page here first")

    async def _seat(self, request: Request) -> str | None:
        """Give the request its session; gives the cookie of a new one."""
        limits, server = self._configuration.limits, self._configuration.server
        kept = request.cookies.get(cookie_name(self._configuration))
        found = await run_sync(lambda: sessions.current(self._shelves, kept, limits, server=server))
        cookie = None
        if found is None:
            account = None if server else SOMEBODY_HERE
            if server:  # each of them is a line in the database
                await run_sync(self._limiter.count, f"new:{address_of(request)}")
            cookie, found = await run_sync(sessions.start, self._shelves, account)
        request.state.session = found
        return cookie

    async def _known(self, request: Request) -> bool:
        """Whether somebody is known who may send files."""
        if not self._configuration.server or request.method in SAFE:
            return True
        if _account(request) is not None:
            return True
        secret = tokens.bearer(request.headers.get("authorization", ""))
        if not secret:
            return False
        request.state.token = await run_sync(tokens.caller, self._shelves, secret)
        return request.state.token is not None

    def _measured(self, receive: Receive, visit: "_Visit") -> Receive:
        """Nobody sends more than an upload; somebody not known, no more than a small form."""
        left = self._most if visit.known else self._configuration.limits.form

        async def measured() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
            return message

        return measured


class _Visit:
    """One request on its way, and what was answered so far."""

    def __init__(self, request: Request, configuration: Configuration, send: Send) -> None:
        self.request, self._configuration, self._send = request, configuration, send
        self.cookie: str | None = None
        self.known = False
        self.status = 0
        self._replaced = False
        self.began = time.perf_counter()

    async def send(self, message: Message) -> None:
        """Send on, with the headers and the cookie of a new session."""
        if self._replaced:
            return
        if _is_of_framework(message):
            await problem_details.answer(self.request, problem_details.too_large())(
                self.request.scope, self.request.receive, self.send
            )
            self._replaced = True
            return
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if self._configuration.secure:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            if self.cookie is not None and "set-cookie" not in headers:
                headers.append("set-cookie", cookie_line(self.cookie, self._configuration))
        await self._send(message)

    async def answer(self, response: Response, receive: Receive) -> None:
        """Answer in place of the app, where nothing has been answered yet."""
        if not self.status:
            await response(self.request.scope, receive, self.send)


def _is_of_framework(message: Message) -> bool:
    """Whether the framework begins to answer, in words of its own, that a body is too large."""
    if (
        message["type"] != "http.response.start"
        or message["status"] != HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    ):
        return False
    return MutableHeaders(scope=message).get("content-type", "").startswith("text/plain")


def from_another_site(request: Request) -> bool:
    """Whether a page of another site made a browser send this."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
    return foreign or site in ("cross-site", "same-site")


def must_set_up(account: Account, configuration: Configuration) -> bool:
    """Whether somebody has to set up a second factor before anything else."""
    asked = configuration.server and configuration.second_factor
    return asked and account.role in ("official", "admin") and not account.second


def cookie_name(configuration: Configuration) -> str:
    """The cookie's name. By HTTPS no other host of the same domain can set it."""
    return f"__Host-{COOKIE}" if configuration.secure else COOKIE


def cookie_line(cookie: str, configuration: Configuration) -> str:
    """The header that gives a browser its session."""
    secure = "; Secure" if configuration.secure else ""
    return f"{cookie_name(configuration)}={cookie}; HttpOnly; Path=/; SameSite=Lax{secure}"


def session_of(request: Request) -> Session:
    """The session that the door gave a request."""
    found: Session = request.state.session
    return found


def _account(request: Request) -> Account | None:
    session: Session | None = getattr(request.state, "session", None)
    return None if session is None else session.account


def _who(request: Request) -> str:
    account = _account(request)
    return f"address:{address_of(request)}" if account is None else f"account:{account.id}"


def media_of(request: Request) -> str:
    """In what form a request says that its body is."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _length(request: Request) -> int:
    """How many bytes a request says that it brings; 0 where it says nothing of the kind."""
    told = request.headers.get("content-length", "")
    return int(told[:_DIGITS]) if told.isascii() and told.isdigit() else 0


_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:]+)(?::\d{1,5})?", re.IGNORECASE | re.ASCII)


def name_of(host: str) -> str:
    """The name in a Host header, without the port; nothing where it has another form."""
    found = _HOST.fullmatch(host)
    return "" if found is None else found[1].casefold()


def _log(error: Exception) -> None:
    """Log where a bug is, and not what it says: that can hold what was in hand."""
    places = [
        f"{one.filename.rpartition('/')[2]}:{one.lineno}"
        for one in traceback.extract_tb(error.__traceback__)[-8:]
    ]
    LOG.error("a request failed: %s at %s", type(error).__name__, " > ".join(places))
