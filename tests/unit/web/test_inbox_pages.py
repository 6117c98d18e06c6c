"""An official over a registry: the inbox, one submission, what is done to it."""

import json
from datetime import date
from pathlib import Path

import pytest

from desks import AT, Desk
from harmscope.model.period import parse_period
from harmscope.registry.calendar import set_deadline
from harmscope.registry.ledger import Ledger
from harmscope.registry.submissions import decide
from harmscope.web import accounts, audit
from harmscope.web.registry_tasks import receive
from harmscope.web.work import Work
from senders import sender

PASSWORD = "correct horse battery"


@pytest.fixture
def official(opened, desk: Desk):
    return opened(registry=desk.registry.folder, clock="2026-05-04")


def acts(visitor) -> list[tuple[str, str, str]]:
    lines = audit.newest(visitor.app.state.shelves)
    return [(one["act"], one["about"], one["outcome"]) for one in lines][::-1]


def test_without_a_registry_there_is_no_inbox(visitor) -> None:
    answer = visitor.get("/inbox")
    assert answer.status_code == 404
    assert "no registry" in answer.text


def test_a_platform_account_may_not_come_in(opened, desk: Desk) -> None:
    visitor = opened(registry=desk.registry.folder, server=True)
    accounts.add(visitor.app.state.shelves, "pat", "Lumen", "platform", PASSWORD)
    accounts.add(visitor.app.state.shelves, "odile", "Office", "official", PASSWORD)
    away = visitor.get("/inbox", follow_redirects=False)
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?next=/inbox")
    visitor.fill("/sign-in", {"name": "pat", "password": PASSWORD})
    pages = ("/inbox", "/inbox/4", "/inbox/4/erase", "/inbox/4/receipt", "/senders", "/deadlines")
    for place in (*pages, "/pool", "/publish"):
        assert visitor.get(place).status_code == 403, place
    token = visitor.token("/check")
    forms = ("/inbox", "/inbox/4/decide", "/inbox/4/erase", "/senders", "/senders/revoke")
    for place in (
        *forms,
        "/deadlines",
        "/pool",
        "/publish",
        "/publish/preview",
        "/publish/imprint",
    ):
        assert visitor.post(place, data={"csrf": token}).status_code == 403, place
    assert len(desk.state.submissions) == 3
    visitor.fill("/check", to="/sign-out")
    visitor.fill("/sign-in", {"name": "odile", "password": PASSWORD})
    assert visitor.get("/inbox").status_code == 200


def test_the_inbox_says_who_is_late_and_filters(official, desk: Desk) -> None:
    desk.add("delta")
    set_deadline(desk.registry, parse_period("2026-Q1"), date(2026, 4, 30), AT)
    shown = official.get("/inbox").text
    assert "Missing" in shown
    assert "Delta" in shown
    assert "Nothing waits for a decision" in shown
    assert shown.count('aria-label="Submission of entry') == 3
    assert ">Reasons<" not in shown, "no package was refused"
    one = official.get("/inbox", params={"service": "Beta", "status": "accepted"}).text
    assert one.count('aria-label="Submission of entry') == 1
    assert "No submission fits" in official.get("/inbox", params={"status": "rejected"}).text


def test_an_empty_registry_says_how_to_begin(opened, tmp_path: Path) -> None:
    from harmscope.registry.folder import create

    create(tmp_path / "empty", "Office", date(2026, 4, 1), None, "automatic").ledger.close()
    visitor = opened(registry=tmp_path / "empty")
    assert "Register the first one" in visitor.get("/inbox").text
    assert "submit keys new" in visitor.get("/senders").text
    assert "No sender is registered" in visitor.get("/deadlines").text
    assert "No submission counts yet" in visitor.get("/pool").text
    assert "Nothing is published" in visitor.get("/publications").text


def test_one_submission_shows_its_receipt_and_what_can_be_done(official, desk: Desk) -> None:
    one = desk.state.submissions[0]
    shown = official.get(f"/inbox/{one.seq}")
    assert shown.status_code == 200
    assert "41 of 41" in shown.text
    assert "Undo the last decision" not in shown.text
    receipt = official.get(f"/inbox/{one.seq}/receipt")
    assert ".receipt.json" in receipt.headers["content-disposition"]
    with desk.registry.ledger.reading() as reader:
        assert receipt.text == reader.receipt_at(one.seq)
        assert reader.receipt_at(1) is None
    assert official.get(f"/inbox/{one.id}").status_code == 200
    for place in ("/inbox/99", "/inbox/nobody", f"/inbox/{one.seq}/notices/0/letter"):
        assert official.get(place).status_code == 404, place


