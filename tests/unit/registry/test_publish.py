import json
from pathlib import Path

import pytest

from desks import AT
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry.checking import check
from harmscope.registry.publish import FILES, Wish, make, plans, publish

Q1 = parse_period("2026-Q1")


def read(folder: Path) -> dict[str, object]:
    return json.loads((folder / "publication.json").read_text())


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
    made = make(filled.registry, Wish(Q1, known=(report,)))
    assert len(json.loads(made.files["publication.json"])["known"]) == 1
    (tmp_path / "x").write_text("{}")
    with pytest.raises(UserError, match="no report"):
        make(filled.registry, Wish(Q1, known=(tmp_path / "x",)))


def test_nothing_withheld_stands_in_any_file(desk) -> None:
    for name in ("alpha", "beta", "gamma"):
        harms = ("hate",) * 6 + ("ncii",)
        desk.receive(desk.senders[name].submission(notices=49, harms=harms))
    made = make(desk.registry, Wish(Q1))
    assert not made.protected.refused
    rows = json.loads(made.files["publication.json"])["figures"]
    ncii = [row for row in rows if row["harm"] == "ncii" and row["service"]]
    assert ncii
    assert all(row["value"] is None and row["obs_status"] == "Q" for row in ncii)
