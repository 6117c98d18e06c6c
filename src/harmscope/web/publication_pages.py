"""What the public reads: the list of editions, and each edition at its address for good."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from harmscope.errors import UserError
from harmscope.registry.folder import PUBLIC
from harmscope.registry.publish import FILES
from harmscope.submission.keys import read_public
from harmscope.web.asking import configuration_of
from harmscope.web.job_pages import shown_page
from harmscope.web.problem_details import Problem
from harmscope.web.publication_shelf import PAGE, PublicationShelf
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)
FOR_GOOD: Final = {"Cache-Control": "public, max-age=86400, immutable"}
"""An edition never changes: another one takes another address."""

KEY: Final = "registry.public.json"


@routes.get("/publications")
def publications_page(request: Request) -> HTMLResponse:
    """All editions, the newest first, with their files, and how to check them."""
    shelf = _shelf(request)
    editions = shelf.editions()
    return page(
        request,
        "publications.html",
        editions=[(one, shelf.files(one)) for one in editions],
        newest={one.series: one.edition for one in reversed(editions)},
        key=_key(request),
    )


def _key(request: Request) -> str | None:
    folder = configuration_of(request).registry
    try:
        return None if folder is None else read_public(folder / PUBLIC).key_id
    except UserError:
        return None


@routes.get(f"/publications/{KEY}")
def registry_key(request: Request) -> Response:
    """The public key with which the registry signs."""
    folder = configuration_of(request).registry
    if folder is None or _key(request) is None:
        raise Problem(404, "This server has no registry.")
    headers = {"Cache-Control": "public, max-age=3600"}
    return FileResponse(
        folder / PUBLIC, media_type="application/json", filename=KEY, headers=headers
    )


@routes.get("/publications/{series}")
def newest_edition(request: Request, series: str) -> Response:
    """The way to the newest edition of a series."""
    found = _shelf(request).series(series)
    if not found:
        raise Problem(404, "There is no such publication.", "see /publications for the list")
    return RedirectResponse(found[0].address, 307, {"Cache-Control": "no-cache"})


@routes.get("/publications/{series}/{number}/")
def edition_page(request: Request, series: str, number: int) -> Response:
    """An edition as it was published."""
    return _file(request, series, number, PAGE)


@routes.get("/publications/{series}/{number}/{name}")
def edition_file(request: Request, series: str, number: int, name: str) -> Response:
    """One file of an edition, by its name in the edition's list."""
    return _file(request, series, number, name)


def _file(request: Request, series: str, number: int, name: str) -> Response:
    shelf = _shelf(request)
    edition = shelf.edition(series, number)
    path = None if edition is None else shelf.file(edition, name)
    if edition is None or path is None:
        raise Problem(404, "There is no such file or edition.", "see /publications for the list")
    if name == PAGE:
        shown = shown_page(path)
        shown.headers.update(FOR_GOOD)
        return shown
    # Under its own name, by which the signed manifest knows it.
    return FileResponse(path, media_type=FILES[name], filename=name, headers=FOR_GOOD)


def _shelf(request: Request) -> PublicationShelf:
    return PublicationShelf(configuration_of(request).data)