def test_a_decision_is_made_with_a_notice_and_taken_back(official, desk: Desk) -> None:
    seq = desk.state.submissions[0].seq
    told = {"outcome": "reject", "official": "Desk 7", "reason": "days are missing", "rules": "1.0"}
    page = f"/inbox/{seq}"
    assert official.fill(page, told, to=f"{page}/decide").status_code == 303
    one = desk.state.submissions[0]
    assert (one.status, one.decisions[-1]["remedy"]) == ("rejected", "none")
    letter = official.get(f"{page}/notices/0/letter")
    assert "days are missing" in letter.text
    notice = official.get(f"{page}/notices/0/notice")
    assert json.loads(notice.text)["payloadType"].startswith("application/")
    assert (
        official.fill(
            page, {"official": "Desk 7", "because": "it was whole"}, to=f"{page}/reverse"
        ).status_code
        == 303
    )
    assert desk.state.submissions[0].status == "accepted"
    assert (
        official.fill(page, {"because": "asked by mail"}, to=f"{page}/withdraw").status_code == 303
    )
    assert desk.state.submissions[0].status == "withdrawn"
    wanted = [(act, str(seq), "done") for act in ("decide", "reverse", "withdraw")]
    assert acts(official) == wanted


def test_a_fault_stands_beside_its_form_with_the_values_kept(official, desk: Desk) -> None:
    seq = desk.state.submissions[0].seq
    told = {"outcome": "reject", "official": "Desk 7", "reason": " ", "rules": "1.0 <draft>"}
    shown = official.fill(f"/inbox/{seq}", told, to=f"/inbox/{seq}/decide")
    assert shown.status_code == 422
    assert "Reason: it is empty" in shown.text
    assert 'value="1.0 &lt;draft&gt;"' in shown.text
    assert desk.state.submissions[0].status == "accepted"
    assert acts(official) == [("decide", str(seq), "refused")]
    other = official.fill(
        f"/inbox/{seq}", {**told, "outcome": "erasure"}, to=f"/inbox/{seq}/decide"
    )
    assert "not known" in other.text
    late = official.fill(
        f"/inbox/{seq}", {**told, "outcome": "accept", "reason": "x"}, to=f"/inbox/{seq}/decide"
    )
    assert "is accepted" in late.text


def test_erasing_says_what_will_happen_and_asks(official, desk: Desk) -> None:
    one = desk.state.submissions[0]
    page = f"/inbox/{one.seq}/erase"
    shown = official.get(page).text
    assert "cannot be undone" in shown
    assert "They hold 41 rows" in shown
    told = {"official": "Desk 7", "because": "kept long enough"}
    assert "not confirmed" in official.fill(page, told).text
    assert desk.state.submissions[0].status == "accepted"
    assert official.fill(page, {**told, "sure": "yes"}).status_code == 303
    assert desk.state.submissions[0].status == "erased"
    assert all(not desk.registry.store.path(each["name"]).exists() for each in one.objects)
    assert "nothing to erase" in official.get(page).text


def test_a_decision_that_waits_is_shown_open(official, desk: Desk) -> None:
    told = {
        "outcome": "reject",
        "official": "a",
        "reason": "b",
        "rules": "c",
        "remedy": "send again",
    }
    decide(desk.registry, str(desk.state.submissions[0].seq), told, AT)
    shown = official.get(f"/inbox/{desk.state.submissions[0].seq}").text
    assert "What the sender can do: send again" in shown
    assert "Undo the last decision" in shown


def test_packages_are_taken_in_by_hand(official, desk: Desk, tmp_path: Path) -> None:
    good = desk.add("delta").submission(notices=3)
    stranger = sender(tmp_path / "others", "nobody").submission(notices=2)
    files = [("packages", (path.name, path.read_bytes())) for path in (good, stranger)]
    sent = official.fill("/inbox", files=files)
    assert sent.status_code == 303
    shown = official.finished(sent.headers["location"], 180)
    assert "4 of 4 rows accepted" in shown.text
    assert "Rejected" in shown.text
    receipt = official.get(f"{sent.headers['location']}/files/0")
    assert ".receipt.json" in receipt.headers["content-disposition"]
    assert desk.state.submissions[3].service == "Delta"
    assert acts(official)[-1][0] == "receive"


def test_the_job_of_taking_in_answers_the_same_bytes_alike(desk: Desk, tmp_path: Path) -> None:
    package = desk.add("delta").submission(notices=3)
    said: list[str] = []
    asked = {
        "registry": str(desk.registry.folder),
        "files": [str(package)] * 2,
        "clock": "2026-04-21",
    }
    outcome = receive(Work(tmp_path / "out", tmp_path, asked, said.append))
    first, second = outcome["answers"]
    assert first == second
    assert len(outcome["files"]) == 1
    assert (tmp_path / "out" / first["receipt"]).is_file()
    assert said[-1] == "2 of 2 answered"


def test_the_ledger_is_read_anew_only_where_it_grew(opened, desk, monkeypatch):
    visitor = opened(registry=desk.registry.folder)
    read, entries = [], Ledger.entries
    monkeypatch.setattr(Ledger, "entries", lambda self: read.append(1) or entries(self))
    for address in ("/inbox", "/senders", "/deadlines", "/inbox", "/pool"):
        assert visitor.get(address).status_code == 200
    assert len(read) == 1
    before = visitor.get("/inbox").text.count("Submission of entry")
    desk.receive(desk.senders["alpha"].submission(notices=41))
    assert visitor.get("/inbox").text.count("Submission of entry") == before + 1
