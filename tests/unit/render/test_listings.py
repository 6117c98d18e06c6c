"""Answers of commands in lines of text."""

from collections import Counter
from pathlib import Path

from harmscope.aggregation.samples import Plan, PlannedStratum
from harmscope.disclosure.protect import Proposal
from harmscope.exporters import EXPORTERS
from harmscope.exporters.public import Published
from harmscope.exporters.run import Outcome
from harmscope.formats import Row
from harmscope.importers.contract import Table, Task
from harmscope.render.listings import (
    export_dict,
    export_text,
    fixed_text,
    import_dict,
    import_text,
    plan_text,
    public_text,
)
from harmscope.render.registry_text import (
    answer_line,
    checked_lines,
    deadline_line,
    kept_line,
    pool_lines,
    proposal_lines,
    publication_lines,
    receipt_line,
    sender_line,
    submission_line,
    verified_lines,
)
from harmscope.rules import CATALOGUE
from harmscope.validation.fix import Fixed

DSA = EXPORTERS["dsa-sor"]


def task() -> Task:
    made = Task(read=1200, written=1198, records=1198)
    made.skip("why", 2)
    made.notes["twice"] = 2
    made.finding(CATALOGUE["HS001"], Table("t.csv", iter(())), Row(3, 7, {}), "column")
    return made


def test_an_import_in_words() -> None:
    text = import_text(task(), "o.jsonl")
    assert "1,200 rows read, 1,198 records written to o.jsonl" in text
    assert "skipped 2: why" in text
    assert "first at t.csv:3 column" in text


def test_an_import_as_data() -> None:
    found = import_dict(task())
    assert found["skipped"] == {"why": 2}
    assert found["findings"] == {"HS001": 1}


def outcome() -> Outcome:
    made = Outcome(written=3, files=1, incomplete=2)
    made.lacking.update(["category", "category", "content_date"])
    made.skipped["reason"] = 4
    return made


def test_an_export_as_data() -> None:
    found = export_dict(outcome(), DSA)
    assert found["missing"] == {"category": 2, "content_date": 1}
    assert found["skipped"] == {"reason": 4}
    assert found["choices"]


def test_an_export_in_words() -> None:
    text = export_text(outcome(), DSA, Path("out.json"))
    assert "3 statements written in 1 file\n" in text
    assert "out-missing.csv" in text
    assert "missing category: 2" in text


def test_a_plan_names_every_stratum_and_what_to_expect() -> None:
    strata = (PlannedStratum("video", 0.25, 0.01, 1200), PlannedStratum("text", 0.75, 0.001, 800))
    text = plan_text(Plan(2000, 0.00325, 0.0012, 0.0013, strata))
    lines = text.splitlines()
    assert lines[1].split() == ["video", "25.00%", "1.000%", "1,200"]
    assert "2,000 units in all; share expected 0.3250%" in text
    assert "0.1200%" in lines[-1]


def test_a_public_data_set_says_what_became_of_each_record() -> None:
    done = Published(5, 2, 2, 3, Counter({"year": 1}), Counter({"HS152": 1}))
    assert public_text(done).splitlines() == [
        "5 records read, 2 written",
        "2 withheld: fewer than 3 are alike",
        "1 skipped: HS152",
        "1 gave up: year",
    ]


def test_what_was_mended_is_said_in_a_line() -> None:
    done = Fixed(Path("r.fixed.jsonl"), Path("r.changes.csv"), 1, 2, 1)
    assert fixed_text(done) == (
        "r.fixed.jsonl: 2 changes in 1 record, 1 repeat dropped; all listed in r.changes.csv"
    )
    assert fixed_text(Fixed(Path("r.jsonl"), None)) == "r.jsonl: nothing can be fixed"


def test_a_submission_has_a_line() -> None:
    row = {"seq": 5, "submission": "ab" * 16, "status": "accepted", "service": "Alpha",
           "period": "2026-01-01/2026-03-31", "kind": "figures", "problems": []}  # fmt: skip
    assert submission_line(row) == (
        "    5  abababababab  accepted    Alpha  2026-01-01/2026-03-31  figures"
    )
    bare = dict.fromkeys(row) | {"seq": 6, "status": "corrupt", "problems": ["not_a_bag"]}
    assert submission_line(bare).endswith("corrupt     -  -  (not_a_bag)")


