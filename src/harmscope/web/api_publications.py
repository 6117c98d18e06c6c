"""The API of publications: editions and their files, for anybody."""

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse, Response

from harmscope.registry.publish import FILES
from harmscope.web.api_answers import PUBLIC, Known, Limit, cacheable, problems
from harmscope.web.api_models import EditionFile, EditionList, EditionShown
from harmscope.web.asking import configuration_of
from harmscope.web.problem_details import Problem
from harmscope.web.publication_shelf import PublicationShelf, PublishedEdition

API: Final = "/api/v1"
routes = APIRouter(tags=["registry"])
_FOR_GOOD: Final = {"Cache-Control": "public, max-age=86400, immutable"}
Id = Annotated[
    str,
    Path(pattern="^[0-9a-f]{64}$", examples=["0" * 64], description="The edition's SHA-256."),
]


@routes.get(
    "/publications",
    operation_id="listPublications",
    response_model=EditionList,
    responses={**PUBLIC, **problems(404, 422)},
)
def list_publications(
    request: Request,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(pattern="^[0-9a-f]{64}$", description="The id of the last one of the page before."),
    ] = None,
    known: Known = None,
) -> Response:
    """List published editions, the newest first."""
    del known
    shelf = _shelf(request)
    editions = shelf.editions()
    ids = [one.id for one in editions]
    if after is not None and after not in ids:
        raise Problem(404, 'There is no edition with this id in "after".', "start again without it")
    rest = editions[ids.index(after) + 1 :] if after is not None else editions
    shown = [_shown(shelf, one) for one in rest[:limit]]
    way = f"{API}/publications?limit={limit}&after={shown[-1].id}" if len(rest) > limit else None
    return cacheable(request, EditionList(publications=shown, next=way), fresh=True)


@routes.get(
    "/publications/{edition}",
    operation_id="showPublication",
    response_model=EditionShown,
    responses={**PUBLIC, **problems(404, 422)},
)
def show_publication(request: Request, edition: Id, known: Known = None) -> Response:
    """Show an edition and its files."""
    del known
    shelf = _shelf(request)
    return cacheable(request, _shown(shelf, _edition(shelf, edition)))


@routes.get(
    "/publications/{edition}/files/{name}",
    operation_id="getPublicationFile",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        },
        **problems(404, 422),
    },
)
def get_publication_file(
    request: Request,
    edition: Id,
    name: Annotated[
        str, Path(max_length=100, examples=["publication.json"], description="A name in its list.")
    ],
) -> Response:
    """Give a file of an edition; it never changes."""
    shelf = _shelf(request)
    path = shelf.file(_edition(shelf, edition), name)
    if path is None:
        raise Problem(404, "The edition has no such file.", "see the list of its files")
    return FileResponse(path, media_type=FILES[name], filename=name, headers=_FOR_GOOD)


def _shelf(request: Request) -> PublicationShelf:
    return PublicationShelf(configuration_of(request).data)


def _edition(shelf: PublicationShelf, wanted: str) -> PublishedEdition:
    found = next((one for one in shelf.editions() if one.id == wanted), None)
    if found is None:
        raise Problem(404, "There is no such publication.", f"see {API}/publications")
    return found


def _shown(shelf: PublicationShelf, one: PublishedEdition) -> EditionShown:
    place = f"{API}/publications/{one.id}"
    files = [
        EditionFile(name=name, size=size, url=f"{place}/files/{name}")
        for name, size in shelf.files(one).items()
    ]
    return EditionShown(**asdict(one), url=place, page=one.address, files=files)
