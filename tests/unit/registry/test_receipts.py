import base64
import json

import pytest

from harmscope.errors import UserError
from harmscope.registry import receipts
from harmscope.registry.receipts import CIRCUMSTANCES, same_reasons
from harmscope.submission.problems import Problem
from senders import header, notice, write_records


def test_a_reason_that_may_pass_has_its_code_beside_its_word() -> None:
    body = Problem(CIRCUMSTANCES[0]).as_dict()
    assert (body["code"], body["rule"]) == ("unknown_sender", "RR001")
    assert body["fault"] == "its sender is not registered"


def test_reasons_are_the_same_whatever_words_and_codes_stand_beside_them() -> None:
    old = [{"code": "overlap", "fault": "in other words", "fix": "mend"}]
    assert same_reasons(old, [Problem("overlap").as_dict()])
    assert not same_reasons(old, [Problem("overlap", "data/a.jsonl").as_dict()])


def test_a_receipt_says_what_was_received(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    assert (told["status"], told["code"], told["seq"]) == ("accepted", "ACPT", 4)
    assert told["package"]["bytes"] > 1000
    assert told["rows"]["read"] == 31
    assert told["entry"] == desk.state.head


def test_every_file_has_its_state_and_versions(desk, report_of) -> None:
    alpha = desk.senders["alpha"]
    rows = [header("Alpha"), *(notice("Alpha", i) for i in range(9))]
    rows.append({**notice("Alpha", 10), "outcome": "unheard of"})
    records = write_records(alpha.folder / "both.jsonl", rows)
    report = report_of("Alpha", {"notices.received": 9})
    told = desk.receive(alpha.packed("both", records=(records,), reports=(report,)))
    files = {one["path"].rpartition("/")[2]: one for one in told["files"]}
    assert (files["both.jsonl"]["status"], files["both.jsonl"]["code"]) == ("partly", "PART")
    assert files["both.jsonl"]["versions"] == ["dataset@1.1", "notice@1.0"]
    assert files["Alpha-report.json"]["code"] == "ACPT"
    assert told["versions"] == {"submission": "1.0", "taxonomy": "harm@1.0.0"}


def test_only_the_registry_can_write_one(desk) -> None:
    desk.receive(desk.senders["alpha"].submission())
    ((_, text),) = desk.registry.ledger.receipts().values()
    body = json.loads(text)
    forged = base64.b64decode(body["payload"]).replace(b"accepted", b"rejected")
    body["payload"] = base64.b64encode(forged).decode()
    with pytest.raises(UserError, match="not signed with the registry's key"):
        receipts.read(json.dumps(body), desk.registry.public_key)
    with pytest.raises(UserError):
        receipts.read(text, desk.senders["alpha"].public)


def test_every_state_of_intake_has_an_iso_code() -> None:
    assert len(set(receipts.CODES.values())) == len(receipts.CODES)