def test_a_pool_shows_totals_and_doubts() -> None:
    figure = {"metric": "items.actioned", "value": 1230, "senders": 3, "of": 4, "dimensions": {},
              "status": "exact"}  # fmt: skip
    limit = {**figure, "metric": "notices.received", "status": "at_least"}
    split = {**figure, "dimensions": {"harm": "hate"}}
    doubt = {"code": "absent", "service": "Beta", "metric": "", "words": "nothing came"}
    lines = pool_lines(
        {"period": "P", "as_of": 6, "submissions": ["a"], "figures": [figure, limit, split],
         "doubts": [doubt]}
    )  # fmt: skip
    assert lines == [
        "P as of entry 6, 1 submission",
        f"{'items.actioned':34} {'1,230':>14}  3 of 4 services",
        f"{'notices.received':34} {'at least 1,230':>14}  3 of 4 services",
        "doubt absent: Beta: nothing came",
    ]


def test_a_publication_says_how_many_and_never_which() -> None:
    body = {"published": True, "edition": 2, "as_of": 9, "cells": 1200, "sha256": "ab",
            "share_shown": 0.788, "withheld": 254, "narrowed_down": 0}  # fmt: skip
    assert publication_lines(body, [Path("p") / "index.html"]) == [
        "edition 2 as of entry 9: 78.8% of 1,200 cells shown, 254 withheld, sha256 ab",
        "p/index.html",
    ]
    (refused,) = publication_lines(body | {"published": False, "narrowed_down": 3}, [])
    assert refused.startswith("refused: 3 withheld figures")


def test_proposals_have_a_line_each() -> None:
    found = [Proposal("do not split by harm", 10, 8, refused=False)]
    assert proposal_lines(found) == ["passes        8 of     10 cells shown: do not split by harm"]


def test_a_check_says_every_problem() -> None:
    problem = {"code": "damaged", "fault": "it is damaged", "fix": "send it again", "member": "a"}
    assert verified_lines({"ok": False, "problems": [problem]}) == [
        "a: it is damaged; send it again"
    ]
    sound = {"ok": True, "submission_id": "s", "key_id": "k", "rows_not_counted": ["x"]}
    assert verified_lines(sound) == ["sound: s, signed with k", "x: encrypted, rows not counted"]


RECEIPT = {
    "status": "warning",
    "code": "WARN",
    "seq": 4,
    "problems": [],
    "rows": {"read": 10, "accepted": 9},
    "remarks": [{"metric": "decisions.restricting", "words": "fewer than in the report"}],
}


def test_a_receipt_is_one_line() -> None:
    words = "warning (WARN), entry 4: 9 of 10 rows accepted"
    assert receipt_line(RECEIPT) == f"{words}; decisions.restricting: fewer than in the report"
    assert answer_line("-", {**RECEIPT, "remarks": []}) == f"standard input: {words}"
    figures = {**RECEIPT, "remarks": [], "kind": "figures"}
    assert answer_line("a/b.zip", figures) == "b.zip: warning (WARN), entry 4: figures"
    refused = {**figures, "problems": [{"fault": "no bag"}, {"fault": "no key"}]}
    assert receipt_line(refused).endswith("entry 4: no bag; no key")


def test_a_check_of_a_registry_names_every_fault_or_says_sound() -> None:
    counts = {"entries": 3, "submissions": 1, "objects": 2, "receipts": 1, "seq": 3, "head": "ab"}
    sound = {"ok": True, "faults": [], "swept": ["7-x"], **counts}
    assert checked_lines(sound) == [
        "sound: 3 entries, 1 submissions, 2 objects, 1 receipts; entry 3, head ab",
        "swept: 7-x",
    ]
    assert checked_lines({**sound, "ok": False, "faults": ["a", "b"], "swept": []}) == ["a", "b"]
    held = {"ok": True, "receipt": {"record": "receipt", "seq": 2}}
    assert checked_lines(held) == ["the ledger holds what the receipt of entry 2 says"]


def test_senders_deadlines_and_what_is_to_be_erased_are_lines() -> None:
    key = {"sender": "a", "key_id": "k", "valid_from": "2026-01-01", "valid_to": "2027-01-01",
           "services": ["B", "C"]}  # fmt: skip
    assert sender_line({**key, "revoked_from": None}) == "a  k  2026-01-01  2027-01-01  B, C"
    ended = sender_line({**key, "revoked_from": "2026-05-01", "services": []})
    assert ended.endswith("revoked from 2026-05-01  no service")
    due = {"due": "2026-07-01", "standing": "late", "period": "2026-01-01/2026-03-31"}
    assert deadline_line({**due, "service": "A"}).split() == [
        "2026-07-01",
        "late",
        "2026-01-01/2026-03-31",
        "A",
    ]
    kept = {"erase_from": "2027-01-01", "submission": "0123456789abcdef", "status": "rejected"}
    assert kept_line({**kept, "service": "A"}).split() == [
        "2027-01-01",
        "0123456789ab",
        "rejected",
        "A",
    ]
