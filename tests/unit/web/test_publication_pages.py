"""What anybody reads without signing in."""

from pathlib import Path

import pytest

from desks import AT, Desk
from harmscope.model.period import parse_period
from harmscope.registry.publications import Wish
from harmscope.registry.publish import FILES
from harmscope.registry.published_rows import DIMENSIONS
from harmscope.submission.published_folder import verify_publication
from harmscope.web.publication_shelf import PublicationShelf

PLACE = "/publications/2026-Q1-public/1/"


@pytest.fixture
def reader(opened, desk: Desk, tmp_path: Path):
    """Somebody who is not signed in, at a server with one edition."""
    PublicationShelf(tmp_path / "app").put(desk.registry, Wish(parse_period("2026-Q1")), AT)
    return opened(registry=desk.registry.folder, server=True)


def test_the_list_is_open_to_anybody(reader) -> None:
    shown = reader.get("/publications")
    assert shown.status_code == 200
    assert PLACE in shown.text
    assert "verify-publication" in shown.text
    assert "Sign in" in shown.text


def test_an_edition_is_served_for_good_without_a_cookie(reader) -> None:
    shown = reader.get(PLACE)
    assert shown.status_code == 200
    assert "immutable" in shown.headers["cache-control"]
    assert "set-cookie" not in shown.headers
    policy = shown.headers["content-security-policy"]
    assert "'sha256-" in policy
    assert "unsafe-inline" not in policy
    assert reader.get(PLACE.rstrip("/")).url.path == PLACE
    assert reader.get("/publications/2026-Q1-public").url.path == PLACE


def test_all_files_of_an_edition_verify_after_download(reader, tmp_path: Path) -> None:
    folder = tmp_path / "down"
    folder.mkdir()
    for name in FILES:
        answer = reader.get(PLACE + ("" if name == "index.html" else name))
        assert answer.status_code == 200
        (folder / name).write_bytes(answer.content)
    key = reader.get("/publications/registry.public.json")
    (tmp_path / "key.json").write_bytes(key.content)
    assert not verify_publication(folder, tmp_path / "key.json").faults


def test_what_is_no_file_of_an_edition_is_not_there(reader) -> None:
    for place in (
        "/publications/2026-Q1-public/2/",
        "/publications/2026-Q1-public/1/edition.json",
        "/publications/2026-Q1-public/1/..%2F..%2Fapp.sqlite",
        "/publications/2026-Q1-public/1/%2e%2e",
        "/publications/..%2F..%2Fregistry/1/",
        "/publications/nothing",
    ):
        assert reader.get(place).status_code == 404, place


def test_no_withheld_figure_is_on_a_public_page(opened, desk: Desk, tmp_path: Path) -> None:
    few = ("hate",) * 40 + ("fraud",) * 7
    for name in ("alpha", "beta", "gamma"):
        period = parse_period("2026-Q1")
        old = next(one.id for one in desk.state.current() if one.sender == name)
        more = {"harms": few, "replaces": old, "because": "again", "period": period}
        assert (
            desk.receive(desk.senders[name].submission("b", notices=47, **more))["problems"] == []
        )
    made = PublicationShelf(tmp_path / "app").put(desk.registry, Wish(period, "public-exact"), AT)
    withheld = [
        cell
        for cell, shown in zip(made.protected.tables.cells, made.protected.shown, strict=True)
        if shown.state == "hidden" and cell.value
    ]
    assert withheld
    visitor = opened(registry=desk.registry.folder, server=True)
    listed = visitor.get("/publications").text
    assert "fraud" not in listed
    document = visitor.get("/publications/2026-Q1-public-exact/1/publication.json").json()
    told = {
        (one["metric"], tuple(sorted((k, one[k]) for k in DIMENSIONS if one[k]))): one
        for one in document["figures"]
    }
    for cell in withheld:
        one = told[cell.table, tuple(sorted(cell.place))]
        assert (one["value"], one["low"], one["high"]) == (None, None, None)
