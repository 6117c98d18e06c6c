import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from desks import Desk
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry import senders
from harmscope.registry.folder import create
from harmscope.registry.intake import examined, receive, take
from harmscope.registry.submissions import withdraw
from harmscope.registry.verify import check, checked
from harmscope.render.registry_text import answer_line
from harmscope.submission.verify import Trust
from senders import TODAY, sender


def codes(told: dict[str, object]) -> list[str]:
    return [one["code"] for one in told["problems"]]


def test_a_period_is_reported_once(desk) -> None:
    alpha = desk.senders["alpha"]
    assert codes(desk.receive(alpha.submission("a"))) == []
    assert codes(desk.receive(alpha.submission("b", notices=31))) == ["already_reported"]


def test_a_correction_takes_its_place(desk) -> None:
    alpha = desk.senders["alpha"]
    first = desk.receive(alpha.submission("a"))["submission"]
    told = desk.receive(alpha.submission("b", notices=31, replaces=first, because="one more"))
    assert told["status"] == "accepted"
    again = alpha.submission("c", notices=32, replaces=first, because="two more")
    assert codes(desk.receive(again)) == ["replaces_not_current"]


def test_what_is_replaced_must_be_there_and_ones_own(desk) -> None:
    alpha, beta = desk.senders["alpha"], desk.senders["beta"]
    first = desk.receive(alpha.submission("a"))["submission"]
    unknown = beta.submission("b", replaces="0" * 64, because="x")
    assert codes(desk.receive(unknown)) == ["replaces_unknown"]
    other = beta.submission("c", replaces=first, because="x")
    assert codes(desk.receive(other)) == ["replaces_other"]


def test_overlapping_periods_are_refused(desk) -> None:
    alpha = desk.senders["alpha"]
    desk.receive(alpha.submission("a"))
    from senders import header, notice, write_records

    late = {**header("Alpha"), "period": {"start": "2026-03-01", "end": "2026-04-30"}}
    records = write_records(alpha.folder / "o.jsonl", [late, notice("Alpha", 1)])
    period = parse_period("2026-03-01/2026-04-30")
    told = desk.receive(alpha.packed("o", records=(records,), period=period))
    assert codes(told) == ["overlap"]


def test_services_belong_to_their_sender(desk) -> None:
    alpha = desk.senders["alpha"]
    from senders import header, notice, write_records

    records = write_records(alpha.folder / "o.jsonl", [header("Beta"), notice("Beta", 1)])
    assert codes(desk.receive(alpha.packed("o", records=(records,), service="Beta"))) == [
        "unknown_service"
    ]


def test_files_worth_keeping_lie_in_the_slot(desk: Desk, tmp_path: Path) -> None:
    alpha, slot = desk.senders["alpha"], tmp_path / "slot"
    slot.mkdir()
    found = examined(alpha.submission(), Trust([alpha.public], TODAY), slot, 60)
    assert found.judged.rows["accepted"] == 31
    assert [(one.role, one.path.parent) for one in found.judged.keep] == [("records", slot)]


def test_what_was_known_before_the_end_is_kept(desk: Desk, tmp_path: Path) -> None:
    alpha, slot = desk.senders["alpha"], tmp_path / "slot"
    slot.mkdir()
    package = alpha.submission(notices=120_000)
    found = examined(package, Trust([alpha.public], TODAY), slot, 3.0)
    assert [one.code for one in found.outcome.problems] == ["too_slow"]
    assert found.outcome.statement is not None
    assert found.judged.keep == []


AT = datetime(2026, 4, 20, 10)


def test_the_same_bytes_get_the_same_receipt(desk) -> None:
    data = desk.senders["alpha"].submission().read_bytes()
    first = receive(desk.registry, io.BytesIO(data), AT)
    assert receive(desk.registry, io.BytesIO(data), datetime(2026, 5, 1)) == first
    assert len(desk.state.submissions) == 1


def test_the_same_submission_in_other_wrapping_is_one_submission(desk) -> None:
    path = desk.senders["alpha"].submission()
    first = desk.receive(path)
    again = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name.replace("submission-", "other-"), old.read(name))
    assert again.getvalue() != path.read_bytes()
    assert desk.receive(again.getvalue()) == first
    assert len(desk.state.submissions) == 1


def test_a_tampered_package_is_on_record_and_harms_nothing(desk) -> None:
    path = desk.senders["alpha"].submission()
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    assert desk.receive(bytes(data))["status"] == "corrupt"
    assert desk.receive(path)["status"] == "accepted"
    assert [one.status for one in desk.state.submissions] == ["corrupt", "accepted"]
    assert check(desk.registry).ok


def test_strangers_and_other_peoples_keys_are_refused(desk, tmp_path: Path) -> None:
    stranger = sender(tmp_path / "s", "delta")
    told = desk.receive(stranger.submission())
    assert [one["code"] for one in told["problems"]] == ["wrong_key"]
    alpha, beta = desk.senders["alpha"], desk.senders["beta"]
    told = desk.receive(alpha.submission("x", sender="beta", service="Beta"))
    assert "wrong_key" in [one["code"] for one in told["problems"]]
    assert desk.receive(beta.submission())["status"] == "accepted"


