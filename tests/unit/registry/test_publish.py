import json
from datetime import timedelta
from pathlib import Path

import pytest

from desks import AT
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry.publications import Wish, set_imprint
from harmscope.registry.publish import FILES, corrections, make, outcome, plans, publish
from harmscope.registry.state import Received, State
from harmscope.registry.verify import check
from written import held

ROW = {"metric": "m", "period": "p", "harm": None, "low": None, "high": None, "obs_status": "A"}


def document(**more: object) -> dict[str, object]:
    return {"edition": 1, "as_of": 4, "figures": [{**ROW, "value": 10}], "corrections": [], **more}


def state() -> State:
    one = Received(5, "2026-05-01T00:00:00Z", "x", "accepted", "b", service="Alpha", replaces="a")
    one.because = "five were missing"
    return State(submissions=[one])


def test_the_first_edition_corrects_nothing() -> None:
    assert corrections(None, [{**ROW, "value": 10}], state()) == []
    assert corrections(document(), [{**ROW, "value": 10}], state()) == []


def test_a_change_says_from_what_to_what_and_why() -> None:
    (made,) = corrections(document(), [{**ROW, "value": 15}], state())
    assert (made["edition"], made["replaces"], made["since_entry"]) == (2, 1, 4)
    assert made["figures"] == [
        {"metric": "m", "period": "p", "from": {"value": 10}, "to": {"value": 15}}
    ]
    assert made["because"] == [
        {"entry": 5, "service": "Alpha", "kind": "correction", "because": "five were missing"}
    ]


def test_a_decision_is_a_cause_once() -> None:
    old = Received(2, "2026-04-01T00:00:00Z", "x", "rejected", "a", service="Beta")
    old.decisions = [
        {"entry": 3, "at": "2026-04-02T00:00:00Z", "outcome": "withdraw", "reason": "wrong"},
        {"entry": 6, "at": "2026-05-02T00:00:00Z", "outcome": "reject", "reason": "not complete"},
    ]
    (made,) = corrections(document(), [{**ROW, "value": 15}], State(submissions=[old]))
    assert made["because"] == [
        {"entry": 6, "service": "Beta", "kind": "reject", "because": "not complete"}
    ]


def test_corrections_are_never_taken_out() -> None:
    old = document(corrections=[{"edition": 0}])
    assert corrections(old, [{**ROW, "value": 10}], state()) == [{"edition": 0}]
    assert len(corrections(old, [{**ROW, "value": 11}], state())) == 2


def test_a_withheld_figure_is_named_without_its_value() -> None:
    hidden = {**ROW, "value": None, "obs_status": "Q"}
    (made,) = corrections(document(), [hidden], state())
    assert made["figures"][0]["to"] == {"status": "Q"}


Q1 = parse_period("2026-Q1")


def read(folder: Path) -> dict[str, object]:
    return held(json.loads((folder / "publication.json").read_text()))


def test_every_file_is_written_and_recorded(filled, tmp_path: Path) -> None:
    made = publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    assert {path.name for path in (tmp_path / "p").iterdir()} == set(FILES)
    assert filled.state.publications[0]["as_of"] == made.pool.seq
    assert check(filled.registry).ok


def test_an_earlier_publication_is_made_again_byte_for_byte(filled, tmp_path: Path) -> None:
    first = publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    alpha, old = filled.senders["alpha"], filled.state.submissions[0].id
    filled.receive(alpha.submission("b", notices=60, replaces=old, because="twenty more"))
    second = publish(filled.registry, Wish(Q1), tmp_path / "q", AT)
    again = publish(filled.registry, Wish(Q1, as_of=first.pool.seq), tmp_path / "r", AT)
    assert again.files == first.files
    assert second.files != first.files
    assert len(filled.state.publications) == 2


def test_what_has_not_changed_is_the_same_edition(filled, tmp_path: Path) -> None:
    first = publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    later = AT + timedelta(days=9)
    again = publish(filled.registry, Wish(Q1), tmp_path / "q", later)
    assert again.files == first.files
    assert read(tmp_path / "q")["published_on"] == "2026-04-20"
    assert len(filled.state.publications) == 1


def test_licence_and_contact_are_on_every_publication(filled, tmp_path: Path) -> None:
    publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    first = read(tmp_path / "p")
    assert (first["licence"]["id"], first.get("contact")) == ("CC0-1.0", None)
    set_imprint(filled.registry, "CC-BY-4.0", "figures desk, room 7", AT)
    publish(filled.registry, Wish(Q1), tmp_path / "q", AT)
    second = read(tmp_path / "q")
    assert (second["edition"], second["figures"]) == (2, first["figures"])
    assert (second["licence"]["id"], second["contact"]) == ("CC-BY-4.0", "figures desk, room 7")
    page = (tmp_path / "q" / "index.html").read_text()
    for text in ("CC-BY-4.0", "figures desk, room 7", "20 April 2026", 'href="figures.csv"'):
        assert text in page
    assert page.index("How people are protected") < page.index("<table")


