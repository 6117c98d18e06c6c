import json
from pathlib import Path
from typing import Any

import pytest

from desks import AT, Desk
from harmscope.errors import UserError
from harmscope.formats.door import PUBLICATION
from harmscope.registry.folder import create
from harmscope.registry.senders import add
from harmscope.submission import pack
from harmscope.submission.keys import read_public
from harmscope.submission.pack import contents_of
from harmscope.submission.published_folder import (
    ROLES,
    checked_publication,
    publication_of,
)
from offices import KEYS, Office, office
from senders import TODAY, sender


@pytest.fixture
def avia(tmp_path: Path) -> Office:
    made = office(tmp_path, "Avia", {"Ant": 40, "Bee": 31, "Cat": 53})
    made.publish()
    return made


@pytest.fixture
def union(tmp_path: Path) -> Desk:
    return Desk(create(tmp_path / "union", "Union", TODAY, None, "automatic"), tmp_path / "u")


def problems(folder: Path) -> list[str]:
    files = {name: folder / name for name in ROLES}
    return [one.code for one in checked_publication(files, None, TODAY).problems]


def test_a_publication_says_its_registry_and_its_period(avia: Office) -> None:
    made = contents_of("avia", None, None, TODAY, avia.folder / "p")
    assert (made.service, str(made.period)) == ("Avia", "2026-01-01/2026-03-31")
    with pytest.raises(UserError, match="--service: it is missing"):
        contents_of("avia", None, "2026-Q1", TODAY)


def test_a_publication_is_packed_alone_and_as_what_it_is(avia: Office, tmp_path: Path) -> None:
    folder = avia.folder / "p"
    other = contents_of("avia", "Borea", None, TODAY, folder)
    with pytest.raises(UserError, match="another registry"):
        pack(other, tmp_path / "x.zip")
    with pytest.raises(UserError, match="another period"):
        pack(contents_of("avia", None, "2026-Q2", TODAY, folder), tmp_path / "x.zip")
    both = contents_of("avia", None, None, TODAY, folder, records=(folder / PUBLICATION,))
    with pytest.raises(UserError, match="submitted alone"):
        pack(both, tmp_path / "x.zip")


def test_an_altered_publication_is_not_packed(avia: Office) -> None:
    path = avia.folder / "p" / PUBLICATION
    path.write_bytes(path.read_bytes().replace(b'"value": 125', b'"value": 130'))
    with pytest.raises(UserError, match="was altered"):
        publication_of(avia.folder / "p", TODAY)
    assert problems(avia.folder / "p") == ["publication_altered"]


def test_what_is_no_publication_is_refused(avia: Office) -> None:
    path = avia.folder / "p" / PUBLICATION
    body = json.loads(path.read_bytes())
    path.write_text(json.dumps({**body, "figures": [body["figures"][0]] * 2}))
    assert problems(avia.folder / "p") == ["bad_publication"]
    path.write_text("{}")
    assert problems(avia.folder / "p") == ["bad_publication"]
    assert [one.code for one in checked_publication({}, None, TODAY).problems] == [
        "bad_publication"
    ]


def _row(body: dict[str, Any], **codes: Any) -> dict[str, Any]:
    return next(row for row in body["figures"] if all(row[n] == code for n, code in codes.items()))


TOTAL = {
    "metric": "notices.received",
    "harm": None,
    "service": None,
    "period": "2026-01-01/2026-03-31",
}


@pytest.mark.parametrize(
    "change",
    [
        {"period": "2026-02-05/2026-02-11"},  # neither the whole nor a month of it
        {"period": "2025-12-01/2025-12-31"},
        {"service": "Zed"},  # not behind it
        {"value": -5},
        {"value": 12.5},
        {"value": 1e308},
        {"unit": "people"},
        {"value": None},
        {"obs_status": "Q"},
        {"low": 1, "high": 2},
        {"value": None, "high": 2},
        {"value": None, "low": 3, "high": 2},
    ],
)
def test_figures_that_cannot_be_are_refused(avia: Office, change: dict[str, Any]) -> None:
    path = avia.folder / "p" / PUBLICATION
    body = json.loads(path.read_bytes())
    _row(body, **TOTAL).update(change)
    path.write_text(json.dumps(body))
    assert problems(avia.folder / "p") == ["bad_publication"]


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2026-03-31", "end": "2026-01-01"},
        {"start": "2025-12-31"},
        {"end": "2026-04-01"},
        {"service": "Bee"},  # twice
    ],
)
def test_services_behind_report_days_of_the_period_once(
    avia: Office, change: dict[str, Any]
) -> None:
    path = avia.folder / "p" / PUBLICATION
    body = json.loads(path.read_bytes())
    body["behind"]["holders"][0].update(change)
    path.write_text(json.dumps(body))
    assert problems(avia.folder / "p") == ["bad_publication"]