def test_what_came_before_its_key_was_registered_may_come_again(desk, tmp_path: Path) -> None:
    delta = sender(tmp_path / "s", "delta")
    data = delta.submission()
    first = desk.receive(data)
    assert [one["code"] for one in first["problems"]] == ["wrong_key"]
    assert desk.receive(data) == first
    senders.add(desk.registry, "delta", ["Other"], delta.public, AT)
    told = desk.receive(data)
    assert [one["code"] for one in told["problems"]] == ["unknown_service"]
    senders.add(desk.registry, "delta", ["Delta"], delta.public, AT)
    last = desk.receive(data)
    assert last["status"] == "accepted"
    assert desk.receive(data) == last
    assert [one.status for one in desk.state.submissions] == ["rejected", "rejected", "accepted"]
    assert check(desk.registry).ok


def test_what_a_withdrawal_makes_room_for_may_come_again(desk) -> None:
    alpha = desk.senders["alpha"]
    first, other = alpha.submission(), alpha.submission("other", notices=31)
    told = desk.receive(first)
    assert desk.receive(other)["problems"][0]["code"] == "already_reported"
    withdraw(desk.registry, told["submission"], "it was of a test system", AT)
    assert desk.receive(other)["status"] == "accepted"
    # The withdrawn one keeps its answer: it was taken in once.
    assert desk.receive(first) == told
    assert check(desk.registry).ok


def test_a_revoked_key_counts_no_more(desk) -> None:
    alpha = desk.senders["alpha"]
    senders.revoke(desk.registry, alpha.public.key_id, TODAY, "lost", AT)
    told = desk.receive(alpha.submission())
    assert [one["code"] for one in told["problems"]] == ["revoked_key"]


def test_what_is_too_large_leaves_nothing(desk) -> None:
    data = desk.senders["alpha"].submission().read_bytes()
    with pytest.raises(UserError, match="larger than the limit"):
        receive(desk.registry, io.BytesIO(data), AT, largest=100)
    assert desk.state.submissions == []
    assert desk.registry.leftovers() == []


def test_an_encrypted_submission_is_opened_by_its_authority(desk) -> None:
    recipient = (desk.registry.folder / "keys" / "authority.public.txt").read_text().strip()
    told = desk.receive(desk.senders["alpha"].submission(encrypt_to=recipient))
    assert told["rows"]["accepted"] == 31


def test_the_state_of_waiting_is_received(tmp_path: Path, database: str | None) -> None:
    with create(tmp_path / "r", "a", TODAY, database, "by_decision") as registry:
        alpha = sender(tmp_path / "k", "alpha")
        senders.add(registry, "alpha", ["Alpha"], alpha.public, AT)
        made = receive(registry, io.BytesIO(alpha.submission().read_bytes()), AT)
        assert made.body["code"] == "RCVD"


def test_what_takes_too_long_is_refused_and_may_come_again(desk) -> None:
    data = desk.senders["alpha"].submission(notices=20_000).read_bytes()
    first = receive(desk.registry, io.BytesIO(data), AT, seconds=0.2)
    told = first.body
    assert (told["status"], told["code"]) == ("rejected", "RJCT")
    assert [one["code"] for one in told["problems"]] == ["too_slow"]
    assert desk.registry.leftovers() == []
    assert receive(desk.registry, io.BytesIO(data), AT, seconds=0.2) == first
    assert check(desk.registry).swept == []
    again = receive(desk.registry, io.BytesIO(data), AT, seconds=120)
    assert again.body["status"] == "accepted"
    assert receive(desk.registry, io.BytesIO(data), AT, seconds=0.001) == again
    assert [one.status for one in desk.state.submissions] == ["rejected", "accepted"]
    assert check(desk.registry).ok


def test_packages_are_answered_in_order_and_receipts_written(desk, tmp_path: Path) -> None:
    good = desk.senders["alpha"].submission()
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"hello")
    answers = list(take(desk.registry.folder, [str(good), str(bad)], AT, tmp_path / "out"))
    assert [answer.receipt.refused for answer in answers] == [False, True]
    lines = [answer_line(one.name, one.receipt.body) for one in answers]
    assert lines[0].startswith("alpha-first.zip: accepted (ACPT), entry 4: 31 of 31")
    assert "not a BagIt bag" in lines[1]
    receipts = sorted((tmp_path / "out").iterdir())
    assert len(receipts) == 2
    assert checked(desk.registry.folder, receipts[0]).ok


def test_a_missing_file_is_the_users_error(desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        list(take(desk.registry.folder, [str(tmp_path / "none")], AT))
    with pytest.raises(UserError, match="there is no such file"):
        checked(desk.registry.folder, tmp_path / "none")


def test_what_came_before_a_failure_has_its_answer(desk, tmp_path: Path) -> None:
    answers = take(
        desk.registry.folder, [str(desk.senders["alpha"].submission()), str(tmp_path / "no")], AT
    )
    assert not next(answers).receipt.refused
    with pytest.raises(UserError, match="there is no such file"):
        next(answers)


def test_receipts_that_cannot_be_kept_are_said(desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    package = [str(desk.senders["alpha"].submission())]
    answers = take(desk.registry.folder, package, AT, tmp_path / "file")
    assert not next(answers).receipt.refused
    with pytest.raises(UserError, match="--receipts: the folder cannot be made"):
        next(answers)
