"""Pages: templates with what every one of them needs."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from harmscope import __version__
from harmscope.render.html.template import environment, style_of
from harmscope.web.page_words import of_page

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


def page(request: Request, template: str, **values: Any) -> HTMLResponse:
    """A page for this request; templates see ``account``, ``csrf``, ``here`` and ``sections``."""
    session = getattr(request.state, "session", None)
    account = session.account if session else None
    shared: Mapping[str, Any] = {
        "account": account,
        "csrf": session.csrf if session else "",
        "here": request.url.path,
        "section": _section(request.url.path),
        "server": request.app.state.configuration.server,
        "registry": request.app.state.configuration.registry is not None,
        "sections": [one for one in SECTIONS if _open(one, account, request)],
        "version": __version__,
    }
    text = _environment().get_template(template).render(**shared, **values)
    return HTMLResponse(text)


@cache
def styles() -> str:
    """The style sheet of the app, that of the reports before it."""
    own = (_TEMPLATES.parent / "static" / "app.css").read_text(encoding="utf-8")
    return "\n".join([style_of("compare.css", "dots.css", "validation.css", "tables.css"), own])


SECTIONS: Final = (
    ("/check", "Check", ("platform", "official")),
    ("/import", "Import", ("platform",)),
    ("/report", "Report", ("platform",)),
    ("/package", "Hand in", ("platform",)),
    ("/due", "Due", ("platform",)),
    ("/library", "Compare", ("platform", "official")),
    ("/inbox", "Inbox", ("official",)),
    ("/taxonomy", "Categories", ()),
    ("/rules", "Rules", ()),
    ("/publications", "Publications", ()),
)
"""The parts of the app: address, name, and the roles that it is for; all where none is named."""


WITHIN: Final = {
    "/senders": "/inbox",
    "/deadlines": "/inbox",
    "/pool": "/inbox",
    "/publish": "/inbox",
    "/claim": "/library",
    "/question": "/library",
    "/systems": "/taxonomy",
}
"""Pages at addresses of their own that belong to a part: the part is marked in the navigation."""


def _section(path: str) -> str:
    first = "/" + path.split("/", 2)[1]
    return WITHIN.get(first, path)


def _open(section: tuple[str, str, tuple[Any, ...]], account: Any, request: Request) -> bool:
    address, _, roles = section
    if address in ("/inbox", "/publications") and not request.app.state.configuration.registry:
        return False
    return not roles or (account is not None and account.may(*roles))


@cache
def _environment() -> Environment:
    """The templates of reports with those of the app before them: one set of filters and one way
    to escape."""
    shared = environment()
    assert shared.loader is not None
    made = shared.overlay(loader=ChoiceLoader([FileSystemLoader(_TEMPLATES), shared.loader]))
    made.filters = {**shared.filters, "page_words": of_page}
    return made