def test_a_share_above_1_is_refused_and_a_time_may_be_a_fraction(avia: Office) -> None:
    path = avia.folder / "p" / PUBLICATION
    body = json.loads(path.read_bytes())
    whole = {"harm": None, "service": None}
    for metric, value, found in (
        ("time.notice_to_decision.median", 2.5, "publication_altered"),
        ("notices.acted_share", 1.5, "bad_publication"),
    ):
        one = _row(body, metric=metric, **whole)
        one.update(value=value, low=None, high=None, obs_status="A", conf_status=None)
        path.write_text(json.dumps(body))
        assert problems(avia.folder / "p") == [found]


def test_one_that_names_no_services_is_refused(avia: Office) -> None:
    path = avia.folder / "p" / PUBLICATION
    body = json.loads(path.read_bytes())
    del body["behind"]
    path.write_text(json.dumps(body))
    # It was signed otherwise, which comes first.
    assert problems(avia.folder / "p") == ["publication_altered"]


def codes(receipt: dict[str, object]) -> list[str]:
    return [one["code"] for one in receipt["problems"]]  # type: ignore[index,attr-defined]


def test_a_registry_takes_in_a_publication_of_a_registered_authority(
    avia: Office, union: Desk
) -> None:
    assert codes(avia.hand_in(union)) == ["wrong_key"]
    avia.register_at(union)
    receipt = avia.hand_in(union)
    assert (receipt["status"], receipt["kind"], receipt["service"]) == (
        "accepted",
        "publication",
        "Avia",
    )
    assert sorted(one["role"] for one in union.last().objects) == [
        "key",
        "manifest",
        "package",
        "publication",
    ]


def test_a_new_edition_replaces_the_one_before(avia: Office, union: Desk) -> None:
    avia.register_at(union)
    first = avia.hand_in(union)
    avia.desk.add("doe")
    avia.desk.receive(avia.desk.senders["doe"].submission(notices=29))
    assert avia.publish(edition="second").edition == 2
    assert codes(avia.hand_in(union, "second")) == ["already_reported"]
    again = avia.hand_in(union, "second", replaces=first["submission"], because="one more")
    assert again["status"] == "accepted"
    assert [one.status for one in union.state.submissions if one.counts] == ["accepted"]


def test_an_older_edition_does_not_replace_a_newer_one(avia: Office, union: Desk) -> None:
    avia.register_at(union)
    avia.desk.add("doe")
    avia.desk.receive(avia.desk.senders["doe"].submission(notices=29))
    assert avia.publish(edition="second").edition == 2
    newer = avia.hand_in(union, "second")
    assert newer["status"] == "accepted"
    back = avia.hand_in(union, "p", replaces=newer["submission"], because="back")
    assert codes(back) == ["older_edition"]
    assert [one.id for one in union.state.submissions if one.counts] == [newer["submission"]]


def test_nobody_hands_in_the_publication_of_another(avia: Office, union: Desk) -> None:
    add(union.registry, "avia", ["Ant"], read_public(avia.folder / "registry" / KEYS[1]), AT)
    assert codes(avia.hand_in(union)) == ["unknown_authority"]
    thief = sender(union.folder, "thief")
    add(union.registry, "thief", [], thief.public, AT, ["Avia"])
    taken = thief.packed("t", service="Avia", publication=avia.folder / "p")
    assert codes(union.receive(taken)) == ["publication_of_another"]


def test_a_registry_does_not_take_in_what_it_published_itself(avia: Office) -> None:
    public = read_public(avia.folder / "registry" / KEYS[1])
    add(avia.desk.registry, "avia", [], public, AT, ["Avia"])
    assert codes(avia.hand_in(avia.desk)) == ["own_publication"]
