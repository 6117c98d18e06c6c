import json
from pathlib import Path

import pytest

from desks import AT, Desk
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry.publications import Wish
from harmscope.registry.publish import FILES, prepared, publish
from harmscope.submission.published_folder import verify_publication
from harmscope.web.publication_shelf import PublicationShelf, series_of

Q1 = Wish(parse_period("2026-Q1"))
SERIES = "2026-Q1-public"


@pytest.fixture
def shelf(tmp_path: Path) -> PublicationShelf:
    return PublicationShelf(tmp_path / "app")


def test_an_empty_shelf_has_no_editions(shelf: PublicationShelf) -> None:
    assert shelf.editions() == []
    assert shelf.edition(SERIES, 1) is None


def test_an_edition_lies_at_its_address_with_every_file(
    desk: Desk, shelf: PublicationShelf, tmp_path: Path
) -> None:
    made = shelf.put(desk.registry, Q1, AT)
    found = shelf.edition(SERIES, 1)
    assert found is not None
    assert (found.id, found.behind, found.address) == (made.digest, 3, f"/publications/{SERIES}/1/")
    assert set(shelf.files(found)) == set(FILES)
    assert shelf.document(found)["edition"] == 1
    path = shelf.file(found, "publication.json")
    assert path is not None
    assert not verify_publication(path.parent).faults
    assert shelf.file(found, "../" + found.id + ".json") is None


def test_the_same_edition_again_changes_nothing(desk: Desk, shelf: PublicationShelf) -> None:
    shelf.put(desk.registry, Q1, AT)
    before = shelf.editions()
    shelf.put(desk.registry, Q1, AT)
    assert shelf.editions() == before


def test_editions_stand_newest_first(desk: Desk, shelf: PublicationShelf) -> None:
    shelf.put(desk.registry, Q1, AT)
    old = desk.state.submissions[0].id
    desk.receive(desk.senders["alpha"].submission("b", notices=60, replaces=old, because="more"))
    shelf.put(desk.registry, Q1, AT)
    assert [one.edition for one in shelf.series(SERIES)] == [2, 1]


def test_an_edition_that_was_cut_off_is_not_there_and_comes_again(
    desk: Desk, shelf: PublicationShelf, tmp_path: Path
) -> None:
    made = shelf.put(desk.registry, Q1, AT)
    note = tmp_path / "app" / "publications" / f"{made.digest}.json"
    note.unlink()
    (tmp_path / "app" / "publications" / made.digest / "figures.csv").unlink()
    assert shelf.editions() == []
    shelf.put(desk.registry, Q1, AT)
    (again,) = shelf.editions()
    assert "figures.csv" in shelf.files(again)
    assert len(desk.state.publications) == 1


def test_levels_and_splits_are_series_of_their_own() -> None:
    assert series_of(Q1) == SERIES
    assert series_of(Wish(Q1.period, "bands", services=False)) == "2026-Q1-bands-without-services"
    days = parse_period("2026-01-05/2026-02-01")
    assert series_of(Wish(days)) == "2026-01-05_2026-02-01-public"


def test_what_is_prepared_is_what_is_published(desk: Desk, shelf: PublicationShelf) -> None:
    draft = prepared(desk.registry, Q1, AT)
    assert desk.state.publications == []
    assert shelf.put(desk.registry, Q1, AT).files == draft.files
    assert json.loads(draft.files["publication.json"])["edition"] == 1


def test_an_edition_of_a_command_is_brought_with_the_bytes_that_it_had(
    desk: Desk, shelf: PublicationShelf, tmp_path: Path
) -> None:
    first = publish(desk.registry, Q1, tmp_path / "first", AT)
    old = desk.state.submissions[0].id
    desk.receive(desk.senders["alpha"].submission("b", notices=60, replaces=old, because="more"))
    second = publish(desk.registry, Q1, tmp_path / "second", AT)
    missing = shelf.missing(desk.state)
    assert [one["edition"] for one in missing] == [2, 1]
    for made, entry in ((first, missing[1]["seq"]), (second, missing[0]["seq"])):
        found = shelf.bring(desk.registry, entry, AT)
        assert (found.id, found.entry) == (made.digest, entry)
        assert found in shelf.editions()
        path = shelf.file(found, "publication.json")
        assert path is not None
        assert path.read_bytes() == made.files["publication.json"]
    assert shelf.missing(desk.state) == []
    with pytest.raises(UserError, match="none under this entry"):
        shelf.bring(desk.registry, missing[0]["seq"], AT)
    assert len(desk.state.publications) == 2
