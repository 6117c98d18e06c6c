"""What routes ask of a request: who makes it, and what its form holds."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from tempfile import SpooledTemporaryFile
from typing import Annotated, BinaryIO, Final, cast
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from harmscope.errors import UserError
from harmscope.web.accounts import Account, Role
from harmscope.web.configuration import Configuration
from harmscope.web.guard import NUL, media_of, session_of
from harmscope.web.problem_details import Problem
from harmscope.web.shelves import Shelves
from harmscope.web.uploads import Tenant, Upload

FIELDS: Final = 5000
"""So many fields a form may have: a profile can ask some hundred questions."""

_UTF8: Final = (b"utf-8", b"utf8")

SPOOLED: Final = 64 * 1024
"""Bytes of a file that are held in memory while it comes in: a form can hold hundreds of files."""


def configuration_of(request: Request) -> Configuration:
    """What the app was told when it started."""
    found: Configuration = request.app.state.configuration
    return found


def shelves_of(request: Request) -> Shelves:
    """The app's database."""
    found: Shelves = request.app.state.shelves
    return found


class SignInFirst(Problem):
    """A form was sent by somebody who is not signed in, from the page at ``back``."""

    def __init__(self, back: str) -> None:
        way = f"/sign-in?next={quote(back)}" if back else "/sign-in"
        super().__init__(303, "Sign in first.", headers={"Location": way})


class OutOfDate(Problem):
    """A form was sent with the token of another session, or without any."""

    def __init__(self, data: FormData) -> None:
        fix = "go back, reload the page and send it again"
        super().__init__(403, "This form is out of date.", fix)
        self.data = data


def _page_of(request: Request) -> str:
    """The page of ours from which a form was sent; nothing where that is not said."""
    told = urlsplit(request.headers.get("referer", ""))
    return told.path if told.netloc == request.headers.get("host", "") else ""


def signed_in(*roles: Role) -> Callable[[Request], Account]:
    """A dependency: the account that makes the request, which has one of the roles where some are
    named. Somebody not signed in is sent to the page for it."""

    def account(request: Request) -> Account:
        found = session_of(request).account
        if found is None:
            if request.method != "GET":
                raise SignInFirst(_page_of(request))
            asked = quote(request.url.path)  # it comes decoded, with line ends if there were any
            raise Problem(303, "Sign in first.", headers={"Location": f"/sign-in?next={asked}"})
        if roles and not found.may(*roles):
            raise Problem(403, "Your account may not do this.", "ask an admin for the role")
        return found

    return account


def tenant_of(request: Request, account: Annotated[Account, Depends(signed_in())]) -> Tenant:
    """The files of the organisation that makes the request."""
    configuration = configuration_of(request)
    return Tenant(shelves_of(request), configuration.data, account.tenant, configuration.limits)


