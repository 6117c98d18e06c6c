"""The API of publications: anybody lists editions and gets their files."""

import hashlib
from pathlib import Path

import pytest

from api_client import ApiServer, Program, refused
from desks import AT, Desk
from harmscope.model.period import parse_period
from harmscope.registry.publications import Wish
from harmscope.registry.publish import FILES
from harmscope.web.publication_shelf import PublicationShelf


@pytest.fixture
def anybody(opened, desk: Desk, tmp_path: Path) -> Program:
    """Somebody without a token, at a server with two publications."""
    shelf, period = PublicationShelf(tmp_path / "app"), parse_period("2026-Q1")
    for services in (True, False):
        shelf.put(desk.registry, Wish(period, services=services), AT)
    return ApiServer(opened(server=True).app).stranger()


def test_anybody_lists_editions_page_by_page(anybody) -> None:
    way, seen = "publications?limit=1", []
    while way:
        page = anybody.get(way).json()
        seen += [one["id"] for one in page["publications"]]
        way = page.get("next")
    assert len(set(seen)) == 2
    refused(anybody.get(f"publications?after={'0' * 64}"), 404)


def test_a_new_edition_shows_at_once(anybody) -> None:
    listed = anybody.get("publications")
    assert listed.headers["Cache-Control"] == "no-cache"
    again = anybody.get("publications", headers={"If-None-Match": listed.headers["ETag"]})
    assert again.status_code == 304


def test_every_file_of_an_edition_is_given(anybody) -> None:
    edition = anybody.get("publications").json()["publications"][0]
    assert anybody.get(edition["url"]).json() == edition
    assert anybody.get(edition["page"]).status_code == 200
    assert {one["name"] for one in edition["files"]} == set(FILES)
    for one in edition["files"]:
        given = anybody.get(one["url"])
        assert len(given.content) == one["size"]
        assert "immutable" in given.headers["Cache-Control"]
        if one["name"] == "publication.json":
            assert hashlib.sha256(given.content).hexdigest() == edition["id"]


def test_what_there_is_not_is_not_found(anybody) -> None:
    edition = anybody.get("publications").json()["publications"][0]
    refused(anybody.get(f"publications/{'0' * 64}"), 404)
    refused(anybody.get("publications/none"), 422)
    for name in ("none.csv", "..%2F..%2Fapp.sqlite", edition["id"]):
        refused(anybody.get(f"{edition['url']}/files/{name}"), 404)
