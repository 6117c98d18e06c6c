import json
from pathlib import Path

from harmscope.findings import Tally
from harmscope.render import json_
from harmscope.validation import validate
from harmscope.validation.profile_ import Profile

CASES = Path(__file__).parents[2] / "cases"


def test_the_document_holds_counts_places_and_what_was_not_run() -> None:
    document = json.loads(json_.verdict(validate([CASES / "HS102" / "bad.jsonl"])))
    assert document["rows"] == {"seen": 2, "accepted": 1, "rejected": 1, "skipped": 0}
    assert document["findings"] == {"error": 2, "warning": 0, "info": 0}
    assert document["rules"] == [
        {
            "rule": "HS102",
            "slug": "decision_before_content",
            "severity": "error",
            "count": 2,
        }
    ]
    assert document["samples"][0]["pointer"] == "/decisions/0/decided_at"
    assert {one["rule"] for one in document["not_run"]} >= {"HS113"}


def test_waived_findings_and_the_profile_have_members_of_their_own() -> None:
    profile = Profile()
    path = CASES / "HS203" / "bad.jsonl"
    verdict = validate([path], tally=Tally(excuse=lambda one: "known"), profile=profile)
    document = json.loads(json_.verdict(verdict, profile))
    assert document["waived"] == {"HS203": 1}
    assert document["findings"]["warning"] == 0
    assert sum(kind["records"] for kind in document["accepted"].values()) == verdict.accepted