@pytest.mark.parametrize(
    ("licence", "contact", "fault"),
    [(None, None, "nothing is given"), ("MIT", None, "not known"), (None, " ", "is empty")],
)
def test_an_imprint_says_something_known(
    filled, licence: str | None, contact: str | None, fault: str
) -> None:
    with pytest.raises(UserError, match=fault):
        set_imprint(filled.registry, licence, contact, AT)


def test_an_older_state_is_no_new_edition(filled, tmp_path: Path) -> None:
    state = filled.state.seq
    filled.receive(filled.senders["alpha"].submission("b", period=parse_period("2026-Q2")))
    publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    with pytest.raises(UserError, match="came later"):
        publish(filled.registry, Wish(Q1, as_of=state), tmp_path / "q", AT)
    with pytest.raises(UserError, match="came later"):
        publish(filled.registry, Wish(Q1, "statutory", as_of=state), tmp_path / "q", AT)
    assert not (tmp_path / "q").exists()
    assert len(filled.state.publications) == 1


def test_a_period_without_submissions_is_not_published(filled, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no submission"):
        publish(filled.registry, Wish(parse_period("2025-Q1")), tmp_path / "p", AT)
    with pytest.raises(UserError, match="no such entry"):
        publish(filled.registry, Wish(Q1, as_of=99), tmp_path / "p", AT)
    assert filled.state.publications == []


def test_it_is_on_record_before_anything_is_written(filled, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        publish(filled.registry, Wish(Q1), tmp_path / "file", AT)
    assert len(filled.state.publications) == 1


def test_what_was_known_once_stays_known(filled, tmp_path: Path, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 40})
    first = publish(filled.registry, Wish(Q1, known=(report,)), tmp_path / "p", AT)
    beta, old = filled.senders["beta"], filled.state.submissions[1].id
    filled.receive(beta.submission("b", notices=60, replaces=old, because="more"))
    report.unlink()
    second = publish(filled.registry, Wish(Q1), tmp_path / "q", AT)
    assert list(second.known) == list(first.known) == read(tmp_path / "q")["known"]
    again = publish(filled.registry, Wish(Q1, as_of=first.pool.seq), tmp_path / "r", AT)
    assert again.files == first.files
    assert check(filled.registry).ok


def test_who_covers_a_part_of_the_period_is_said(filled, tmp_path: Path) -> None:
    publish(filled.registry, Wish(parse_period("2026-H1")), tmp_path / "p", AT)
    assert read(tmp_path / "p")["partly"] == ["Alpha", "Beta", "Gamma"]
    assert (
        "some days of this period in these figures: Alpha, Beta, Gamma"
        in (tmp_path / "p" / "index.html").read_text()
    )


def test_a_new_edition_lists_its_corrections(filled, tmp_path: Path) -> None:
    publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    alpha, old = filled.senders["alpha"], filled.state.submissions[0].id
    filled.receive(alpha.submission("b", notices=60, replaces=old, because="twenty more"))
    publish(filled.registry, Wish(Q1), tmp_path / "q", AT)
    (correction,) = read(tmp_path / "q")["corrections"]
    assert correction["replaces"] == 1
    assert correction["because"][0]["because"] == "twenty more"
    page = (tmp_path / "q" / "index.html").read_text()
    assert "Edition 2 replaces edition 1" in page


def test_a_refused_publication_is_neither_written_nor_recorded(desk, tmp_path: Path) -> None:
    for name, harms in (("alpha", ("hate",) * 9 + ("fraud",)), ("beta", ("hate",))):
        desk.receive(desk.senders[name].submission(notices=40, harms=harms))
    assert not publish(desk.registry, Wish(Q1, "statutory"), tmp_path / "s", AT).protected.refused
    made = publish(desk.registry, Wish(Q1, "public-exact"), tmp_path / "p", AT)
    assert made.protected.refused
    assert not (tmp_path / "p").exists()
    assert len(desk.state.publications) == 1
    assert plans(desk.registry, Wish(Q1, "public-exact"))


def test_what_is_known_must_be_a_report(filled, tmp_path: Path, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 40})
    made = make(filled.registry, Wish(Q1, known=(report,)), AT)
    assert len(json.loads(made.files["publication.json"])["known"]) == 1
    (tmp_path / "x").write_text("{}")
    with pytest.raises(UserError, match="is not a report"):
        make(filled.registry, Wish(Q1, known=(tmp_path / "x",)), AT)


def test_nothing_withheld_stands_in_any_file(desk) -> None:
    for name in ("alpha", "beta", "gamma"):
        harms = ("hate",) * 6 + ("ncii",)
        desk.receive(desk.senders[name].submission(notices=49, harms=harms))
    made = make(desk.registry, Wish(Q1), AT)
    assert not made.protected.refused
    rows = json.loads(made.files["publication.json"])["figures"]
    ncii = [row for row in rows if row["harm"] == "ncii" and row["service"]]
    assert ncii
    assert all(row["value"] is None and row["obs_status"] == "Q" for row in ncii)


def test_an_outcome_says_how_many_and_never_which(filled, tmp_path: Path) -> None:
    made = publish(filled.registry, Wish(parse_period("2026-Q1")), tmp_path / "p", AT)
    body = outcome(made)
    assert body["published"] is True
    assert (body["share_shown"], body["withheld"]) == (1.0, 0)
