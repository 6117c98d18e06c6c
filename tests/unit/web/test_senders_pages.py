"""An official registers senders and sets deadlines in the browser."""

from pathlib import Path

import pytest

from desks import Desk
from harmscope.registry.senders import listed
from offices import office
from senders import sender


@pytest.fixture
def official(opened, desk: Desk):
    return opened(registry=desk.registry.folder, clock="2026-05-04")


def key(path: Path) -> list:
    return [("key", ("sent.public.json", path.read_bytes()))]


def test_a_sender_is_registered_with_key_and_services(official, desk: Desk, tmp_path: Path) -> None:
    made = sender(tmp_path / "more", "delta")
    path = made.folder / "delta.public.json"
    sent = official.fill(
        "/senders", {"name": "delta", "services": "Delta\n\n Delta Kids "}, key(path)
    )
    assert sent.status_code == 303
    assert desk.state.senders["delta"].services == ("Delta", "Delta Kids")
    assert made.public.key_id in official.get("/senders").text
    assert not list((tmp_path / "app").rglob("sent.public.json"))


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"name": "no name", "services": "X"}, "no name for a sender"),
        ({"name": "delta", "services": "Alpha"}, "another sender reports this service"),
        ({"name": "delta", "services": " "}, "there is none, and no authority"),
    ],
)
def test_a_sender_that_does_not_fit_is_refused_with_the_values_kept(
    official, desk: Desk, tmp_path: Path, told: dict[str, str], fault: str
) -> None:
    sender(tmp_path / "more", "delta")
    shown = official.fill("/senders", told, key(tmp_path / "more" / "delta.public.json"))
    assert shown.status_code == 422
    assert fault in shown.text
    assert f'value="{told["name"]}"' in shown.text
    assert "delta" not in desk.state.senders


def test_a_file_that_is_no_key_is_refused_without_a_path(official, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    told = {"name": "delta", "services": "Delta"}
    shown = official.fill("/senders", told, key(tmp_path / "x.json"))
    assert "this is not a public key" in shown.text
    assert str(tmp_path) not in shown.text
    assert "there is no file" in official.fill("/senders", told).text


def test_a_key_is_revoked(official, desk: Desk) -> None:
    one = desk.senders["alpha"].public.key_id
    told = {"key_id": one, "from": "2026-05-10", "because": "lost"}
    assert official.fill("/senders", told, to="/senders/revoke").status_code == 303
    assert listed(desk.state)[0]["revoked_from"] == "2026-05-10"
    assert "Revoked from 2026-05-10" in official.get("/senders").text
    wrong = official.fill("/senders", {**told, "from": "soon"}, to="/senders/revoke")
    assert "it is no day" in wrong.text


def test_a_deadline_is_set_and_shown(official, desk: Desk) -> None:
    sent = official.fill("/deadlines", {"period": "2026-Q2", "due": "2026-07-31"})
    assert sent.status_code == 303
    shown = official.get("/deadlines").text
    assert "2026-07-31" in shown
    assert shown.count("standing due") == 3
    wrong = official.fill("/deadlines", {"period": "spring", "due": "2026-07-31"})
    assert wrong.status_code == 422
    assert 'value="spring"' in wrong.text


def test_what_was_kept_long_enough_is_listed(opened, desk: Desk) -> None:
    late = opened(registry=desk.registry.folder, clock="2032-01-01").get("/deadlines").text
    one = desk.state.submissions[0]
    assert f"/inbox/{one.id}/erase" in late


def test_another_authority_is_registered_and_its_publication_shown_as_such(
    official, desk: Desk, tmp_path: Path
) -> None:
    avia = office(tmp_path, "Avia", {"Ant": 40, "Bee": 31, "Cat": 53})
    avia.publish()
    public = avia.folder / "registry" / "keys" / "registry.public.json"
    sent = official.fill("/senders", {"name": "avia", "authorities": "Avia\n"}, key(public))
    assert sent.status_code == 303, sent.text
    assert desk.state.senders["avia"].authorities == ("Avia",)
    assert "Publications of Avia" in official.get("/senders").text
    again = official.fill("/senders", {"name": "borea", "authorities": "Avia"}, key(public))
    assert "another sender has this authority" in again.text
    assert "Avia</textarea>" in again.text

    assert avia.hand_in(desk)["status"] == "accepted"
    inbox = official.get("/inbox").text
    assert "Avia (authority)" in inbox
    assert "<td>publication</td>" in inbox
    shown = official.get(f"/inbox/{desk.last().seq}").text
    assert "publication of another authority" in shown
    official.fill("/deadlines", {"period": "2026-Q1", "due": "2026-04-30"})
    assert "Avia" in official.get("/deadlines").text