class Form:
    """A form that was sent with its session's token."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def text(self, name: str, otherwise: str = "") -> str:
        """One field, without space around it."""
        value = self._data.get(name)
        return value.strip() if isinstance(value, str) else otherwise

    def secret(self, name: str) -> str:
        """A password as it was typed: space around it is part of it."""
        value = self._data.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """A field that may stand several times."""
        return [one.strip() for one in self._data.getlist(name) if isinstance(one, str)]

    def raw(self) -> dict[str, list[str]]:
        """Every field with its texts, as they were sent."""
        found: dict[str, list[str]] = {}
        for name, value in _texts(self._data):
            found.setdefault(name, []).append(value)
        return found

    def names(self) -> list[str]:
        """All fields, in order, each once."""
        return list(dict.fromkeys(self._data.keys()))

    def uploaded(self, name: str, tenant: Tenant) -> Upload:
        """Keep the files of a field. Raises UserError where there is none."""
        chosen = [
            (one.filename, one.file)
            for one in self._data.getlist(name)
            if isinstance(one, UploadFile) and one.filename
        ]
        return tenant.take(chosen)

    def content(self, name: str, most: int = 64 * 1024) -> bytes:
        """The bytes of a small file in a field, which is kept nowhere. Raises UserError where there
        is none, or where it is larger than ``most``."""
        value = self._data.get(name)
        if not isinstance(value, UploadFile) or not value.filename:
            raise UserError(name, "there is no file", "choose a file")
        data = value.file.read(most + 1)
        if len(data) > most:
            raise UserError(name, "it is too large", "choose the right file")
        return data

    def has_files(self, name: str) -> bool:
        """Whether files were chosen in a field."""
        return any(isinstance(one, UploadFile) and one.filename for one in self._data.getlist(name))


class _Parts(MultiPartParser):
    """Parts of a form: files go to the disk early, and all fields together stay small."""

    spool_max_size = SPOOLED

    def __init__(self, request: Request, stream: AsyncGenerator[bytes, None], files: int) -> None:
        limits = configuration_of(request).limits
        super().__init__(
            request.headers,
            stream,
            max_files=files,
            max_fields=FIELDS,
            max_part_size=limits.form,
        )
        self._left = limits.form
        self._ended = False
        self._incoming = configuration_of(request).data / "incoming"

    def on_headers_finished(self) -> None:
        """Begin a part; a file's bytes go to the disk that keeps it, and not into memory."""
        super().on_headers_finished()
        taken = self._current_part.file
        if taken is not None:
            taken.file.close()
            made: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(  # noqa: SIM115 - the form's
                max_size=SPOOLED, dir=str(self._incoming)
            )
            taken.file = cast("BinaryIO", made)
            self._files_to_close_on_error[-1] = made

    def on_end(self) -> None:
        """Take note that the form came to its end."""
        self._ended = True

    async def parse(self) -> FormData:
        """The form. What is cut off is refused: its last part would be missing without a word."""
        data = await super().parse()
        if not self._ended:
            await data.close()
            raise MultiPartException("The form is cut off.")
        return data

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Take a piece of a field or file."""
        if self._current_part.file is None:
            self._left -= end - start
            if self._left < 0:
                raise MultiPartException("The fields of the form are too large.")
        super().on_part_data(data, start, end)


async def form_of(request: Request, files: int) -> FormData:
    """The form of a request with so many files at most; it must be closed. Raises Problem where it
    cannot be read."""
    kind, limits = media_of(request), configuration_of(request).limits
    _, told = parse_options_header(request.headers.get("content-type", ""))
    if told.get(b"charset", b"utf-8").lower() not in _UTF8:
        raise Problem(415, "The form is in another encoding.", "send it in UTF-8")
    try:
        async with aclosing(request.stream()) as stream:
            if kind == "multipart/form-data":
                return await _Parts(request, stream, files).parse()
            if kind == "application/x-www-form-urlencoded":
                most = limits.form
                plain = FormParser(request.headers, stream, max_fields=FIELDS, max_part_size=most)
                return await plain.parse()
    except MultiPartException as error:
        raise _refused(error.message, files) from None
    return FormData()


def _refused(said: str, files: int) -> Problem:
    """What is wrong with a form, in place of what its parser ``said``."""
    if said.startswith("Too many files"):
        fix = f"send up to {files}, or put them into one zip" if files else "send none here"
        return Problem(400, "These are too many files.", fix)
    if said.startswith("Too many fields"):
        return Problem(400, "The form has too many fields.", f"send {FIELDS} at most")
    if "too large" in said or "maximum size" in said:
        return Problem(400, "A field of the form is too large.", "send a long text as a file")
    return Problem(400, "The form cannot be read.", "send it again, and check what writes it")


async def checked_form(request: Request) -> AsyncIterator[Form]:
    """A dependency: the form of a request. Raises Problem where its token is not the session's."""
    session, limits = session_of(request), configuration_of(request).limits
    data = await form_of(request, 0 if session.account is None else limits.files)
    try:
        token = data.get("csrf")
        if not isinstance(token, str) or not session_of(request).guards(token):
            raise OutOfDate(data)
        if any(NUL in name or NUL in value for name, value in _texts(data)):
            fix = "type the field again instead of pasting it"
            raise Problem(422, "A field has a character that is no text.", fix)
        yield Form(data)
    finally:
        await data.close()


def _texts(data: FormData) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in data.multi_items() if isinstance(value, str))


SignedIn = Annotated[Account, Depends(signed_in())]
OfTenant = Annotated[Tenant, Depends(tenant_of)]
Sent = Annotated[Form, Depends(checked_form)]
