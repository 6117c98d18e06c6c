from datetime import datetime
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry import submissions
from harmscope.registry.publications import Wish
from harmscope.registry.publish import publish
from harmscope.registry.state import Received, State
from harmscope.registry.submissions import full, rows
from harmscope.registry.verify import check
from harmscope.render.registry_text import submission_line


def test_lists_show_states_and_reasons(desk) -> None:
    alpha = desk.senders["alpha"]
    desk.receive(alpha.submission("a"))
    desk.receive(alpha.submission("b", notices=31))
    first, second = (submission_line(one) for one in rows(desk.state))
    assert "accepted" in first
    assert second.endswith("(already_reported)")


def test_a_nameless_package_has_a_line_too(desk) -> None:
    desk.receive(b"hello")
    assert "corrupt     -  -  (not_a_bag)" in submission_line(rows(desk.state)[0])


def test_full_holds_what_is_on_record(desk) -> None:
    desk.receive(desk.senders["alpha"].submission())
    body = full(desk.last())
    assert body["rows"]["accepted"] == 31
    assert {one["role"] for one in body["objects"]} == {"records", "package"}


def test_figures_without_records_are_told_from_records(desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 40})
    desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert submission_line(rows(desk.state)[0]).endswith("2026-03-31  figures")


Q1 = parse_period("2026-Q1")
AT = datetime(2026, 4, 20, 10)
DECISION = {"outcome": "reject", "official": "unit 7", "reason": "x", "rules": "1.0", "remedy": "y"}


