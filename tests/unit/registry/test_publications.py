""""""

from pathlib import Path

import pytest

from desks import AT
from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import level
from harmscope.disclosure.protect import protect
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry import calendar, publications, senders
from harmscope.registry.publications import Wish, dumped, loaded
from harmscope.registry.publish import publish


def test_an_edition_comes_back_as_it_was(tmp_path: Path) -> None:
    cells = [
        Cell("t", (), 33, "people", {"a": 33}, frozenset({"minors"})),
        Cell("t", (("harm", "csea"),), 3, "people", {"a": 3}, frozenset({"minors"})),
        Cell("t", (("harm", "hate"),), 30, "people", {}, frozenset(), open_sender=True),
    ]
    edition = protect(tables(cells), level("public")).edition()
    (tmp_path / "e.json").write_bytes(dumped(edition))
    again = loaded(tmp_path / "e.json")
    assert again == edition
    assert dumped(again) == dumped(edition)


Q1 = parse_period("2026-Q1")


def test_an_empty_shelf(filled) -> None:
    assert publications.touching(filled.state, Q1) == []
    assert publications.last(filled.registry, filled.state, Wish(Q1)) is None
    assert publications.unchanged(filled.registry, Wish(Q1)) is None
    assert not publications.on_record(filled.state, "0" * 64)


def test_editions_of_other_periods_count_where_days_are_common(filled, tmp_path: Path) -> None:
    publish(filled.registry, Wish(Q1), tmp_path, AT)
    assert len(publications.touching(filled.state, parse_period("2026-H1"))) == 1
    assert publications.touching(filled.state, parse_period("2026-Q2")) == []
    assert (
        len(publications.earlier(filled.registry, filled.state, Wish(parse_period("2026-02")))) == 1
    )


def test_only_what_moves_a_figure_makes_a_new_edition(filled, tmp_path: Path) -> None:
    made = publish(filled.registry, Wish(Q1), tmp_path, AT)
    same = Wish(Q1, as_of=made.pool.seq)
    calendar.set_deadline(filled.registry, Q1, AT.date(), AT)
    filled.receive(b"no package")
    filled.receive(filled.senders["alpha"].submission("again", notices=33))
    assert [one.status for one in filled.state.submissions[-2:]] == ["corrupt", "rejected"]
    assert publications.unchanged(filled.registry, Wish(Q1)) == same
    assert publications.unchanged(filled.registry, Wish(Q1, "statutory")) is None
    assert publications.unchanged(filled.registry, same) is None
    # A further service changes out of how many there are.
    alpha = filled.senders["alpha"]
    senders.add(filled.registry, "alpha", ["Sibling"], alpha.public, AT)
    assert publications.unchanged(filled.registry, Wish(Q1)) is None


def test_a_report_that_became_known_makes_a_new_edition(filled, tmp_path: Path, report_of) -> None:
    publish(filled.registry, Wish(Q1), tmp_path, AT)
    report = report_of("Alpha", {"notices.received": 40})
    assert publications.unchanged(filled.registry, Wish(Q1, known=(report,))) is None


def test_an_edition_that_is_missing_is_said(filled, tmp_path: Path) -> None:
    publish(filled.registry, Wish(Q1), tmp_path, AT)
    filled.registry.store.remove(filled.state.publications[0]["publication_object"])
    with pytest.raises(UserError, match="missing in its store"):
        publications.last(filled.registry, filled.state, Wish(Q1))
