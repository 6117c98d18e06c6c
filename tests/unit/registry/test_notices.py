import json
from datetime import datetime
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.registry import submissions
from harmscope.registry.notices import notices, write_notice
from harmscope.registry.receipts import read
from harmscope.registry.verify import check_receipt
from harmscope.render.registry_text import decision_line, letter
from harmscope.submission.envelope import DECISION
from written import held

AT = datetime(2026, 4, 20, 10)
DECISION_TOLD = {
    "outcome": "reject",
    "official": "unit 7",
    "reason": "days | missing",
    "rules": "1.0",
    "remedy": "send all days",
}


def test_a_later_decision_reaches_the_sender_signed_and_in_words(desk, tmp_path: Path) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    name = str(told["seq"])
    submissions.decide(desk.registry, name, DECISION_TOLD, AT)
    submissions.reverse(desk.registry, name, "unit 8", "wrong company", AT)
    first, second = notices(desk.registry, name)
    assert held(first.body)["outcome"] == "reject"
    assert (first.body["before"], first.body["status"]) == ("accepted", "rejected")
    assert (second.body["outcome"], second.body["of"]) == ("reverse", first.body["seq"])
    assert (second.body["before"], second.body["status"]) == ("rejected", "accepted")
    signed, text = write_notice(first, tmp_path / "out")
    key = desk.registry.public_key
    assert read(signed.read_bytes(), key, (DECISION,)) == first.body
    assert check_receipt(desk.registry, signed.read_bytes())["record"] == "decision"
    assert [one.text for one in notices(desk.registry, name)] == [first.text, second.text]
    words = text.read_text()
    for part in ("We rejected this submission", "Alpha", "send all days", "unit 7"):
        assert part in words
    assert "## Reason" in letter(first.body)
    assert "accepted again" in letter(second.body)
    assert decision_line(first.body).startswith("rejected (entry ")
    assert json.loads(signed.read_text())["payloadType"] == DECISION


def test_a_notice_is_no_receipt_and_a_file_is_no_folder(desk, tmp_path: Path) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    with pytest.raises(UserError, match="nothing was decided"):
        notices(desk.registry, str(told["seq"]))
    submissions.withdraw(desk.registry, str(told["seq"]), "wrong file", AT)
    (notice,) = notices(desk.registry, str(told["seq"]))
    with pytest.raises(UserError, match="not signed"):
        read(notice.text, desk.registry.public_key)
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="no folder can be made"):
        write_notice(notice, tmp_path / "file")