def test_an_official_can_reject_what_counted(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    submissions.decide(desk.registry, told["submission"], DECISION, AT)
    one = desk.last()
    assert one.status == "rejected"
    assert one.decisions[0]["official"] == "unit 7"


def test_states_that_do_not_allow_it_are_said(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    submissions.withdraw(desk.registry, told["submission"], "wrong file", AT)
    with pytest.raises(UserError, match="is withdrawn"):
        submissions.withdraw(desk.registry, told["submission"], "again", AT)
    with pytest.raises(UserError, match="too short"):
        submissions.withdraw(desk.registry, "", "x", AT)


def test_a_submission_is_named_by_entry_number_or_eight_characters(desk) -> None:
    for name in ("alpha", "beta"):
        desk.receive(desk.senders[name].submission())
    one = desk.state.submissions[0]
    for name in (str(one.seq), str(one.id), str(one.id)[:8]):
        assert submissions.find(desk.state, name).service == "Alpha"
    with pytest.raises(UserError, match="too short to be sure"):
        submissions.find(desk.state, "abcdef1")
    for name in ("1", "99", "9" * 30, "0" * 8, "²"):
        with pytest.raises(UserError, match=r"no submission has that number or id|too short"):
            submissions.find(desk.state, name)


def test_a_start_that_two_ids_share_names_neither() -> None:
    both = [
        Received(seq, "t", "p", "accepted", id="0123456789" + end)
        for seq, end in ((4, "a"), (9, "b"))
    ]
    with pytest.raises(UserError, match=r"entries 4, 9"):
        submissions.find(State(submissions=both), "01234567")
    assert submissions.find(State(submissions=both), "0123456789b").seq == 9


def test_a_number_is_an_entry_even_where_an_id_starts_so() -> None:
    """``registry reject 4`` must never act on another company whose id starts with 4."""
    both = [
        Received(4, "t", "p", "accepted", id="aaaaaaaaaa", service="A"),
        Received(5, "t", "p", "accepted", id="4bbbbbbbbb", service="B"),
    ]
    assert submissions.find(State(submissions=both), "4").service == "A"


def test_a_decision_can_be_reversed_with_a_reason(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    submissions.decide(desk.registry, str(told["seq"]), DECISION, AT)
    done = submissions.reverse(desk.registry, str(told["seq"]), "unit 8", "wrong company", AT)
    assert done.submission.status == desk.last().status == "accepted"
    assert desk.last().decisions[-1]["reason"] == "wrong company"
    assert check(desk.registry).ok


def test_nothing_is_reversed_where_nothing_was_decided_or_another_stands(desk) -> None:
    alpha = desk.senders["alpha"]
    first = desk.receive(alpha.submission("a"))["submission"]
    with pytest.raises(UserError, match="nothing was decided"):
        submissions.reverse(desk.registry, first, "unit 7", "x", AT)
    submissions.withdraw(desk.registry, first, "wrong file", AT)
    second = desk.receive(alpha.submission("b", notices=31))
    with pytest.raises(UserError, match=f"entry {second['seq']} stands for the same service"):
        submissions.reverse(desk.registry, first, "unit 7", "x", AT)
    submissions.withdraw(desk.registry, second["submission"], "wrong again", AT)
    submissions.reverse(desk.registry, first, "unit 7", "x", AT)
    assert [one.status for one in desk.state.submissions] == ["accepted", "withdrawn"]


def test_what_is_erased_does_not_come_back(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    submissions.erase(desk.registry, told["submission"], "unit 7", "asked for", AT)
    with pytest.raises(UserError, match="is erased"):
        submissions.reverse(desk.registry, told["submission"], "unit 7", "x", AT)


def test_after_withdrawal_the_period_is_free(desk) -> None:
    alpha = desk.senders["alpha"]
    told = desk.receive(alpha.submission("a"))
    submissions.withdraw(desk.registry, told["submission"], "wrong file", AT)
    assert desk.receive(alpha.submission("b", notices=31))["status"] == "accepted"


def test_erasure_leaves_a_tombstone_and_no_contents(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    names = [one["name"] for one in desk.last().objects]
    submissions.erase(desk.registry, told["submission"], "unit 7", "retention is over", AT)
    assert not [name for name in names if desk.registry.store.path(name).exists()]
    tombstone = desk.last().decisions[-1]
    assert tombstone["rows"]["accepted"] == 31
    assert tombstone["reason"] == "retention is over"
    assert check(desk.registry).ok


def test_erasure_spares_what_another_submission_holds(desk, tmp_path: Path) -> None:
    alpha = desk.senders["alpha"]
    first = desk.receive(alpha.submission("a"))["submission"]
    same = alpha.folder / "alpha-a.jsonl"
    desk.receive(alpha.packed("b", records=(same,), replaces=first, because="resent"))
    submissions.erase(desk.registry, first, "unit 7", "asked for", AT)
    assert check(desk.registry).ok
    assert desk.registry.store.sound(desk.last().objects[0]["name"])


@pytest.mark.parametrize("word", ["official", "reason", "rules", "remedy"])
def test_a_decision_says_who_why_and_by_what(filled, word: str) -> None:
    told = {"outcome": "reject", "official": "o", "reason": "r", "rules": "v1", "remedy": "none"}
    with pytest.raises(UserError, match=f"--{word}: it is empty"):
        submissions.decide(filled.registry, str(filled.last().id), {**told, word: " "}, AT)


def test_no_act_without_a_reason(filled) -> None:
    one = str(filled.last().id)
    with pytest.raises(UserError, match="--because: it is empty"):
        submissions.withdraw(filled.registry, one, "", AT)
    with pytest.raises(UserError, match="--because: it is empty"):
        submissions.erase(filled.registry, one, "office", "", AT)
    assert filled.last().status == "accepted"
    assert filled.registry.store.sound(filled.last().objects[0]["name"])


def test_erasing_leaves_what_was_public_to_the_edition_that_knew_it(
    desk, tmp_path: Path, report_of
) -> None:
    report = report_of("Alpha", {"notices.received": 40})
    told = desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    publish(desk.registry, Wish(Q1, known=(report,)), tmp_path / "p", AT)
    submissions.erase(desk.registry, told["submission"], "office", "a court's order", AT)
    assert check(desk.registry).ok
    (name,) = desk.state.publications[0]["known"]
    assert desk.registry.store.sound(name)
